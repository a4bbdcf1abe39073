package workflow

import (
	"errors"
	"slices"
	"time"
)

// Offer is an action that this person's role knows here: possible now, or not
// yet and why.
type Offer struct {
	Entity  Entity
	Action  Action
	Fields  []Field
	Blocked *Error         // nil: it may be done now
	Example map[string]any // raw values that pass, if any do
	StepUp  bool
	Awaited bool      // the process waits for it
	Carries bool      // it carries the dossier on, wherever that stands
	Choice  bool      // it is one answer among several
	From    []State   // where it is possible; none: it makes something new
	Due     Date      // until when it may wait; "" for as long as it takes
	Weight  *Weight   // what it asks of whoever is about to do it; nil: nothing
	After   time.Time // when the clock makes it possible, if that is what it waits for
}

func (o *Offer) name() string { return string(o.Entity) + "." + string(o.Action) }

// Offers lists what the actor may do with what the case is about, in the
// table's order; what makes new parts of it as well. What the role may never do
// is left out; on what may not be seen nothing is offered.
func (p *Programme) Offers(c *Case) []Offer {
	var out []Offer
	if !c.seen() {
		return nil
	}
	for _, l := range p.Lifecycles {
		own := l.Entity == c.On.Ref().Entity
		if !own && !under(l.Entity, c.On.Ref().Entity) {
			continue
		}
		out = append(out, p.offersOf(c, l.Entity, own, nil)...)
	}
	p.await(c, out)
	return out
}

// OffersOf are, of the offers, some acts on what the case is about itself: cheaper
// where many are asked for.
func (p *Programme) OffersOf(c *Case, acts []Action) []Offer {
	if !c.seen() {
		return nil
	}
	out := p.offersOf(c, c.On.Ref().Entity, true, acts)
	p.await(c, out)
	return out
}

// OffersFor are, of the offers, only those that may be awaited.
func (p *Programme) OffersFor(c *Case) []Offer {
	var out []Offer
	if !c.seen() {
		return nil
	}
	for _, l := range p.Lifecycles {
		own := l.Entity == c.On.Ref().Entity
		if len(p.leading[l.Entity]) > 0 && (own || under(l.Entity, c.On.Ref().Entity)) {
			out = append(out, p.offersOf(c, l.Entity, own, p.leading[l.Entity])...)
		}
	}
	p.await(c, out)
	return slices.DeleteFunc(out, func(o Offer) bool { return !o.Awaited })
}

// offersOf are the offers of an entity; if some acts are named, only these.
func (p *Programme) offersOf(c *Case, e Entity, own bool, only []Action) []Offer {
	m := p.machines[e]
	from := Unborn
	if own {
		from = c.On.State()
	}
	var out []Offer
	var seen []Action
	for i := range m.rules {
		a := m.rules[i].Action
		if slices.Contains(seen, a) || own == (len(m.rules[i].From) == 0) || only != nil && !slices.Contains(only, a) {
			continue
		}
		seen = append(seen, a)
		if o := p.offer(c, m, i, from); o != nil {
			out = append(out, *o)
		}
	}
	return out
}

// offer is an act as the actor knows it here; nil if it does not.
func (p *Programme) offer(c *Case, m *machine, i int, from State) *Offer {
	a := m.rules[i].Action
	r, err := m.permit(c, a, from)
	blocked, _ := errors.AsType[*Error](err)
	if blocked != nil && (blocked.Kind == Forbidden && blocked.Code == CodeRole || blocked.Kind == NotFound) {
		return nil
	}
	if r == nil {
		r = &m.rules[i]
	}
	o := &Offer{Entity: m.entity, Action: a, Fields: r.Does.Fields(), Blocked: blocked, StepUp: r.StepUp, Weight: p.Weight(m.entity, a), From: r.From}
	o.Carries = slices.Contains(p.leading[m.entity], a)
	switch {
	case blocked == nil:
		o.Example = r.Does.example(c)
		o.Blocked = r.refuses(c, o.Example)
	case blocked.Code == CodeCallState:
		o.After = p.after(c, r)
	}
	return o
}

