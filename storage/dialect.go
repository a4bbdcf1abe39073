package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all in which the two kinds of database differ, beside their
// migrations.
type dialect interface {
	name() string
	goose() goose.Dialect
	exists() error                                         // a fault if there is nothing that could be opened
	create() error                                         // makes what can be made without the database's help
	guard(ctx context.Context) (release func(), err error) // one at a time may migrate
	tables() string                                        // a query for the names of all tables
	fault(err error) error                                 // the sentence of an error, where it has one
	connect(o options, write bool) (*pool, error)
	begin(write bool) string
	lock(ls []lock) []stmt
	skipLocked() string // leave rows alone that another transaction holds
	send(ctx context.Context, conn *sql.Conn, stmts []stmt) error
	again(err error) bool // the same transaction may succeed if tried again
	copying
}

func dialectOf(url string) (dialect, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		return liteOf(path)
	}
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		if _, err := pgx.ParseConfig(url); err != nil { // its error may hold the password
			return nil, badURL("the Postgres URL makes no sense: write postgres://user:password@host/name, with odd characters of the password as %%XX")
		}
		return pgDialect{url: url}, nil
	}
	scheme, _, colon := strings.Cut(url, ":")
	if !colon {
		return nil, badURL("the database URL %q has no kind: write sqlite:PATH or postgres://…", url)
	}
	return nil, badURL("the database URL begins with %q: write sqlite:PATH or postgres://…", scheme+":")
}

// liteOf takes a path as it is written, and nothing else that SQLite would.
func liteOf(path string) (dialect, error) {
	switch {
	case path == "":
		return nil, badURL("the database URL sqlite: names no file: write sqlite:PATH")
	case strings.HasPrefix(path, "//"):
		return nil, badURL("the database URL sqlite:%s has slashes that are no part of a path: write sqlite:%s, or sqlite:/%s from the root", path, strings.TrimLeft(path, "/"), strings.TrimLeft(path, "/"))
	case strings.HasPrefix(path, ":memory:"), strings.HasPrefix(path, "file:"):
		return nil, badURL("the database URL sqlite:%s is no path: write sqlite:PATH of a file; `tremplin replay` without --database uses one that is thrown away", path)
	case strings.ContainsRune(path, 0):
		return nil, badURL("the path of the database holds a zero byte: write sqlite:PATH")
	default:
		return liteDialect{path: path}, nil
	}
}

// orm wraps a database for gorm. Each gets a config of its own: through a
// shared one the SQLite dialector takes over clauses from Postgres, silently.
func orm(db *sql.DB, d gorm.Dialector) (*pool, error) {
	g, err := gorm.Open(d, &gorm.Config{TranslateError: false, SkipDefaultTransaction: true, Logger: logger.Discard, DisableAutomaticPing: true})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &pool{db: db, orm: g}, nil
}

type liteDialect struct{ path string }

func (liteDialect) name() string         { return "sqlite" }
func (liteDialect) goose() goose.Dialect { return goose.DialectSQLite3 }

func (liteDialect) tables() string {
	return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
}

// create makes the file, for nobody else to read.
func (d liteDialect) create() error {
	err := d.exists()
	if !errors.Is(err, ErrMissing) {
		return err
	}
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_RDWR, 0o600)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault(err, "there is no folder %s for the database: make it, or name another path", filepath.Dir(d.path))
	case err != nil:
		return fault(err, "the database %s cannot be made: let this user write to its folder, or name another path", d.path)
	}
	return f.Close()
}

// dsn has every character of the path stand for itself.
func (d liteDialect) dsn(mode string) string {
	path := (&url.URL{Path: d.path}).EscapedPath()
	return "file:" + path + "?mode=" + mode + "&_pragma=busy_timeout(10000)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_time_format=sqlite"
}

// onlyRead is how a file is opened that is to be read only: as any other where it
// could be written, so that nothing is left beside it; else without a write to its
// folder, which SQLite can do if no writer has left a log.
func (d liteDialect) onlyRead() string {
	if f, err := os.OpenFile(d.path, os.O_RDWR, 0); err == nil {
		_ = f.Close()
		return d.dsn("rw")
	}
	if log, err := os.Stat(d.path + "-wal"); err == nil && log.Size() > 0 {
		return d.dsn("ro")
	}
	return d.dsn("ro") + "&immutable=1"
}

