package empowerment_test

import (
	"testing"

	w "tremplin/workflow"
)

// awaits tells by when a dossier waits for an act, and whether it does.
func (x *world) awaits(on string, e w.Entity, a w.Action) (due w.Date, waits bool) {
	c := x.caseFor(x.actor("engine"), on, everything)
	for _, wait := range x.p.Waits(c) {
		if wait.Entity == e && wait.Action == a {
			return wait.Due, true
		}
	}
	return "", false
}

// TestSheetsAreAwaitedUpToTheQuorum: beyond it another sheet may be assigned, and
// nobody waits for it.
func TestSheetsAreAwaitedUpToTheQuorum(t *testing.T) {
	for _, c := range []struct {
		stage string
		want  bool
	}{{"convened", true}, {"assigned", true}, {"scored", false}} { // none, one, two: the quorum is two
		if _, waits := stage(t, c.stage).awaits("a", w.EntitySheet, "assign"); waits != c.want {
			t.Errorf("%s: a sheet is awaited: %t, want %t", c.stage, waits, c.want)
		}
	}
	x := stage(t, "scored")
	if _, err := x.decide(asked{by: "off", do: "sheet.assign", on: "a", with: `{"person": "jury3"}`}); err != nil {
		t.Error("no sheet may be assigned beyond the quorum: ", err)
	}
}

// TestTheInterviewHasNoDayButItsOwn: what carries a project on goes by no date
// of its final report.
func TestTheInterviewHasNoDayButItsOwn(t *testing.T) {
	x := stage(t, "paid")
	if due, waits := x.awaits("a", w.EntitySubmission, "hold_midterm"); !waits || due != "" {
		t.Errorf("the interview waits: %t, until %q, and nobody has planned it", waits, due)
	}
	x.do(t, "off", "interview.plan", "a", `{"on": "2025-09-01"}`)
	if due, _ := x.awaits("a", w.EntitySubmission, "hold_midterm"); due != "2025-09-01" {
		t.Errorf("the interview is on 2025-09-01, and waits until %q", due)
	}
	x.do(t, "ed_alfa", "deliverable.deliver", "a/deliverable/1", `{"note": "x"}`)
	if due, waits := x.awaits("a", w.EntityDeliverable, "accept"); !waits || due != "" {
		t.Errorf("a deliverable waits to be judged: %t, until %q", waits, due)
	}
}
