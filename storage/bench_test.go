package storage_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// proposal is one of the size that people write: a dozen texts, a budget.
func proposal(id string) (*workflow.Proposal, []workflow.Typed) {
	p := &workflow.Proposal{Theme: "culture", Requested: 30_000, Texts: map[string]workflow.Text{}}
	var typedTexts []workflow.Typed
	text := func(n, size int) workflow.Text {
		t, ty := typed(fmt.Sprint(id, n), strings.Repeat("texte ", size))
		typedTexts = append(typedTexts, ty)
		return t
	}
	p.Title = text(0, 5)
	for i := range 6 {
		p.Texts[fmt.Sprint("t", i)] = text(10+i, 150)
		p.Budget = append(p.Budget, workflow.Line{Category: "staff", Label: text(20+i, 4), Amount: 5_000})
	}
	return p, typedTexts
}

func create(s *storage.Store, call, id string) error {
	return try(s, storage.Ask{Call: call}, func(*workflow.Case) *workflow.Decision {
		p, texts := proposal(id)
		f := made(&workflow.Submission{CallID: call, Sisp: "alfa", Edition: 1, Requested: 30_000, SubmittedAt: noon, Proposal: p}, ref(workflow.EntitySubmission, id, ""), "draft")
		party := made(&workflow.Party{Org: "asbl"}, ref(workflow.EntityParty, id, "asbl"), workflow.PartyConfirmed)
		return &workflow.Decision{
			Changes: []workflow.Change{{New: true, Dossier: attach(f, party), Own: true, Parts: []workflow.Subject{party}}},
			Events:  []workflow.Event{event(f.Ref(), "create", "", "draft")},
			Texts:   texts,
		}
	})
}

// hand is "submit": the dossier's own state, an event, a job.
func hand(s *storage.Store, id string) error {
	return try(s, storage.Ask{Call: callID, Submission: id}, func(c *workflow.Case) *workflow.Decision {
		n := *c.File
		workflow.Revive(&n, c.File.Ref(), "submitted")
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &n, Own: true}},
			Events:  []workflow.Event{event(n.Ref(), "submit", "draft", "submitted")},
			Jobs:    []workflow.Job{{Kind: "receipt", On: n.Ref(), Unique: "receipt " + id}},
		}
	})
}

// by runs work b.N times by so many clients.
func by(b *testing.B, clients int, work func(i int) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range clients {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					return
				}
				if err := work(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
}

func kinds(b *testing.B, f func(b *testing.B, s *storage.Store)) {
	b.Helper()
	for name, url := range map[string]func(testing.TB) string{"postgres": storagetest.Postgres, "sqlite": storagetest.SQLite} {
		b.Run(name, func(b *testing.B) {
			s := open(b, url(b))
			people(b, s)
			call(b, s)
			f(b, s)
		})
	}
}

func BenchmarkCreate(b *testing.B) {
	for _, n := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			kinds(b, func(b *testing.B, s *storage.Store) {
				b.Helper()
				by(b, n, func(i int) error { return create(s, callID, fmt.Sprintf("emp.%d", i)) })
			})
		})
	}
}

func BenchmarkSubmit(b *testing.B) {
	for _, n := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			kinds(b, func(b *testing.B, s *storage.Store) {
				b.Helper()
				filled(b, s, b.N)
				by(b, n, func(i int) error { return hand(s, fmt.Sprintf("emp.%d", i)) })
			})
		})
	}
}

// BenchmarkAward takes money from one call, one after the other.
func BenchmarkAward(b *testing.B) {
	for _, n := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			kinds(b, func(b *testing.B, s *storage.Store) {
				b.Helper()
				apply(b, s, storage.Ask{Call: callID, Exclusive: true}, func(c *workflow.Case) *workflow.Decision {
					return &workflow.Decision{
						Changes: []workflow.Change{{Dossier: c.Call}},
						Events:  []workflow.Event{event(c.Call.Ref(), "change", "open", "open")},
						Ledger:  []workflow.Entry{{Kind: workflow.EntryChange, Amount: workflow.Money(b.N) * 30_000, Event: 1}},
					}
				})
				filled(b, s, b.N)
				by(b, n, func(i int) error { return awardIn(s, callID, fmt.Sprintf("emp.%d", i)) })
			})
		})
	}
}

func filled(b *testing.B, s *storage.Store, n int) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := create(s, callID, fmt.Sprintf("emp.%d", i)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
