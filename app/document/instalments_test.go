package document

import (
	"testing"

	"tremplin/workflow"
)

// TestInstalmentsAreTheEngines: what the paper announces is what the last
// signature plans.
func TestInstalmentsAreTheEngines(t *testing.T) {
	amount := func(to workflow.Money) func(*workflow.Version) {
		return func(v *workflow.Version) {
			v.Amount, v.Mandate = to, workflow.Mandate{Organ: "board", Date: "2024-08-30", Reference: "CA 1"}
			v.Budget = []workflow.Line{{Category: "staff", Label: wrote("Ateliers"), Amount: to}}
		}
	}
	for name, d := range map[string]*deal{
		"convention":      dealt(1),
		"odd":             dealt(1).reduced(3333333, true),
		"few cents":       dealt(1).reduced(1, true),
		"cut":             dealt(1).amended("amount", amount(5000003)),
		"to what is paid": dealt(1).amended("amount", amount(3250000)),
		"just above":      dealt(1).amended("amount", amount(3250001)),
	} {
		t.Run(name, func(t *testing.T) {
			made(t, d)
			c, err := contractOf(d.source)
			if err != nil {
				t.Fatal(err)
			}
			var want []workflow.Instalment
			for _, i := range planned(t, d) {
				want = append(want, workflow.Instalment{Amount: i.Amount, Milestone: i.Milestone, Share: i.Share})
			}
			var got []workflow.Instalment
			for _, x := range c.tranches() {
				if x.paid == 0 {
					got = append(got, workflow.Instalment{Amount: x.amount, Milestone: x.after, Share: x.number})
				}
			}
			if len(got) != len(want) {
				t.Fatalf("the paper says %d instalments, the engine plans %d", len(got), len(want))
			}
			for i := range got {
				if got[i].Amount != want[i].Amount || got[i].Milestone != want[i].Milestone || got[i].Share != want[i].Share {
					t.Errorf("the paper says %v of %s, the engine plans %v of %s", got[i].Amount, got[i].Milestone, want[i].Amount, want[i].Milestone)
				}
			}
		})
	}
}

// planned has the funder sign last, and is the instalments that this makes.
func planned(t *testing.T, d *deal) (out []*workflow.Instalment) {
	t.Helper()
	s, v := d.source, d.version
	v.Hash = "its document is filed"
	for _, org := range v.Parties[1:] {
		v.Signed = append(v.Signed, workflow.Signature{Org: org, Person: "x", At: s.At})
	}
	workflow.Revive(v, v.Ref(), "partly_signed")
	s.Call.Committed = s.File.Awarded
	s.File.Committed = s.File.Awarded
	decision, err := s.Programme.Decide(&workflow.Case{
		Now: s.At, Today: workflow.DateOf(s.At), House: s.House, Call: s.Call, File: s.File, On: s.File,
		Actor: workflow.Actor{Person: "anne", Grants: s.House.Person("anne").Grants},
	}, workflow.Ask{Entity: workflow.EntitySubmission, Action: "sign", Values: map[string]any{"organ": "board", "date": "2024-02-01", "reference": "CA 1"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range decision.Changes {
		for _, part := range change.Dossier.Parts() {
			if i, ok := part.(*workflow.Instalment); ok && i.State() != "void" && i.State() != "paid" {
				out = append(out, i)
			}
		}
	}
	return out
}
