package app

import (
	"cmp"
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Viewer is somebody who looks, with all that the own roles allow today. Nobody
// in particular has no person, and sees what is public.
type Viewer struct {
	Person *workflow.Person // nil: nobody is signed in
	Actor  workflow.Actor
	Sight  workflow.Sight
	House  *workflow.House // with the names of people, for whoever may read them
	Today  workflow.Date
}

// ID is the person's; "" for nobody.
func (v *Viewer) ID() string { return v.Actor.Person }

// Viewer finds out who looks, by which surface.
func (a *App) Viewer(ctx context.Context, person, surface string) (*Viewer, error) {
	h, err := a.Store.People(ctx)
	if err != nil {
		return nil, err
	}
	v := &Viewer{House: h, Today: workflow.DateOf(a.now()), Actor: actor(h, Command{Actor: person, Surface: surface})}
	if p := h.Person(person); p != nil && p.State() == workflow.PersonActive {
		v.Person = p
	}
	v.Sight = workflow.SightOf(h, v.Actor, v.Today)
	v.Sight.Hidden, err = a.Store.HiddenCalls(ctx, v.Sight)
	return v, err
}

// Act is something that somebody may do, now or not yet, and on what.
type Act struct {
	workflow.Offer
	On workflow.Ref
}

// Name is "submission.award".
func (a *Act) Name() string { return string(a.Entity) + "." + string(a.Action) }

// View is a dossier as one person may have it: what may not be learnt is not in
// it. The texts are filled in.
type View struct {
	Call    *workflow.Call
	File    *workflow.Submission // nil for a view of the call itself
	Acts    []Act
	Waits   []workflow.Wait // what the dossier waits for, as far as that may be known
	Past    []storage.Past  // what may be told, the oldest first
	Version int64

	of    workflow.Dossier   // whose parts these are, once they were asked for
	parts []workflow.Subject // a history asks for each of its own
}

// Dossier is the call, or the submission, that the view is of.
func (v *View) Dossier() workflow.Dossier {
	if v.File != nil {
		return v.File
	}
	return v.Call
}

// Part finds a part of what is shown; the dossier itself for no part. Nil if
// there is none, or none that may be seen.
func (v *View) Part(ref workflow.Ref) workflow.Subject {
	d := v.Dossier()
	if d.Ref() == ref {
		return d
	}
	if v.of != d {
		v.of, v.parts = d, d.Parts()
	}
	for _, x := range v.parts {
		if x.Ref() == ref {
			return x
		}
	}
	return nil
}

// Act finds an act of the view; nil if the role does not know it here.
func (v *View) Act(name string, on workflow.Ref) *Act {
	for i := range v.Acts {
		if v.Acts[i].Name() == name && v.Acts[i].On == on {
			return &v.Acts[i]
		}
	}
	return nil
}

// Look shows a submission to somebody, with what they may do there. What may
// not be seen is not found.
func (a *App) Look(ctx context.Context, who *Viewer, id string) (*View, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*View, error) {
		if seen, err := tx.Sees(who.Sight, id); err != nil || !seen {
			return nil, cmp.Or(err, error(workflow.NotThere()))
		}
		c, err := tx.Load(storage.Ask{Submission: id, Now: a.now()})
		if err != nil {
			return nil, err
		}
		v := &View{Version: tx.Version()}
		past, err := wholePast(tx, id)
		if err != nil {
			return nil, err
		}
		c.Past = happened(past)
		call, err := tx.Call(who.Sight, c.Call.Ref().Dossier)
		if err != nil {
			return nil, err
		}
		v.Past = told(who.Sight, c.Call, c.File, past)
		return v, a.show(tx, v, who, c, call)
	})
}

// perRead is how many events are read by one statement.
const perRead = 1000

// wholePast is all that ever happened in a dossier, in order.
func wholePast(tx *storage.Tx, id string) ([]storage.Past, error) {
	var all []storage.Past
	for {
		last := int64(0)
		if n := len(all); n > 0 {
			last = all[n-1].Seq
		}
		some, err := tx.History(id, last, perRead)
		if all == nil {
			all = some // mostly they are all there
		} else {
			all = append(all, some...)
		}
		if err != nil || len(some) < perRead {
			return all, err
		}
	}
}

// LookAtCall shows a call to somebody, with what they may do there.
func (a *App) LookAtCall(ctx context.Context, who *Viewer, id string) (*View, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*View, error) { return a.lookAtCall(tx, who, id) })
}

