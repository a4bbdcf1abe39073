package storage

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
)

// liteConnector opens connections to SQLite that keep their statements compiled:
// the driver compiles each anew, which took a fifth of a page.
type liteConnector struct{ driver.Connector }

func newLiteConnector(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return liteConnector{c}, err
}

func (c liteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	able, ok := conn.(liteDriver)
	if !ok {
		return nil, errors.Join(fmt.Errorf("not a connection to SQLite: %T", conn), conn.Close())
	}
	return &liteConn{liteDriver: able, kept: map[string]liteStmt{}}, nil
}

// liteDriver is what the driver's connections can do.
type liteDriver interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// liteStmt is what the driver's statements can do.
type liteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// liteConn is a connection with the statements that it keeps, by their text. One
// that is in use is not among them. As of any connection of database/sql, only
// one goroutine at a time calls it.
type liteConn struct {
	liteDriver

	kept map[string]liteStmt
}

// keptStatements is how many a connection keeps: more than a page of each kind
// sends, and less than a hundred texts of lists of any length.
const keptStatements = 256

// keepable statements do nothing while they are compiled, as a PRAGMA does, and are
// sent again.
func keepable(query string) bool {
	first, _, _ := strings.Cut(query, " ")
	switch first {
	case "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "ROLLBACK":
		return true
	}
	return false
}

// errNotKept says of a statement that the driver has to send it itself.
var errNotKept = errors.New("storage: a statement that is not kept")

// take is a compiled statement, for the caller alone.
func (c *liteConn) take(ctx context.Context, query string) (liteStmt, error) {
	if s, ok := c.kept[query]; ok {
		delete(c.kept, query)
		return s, nil
	}
	if !keepable(query) {
		return nil, errNotKept
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	able, ok := s.(liteStmt)
	if !ok {
		return nil, errors.Join(fmt.Errorf("not a statement of SQLite: %T", s), s.Close())
	}
	return able, nil
}

// back keeps a statement for the next who sends it.
func (c *liteConn) back(query string, s liteStmt) error {
	if _, twice := c.kept[query]; twice {
		return s.Close()
	}
	var err error
	if len(c.kept) >= keptStatements {
		for old, s := range c.kept { // any
			delete(c.kept, old)
			err = s.Close()
			break
		}
	}
	c.kept[query] = s
	return err
}

// ExecContext sends a statement that answers no rows.
func (c *liteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if errors.Is(err, errNotKept) {
		return c.liteDriver.ExecContext(ctx, query, args)
	}
	if err != nil {
		return nil, err
	}
	res, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, ignored(s.Close())) // it says the same error again
	}
	return res, c.back(query, s)
}

// QueryContext sends a statement; it is kept once its rows are closed.
func (c *liteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if errors.Is(err, errNotKept) {
		return c.liteDriver.QueryContext(ctx, query, args)
	}
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, ignored(s.Close()))
	}
	return &liteRows{Rows: rows, conn: c, query: query, stmt: s}, nil
}

// Close closes the statements first: the database stays open as long as one does.
func (c *liteConn) Close() error {
	var errs []error
	for _, s := range c.kept {
		errs = append(errs, s.Close())
	}
	clear(c.kept)
	return errors.Join(append(errs, c.liteDriver.Close())...)
}

// liteRows gives its statement back.
type liteRows struct {
	driver.Rows

	conn  *liteConn
	query string
	stmt  liteStmt // nil once it is given back
}

func (r *liteRows) Close() error {
	if r.stmt == nil {
		return nil
	}
	s := r.stmt
	r.stmt = nil
	if err := r.Rows.Close(); err != nil {
		return errors.Join(err, ignored(s.Close()))
	}
	return r.conn.back(r.query, s)
}
