package app_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// raw opens the database as its owner could, to write past every rule.
func (w *world) raw() (db *sql.DB, done func()) {
	w.Helper()
	driver, dsn := "pgx", w.url
	if path, ok := strings.CutPrefix(w.url, "sqlite:"); ok {
		driver, dsn = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	w.must(err)
	return db, func() { w.must(db.Close()) }
}

// change runs an update that must reach one row; undo puts the column back.
func (w *world) change(db *sql.DB, table, column, where string, to func([]byte) []byte) (undo func()) {
	w.Helper()
	var was []byte
	w.must(db.QueryRowContext(w.ctx, "SELECT "+column+" FROM "+table+" WHERE "+where).Scan(&was))
	set := func(b []byte) {
		w.Helper()
		var v any = b
		if table == "parts" {
			v = string(b)
		}
		r, err := db.ExecContext(w.ctx, "UPDATE "+table+" SET "+column+" = $1 WHERE "+where, v)
		w.must(err)
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			w.Fatalf("%d rows of %s changed, %v", n, table, err)
		}
	}
	set(to(slices.Clone(was)))
	return func() { set(was) }
}

func flipped(at int) func([]byte) []byte {
	return func(b []byte) []byte { b[at] ^= 1; return b }
}

func swapped(old, with string) func([]byte) []byte {
	return func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), old, with)) }
}

// TestVerifyFindsWhatWasDoneToDocuments changes what is kept of a document in
// every way; each is found, and what the house erased is missed by nobody.
func TestVerifyFindsWhatWasDoneToDocuments(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 3)
		defer done()
		call, project := w.awardedCall()
		w.holds()
		f := w.load(call, project).File
		letter, receipt := f.Documents[1], f.Documents[0]
		db, closed := w.raw()
		defer closed()
		row := fmt.Sprintf("dossier_id = '%s' AND entity = 'document' AND id = '%s'", project, letter.Ref().ID)
		chunk := func(hash string) string { return "n = 0 AND hash = '" + hash + "'" }
		for _, c := range []struct {
			name   string
			change func() (undo func())
			papers bool // found by making the document again, too
		}{
			{"a byte of a print", func() func() {
				return w.change(db, "file_chunks", "bytes", chunk(letter.In("fr").Hash), flipped(letter.In("fr").Size/2))
			}, false},
			{"a byte of the facts", func() func() {
				return w.change(db, "file_chunks", "bytes", chunk(letter.Facts), flipped(letter.Size/2))
			}, true},
			{"facts that are another's", func() func() { return w.change(db, "parts", "body", row, swapped(letter.Facts, receipt.Facts)) }, true},
			{"a print that is another's", func() func() {
				return w.change(db, "parts", "body", row, swapped(letter.In("nl").Hash, receipt.In("nl").Hash))
			}, true},
			{"prints exchanged", func() func() {
				fr, nl := letter.In("fr").Hash, letter.In("nl").Hash
				return w.change(db, "parts", "body", row, func(b []byte) []byte {
					return []byte(strings.NewReplacer(fr, nl, nl, fr).Replace(string(b)))
				})
			}, true},
			{"another number", func() func() { return w.change(db, "parts", "body", row, swapped(letter.Number, letter.Number+"0")) }, true},
			{"a language less", func() func() { return w.change(db, "parts", "body", row, swapped(`"nl"`, `"de"`)) }, true},
		} {
			undo := c.change()
			found, err := w.app.Verify(w.ctx, nil)
			w.must(err)
			rows, papers := 0, 0
			for _, f := range found {
				if f.Table == "documents" {
					papers++
				} else {
					rows++
				}
			}
			if rows == 0 || (papers > 0) != c.papers {
				t.Errorf("%s: %v", c.name, found)
			}
			undo()
			w.holds()
		}
		w.erases(letter.Files())
		w.holds()
		if _, err := w.app.Content(w.ctx, letter.Facts); outcomeOf(err) != "not_found/not_found" {
			t.Errorf("the facts that were erased: %v", err)
		}
	})
}

// erases has the house take the bytes away, as at the end of a retention.
func (w *world) erases(files map[string]int) {
	w.Helper()
	err := w.app.Store.Update(w.ctx, storage.Ask{House: true, Now: w.now}, func(tx *storage.Tx) error {
		c, err := tx.Case()
		if err != nil {
			return err
		}
		h := *c.House
		h.Erasures++
		d := &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &h, Own: true}},
			Events:  []workflow.Event{{On: h.Ref(), Action: "erase", By: "root1", Surface: "test", From: h.State(), To: h.State(), At: w.now}},
		}
		for hash := range files {
			d.Erased = append(d.Erased, hash)
		}
		return tx.Apply(d)
	})
	w.must(err)
}
