package empowerment_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	w "tremplin/workflow"
)

// walk is a run of random acts by random people, with the clock.
type walk struct {
	*world
	*rapid.T
	used map[string]int
	home *w.House
	m    *model
	log  []string
}

var everything = w.Needs{Exclusive: true, All: true, Past: true}

// TestWalks begins anywhere in the story, or beside a second call, and does what
// is offered, or draws something else; after each act the invariants hold and the
// model agrees, and in the end everything can still come to its end.
func TestWalks(t *testing.T) {
	done, home := map[string]int{}, stage(t, "house").house
	for _, round := range []string{"first", "second", "third"} {
		t.Run(round, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) { walkOnce(t, rt, home, done) })
		})
	}
	t.Logf("%d kinds of act done", len(done))
	for _, r := range laws {
		if !slices.Equal(r.by, []w.Role{w.Engine}) && done[r.name()] == 0 {
			t.Logf("never: %s", r.name())
		}
	}
}

func walkOnce(t *testing.T, rt *rapid.T, home *w.House, done map[string]int) {
	t.Helper()
	from := story[rapid.IntRange(1, len(story)-1).Draw(rt, "from")].name
	if rapid.IntRange(0, 3).Draw(rt, "busy") == 0 { // where more may be done
		from = rapid.SampledFrom([]string{"confirmed", "submitted", "assigned", "scored", "claimed", "midterm", "judged", "overpaid"}).Draw(rt, "from there")
	}
	x, m := begin(t, from)
	k := &walk{world: x, T: rt, used: map[string]int{}, m: m, home: home}
	x.after = func(x *world, d *w.Decision) { k.check(d) }
	if rapid.Bool().Draw(rt, "beside") {
		secondCall(t, x)
	}
	for range rapid.IntRange(20, 120).Draw(rt, "steps") {
		k.step()
	}
	k.finish()
	for act, n := range k.used {
		done[act] += n
	}
}

// secondCall opens another one, to which SISPs of the first submit.
func secondCall(t testing.TB, x *world) {
	t.Helper()
	raw := values(callInput)
	raw["reference"], raw["reserve_until"] = "TWO", string(w.DateOf(x.now).Plus(14, 0))
	raw["opens_at"], raw["closes_at"] = x.now.Add(time.Hour).Format(time.RFC3339), x.now.AddDate(0, 0, 20).Format(time.RFC3339)
	d, err := x.decide(asked{by: "off", do: "call.create", on: w.HouseID, raw: raw})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.apply(d); err != nil {
		t.Fatal(err)
	}
	x.do(t, "dir", "call.validate", "two", "")
	x.now = x.now.Add(time.Hour)
	for _, sisp := range []string{"alfa", "beta"} {
		x.do(t, "ed_"+sisp, "submission.create", "two", strings.Replace(proposal(sisp, "15000", ""), "2026-02-28", string(w.DateOf(x.now).Plus(9, 0)), 1), sisp)
		x.do(t, "ed_"+sisp, "file.attach", "two."+sisp, letter)
		x.do(t, "sig_"+sisp, "submission.submit", "two."+sisp, "")
	}
}

// begin retells the story up to a chapter, for the model's ears.
func begin(t testing.TB, name string) (*world, *model) {
	t.Helper()
	x, m := newWorld(), newModel()
	x.after = m.learn2
	var tell func(name string)
	tell = func(name string) {
		i := slices.IndexFunc(story, func(c chapter) bool { return c.name == name })
		if story[i].from != "" {
			tell(story[i].from)
		}
		story[i].acts(teller{t}, x)
	}
	tell(name)
	return x, m
}

func (m *model) learn2(x *world, d *w.Decision) { m.learn(x, d) }

func (k *walk) check(d *w.Decision) {
	k.m.learn(k.world, d)
	for _, b := range slices.Concat(k.broken(), k.m.differs(k.world), k.paidWrongly(d), k.passedOver(d)) {
		k.Fatalf("%s\nafter %s of %s: %s", strings.Join(k.log, "\n"), d.Events[0].Action, d.Events[0].On, b)
	}
}

// step moves time, or has somebody do something.
func (k *walk) step() {
	if rapid.IntRange(0, 5).Draw(k.T, "time?") == 0 {
		k.pass()
		return
	}
	if rapid.IntRange(0, 3).Draw(k.T, "guided") > 0 && k.guided() {
		return
	}
	on := k.somewhere()
	who := k.somebody()
	for i := range who {
		offers := k.offers(who[i], on)
		var open, shut []w.Offer
		for _, o := range offers {
			if o.Blocked == nil {
				open = append(open, o)
			} else {
				shut = append(shut, o)
			}
		}
		if len(shut) > 0 {
			k.insist(who[i], on, rapid.SampledFrom(shut).Draw(k.T, "blocked"))
		}
		if len(open) > 0 {
			k.take(who[i], on, k.rare(open))
			return
		}
	}
}

