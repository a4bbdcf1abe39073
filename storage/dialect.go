package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	gosqlite "github.com/glebarez/go-sqlite"
	"github.com/glebarez/sqlite"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all in which the two kinds of database differ, beside their
// migrations.
type dialect interface {
	name() string
	goose() goose.Dialect
	exists() error
	connect(o options, write bool) (*pool, error)
	begin(write bool) string
	lock(ls []lock) []stmt
	skipLocked() string // leave rows alone that another transaction holds
	send(ctx context.Context, conn *sql.Conn, stmts []stmt) error
	again(err error) bool // the same transaction may succeed if tried again
}

func dialectOf(url string) (dialect, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok && path != "" {
		return liteDialect{path: path}, nil
	}
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return pgDialect{url: url}, nil
	}
	scheme, _, _ := strings.Cut(url, ":")
	return nil, fmt.Errorf("storage: database URL begins with %q: want sqlite:PATH or postgres://…", scheme+":")
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

// exists refuses to make a file by looking for one.
func (d liteDialect) exists() error {
	if _, err := os.Stat(d.path); err != nil {
		return fmt.Errorf("storage: database: %w: %w", ErrBehind, err)
	}
	return nil
}

// connect opens one connection that writes, or some that only read. Writers
// take the lock when they begin, so that none fails half way.
func (d liteDialect) connect(o options, write bool) (*pool, error) {
	dsn := d.path + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)"
	conns := 1
	switch {
	case !write:
		dsn += "&_pragma=query_only(ON)"
		conns = 8
	case o.volatile:
		dsn += "&_pragma=synchronous(OFF)&_txlock=immediate"
	default:
		dsn += "&_pragma=synchronous(FULL)&_txlock=immediate"
	}
	db, err := sql.Open(sqlite.DriverName, dsn)
	if err != nil {
		return nil, fmt.Errorf("storage: open: %w", err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	p, err := orm(db, &sqlite.Dialector{DSN: dsn, Conn: db})
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
	e, ok := errors.AsType[*gosqlite.Error](err)
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
	db := stdlib.OpenDB(*cfg)
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
