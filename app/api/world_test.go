package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

// world is the API over an SQLite file into which the embedded scenario tiny-2025
// was replayed: the call is tiny-2025, its dossiers tiny-2025.a and tiny-2025.b.
type world struct {
	*testing.T
	app    *app.App
	auth   *auth.Auth
	api    *Server
	handle http.Handler
	now    time.Time
	tokens map[string]string
	lists  map[string][]Action // of actions, while nothing is done
	bent   map[string]bool     // addresses that were tried with a stale tag and a large body
}

// finished are all steps of the scenario.
const finished = -1

// begun is a world in which a step is the next to come: "submission.submit", for
// the nth time.
func begun(t *testing.T, do string, nth int) *world {
	t.Helper()
	return open(t, replayed(t, before(t, do, nth)))
}

// before is how many steps come before one.
func before(t *testing.T, do string, nth int) int {
	t.Helper()
	for i, s := range tiny(t).Steps {
		if s.Do == do {
			if nth--; nth == 0 {
				return i
			}
		}
	}
	t.Fatalf("%s is no step", do)
	return 0
}

// onPostgres is such a world over the other database.
func onPostgres(t *testing.T, do string, nth int) *world {
	t.Helper()
	url := storagetest.Postgres(t)
	return openAt(t, url, replayInto(t, url, before(t, do, nth)))
}

func ended(t *testing.T) *world {
	t.Helper()
	return open(t, replayed(t, finished))
}

func open(t *testing.T, r replay, opts ...storage.Option) *world {
	t.Helper()
	path := filepath.Join(t.TempDir(), "world.db")
	if err := os.WriteFile(path, r.db, 0o600); err != nil {
		t.Fatal(err)
	}
	return openAt(t, "sqlite:"+path, r.last, opts...)
}

// openAt is a world over a database that was replayed into, up to that moment.
func openAt(t *testing.T, url string, last time.Time, opts ...storage.Option) *world {
	t.Helper()
	w := &world{T: t, now: last.Add(time.Hour), tokens: map[string]string{}, lists: map[string][]Action{}, bent: map[string]bool{}}
	w.app = application(t, url, opts...)
	w.app.Now = func() time.Time { return w.now }
	w.serve(Options{PerMinute: 100_000})
	for id, role := range map[string]string{"adm": "admin", "adm2": "admin", "audit": "auditor"} { // who is not in the scenario
		_, err := w.app.Import(t.Context(), app.Draft{Entity: workflow.EntityPerson, ID: id, Values: map[string]any{"name": id, "roles": []any{role}}}, "test", last)
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// serve puts the API over the application.
func (w *world) serve(o Options) {
	w.Helper()
	w.auth = auth.New(w.app.Store, auth.Options{Secret: auth.Secret{1}, Demo: true})
	w.auth.Now = w.app.Now
	var err error
	if w.api, err = New(w.app, w.auth, o); err != nil {
		w.Fatal(err)
	}
	w.handle = held(w, w.auth.Sessions.LoadAndSave(w.api.Handler()))
}

func application(t *testing.T, url string, opts ...storage.Option) *app.App {
	t.Helper()
	store, err := storage.Open(t.Context(), url, append(opts, storage.Volatile())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	a := app.New(store, empowerment.V1())
	a.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	return a
}

// replay is a database as a replay has left it; each is made once.
type replay struct {
	db   []byte
	last time.Time
}

var (
	replays   = map[int]replay{}
	replaysMu sync.Mutex
)

func tiny(t *testing.T) *scenario.File {
	t.Helper()
	f, complaints := scenario.Embedded("tiny-2025")
	if len(complaints) > 0 {
		t.Fatal(complaints)
	}
	return f
}

func replayed(t *testing.T, steps int) replay {
	t.Helper()
	replaysMu.Lock()
	defer replaysMu.Unlock()
	if r, done := replays[steps]; done {
		return r
	}
	path := filepath.Join(t.TempDir(), "replay.db")
	if _, err := storage.Migrate(t.Context(), "sqlite:"+path); err != nil {
		t.Fatal(err)
	}
	r := replay{last: replayInto(t, "sqlite:"+path, steps)}
	var err error
	if r.db, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	replays[steps] = r
	return r
}

// replayInto replays so many steps into a database, and says when the last was.
func replayInto(t *testing.T, url string, steps int) (last time.Time) {
	t.Helper()
	f := tiny(t)
	last = f.Steps[0].At
	if steps != finished {
		f.Steps = f.Steps[:steps]
	}
	a := application(t, url)
	run := &scenario.Runner{App: a, Say: func(e *workflow.Error) string {
		return locale.Refusal(locale.EN, e.Kind.String(), string(e.Code), e.Field, e.Facts)
	}}
	if _, err := run.Run(context.Background(), f); err != nil {
		t.Fatal(err)
	}
	if err := a.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(f.Steps); n > 0 {
		last = f.Steps[n-1].At
	}
	return last
}

// client is somebody's program.
type client struct {
	w      *world
	header http.Header
}

// nobody shows nothing.
func (w *world) nobody() *client { return &client{w, http.Header{}} }

// as is a program with a token of somebody, for everything that one may.
func (w *world) as(person string) *client { return w.token(person, auth.ScopeDecide) }

func (w *world) token(person string, scope auth.Scope) *client {
	w.Helper()
	name := person + " " + string(scope)
	if w.tokens[name] == "" {
		secret, _, err := w.auth.CreateTokenOf(w.Context(), auth.Console, person, auth.NewToken{Name: "test", Scope: scope, Days: 30})
		if err != nil {
			w.Fatalf("a token of %s: %v", person, err)
		}
		w.tokens[name] = secret
	}
	return w.nobody().with("Authorization", "Bearer "+w.tokens[name])
}

// session is somebody at the site.
func (w *world) session(person string) *client {
	w.Helper()
	rec := httptest.NewRecorder()
	in := w.auth.Sessions.LoadAndSave(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := w.auth.SignInAs(r.Context(), auth.Visitor{Addr: netip.MustParseAddr("127.0.0.1")}, person); err != nil {
			w.Error(err)
		}
	}))
	in.ServeHTTP(rec, httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/", nil))
	c := w.nobody()
	for _, x := range rec.Result().Cookies() {
		c = c.with("Cookie", x.Name+"="+x.Value)
	}
	return c
}

// with is the same program, with one more header.
func (c *client) with(name, value string) *client {
	h := c.header.Clone()
	h.Set(name, value)
	return &client{c.w, h}
}

// reply is what came back.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   string
	at     string
}

func (c *client) get(path string) reply { c.w.Helper(); return c.send(http.MethodGet, path, nil) }

func (c *client) post(path string, body any) reply {
	c.w.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		c.w.Fatal(err)
	}
	return c.with("Content-Type", "application/json").send(http.MethodPost, path, b)
}

