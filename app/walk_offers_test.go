package app_test

import (
	"tremplin/workflow"
)

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
