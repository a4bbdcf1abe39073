package empowerment_test

import (
	"fmt"
	"testing"

	w "tremplin/workflow"
)

// A full call: 200 dossiers, each with three parties, five sheets and a budget
// of twelve lines.

func full(b *testing.B, state w.State) *world {
	b.Helper()
	x := stage(b, "deliberated")
	base := revived(x.files["emp.a"], state)
	for i := range 12 {
		base.Proposal.Budget = append(base.Proposal.Budget, w.Line{Category: "staff", Label: w.Text{Ref: fmt.Sprint("line", i)}, Amount: 0})
	}
	for _, org := range []string{"bsbl", "town"} {
		p := &w.Party{Org: org, Bound: "x", Part: "x"}
		w.Revive(p, w.Ref{Entity: w.EntityParty, Dossier: "emp.a", ID: org}, w.PartyConfirmed)
		w.Attach(base, p)
	}
	for _, m := range []string{"jury3", "chair", "sub1"} {
		s := &w.Sheet{Person: m, Scores: base.Sheets[0].Scores}
		w.Revive(s, w.Ref{Entity: w.EntitySheet, Dossier: "emp.a", ID: m}, "sealed")
		w.Attach(base, s)
	}
	x.files = map[string]*w.Submission{}
	for i := range 200 {
		id := fmt.Sprintf("emp.s%03d", i)
		n := revived(base, state)
		w.Revive(n, w.Ref{Entity: w.EntitySubmission, Dossier: id}, state)
		n.CallID, n.Number = "emp", i+1
		for _, p := range n.Parts() {
			q, err := reread(p)
			if err != nil {
				b.Fatal(err)
			}
			r := p.Ref()
			r.Dossier = id
			w.Revive(q, r, p.State())
			w.Attach(n, q)
		}
		x.files[id] = n
	}
	return x
}

func BenchmarkAward(b *testing.B) {
	x := full(b, "ranked")
	a := act("dg", "submission.award", "s007", amount("30000"))
	c := x.caseFor(x.actor(a.by), a.on, programme.Needs(w.EntitySubmission, "award"))
	ask := a.ask()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := programme.Decide(c, ask); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConvene200(b *testing.B) {
	x := full(b, "eligible")
	x.calls["emp"] = revived(x.calls["emp"], "closed")
	c := x.caseFor(x.actor("off"), "emp", programme.Needs(w.EntityCall, "convene"))
	b.ReportAllocs()
	for b.Loop() {
		d, err := programme.Decide(c, w.Ask{Entity: w.EntityCall, Action: "convene"})
		if err != nil || len(d.Events) != 201 {
			b.Fatal(err, len(d.Events))
		}
	}
}

func BenchmarkClose200Drafts(b *testing.B) {
	x := full(b, "draft")
	x.calls["emp"] = revived(x.calls["emp"], "open")
	c := x.caseFor(w.ClockActor(), "emp", programme.Needs(w.EntityCall, "close"))
	c.Now = x.calls["emp"].ClosesAt
	b.ReportAllocs()
	for b.Loop() {
		if _, err := programme.Decide(c, w.Ask{Entity: w.EntityCall, Action: "close"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOffers(b *testing.B) {
	x := full(b, "ranked")
	c := x.caseFor(x.actor("dg"), "s007", everything)
	b.ReportAllocs()
	for b.Loop() {
		if len(programme.Offers(c)) == 0 {
			b.Fatal("nothing is offered")
		}
	}
}

// TestDecisionsStayCheap: what a decision allocates does not depend on the
// machine.
func TestDecisionsStayCheap(t *testing.T) {
	x := stage(t, "deliberated")
	a := act("dg", "submission.award", "a", amount("30000"))
	c := x.caseFor(x.actor(a.by), a.on, programme.Needs(w.EntitySubmission, "award"))
	ask := a.ask()
	if n := testing.AllocsPerRun(20, func() {
		if _, err := programme.Decide(c, ask); err != nil {
			t.Fatal(err)
		}
	}); n > 90 {
		t.Errorf("an award allocates %.0f times", n)
	}
}
