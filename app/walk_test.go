package app_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// walker goes at random through the door, and knows what has to be true after
// each step.
type walker struct {
	*world
	rng   *rand.Rand
	calls []string
	made  int // names given
	taken int // steps
	idle  bool
	stood string // how everything stands, until something is written
	past  map[string][]storage.Past
	books map[string]*book
	read  map[string]int64 // the last event read of each chain
	*walked
}

// offered is something that some people may do now.
type offered struct {
	entity workflow.Entity
	action workflow.Action
	on     workflow.Subject
	by     []string
	how    []workflow.Offer // one for each of by
}

func (o *offered) name() string { return string(o.entity) + "." + string(o.action) }

// TestWalks does hundreds of acts by random people in several calls, checks
// after each what must hold, looks at every mail that was ordered, and in the end
// brings every call to its archive.
func TestWalks(t *testing.T) {
	checks, steps := 2, 420
	if long() {
		checks, steps = 60, 800
	}
	total, mails, seed, walks := newWalked(), map[string]int{}, uint64(2023), 0
	storagetest.EachURL(t, func(t *testing.T, _ string) {
		fresh := databases(t)
		seed += 1000 // other walks on the other kind, which is slower
		checking(t, checks, seed, func(rt *rapid.T) {
			luck := rapid.SliceOfN(rapid.Uint64(), steps, steps+steps/4).Draw(rt, "luck")
			w, done := newWalker(rt, fresh(), luck[0], total)
			defer done()
			if walks++; walks > 1 && !long() { // every document of one walk is enough
				app.ContractsOnly(w.app)
			}
			for _, l := range luck {
				w.step(l)
			}
			if strings.HasSuffix(t.Name(), "/sqlite") { // no mail hangs on the kind
				w.mails(mails)
			}
			w.finish()
			if strings.HasSuffix(t.Name(), "/sqlite") {
				w.mails(mails)
			}
			w.verified()
		})
		if !long() {
			checks = 1
		}
	})
	total.report(t)
	if len(mails) < 35 {
		t.Errorf("mails of only %d kinds were looked at: %v", len(mails), mails)
	}
}

// databases gives fresh ones of the kind that the test is about.
func databases(t *testing.T) func() string {
	t.Helper()
	if strings.HasSuffix(t.Name(), "/sqlite") {
		return func() string { return storagetest.SQLite(t) }
	}
	return func() string { return storagetest.Postgres(t) }
}

// checking is rapid.Check with so many checks; from the same seed each time,
// unless the tests are to go on for long.
func checking(t *testing.T, checks int, seed uint64, f func(*rapid.T)) {
	t.Helper()
	set := func(name, value string) func() {
		was := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		return func() { _ = flag.Set(name, was) }
	}
	defer set("rapid.checks", fmt.Sprint(checks))()
	defer set("rapid.nofailfile", "true")()
	if !long() { // whole walks take long to make shorter
		defer set("rapid.shrinktime", "0s")()
	}
	if !long() && flag.Lookup("rapid.seed").Value.String() == "0" {
		defer set("rapid.seed", fmt.Sprint(seed))()
	}
	rapid.Check(t, f)
}

func newWalker(t rapid.TB, url string, chance uint64, total *walked) (*walker, func()) {
	t.Helper()
	w, done := newWorld(t, url, chance)
	k := &walker{world: w, rng: rand.New(rand.NewPCG(chance, 1)), books: map[string]*book{}, read: map[string]int64{}, past: map[string][]storage.Past{}, walked: total}
	k.people()
	for range 2 {
		k.newCall()
	}
	return k, done
}

// step is one act, or one attempt, after some time has passed.
func (w *walker) step(luck uint64) {
	w.Helper()
	w.rng = rand.New(rand.NewPCG(luck, uint64(w.taken)))
	w.steps++
	w.taken++
	w.pass()
	open := w.open()
	if len(open) == 0 {
		w.newCall()
		return
	}
	c := w.load(pick(w.rng, open), "")
	switch n := w.rng.IntN(100); {
	case n < 88:
		aside := w.rng.IntN(100) < 18 // something that leads nowhere, or back
		if w.offer(c, aside) || aside {
			return
		}
		for _, id := range open {
			if id != c.Call.Ref().Dossier && w.offer(w.load(id, ""), false) {
				return
			}
		}
		w.idle = true
	case n < 93:
		w.offerBlocked(c)
	case n < 98:
		w.stumble(w.load(pick(w.rng, w.calls), ""))
	default:
		w.keep(c)
	}
}

// open are the calls that have not ended.
func (w *walker) open() (out []string) {
	w.Helper()
	for _, row := range w.dump("calls WHERE state NOT IN ('archived', 'cancelled')") {
		id, _, _ := strings.Cut(strings.TrimPrefix(row, "id="), "|")
		out = append(out, id)
	}
	return out
}

// pass lets time go by: minutes mostly, sometimes until something is due.
func (w *walker) pass() {
	w.Helper()
	w.now = w.now.Add(time.Duration(1+w.rng.IntN(90)) * time.Minute)
	switch n := w.rng.IntN(100); {
	case n < 12:
		w.now = w.now.Add(time.Duration(1+w.rng.IntN(30)) * time.Hour)
	case n < 13 || w.idle:
		if at, ok, err := w.app.Store.NextDue(w.ctx); err == nil && ok && at.After(w.now) && w.mayPass() {
			w.now = at.Add(time.Duration(w.rng.IntN(3)) * time.Microsecond)
		}
	case n < 15 && w.mayPass():
		w.now = w.now.AddDate(0, 0, 5+w.rng.IntN(40))
	}
	w.idle = false
	w.clock()
	w.printed()
}

