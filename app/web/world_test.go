package web

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

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

// world is the real site over an SQLite file into which the embedded scenario
// tiny-2025 was replayed: the call is tiny-2025, its dossiers tiny-2025.a and
// tiny-2025.b; people are off, dir, dg, fin, ed_alfa, sig_alfa, sig_beta,
// sig_asbl, chair, jury1. Its clock stands where the test puts it.
type world struct {
	*testing.T
	app  *app.App
	auth *auth.Auth
	site *Site
	now  time.Time
	path string // of the database, where it is a file
}

// all steps of the scenario.
const all = -1

// newWorld replays the first so many steps, and stands an hour after the last.
func newWorld(t *testing.T, steps int) *world {
	t.Helper()
	return open(t, replayed(t, steps), Options{Demo: true, Site: "https://tremplin.example"})
}

// begun is a world in which a step is the next to come: "submission.submit".
func begun(t *testing.T, do string) *world {
	t.Helper()
	return newWorld(t, slices.IndexFunc(tiny(t).Steps, func(s *scenario.Step) bool { return s.Do == do }))
}

func open(t *testing.T, r replay, o Options) *world {
	t.Helper()
	path := filepath.Join(t.TempDir(), "world.db")
	if err := os.WriteFile(path, r.db, 0o600); err != nil {
		t.Fatal(err)
	}
	return openAt(t, "sqlite:"+path, r.last, o)
}

// openAt is a world over a database that was replayed into, up to that moment.
func openAt(t *testing.T, url string, last time.Time, o Options) *world {
	t.Helper()
	w := &world{T: t, now: last.Add(time.Hour), path: strings.TrimPrefix(url, "sqlite:")}
	w.app = application(t, url)
	w.app.Now = func() time.Time { return w.now }
	w.auth = auth.New(w.app.Store, auth.Options{Secret: auth.Secret{1}, Demo: o.Demo, Secure: o.Secure})
	w.auth.Now, w.auth.Level = w.app.Now, 0
	w.auth.Params = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	w.site = New(w.app, w.auth, o)
	return w
}

func application(t *testing.T, url string) *app.App {
	t.Helper()
	store, err := storage.Open(t.Context(), url, storage.Volatile())
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
func replayInto(t *testing.T, url string, steps int) time.Time {
	t.Helper()
	f := tiny(t)
	if steps != all {
		f.Steps = f.Steps[:steps]
	}
	a := application(t, url)
	begins := time.Date(2025, 2, 1, 8, 0, 0, 0, time.UTC)
	if len(f.Steps) == 0 { // else the papers of later steps would never be due
		a.Now = func() time.Time { return begins }
	}
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
		return f.Steps[n-1].At
	}
	return begins
}

// do performs an act as somebody, outside of the site.
func (w *world) do(by, do, on string, values map[string]any) app.Outcome {
	w.Helper()
	entity, action, _ := strings.Cut(do, ".")
	out, err := w.app.Perform(w.Context(), app.Command{Actor: by, Surface: "test", Entity: workflow.Entity(entity), Action: workflow.Action(action), On: on, Values: values})
	if err != nil {
		w.Fatalf("%s does %s on %s: %v", by, do, on, err)
	}
	return out
}

// browser is somebody at the site, with cookies.
type browser struct {
	w       *world
	cookies map[string]string
	header  http.Header
}

// nobody is a browser in which nobody has signed in.
func (w *world) nobody() *browser {
	return &browser{w: w, cookies: map[string]string{}, header: http.Header{"Accept-Language": {"fr"}}}
}

// as is a browser in which somebody has.
func (w *world) as(person string) *browser {
	w.Helper()
	b := w.nobody()
	if got := b.post("/sign-in", url.Values{"as": {person}}); got.status != http.StatusSeeOther {
		w.Fatalf("%s is not let in: %d", person, got.status)
	}
	return b
}

// answer is what the site said.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   string
	at     string // the address asked
}

func (b *browser) get(path string) answer {
	b.w.Helper()
	return b.send(httptest.NewRequestWithContext(b.w.Context(), http.MethodGet, path, nil))
}

func (b *browser) post(path string, form url.Values) answer {
	b.w.Helper()
	r := httptest.NewRequestWithContext(b.w.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

func (b *browser) send(r *http.Request) answer {
	b.w.Helper()
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	maps.Copy(r.Header, b.header)
	rec := httptest.NewRecorder()
	b.w.site.Handler().ServeHTTP(rec, r)
	res := rec.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c.Value
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.w.Fatal(err)
	}
	return answer{t: b.w.T, status: res.StatusCode, header: res.Header, body: string(body), at: r.URL.RequestURI()}
}

// follow goes where an answer leads.
func (b *browser) follow(a answer) answer {
	b.w.Helper()
	if a.status != http.StatusSeeOther {
		b.w.Fatalf("%s leads nowhere: %d\n%s", a.at, a.status, a.text())
	}
	return b.get(a.header.Get("Location"))
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
	hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
)

// text is what a reader reads: without markup, each blank one blank.
func (a answer) text() string {
	s := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">", "\u00a0", " ", "\u202f", " ").Replace(tags.ReplaceAllString(a.body, " "))
	return blanks.ReplaceAllString(s, " ")
}

// hidden are the fields that a form carries unseen.
func (a answer) hidden() url.Values {
	out := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

// is checks the status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("%s: status %d, want %d\n%s", a.at, a.status, status, a.text())
	}
	return a
}

// says checks that the page reads so.
func (a answer) says(parts ...string) answer {
	a.t.Helper()
	for _, p := range parts {
		if !strings.Contains(a.text(), p) {
			a.t.Errorf("%s does not say %q:\n%s", a.at, p, a.text())
		}
	}
	return a
}

// hides checks that nothing of it is in the page, not even unseen.
func (a answer) hides(parts ...string) answer {
	a.t.Helper()
	for _, p := range parts {
		if strings.Contains(a.body, p) || strings.Contains(a.text(), p) {
			a.t.Errorf("%s has %q", a.at, p)
		}
	}
	return a
}

// leads checks where a redirection goes.
func (a answer) leads(to string) answer {
	a.t.Helper()
	if got := a.header.Get("Location"); a.status != http.StatusSeeOther || got != to {
		a.t.Errorf("%s: %d leads to %q, want %q\n%s", a.at, a.status, got, to, a.text())
	}
	return a
}
