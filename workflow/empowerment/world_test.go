package empowerment_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	w "tremplin/workflow"
	"tremplin/workflow/empowerment"
)

var programme = empowerment.V1()

// world holds dossiers in memory and has the programme decide, as storage and
// app do it: a case is given what the rule needs and no more, rows pass through
// their JSON, and the clock does what is due before anything later.
type world struct {
	p      *w.Programme
	house  *w.House
	calls  map[string]*w.Call
	files  map[string]*w.Submission
	past   map[string][]w.Happened
	due    map[string]time.Time // as last written
	ledger []posted
	events []w.Event
	jobs   []w.Job
	now    time.Time
	last   time.Time // of the last act
	chance uint64
	after  func(*world, *w.Decision) // asked after each act

	copied    bool              // the reasons given are another dossier's
	infected  map[string]string // files with a virus in them
	unprinted bool              // papers are left to whoever asks
}

// posted is a line of a call's ledger.
type posted struct {
	call string
	w.Entry
}

func newWorld() *world {
	h := &w.House{}
	w.Revive(h, w.Ref{Entity: w.EntityHouse, Dossier: w.HouseID}, "there")
	return &world{p: programme, house: h, calls: map[string]*w.Call{}, files: map[string]*w.Submission{}, past: map[string][]w.Happened{}, due: map[string]time.Time{}}
}

// fork is another world that begins as this one; dossiers are never edited in
// place, so both may share them.
func (x *world) fork() *world {
	n := *x
	n.calls, n.files, n.past, n.due = maps.Clone(x.calls), maps.Clone(x.files), maps.Clone(x.past), maps.Clone(x.due)
	n.ledger, n.events, n.jobs = slices.Clip(x.ledger), slices.Clip(x.events), slices.Clip(x.jobs)
	return &n
}

// asked is what somebody asks for: "submission.award" on "a", a submission of
// the only call, with a JSON object.
type asked struct {
	by, do, on, with string
	as               string         // name of the submission that it makes
	raw              map[string]any // instead of with
}

func (a asked) String() string {
	return fmt.Sprintf("%s: %s on %s with %s", a.by, a.do, a.on, a.with)
}

func (a asked) ask() w.Ask {
	entity, action, _ := strings.Cut(a.do, ".")
	if a.raw != nil {
		return w.Ask{Entity: w.Entity(entity), Action: w.Action(action), Values: a.raw}
	}
	return w.Ask{Entity: w.Entity(entity), Action: w.Action(action), Values: values(a.with)}
}

