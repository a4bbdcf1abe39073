package app_test

import (
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage/storagetest"
)

func (w *world) viewerOf(person string) *app.Viewer {
	w.Helper()
	v, err := w.app.Viewer(w.ctx, person, "web")
	w.must(err)
	return v
}

// TestOwedSheetsAreRemindedOfOnceADay: those who owe one are told, nobody else, and
// a sheet in conflict is owed by nobody.
func TestOwedSheetsAreRemindedOfOnceADay(t *testing.T) {
	w, _, rest := mailWorld(t)
	w.app.Now = func() time.Time { return w.now }
	seen := 0
	remind := func(moment string, want string, does bool) {
		t.Helper()
		w.now = at(moment)
		w.logged(&seen)
		did, err := w.app.RemindScoring(w.ctx, w.viewerOf("off"), "tiny-2025")
		w.must(err)
		w.post()
		if got := w.logged(&seen); got != want || did != does {
			t.Errorf("on %s: told %q, %v, want %q, %v", moment, got, did, want, does)
		}
	}
	for _, step := range rest {
		if step.Do == "submission.rank" {
			break
		}
		if step.Do == "sheet.save" && step.On == "a/sheet/chair" {
			remind("2025-03-24T10:00", "E12 chair jury1", true)
			remind("2025-03-24T17:00", "", false)
			for _, who := range []string{"dir", "dg", "jury1", "sig_alfa"} {
				if did, err := w.app.RemindScoring(w.ctx, w.viewerOf(who), "tiny-2025"); did || outcomeOf(err) != "not_found/not_found" {
					t.Errorf("%s reminds: %v, %v", who, did, err)
				}
			}
		}
		_ = w.take(step) // one of them is refused, as the scenario expects
		if step.Do == "sheet.seal" && step.On == "a/sheet/chair" {
			w.mustDo("chair", "sheet.declare_conflict", "tiny-2025.b/sheet/chair", nil)
			w.post()                                      // who keeps the quorum is told of the conflict
			remind("2025-03-29T10:00", "E12 jury1", true) // the chair owes nothing any more
			b, err := w.app.Bench(w.ctx, w.viewerOf("off"), "tiny-2025", "", 10)
			w.must(err)
			if b.Reminded.IsZero() || len(b.Owing()) != 1 {
				t.Errorf("reminded %v, owing %v", b.Reminded, b.Owing())
			}
			return
		}
	}
	t.Fatal("the scenario has no sheets")
}

// TestTheBenchOnBothDatabases: who scores what, sheets assigned together, a void
// one again, and what a member types.
func TestTheBenchOnBothDatabases(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 6)
		defer done()
		w.app.Now = func() time.Time { return w.now }
		call, project := w.reviewedCall()
		off := w.viewerOf("off1")
		key := func(name string) app.Key { return app.Key{Scope: "test", Name: name} }
		pair := func(person string) []app.SheetPair { return []app.SheetPair{{Submission: project, Person: person}} }

		got, err := w.app.AssignSheets(w.ctx, off, call, append(pair("chair"), pair("nobody")...), key("1"))
		w.must(err)
		if got.Done != 1 || len(got.Refused) != 1 || got.Refused[0].Why.Code != "not_appointed" {
			t.Errorf("assigned: %+v", got)
		}
		if got, err = w.app.AssignSheets(w.ctx, off, call, pair("chair"), key("1")); err != nil || got.Done != 1 {
			t.Errorf("sent again: %+v, %v", got, err)
		}
		chair := w.viewerOf("chair")
		c, err := w.app.SaveSheetCopy(w.ctx, chair, app.WorkingCopy{Dossier: project, Body: "{}", Form: "f"})
		w.must(err)
		if kept, err := w.app.SheetCopy(w.ctx, chair, project); err != nil || kept.Version != 1 || kept.Body != "{}" {
			t.Errorf("kept %+v, %v", kept, err)
		}
		if _, err := w.app.SaveSheetCopy(w.ctx, chair, app.WorkingCopy{Dossier: project, Body: "{}", Form: "g"}); outcomeOf(err) != "conflict/stale" {
			t.Errorf("from another window: %v", err)
		}
		for _, who := range []string{"off1", "ed_alfa", "sig_alfa", "par_asbl1", "dg"} {
			if _, err := w.app.SheetCopy(w.ctx, w.viewerOf(who), project); outcomeOf(err) != "not_found/not_found" {
				t.Errorf("%s reads a sheet's copy: %v", who, err)
			}
		}
		if _, err := w.app.SaveSheetCopy(w.ctx, w.viewerOf("jury1"), app.WorkingCopy{Dossier: project, Body: "{}"}); outcomeOf(err) != "refused/state" {
			t.Errorf("a sealed sheet is typed in: %v", err)
		}

		w.mustDo("off1", "member.dismiss", call+"/member/chair", fields{"reasons": "Part"})
		if n := len(w.dump("drafts")); n != 0 {
			t.Errorf("%d copies of a sheet that is void", n)
		}
		w.mustDo("off1", "member.appoint", call+"/member/chair", fields{"person": "chair", "as": "chair"})
		if got, err = w.app.AssignSheets(w.ctx, off, call, pair("chair"), key("2")); err != nil || got.Done != 1 {
			t.Errorf("a void sheet again: %+v, %v", got, err)
		}
		w.must(w.app.DropSheetCopy(w.ctx, chair, c))
		b, err := w.app.Bench(w.ctx, off, call, "", 10)
		w.must(err)
		if len(b.Rows) != 1 || b.Rows[0].Sealed != 1 || b.Rows[0].Open != 1 || b.Rows[0].Short() != 0 || b.Next != "" {
			t.Errorf("the matrix: %+v", b.Rows)
		}
		d, err := w.app.Deliberation(w.ctx, chair, call)
		w.must(err)
		if len(d.Rows) != 1 || len(d.Rows[0].Each) != 0 || !d.Leads || !d.Owes("chair") {
			t.Errorf("before its own sheet is sealed the chair is shown %+v", d.Rows)
		}
		if _, err := w.app.Deliberation(w.ctx, w.viewerOf("sig_alfa"), call); outcomeOf(err) != "not_found/not_found" {
			t.Errorf("the SISP looks on: %v", err)
		}
		w.verified()
	})
}

