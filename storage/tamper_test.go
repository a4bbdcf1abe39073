package storage_test

import (
	"database/sql"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"tremplin/storage"
	"tremplin/workflow"
)

// keys are what tells the rows of a table apart.
var keys = map[string][]string{
	"events": {"dossier_id", "seq"}, "ledger": {"call_id", "seq"}, "calls": {"id"}, "submissions": {"id"}, "houses": {"id"},
	"parts": {"dossier_id", "entity", "id"}, "texts": {"ref"}, "files": {"hash"}, "file_chunks": {"hash", "n"},
	"titles": {"submission_id"}, "title_ends": {"ending", "submission_id"},
}

// unchecked opens a database without the help of storage, and takes away every
// trigger, check and key in it: the one who tampers owns it.
func unchecked(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", url
	if path, lite := strings.CutPrefix(url, "sqlite:"); lite {
		driver, dsn = "sqlite", path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if driver == "sqlite" {
		db.SetMaxOpenConns(1)
	}
	for table := range keys {
		if driver == "sqlite" {
			rebuild(t, db, table)
			continue
		}
		for _, c := range column(t, db, "SELECT conname FROM pg_constraint WHERE conrelid = '"+table+"'::regclass AND contype IN ('c', 'f')") {
			execRaw(t, db, "ALTER TABLE "+table+" DROP CONSTRAINT "+c)
		}
		for _, c := range column(t, db, "SELECT conname FROM pg_constraint WHERE conrelid = '"+table+"'::regclass") {
			execRaw(t, db, "ALTER TABLE "+table+" DROP CONSTRAINT "+c+" CASCADE")
		}
		for _, c := range column(t, db, "SELECT tgname FROM pg_trigger WHERE tgrelid = '"+table+"'::regclass AND NOT tgisinternal") {
			execRaw(t, db, "DROP TRIGGER "+c+" ON "+table)
		}
	}
	return db
}

// rebuild makes a table again that has columns and nothing else.
func rebuild(t testing.TB, db *sql.DB, table string) {
	t.Helper()
	columns := column(t, db, "SELECT name || ' ' || type FROM pragma_table_info('"+table+"')")
	execRaw(t, db, "PRAGMA foreign_keys = OFF")
	execRaw(t, db, "CREATE TABLE copy ("+strings.Join(columns, ", ")+")")
	execRaw(t, db, "INSERT INTO copy SELECT * FROM "+table)
	execRaw(t, db, "DROP TABLE "+table)
	execRaw(t, db, "ALTER TABLE copy RENAME TO "+table)
}

func column(t testing.TB, db *sql.DB, q string) []string {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// row is a row by its columns.
type row map[string]any

func rowsOf(t testing.TB, db *sql.DB, table, where string) []row {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table + " " + where)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		r := row{}
		for i, n := range names {
			r[n] = values[i]
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func (r row) where(table string) (string, []any) {
	var parts []string
	var args []any
	for i, k := range keys[table] {
		parts, args = append(parts, fmt.Sprintf("%s = $%d", k, i+1)), append(args, r[k])
	}
	return " WHERE " + strings.Join(parts, " AND "), args
}

func (r row) delete(t testing.TB, db *sql.DB, table string) {
	t.Helper()
	where, args := r.where(table)
	execRaw(t, db, "DELETE FROM "+table+where, args...)
}

func (r row) insert(t testing.TB, db *sql.DB, table string) {
	t.Helper()
	names := slices.Sorted(maps.Keys(r))
	var marks []string
	var args []any
	for i, n := range names {
		marks, args = append(marks, fmt.Sprintf("$%d", i+1)), append(args, r[n])
	}
	execRaw(t, db, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...)
}

// with is the row with another value.
func (r row) with(column string, x any) row {
	n := maps.Clone(r)
	n[column] = x
	return n
}

// other is another value of the same kind.
func other(column string, x any) any {
	switch x := x.(type) {
	case int64:
		return x + 1
	case string:
		return x + "x"
	case []byte:
		return append(slices.Clone(x), 'x')
	case time.Time:
		return x.Add(time.Second)
	}
	switch {
	case strings.HasSuffix(column, "_at"):
		return noon
	case column == "salt" || column == "body":
		return "x"
	default:
		return int64(1)
	}
}

// TestTampering changes the database in every way row by row, and has each
// found.
func TestTampering(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		world(t, s)
		attachFile(t, s, "emp.2")
		erase(t, s)
		db := unchecked(t, url)
		clean(t, s)
		must := func(table, what string, do, undo func()) {
			t.Helper()
			do()
			if len(findings(t, s, storage.VerifyOptions{})) == 0 {
				t.Errorf("%s: %s was not found", table, what)
			}
			undo()
		}
		for _, table := range slices.Sorted(maps.Keys(keys)) {
			rows := rowsOf(t, db, table, "")
			if len(rows) == 0 {
				t.Errorf("%s is empty: the test proves nothing of it", table)
			}
			for i, r := range rows {
				replace := func(n row) func() { return func() { r.delete(t, db, table); n.insert(t, db, table) } }
				for _, c := range slices.Sorted(maps.Keys(r)) {
					n := r.with(c, other(c, r[c]))
					must(table, fmt.Sprintf("%s of row %d changed from %v", c, i, r[c]), replace(n),
						func() { n.delete(t, db, table); r.insert(t, db, table) })
				}
				must(table, fmt.Sprintf("row %d lost", i), func() { r.delete(t, db, table) }, func() { r.insert(t, db, table) })
				must(table, fmt.Sprintf("row %d twice", i), func() { r.insert(t, db, table) }, func() { r.delete(t, db, table); r.insert(t, db, table) })
				last := keys[table][len(keys[table])-1]
				added := r.with(last, other(last, r[last]))
				if v, ok := added[last].(int64); ok {
					added[last] = v + 1000
				}
				must(table, fmt.Sprintf("a row like %d that no event made", i), func() { added.insert(t, db, table) }, func() { added.delete(t, db, table) })
				if i > 0 && differ(r, rows[i-1], table) {
					before := rows[i-1]
					must(table, fmt.Sprintf("rows %d and %d exchanged", i-1, i),
						func() { exchange(t, db, table, r, before) }, func() {
							r.delete(t, db, table)
							before.delete(t, db, table)
							r.insert(t, db, table)
							before.insert(t, db, table)
						})
				}
			}
		}
		clean(t, s)
	})
}

// exchange swaps all that is not key between two rows.
func exchange(t testing.TB, db *sql.DB, table string, a, b row) {
	t.Helper()
	x, y := maps.Clone(a), maps.Clone(b)
	for c := range a {
		if !slices.Contains(keys[table], c) {
			x[c], y[c] = b[c], a[c]
		}
	}
	a.delete(t, db, table)
	b.delete(t, db, table)
	x.insert(t, db, table)
	y.insert(t, db, table)
}

func differ(a, b row, table string) bool {
	for c := range a {
		if !slices.Contains(keys[table], c) && !reflect.DeepEqual(a[c], b[c]) {
			return true
		}
	}
	return false
}

// dossierCopy is a dossier's rows as they were.
type dossierCopy map[string][]row

func copyDossier(t testing.TB, db *sql.DB, id string) dossierCopy {
	t.Helper()
	out := dossierCopy{}
	for table, by := range map[string]string{"submissions": "id", "parts": "dossier_id", "events": "dossier_id", "texts": "dossier_id"} {
		out[table+" WHERE "+by+" = '"+id+"'"] = rowsOf(t, db, table, "WHERE "+by+" = '"+id+"'")
	}
	return out
}

func (c dossierCopy) restore(t testing.TB, db *sql.DB) {
	t.Helper()
	for from, rows := range c {
		execRaw(t, db, "DELETE FROM "+from)
		table, _, _ := strings.Cut(from, " ")
		for _, r := range rows {
			r.insert(t, db, table)
		}
	}
}

func number(n int) func(*workflow.Case) *workflow.Decision {
	return func(c *workflow.Case) *workflow.Decision {
		f := *c.File
		f.Number = n
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &f, Own: true}},
			Events:  []workflow.Event{event(f.Ref(), "number", f.State(), f.State())},
		}
	}
}
