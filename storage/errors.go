package storage

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tremplin/workflow"
)

// CodeReferenceTaken refuses a call whose reference another has.
const CodeReferenceTaken workflow.Code = "reference_taken"

// failed gives an error of the database its meaning, where it has one: a line
// of a chain, of the ledger or a key that is already there means that somebody
// was faster.
func failed(err error) error {
	if e, ok := errors.AsType[*workflow.Error](err); ok {
		return e
	}
	taken := uniqueViolation(err)
	switch {
	case taken == "":
		return fmt.Errorf("storage: %w", err)
	case strings.Contains(taken, "reference"):
		return &workflow.Error{Kind: workflow.Invalid, Code: CodeReferenceTaken, Field: "reference"}
	default:
		return errStale
	}
}

// uniqueViolation names the constraint, or the columns, that a row broke that
// was already there; "" for any other error.
func uniqueViolation(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "23505" {
		return e.ConstraintName
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		if c := e.Code(); c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || c == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
			return e.Error()
		}
	}
	return ""
}
