package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"tremplin/storage"
	"tremplin/workflow"
)

func TestCaseIsReadBackAsWritten(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		err := s.Update(t.Context(), storage.Ask{Submission: "emp.2", Exclusive: true, All: true, Past: true, Now: noon}, func(tx *storage.Tx) error {
			c, err := tx.Case()
			if err != nil {
				return err
			}
			if c.Call.Committed != 60_000 || c.Call.Envelope != 100_000 || c.Call.State() != "open" || len(c.Call.Members) != 1 || !c.Call.ClosesAt.Equal(noon.Add(3600e9)) {
				t.Errorf("call %+v", c.Call)
			}
			if c.File.Awarded != 30_000 || c.File.CallID != callID || len(c.File.Parties) != 1 || c.File.Sheets[0].State() != "assigned" {
				t.Errorf("file %+v", c.File)
			}
			if len(c.All) != 3 || c.All[1] != c.File || len(c.All[2].Sheets) != 1 {
				t.Errorf("all %+v", c.All)
			}
			if c.Counts["awarded"] != 2 || c.Counts["submitted"] != 1 {
				t.Errorf("counts %v", c.Counts)
			}
			if len(c.Past) != 3 || c.Past[2].Action != "award" || c.Past[2].From != "submitted" || c.Past[0].By != "ann" {
				t.Errorf("past %+v", c.Past)
			}
			if c.House.Person("zoe") == nil || c.House.Org("alfa") == nil || tx.Version() != 3 {
				t.Errorf("house %+v, version %d", c.House, tx.Version())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestEnvelopeHoldsUnderManyHands(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		people(t, s)
		call(t, s)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if err := submit(s, callID, fmt.Sprintf("emp.%d", i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var mu sync.Mutex
		ok := 0
		for i := range 16 {
			wg.Go(func() {
				err := s.Update(t.Context(), storage.Ask{Submission: fmt.Sprintf("emp.%d", i%8), Exclusive: true, Now: noon}, func(tx *storage.Tx) error {
					c, err := tx.Case()
					if err != nil {
						return err
					}
					if c.File.Awarded > 0 || c.Call.Free() < 30_000 {
						return &workflow.Error{Kind: workflow.Refused, Code: "over_envelope"}
					}
					n := *c.File
					n.Awarded, n.Committed = 30_000, 30_000
					workflow.Revive(&n, c.File.Ref(), workflow.SubmissionAwarded)
					return tx.Apply(&workflow.Decision{
						Changes: []workflow.Change{{Dossier: &n, Own: true}},
						Events:  []workflow.Event{event(n.Ref(), "award", c.File.State(), workflow.SubmissionAwarded)},
						Ledger:  []workflow.Entry{{Kind: workflow.EntryCommitment, Submission: n.Ref().Dossier, Amount: 30_000, Event: 1}},
					})
				})
				mu.Lock()
				defer mu.Unlock()
				if e := (&workflow.Error{}); err == nil {
					ok++
				} else if !errors.As(err, &e) || e.Kind != workflow.Refused {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if ok != 3 {
			t.Errorf("%d awards, want 3", ok)
		}
	})
}

// TestOneDossierManyHands has everybody change the same dossier while holding
// the call with others: nothing is lost.
func TestOneDossierManyHands(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		people(t, s)
		call(t, s)
		submission(t, s, "emp.1")
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				err := try(s, storage.Ask{Submission: "emp.1"}, func(c *workflow.Case) *workflow.Decision {
					n := *c.File
					n.Number++
					return &workflow.Decision{
						Changes: []workflow.Change{{Dossier: &n, Own: true}},
						Events:  []workflow.Event{event(n.Ref(), "count", n.State(), n.State())},
					}
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		err := s.View(t.Context(), func(tx *storage.Tx) error {
			c, err := tx.Load(storage.Ask{Submission: "emp.1", Now: noon})
			if err == nil && c.File.Number != 10 {
				t.Errorf("number %d, want 10", c.File.Number)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestKeyMakesItHappenOnce(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		people(t, s)
		call(t, s)
		submission(t, s, "emp.1")
		changed := &workflow.Error{Kind: workflow.Conflict, Code: "step_changed"}
		done := 0
		do := func(hash string) (out string, err error) {
			key := &storage.Key{Scope: "ann", Key: "k", Hash: hash, Other: changed}
			err = s.Update(t.Context(), storage.Ask{Submission: "emp.1", Now: noon, Key: key}, func(tx *storage.Tx) error {
				if o, before := tx.Before(); before {
					out = o
					return nil
				}
				done++
				tx.Keep("first")
				out = "first"
				return nil
			})
			return out, err
		}
		for range 2 {
			if out, err := do("a"); out != "first" || err != nil {
				t.Fatal(out, err)
			}
		}
		if _, err := do("b"); !errors.Is(err, changed) || done != 1 {
			t.Errorf("done %d times; other content: %v", done, err)
		}
	})
}

// TestWhatFailsLeavesNothing: an error, a panic or a request given up leave no
// row, no lock and no connection behind, and nothing runs after them.
func TestWhatFailsLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		after := 0
		for name, end := range map[string]func() error{
			"error":  func() error { return errors.New("no") },
			"panic":  func() error { panic("no") },
			"cancel": func() error { cancel(); return nil },
		} {
			func() {
				defer func() { _ = recover() }()
				err := s.Update(ctx, storage.Ask{Call: callID, Submission: "emp.3", Exclusive: true, Now: noon}, func(tx *storage.Tx) error {
					c, err := tx.Case()
					if err != nil {
						return err
					}
					tx.After(func() { after++ })
					tx.Keep("kept")
					return errors.Join(tx.Apply(number(9)(c)), end())
				})
				if err == nil && name != "panic" {
					t.Errorf("%s: done", name)
				}
			}()
			if ctx.Err() != nil {
				ctx = t.Context()
			}
		}
		if after > 0 {
			t.Errorf("%d ran after what was not done", after)
		}
		clean(t, s)
		if err := award(s, "emp.3"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestApplyWantsWhatItWasGiven(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		moved := func(c *workflow.Case) *workflow.Decision {
			n := *c.File
			return &workflow.Decision{Changes: []workflow.Change{{Dossier: &n, Own: true}}, Events: []workflow.Event{event(n.Ref(), "x", n.State(), n.State())}}
		}
		for name, d := range map[string]func(*workflow.Case) *workflow.Decision{
			"no event": func(*workflow.Case) *workflow.Decision { return &workflow.Decision{} },
			"a change without an event": func(c *workflow.Case) *workflow.Decision {
				d := moved(c)
				d.Events[0].On = c.Call.Ref()
				return d
			},
			"a dossier that was not read": func(c *workflow.Case) *workflow.Decision {
				d := moved(c)
				d.Events = append(d.Events, event(ref(workflow.EntitySubmission, "emp.2", ""), "x", "", ""))
				return d
			},
			"money without holding the call": func(c *workflow.Case) *workflow.Decision {
				d := moved(c)
				d.Ledger = []workflow.Entry{{Kind: workflow.EntryCommitment, Amount: 1, Event: 1}}
				return d
			},
		} {
			if err := try(s, storage.Ask{Submission: "emp.1"}, d); err == nil {
				t.Errorf("%s: written", name)
			}
		}
		clean(t, s)
	})
}

// TestWhatElseADecisionSees: the reserve in its order, and what the same SISP
// still owes for projects signed earlier.
func TestWhatElseADecisionSees(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		set := func(id string, change func(*workflow.Submission), state workflow.State, parts ...workflow.Subject) {
			t.Helper()
			apply(t, s, storage.Ask{Submission: id}, func(c *workflow.Case) *workflow.Decision {
				n := *c.File
				change(&n)
				workflow.Revive(&n, n.Ref(), state)
				return &workflow.Decision{
					Changes: []workflow.Change{{Dossier: attach(&n, parts...), Own: true, Parts: parts}},
					Events:  []workflow.Event{event(n.Ref(), "set", "", state)},
				}
			})
		}
		due := made(&workflow.Recovery{Amount: 5, Due: "2030-02-01"}, ref(workflow.EntityRecovery, "emp.1", "1"), "demanded")
		set("emp.1", func(f *workflow.Submission) { f.SignedAt, f.ReportDue = noon.AddDate(0, -3, 0), "2030-02-28" }, "in_progress", due)
		set("emp.2", func(f *workflow.Submission) { f.SignedAt, f.ReportDue = noon.AddDate(0, -1, 0), "2030-03-01" }, "in_progress")
		set("emp.3", func(f *workflow.Submission) { f.Verdict = &workflow.Verdict{Place: 2} }, workflow.SubmissionReserve)
		submission(t, s, "emp.4")
		set("emp.4", func(f *workflow.Submission) { f.Verdict = &workflow.Verdict{Place: 1} }, workflow.SubmissionReserve)
		seen := func(id string) (c *workflow.Case) {
			t.Helper()
			err := s.View(t.Context(), func(tx *storage.Tx) (err error) {
				c, err = tx.Load(storage.Ask{Submission: id, Now: noon})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		c := seen("emp.2")
		if len(c.Reserve) != 2 || c.Reserve[0].Submission != "emp.4" || c.Reserve[1].Place != 2 {
			t.Errorf("reserve %+v", c.Reserve)
		}
		if len(c.Arrears) != 2 || c.Arrears[0].Owes != "report" || c.Arrears[1].Since != "2030-02-01" || c.Arrears[0].Submission != "emp.1" {
			t.Errorf("arrears %+v", c.Arrears)
		}
		if c := seen("emp.1"); len(c.Arrears) != 0 {
			t.Errorf("the project signed first has arrears: %+v", c.Arrears)
		}
	})
}
