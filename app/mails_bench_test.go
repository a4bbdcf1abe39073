package app_test

import (
	"fmt"
	"testing"
	"time"

	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// BenchmarkMails queues ten thousand messages and sends them to a server on
// loopback, over TLS: fifty later deadlines of an open call, each told to two
// hundred people of a SISP. -benchtime 1x is enough.
func BenchmarkMails(b *testing.B) {
	const acts, people = 50, 200
	for _, db := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", storagetest.SQLite}, {"postgres", storagetest.Postgres}} {
		b.Run(db.name, func(b *testing.B) {
			var queued, sent time.Duration
			for range b.N {
				w, s, rest := mailWorldOn(b, db.url(b))
				for i := range people - 3 { // it has three
					w.imports(workflow.EntityPerson, fmt.Sprintf("ed%d", i), map[string]any{
						"name": "Zoé", "email": fmt.Sprintf("ed%d@house.test", i), "organisation": "alfa", "roles": []any{"sisp_editor"},
					})
				}
				w.now = rest[0].At
				w.tick() // opens
				w.post()
				s.Empty()
				talks, began := s.Talks(), time.Now()
				for i := range acts {
					w.mustDo("dir", "call.extend", "tiny-2025", map[string]any{"closes_at": fmt.Sprintf("2025-06-%02dT17:%02d", 1+i/5, i), "reasons": "Plus de temps."})
				}
				queued += time.Since(began)
				began = time.Now()
				w.must(w.app.Post(w.ctx))
				sent += time.Since(began)
				if n := len(s.Inbox()); n != acts*people || len(names(s)) != n {
					b.Fatalf("%d messages, %d names", n, len(names(s)))
				}
				b.ReportMetric(float64(s.Talks()-talks), "connections")
			}
			n := float64(b.N * acts * people)
			b.ReportMetric(n/queued.Seconds(), "queued/s")
			b.ReportMetric(n/sent.Seconds(), "sent/s")
		})
	}
}
