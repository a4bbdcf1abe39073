package storage_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tremplin/storage"
	"tremplin/workflow"
)

var (
	anyOrg    = rapid.SampledFrom([]string{"alfa", "beta", "asbl", "pcs"})
	anyPerson = rapid.SampledFrom([]string{"zoe", "max", "ann"})
	anyState  = rapid.SampledFrom([]workflow.State{
		"draft", "submitted", "incomplete", "eligible", "ineligible", "under_review", "ranked", "reserve", "awarded", "rejected", "withdrawn", "expired",
		"lapsed", "contracting", "in_progress", "midterm_held", "suspended", "reported", "reviewed", "closed", "terminated",
	})
)

// randomCall makes a call with a random committee, in a random state.
func randomCall(t *rapid.T, s *storage.Store, id string) {
	c := made(&workflow.Call{Reference: "R-" + id}, ref(workflow.EntityCall, id, ""), rapid.SampledFrom([]workflow.State{workflow.CallDraft, workflow.CallValidated, "open", "decided"}).Draw(t, "call"))
	var parts []workflow.Subject
	for _, p := range []string{"zoe", "max", "ann"} {
		switch rapid.IntRange(0, 2).Draw(t, "member") {
		case 1:
			parts = append(parts, made(&workflow.Member{Person: p}, ref(workflow.EntityMember, id, p), workflow.MemberAppointed))
		case 2:
			parts = append(parts, made(&workflow.Member{Person: p}, ref(workflow.EntityMember, id, p), "dismissed"))
		}
	}
	write(t, s, storage.Ask{Call: id, NewCall: true, Exclusive: true}, attach(c, parts...), parts)
}

// randomSubmission has random partners, sheets, a random SISP and state, and its
// letter may have gone.
func randomSubmission(t *rapid.T, s *storage.Store, call, id string) {
	f := made(&workflow.Submission{CallID: call, Sisp: anyOrg.Draw(t, "sisp")}, ref(workflow.EntitySubmission, id, ""), anyState.Draw(t, "state"))
	if rapid.Bool().Draw(t, "letter") {
		f.LetterOn = "2030-03-01"
	}
	if rapid.Bool().Draw(t, "submitted") {
		f.SubmittedAt = noon
	}
	var parts []workflow.Subject
	for _, org := range rapid.SliceOfDistinct(anyOrg, rapid.ID).Draw(t, "partners") {
		state := rapid.SampledFrom([]workflow.State{workflow.PartyAsked, workflow.PartyConfirmed, workflow.PartyDeclined, workflow.PartyVoid}).Draw(t, "party")
		parts = append(parts, made(&workflow.Party{Org: org}, ref(workflow.EntityParty, id, org), state))
	}
	for _, p := range rapid.SliceOfDistinct(anyPerson, rapid.ID).Draw(t, "sheets") {
		state := rapid.SampledFrom([]workflow.State{"assigned", "sealed", workflow.SheetConflict}).Draw(t, "sheet")
		parts = append(parts, made(&workflow.Sheet{Person: p}, ref(workflow.EntitySheet, id, p), state))
	}
	write(t, s, storage.Ask{Call: call}, attach(f, parts...), parts)
}