func (c *client) send(method, path string, body []byte) reply {
	c.w.Helper()
	r := httptest.NewRequestWithContext(c.w.Context(), method, path, bytes.NewReader(body))
	for k, v := range c.header {
		r.Header[k] = slices.Clone(v)
	}
	rec := httptest.NewRecorder()
	c.w.handle.ServeHTTP(rec, r)
	b, err := io.ReadAll(rec.Body)
	if err != nil {
		c.w.Fatal(err)
	}
	return reply{c.w.T, rec.Code, rec.Header(), string(b), method + " " + path}
}

// is checks the status.
func (r reply) is(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Errorf("%s: status %d, want %d\n%s", r.at, r.status, status, r.body)
	}
	return r
}

// refuses checks status, kind and code.
func (r reply) refuses(status int, outcome string) reply {
	r.t.Helper()
	var p Problem
	if err := json.Unmarshal([]byte(r.body), &p); err != nil || r.header.Get("Content-Type") != "application/problem+json" {
		r.t.Fatalf("%s: no problem: %v\n%s", r.at, err, r.body)
	}
	if r.status != status || p.Status != status || p.Kind+"/"+p.Code != outcome {
		r.t.Errorf("%s: %d %s/%s, want %d %s\n%s", r.at, r.status, p.Kind, p.Code, status, outcome, r.body)
	}
	if p.Detail == "" || strings.Contains(p.Detail, "("+p.Code+")") {
		r.t.Errorf("%s: no sentence for %s: %q", r.at, outcome, p.Detail)
	}
	return r
}

// tag is the answer's ETag.
func (r reply) tag() string { return r.header.Get("ETag") }

// read makes a value of an answer.
func read[T any](r reply) T {
	r.t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(r.body))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		r.t.Fatalf("%s: %v\n%s", r.at, err, r.body)
	}
	return v
}