// values reads raw values as a file or a form gives them.
func values(s string) map[string]any {
	if s == "" {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	out := map[string]any{}
	if err := d.Decode(&out); err != nil {
		panic(fmt.Sprintf("%s: %v", s, err))
	}
	return out
}

func (x *world) actor(id string) w.Actor {
	switch id {
	case "engine":
		return w.EngineActor("job")
	case "clock":
		return w.ClockActor()
	case "import":
		return w.ImportActor("test")
	}
	a := w.Actor{Person: id, Surface: "test"}
	if p := x.house.Person(id); p != nil && p.State() == w.PersonActive {
		a.Grants = x.house.GrantsOf(p)
	}
	return a
}

// name completes "a" to "emp.a".
func (x *world) name(on string) (dossier, part string) {
	dossier, part, _ = strings.Cut(on, "/")
	if x.calls[dossier] == nil && !strings.Contains(dossier, ".") && dossier != w.HouseID {
		dossier = "emp." + dossier
	}
	return dossier, part
}

// caseFor is what a decision on the target may look at.
func (x *world) caseFor(who w.Actor, on string, n w.Needs) *w.Case {
	c := &w.Case{Now: x.now, Today: w.DateOf(x.now), Actor: who, House: x.house, Seed: x.seed(), Copied: x.copied, Infected: x.infected}
	id, part := x.name(on)
	call, _, _ := strings.Cut(id, ".")
	c.Call, c.File = x.calls[call], x.files[id]
	switch {
	case id == w.HouseID:
		c.Call, c.On = nil, x.house
	case c.File != nil:
		c.On = c.File
	case c.Call != nil && id == call:
		c.On = c.Call
	}
	if c.On == nil {
		return c
	}
	if part != "" {
		c.On = partOf(c.On.(w.Dossier), part)
	}
	if n.Past {
		c.Past = x.past[id]
	}
	if c.Call == nil {
		return c
	}
	if n.All {
		c.All = x.of(call)
	}
	if c.File != nil {
		c.Reserve = x.reserve(call)
	}
	if who.Person != "" {
		c.Hidden = x.hidden(who.Person, call)
	}
	if n.Exclusive {
		c.Counts = map[w.State]int{}
		for _, s := range x.of(call) {
			c.Counts[s.State()]++
		}
		if c.File != nil {
			c.Arrears = x.arrears(c.File)
		}
	}
	return c
}

func partOf(d w.Dossier, part string) w.Subject {
	entity, id, _ := strings.Cut(part, "/")
	for _, p := range d.Parts() {
		if p.Ref().Entity == w.Entity(entity) && p.Ref().ID == id {
			return p
		}
	}
	return nil
}

func (x *world) seed() []byte {
	s := make([]byte, 16)
	binary.BigEndian.PutUint64(s, x.chance)
	return s
}

// of lists the dossiers of a call by id.
func (x *world) of(call string) (out []*w.Submission) {
	for _, id := range slices.Sorted(maps.Keys(x.files)) {
		if x.files[id].CallID == call {
			out = append(out, x.files[id])
		}
	}
	return out
}

func (x *world) reserve(call string) (out []w.Placed) {
	for _, s := range x.of(call) {
		if s.State() == empowerment.Reserve && s.Verdict != nil {
			out = append(out, w.Placed{Submission: s.Ref().Dossier, Place: s.Verdict.Place})
		}
	}
	slices.SortStableFunc(out, func(a, b w.Placed) int { return a.Place - b.Place })
	return out
}

// arrears are what storage finds: projects of the same SISP, signed earlier,
// whose report or repayment is past its date.
// hidden says of a call whether the person has a conflict with one of its dossiers.
func (x *world) hidden(person, call string) []string {
	see := w.Sight{Person: person, Mandates: x.house.MandatesOf(person)}
	for _, s := range x.of(call) {
		if !s.SubmittedAt.IsZero() && !slices.Contains([]w.State{"withdrawn", "expired", "ineligible"}, s.State()) && see.Conflicted(s) {
			return []string{call}
		}
	}
	return nil
}

func (x *world) arrears(me *w.Submission) (out []w.Arrear) {
	for _, id := range slices.Sorted(maps.Keys(x.files)) {
		s := x.files[id]
		if x.house.Heir(s.Sisp) != x.house.Heir(me.Sisp) || s.SignedAt.IsZero() || !s.SignedAt.Before(me.SignedAt) {
			continue
		}
		owe := func(what string, since w.Date) {
			if since != "" && since < w.DateOf(x.now) {
				out = append(out, w.Arrear{Submission: id, Signed: s.SignedAt, Owes: what, Since: since})
			}
		}
		if slices.Contains([]w.State{"in_progress", "midterm_held", "suspended"}, s.State()) {
			owe("report", s.ReportDue)
		}
		for _, r := range s.Recoveries {
			if r.State() == "demanded" {
				owe("repayment", r.Due)
			}
		}
	}
	return out
}

// decide answers what the act would do now, and changes nothing.
func (x *world) decide(a asked) (*w.Decision, error) {
	ask := a.ask()
	c := x.caseFor(x.actor(a.by), a.on, x.p.Needs(ask.Entity, ask.Action))
	switch {
	case ask.Entity == w.EntityCall && ask.Action == "create":
		c.NewID = strings.ToLower(fmt.Sprint(ask.Values["reference"]))
	case ask.Entity == w.EntitySubmission && ask.Action == "create":
		c.NewID = a.on + "." + a.as
	}
	return x.p.Decide(c, ask)
}

func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	if no, ok := errors.AsType[*w.Error](err); ok {
		return no.Outcome()
	}
	return "broken: " + err.Error()
}

