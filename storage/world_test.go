package storage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

// each runs f on a fresh database of each kind.
func each(t *testing.T, f func(t *testing.T, s *storage.Store, url string)) {
	t.Helper()
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		if _, err := storage.Migrate(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		f(t, open(t, url), url)
	})
}

func open(t testing.TB, url string) *storage.Store {
	t.Helper()
	s, err := storage.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

var noon = time.Date(2030, 3, 1, 11, 0, 0, 123456000, time.UTC)

// Decisions are made by hand here: storage writes what it is given.

func ref(e workflow.Entity, dossier, id string) workflow.Ref {
	return workflow.Ref{Entity: e, Dossier: dossier, ID: id}
}

func made[S workflow.Subject](s S, r workflow.Ref, state workflow.State) S {
	workflow.Revive(s, r, state)
	return s
}

func event(on workflow.Ref, a workflow.Action, from, to workflow.State) workflow.Event {
	return workflow.Event{On: on, Action: a, By: "ann", Surface: "test", From: from, To: to, At: noon, Input: map[string]any{"n": 1}}
}

func typed(salt, body string) (workflow.Text, workflow.Typed) {
	t := workflow.Typed{Ref: workflow.TextRef(salt, body), Salt: salt, Body: body}
	return workflow.Text{Ref: t.Ref, Body: body}, t
}

func apply(t testing.TB, s *storage.Store, ask storage.Ask, make func(c *workflow.Case) *workflow.Decision) {
	t.Helper()
	if err := try(s, ask, make); err != nil {
		t.Fatal(err)
	}
}

func try(s *storage.Store, ask storage.Ask, make func(c *workflow.Case) *workflow.Decision) error {
	ask.Now = noon
	return s.Update(context.Background(), ask, func(tx *storage.Tx) error {
		c, err := tx.Case()
		if err != nil {
			return err
		}
		return tx.Apply(make(c))
	})
}

// people makes a house with a SISP and two persons.
func people(t testing.TB, s *storage.Store) {
	t.Helper()
	apply(t, s, storage.Ask{House: true}, func(c *workflow.Case) *workflow.Decision {
		name, nameText := typed("s1", "Zoé Dubois")
		mail, mailText := typed("s2", "zoe@example.org")
		h := made(&workflow.House{}, ref(workflow.EntityHouse, workflow.HouseID, ""), "there")
		org := made(&workflow.Organisation{Kind: "sisp", Name: workflow.Words{FR: "Alfa", NL: "Alfa"}}, ref(workflow.EntityOrganisation, workflow.HouseID, "alfa"), workflow.OrganisationOn)
		zoe := made(&workflow.Person{Name: name, Email: mail, Org: "alfa"}, ref(workflow.EntityPerson, workflow.HouseID, "zoe"), workflow.PersonActive)
		return &workflow.Decision{
			Changes: []workflow.Change{{New: c.House.State() == workflow.Unborn, Dossier: attach(h, org, zoe), Own: true, Parts: []workflow.Subject{org, zoe}}},
			Events:  []workflow.Event{event(h.Ref(), "import", "", "there"), event(zoe.Ref(), "add", "", workflow.PersonActive)},
			Texts:   []workflow.Typed{nameText, mailText},
		}
	})
}

func attach[D workflow.Dossier](d D, parts ...workflow.Subject) D {
	for _, p := range parts {
		workflow.Attach(d, p)
	}
	return d
}

const callID = "emp"

// call makes an open call with an envelope of 1000.00.
func call(t testing.TB, s *storage.Store) {
	t.Helper()
	apply(t, s, storage.Ask{Call: callID, NewCall: true, Exclusive: true}, func(*workflow.Case) *workflow.Decision {
		c := made(&workflow.Call{
			Reference: "EMP-2030", Programme: "empowerment", Version: 1, OpensAt: noon, ClosesAt: noon.Add(time.Hour),
			Editions: []*workflow.Rules{{Title: workflow.Words{FR: "Appel", NL: "Oproep"}, Min: 100, Max: 50_000, Envelope: 100_000}},
		}, ref(workflow.EntityCall, callID, ""), workflow.CallDraft)
		chair := made(&workflow.Member{Person: "zoe", As: "chair"}, ref(workflow.EntityMember, callID, "zoe"), workflow.MemberAppointed)
		return &workflow.Decision{
			Changes: []workflow.Change{{New: true, Dossier: attach(c, chair), Own: true, Parts: []workflow.Subject{chair}}},
			Events:  []workflow.Event{event(c.Ref(), "create", "", workflow.CallDraft)},
			Due:     map[string]time.Time{callID: noon.Add(time.Hour)},
		}
	})
	apply(t, s, storage.Ask{Call: callID, Exclusive: true}, func(c *workflow.Case) *workflow.Decision {
		n := *c.Call
		workflow.Revive(&n, c.Call.Ref(), "open")
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &n, Own: true}},
			Events:  []workflow.Event{event(n.Ref(), "validate", workflow.CallDraft, "open")},
			Ledger:  []workflow.Entry{{Kind: workflow.EntryEnvelope, Amount: 100_000, Event: 1}},
			Due:     map[string]time.Time{callID: noon.Add(time.Hour)},
		}
	})
}

