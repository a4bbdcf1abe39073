package storage_test

import (
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
