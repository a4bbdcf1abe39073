package storagetest

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"tremplin/storage"
)

// Copies are calls made of one that is there, to see what a full database costs.
type Copies struct {
	Call  string // id of the call that is copied, with its dossiers, parts, events and texts
	Calls int    // so many copies of it: past-1001, past-1002, …
	After int    // the copies are numbered from there on: past-1004 is the first after 3
	Times int    // in each, so many copies of each dossier: ID-1, ID-2, …
	Lean  bool   // events without what they hold, which is most of a database
}

// Multiply copies rows by SQL. The copies read as the first does, but their
// chains do not hold: a database made so is for measuring only.
func Multiply(t testing.TB, url string, c Copies) {
	t.Helper()
	driver, name := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, name = "sqlite", "file:"+path+"?_pragma=synchronous(OFF)&_pragma=journal_mode(WAL)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a test's
	for _, q := range c.statements(t, db) {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("storagetest: %v: %s", err, q)
		}
		if driver != "pgx" { // else the log would be as large as the database
			if _, err := db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := storage.Migrate(t.Context(), url); err != nil { // titles of the copies
		t.Fatal(err)
	}
	if driver != "pgx" {
		return // of a file nobody looks at what is in it, neither here nor in earnest
	}
	if _, err := db.ExecContext(t.Context(), "VACUUM ANALYZE"); err != nil { // as the server itself does, some time after
		t.Fatal(err)
	}
}

// copied is a table whose rows are copied: which, and columns that change.
type copied struct {
	table, where string
	dossiers     bool // each dossier of the call, several times; else what is the call's, once
	with         map[string]string
}

func (c Copies) statements(t testing.TB, db *sql.DB) []string {
	t.Helper()
	call, own := "'"+c.Call+"'", fmt.Sprintf("'past-'||(%d+k.i)", 1000+c.After)
	file := func(column string) string {
		return "replace(" + column + ", '" + c.Call + ".', " + own + "||'.')||'-'||m.i"
	}
	suffix := "'-'||k.i||'-'||m.i"
	files := "IN (SELECT id FROM submissions WHERE call_id = " + call + ")"
	all := []copied{
		{"calls", "id = " + call, false, map[string]string{
			"id": own, "head": "head||'-'||k.i", "reference": "upper(" + own + ")", "body": "replace(body, reference, upper(" + own + "))", "due_at": "NULL",
		}},
		{"parts", "dossier_id = " + call, false, map[string]string{"dossier_id": own}},
		{"events", "dossier_id = " + call, false, map[string]string{"dossier_id": own, "call_id": own}},
		{"ledger", "call_id = " + call, false, map[string]string{"call_id": own}},
		{"submissions", "call_id = " + call, true, map[string]string{
			"id": file("id"), "call_id": own, "head": "head||" + suffix, "number": fmt.Sprintf("number+(m.i-1)*(SELECT count(*) FROM submissions WHERE call_id = %s)", call),
			"title_ref": "title_ref||" + suffix, "body": "replace(body, title_ref, title_ref||" + suffix + ")", "due_at": "NULL",
		}},
		{"parts", "dossier_id " + files, true, map[string]string{"dossier_id": file("dossier_id")}},
		{"events", "dossier_id " + files, true, map[string]string{"dossier_id": file("dossier_id"), "call_id": own}},
		{"texts", "dossier_id " + files, true, map[string]string{"ref": "ref||" + suffix, "dossier_id": file("dossier_id"), "body": "body||" + suffix}},
	}
	var out []string
	for _, x := range all {
		if x.table == "events" && c.Lean {
			x.with["input"], x.with["rows"], x.with["ledger"] = "'{}'", "'[]'", "'[]'"
		}
		out = append(out, c.copying(t, db, x))
	}
	return out
}

func (c Copies) copying(t testing.TB, db *sql.DB, x copied) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+x.table+" LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // only read
	columns, err := rows.Columns()
	if err = firstOf(err, rows.Err()); err != nil {
		t.Fatal(err)
	}
	values := slices.Clone(columns)
	for i, name := range columns {
		if with, ok := x.with[name]; ok {
			values[i] = with
		}
	}
	with := fmt.Sprintf("WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM k WHERE i < %d)", c.Calls)
	from := "k"
	if x.dossiers {
		with += fmt.Sprintf(", m(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM m WHERE i < %d)", c.Times)
		from = "k, m"
	}
	return fmt.Sprintf("INSERT INTO %s (%s) %s SELECT %s FROM %s, %s WHERE %s", x.table, strings.Join(columns, ", "), with, strings.Join(values, ", "), from, x.table, x.where)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Counter counts the statements of a store that was opened with its Option.
type Counter struct {
	mu   sync.Mutex
	seen []string
}

// Option has a store tell the counter of its statements.
func (c *Counter) Option() storage.Option {
	return storage.Watch(func(sql string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.seen = append(c.seen, sql)
	})
}

// During are the statements that f sends.
func (c *Counter) During(f func()) []string {
	c.mu.Lock()
	c.seen = nil
	c.mu.Unlock()
	f()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen
}
