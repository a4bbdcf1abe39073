package workflow

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Await is an act for which others wait as soon as it is possible: it carries a
// call, or a dossier, on.
type Await struct {
	Act string   // "submission.sign"
	At  []State  // where that stands on which it is done; none: wherever a rule lets it be done
	Or  []string // the first of these that is possible is awaited where Act is not: to refuse is an answer as well
	// When narrows further: a sheet is filled in until every criterion is scored.
	When func(*Case) bool
	// Due is until when it may wait; left out, the dossier's own day in that state.
	Due func(*Case) Date
	// Own: only on one's own part. Inner: nobody outside the funder learns that it waits.
	Own, Inner bool
}

// Turn is whose turn it is while a dossier stands in a state, if all goes well.
type Turn struct {
	State State
	Role  Role // "": each party that has not signed
	Act   string
	Due   func(*Call, *Submission) Date // until when the dossier may stand so; nil: as long as it takes
}

// Phase is a stretch of the way of a dossier that goes well.
type Phase struct {
	Name   string
	States []State
}

// Weight is an act that nobody takes back by another: whoever is about to do it
// is shown first what follows.
type Weight struct {
	Act   string
	Takes bool // something is taken away
	Final bool // nothing leads back
}

// Leads are the tables that say where a call and its dossiers go next. None of
// them allows or forbids anything.
type Leads struct {
	Awaited []Await
	Turns   []Turn
	Way     []Phase
	Weights []Weight
	Over    map[Entity][]State // what stands there waits for nothing more, but for money
}

// lead checks these tables against the lifecycles, and notes what they name.
func (p *Programme) lead() error {
	p.leading = map[Entity][]Action{}
	for _, w := range p.Awaited {
		for _, name := range append([]string{w.Act}, w.Or...) {
			e, a := named(name)
			p.leading[e] = append(p.leading[e], a)
		}
	}
	return p.Leads.check(p)
}

// check says where the tables name what is in no lifecycle.
func (l *Leads) check(p *Programme) error {
	var errs []error
	act := func(table, name string) {
		if e, a := named(name); !p.Knows(e, a) {
			errs = append(errs, fmt.Errorf("%s: %s is in no table", table, name))
		}
	}
	state := func(table string, e Entity, s State) {
		if !slices.Contains(p.States(e), s) {
			errs = append(errs, fmt.Errorf("%s: no %s is ever %s", table, e, s))
		}
	}
	for _, a := range l.Awaited {
		act("awaited", a.Act)
		for _, o := range a.Or {
			act("awaited", o)
		}
		for _, s := range a.At {
			e, x := named(a.Act)
			ok := slices.Contains(p.States(e), s)
			if p.Makes(e, x) { // its At may be where the dossier stands that it is made in
				ok = ok || slices.Contains(p.States(EntitySubmission), s) || ofCall(e) && slices.Contains(p.States(EntityCall), s)
			}
			if !ok {
				state("awaited "+a.Act, e, s)
			}
		}
	}
	for _, t := range l.Turns {
		act("turns", t.Act)
		state("turns", EntitySubmission, t.State)
		e, a := named(t.Act)
		if m := p.machines[e]; t.Role != "" && m != nil && !slices.Contains(m.by(a), t.Role) {
			errs = append(errs, fmt.Errorf("turns: %s is not for a %s", t.Act, t.Role))
		}
	}
	for _, w := range l.Way {
		for _, s := range w.States {
			state("way", EntitySubmission, s)
		}
	}
	for i, w := range l.Weights {
		act("weights", w.Act)
		if slices.ContainsFunc(l.Weights[:i], func(x Weight) bool { return x.Act == w.Act }) {
			errs = append(errs, fmt.Errorf("weights: %s twice", w.Act))
		}
	}
	for e, all := range l.Over {
		for _, s := range all {
			state("over", e, s)
		}
	}
	return errors.Join(errs...)
}

// Turn is whose turn it is in a state; nil where nobody's.
func (l *Leads) Turn(s State) *Turn {
	for i := range l.Turns {
		if l.Turns[i].State == s {
			return &l.Turns[i]
		}
	}
	return nil
}

// Due is until when a dossier may stand in a state; "" for as long as it takes.
func (l *Leads) Due(c *Call, f *Submission, s State) Date {
	if t := l.Turn(s); t != nil && t.Due != nil {
		return t.Due(c, f)
	}
	return ""
}

// Stations are the states of the way, in its order.
func (l *Leads) Stations() (out []State) {
	for _, w := range l.Way {
		out = append(out, w.States...)
	}
	return out
}

// Place is how far along the way a state is; -1 beside it.
func (l *Leads) Place(s State) int { return slices.Index(l.Stations(), s) }

