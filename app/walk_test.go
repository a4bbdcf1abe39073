package app_test

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"maps"
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
	books map[string]*book
	read  map[string]int64 // the last event read of each chain
	*walked
}

// walked counts what walks have done, over all of them.
type walked struct {
	done    map[string]int // "submission.award"
	refused map[string]int // "refused/over_envelope"
	states  map[string]int // "submission awarded"
	steps   int
}

func newWalked() *walked {
	return &walked{done: map[string]int{}, refused: map[string]int{}, states: map[string]int{}}
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
// after each what must hold, and in the end brings every call to its archive.
func TestWalks(t *testing.T) {
	checks, steps := 2, 550
	if long() {
		checks, steps = 60, 800
	}
	total, seed := newWalked(), uint64(2023)
	storagetest.EachURL(t, func(t *testing.T, _ string) {
		fresh := databases(t)
		seed += 1000 // other walks on the other kind
		checking(t, checks, seed, func(rt *rapid.T) {
			luck := rapid.SliceOfN(rapid.Uint64(), steps, steps+steps/4).Draw(rt, "luck")
			w, done := newWalker(rt, fresh(), luck[0], total)
			defer done()
			for _, l := range luck {
				w.step(l)
			}
			w.finish()
			w.verified()
		})
	})
	total.report(t)
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
	k := &walker{world: w, rng: rand.New(rand.NewPCG(chance, 1)), books: map[string]*book{}, read: map[string]int64{}, walked: total}
	k.people()
	for range 2 {
		k.newCall()
	}
	return k, done
}

// step is one act, or one attempt, after some time has passed.
func (w *walker) step(luck uint64) {
	w.Helper()
	w.rng = rand.New(rand.NewPCG(luck, uint64(w.taken))) //nolint:gosec // only spreads
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
	for _, id := range w.calls {
		w.learn(id, nil)
		w.holds(id)
	}
}

// subjects are the dossier and its parts.
func subjects(d workflow.Dossier) []workflow.Subject {
	return append([]workflow.Subject{d}, d.Parts()...)
}

// anywhere is the case about the call or one of its dossiers.
func (w *walker) anywhere(c *workflow.Case) (*workflow.Case, workflow.Dossier) {
	if len(c.All) == 0 || w.rng.IntN(6) == 0 {
		return c, c.Call
	}
	s := c.All[w.rng.IntN(len(c.All))]
	return w.load(c.Call.Ref().Dossier, s.Ref().Dossier), s
}

// offers are all acts that are possible in a dossier now, or, blocked, that are
// not yet.
func (w *walker) offers(c *workflow.Case, d workflow.Dossier, blocked bool) []*offered {
	var out []*offered
	p := w.app.Programme()
	for _, on := range subjects(d) {
		at := map[string]*offered{}
		for _, person := range c.House.People {
			id := person.Ref().ID
			for _, o := range p.Offers(as(c, id, on)) {
				if (o.Blocked != nil) != blocked {
					continue
				}
				key := string(o.Entity) + "." + string(o.Action)
				if at[key] == nil {
					at[key] = &offered{entity: o.Entity, action: o.Action, on: on}
					out = append(out, at[key])
				}
				at[key].by, at[key].how = append(at[key].by, id), append(at[key].how, o)
			}
		}
	}
	return out
}

// offer does something that is offered anywhere in the call: its example must
// pass; what is drawn may be refused. It answers whether there was anything.
func (w *walker) offer(c *workflow.Case, aside bool) bool {
	w.Helper()
	var all []*offered
	in := map[*offered]*workflow.Case{}
	look := func(c *workflow.Case, d workflow.Dossier) {
		for _, o := range w.offers(c, d, false) {
			if aside == (o.weight() < leading) && (o.name() != "submission.create" || len(c.All) < 6) {
				all, in[o] = append(all, o), c
			}
		}
	}
	look(c, c.Call)
	w.rng.Shuffle(len(c.All), func(i, j int) { c.All[i], c.All[j] = c.All[j], c.All[i] })
	for i, s := range c.All {
		if i > 1 && len(all) > 0 {
			break // enough to choose from
		}
		n := *c
		n.File, n.Past = s, nil
		look(&n, s)
	}
	o := w.choose(all)
	if o == nil {
		return false
	}
	if c = in[o]; c.File != nil { // with all that was not read of the others
		c = w.load(c.Call.Ref().Dossier, c.File.Ref().Dossier)
		if o = same(w.offers(c, c.File, false), o); o == nil {
			return true
		}
	}
	i := w.rng.IntN(len(o.by))
	n := as(c, o.by[i], o.on)
	values := clone(o.how[i].Example)
	drawn := w.vary(n, o, values)
	_, err := w.act(c, o.by[i], o, values)
	if err != nil && !drawn {
		w.Fatalf("%s is offered to %s on %s with %v, and answers %v", o.name(), o.by[i], o.on.Ref(), values, err)
	}
	return true
}

// same finds what was offered, if it still is.
func same(from []*offered, o *offered) *offered {
	for _, x := range from {
		if x.name() == o.name() && x.on.Ref() == o.on.Ref() {
			return x
		}
	}
	return nil
}

// offerBlocked asks for what is not offered yet, and is refused.
func (w *walker) offerBlocked(c *workflow.Case) {
	w.Helper()
	c, d := w.anywhere(c)
	all := w.offers(c, d, true)
	if len(all) == 0 {
		return
	}
	o := pick(w.rng, all)
	i := w.rng.IntN(len(o.by))
	values := map[string]any{}
	w.vary(as(c, o.by[i], o.on), o, values)
	if _, err := w.act(c, o.by[i], o, values); err == nil {
		w.Fatalf("%s by %s on %s is blocked with %v, and %v does it", o.name(), o.by[i], o.on.Ref(), o.how[i].Blocked, values)
	}
}

// stumble asks for anything, by anybody, on anything, with anything.
func (w *walker) stumble(c *workflow.Case) {
	w.Helper()
	c, d := w.anywhere(c)
	on := pick(w.rng, subjects(d))
	lifecycles := w.app.Programme().Lifecycles
	l := lifecycles[w.rng.IntN(len(lifecycles))]
	for range 3 { // rather one that the subject knows
		if l.Entity != on.Ref().Entity {
			l = lifecycles[w.rng.IntN(len(lifecycles))]
		}
	}
	if l.Entity == workflow.EntityCall && on.Ref().Entity != workflow.EntityCall || l.Entity == workflow.EntityPerson || l.Entity == workflow.EntityOrganisation {
		return
	}
	r := pick(w.rng, l.Rules)
	o := &offered{entity: l.Entity, action: r.Action, on: on}
	if o.entity == workflow.EntityCall && o.action == "create" {
		return
	}
	by := pick(w.rng, c.House.People).Ref().ID
	values := map[string]any{}
	asks, _ := w.app.Programme().Input(l.Entity, r.Action)
	for _, f := range asks {
		if w.rng.IntN(3) > 0 {
			values[f.Name] = w.junk(f)
		}
	}
	_, _ = w.act(c, by, o, values)
}

// act performs, and checks that it happened whole or not at all.
func (w *walker) act(c *workflow.Case, by string, o *offered, values map[string]any) (app.Outcome, error) {
	w.Helper()
	before := w.standing()
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
		if after := w.standing(); after != before {
			w.Fatalf("%s by %s on %s was refused with %v and left something behind:\n%s\n%s", o.name(), by, cmd.On, err, before, after)
		}
	default:
		w.done[o.name()]++
		call := c.Call.Ref().Dossier
		a := &asked{by: by, name: o.name(), on: out.On, values: values, before: c}
		if a.name == "instalment.pay" {
			w.mayPay(a)
		}
		w.learn(call, a)
		w.holds(call)
	}
	return out, err
}

