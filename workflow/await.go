package workflow

import (
	"slices"
	"time"
)

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
		if o == nil || !p.leadsFrom(c, o) || !w.holds(c) || c.own(o) {
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

// own: the dossier is the actor's own, on whose committee it sits: what a conflict
// forbids there waits for others, and that it waits would tell how far they are.
func (c *Case) own(o *Offer) bool {
	if o.Blocked == nil || c.File == nil || c.On != Subject(c.File) || o.Blocked.Code != CodeConflict {
		return false
	}
	s := SightOf(c.House, c.Actor, c.Today)
	return s.onCommittee(c.Call) && s.Conflicted(c.File)
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