// refuses tells why even the example does not pass: then no input does, as
// things stand.
func (r *Rule) refuses(c *Case, example map[string]any) *Error {
	b := &binder{house: c.House}
	in, problems := r.Does.bind(b, example)
	if len(problems) == 0 {
		problems = r.Does.check(c, in)
	}
	if len(problems) == 0 {
		return nil
	}
	return refusal(problems)
}

// under tells which parts are made on which dossier.
func under(part, on Entity) bool {
	switch on {
	case EntityCall:
		return ofCall(part) || part == EntitySubmission || part == EntityDocument
	case EntityHouse:
		return part == EntityPerson || part == EntityOrganisation || part == EntityCall
	case EntitySubmission:
		return !ofCall(part) && part != EntityPerson && part != EntityOrganisation && part != EntityCall && part != EntitySubmission
	default:
		return part == EntityFile && on == EntityDeliverable
	}
}

// Remark is what no rule refuses, and whoever acts should know.
type Remark struct {
	Code  Code
	Field string // the input that it is about: "spending.0.amount"
	Facts map[string]any
}

// Todo is what the clock has to do, and since when.
type Todo struct {
	On     Subject
	Entity Entity
	Action Action
	At     time.Time
	waits  bool
}

// Agenda is what has fallen due in the dossier that the case is about, by time,
// then in the order of its parts.
func (p *Programme) Agenda(c *Case) []Todo {
	var out []Todo
	p.eachDue(c, func(t Todo) {
		if !t.At.After(c.Now) && !t.waits {
			out = append(out, t)
		}
	})
	slices.SortStableFunc(out, func(a, b Todo) int { return a.At.Compare(b.At) })
	return out
}

// NextDue is when the clock has to look at the dossier again; zero: not as
// things stand.
func (p *Programme) NextDue(c *Case) (next time.Time) {
	p.eachDue(c, func(t Todo) {
		if next.IsZero() || t.At.Before(next) {
			next = t.At
		}
	})
	return next
}

func (p *Programme) eachDue(c *Case, f func(Todo)) {
	d, ok := c.On.(Dossier)
	if !ok {
		return
	}
	p.dueOf(c, d, f)
	if !p.partsFall {
		return
	}
	for _, x := range d.Parts() {
		p.dueOf(c, x, f)
	}
}

func (p *Programme) dueOf(c *Case, on Subject, f func(Todo)) {
	m := p.machines[on.Ref().Entity]
	if m == nil {
		return
	}
	for _, i := range m.clocked {
		r := &m.rules[i]
		if !slices.Contains(r.From, on.State()) {
			continue
		}
		x := *c
		x.On = on
		if at := r.Due(&x); !at.IsZero() {
			f(Todo{On: on, Entity: m.entity, Action: r.Action, At: at, waits: r.Waits != nil && r.Waits(&x)})
		}
	}
}

// Codes lists every refusal that the tables can give, sorted.
func (p *Programme) Codes() []Code {
	out := []Code{CodeNotFound, CodeRole, CodeApart, CodeState, CodeCallState, CodeMissing, CodeUnknownField, CodeStale}
	for _, l := range p.Lifecycles {
		for i := range l.Rules {
			for _, g := range l.Rules[i].When {
				out = append(out, g.Code)
			}
			out = append(out, l.Rules[i].Does.checks()...)
		}
	}
	out = append(out, BindCodes...)
	slices.Sort(out)
	return slices.Compact(out)
}

// BindCodes are the refusals of the binder: all of kind invalid.
var BindCodes = []Code{
	CodeMissing, CodeUnknownField, CodeAmount, "number", "integer", "range", "date", "moment", "bool",
	"choice", "too_long", "too_many", "type", "characters",
}