// standing tells whether anything was written: counts, and the heads of all
// chains with the sums beside them.
func (w *walker) standing() string {
	w.Helper()
	var out []string
	for _, q := range []string{
		"SELECT count(*) || '' FROM events", "SELECT count(*) || '' FROM ledger", "SELECT count(*) || ' ' || coalesce(max(attempt), 0) FROM jobs",
		"SELECT count(*) || '' FROM texts", "SELECT count(*) || '' FROM parts", "SELECT count(*) || '' FROM files", "SELECT count(*) || '' FROM idempotency_keys",
		"SELECT id || head || envelope || '/' || committed || '/' || paid || '/' || released FROM calls ORDER BY 1",
		"SELECT id || head || coalesce(due_at || '', '') FROM submissions ORDER BY 1", "SELECT head FROM houses",
	} {
		rows, err := w.look.QueryContext(w.ctx, q)
		w.must(err)
		for rows.Next() {
			var s string
			w.must(rows.Scan(&s))
			out = append(out, s)
		}
		w.must(errors.Join(rows.Err(), rows.Close()))
	}
	return strings.Join(out, "\n")
}

// finish brings every call to its end by acts that lead there, as from every
// state it can be (invariant 13).
func (w *walker) finish() {
	w.Helper()
	for n, idle := 0, 0; ; n++ {
		moved, open := false, 0
		w.steps++
		w.now = w.now.Add(time.Hour)
		w.clock()
		for _, id := range w.calls {
			c := w.load(id, "")
			if s := c.Call.State(); s == "archived" || s == "cancelled" {
				continue
			}
			open++
			if n == 700 {
				w.Fatalf("call %s never ends: %s, %v", id, c.Call.State(), c.Counts)
			}
			moved = w.forward(c, onward) || moved
		}
		switch {
		case open == 0:
			return
		case moved:
			idle = 0
		case idle < 30: // what waits for a date
			idle++
			w.now = w.now.AddDate(0, 0, 7)
			w.clock()
		default:
			for _, id := range w.calls {
				w.forward(w.load(id, ""), lastResorts)
			}
		}
	}
}

