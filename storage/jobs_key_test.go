package storage_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

// TestAKeyOfAJobIsFoundByAnIndex however much was ordered of its dossier: a call
// with ten thousand messages orders the next as quickly.
func TestAKeyOfAJobIsFoundByAnIndex(t *testing.T) {
	const asked = " SELECT 1 FROM jobs WHERE dossier_id = 'emp' AND unique_key = 'mail.send E02 call/emp 7 zoe'"
	storagetest.EachURL(t, func(t *testing.T, url string) {
		driver, name, explain := "pgx", url, "EXPLAIN"
		if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
			driver, name, explain = "sqlite", "file:"+path, "EXPLAIN QUERY PLAN"
		}
		db, err := sql.Open(driver, name)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		if driver == "pgx" { // which would rather read a small table from end to end
			if _, err := db.ExecContext(t.Context(), "SET enable_seqscan = off"); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := db.QueryContext(t.Context(), explain+asked)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var plan strings.Builder
		for rows.Next() {
			columns, _ := rows.Columns()
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&plan, *values[len(values)-1].(*any))
		}
		if err := rows.Err(); err != nil || !strings.Contains(plan.String(), "jobs_key") {
			t.Error(plan.String(), err)
		}
	})
}
