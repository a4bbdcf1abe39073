package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// shown is all of a dossier that somebody is shown: its state, its fields, its
// parts; and the call around it.
func (w *world) shown(call, project, person string) string {
	w.Helper()
	c, p := w.load(call, project), w.app.Programme()
	see := workflow.SightOf(c.House, as(c, person, c.File).Actor, c.Today)
	if !see.Submission(c.Call, c.File) {
		return "nothing"
	}
	var b strings.Builder
	for _, d := range []workflow.Dossier{see.Show(p, c.Call, c.File), see.ShowCall(c.Call, see.Conflicted(c.File))} {
		if d.Ref().Entity == workflow.EntityCall { // its own state is public, and moves with the act
			d = withoutState(d)
		}
		for _, x := range append([]workflow.Subject{d}, d.Parts()...) {
			text, err := json.Marshal(x)
			w.must(err)
			state := x.State()
			if x == workflow.Subject(d) && d.Ref().Entity == workflow.EntityCall {
				state = ""
			}
			fmt.Fprintf(&b, "%s %s %s\n", x.Ref(), state, text)
		}
	}
	return b.String()
}

func withoutState(d workflow.Dossier) workflow.Dossier {
	n, _ := d.(*workflow.Call)
	c := *n
	c.ConcludedOn = ""      // tells that the committee has ended, not what of
	if len(c.Members) > 0 { // and so does, to who sits there, who was present
		c.Present = nil
	}
	return &c
}

// shownTo: what everybody of the SISP's side is shown.
func (w *world) shownTo(call, project string, people ...string) string {
	w.Helper()
	out := ""
	for _, p := range people {
		out += p + " " + w.shown(call, project, p) + "\n"
	}
	return out
}

// TestShowTellsNoDecisionBeforeItsLetter: what the SISP and its partner are
// shown of their dossier is the same to the byte, whatever the committee has
// said and the funder has decided, until the letter goes; then it is what the
// letter says, and never what the committee said.
func TestShowTellsNoDecisionBeforeItsLetter(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 5)
		defer done()
		call, project := w.reviewedCall()
		w.sitsBeside(call)
		sisp := func() string { return w.shownTo(call, project, "ed_alfa", "sig_alfa", "par_asbl1", "both_alfa") }
		jury := func() string { return w.shownTo(call, project, "jury1") }
		const because = "Une raison qui se reconnaît"
		first := sisp()
		w.mustDo("chair", "submission.rank", project, fields{"opinion": "reserve", "advised": "321.45", "reasons": because, "conditions": list(because)})
		w.alike(project, "under_review", first, "ranked", sisp())
		w.mustDo("chair", "call.conclude", call, fields{"present": list("chair", "jury1")})
		w.alike(project, "ranked", first, "concluded", sisp())
		decided := jury()
		for _, verdict := range []struct {
			do     string
			values fields
		}{
			{"award", fields{"amount": "432.10", "reasons": because, "departure": because, "conditions": []any{fields{"text": because}}}},
			{"place_in_reserve", fields{"place": "1", "reasons": because}},
			{"reject", fields{"reasons": because}},
		} {
			w.mustDo("dg", "submission."+verdict.do, project, verdict.values)
			w.alike(project, "under_review", first, verdict.do, sisp())
			w.alike(project, "concluded", decided, verdict.do+" before the committee", jury())
			w.mustDo("dg", "submission.reconsider", project, fields{"reasons": because})
			w.alike(project, "under_review", first, "reconsider", sisp())
		}
		w.mustDo("dg", "submission.place_in_reserve", project, fields{"place": "1", "reasons": because})
		w.mustDo("dg", "call.decide", call, nil)
		told := sisp()
		if told == first {
			t.Error("the letter told nothing")
		}
		for _, never := range []string{`"advised"`, `"opinion"`, `"votes"`, `"place"`, "/sheet/", `"scores"`, "321"} {
			if strings.Contains(told, never) {
				t.Errorf("the SISP's side is shown %s:\n%s", never, told)
			}
		}
		w.mustDo("dg", "submission.award", project, fields{"amount": "300", "reasons": because, "departure": because})
		w.mustDo("ed_alfa", "submission.update", project, fields{"account": "BE43 0689 9999 9501", "contacts": []any{fields{"name": "Une personne"}}})
		if !strings.Contains(sisp(), "BE43") || strings.Contains(jury(), "BE43") || strings.Contains(jury(), `"contacts"`) {
			t.Errorf("the account is the SISP's and the funder's to see:\n%s\n%s", sisp(), jury())
		}
	})
}

// TestShowTellsNoDecisionAfterAWithdrawal: a SISP that withdraws before the
// letter never learns what it would have said.
func TestShowTellsNoDecisionAfterAWithdrawal(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 6)
		defer done()
		call, project := w.reviewedCall()
		const because = "Une raison qui se reconnaît"
		w.mustDo("chair", "submission.rank", project, fields{"opinion": "reserve", "advised": "321.45", "reasons": because})
		w.mustDo("chair", "call.conclude", call, fields{"present": list("chair", "jury1")})
		w.mustDo("dg", "submission.award", project, fields{"amount": "432.10", "reasons": because, "departure": because})
		w.mustDo("sig_alfa", "submission.withdraw", project, fields{"reasons": "Tout autre chose"})
		for _, p := range []string{"ed_alfa", "sig_alfa", "par_asbl1"} {
			if told := w.shown(call, project, p); strings.Contains(told, "verdict") || strings.Contains(told, "43210") {
				t.Errorf("%s is shown what was decided:\n%s", p, told)
			}
		}
	})
}
