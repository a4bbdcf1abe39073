package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// closed is what database/sql answers, by no error that it exports, when the
// program ends before a request does.
const closed = "sql: database is closed"

// Away reports whether an error says that the database cannot be reached, or has
// no time: the same may succeed later.
func Away(err error) bool {
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return false
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return true
	}
	if _, no := errors.AsType[*pgconn.ConnectError](err); no || strings.Contains(err.Error(), closed) {
		return true
	}
	if _, no := errors.AsType[net.Error](err); no {
		return true
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		// Connection exceptions, no resources, and being shut down.
		return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "53") || strings.HasPrefix(e.Code, "57P")
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
			return true
		}
	}
	return false
}