// connect opens one connection that writes, or some that only read. Writers
// take the lock when they begin, so that none fails half way.
func (d liteDialect) connect(o options, write bool) (*pool, error) {
	dsn := d.dsn("rw") + "&_pragma=journal_mode(WAL)"
	if o.readOnly {
		dsn = d.onlyRead()
	}
	conns := 1
	switch {
	case !write || o.readOnly:
		dsn += "&_pragma=query_only(ON)"
		conns = 8
	case o.volatile:
		dsn += "&_pragma=synchronous(OFF)&_txlock=immediate"
	default:
		dsn += "&_pragma=synchronous(FULL)&_txlock=immediate"
	}
	connector, err := newLiteConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("storage: open: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	p, err := orm(db, liteORM{db})
	if err != nil {
		return nil, fmt.Errorf("storage: open: %w", err)
	}
	return p, nil
}

func (liteDialect) begin(write bool) string {
	if write {
		return "BEGIN IMMEDIATE"
	}
	return "BEGIN"
}

// lock needs nothing: the transaction itself is the lock.
func (liteDialect) lock([]lock) []stmt { return nil }

func (liteDialect) skipLocked() string { return "" }

func (liteDialect) again(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// send does one statement after the other. The driver would start a goroutine
// for each to watch the context; looking in between is enough.
func (liteDialect) send(ctx context.Context, conn *sql.Conn, stmts []stmt) error {
	quiet := context.WithoutCancel(ctx)
	for i := range stmts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := stmts[i].one(quiet, conn); err != nil {
			return err
		}
	}
	return nil
}

func (st *stmt) one(ctx context.Context, conn *sql.Conn) error {
	if st.each == nil {
		res, err := conn.ExecContext(ctx, st.sql, st.args...)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); st.must > 0 && (err != nil || n != st.must) {
			return errors.Join(st.miss(), err)
		}
		return nil
	}
	rows, err := conn.QueryContext(ctx, st.sql, st.args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		if err := st.each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

type pgDialect struct{ url string }

func (pgDialect) name() string         { return "postgres" }
func (pgDialect) goose() goose.Dialect { return goose.DialectPostgres }
func (pgDialect) exists() error        { return nil }
func (pgDialect) create() error        { return nil }

// guard is goose's own lock.
func (pgDialect) guard(context.Context) (release func(), err error) { return func() {}, nil }

func (pgDialect) tables() string {
	return "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
}

func (d pgDialect) connect(o options, write bool) (*pool, error) {
	cfg, err := pgx.ParseConfig(d.url)
	if err != nil {
		return nil, fmt.Errorf("storage: database URL: %w", err)
	}
	cfg.RuntimeParams["timezone"] = "UTC"
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "tremplin"
	}
	cfg.RuntimeParams["jit"] = "off" // no query here is long enough
	if write {
		// What a transaction reads and writes, it finds by an index. Without
		// this, a plan that was kept while the tables were small reads them
		// whole when they are large.
		cfg.RuntimeParams["enable_seqscan"] = "off"
	}
	db := stdlib.OpenDB(*cfg, stdlib.OptionResetSession(alive))
	db.SetMaxOpenConns(o.conns)
	db.SetMaxIdleConns(o.conns)
	p, err := orm(db, postgres.New(postgres.Config{Conn: db}))
	if err != nil {
		return nil, fmt.Errorf("storage: open: %w", err)
	}
	return p, nil
}

func (pgDialect) begin(write bool) string {
	if write {
		return "BEGIN"
	}
	return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
}

// lock takes all holds in one statement, from left to right, before anything
// is read: advisory ones, since with row locks sharers overtake a waiting
// writer.
func (pgDialect) lock(ls []lock) []stmt {
	if len(ls) == 0 {
		return nil
	}
	var calls []string
	var args []any
	for i, l := range ls {
		f := "pg_advisory_xact_lock_shared"
		if l.exclusive {
			f = "pg_advisory_xact_lock"
		}
		calls = append(calls, f+"($"+strconv.Itoa(i+1)+")")
		args = append(args, l.key())
	}
	return []stmt{{sql: "SELECT " + strings.Join(calls, ", "), args: args}}
}

func (pgDialect) skipLocked() string { return " FOR UPDATE SKIP LOCKED" }

func (pgDialect) again(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// send puts all statements on the wire at once: one round trip.
func (d pgDialect) send(ctx context.Context, conn *sql.Conn, stmts []stmt) error {
	b := &pgx.Batch{}
	for i := range stmts {
		b.Queue(numbered(stmts[i].text()), stmts[i].args...)
	}
	return conn.Raw(func(raw any) error {
		c, ok := raw.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("not a connection to Postgres: %T", raw)
		}
		results := c.Conn().SendBatch(ctx, b)
		for i := range stmts {
			if err := stmts[i].result(results); err != nil {
				return errors.Join(err, ignored(results.Close()))
			}
		}
		return results.Close()
	})
}

// ignored drops the second report of the same failure.
func ignored(error) error { return nil }

func (st *stmt) result(results pgx.BatchResults) error {
	if st.each == nil {
		_, err := results.Exec()
		if e, ok := errors.AsType[*pgconn.PgError](err); ok && st.must > 0 && e.Code == "22012" {
			return st.miss()
		}
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := st.each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// text makes a change that has to hit so many rows fail in the database: the
// COMMIT behind it is on its way before we could count.
func (st *stmt) text() string {
	if st.must == 0 {
		return st.sql
	}
	return "WITH hit AS (" + st.sql + " RETURNING 1) SELECT 1 / (CASE WHEN count(*) = " + strconv.FormatInt(st.must, 10) + " THEN 1 ELSE 0 END) FROM hit"
}

var numberedSQL sync.Map // "… ?" → "… $1"

// numbered turns the marks of SQLite into those of Postgres. No statement here
// has a question mark in a literal.
func numbered(q string) string {
	if out, ok := numberedSQL.Load(q); ok {
		return out.(string) //nolint:forcetypeassert // only strings are stored
	}
	var b strings.Builder
	n := 0
	for _, r := range q {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
	}
	numberedSQL.Store(q, b.String())
	return b.String()
}
