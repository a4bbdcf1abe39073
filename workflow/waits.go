package workflow

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Wait is an act for which a dossier waits, and who may do it.
type Wait struct {
	Entity Entity
	Action Action
	On     Ref
	Role   Role // the first of those by which it may be done; "" for each party
	Due    Date
	Hands  []Hand    // who may do it; none where nobody holds the role
	Not    *Error    // nil: it may be done now
	After  time.Time // when the clock makes it possible, if that is what it waits for

	inner bool
}

// Hand is somebody who may do what is waited for, and for which organisation.
type Hand struct{ Person, Org string }

// Waits is what the dossier waits for: each act that somebody may do now and
// that carries it on; where there is none, the one by which it goes on, and why
// it is not possible yet. Nothing for a dossier that waits for nobody.
func (p *Programme) Waits(c *Case) (out []Wait) {
	people := active(c)
	for _, on := range append([]Subject{c.File}, c.File.Parts()...) {
		x := *c
		x.On = on
		for i := range p.Awaited {
			if w := p.waitFor(&x, &p.Awaited[i], people); w != nil {
				out = append(out, *w)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	return p.ahead(c, c.File.state, people)
}

// named parts "submission.sign".
func named(act string) (Entity, Action) {
	e, a, _ := strings.Cut(act, ".")
	return Entity(e), Action(a)
}

func active(c *Case) (out []*Person) {
	for _, q := range c.House.People {
		if q.state == PersonActive && slices.ContainsFunc(c.House.GrantsOf(q), func(g Grant) bool { return g.On(c.Today) }) {
			out = append(out, q)
		}
	}
	return out
}

// waitFor finds who may do what is awaited on a subject, or what stands for it.
func (p *Programme) waitFor(c *Case, w *Await, people []*Person) *Wait {
	here := c.On.Ref().Entity
	if e, _ := named(w.Act); e != here && !under(e, here) || !w.holds(c) {
		return nil
	}
	for _, name := range append([]string{w.Act}, w.Or...) {
		e, a := named(name)
		own := e == here
		from := Unborn
		if own {
			from = c.On.State()
		}
		if len(p.machines[e].at[edge{a, from}]) == 0 {
			if name == w.Act {
				return nil
			}
			continue
		}
		x := Wait{Entity: e, Action: a, On: c.On.Ref(), Due: p.dueFor(c, w), inner: w.Inner}
		for _, q := range people {
			p.machines[e].hand(c, &x, q, from)
		}
		if len(x.Hands) > 0 {
			return &x
		}
	}
	return nil
}

// hand adds somebody who may do it now, and keeps why the first who holds the
// role may not.
func (m *machine) hand(c *Case, x *Wait, q *Person, from State) {
	grants := c.House.GrantsOf(q)
	if !held(grants, c.Today, m.by(x.Action)) {
		return
	}
	y := *c
	y.Actor = Actor{Person: q.ref.ID, Grants: grants}
	r, err := m.permit(&y, x.Action, from)
	no, _ := errors.AsType[*Error](err)
	if no == nil && len(x.Hands) == 0 { // an example is the same for all who may
		no = r.refuses(&y, r.Does.example(&y))
	}
	switch {
	case no == nil:
		role, org := y.as(r)
		if len(x.Hands) == 0 {
			x.Role = role
		}
		x.Hands = append(x.Hands, Hand{q.ref.ID, org})
	case no.Code != CodeRole && x.Not == nil:
		x.Not = no
	}
}

// as is the role by which the actor does it, and for which organisation.
func (c *Case) as(r *Rule) (Role, string) {
	role, _ := c.acts(r)
	for _, g := range c.Actor.Grants {
		if g.Role == role && (r.AnyDay || g.On(c.Today)) && c.holds(role, g) {
			return role, g.Org
		}
	}
	return role, ""
}

// ahead is the act by which a dossier leaves a state if all goes well, and why
// nobody may do it yet.
func (p *Programme) ahead(c *Case, s State, people []*Person) []Wait {
	t := p.Turn(s)
	if t == nil {
		return nil
	}
	e, a := named(t.Act)
	x := *c
	x.On = c.File
	if e == EntityCall {
		x.On = c.Call
	}
	w := Wait{Entity: e, Action: a, On: x.On.Ref(), Role: t.Role, Due: p.Due(c.Call, c.File, s), inner: e == EntityCall}
	w.inner = w.inner || slices.ContainsFunc(p.Awaited, func(y Await) bool { return y.Inner && y.names(e, a) })
	for _, q := range people {
		p.machines[e].hand(&x, &w, q, x.On.State())
	}
	if len(w.Hands) > 0 || t.Role == "" {
		w.Not, w.Role = nil, t.Role
	}
	if w.Not != nil && w.Not.Code == CodeCallState {
		for i := range p.machines[e].rules {
			if r := &p.machines[e].rules[i]; r.Action == a && w.After.IsZero() {
				w.After = p.after(c, r)
			}
		}
	}
	return []Wait{w}
}

// Waits is what this sight may know of what a dossier waits for. What only the
// funder's side and its committee know is left out, and so is why: to others the
// dossier waits as it would in the state that they are shown.
func (s Sight) Waits(p *Programme, c *Case) []Wait {
	if s = s.on(c.Call, c.File); s.Funder {
		return p.Waits(c)
	}
	shown := s.State(c.Call, c.File)
	var out []Wait
	if shown == c.File.state {
		out = slices.DeleteFunc(p.Waits(c), func(w Wait) bool { return w.inner })
	}
	if len(out) > 0 {
		return out
	}
	t := p.Turn(shown)
	if t == nil {
		return nil
	}
	e, a := named(t.Act)
	return []Wait{{Entity: e, Action: a, On: c.File.ref, Role: t.Role, Due: p.Due(c.Call, c.File, shown)}}
}