// forward does one act that leads on; false if there is none.
func (w *walker) forward(c *workflow.Case, by map[string]int) bool {
	w.Helper()
	var best *offered
	var in *workflow.Case
	look := func(c *workflow.Case, d workflow.Dossier) {
		for _, o := range w.offers(c, d, false) {
			if o.leads(c) && by[o.name()] > 0 && (best == nil || by[o.name()] > by[best.name()]) {
				best, in = o, c
			}
		}
	}
	look(c, c.Call)
	for _, s := range c.All {
		look(w.load(c.Call.Ref().Dossier, s.Ref().Dossier), s)
	}
	if best == nil {
		return false
	}
	values := clone(best.how[0].Example)
	if best.name() == "member.appoint" {
		values["person"], values["as"] = "jury2", "acting_chair"
	}
	if _, err := w.act(in, best.by[0], best, values); err != nil {
		w.Fatalf("%s is offered to %s on %s with %v, and answers %v", best.name(), best.by[0], best.on.Ref(), values, err)
	}
	return true
}

// leads leaves out what could be done for ever.
func (o *offered) leads(c *workflow.Case) bool {
	switch o.name() {
	case "submission.hold_midterm":
		return o.on.State() == "in_progress"
	case "meeting.plan":
		return !slices.ContainsFunc(c.Call.Meetings, func(m *workflow.Meeting) bool { return m.State() != "void" })
	case "sheet.save":
		return o.on.State() == "assigned"
	case "member.appoint":
		return !slices.ContainsFunc(c.Call.Members, func(m *workflow.Member) bool { return m.State() == "appointed" && m.As == "acting_chair" })
	default:
		return true
	}
}

// choose takes an act by its weight, then one of those that it may be done on.
func (w *walker) choose(from []*offered) *offered {
	total, by := 0, map[string][]*offered{}
	var names []string
	for _, o := range from {
		if o.weight() > 0 && by[o.name()] == nil {
			names, total = append(names, o.name()), total+o.weight()
		}
		by[o.name()] = append(by[o.name()], o)
	}
	if total == 0 {
		return nil
	}
	n := w.rng.IntN(total)
	for _, name := range names {
		if n -= by[name][0].weight(); n < 0 {
			return pick(w.rng, by[name])
		}
	}
	return nil
}

// weight is less for what was done already and could be done for ever.
func (o *offered) weight() int {
	switch {
	case o.name() == "sheet.save" && o.on.State() != "assigned", o.name() == "submission.hold_midterm" && o.on.State() == "midterm_held":
		return 3
	case slices.Contains(endings, o.name()) || weights[o.name()] >= leading:
		return weights[o.name()]
	default:
		return min(3*weights[o.name()], leading-1)
	}
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// core are the acts without which a walk has seen little.
var core = []string{
	"call.validate", "call.publish", "call.convene", "call.conclude", "call.decide", "call.review", "call.archive", "envelope.change",
	"submission.create", "submission.update", "submission.submit", "submission.take_back", "submission.request_completion", "submission.resubmit",
	"submission.declare_eligible", "submission.declare_ineligible", "submission.rank", "submission.award", "submission.place_in_reserve",
	"submission.reject", "submission.reconsider", "submission.issue_convention", "submission.sign", "submission.hold_midterm", "submission.amend",
	"submission.suspend", "submission.resume", "submission.submit_final_report", "submission.review", "submission.close", "submission.reassess",
	"submission.terminate", "submission.withdraw", "submission.appeal", "party.confirm", "sheet.assign", "sheet.save", "sheet.seal", "sheet.declare_conflict",
	"instalment.claim", "instalment.approve", "instalment.pay", "instalment.bounce", "spending.accept", "deliverable.deliver", "deliverable.accept",
	"meeting.plan", "meeting.invite", "meeting.hold", "member.appoint",
	"engine: version.sign", "engine: submission.activate", "clock: call.close", "engine: submission.expire",
}

// report says what the walks did, and fails if they missed what matters.
func (y *walked) report(t *testing.T) {
	t.Helper()
	say := func(what string, m map[string]int) {
		var lines []string
		for _, k := range slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(m[b]-m[a], strings.Compare(a, b)) }) {
			lines = append(lines, fmt.Sprintf("%s %d", k, m[k]))
		}
		t.Logf("%s: %s", what, strings.Join(lines, ", "))
	}
	acts, no := 0, 0
	for _, n := range y.done {
		acts += n
	}
	for _, n := range y.refused {
		no += n
	}
	t.Logf("%d steps, %d acts and their consequences, %d refusals", y.steps, acts, no)
	say("done", y.done)
	say("refused", y.refused)
	say("states", y.states)
	if t.Failed() {
		return
	}
	for _, a := range core {
		if y.done[a] == 0 {
			t.Errorf("no walk ever did %s", a)
		}
	}
}

// learn reads the events that are new, and carries them into the books.
func (w *walker) learn(call string, a *asked) {
	w.Helper()
	c := w.load(call, "")
	w.account(c)
	dossiers := []workflow.Dossier{c.Call}
	for _, s := range c.All {
		dossiers = append(dossiers, s)
	}
	for _, d := range dossiers {
		id := d.Ref().Dossier
		events, err := storage.Get(w.ctx, w.app.Store, func(tx *storage.Tx) ([]storage.Past, error) { return tx.History(id, w.read[id], 1000) })
		w.must(err)
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
}
