// Package storage keeps dossiers, their trail, files and jobs in SQLite or
// Postgres. It is the only package that knows that there is a database: callers
// see workflow values, never rows. [Store.Update] is the only door through
// which anything is written, [Tx.Apply] the only writer of a dossier.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Store is an open database with the present schema.
type Store struct {
	dialect dialect
	read    *pool
	write   *pool
	now     func() time.Time // when something was recorded; nothing is decided by it
	cache   *cache
	watch   func(sql string) // may be nil
}

// pool is a set of connections, for plain statements and through the ORM.
type pool struct {
	db  *sql.DB
	orm *gorm.DB
}

// Option changes how a database is opened.
type Option func(*options)

type options struct {
	volatile bool
	readOnly bool
	conns    int
	now      func() time.Time
	watch    func(sql string)
}

// Volatile lets a throwaway SQLite database lose what a crash of the machine
// interrupts.
func Volatile() Option { return func(o *options) { o.volatile = true } }

// ReadOnly opens a database of which nothing is to be changed; its user need not
// be allowed to.
func ReadOnly() Option { return func(o *options) { o.readOnly = true } }

// Connections is how many connections a Postgres store keeps for writing, and
// as many for reading.
func Connections(n int) Option { return func(o *options) { o.conns = n } }

// Clock replaces the clock that says when an event was recorded.
func Clock(now func() time.Time) Option { return func(o *options) { o.now = now } }

// Watch is told of every statement: tests count them.
func Watch(f func(sql string)) Option { return func(o *options) { o.watch = f } }

// Open opens the database of a URL: "sqlite:PATH" or "postgres://…". It does
// not migrate: a schema that is behind or ahead is refused with [ErrBehind] or
// [ErrAhead], the tables of others with [ErrForeign].
func Open(ctx context.Context, url string, opts ...Option) (*Store, error) {
	o := options{conns: 16, now: time.Now} //nolint:forbidigo // when it was recorded; Clock replaces it
	for _, f := range opts {
		f(&o)
	}
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	if err := d.exists(); err != nil {
		return nil, err
	}
	s := &Store{dialect: d, now: o.now, cache: newCache(), watch: o.watch}
	if s.write, err = d.connect(o, true); err == nil {
		s.read, err = d.connect(o, false)
	}
	if err == nil && s.watch != nil {
		err = errors.Join(watched(s.read.orm, s.watch), watched(s.write.orm, s.watch))
	}
	if err == nil {
		err = checkSchema(ctx, d, s.write.db)
	}
	if err != nil {
		_ = s.Close() // the first error says why
		return nil, wrap("open", d.fault(err))
	}
	return s, nil
}

// watched tells of what goes through the ORM; [Tx.send] tells of the rest.
func watched(db *gorm.DB, watch func(sql string)) error {
	tell := func(db *gorm.DB) { watch(db.Statement.SQL.String()) }
	return errors.Join(
		db.Callback().Query().After("gorm:query").Register("tremplin:watch", tell),
		db.Callback().Row().After("gorm:row").Register("tremplin:watch", tell),
		db.Callback().Raw().After("gorm:raw").Register("tremplin:watch", tell),
	)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	if err := s.read.db.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("storage: ping: %w", err)
	}
	return nil
}

// Close closes the database.
func (s *Store) Close() error {
	var errs []error
	for _, p := range []*pool{s.read, s.write} {
		if p != nil {
			errs = append(errs, p.db.Close())
		}
	}
	return errors.Join(errs...)
}

// stamp is when something is recorded: UTC, whole microseconds, since Postgres
// keeps no more and hashes must hold.
func (s *Store) stamp() time.Time { return whole(s.now()) }

func whole(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
