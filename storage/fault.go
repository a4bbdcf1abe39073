package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Why a database is not used.
var (
	ErrBehind  = errors.New("the schema is behind this program: run `tremplin migrate up`")
	ErrAhead   = errors.New("the schema is ahead of this program: run the newer program, or restore a backup")
	ErrForeign = errors.New("the database holds tables of something else: name an empty one, or one of Tremplin's")
	ErrMissing = fmt.Errorf("there is no database: %w", ErrBehind)
)

// Fault is why a database cannot be used: one sentence, with what to do.
type Fault struct {
	URL   bool // the URL itself makes no sense
	said  string
	cause error
}

func (f *Fault) Error() string { return f.said }

// Unwrap is one of this package's errors, or the driver's.
func (f *Fault) Unwrap() error { return f.cause }

func fault(cause error, format string, args ...any) error {
	return &Fault{said: fmt.Sprintf(format, args...), cause: cause}
}

func badURL(format string, args ...any) error {
	return &Fault{URL: true, said: fmt.Sprintf(format, args...)}
}

// wrap leaves a fault as it is said.
func wrap(what string, err error) error {
	if _, said := errors.AsType[*Fault](err); err == nil || said || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("storage: %s: %w", what, err)
}

// magic begins every SQLite file that holds anything.
const magic = "SQLite format 3\x00"

// exists refuses to make a file by looking for one, and to read what is none of
// SQLite's.
func (d liteDialect) exists() error {
	info, err := os.Stat(d.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault(ErrMissing, "there is no database at %s: `tremplin migrate up --database sqlite:%s` makes one", d.path, d.path)
	case err != nil:
		return d.fault(err)
	case !info.Mode().IsRegular():
		return fault(ErrForeign, "%s is no file: name the database's own, as sqlite:%s/tremplin.db", d.path, strings.TrimSuffix(d.path, "/"))
	case info.Size() == 0:
		return nil
	}
	f, err := os.Open(d.path)
	if err != nil {
		return d.fault(err)
	}
	defer f.Close() //nolint:errcheck // only read
	head := make([]byte, len(magic))
	if n, err := f.Read(head); err != nil || string(head[:n]) != magic {
		return fault(ErrForeign, "%s is not an SQLite database: name another file", d.path)
	}
	return nil
}

// fault says what of SQLite's answers people meet.
func (d liteDialect) fault(err error) error {
	code := 0
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		code = e.Code() & 0xff
	}
	switch {
	case errors.Is(err, fs.ErrPermission), code == sqlite3.SQLITE_PERM, code == sqlite3.SQLITE_AUTH:
		return fault(err, "the database %s may not be read: run this as its owner, or let the file and its folder be read", d.path)
	case code == sqlite3.SQLITE_READONLY:
		return fault(err, "the database %s cannot be written to: let this user write to the file and its folder", d.path)
	case code == sqlite3.SQLITE_CANTOPEN:
		return fault(err, "the database %s cannot be opened: let this user write to its folder, or copy it, with its -wal file, to where that is so", d.path)
	case code == sqlite3.SQLITE_NOTADB:
		return fault(err, "%s is not an SQLite database: name another file", d.path)
	case code == sqlite3.SQLITE_CORRUPT:
		return fault(err, "the database %s is damaged: restore a backup", d.path)
	case code == sqlite3.SQLITE_BUSY:
		return fault(err, "the database %s is held by another program: try again when that has ended", d.path)
	case code == sqlite3.SQLITE_FULL:
		return fault(err, "there is no room left for the database %s: make some", d.path)
	default:
		return err
	}
}

// fault says what of Postgres' answers people meet; never the password.
func (d pgDialect) fault(err error) error {
	_, unreachable := errors.AsType[*pgconn.ConnectError](err)
	code := ""
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		code = e.Code
	}
	cfg, bad := pgconn.ParseConfig(d.url)
	switch {
	case bad != nil:
		return err
	case code == "28P01" || code == "28000":
		return fault(err, "Postgres at %s does not let %q in: mend the user or the password in the database URL", cfg.Host, cfg.User)
	case code == "3D000":
		return fault(err, "Postgres at %s has no database %q: make it with `createdb %s`, or name another", cfg.Host, cfg.Database, cfg.Database)
	case code == "42501" || code == "25006":
		return fault(err, "Postgres does not let %q write to the database %q: grant it, or name another user", cfg.User, cfg.Database)
	case code == "53300":
		return fault(err, "Postgres at %s has no connection left: try again later, or allow more", cfg.Host)
	case unreachable:
		return fault(err, "Postgres at %s, port %d, does not answer: start it, or mend host and port in the database URL", cfg.Host, cfg.Port)
	default:
		return err
	}
}
