package app_test

import (
	"slices"
	"testing"
	"time"

	"tremplin/app/scenario"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestAMergerTakesSheetsOut: the engine notes a conflict that a merger brings, before
// anybody looks at the ranking again: the sheet leaves every sum, the opinion without
// a quorum is reopened, and nothing else changes.
func TestAMergerTakesSheetsOut(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 1)
		defer done()
		before := slices.IndexFunc(w.embedded("tiny-2025").Steps, func(s *scenario.Step) bool { return s.Do == "call.conclude" })
		w.replay("tiny-2025", before+1)
		w.now = w.now.Add(time.Hour)
		w.imports(workflow.EntityOrganisation, "zeta", map[string]any{"kind": "association", "name": map[string]any{"fr": "Zeta", "nl": "Zeta"}})
		for id, values := range map[string]map[string]any{
			"adm":    {"name": "Première", "roles": []any{"admin"}},
			"adm2":   {"name": "Seconde", "roles": []any{"admin"}},
			"expert": {"name": "Experte", "roles": []any{"committee_member"}, "mandates": []any{"zeta"}},
		} {
			w.imports(workflow.EntityPerson, id, values)
		}
		const call, a, b = "tiny-2025", "tiny-2025.a", "tiny-2025.b"
		w.mustDo("off", "member.appoint", call, fields{"person": "expert", "as": "member"})
		for _, on := range []string{a, b} {
			w.mustDo("chair", "submission.reopen_opinion", on, fields{"reasons": "Une grille de plus."})
			w.mustDo("off", "sheet.assign", on, fields{"person": "expert"})
			w.mustDo("expert", "sheet.save", on+"/sheet/expert", fields{"scores": []any{
				fields{"criterion": "participation", "score": "1", "reasons": "x"}, fields{"criterion": "feasibility", "score": "1", "reasons": "x"},
			}})
			w.mustDo("expert", "sheet.seal", on+"/sheet/expert", nil)
		}
		w.mustDo("off", "sheet.declare_conflict", a+"/sheet/jury1", fields{"reasons": "x"})
		for _, on := range []string{a, b} {
			w.mustDo("chair", "submission.rank", on, fields{"opinion": "favourable", "advised": "10000", "reasons": "Le comité l'a dit."})
		}
		sheets := func(on string) int {
			t.Helper()
			c, err := w.app.Compare(t.Context(), w.viewerOf("off"), call)
			w.must(err)
			for _, r := range c.Rows {
				if r.ID == on {
					return len(r.Each)
				}
			}
			return -1
		}
		if sheets(a) != 2 || sheets(b) != 3 {
			t.Fatalf("before: %d and %d sheets", sheets(a), sheets(b))
		}
		w.mustDo("adm", "organisation.ask_merge", "", fields{"organisation": "zeta", "into": "alfa", "on": "2025-01-01", "reasons": "Fusion"})
		w.mustDo("adm2", "organisation.merge", "", fields{"organisation": "zeta"})
		if sheets(a) != 1 || sheets(b) != 3 {
			t.Errorf("after: %d and %d sheets", sheets(a), sheets(b))
		}
		x := w.load("", a).File
		if x.State() != workflow.SubmissionUnderReview || x.Opinion != nil {
			t.Errorf("a is %s", x.State())
		}
		if y := w.load("", b).File; y.State() != workflow.SubmissionRanked {
			t.Errorf("b is %s", y.State())
		}
		if m := w.load(call, "").Call.Appointed("expert"); !m.Conflict {
			t.Error("the seat does not say so")
		}
		w.refused("refused/unranked", "chair", "call.conclude", call, fields{"present": []any{"chair"}})
		w.verified()
	})
}
