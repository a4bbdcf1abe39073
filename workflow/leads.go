package workflow

import (
	"errors"
	"fmt"
	"slices"
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
	f := &faults{p: p}
	for i := range l.Awaited {
		f.await(&l.Awaited[i])
	}
	for _, t := range l.Turns {
		f.act("turns", t.Act)
		f.state("turns", EntitySubmission, t.State)
		e, a := named(t.Act)
		if m := p.machines[e]; t.Role != "" && m != nil && !slices.Contains(m.by(a), t.Role) {
			f.say("turns: %s is not for a %s", t.Act, t.Role)
		}
	}
	for _, w := range l.Way {
		f.state("way", EntitySubmission, w.States...)
	}
	for i, w := range l.Weights {
		f.act("weights", w.Act)
		if slices.ContainsFunc(l.Weights[:i], func(x Weight) bool { return x.Act == w.Act }) {
			f.say("weights: %s twice", w.Act)
		}
	}
	for e, all := range l.Over {
		f.state("over", e, all...)
	}
	return errors.Join(f.all...)
}

// faults are what is wrong with the tables of a programme.
type faults struct {
	p   *Programme
	all []error
}

func (f *faults) say(format string, args ...any) { f.all = append(f.all, fmt.Errorf(format, args...)) }

func (f *faults) act(table, name string) {
	if e, a := named(name); !f.p.Knows(e, a) {
		f.say("%s: %s is in no table", table, name)
	}
}

func (f *faults) state(table string, e Entity, all ...State) {
	for _, s := range all {
		if !slices.Contains(f.p.States(e), s) {
			f.say("%s: no %s is ever %s", table, e, s)
		}
	}
}

// await: At of an act that makes a part may be where its dossier stands.
func (f *faults) await(w *Await) {
	f.act("awaited", w.Act)
	for _, o := range w.Or {
		f.act("awaited", o)
	}
	e, a := named(w.Act)
	for _, s := range w.At {
		dossier := EntitySubmission
		if ofCall(e) {
			dossier = EntityCall
		}
		if !f.p.Makes(e, a) || !slices.Contains(f.p.States(dossier), s) {
			f.state("awaited "+w.Act, e, s)
		}
	}
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
