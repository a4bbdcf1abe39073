package storage_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// stood is how a dossier stood after one of its events.
type stood struct {
	entity workflow.Entity
	id     string
	seq    int64
	at     time.Time
	text   string
}

// past is how every dossier stood after each act.
type past []stood

// look reads each dossier, with the bodies of its texts, as it now stands.
func (p *past) look(t *testing.T, s *storage.Store, at time.Time) {
	t.Helper()
	err := s.View(t.Context(), func(tx *storage.Tx) error {
		c, err := tx.Load(storage.Ask{Call: callID, All: true, Now: noon})
		if err != nil {
			return err
		}
		all := []workflow.Dossier{c.Call}
		for _, f := range c.All {
			all = append(all, f)
		}
		for _, d := range all {
			id := d.Ref().Dossier
			if err := tx.LoadTexts(d); err != nil {
				return err
			}
			events, err := tx.History(id, 0, 1000)
			if err != nil {
				return err
			}
			*p = append(*p, stood{d.Ref().Entity, id, int64(len(events)), at, text(t, d)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// text is all that a dossier is: its state, its fields, its parts.
func text(t *testing.T, d workflow.Dossier) string {
	t.Helper()
	out := ""
	for _, x := range append([]workflow.Subject{d}, d.Parts()...) {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf("%s %s %s\n", x.Ref(), x.State(), b)
	}
	return out
}

// later is an act at a moment of its own.
func later(at time.Time, make func(*workflow.Case) *workflow.Decision) func(*workflow.Case) *workflow.Decision {
	return func(c *workflow.Case) *workflow.Decision {
		d := make(c)
		for i := range d.Events {
			d.Events[i].At = at
		}
		return d
	}
}

// awarding moves the sums of the call's ledger.
func awarding(m workflow.Money) func(*workflow.Case) *workflow.Decision {
	return func(c *workflow.Case) *workflow.Decision {
		n := *c.File
		kind, amount := workflow.EntryCommitment, m
		if m < 0 {
			kind, amount = workflow.EntryRelease, -m
		}
		n.Awarded, n.Committed = n.Awarded+m, n.Committed+m
		workflow.Revive(&n, c.File.Ref(), workflow.SubmissionAwarded)
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &n, Own: true}},
			Events:  []workflow.Event{event(n.Ref(), "award", c.File.State(), workflow.SubmissionAwarded)},
			Ledger:  []workflow.Entry{{Kind: kind, Submission: n.Ref().Dossier, Amount: amount, Event: 1}},
		}
	}
}

// TestThen: at every earlier event, and at every earlier moment, a dossier is
// what was read then, and a call has the sums that it had.
func TestThen(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		var p past
		people(t, s)
		call(t, s)
		submission(t, s, "emp.1")
		submission(t, s, "emp.2")
		p.look(t, s, noon)
		at := noon
		for i, m := range []workflow.Money{30_000, 20_000, -10_000, 5_000} {
			at = at.Add(time.Minute)
			id := fmt.Sprintf("emp.%d", 1+i%2)
			apply(t, s, storage.Ask{Submission: id, Exclusive: true, Uncounted: true}, later(at, awarding(m)))
			p.look(t, s, at)
		}
		at = at.Add(time.Minute)
		apply(t, s, storage.Ask{Submission: "emp.2"}, later(at, number(7)))
		p.look(t, s, at)
		apply(t, s, storage.Ask{Submission: "emp.1"}, later(at.Add(time.Minute), number(8))) // nobody looks at this one

		for _, was := range p {
			for name, until := range map[string]storage.Until{"event": {Seq: was.seq}, "moment": {At: was.at}, "both": {Seq: was.seq, At: was.at}} {
				if was.entity == workflow.EntityCall && until.At.IsZero() {
					continue // its sums are the ledger's, which only a moment tells
				}
				d, events, err := then(t, s, was.entity, was.id, until)
				if err != nil {
					t.Fatal(err)
				}
				if got := text(t, d); got != was.text {
					t.Errorf("%s by its %s %d, %s:\n%s\nwas\n%s", was.id, name, was.seq, was.at, got, was.text)
				}
				if until.Seq > 0 && int64(len(events)) != until.Seq {
					t.Errorf("%s: %d events until %d", was.id, len(events), until.Seq)
				}
			}
		}
		sums := ""
		for i := range 6 {
			d, _, err := then(t, s, workflow.EntityCall, callID, storage.Until{At: noon.Add(time.Duration(i)*time.Minute + time.Second)})
			if err != nil {
				t.Fatal(err)
			}
			c, _ := d.(*workflow.Call)
			sums += fmt.Sprintf("%s %s %s, ", c.Envelope, c.Committed, c.Released)
		}
		const want = "1000.00 0.00 0.00, 1000.00 300.00 0.00, 1000.00 500.00 0.00, 1000.00 400.00 100.00, 1000.00 450.00 100.00, 1000.00 450.00 100.00, "
		if sums != want {
			t.Errorf("sums %s\nwant %s", sums, want)
		}
		for name, until := range map[string]storage.Until{"long before": {At: noon.Add(-time.Hour)}} {
			if _, _, err := then(t, s, workflow.EntityCall, callID, until); err == nil {
				t.Errorf("there is a call %s", name)
			}
		}
	})
}

func then(t *testing.T, s *storage.Store, e workflow.Entity, id string, until storage.Until) (d workflow.Dossier, events []storage.Past, err error) {
	t.Helper()
	err = s.View(t.Context(), func(tx *storage.Tx) (err error) {
		d, events, err = tx.Then(e, id, until)
		return err
	})
	return d, events, err
}