// guided picks an act by its law, rather one that was done less often, and looks
// for somebody and something to do it.
func (k *walk) guided() bool {
	rows := slices.DeleteFunc(slices.Clone(laws), func(r row) bool { return slices.Equal(r.by, []w.Role{w.Engine}) })
	slices.SortStableFunc(rows, func(a, b row) int { return k.used[a.name()] - k.used[b.name()] })
	n := len(rows) - 1
	first := rapid.IntRange(0, n).Draw(k.T, "row")
	parts := func(r row) bool {
		return r.entity != w.EntityCall && r.entity != w.EntityFile && r.entity != w.EntityPerson
	}
	for first < n && !parts(rows[first]) && rapid.Bool().Draw(k.T, "another") {
		first++
	}
	for i := range min(12, len(rows)) {
		r := rows[(first+i)%len(rows)]
		targets := k.targets(r)
		if len(targets) == 0 {
			continue
		}
		on := rapid.SampledFrom(targets).Draw(k.T, "target")
		for _, who := range k.holders(r) {
			for _, o := range k.offers(who, on) {
				if deed(o) == r.name() && o.Blocked == nil {
					k.take(who, on, o)
					return true
				}
			}
		}
	}
	return false
}

// targets are what the act may be done on, as far as its state goes.
func (k *walk) targets(r row) (out []string) {
	look := func(s w.Subject) {
		e := s.Ref().Entity
		makes := slices.Contains(r.from, w.Unborn) && slices.ContainsFunc(actsOn(e), func(y row) bool { return y.name() == r.name() })
		if e == r.entity && slices.Contains(r.from, s.State()) || e != r.entity && makes {
			out = append(out, s.Ref().String())
		}
	}
	for _, id := range k.callIDs() {
		look(k.calls[id])
		for _, p := range k.calls[id].Parts() {
			look(p)
		}
		for _, s := range k.of(id) {
			look(s)
			for _, p := range s.Parts() {
				look(p)
			}
		}
	}
	if r.entity == w.EntityPerson || r.entity == w.EntityOrganisation || r.name() == "call.create" {
		out = append(out, w.HouseID)
		for _, p := range k.house.People {
			look(p)
		}
	}
	return out
}

func (k *walk) holders(r row) (out []string) {
	for _, p := range k.house.People {
		if slices.ContainsFunc(p.Grants, func(g w.Grant) bool {
			return slices.Contains(r.by, g.Role) || g.Role == w.CommitteeMember && slices.Contains(r.by, w.CommitteeChair)
		}) {
			out = append(out, p.Ref().ID)
		}
	}
	at := rapid.IntRange(0, len(out)).Draw(k.T, "holder")
	return append(slices.Clone(out[at:]), out[:at]...)
}

// pass lets time go by: a little, or to what falls due next, or for long.
func (k *walk) pass() {
	switch rapid.IntRange(0, 3).Draw(k.T, "how long") {
	case 0:
		var next time.Time
		for _, at := range k.due {
			if at.After(k.now) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
		if !next.IsZero() {
			k.now = next
		}
	case 1:
		k.now = k.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(k.T, "days")) * 24 * time.Hour)
	default:
		k.now = k.now.Add(time.Duration(rapid.IntRange(1, 2000).Draw(k.T, "minutes")) * time.Minute)
	}
	k.log = append(k.log, "at "+k.now.Format(time.RFC3339))
	if err := k.tick(); err != nil {
		k.Fatal(err)
	}
}

// somewhere is a dossier, or a part of one.
func (k *walk) somewhere() string {
	ids := []string{w.HouseID}
	for id := range k.calls {
		ids = append(ids, id)
	}
	for id, s := range k.files {
		ids = append(ids, id)
		for _, p := range s.Parts() {
			ids = append(ids, p.Ref().String())
		}
	}
	for _, p := range k.house.People {
		ids = append(ids, p.Ref().String())
	}
	for _, c := range k.calls {
		for _, p := range c.Parts() {
			ids = append(ids, p.Ref().String())
		}
	}
	slices.Sort(ids)
	if rapid.IntRange(0, 9).Draw(k.T, "house") > 0 {
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == w.HouseID })
	}
	if rapid.Bool().Draw(k.T, "whole") { // rather dossiers than parts
		ids = slices.DeleteFunc(ids, func(id string) bool { return strings.Contains(id, "/") })
	}
	return rapid.SampledFrom(ids).Draw(k.T, "on")
}

// somebody is everybody, in some order.
func (k *walk) somebody() []string {
	var ids []string
	for _, p := range k.house.People {
		ids = append(ids, p.Ref().ID)
	}
	at := rapid.IntRange(0, len(ids)-1).Draw(k.T, "by")
	return append(slices.Clone(ids[at:]), ids[:at]...)[:12]
}

func (k *walk) offers(who, on string) []w.Offer {
	c := k.caseFor(k.actor(who), on, everything)
	if c.On == nil {
		return nil
	}
	return k.p.Offers(c)
}

