package app

import (
	"cmp"
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Queue is one act that waits for somebody in dossiers of a call.
type Queue struct {
	Call   *workflow.Call
	Name   string        // "spending.accept"
	Due    workflow.Date // the nearest; "" for none
	Files  []*View       // each with the acts that wait there, and no other; titles filled in where there are few
	Parts  int           // acts in all
	Places []string      // ids of the dossiers
}

const (
	// queueMost is how often a desk reads on, where many dossiers stand where
	// somebody may be waited for: many times what the sector has.
	queueMost = 50
	// queueFew is of how many dossiers a desk names each.
	queueFew = 3
)

// queue is what waits for somebody in all dossiers that they see, but for those
// that their desk shows anyway.
func (a *App) queue(tx *storage.Tx, who *Viewer, shown []*View) ([]Queue, error) {
	views, err := a.waiting(tx, who, "", "")
	if err != nil {
		return nil, err
	}
	var out []Queue
	at := map[[2]string]int{}
	for _, v := range views {
		if slices.ContainsFunc(shown, func(s *View) bool { return s.File.Ref() == v.File.Ref() }) {
			continue
		}
		for i := range v.Acts {
			x := &v.Acts[i]
			key := [2]string{v.File.CallID, x.Name()}
			n, known := at[key]
			if !known {
				n = len(out)
				at[key] = n
				out = append(out, Queue{Call: v.Call, Name: x.Name()})
			}
			out[n].add(v, x)
		}
	}
	return out, a.fewTitles(tx, out)
}

func (q *Queue) add(v *View, x *Act) {
	q.Parts++
	if x.Due != "" && (q.Due == "" || x.Due < q.Due) {
		q.Due = x.Due
	}
	if n := len(q.Files); n > 0 && q.Files[n-1].File == v.File {
		q.Files[n-1].Acts = append(q.Files[n-1].Acts, *x)
		return
	}
	n := *v
	n.Acts = []Act{*x}
	q.Files = append(q.Files, &n)
	q.Places = append(q.Places, v.File.Ref().Dossier)
}

// Few reports whether each dossier is named.
func (q *Queue) Few() bool { return len(q.Files) <= queueFew }

func (a *App) fewTitles(tx *storage.Tx, all []Queue) error {
	var files []*workflow.Submission
	for i := range all {
		if all[i].Few() {
			for _, v := range all[i].Files {
				files = append(files, v.File)
			}
		}
	}
	return tx.LoadNames(files...)
}

// waiting are the dossiers in which somebody is waited for, each with the acts
// that wait and no other; for one act, or in one call, if it is named. Where a
// dossier may wait is asked of the database; whether it does, of the programme.
func (a *App) waiting(tx *storage.Tx, who *Viewer, act, call string) ([]*View, error) {
	where := a.Programme().Standings(who.Actor.Grants, who.Today, act)
	var out []*View
	after := ""
	for range queueMost {
		found, err := tx.Waiting(who.Sight, where, call, storage.Page{After: after, Limit: a.glance})
		if err != nil || len(found) == 0 {
			return out, err
		}
		views, err := a.awaitedIn(tx, who, act, found)
		if err != nil {
			return nil, err
		}
		out = append(out, views...)
		if len(found) < a.glance {
			break
		}
		after = found[len(found)-1].Dossier.Ref().Dossier
	}
	return out, nil
}

// awaitedIn are those of the dossiers that do wait.
func (a *App) awaitedIn(tx *storage.Tx, who *Viewer, act string, found []*storage.Found[*workflow.Submission]) ([]*View, error) {
	var ids, calls []string
	for _, f := range found {
		ids = append(ids, f.Dossier.Ref().Dossier)
		if !slices.Contains(calls, f.Dossier.CallID) {
			calls = append(calls, f.Dossier.CallID)
		}
	}
	now := a.now()
	b, err := tx.Beside(calls, ids, now)
	if err != nil {
		return nil, err
	}
	var out []*View
	for _, f := range found {
		c := b.Calls[f.Dossier.CallID].Dossier
		p, err := a.of(c)
		if err != nil {
			return nil, err
		}
		seat := c.Appointed(who.ID())
		v := &View{Call: who.Sight.ShowCall(c, seat != nil && seat.Conflict), File: who.Sight.Show(p, c, f.Dossier), Version: f.Version}
		v.Acts = awaitedOn(p, &workflow.Case{
			Now: now, Today: workflow.DateOf(now), Actor: who.Actor, Hidden: who.Sight.Hidden, House: who.House, Call: c, File: f.Dossier,
			Counts: b.Counts[f.Dossier.CallID], Reserve: b.Reserve[f.Dossier.CallID], Arrears: b.Arrears[f.Dossier.Ref().Dossier],
		}, act)
		if len(v.Acts) > 0 {
			out = append(out, v)
		}
	}
	return out, nil
}

// awaitedOn are the acts on the dossier and its parts that are possible and that
// the process waits for.
func awaitedOn(p *workflow.Programme, c *workflow.Case, act string) (out []Act) {
	for _, on := range append([]workflow.Subject{c.File}, c.File.Parts()...) {
		x := *c
		x.On = on
		for _, o := range p.OffersFor(&x) {
			if a := (Act{o, on.Ref()}); o.Blocked == nil && cmp.Or(act, a.Name()) == a.Name() {
				out = append(out, a)
			}
		}
	}
	return out
}

// WaitingFor are the ids of the dossiers that wait for somebody's act.
func (a *App) WaitingFor(ctx context.Context, who *Viewer, act, call string) ([]string, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]string, error) {
		views, err := a.waiting(tx, who, act, call)
		out := make([]string, 0, len(views))
		for _, v := range views {
			out = append(out, v.File.Ref().Dossier)
		}
		return out, err
	})
}

// Awaits are the acts on dossiers that may ever wait for somebody, by their
// roles: what a list may be narrowed to.
func (a *App) Awaits(who *Viewer) []string {
	return a.Programme().AwaitedOf(who.Actor.Grants, who.Today)
}