// do is try for an act that has to pass.
func (x *world) do(t testing.TB, by, do, on, with string, as ...string) {
	t.Helper()
	a := asked{by: by, do: do, on: on, with: with, as: strings.Join(as, "")}
	if err := x.tick(); err != nil {
		t.Fatalf("%s: the clock: %v", x.now.Format(time.RFC3339), err)
	}
	d, err := x.decide(a)
	if err != nil {
		t.Fatalf("%s: %s: %v", x.now.Format(time.RFC3339), a, err)
	}
	if err := x.apply(d); err != nil {
		t.Fatalf("%s: %v", a, err)
	}
	x.now = x.now.Add(time.Minute)
}

// refuse is for an act that has to fail, and gives what was wrong.
func (x *world) refuse(t testing.TB, by, do, on, with, want string) map[string]any {
	t.Helper()
	if err := x.tick(); err != nil {
		t.Fatal(err)
	}
	_, err := x.decide(asked{by: by, do: do, on: on, with: with})
	if got := outcome(err); got != want {
		t.Fatalf("%s: %s on %s with %s: %v, want %s", by, do, on, with, err, want)
	}
	no, _ := errors.AsType[*w.Error](err)
	return no.Facts
}

// at moves time to a moment ("2025-03-14T17:00") or to ten in the morning of a
// day, and lets the clock work.
func (x *world) at(t testing.TB, s string) {
	t.Helper()
	if !strings.Contains(s, "T") {
		s += "T10:00"
	}
	m, err := w.ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	if m.Before(x.now) {
		t.Fatalf("%s is before %s", s, x.now)
	}
	x.now = m
	if err := x.tick(); err != nil {
		t.Fatal(err)
	}
}

// tick does what has fallen due, by time, then by id. What is refused is left.
func (x *world) tick() error {
	tried := map[string]bool{}
	now := x.now
	defer func() { x.now = now }()
	for {
		id := x.dueFirst(now, tried)
		if id == "" {
			return nil
		}
		x.now = now
		c := x.caseFor(w.ClockActor(), id, w.Needs{Exclusive: true})
		done := false
		for _, todo := range x.p.Agenda(c) {
			key := fmt.Sprint(todo.On.Ref(), todo.Action, todo.At)
			if tried[key] {
				continue
			}
			tried[key] = true
			x.now = todo.At
			if x.now.Before(x.last) {
				x.now = x.last
			}
			d, err := x.decide(asked{by: "clock", do: string(todo.Entity) + "." + string(todo.Action), on: todo.On.Ref().String()})
			if err == nil {
				if err := x.apply(d); err != nil {
					return err
				}
				done = true
				break
			}
			if strings.HasPrefix(outcome(err), "broken") {
				return err
			}
		}
		tried[id] = !done
	}
}

func (x *world) dueFirst(now time.Time, tried map[string]bool) (first string) {
	for id, at := range x.due {
		if at.IsZero() || at.After(now) || tried[id] {
			continue
		}
		if first == "" || at.Before(x.due[first]) || at.Equal(x.due[first]) && id < first {
			first = id
		}
	}
	return first
}

func (x *world) state(t testing.TB, on string) w.State {
	t.Helper()
	c := x.caseFor(w.Actor{}, on, w.Needs{})
	if c.On == nil {
		t.Fatalf("there is no %s", on)
	}
	return c.On.State()
}

// want complains where a subject stands elsewhere.
func (x *world) want(t testing.TB, on string, state w.State) {
	t.Helper()
	if got := x.state(t, on); got != state {
		t.Fatalf("%s is %s, want %s", on, got, state)
	}
}

func (x *world) file(t testing.TB, on string) *w.Submission {
	t.Helper()
	id, _ := x.name(on)
	if x.files[id] == nil {
		t.Fatalf("there is no %s", on)
	}
	return x.files[id]
}