// printed has the documents filed that the acts so far have ordered: from each
// state that a walk comes to, what is to be told can be told.
func (w *walker) printed() {
	w.Helper()
	if _, waits, err := w.app.Store.NextJob(w.ctx); err != nil || !waits {
		w.must(err)
		return
	}
	w.filePapers()
	w.stood = ""
	for _, id := range w.calls {
		w.holds(w.learn(id, nil))
	}
}

// mayPass: a deadline does not pass while there is little to see.
func (w *walker) mayPass() bool {
	for _, id := range w.open() {
		c := w.load(id, "")
		if c.Call.State() == "open" && c.Count("submitted") < 3 {
			return w.rng.IntN(12) == 0
		}
	}
	return true
}

// clock does what is due and looks at all that it may have changed.
func (w *walker) clock() {
	w.Helper()
	if w.tick() == 0 {
		return
	}
	w.stood = ""
	for _, id := range w.calls {
		w.holds(w.learn(id, nil))
	}
}

// act performs, and checks that it happened whole or not at all.
func (w *walker) act(c *workflow.Case, by string, o *offered, values map[string]any) (app.Outcome, error) {
	w.Helper()
	if w.stood == "" {
		w.stood = w.standing()
	}
	cmd := app.Command{Actor: by, Surface: "walk", Entity: o.entity, Action: o.action, On: o.on.Ref().String(), Values: values, At: w.now}
	if o.entity == workflow.EntitySubmission && o.action == "create" {
		w.made++
		cmd.Name = fmt.Sprintf("p%d", w.made)
	}
	out, err := w.app.Perform(w.ctx, cmd)
	no, isNo := errors.AsType[*workflow.Error](err)
	switch {
	case err != nil && !isNo:
		w.Fatalf("%s by %s on %s with %v: %v", o.name(), by, cmd.On, values, err)
	case isNo:
		w.walked.refused[no.Outcome()]++
		if after := w.standing(); after != w.stood {
			w.Fatalf("%s by %s on %s was refused with %v and left something behind:\n%s\n%s", o.name(), by, cmd.On, err, w.stood, after)
		}
	default:
		w.stood = ""
		w.done[o.name()]++
		call := c.Call.Ref().Dossier
		a := &asked{by: by, name: o.name(), on: out.On, values: values, before: c}
		if a.name == "instalment.pay" {
			w.mayPay(a)
		}
		w.holds(w.learn(call, a))
	}
	return out, err
}

// standing tells whether anything was written: counts, and the heads of all
// chains with the sums beside them.
func (w *walker) standing() string {
	w.Helper()
	rows, err := w.look.QueryContext(w.ctx, `SELECT count(*) || ' events' FROM events UNION ALL SELECT count(*) || ' lines' FROM ledger
UNION ALL SELECT count(*) || ' jobs ' || coalesce(max(attempt), 0) FROM jobs UNION ALL SELECT count(*) || ' texts' FROM texts
UNION ALL SELECT count(*) || ' parts' FROM parts UNION ALL SELECT count(*) || ' files' FROM files UNION ALL SELECT count(*) || ' keys' FROM idempotency_keys
UNION ALL SELECT id || head || envelope || '/' || committed || '/' || paid || '/' || released FROM calls
UNION ALL SELECT id || head || coalesce(due_at || '', '') FROM submissions UNION ALL SELECT head FROM houses`)
	w.must(err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		w.must(rows.Scan(&s))
		out = append(out, s)
	}
	w.must(rows.Err())
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// learn reads the events that are new, and carries them into the books.
func (w *walker) learn(call string, a *asked) *workflow.Case {
	w.Helper()
	c := w.load(call, "")
	w.account(c)
	for _, id := range w.moved(call) {
		events, err := storage.Get(w.ctx, w.app.Store, func(tx *storage.Tx) ([]storage.Past, error) { return tx.History(id, w.read[id], 1000) })
		w.must(err)
		w.past[id] = append(w.past[id], events...)
		for i := range events {
			e := &events[i]
			w.read[id] = e.Seq
			if e.By == "engine" || e.By == "clock" {
				w.done[e.By+": "+string(e.On.Entity)+"."+string(e.Action)]++
			}
			if e.To != e.From {
				w.states[string(e.On.Entity)+" "+string(e.To)]++
			}
			var mine *asked
			if a != nil && e.Cause == "" && e.On == a.on {
				mine = a
			}
			w.books[call].enter(w.world, c, e, mine)
		}
	}
	w.books[call].agrees(w.world, c)
	return c
}

// moved are the dossiers of a call with events that were not read yet.
func (w *walker) moved(call string) (ids []string) {
	w.Helper()
	rows, err := w.look.QueryContext(w.ctx, "SELECT id, version FROM calls WHERE id = '"+call+"' UNION ALL SELECT id, version FROM submissions WHERE call_id = '"+call+"' ORDER BY id")
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		var version int64
		w.must(rows.Scan(&id, &version))
		if version > w.read[id] {
			ids = append(ids, id)
		}
	}
	w.must(rows.Err())
	return ids
}
