package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"

	"tremplin/workflow"
)

// stmt is one statement for both kinds of database.
type stmt struct {
	sql    string
	args   []any
	each   func(scan func(...any) error) error // for each row of the answer
	must   int64                               // so many rows have to be hit; 0: any
	missed error                               // the answer if they are not; errStale when left out
}

func (st *stmt) miss() error {
	if st.missed != nil {
		return st.missed
	}
	return errStale
}

// lock is a hold on a call, a submission or the house until the transaction ends.
type lock struct {
	what      string
	exclusive bool
}

func (l lock) key() int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(l.what))
	return int64(h.Sum64()) //nolint:gosec // any 64 bits do
}

// errStale says that what was read has changed since: the transaction is done
// again on what stands now.
var errStale = &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale}

// Tx is the database inside a transaction.
type Tx struct {
	ctx     context.Context //nolint:containedctx // a transaction is of one request
	s       *Store
	conn    *sql.Conn
	orm     *gorm.DB
	write   bool
	ask     Ask
	read    *reading
	prior   *string // outcome kept under the ask's key
	outcome *string
	out     []stmt // written at the end, in one go
	applied bool
	after   []func()
	idle    func(workflow.Job) string // of which jobs nothing will come
}

// After runs f once the transaction has been committed, and not otherwise.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

// maxTries is how often a transaction is tried that others got in the way of.
const maxTries = 12

// Update runs f in a transaction that writes, on what ask names, and commits if
// f returns nil. It is the only place where such a transaction begins or ends.
// f may run more than once, when others got in the way.
func (s *Store) Update(ctx context.Context, ask Ask, f func(*Tx) error) error {
	if err := s.resolve(ctx, &ask); err != nil {
		return err
	}
	for try := 1; ; try++ {
		tx, err := s.attempt(ctx, ask, true, f)
		if err == nil {
			for _, g := range tx.after {
				g()
			}
			return nil
		}
		if try == maxTries || !s.dialect.again(err) && !errors.Is(err, errStale) {
			return err
		}
		pause := time.Duration(rand.Int64N(int64(min(try, 6)) * int64(4*time.Millisecond))) //nolint:gosec // only spreads
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(pause):
		}
	}
}

// View runs f on one snapshot, in which nothing can be written.
func (s *Store) View(ctx context.Context, f func(*Tx) error) error {
	_, err := s.attempt(ctx, Ask{}, false, f)
	return err
}

// attempt is one transaction on a connection of its own.
func (s *Store) attempt(ctx context.Context, ask Ask, write bool, f func(*Tx) error) (*Tx, error) {
	p := s.read
	if write {
		p = s.write
	}
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("storage: connection: %w", err)
	}
	defer conn.Close() //nolint:errcheck // goes back to the pool
	tx := &Tx{ctx: ctx, s: s, conn: conn, write: write, ask: ask}
	tx.orm = p.orm.Session(&gorm.Session{NewDB: true, Context: ctx})
	tx.orm.Statement.ConnPool = conn
	ended := false
	defer func() { //nolint:contextcheck // rollback has its own context, that outlives the request's
		if !ended { // also if f panics
			tx.rollback()
		}
	}()
	if err := tx.begin(); err != nil {
		return nil, err
	}
	if err := f(tx); err != nil {
		return nil, err
	}
	if err := tx.end(); err != nil {
		return nil, err
	}
	ended = true
	return tx, nil
}

// begin starts the transaction, takes its locks and reads what it is about.
func (tx *Tx) begin() error {
	first := []stmt{{sql: tx.s.dialect.begin(tx.write)}}
	if tx.write {
		first = append(first, tx.s.dialect.lock(tx.ask.locks())...)
		first = append(first, tx.keyRead()...)
	}
	if !tx.ask.reads() {
		return tx.send(first)
	}
	return tx.load(tx.ask, first)
}

// end writes what was decided, and commits.
func (tx *Tx) end() error {
	out := append(tx.out, tx.keyWrite()...)
	return tx.send(append(out, stmt{sql: "COMMIT"}))
}

// rollback gives the transaction up, even if the request has been.
func (tx *Tx) rollback() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(tx.ctx), 5*time.Second)
	defer cancel()
	if tx.s.dialect.send(ctx, tx.conn, []stmt{{sql: "ROLLBACK"}}) != nil {
		// SQLite ends some transactions by itself, a broken connection its own.
		// None may go back to the pool with one open.
		_ = tx.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

func (tx *Tx) send(stmts []stmt) error {
	if tx.s.watch != nil {
		for i := range stmts {
			tx.s.watch(stmts[i].sql)
		}
	}
	if err := tx.s.dialect.send(tx.ctx, tx.conn, stmts); err != nil {
		return failed(err)
	}
	return nil
}