// rare prefers acts that were done less often.
func (k *walk) rare(open []w.Offer) w.Offer {
	slices.SortStableFunc(open, func(a, b w.Offer) int { return k.used[deed(a)] - k.used[deed(b)] })
	n := len(open) - 1
	return open[min(rapid.IntRange(0, n).Draw(k.T, "offer"), rapid.IntRange(0, n).Draw(k.T, "or"))]
}

func deed(o w.Offer) string { return string(o.Entity) + "." + string(o.Action) }

// take does what is offered: as in the example, which must pass, or with drawn
// inputs, which may.
func (k *walk) take(who, on string, o w.Offer) {
	a := asked{by: who, do: deed(o), on: on, as: fmt.Sprint("n", len(k.files)), raw: k.example(o)}
	drawn := rapid.IntRange(0, 2).Draw(k.T, "draw?") > 0
	if drawn {
		k.disturb(a.raw, o.Fields)
	}
	if a.do == "call.create" { // storage sees that no two are called alike
		a.raw = merged(values(callInput), a.raw)
		a.raw["reference"] = fmt.Sprint("NEW-", len(k.calls))
	}
	k.log = append(k.log, fmt.Sprint(k.now.Format(time.RFC3339), " ", a, a.raw))
	d, err := k.decide(a)
	switch {
	case err == nil:
		k.used[a.do]++
		if err := k.apply(d); err != nil {
			k.Fatalf("%s: %v", a, err)
		}
		k.now = k.now.Add(time.Minute)
		if err := k.tick(); err != nil {
			k.Fatal(err)
		}
	case strings.HasPrefix(outcome(err), "broken"):
		k.Fatalf("%s\n%s %v: %v", strings.Join(k.log, "\n"), a, a.raw, err)
	case !drawn:
		k.Fatalf("%s\noffered, and refused: %s %v: %v", strings.Join(k.log, "\n"), a, a.raw, err)
	}
}

// insist asks for what is not offered: no input helps.
func (k *walk) insist(who, on string, o w.Offer) {
	a := asked{by: who, do: deed(o), on: on, as: "z", raw: k.example(o)}
	k.disturb(a.raw, o.Fields)
	if _, err := k.decide(a); err == nil || strings.HasPrefix(outcome(err), "broken") {
		k.Fatalf("%s\nnot offered (%v), and done: %s %v: %v", strings.Join(k.log, "\n"), o.Blocked, a, a.raw, err)
	}
}

func (k *walk) example(o w.Offer) map[string]any { return merged(o.Example, nil) }

func merged(a, b map[string]any) map[string]any {
	out := map[string]any{}
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}

// disturb draws some of the fields anew.
func (k *walk) disturb(raw map[string]any, fields []w.Field) {
	for _, f := range fields {
		if rapid.IntRange(0, 3).Draw(k.T, f.Name+"?") > 0 {
			continue
		}
		if v := k.value(f); v != nil {
			raw[f.Name] = v
		} else {
			delete(raw, f.Name)
		}
	}
}

// value is something that may be meant, by the field's kind.
func (k *walk) value(f w.Field) any {
	one := func() any {
		switch f.Kind {
		case w.KindMoney:
			return rapid.SampledFrom([]string{"0", "0.01", "1000", "9999.99", "10000", "12000", "15000", "15000.01", "20000", "24000", "30000", "50000.01", "70000", "100000"}).Draw(k.T, "amount")
		case w.KindNumber, w.KindInteger:
			return rapid.SampledFrom([]string{"0", "1", "2", "3", "5", "100"}).Draw(k.T, "number")
		case w.KindDate:
			return string(w.DateOf(k.now).Plus(0, rapid.IntRange(-40, 400).Draw(k.T, "day")))
		case w.KindMoment:
			return k.now.Add(time.Duration(rapid.IntRange(-10, 4000).Draw(k.T, "hour")) * time.Hour).Format(time.RFC3339)
		case w.KindChoice:
			return rapid.SampledFrom(f.OneOf).Draw(k.T, "choice")
		case w.KindBool:
			return rapid.SampledFrom([]string{"true", "false"}).Draw(k.T, "bool")
		case w.KindObject:
			o := map[string]any{}
			for _, g := range f.Of {
				if v := k.value(g); v != nil && (g.Need || rapid.Bool().Draw(k.T, "there")) {
					o[g.Name] = v
				}
			}
			return o
		case w.KindMap:
			return map[string]any{"x": "1"}
		case w.KindCode, w.KindPeople:
			return rapid.SampledFrom([]string{"alfa", "beta", "asbl", "bsbl", "town", "jury1", "jury2", "jury3", "sub1", "chair", "culture", "people", "participation", "auditor", "das_officer", "BE68 5390 0754 7034"}).Draw(k.T, "code")
		default:
			return rapid.SampledFrom([]string{"x", "utile"}).Draw(k.T, "text")
		}
	}
	if !f.Need && rapid.IntRange(0, 4).Draw(k.T, "left out") == 0 {
		return nil
	}
	if f.Many || f.Kind == w.KindPeople {
		var out []any
		for range rapid.IntRange(1, 3).Draw(k.T, "many") {
			out = append(out, one())
		}
		return out
	}
	return one()
}
