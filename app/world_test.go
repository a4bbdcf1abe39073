package app_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

// long lets the walks go on for minutes, from another seed each time.
func long() bool { return os.Getenv("TREMPLIN_LONG") != "" }

// world is an application over a database of its own, with a clock that the
// test turns and a second connection that only looks.
type world struct {
	rapid.TB
	url  string
	app  *app.App
	look *sql.DB
	now  time.Time
	ctx  context.Context //nolint:containedctx // a test's
}

// dawn is when every world begins: a winter's morning in Brussels.
var dawn = time.Date(2030, time.January, 7, 8, 0, 0, 0, time.UTC)

// newWorld opens an application on the database of that URL, until done.
func newWorld(t rapid.TB, url string, chance uint64) (w *world, done func()) {
	t.Helper()
	ctx := context.Background()
	w = &world{TB: t, url: url, now: dawn, ctx: ctx}
	s, err := storage.Open(ctx, url, storage.Volatile(), storage.Connections(4))
	w.must(err)
	w.look, err = lookAt(url)
	w.must(err)
	var seed [32]byte
	copy(seed[:], strconv.FormatUint(chance, 16))
	w.app = app.New(s, empowerment.V1())
	w.app.Now, w.app.Chance, w.app.Log = func() time.Time { return w.now }, rand.NewChaCha8(seed), slog.New(slog.DiscardHandler)
	return w, func() { w.must(errors.Join(w.look.Close(), s.Close())) }
}

// lookAt opens a database as anybody could who has its URL.
func lookAt(url string) (*sql.DB, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		return sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(5000)")
	}
	return sql.Open("pgx", url)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatalf("%v", err)
	}
}

// do performs a command now.
func (w *world) do(by string, entity workflow.Entity, action workflow.Action, on string, values map[string]any) (app.Outcome, error) {
	w.Helper()
	out, err := w.app.Perform(w.ctx, app.Command{Actor: by, Surface: "test", Entity: entity, Action: action, On: on, Values: values, At: w.now})
	if _, no := errors.AsType[*workflow.Error](err); err != nil && !no {
		w.Fatalf("%s does %s.%s on %s with %v: %v", by, entity, action, on, values, err)
	}
	return out, err
}

// mustDo performs what has to succeed; do is "submission.award".
func (w *world) mustDo(by, do, on string, values map[string]any) app.Outcome {
	w.Helper()
	entity, action, _ := strings.Cut(do, ".")
	out, err := w.do(by, workflow.Entity(entity), workflow.Action(action), on, values)
	if err != nil {
		w.Fatalf("%s does %s on %s: %v", by, do, on, err)
	}
	w.filePapers()
	w.now = w.now.Add(time.Minute)
	return out
}

// filePapers files the documents that have been ordered. One that cannot be made is a
// fault: no state of a dossier may leave somebody without their letter.
func (w *world) filePapers() {
	w.Helper()
	w.must(w.app.Work(w.ctx, w.now))
	jobs, err := w.app.Store.FailedJobs(w.ctx, 50)
	w.must(err)
	for _, j := range jobs {
		if strings.HasPrefix(j.Kind, "document.") {
			w.Fatalf("%s on %s: %s", j.Kind, j.On, j.Error)
		}
	}
}

// refused performs what must answer so.
func (w *world) refused(want, by, do, on string, values map[string]any) {
	w.Helper()
	entity, action, _ := strings.Cut(do, ".")
	_, err := w.do(by, workflow.Entity(entity), workflow.Action(action), on, values)
	no, _ := errors.AsType[*workflow.Error](err)
	if no == nil || no.Outcome() != want {
		w.Fatalf("%s does %s on %s: %v, want %s", by, do, on, err, want)
	}
}

// imports brings in organisations, people or calls.
func (w *world) imports(entity workflow.Entity, id string, values map[string]any) string {
	w.Helper()
	out, err := w.app.Import(w.ctx, app.Draft{Entity: entity, ID: id, Values: values}, "test", w.now)
	w.must(err)
	return out.On.String()
}

// tick lets the clock do what is due by now.
func (w *world) tick() int {
	w.Helper()
	n, err := w.app.Clock(w.ctx, app.Tick{Until: w.now})
	w.must(err)
	return n
}

// load is a case as it stands now, with all dossiers of the call.
func (w *world) load(call, submission string) *workflow.Case {
	w.Helper()
	c, err := storage.Get(w.ctx, w.app.Store, func(tx *storage.Tx) (*workflow.Case, error) {
		return tx.Load(storage.Ask{Call: call, Submission: submission, All: true, Past: true, Now: w.now})
	})
	w.must(err)
	return c
}

// as is the case as one person has it before it, about on.
func as(c *workflow.Case, person string, on workflow.Subject) *workflow.Case {
	n := *c
	n.Actor = workflow.Actor{Person: person, Surface: "test"}
	if p := c.House.Person(person); p != nil && p.State() == workflow.PersonActive {
		n.Actor.Grants = p.Grants
	}
	n.On = on
	return &n
}

// verified fails on whatever verification finds.
func (w *world) verified() {
	w.Helper()
	found, err := w.app.Store.Verify(w.ctx, storage.VerifyOptions{})
	w.must(err)
	for _, f := range found {
		w.Errorf("verify: %s", f)
	}
	if len(found) > 0 {
		w.FailNow()
	}
}

// dump is every row of a table as text, in order.
func (w *world) dump(table string) []string {
	w.Helper()
	rows, err := w.look.QueryContext(w.ctx, "SELECT * FROM "+table)
	w.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	w.must(err)
	var out []string
	for rows.Next() {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		w.must(rows.Scan(into...))
		var b strings.Builder
		for i, c := range cells {
			if bytes, ok := c.([]byte); ok {
				c = string(bytes)
			}
			fmt.Fprintf(&b, "%s=%v|", columns[i], c)
		}
		out = append(out, b.String())
	}
	w.must(rows.Err())
	slices.Sort(out)
	return out
}

// tables are all there are, but for what migrations keep.
func (w *world) tables() []string {
	w.Helper()
	q := "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
	if strings.HasPrefix(w.url, "sqlite:") {
		q = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
	}
	rows, err := w.look.QueryContext(w.ctx, q)
	w.must(err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		w.must(rows.Scan(&name))
		out = append(out, name)
	}
	w.must(rows.Err())
	return out
}

// print is the hash of all that the database holds: it changes with any row.
func (w *world) print() string {
	w.Helper()
	h := sha256.New()
	for _, table := range w.tables() {
		for _, row := range w.dump(table) {
			h.Write([]byte(table + "|" + row + "\n"))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// replay drives an embedded scenario up to a step (0: to its end).
func (w *world) replay(name string, before int) *scenario.Result {
	w.Helper()
	f := w.embedded(name)
	if before > 0 {
		f.Steps = f.Steps[:before-1]
	}
	w.now = f.Steps[len(f.Steps)-1].At.Add(time.Minute)
	r := &scenario.Runner{App: w.app, Say: (*workflow.Error).Error}
	bad, err := r.Prepare(w.ctx, []*scenario.File{f})
	if err != nil || len(bad) > 0 {
		w.Fatalf("%s makes no sense: %v, %v", name, bad, err)
	}
	result, err := r.Run(w.ctx, f)
	w.must(err)
	for _, s := range result.Steps {
		if !s.Met() {
			w.Fatalf("%s did not go as expected: %+v", name, s)
		}
	}
	return result
}

func (w *world) embedded(name string) *scenario.File {
	w.Helper()
	f, complaints := scenario.Embedded(name)
	if len(complaints) > 0 {
		w.Fatalf("%v", complaints)
	}
	return f
}