// Weight tells what an act asks of whoever is about to do it; nil if nothing.
func (l *Leads) Weight(e Entity, a Action) *Weight {
	name := string(e) + "." + string(a)
	for i := range l.Weights {
		if l.Weights[i].Act == name {
			return &l.Weights[i]
		}
	}
	return nil
}

// await marks which of the offers on a subject the process waits for.
func (p *Programme) await(c *Case, offers []Offer) {
	find := func(name string) *Offer {
		for i := range offers {
			if offers[i].name() == name {
				return &offers[i]
			}
		}
		return nil
	}
	for i := range p.Awaited {
		w := &p.Awaited[i]
		o := find(w.Act)
		if o == nil || !p.leadsFrom(c, o) || !w.holds(c) {
			continue
		}
		o.Awaited, o.Choice, o.Due = true, len(w.Or) > 0, p.dueFor(c, w)
		if o.Blocked == nil {
			continue
		}
		for _, name := range w.Or {
			if x := find(name); x != nil && x.Blocked == nil {
				x.Awaited, x.Choice, x.Due = true, true, o.Due
				break
			}
		}
	}
}

// leadsFrom: an act, or an answer in its place, is awaited only where a rule
// leads on from where the subject stands.
func (p *Programme) leadsFrom(c *Case, o *Offer) bool {
	from := Unborn
	if o.Entity == c.On.Ref().Entity {
		from = c.On.State()
	}
	return len(p.machines[o.Entity].at[edge{o.Action, from}]) > 0
}

func (w *Await) holds(c *Case) bool {
	return (len(w.At) == 0 || slices.Contains(w.At, c.On.State())) && (w.When == nil || w.When(c))
}

// names tells whether it is this act that is awaited, or that stands for it.
func (w *Await) names(e Entity, a Action) bool {
	name := string(e) + "." + string(a)
	return w.Act == name || slices.Contains(w.Or, name)
}

func (p *Programme) dueFor(c *Case, w *Await) Date {
	if w.Due != nil {
		return w.Due(c)
	}
	if c.File == nil || c.On != Subject(c.File) {
		return ""
	}
	return p.Due(c.Call, c.File, c.File.State())
}

// after is when the clock brings the call to where a rule lets an act be done;
// zero: it does not, by itself.
func (p *Programme) after(c *Case, r *Rule) time.Time {
	m := p.machines[EntityCall]
	if m == nil || c.Call == nil {
		return time.Time{}
	}
	x := *c
	x.On = c.Call
	for _, i := range m.clocked {
		k := &m.rules[i]
		if slices.Contains(k.From, c.Call.state) && slices.Contains(r.While, k.To) {
			return k.Due(&x)
		}
	}
	return time.Time{}
}

// Standing is where dossiers stand that may wait for somebody: in one of these
// states, or with a part in one of them, in a call that stands so.
type Standing struct {
	Entity Entity
	States []State
	Calls  []State // none: any
	Own    bool    // the part is the person's own
}

// Standings is where dossiers stand that may wait for somebody with these
// grants, for one act if it is named. Guards are not looked at.
func (p *Programme) Standings(grants []Grant, on Date, act string) (out []Standing) {
	for i := range p.Awaited {
		w := &p.Awaited[i]
		for _, name := range append([]string{w.Act}, w.Or...) {
			e, a := named(name)
			if e != EntitySubmission && !under(e, EntitySubmission) || act != "" && act != name {
				continue
			}
			for _, r := range p.machines[e].rules {
				if r.Action != a || !held(grants, on, r.By) {
					continue
				}
				if s := w.standing(e, &r); len(s.States) > 0 {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

func (w *Await) standing(e Entity, r *Rule) Standing {
	s := Standing{Entity: e, States: r.From, Calls: r.While, Own: w.Own}
	if len(r.From) == 0 { // a part that is made: its dossier stands somewhere
		s.Entity, s.States, s.Own = EntitySubmission, w.At, false
	} else if len(w.At) > 0 {
		s.States = slices.DeleteFunc(slices.Clone(r.From), func(x State) bool { return !slices.Contains(w.At, x) })
	}
	return s
}

func held(grants []Grant, on Date, by []Role) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool {
		return g.On(on) && (slices.Contains(by, g.Role) || g.Role == CommitteeMember && slices.Contains(by, CommitteeChair))
	})
}

// AwaitedOf are the acts on dossiers that may wait for somebody with these
// grants, in the table's order.
func (p *Programme) AwaitedOf(grants []Grant, on Date) (out []string) {
	for i := range p.Awaited {
		w := &p.Awaited[i]
		for _, name := range append([]string{w.Act}, w.Or...) {
			if !slices.Contains(out, name) && len(p.Standings(grants, on, name)) > 0 {
				out = append(out, name)
			}
		}
	}
	return out
}
