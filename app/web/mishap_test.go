package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// broken is a site whose page at /broken panics, as do its programs; what those
// refuse without having been called is told.
func broken(t *testing.T) (*world, *logged) {
	t.Helper()
	w, l := logging(t, Options{})
	w.site.echo.GET("/broken", func(echo.Context) error { panic("a bug") })
	w.site.echo.GET("/gone", func(echo.Context) error { panic(http.ErrAbortHandler) })
	w.site.Mount(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a bug") }), func(rw http.ResponseWriter, _ *http.Request, err error) {
		status := http.StatusInternalServerError
		if he, ok := errors.AsType[*echo.HTTPError](err); ok {
			status = he.Code
		}
		rw.Header().Set("Content-Type", "application/problem+json")
		rw.WriteHeader(status)
		_, _ = io.WriteString(rw, "{}")
	})
	return w, l
}

// TestPanicIsAnswered: a bug in a page is told like any other fault, counted as
// one, and its stack is in the log, under the name that the page gives.
func TestPanicIsAnswered(t *testing.T) {
	for path, kind := range map[string]string{"/broken": "text/html", "/api/broken": "application/problem+json"} {
		w, l := broken(t)
		a := w.nobody().get(path).is(http.StatusInternalServerError)
		if got := a.header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s: %s", path, got)
		}
		lines := l.lines(t)
		if len(lines) != 1 || lines[0]["status"] != float64(http.StatusInternalServerError) {
			t.Errorf("%s is logged as %v", path, lines)
		}
		l.mu.Lock()
		all := l.all.String()
		l.mu.Unlock()
		if id := a.header.Get("X-Request-Id"); !strings.Contains(all, `"msg":"panic","request":"`+id) || !strings.Contains(all, "mishap_test.go") {
			t.Errorf("%s: no stack for %s in %s", path, id, all)
		}
	}
}

// TestGivenUpIsNoAnswer: what is given up in the middle is not counted as answered.
func TestGivenUpIsNoAnswer(t *testing.T) {
	w, l := broken(t)
	func() {
		defer func() {
			if got := recover(); got != http.ErrAbortHandler { //nolint:errorlint // as it was thrown
				t.Error(got)
			}
		}()
		w.site.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/gone", http.NoBody))
	}()
	if lines := l.lines(t); len(lines) != 1 || lines[0]["status"] != float64(statusGivenUp) {
		t.Error(lines)
	}
}

// TestProgramsAreToldAsPrograms: what never comes to the programs is answered to
// them as they answer.
func TestProgramsAreToldAsPrograms(t *testing.T) {
	w, _ := broken(t)
	for name, refuse := range map[string]func(http.ResponseWriter, *http.Request){
		"too busy":   w.site.tooBusy,
		"no session": func(rw http.ResponseWriter, r *http.Request) { w.site.noSession(rw, r, http.ErrHandlerTimeout) }, //nolint:contextcheck // the request has it
	} {
		for path, kind := range map[string]string{"/calls": "text/html", "/api/v1/calls": "application/problem+json"} {
			rec := httptest.NewRecorder()
			refuse(rec, httptest.NewRequest(http.MethodGet, path, http.NoBody))
			if got := rec.Header().Get("Content-Type"); !strings.HasPrefix(got, kind) || rec.Code < http.StatusInternalServerError {
				t.Errorf("%s at %s: %d, %s", name, path, rec.Code, got)
			}
		}
	}
}

// TestFromElsewhere: what another site's page sends is refused with a sentence,
// to programs as a problem.
func TestFromElsewhere(t *testing.T) {
	w, _ := broken(t)
	for path, want := range map[string]string{"/sign-in": "autre site", "/api/v1/calls": "{}"} {
		b := w.nobody()
		b.header.Set("Sec-Fetch-Site", "cross-site")
		if a := b.post(path, url.Values{"as": {"off"}}); a.status < http.StatusBadRequest || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

// TestHead: whoever asks for a page's head gets that of the page.
func TestHead(t *testing.T) {
	w := newWorld(t, all)
	w.site.Log = slog.New(slog.DiscardHandler)
	for _, path := range []string{"/calls", "/healthz", "/sign-in"} {
		get, head := httptest.NewRecorder(), httptest.NewRecorder()
		w.site.Handler().ServeHTTP(get, httptest.NewRequest(http.MethodGet, path, http.NoBody))
		w.site.Handler().ServeHTTP(head, httptest.NewRequest(http.MethodHead, path, http.NoBody))
		if head.Code != get.Code || head.Header().Get("Content-Type") != get.Header().Get("Content-Type") {
			t.Errorf("%s: %d %s, want %d %s", path, head.Code, head.Header().Get("Content-Type"), get.Code, get.Header().Get("Content-Type"))
		}
	}
	w.nobody().get("/sign-out").is(http.StatusMethodNotAllowed)
}
