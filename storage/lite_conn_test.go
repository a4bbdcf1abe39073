package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// lite is a database of one connection, with a table of three.
func lite(t *testing.T) *sql.DB {
	t.Helper()
	d := liteDialect{path: filepath.Join(t.TempDir(), "x.db")}
	if err := d.create(); err != nil {
		t.Fatal(err)
	}
	p, err := d.connect(options{volatile: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.db.Close() })
	for _, q := range []string{
		"CREATE TABLE x (n BIGINT PRIMARY KEY, at TIMESTAMP)",
		"INSERT INTO x (n) VALUES (1), (2), (3)",
	} {
		if _, err := p.db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(q, err)
		}
	}
	return p.db
}

// kept is how many statements a connection keeps.
func kept(t *testing.T, conn *sql.Conn) (n int) {
	t.Helper()
	err := conn.Raw(func(raw any) error {
		c, ok := raw.(*liteConn)
		if !ok {
			return fmt.Errorf("%T", raw)
		}
		n = len(c.kept)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func sum(t *testing.T, conn *sql.Conn, q string, args ...any) (out int) {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), q, args...)
	if err != nil {
		t.Fatal(q, err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(q, err)
		}
		out += n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(q, err)
	}
	return out
}

// alone is the database's only connection.
func alone(t *testing.T, db *sql.DB) *sql.Conn {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestStatementsAreKept(t *testing.T) {
	conn := alone(t, lite(t))
	before := kept(t, conn)
	for i := range 4 {
		if got := sum(t, conn, "SELECT n FROM x WHERE n > ?", i); got != []int{6, 5, 3, 0}[i] {
			t.Errorf("above %d: %d", i, got)
		}
	}
	if got := kept(t, conn); got != before+1 {
		t.Errorf("%d are kept after one text, %d before", got, before)
	}
	for i := range 2 * keptStatements {
		if got := sum(t, conn, fmt.Sprintf("SELECT n FROM x WHERE n = 2 AND %d = %d", i, i)); got != 2 {
			t.Fatal(i, got)
		}
	}
	if got := kept(t, conn); got != keptStatements {
		t.Errorf("%d are kept after %d texts", got, 2*keptStatements)
	}
}

// The same text may be asked for again while its rows are still being read.
func TestAStatementInUseIsAnothers(t *testing.T) {
	conn := alone(t, lite(t))
	const q = "SELECT n FROM x ORDER BY n"
	rows, err := conn.QueryContext(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var seen []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, n)
		if got := sum(t, conn, q); got != 6 {
			t.Errorf("at %d: %d", n, got)
		}
	}
	if err := rows.Err(); err != nil || fmt.Sprint(seen) != "[1 2 3]" {
		t.Error(seen, err)
	}
}

// A table may change under a statement that is kept.
func TestAKeptStatementSeesTheTableOfToday(t *testing.T) {
	conn := alone(t, lite(t))
	wide := func() int {
		rows, err := conn.QueryContext(t.Context(), "SELECT * FROM x")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err = errors.Join(err, rows.Err()); err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	was := wide()
	if _, err := conn.ExecContext(t.Context(), "ALTER TABLE x ADD COLUMN more TEXT"); err != nil {
		t.Fatal(err)
	}
	if got := wide(); got != was+1 {
		t.Errorf("%d columns, %d before one was added", got, was)
	}
}

// What fails or is given up half way leaves nothing behind.
func TestAStatementThatFailed(t *testing.T) {
	conn := alone(t, lite(t))
	const insert = "INSERT INTO x (n) VALUES (?)"
	for _, step := range []struct {
		n     int
		taken bool
	}{{4, false}, {4, true}, {5, false}} {
		_, err := conn.ExecContext(t.Context(), insert, step.n)
		if taken := uniqueViolation(err) != ""; taken != step.taken || taken != (err != nil) {
			t.Errorf("%d: %v", step.n, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	rows, err := conn.QueryContext(ctx, "SELECT n FROM x")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	cancel()
	if err := errors.Join(ignored(rows.Err()), ignored(rows.Close())); err != nil { //nolint:sqlclosecheck // before the next is sent
		t.Fatal(err)
	}
	if got := sum(t, conn, "SELECT n FROM x"); got != 15 {
		t.Errorf("afterwards: %d", got)
	}
}

// A PRAGMA works while it is compiled: kept, it would work once.
func TestPragmasAreNotKept(t *testing.T) {
	conn := alone(t, lite(t))
	before := kept(t, conn)
	for _, on := range []int{0, 1, 0, 1} {
		if _, err := conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA foreign_keys = %d", on)); err != nil {
			t.Fatal(err)
		}
		if got := sum(t, conn, "PRAGMA foreign_keys"); got != on {
			t.Errorf("%d was set, and is %d", on, got)
		}
	}
	if got := kept(t, conn); got != before {
		t.Errorf("%d are kept, %d before", got, before)
	}
}

// Times come back as they were, and compare as texts in every zone they are given in.
func TestTimesOfSQLite(t *testing.T) {
	conn := alone(t, lite(t))
	brussels := time.FixedZone("", 2*60*60)
	at := time.Date(2026, 6, 1, 12, 0, 0, 123456000, time.UTC)
	if _, err := conn.ExecContext(t.Context(), "UPDATE x SET at = ? WHERE n = 1", moment(at.In(brussels))); err != nil {
		t.Fatal(err)
	}
	var back time.Time
	var text string
	err := conn.QueryRowContext(t.Context(), "SELECT at, CAST(at AS TEXT) FROM x WHERE n = 1").Scan(&back, &text)
	if err != nil || !back.Equal(at) || text != "2026-06-01 12:00:00.123456+00:00" {
		t.Error(back, text, err)
	}
}
