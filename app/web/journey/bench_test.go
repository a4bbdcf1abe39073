package journey_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/app/web"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// spent is the processor's time that this process has had.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPage measures the server's processor time of a page with its queries,
// with the data of the demonstration; the goal is under 5 ms.
func BenchmarkPage(b *testing.B) {
	for _, p := range []struct{ name, as, path string }{
		{"home", "das1", "/"},
		{"list", "das1", "/dossiers"},
		{"dossier", "das1", "/dossiers/emp-2023.bottin"},
		{"document", "das1", "/documents/emp-2023.bottin/1/fr.html"},
		{"form", "ed_alfa", "/dossiers/tiny-2025.a/edit/budget"},
		{"calls", "", "/calls"},
		{"search", "das1", "/search?q=cuisine"},
	} {
		site := demonstration(b)
		if p.name == "form" { // the edition of 2023 takes no proposals any more
			site = newWorld(b, kind{storagetest.SQLite, "fr"}, writing, true).site
		}
		b.Run(p.name, func(b *testing.B) {
			h := site.Handler()
			ask := asking(b, h, p.as)
			if got := ask(p.path); got != http.StatusOK {
				b.Skipf("%s answers %d", p.path, got)
			}
			before := spent(b)
			for b.Loop() {
				ask(p.path)
			}
			b.ReportMetric(float64(spent(b)-before)/float64(b.N)/1e6, "cpu-ms/op")
		})
	}
}

// asking gives a reader with cookies.
func asking(b *testing.B, h http.Handler, as string) func(path string) int {
	b.Helper()
	var cookies []*http.Cookie
	if as != "" {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/sign-in", strings.NewReader(url.Values{"as": {as}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		cookies = rec.Result().Cookies()
	}
	return func(path string) int {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Code
	}
}

var demonstrated *web.Site

// demonstration is the site over the edition of 2023, replayed once.
func demonstration(b *testing.B) *web.Site {
	b.Helper()
	if demonstrated != nil {
		return demonstrated
	}
	ctx := context.Background()
	f, complaints := scenario.Embedded("empowerment-2023")
	if len(complaints) > 0 {
		b.Fatal(complaints)
	}
	store, err := storage.Open(ctx, storagetest.SQLite(b), storage.Volatile())
	if err != nil {
		b.Fatal(err)
	}
	a := app.New(store, empowerment.V1())
	run := &scenario.Runner{App: a, Say: func(e *workflow.Error) string { return e.Error() }}
	if _, err := run.Run(ctx, f); err != nil {
		b.Fatal(err)
	}
	site := web.New(a, auth.New(store, auth.Options{Secret: auth.Secret{1}, Demo: true}), web.Options{Demo: true, Site: "http://localhost"})
	demonstrated = site
	return site
}