// TestAPlanIsRepeated: by its seed, and never with a conflict.
func TestAPlanIsRepeated(t *testing.T) {
	w, done := newWorld(t, storagetest.SQLite(t), 7)
	defer done()
	w.app.Now = func() time.Time { return w.now }
	call, project := w.reviewedCall()
	for _, p := range []string{"jury2", "jury3"} {
		w.mustDo("off1", "member.appoint", call, fields{"person": p, "as": "member"})
	}
	w.mustDo("off1", "sheet.declare_conflict", project, fields{"person": "jury3"})
	off := w.viewerOf("off1")
	drawn := map[string]int{}
	for _, seed := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		first, err := w.app.PlanSheets(w.ctx, off, call, 2, seed)
		w.must(err)
		again, err := w.app.PlanSheets(w.ctx, off, call, 2, seed)
		w.must(err)
		if len(first.Pairs()) != 1 || len(again.Pairs()) != 1 || first.Pairs()[0] != again.Pairs()[0] {
			t.Fatalf("seed %s: %v, then %v", seed, first.Pairs(), again.Pairs())
		}
		drawn[first.Pairs()[0].Person]++
	}
	if drawn["jury3"] > 0 || drawn["jury1"] > 0 || drawn["chair"] == 0 || drawn["jury2"] == 0 {
		t.Errorf("the seed draws %v", drawn)
	}
	if _, err := w.app.PlanSheets(w.ctx, w.viewerOf("dg"), call, 0, ""); outcomeOf(err) != "not_found/not_found" {
		t.Errorf("who assigns nothing is shown a plan: %v", err)
	}
}

// TestMailsKeepTime: what is done on a dossier that is hidden from a member brings
// that member no message, not even one about the call.
func TestMailsKeepTime(t *testing.T) {
	w, _, rest := mailWorld(t)
	w.app.Now = func() time.Time { return w.now }
	seen := 0
	for _, step := range rest {
		if step.Do == "sheet.save" {
			break
		}
		_ = w.take(step) // one of them is refused, as the scenario expects
	}
	w.now = at("2025-03-27T10:00")
	w.mustDo("jury1", "sheet.declare_conflict", "tiny-2025.b/sheet/jury1", nil)
	w.post()
	w.logged(&seen)
	hidden := []struct {
		by, do, on string
		values     fields
	}{
		{"chair", "sheet.save", "tiny-2025.b/sheet/chair", fields{"scores": []any{fields{"criterion": "participation", "score": "3", "reasons": "x"}, fields{"criterion": "feasibility", "score": "3", "reasons": "x"}}}},
		{"chair", "sheet.seal", "tiny-2025.b/sheet/chair", nil},
		{"off", "member.appoint", "tiny-2025", fields{"person": "dir", "as": "substitute"}},
		{"off", "sheet.assign", "tiny-2025.b", fields{"person": "dir"}},
		{"off", "sheet.declare_conflict", "tiny-2025.b", fields{"person": "dir"}},
	}
	for _, x := range hidden {
		w.now = w.now.AddDate(0, 0, 1)
		w.mustDo(x.by, x.do, x.on, x.values)
		w.post()
		if got := w.logged(&seen); strings.Contains(got, "jury1") {
			t.Errorf("%s on what is hidden tells: %s", x.do, got)
		}
	}
}