func write(t *rapid.T, s *storage.Store, ask storage.Ask, d workflow.Dossier, parts []workflow.Subject) {
	err := try(s, ask, func(*workflow.Case) *workflow.Decision {
		return &workflow.Decision{
			Changes: []workflow.Change{{New: true, Dossier: d, Own: true, Parts: parts}},
			Events:  []workflow.Event{event(d.Ref(), "create", "", d.State())},
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func randomSight(t *rapid.T) workflow.Sight {
	return workflow.Sight{
		Person: anyPerson.Draw(t, "person"), Funder: rapid.Bool().Draw(t, "funder"), Committee: rapid.Bool().Draw(t, "committee"),
		Orgs:     rapid.SliceOfDistinct(anyOrg, rapid.ID).Draw(t, "orgs"),
		Mandates: rapid.SliceOfDistinct(anyOrg, rapid.ID).Draw(t, "mandates"),
	}
}

// TestQueriesAgreeWithSight compares what lists and look-ups give with what
// workflow.Sight says of each dossier, in random worlds, for random people.
func TestQueriesAgreeWithSight(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world := 0
		rapid.Check(t, func(t *rapid.T) {
			world++
			var calls []string
			for i := range 2 {
				id := fmt.Sprintf("w%d-%d", world, i)
				calls = append(calls, id)
				randomCall(t, s, id)
				for j := range rapid.IntRange(0, 4).Draw(t, "submissions") {
					randomSubmission(t, s, id, fmt.Sprintf("%s.%d", id, j))
				}
			}
			for range 5 {
				see := randomSight(t)
				for _, id := range calls {
					hidden, err := s.HiddenCalls(t.Context(), see)
					if err != nil {
						t.Fatal(err)
					}
					if err := s.View(t.Context(), func(tx *storage.Tx) error {
						return errors.Join(agree(t, tx, see, id), agreeOnHidden(t, tx, see, id, slices.Contains(hidden, id)))
					}); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	})
}

func agree(t *rapid.T, tx *storage.Tx, see workflow.Sight, call string) error {
	c, err := tx.Load(storage.Ask{Call: call, All: true, Now: noon})
	if err != nil {
		return err
	}
	_, err = tx.Call(see, c.Call.Reference)
	if got, want := err == nil, see.Call(c.Call); got != want {
		t.Errorf("%+v: call %s %s: found %v, sight says %v", see, call, c.Call.State(), got, want)
	}
	list, err := tx.Submissions(see, storage.Filter{Call: call})
	if err != nil {
		return err
	}
	var listed []string
	for _, f := range list {
		listed = append(listed, f.Dossier.Ref().Dossier)
	}
	for _, f := range c.All {
		id := f.Ref().Dossier
		_, err := tx.Submission(see, id)
		if got, want := err == nil, see.Submission(c.Call, f); got != want || slices.Contains(listed, id) != want {
			t.Errorf("%+v: %s: found %v, listed %v, sight says %v", see, id, got, slices.Contains(listed, id), want)
		}
	}
	if err := agreeOnCursors(t, tx, see, c); err != nil {
		return err
	}
	return agreeOnStates(t, tx, see, c)
}

// agreeOnHidden: a call is hidden from who sits on its committee and has, by the
// mandates of today, a conflict with what competes there, or did.
func agreeOnHidden(t *rapid.T, tx *storage.Tx, see workflow.Sight, call string, got bool) error {
	c, err := tx.Load(storage.Ask{Call: call, All: true, Now: noon})
	if err != nil {
		return err
	}
	want := false
	for _, f := range c.All {
		left := slices.Contains([]workflow.State{"withdrawn", "expired", "ineligible"}, f.State())
		by := slices.ContainsFunc(see.Mandates, func(org string) bool { return org == f.Sisp || f.Joins(org) })
		want = want || by && !left && !f.SubmittedAt.IsZero()
	}
	if want = want && see.Committee && c.Call.Appointed(see.Person) != nil; got != want {
		t.Errorf("%+v: %s is hidden: %v, its dossiers say %v", see, call, got, want)
	}
	return nil
}

// agreeOnCursors: what may not be seen leads on to nothing, as what is not there.
func agreeOnCursors(t *rapid.T, tx *storage.Tx, see workflow.Sight, c *workflow.Case) error {
	if !see.Call(c.Call) {
		if next, err := tx.Calls(see, storage.Page{After: c.Call.Ref().Dossier}); err != nil || len(next) > 0 {
			t.Errorf("%+v: %d calls after one that is hidden: %v", see, len(next), err)
		}
	}
	for _, f := range c.All {
		if see.Submission(c.Call, f) {
			continue
		}
		page := storage.Page{After: f.Ref().Dossier}
		briefs, err := tx.Briefs(see, storage.Wanted{Page: page})
		if err != nil {
			return err
		}
		files, err := tx.Submissions(see, storage.Filter{Page: page})
		if err != nil || len(briefs)+len(files) > 0 {
			t.Errorf("%+v: %d lines and %d dossiers after %s, which is hidden: %v", see, len(briefs), len(files), page.After, err)
		}
	}
	return nil
}

// agreeOnStates: lines of lists and counts have the dossiers that sight has, in
// the states that it gives them.
func agreeOnStates(t *rapid.T, tx *storage.Tx, see workflow.Sight, c *workflow.Case) error {
	want, counts := map[string]workflow.State{}, map[workflow.State]int{}
	for _, f := range c.All {
		if see.Submission(c.Call, f) {
			want[f.Ref().Dossier] = see.State(c.Call, f)
			counts[see.State(c.Call, f)]++
		}
	}
	call := c.Call.Ref().Dossier
	briefs, err := tx.Briefs(see, storage.Wanted{Call: call})
	if err != nil {
		return err
	}
	got := map[string]workflow.State{}
	for _, b := range briefs {
		got[b.ID] = b.State
	}
	if !maps.Equal(got, want) {
		t.Errorf("%+v: %s lists %v, sight says %v", see, call, got, want)
	}
	for state, n := range counts {
		if some, err := tx.Briefs(see, storage.Wanted{Call: call, State: state}); err != nil || len(some) != n {
			t.Errorf("%+v: %s lists %d as %s, sight says %d: %v", see, call, len(some), state, n, err)
		}
	}
	counted, err := tx.CountShown(see, []string{call})
	if !maps.Equal(counted[call], counts) && len(counts)+len(counted[call]) > 0 {
		t.Errorf("%+v: %s counts %v, sight says %v", see, call, counted[call], counts)
	}
	return err
}

func TestListsHavePages(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		people(t, s)
		call(t, s)
		var want []string
		for i := range 7 {
			want = append(want, fmt.Sprintf("emp.%d", i))
			submission(t, s, want[i])
		}
		err := s.View(t.Context(), func(tx *storage.Tx) error {
			var got []string
			page := storage.Page{Limit: 3}
			for {
				list, err := tx.Submissions(workflow.Sight{Funder: true}, storage.Filter{Page: page})
				if err != nil {
					return err
				}
				for _, f := range list {
					got = append(got, f.Dossier.Ref().Dossier)
				}
				if len(list) < 3 {
					break
				}
				page.After = got[len(got)-1]
			}
			if !slices.Equal(got, want) {
				t.Errorf("pages give %v, want %v", got, want)
			}
			list, err := tx.Submissions(workflow.Sight{Funder: true}, storage.Filter{Sisp: "beta"})
			if err == nil && len(list) > 0 {
				t.Errorf("beta has %d", len(list))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestCallsHavePages(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		for i, opens := range []int{0, 2, 0, 1, 2} { // 0: not known yet
			id := fmt.Sprintf("c%d", i)
			c := made(&workflow.Call{Reference: id}, ref(workflow.EntityCall, id, ""), "open")
			if opens > 0 {
				c.OpensAt = noon.AddDate(0, opens, 0)
			}
			apply(t, s, storage.Ask{Call: id, NewCall: true, Exclusive: true}, func(*workflow.Case) *workflow.Decision {
				return &workflow.Decision{
					Changes: []workflow.Change{{New: true, Dossier: c, Own: true}},
					Events:  []workflow.Event{event(c.Ref(), "create", "", "open")},
				}
			})
		}
		var got []string
		for after := ""; ; after = got[len(got)-1] {
			list, err := storage.Get(t.Context(), s, func(tx *storage.Tx) ([]*storage.Found[*workflow.Call], error) {
				return tx.Calls(workflow.Sight{}, storage.Page{After: after, Limit: 2})
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range list {
				got = append(got, f.Dossier.Reference)
			}
			if len(list) < 2 {
				break
			}
		}
		if want := []string{"c2", "c0", "c4", "c1", "c3"}; !slices.Equal(got, want) {
			t.Errorf("pages give %v, want %v", got, want)
		}
		err := try(s, storage.Ask{Call: "c9", NewCall: true, Exclusive: true}, func(*workflow.Case) *workflow.Decision {
			c := made(&workflow.Call{Reference: "c1"}, ref(workflow.EntityCall, "c9", ""), "open")
			return &workflow.Decision{
				Changes: []workflow.Change{{New: true, Dossier: c, Own: true}},
				Events:  []workflow.Event{event(c.Ref(), "create", "", "open")},
			}
		})
		if e := (&workflow.Error{}); !errors.As(err, &e) || e.Code != storage.CodeReferenceTaken {
			t.Errorf("a reference twice: %v", err)
		}
	})
}

func TestTrailLedgerAndDue(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		err := s.View(t.Context(), func(tx *storage.Tx) error {
			past, err := tx.History("emp.1", 1, 10)
			if err != nil {
				return err
			}
			if len(past) != 2 || past[1].Seq != 3 || past[1].Action != "award" || !past[1].At.Equal(noon) || string(past[1].Input) != `{"n":1}` {
				t.Errorf("history %+v", past)
			}
			lines, err := tx.LedgerOf(callID, 0, 10)
			if err != nil {
				return err
			}
			if len(lines) != 3 || lines[2].Committed != 60_000 || lines[2].Submission != "emp.2" || lines[0].Kind != workflow.EntryEnvelope {
				t.Errorf("ledger %+v", lines)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		due, err := s.Due(t.Context(), noon.Add(2*3600e9), 3)
		if err != nil || len(due) != 3 || due[0].Ref.Dossier != callID || due[1].Ref.Dossier != "emp.1" || due[2].Call != callID {
			t.Error(due, err)
		}
		next, ok, err := s.NextDue(t.Context())
		if err != nil || !ok || !next.Equal(noon.Add(3600e9)) {
			t.Error(next, ok, err)
		}
	})
}
