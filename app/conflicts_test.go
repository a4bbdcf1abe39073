package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// met is a call whose committee has ranked, a and b are its dossiers. Without the
// sheet of the expert, who is of zeta, a has no quorum; alfa carries a.
type met struct{ *world }

func eachMet(t *testing.T, f func(t *testing.T, w met)) {
	t.Helper()
	const call, a, b = "tiny-2025", "tiny-2025.a", "tiny-2025.b"
	t.Helper()
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
		m := met{w}
		m.sheets(2, 3)
		f(t, m)
	})
}

// sheets fails unless so many count for a and for b.
func (w met) sheets(ofA, ofB int) {
	const call, a, b = "tiny-2025", "tiny-2025.a", "tiny-2025.b"
	w.Helper()
	c, err := w.app.Compare(w.ctx, w.viewerOf("off"), call)
	w.must(err)
	got := map[string]int{}
	for _, r := range c.Rows {
		got[r.ID] = len(r.Each)
	}
	if got[a] != ofA || got[b] != ofB {
		w.Errorf("%d and %d sheets, want %d and %d", got[a], got[b], ofA, ofB)
	}
}

// noted fails unless the engine has noted the expert's conflict, and nothing else.
func (w met) noted() {
	const call, a, b = "tiny-2025", "tiny-2025.a", "tiny-2025.b"
	w.Helper()
	w.sheets(1, 3)
	x := w.load("", a).File
	if x.State() != workflow.SubmissionUnderReview || x.Opinion != nil {
		w.Errorf("a is %s", x.State())
	}
	if y := w.load("", b).File; y.State() != workflow.SubmissionRanked {
		w.Errorf("b is %s", y.State())
	}
	if m := w.load(call, "").Call.Appointed("expert"); !m.Conflict {
		w.Error("the seat does not say so")
	}
	w.refused("refused/unranked", "chair", "call.conclude", call, fields{"present": []any{"chair"}})
	w.verified()
}

func (w met) asksMerger() {
	w.Helper()
	w.mustDo("adm", "organisation.ask_merge", "", fields{"organisation": "zeta", "into": "alfa", "on": "2025-01-01", "reasons": "Fusion"})
}

// omega is an organisation whose names make zeta and alfa one.
var omega = app.Draft{Entity: workflow.EntityOrganisation, ID: "omega", Values: map[string]any{
	"kind": "association", "name": map[string]any{"fr": "Omega", "nl": "Omega"}, "aliases": []any{"Zeta", "SISP Alfa"},
}}

// TestAMergerTakesSheetsOut: the engine notes a conflict that a merger brings, before
// anybody looks at the ranking again: the sheet leaves every sum, the opinion without
// a quorum is reopened, and nothing else changes.
func TestAMergerTakesSheetsOut(t *testing.T) {
	eachMet(t, func(_ *testing.T, w met) {
		w.asksMerger()
		w.mustDo("adm2", "organisation.merge", "", fields{"organisation": "zeta", "into": "alfa", "on": "2025-01-01"})
		w.noted()
	})
}

// TestAMergerWhileTheEngineLooks: what is committed while it looks, it looks for
// again.
func TestAMergerWhileTheEngineLooks(t *testing.T) {
	eachMet(t, func(t *testing.T, w met) {
		look, looked := w.app.Handlers[app.JobConflicts], false
		w.app.Handlers[app.JobConflicts] = func(ctx context.Context, j storage.Job) (*app.Command, error) {
			cmd, err := look(ctx, j)
			if !looked {
				looked = true
				if _, err := w.do("adm2", "organisation", "merge", "", fields{"organisation": "zeta", "into": "alfa", "on": "2025-01-01"}); err != nil || cmd != nil {
					t.Error(cmd, err)
				}
			}
			return cmd, err
		}
		w.asksMerger()
		w.now = w.now.Add(time.Hour)
		w.filePapers()
		w.noted()
	})
}

// TestLooksForConflictsAreForgotten a good year after they are done, as other work.
func TestLooksForConflictsAreForgotten(t *testing.T) {
	const call, a, b = "tiny-2025", "tiny-2025.a", "tiny-2025.b"
	eachMet(t, func(t *testing.T, w met) {
		w.asksMerger()
		looks := func() (n int) {
			jobs, err := w.app.Store.JobsOn(t.Context(), workflow.Ref{Entity: workflow.EntityCall, Dossier: call}, 100)
			w.must(err)
			for _, j := range jobs {
				if j.Kind == app.JobConflicts {
					n++
				}
			}
			return n
		}
		if looks() == 0 {
			t.Error("none was ordered")
		}
		noon := time.Now().UTC().Truncate(24 * time.Hour).Add(12 * time.Hour) // jobs bear the machine's time
		w.now = noon.AddDate(0, 0, 399)
		app.OrderNightly(t.Context(), w.app)
		if looks() == 0 {
			t.Error("none is kept for 399 days")
		}
		w.now = noon.AddDate(0, 0, 402)
		app.OrderNightly(t.Context(), w.app)
		if n := looks(); n > 0 {
			t.Errorf("%d are kept", n)
		}
	})
}

