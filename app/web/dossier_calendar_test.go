package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
)

// TestProjectHasACalendar: its days are a picture, the same days a table, and
// what is not handed over in time says so.
func TestProjectHasACalendar(t *testing.T) {
	w := begun(t, "submission.hold_midterm")
	now := w.as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK).says("Calendrier du projet", "Début du projet", "Rapport final attendu", "Fin du projet")
	if !strings.Contains(now.body, `<svg role="img" aria-label="Le projet va du `) || strings.Contains(now.body, `class="late-mark"`) {
		t.Error("it has no picture, or something is late in it")
	}
	w.now = w.now.AddDate(3, 0, 0)
	late := w.as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK).says("de retard")
	if strings.Count(late.body, `class="late-mark"`) != 2 { // the deliverable and the report
		t.Error("what is late is not marked")
	}
	early := begun(t, "submission.award").as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK)
	if strings.Contains(early.body, "Calendrier du projet") {
		t.Error("what has no start has a calendar")
	}
}

// TestACriterionHasATitle: a refusal does not name it as the rules' file does.
func TestACriterionHasATitle(t *testing.T) {
	b := begun(t, "sheet.save").as("jury1")
	b.get("/dossiers/tiny-2025.a").is(http.StatusOK).says(": Participation et Faisabilité")
	b.get("/dossiers/tiny-2025.a/sheet/jury1/do/sheet.seal").is(http.StatusConflict).says(": Participation et Faisabilité")
}

// TestLongTablesFold: what is beyond the first rows opens, and nothing is left
// out; a few rows more are not worth folding.
func TestLongTablesFold(t *testing.T) {
	for rows, folds := range map[int]bool{1: false, mostRows + fewRows: false, mostRows + fewRows + 1: true, 60: true} {
		table := ui.Table{Heads: []ui.Head{{Text: "a"}, {Text: "nothing"}}}
		for i := range rows {
			table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: fmt.Sprintf("row %d.", i)}, {}}})
		}
		v := &visit{lang: "fr"}
		var out strings.Builder
		for _, p := range v.tabled(page.Block{}, table).Parts {
			if err := p.Render(t.Context(), &out); err != nil {
				t.Fatal(err)
			}
		}
		if strings.Contains(out.String(), "<details>") != folds {
			t.Errorf("%d rows fold: %v", rows, !folds)
		}
		for i := range rows {
			if !strings.Contains(out.String(), fmt.Sprintf("row %d.", i)) {
				t.Errorf("of %d rows, row %d is not there", rows, i)
			}
		}
		if strings.Contains(out.String(), "nothing") {
			t.Error("a column in which nothing stands is there")
		}
	}
}
