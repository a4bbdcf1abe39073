// Package journey drives the real site with a real browser: whole journeys, and
// every page for what a page owes its readers. Nothing is faked but the hour.
package journey_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/app/web"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// allEnv, when not empty, runs every journey on both databases and in both
// languages; otherwise SQLite and French have to do.
const allEnv = "TREMPLIN_JOURNEYS"

func TestMain(m *testing.M) { storagetest.Main(m, closeBrowser) }

// world is the site, served on loopback over a database of its own into which
// the scenario tiny-2025 was replayed. Its clock runs on from the last step.
type world struct {
	testing.TB
	app  *app.App
	auth *auth.Auth
	site *web.Site
	url  string
	db   string // its database
	lang locale.Language

	ahead atomic.Int64 // of the machine's clock
}

// kind is one way in which a journey is made.
type kind struct {
	database func(testing.TB) string
	lang     locale.Language
}

var databases = map[string]func(testing.TB) string{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres}

func kinds() map[string]kind {
	if os.Getenv(allEnv) == "" {
		return map[string]kind{"sqlite-fr": {storagetest.SQLite, locale.FR}}
	}
	return map[string]kind{
		"sqlite-fr": {storagetest.SQLite, locale.FR}, "sqlite-nl": {storagetest.SQLite, locale.NL},
		"postgres-fr": {storagetest.Postgres, locale.FR}, "postgres-nl": {storagetest.Postgres, locale.NL},
	}
}

// each makes a journey in every world that is asked for: that in which a step
// of the scenario ("submission.submit") is the next to come; "" for its end.
func each(t *testing.T, next string, demo bool, f func(w *world)) {
	t.Helper()
	for name, k := range kinds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(newWorld(t, k, next, demo))
		})
	}
}

func newWorld(t testing.TB, k kind, next string, demo bool) *world {
	t.Helper()
	w := &world{TB: t, lang: k.lang}
	url := k.database(t)
	w.db = url
	last := w.begun(url, next)
	store := storagetest.Open(t, url, storage.Volatile())
	w.app = app.New(store, empowerment.V1())
	w.app.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	w.turn(last.Add(time.Hour))
	w.app.Now = w.now
	w.auth = auth.New(store, auth.Options{Secret: auth.Secret{1}, Demo: demo})
	w.auth.Now, w.auth.Level = w.now, 0
	w.auth.Params = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	if demo { // the scenario has nobody who keeps the house
		w.register("adm", "Administration", "slrb", string(k.lang), "admin")
	}
	w.serve(demo)
	return w
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }

// turn puts the clock at a time, from which it runs on.
func (w *world) turn(to time.Time) { w.ahead.Store(int64(time.Until(to))) }

// later lets time pass.
func (w *world) later(d time.Duration) { w.ahead.Add(int64(d)) }

// moment is a database of SQLite at a moment of the scenario, and when that is.
type moment struct {
	file []byte
	last time.Time
}

var (
	moments   = map[string]moment{} // by the next step
	momentsMu sync.Mutex
)

// begun brings a database to a moment, by replay or as a copy of one that was
// brought there before.
func (w *world) begun(url, next string) time.Time {
	w.Helper()
	path, lite := strings.CutPrefix(url, "sqlite:")
	momentsMu.Lock()
	defer momentsMu.Unlock()
	if m, known := moments[next]; known && lite {
		if err := os.WriteFile(path, m.file, 0o600); err != nil {
			w.Fatal(err)
		}
		return m.last
	}
	store, err := storage.Open(w.Context(), url, storage.Volatile())
	if err != nil {
		w.Fatal(err)
	}
	last := w.replay(store, next)
	if err := store.Close(); err != nil {
		w.Fatal(err)
	}
	if lite {
		file, err := os.ReadFile(path)
		if err != nil {
			w.Fatal(err)
		}
		if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
			w.Fatal("the database was closed, and its log is not empty")
		}
		moments[next] = moment{file, last}
	}
	return last
}

// replay plays the scenario until a step is the next, and tells when the last was.
func (w *world) replay(store *storage.Store, next string) time.Time {
	w.Helper()
	f, complaints := scenario.Embedded("tiny-2025")
	if len(complaints) > 0 {
		w.Fatal(complaints)
	}
	if next != "" {
		i := slices.IndexFunc(f.Steps, func(s *scenario.Step) bool { return s.Do == next })
		if i < 0 {
			w.Fatalf("no step of the scenario is %s", next)
		}
		f.Steps = f.Steps[:i]
	}
	a := app.New(store, empowerment.V1())
	a.Log = slog.New(slog.DiscardHandler)
	run := &scenario.Runner{App: a, Say: func(e *workflow.Error) string { return e.Error() }}
	if _, err := run.Run(w.Context(), f); err != nil {
		w.Fatal(err)
	}
	if len(f.Steps) == 0 { // the calls are drafts
		return time.Date(2025, 1, 14, 9, 0, 0, 0, time.UTC)
	}
	return f.Steps[len(f.Steps)-1].At
}

// serve serves the site, with its jobs, until the test ends.
func (w *world) serve(demo bool) {
	w.Helper()
	l, err := new(net.ListenConfig).Listen(w.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		w.Fatal(err)
	}
	w.url = "http://" + l.Addr().String()
	o := web.Options{Demo: demo, Site: w.url, ContactEmail: "das@tremplin.example", ContactPhone: "02 555 00 00"}
	if demo {
		o.Banner = "banner.demo"
	}
	w.site = web.New(w.app, w.auth, o)
	server := w.site.Server()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	w.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
}

// work does what the site has ordered: documents above all.
func (w *world) work() {
	w.Helper()
	if err := w.app.Work(context.Background(), time.Time{}); err != nil {
		w.Fatal(err)
	}
}

// register brings somebody into the house, who can be invited.
func (w *world) register(id, name, org, lang string, roles ...any) {
	w.Helper()
	v := map[string]any{"name": name, "email": id + "@tremplin.example", "language": lang, "roles": roles}
	if org != "" {
		v["organisation"] = org
	}
	if _, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: id, Values: v}, "test", w.now()); err != nil {
		w.Fatal(err)
	}
}

// invited is the address that a mail leads somebody to.
func (w *world) invited(person string) string {
	w.Helper()
	m, err := w.auth.Invite(w.Context(), auth.Console, person)
	if err != nil {
		w.Fatal(err)
	}
	return m.Path()
}

// t is a text of the site, in the journey's language.
func (w *world) t(key string, facts ...any) string { return ui.T(w.lang, key, facts...) }

// file is a dossier as it stands.
func (w *world) file(as, id string) *app.View {
	w.Helper()
	who, err := w.app.Viewer(w.Context(), as, "test")
	if err != nil {
		w.Fatal(err)
	}
	view, err := w.app.Look(w.Context(), who, id)
	if err != nil {
		w.Fatal(fmt.Errorf("%s looks at %s: %w", as, id, err))
	}
	return view
}