// submission makes a submitted one with a party, a sheet and two texts.
func submission(t testing.TB, s *storage.Store, id string) {
	t.Helper()
	if err := submit(s, callID, id); err != nil {
		t.Fatal(err)
	}
}

func submit(s *storage.Store, call, id string) error {
	return try(s, storage.Ask{Call: call}, func(*workflow.Case) *workflow.Decision {
		title, t1 := typed("t1"+id, "Projet "+id)
		reasons, t2 := typed("t2"+id, "Zoe Dubois l'a écrit")
		f := made(&workflow.Submission{
			CallID: call, Sisp: "alfa", Edition: 1, Requested: 30_000, SubmittedAt: noon,
			Proposal: &workflow.Proposal{Title: title, Theme: "culture", Requested: 30_000}, Reasons: reasons,
		}, ref(workflow.EntitySubmission, id, ""), "submitted")
		party := made(&workflow.Party{Org: "asbl"}, ref(workflow.EntityParty, id, "asbl"), workflow.PartyConfirmed)
		sheet := made(&workflow.Sheet{Person: "zoe"}, ref(workflow.EntitySheet, id, "zoe"), "assigned")
		return &workflow.Decision{
			Changes: []workflow.Change{{New: true, Dossier: attach(f, party, sheet), Own: true, Parts: []workflow.Subject{party, sheet}}},
			Events:  []workflow.Event{event(f.Ref(), "create", "", "submitted"), event(party.Ref(), "confirm", "", workflow.PartyConfirmed)},
			Texts:   []workflow.Typed{t1, t2},
			Jobs:    []workflow.Job{{Kind: "receipt", On: f.Ref(), Unique: "receipt " + id}},
			Due:     map[string]time.Time{id: noon.Add(2 * time.Hour)},
		}
	})
}

// award gives a submission 300.00.
func award(s *storage.Store, id string) error { return awardIn(s, "", id) }

func awardIn(s *storage.Store, call, id string) error {
	return try(s, storage.Ask{Call: call, Submission: id, Exclusive: true, Uncounted: true}, func(c *workflow.Case) *workflow.Decision {
		n := *c.File
		n.Awarded, n.Committed = 30_000, 30_000
		workflow.Revive(&n, c.File.Ref(), workflow.SubmissionAwarded)
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &n, Own: true}},
			Events:  []workflow.Event{event(n.Ref(), "award", c.File.State(), workflow.SubmissionAwarded)},
			Ledger:  []workflow.Entry{{Kind: workflow.EntryCommitment, Submission: id, Amount: 30_000, Event: 1}},
			Jobs:    []workflow.Job{{Kind: "letter", On: n.Ref()}},
		}
	})
}

// attachFile stores a file of two chunks and attaches it.
func attachFile(t testing.TB, s *storage.Store, id string) storage.File {
	t.Helper()
	f, err := s.PutFile(context.Background(), strings.NewReader(strings.Repeat("0123456789", 40_000)), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	name, nameText := typed("f"+id, "budget.pdf")
	apply(t, s, storage.Ask{Submission: id}, func(c *workflow.Case) *workflow.Decision {
		n := *c.File
		file := made(&workflow.File{Name: name, Hash: f.Hash, Size: int(f.Size)}, ref(workflow.EntityFile, id, "1"), "attached")
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: attach(&n, file), Parts: []workflow.Subject{file}}},
			Events:  []workflow.Event{event(file.Ref(), "attach", "", "attached")},
			Texts:   []workflow.Typed{nameText},
		}
	})
	return f
}

// erase takes away what names Zoé.
func erase(t testing.TB, s *storage.Store) {
	t.Helper()
	err := s.Update(context.Background(), storage.Ask{House: true, Now: noon}, func(tx *storage.Tx) error {
		refs, err := tx.TextsNaming("zoe", "ZOE  DUBOIS")
		if err != nil {
			return err
		}
		c, err := tx.Case()
		if err != nil {
			return err
		}
		h, p := *c.House, *c.House.Person("zoe")
		workflow.Revive(&p, p.Ref(), workflow.PersonErased)
		return tx.Apply(&workflow.Decision{
			Changes: []workflow.Change{{Dossier: &h, Parts: []workflow.Subject{&p}}},
			Events:  []workflow.Event{event(p.Ref(), "erase", workflow.PersonActive, workflow.PersonErased)},
			Erased:  refs,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func world(t testing.TB, s *storage.Store) {
	t.Helper()
	people(t, s)
	call(t, s)
	for i := range 3 {
		submission(t, s, fmt.Sprintf("emp.%d", i+1))
	}
	for _, id := range []string{"emp.1", "emp.2"} {
		if err := award(s, id); err != nil {
			t.Fatal(err)
		}
	}
}
