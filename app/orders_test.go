package app_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// six are the projects that the 2023 edition supports: together 9.350 € more
// than there was.
var six = map[string]string{
	"mimosa": "65000", "bempt": "62700", "bottin": "65000", "cuisine": "36400", "numerique": "18500", "parents": "16750",
}

const (
	emp2023  = "emp-2023"
	director = "dg"
	long40   = "Le projet répond à chacun des critères de l'appel."
)

// awardValues are an award with reasons of the project's own.
func awardValues(name string) map[string]any {
	return map[string]any{"amount": six[name], "reasons": long40 + " Il s'agit de " + name + ".", "departure": long40}
}

// beforeAwards is the number of the first award's step.
func beforeAwards(t *testing.T) int {
	t.Helper()
	f, complaints := scenario.Embedded("empowerment-2023")
	if len(complaints) > 0 {
		t.Fatal(complaints)
	}
	for _, s := range f.Steps {
		if s.Do == "submission.award" {
			return s.N
		}
	}
	t.Fatal("the 2023 edition awards nothing")
	return 0
}

// permutations calls f with every order of the names.
func permutations(names []string, f func([]string)) {
	if len(names) < 2 {
		f(names)
		return
	}
	for i := range names {
		rest := slices.Delete(slices.Clone(names), i, i+1)
		permutations(rest, func(tail []string) { f(append([]string{names[i]}, tail...)) })
	}
}

// TestSixthAwardPassesTheCapInEveryOrder decides the six awards of 2023 in each
// of their 720 orders: five fit the envelope whichever they are, the sixth is
// refused until the envelope is changed.
func TestSixthAwardPassesTheCapInEveryOrder(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t, storagetest.SQLite(t), 1)
	defer done()
	app.ContractsOnly(w.app)
	w.replay("empowerment-2023", beforeAwards(t))
	start := w.load(emp2023, "")
	if free := start.Call.Free(); free != 255_000_00 {
		t.Fatalf("%s is free before the first award", free)
	}
	p, orders := empowerment.V1(), 0
	permutations([]string{"mimosa", "bempt", "bottin", "cuisine", "numerique", "parents"}, func(order []string) {
		orders++
		c := *start
		for i, name := range order {
			err := decide(p, &c, name, "submission", "award", awardValues(name))
			if i < 5 && err != nil {
				t.Fatalf("%v: award %d: %v", order, i+1, err)
			}
			if i == 5 && outcomeOf(err) != "refused/over_envelope" {
				t.Fatalf("%v: the sixth: %v", order, err)
			}
		}
		if err := decide(p, &c, "", "envelope", "change", map[string]any{"envelope": "264349.99"}); err != nil {
			t.Fatalf("%v: a change that is a cent too small: %v", order, err)
		}
		if err := decide(p, &c, order[5], "submission", "award", awardValues(order[5])); outcomeOf(err) != "refused/over_envelope" {
			t.Fatalf("%v: the sixth, a cent short: %v", order, err)
		}
		if err := decide(p, &c, "", "envelope", "change", map[string]any{"envelope": "264350"}); err != nil {
			t.Fatalf("%v: the change: %v", order, err)
		}
		if err := decide(p, &c, order[5], "submission", "award", awardValues(order[5])); err != nil {
			t.Fatalf("%v: the sixth, after the change: %v", order, err)
		}
		if c.Call.Free() != 0 || c.Call.Committed != 264_350_00 {
			t.Fatalf("%v: %s committed, %s free", order, c.Call.Committed, c.Call.Free())
		}
	})
	if orders != 720 {
		t.Fatalf("%d orders", orders)
	}
}

// decide decides in memory, and leaves in c what then stands.
func decide(p *workflow.Programme, c *workflow.Case, name string, entity workflow.Entity, action workflow.Action, values map[string]any) error {
	c.File = nil
	for _, s := range c.All {
		if s.Ref().Dossier == emp2023+"."+name {
			c.File = s
		}
	}
	var on workflow.Subject = c.Call
	if c.File != nil {
		on = c.File
	}
	n := as(c, director, on)
	d, err := p.Decide(n, workflow.Ask{Entity: entity, Action: action, Values: values})
	if err != nil {
		return err
	}
	after(c, d)
	return nil
}

// after puts into the case what a decision changed.
func after(c *workflow.Case, d *workflow.Decision) {
	for _, ch := range d.Changes {
		switch x := ch.Dossier.(type) {
		case *workflow.Call:
			c.Call = x
		case *workflow.Submission:
			c.All = slices.Clone(c.All)
			for i, s := range c.All {
				if s.Ref() == x.Ref() {
					c.All[i] = x
				}
			}
		}
	}
	if len(d.Ledger) == 0 {
		return
	}
	call := *c.Call // its sums are no part of its row
	for _, ch := range d.Changes {
		if _, ok := ch.Dossier.(*workflow.Call); ok {
			return
		}
	}
	for _, e := range d.Ledger {
		switch e.Kind {
		case workflow.EntryCommitment:
			call.Committed += e.Amount
		case workflow.EntryRelease:
			call.Committed -= e.Amount
			call.Released += e.Amount
		case workflow.EntryPayment:
			call.Paid += e.Amount
		case workflow.EntryRecovery:
			call.Paid -= e.Amount
		case workflow.EntryEnvelope, workflow.EntryChange:
			call.Envelope += e.Amount
		case workflow.EntryWriteOff:
		}
	}
	c.Call = &call
}

func outcomeOf(err error) string {
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		return no.Outcome()
	}
	return fmt.Sprint(err)
}

// TestSixthAwardThroughTheDoor does six of these orders through the door: each
// project is once the last.
func TestSixthAwardThroughTheDoor(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 1)
		defer done()
		app.ContractsOnly(w.app)
		w.replay("empowerment-2023", beforeAwards(t))
		order := []string{"mimosa", "bempt", "bottin", "cuisine", "numerique", "parents"}
		for range order {
			order = append(order[1:], order[0])
			for _, name := range order[:5] {
				w.mustDo(director, "submission.award", emp2023+"."+name, awardValues(name))
			}
			last := emp2023 + "." + order[5]
			before := w.print()
			w.refused("refused/over_envelope", director, "submission.award", last, awardValues(order[5]))
			if w.print() != before {
				t.Fatal("the refused award left something behind")
			}
			w.mustDo(director, "envelope.change", emp2023, map[string]any{"envelope": "264350"})
			w.mustDo(director, "submission.award", last, awardValues(order[5]))
			w.refused("refused/below_committed", director, "envelope.change", emp2023, map[string]any{"envelope": "255000"})
			for _, name := range order { // as it was, for the next order
				w.mustDo(director, "submission.reconsider", emp2023+"."+name, map[string]any{"reasons": long40})
			}
			w.mustDo(director, "envelope.change", emp2023, map[string]any{"envelope": "255000"})
		}
		w.verified()
	})
}
