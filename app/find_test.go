package app_test

import (
	"strings"
	"testing"
	"time"

	"tremplin/app/scenario"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestDocumentFoundByItsNumber: also where another dossier's title holds the
// number of the one that the document belongs to.
func TestDocumentFoundByItsNumber(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t, storagetest.SQLite(t), 3)
	defer done()
	f := w.embedded("tiny-2025")
	for _, s := range f.Steps {
		if s.Do == "submission.create" && s.As == "b" {
			s.With["title"] = "La suite de TINY-2025-01"
		}
	}
	run := &scenario.Runner{App: w.app, Say: (*workflow.Error).Error}
	if _, err := run.Run(w.ctx, f); err != nil {
		t.Fatal(err)
	}
	w.now = f.Steps[len(f.Steps)-1].At.Add(time.Minute)
	who, err := w.app.Viewer(w.ctx, "off", "test")
	w.must(err)
	view, err := w.app.Look(w.ctx, who, "tiny-2025.a")
	w.must(err)
	numbers := map[string]bool{}
	for _, d := range view.File.Documents {
		numbers[d.Number] = true
	}
	if len(numbers) < 3 {
		t.Fatal(numbers)
	}
	for number := range numbers {
		found, err := w.app.Find(w.ctx, who, " "+strings.ToLower(number)+" ")
		w.must(err)
		if len(found.Documents) == 0 || found.Documents[0].Number != number {
			t.Errorf("%s finds %d documents and %d dossiers", number, len(found.Documents), len(found.Files))
		}
	}
	if found, err := w.app.Find(w.ctx, who, "TINY-2025-01-L99"); err != nil || len(found.Documents) > 0 {
		t.Error(found, err)
	}
}