// TestServeLooksForConflicts that nobody ordered to look for: an import brought them,
// or the program that came before did not see them.
func TestServeLooksForConflicts(t *testing.T) {
	const call, a, b = "tiny-2025", "tiny-2025.a", "tiny-2025.b"
	eachMet(t, func(t *testing.T, w met) {
		w.imports(omega.Entity, omega.ID, omega.Values)
		w.must(w.app.Store.FinishWaiting(t.Context(), storage.Job{Kind: app.JobConflicts, On: workflow.Ref{Entity: workflow.EntityCall, Dossier: "tiny-2025"}}))
		w.filePapers()
		w.sheets(2, 3)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- w.app.Serve(ctx) }()
		for range 200 {
			if w.load("", a).File.State() == workflow.SubmissionUnderReview {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		stop()
		w.must(<-done)
		w.noted()
	})
}

// TestAnImportLooksForConflicts by itself, however it is run; of many organisations, it
// does once for all that wait.
func TestAnImportLooksForConflicts(t *testing.T) {
	eachMet(t, func(t *testing.T, w met) {
		f := w.embedded("tiny-2025")
		f.Name, f.People, f.Calls, f.Steps = "later", nil, nil, nil
		f.Organisations = []*scenario.Item{{ID: omega.ID, Values: omega.Values}}
		for i := range 30 {
			id := fmt.Sprintf("org%d", i)
			f.Organisations = append(f.Organisations, &scenario.Item{ID: id, Values: map[string]any{"kind": "association", "name": map[string]any{"fr": id, "nl": id}}})
		}
		looked, look := 0, w.app.Handlers[app.JobConflicts]
		w.app.Handlers[app.JobConflicts] = func(ctx context.Context, j storage.Job) (*app.Command, error) {
			looked++
			return look(ctx, j)
		}
		r := scenario.Runner{App: w.app, Say: (*workflow.Error).Error}
		_, err := r.Run(w.ctx, f)
		w.must(err)
		if looked == 0 || looked > 8 { // as many as a runner takes at once
			t.Errorf("looked %d times", looked)
		}
		w.noted()
	})
}

// TestMinutesMadeLateTellWhatWasKnown: the job of the minutes may run after a merger
// that came when the committee had concluded. Of a member without a sheet they tell the
// conflict that there was, and none of later.
func TestMinutesMadeLateTellWhatWasKnown(t *testing.T) {
	t.Parallel()
	for merged, want := range map[string]int{"after": 0, "before": 1} {
		w, done := newWorld(t, storagetest.SQLite(t), 1)
		defer done()
		const call = "tiny-2025"
		w.replay(call, slices.IndexFunc(w.embedded(call).Steps, func(s *scenario.Step) bool { return s.Do == "call.conclude" })+1)
		w.now = w.now.Add(time.Hour)
		w.imports(workflow.EntityOrganisation, "zeta", map[string]any{"kind": "association", "name": map[string]any{"fr": "Zeta", "nl": "Zeta"}})
		for id, values := range map[string]map[string]any{
			"adm": {"name": "Première", "roles": []any{"admin"}}, "expert": {"name": "Experte", "roles": []any{"committee_member"}, "mandates": []any{"zeta"}},
		} {
			w.imports(workflow.EntityPerson, id, values)
		}
		w.mustDo("off", "member.appoint", call, fields{"person": "expert", "as": "substitute"})
		does := func(by string, e workflow.Entity, act workflow.Action, on string, values fields) {
			t.Helper()
			_, err := w.do(by, e, act, on, values) // the jobs wait
			w.must(err)
			w.now = w.now.Add(time.Minute)
		}
		merge := func() {
			does("adm", "organisation", "ask_merge", "", fields{"organisation": "zeta", "into": "alfa", "on": "2025-01-01", "reasons": "Fusion"})
			does("dir", "organisation", "merge", "", fields{"organisation": "zeta", "into": "alfa", "on": "2025-01-01"})
		}
		if merged == "before" {
			merge()
		}
		does("chair", "call", "conclude", call, fields{"present": []any{"chair"}})
		if merged == "after" {
			merge()
		}
		w.filePapers()
		told := 0
		w.must(w.app.Documents(w.ctx, call, func(d *storage.Filed) error {
			if d.Kind != "minutes" {
				return nil
			}
			facts, err := w.app.Content(w.ctx, d.Facts)
			told += strings.Count(string(facts), "conflict_member")
			return err
		}))
		if told != want {
			t.Errorf("merged %s: %d conflicts are told, want %d", merged, told, want)
		}
		w.verified()
	}
}
