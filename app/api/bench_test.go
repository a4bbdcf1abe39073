package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// besideEnv says how many submissions the database holds besides, for each run:
// "2000,200000"; left out, none. 200.000 take gigabytes, of memory unless databases
// are durable.
const besideEnv = "TREMPLIN_BENCH_SUBMISSIONS"

// BenchmarkAPI asks by a token, with so many at once: a page of a list, what may
// be done with a dossier, and an act on it.
func BenchmarkAPI(b *testing.B) {
	for _, db := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", storagetest.SQLite}, {"postgres", storagetest.Postgres}} {
		for beside := range strings.SplitSeq(cmp.Or(os.Getenv(besideEnv), "0"), ",") {
			b.Run(db.name+"/"+beside, func(b *testing.B) { benchAPI(b, db.url(b), beside) })
		}
	}
}

func benchAPI(b *testing.B, url, beside string) {
	b.Helper()
	n, err := strconv.Atoi(beside)
	if err != nil {
		b.Fatal(err)
	}
	handle, token := benched(b, url, n)
	for _, q := range []struct{ name, method, path, body string }{
		{"list", http.MethodGet, Prefix + "/submissions?limit=50", ""},
		{"actions", http.MethodGet, dossier + "/actions", ""},
		{"act", http.MethodPost, dossier + "/actions/give_notice", `{"grounds": "Retard.", "consequences": "Suspension.", "until": "2025-12-31"}`},
	} {
		for _, at := range []int{1, 8, 32} {
			b.Run(fmt.Sprintf("%s/%d", q.name, at), func(b *testing.B) {
				before := consumed(b, url)
				together(b, at, func() int {
					r := httptest.NewRequestWithContext(b.Context(), q.method, q.path, strings.NewReader(q.body))
					r.Header.Set("Authorization", "Bearer "+token)
					r.Header.Set("Content-Type", "application/json")
					rec := httptest.NewRecorder()
					handle.ServeHTTP(rec, r)
					return rec.Code
				})
				b.ReportMetric(float64(consumed(b, url)-before)/float64(time.Millisecond)/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

// benched is the API over a project that runs, beside so many submissions, and a
// director's token.
func benched(b *testing.B, url string, beside int) (http.Handler, string) {
	b.Helper()
	f, complaints := scenario.Embedded("tiny-2025")
	if len(complaints) > 0 {
		b.Fatal(complaints)
	}
	for i, s := range f.Steps {
		if s.Do == "instalment.claim" {
			f.Steps = f.Steps[:i]
			break
		}
	}
	store, err := storage.Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	a := app.New(store, empowerment.V1())
	run := &scenario.Runner{App: a, Say: func(e *workflow.Error) string { return e.Outcome() }}
	if _, err := run.Run(context.Background(), f); err != nil {
		b.Fatal(err)
	}
	if beside > 0 {
		calls := min(100, max(1, beside/200))
		storagetest.Multiply(b, url, storagetest.Copies{Call: "tiny-2025", Calls: calls, Times: beside / calls / 2, Lean: true})
	}
	now := f.Steps[len(f.Steps)-1].At.Add(time.Hour)
	a.Now = func() time.Time { return now }
	in := auth.New(store, auth.Options{Secret: auth.Secret{1}, Demo: true})
	in.Now = a.Now
	secret, _, err := in.CreateTokenOf(b.Context(), auth.Console, "dir", auth.NewToken{Name: "bench", Scope: auth.ScopeDecide, Days: 1})
	if err != nil {
		b.Fatal(err)
	}
	s, err := New(a, in, Options{PerMinute: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	return in.Sessions.LoadAndSave(s.Handler()), secret
}

// consumed is the processor time of this process, and of those of the database.
func consumed(b *testing.B, url string) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	own := time.Duration(u.Utime.Nano() + u.Stime.Nano())
	if strings.HasPrefix(url, "sqlite:") {
		return own
	}
	return own + storagetest.Spent(b, url)
}

// together has so many ask at once, b.N times in all.
func together(b *testing.B, at int, ask func() int) {
	b.Helper()
	var left, wrong atomic.Int64
	left.Store(int64(b.N))
	var all sync.WaitGroup
	b.ResetTimer()
	for range at {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if ask() != http.StatusOK {
					wrong.Add(1)
				}
			}
		})
	}
	all.Wait()
	if n := wrong.Load(); n > 0 {
		b.Errorf("%d of %d were not answered", n, b.N)
	}
}
