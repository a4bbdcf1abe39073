package storage_test

import (
	"database/sql"
	"strings"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
)

// TestDocumentsAreFoundByNumber: the question makes sense on both databases, and
// SQLite asks the index.
func TestDocumentsAreFoundByNumber(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		got, err := storage.Get(t.Context(), s, func(tx *storage.Tx) ([]*storage.Filed, error) { return tx.DocumentsNumbered("EMP-2023-03-L04") })
		if err != nil || len(got) != 0 {
			t.Error(got, err)
		}
	})
	url := storagetest.SQLite(t)
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(url, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var a, b, c int
	var plan string
	err = db.QueryRow("EXPLAIN QUERY PLAN SELECT p.id FROM parts p WHERE p.entity = 'document' AND json_extract(p.body, '$.number') = ?", "x").Scan(&a, &b, &c, &plan)
	if err != nil || !strings.Contains(plan, "parts_document_number") {
		t.Error(plan, err)
	}
}