func (a *App) lookAtCall(tx *storage.Tx, who *Viewer, id string) (*View, error) {
	call, err := tx.Call(who.Sight, id)
	if err != nil {
		return nil, err
	}
	id = call.Dossier.Ref().Dossier
	v := &View{Version: call.Version}
	if who.Sight.Funder {
		if v.Past, err = wholePast(tx, id); err != nil {
			return nil, err
		}
	}
	p, err := a.of(call.Dossier)
	if err != nil {
		return nil, err
	}
	c, err := tx.Load(storage.Ask{Call: id, Past: !who.Sight.Funder, Now: a.now()})
	if err != nil {
		return nil, err
	}
	if who.Sight.Funder {
		c.Past = happened(v.Past)
	}
	if err := a.show(tx, v, who, c, call); err != nil || !hangsOnAll(p, v.Acts) {
		return v, err
	}
	all, err := a.judged.of(tx, call.Dossier)
	if err != nil {
		return nil, err
	}
	c.All = slices.SortedFunc(slices.Values(all.files), func(x, y *workflow.Submission) int { return cmp.Compare(x.Ref().Dossier, y.Ref().Dossier) })
	v.Acts = acts(p, c)
	return v, nil
}

// hangsOnAll: among the offers is one whose rule looks at all dossiers of the
// call, and comes as far as to look. Only for these are they read.
func hangsOnAll(p *workflow.Programme, acts []Act) bool {
	return slices.ContainsFunc(acts, func(x Act) bool {
		if x.Blocked != nil && (x.Blocked.Code == workflow.CodeState || x.Blocked.Code == workflow.CodeCallState) {
			return false
		}
		return p.Needs(x.Entity, x.Action).All
	})
}

// show fills a view: what is shown, its texts, and what may be done.
func (a *App) show(tx *storage.Tx, v *View, who *Viewer, c *workflow.Case, call *storage.Found[*workflow.Call]) error {
	p, err := a.of(c.Call)
	if err != nil {
		return err
	}
	c.Actor, c.Hidden = who.Actor, who.Sight.Hidden
	v.Acts = acts(p, c)
	if c.File != nil {
		v.Waits = who.Sight.Waits(p, c)
	}
	told, err := tx.Tell(call)
	if err != nil {
		return err
	}
	seat := call.Dossier.Appointed(who.ID())
	v.Call = who.Sight.ShowCall(told[0].Dossier, seat != nil && seat.Conflict)
	v.Call.Documents = slices.DeleteFunc(slices.Clone(call.Dossier.Documents), func(d *workflow.Document) bool {
		k := p.Document(workflow.JobDocument(d.Kind).Kind)
		if k == nil {
			return !who.Sight.Funder
		}
		return !who.Sight.Document(k, call.Dossier, nil) // a committee reads its minutes
	})
	if c.File == nil {
		return nil
	}
	v.File = who.Sight.Show(p, call.Dossier, c.File)
	return tx.LoadTexts(v.File)
}

// acts are the offers on the dossier, then on each of its parts.
func acts(p *workflow.Programme, c *workflow.Case) (out []Act) {
	var d workflow.Dossier = c.Call
	if c.File != nil {
		d = c.File
	}
	for _, on := range append([]workflow.Subject{d}, d.Parts()...) {
		x := *c
		x.On = on
		for _, o := range p.Offers(&x) {
			out = append(out, Act{o, on.Ref()})
		}
	}
	return out
}

// happened is a history without its moments.
func happened(past []storage.Past) []workflow.Happened {
	out := make([]workflow.Happened, 0, len(past))
	for i := range past {
		out = append(out, past[i].Happened)
	}
	return out
}

// told leaves of a history what may be told, with its moments.
func told(s workflow.Sight, c *workflow.Call, f *workflow.Submission, past []storage.Past) []storage.Past {
	out := make([]storage.Past, 0, len(past))
	at := 0
	for _, h := range s.Told(c, f, happened(past)) {
		for at < len(past) && !sameEvent(past[at].Happened, h) {
			at++
		}
		if at == len(past) {
			break
		}
		p := past[at]
		p.Happened = h
		out = append(out, p)
		at++
	}
	return slices.Clip(out)
}

func sameEvent(a, b workflow.Happened) bool {
	return a.On == b.On && a.Action == b.Action && a.By == b.By
}
