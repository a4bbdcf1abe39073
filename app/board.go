package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Board is a call as those who work on it carry it on.
type Board struct {
	*View

	Counts map[workflow.State]int // dossiers by the state that they are shown in
	Signed workflow.Money         // of what is committed; nothing where sums may not be seen
	Late   []Deadline             // what was owed by a day that has passed
	Coming []Deadline             // what falls due next
	Sheets map[string]map[workflow.State]int
	// Sheets are those of each member, by where they stand: for the funder's side.
	Screen     []storage.Brief        // submitted, and waiting for an answer on admissibility
	Completing []*workflow.Submission // to be completed
}

// States of calls that a board looks for.
const (
	stateClosed    workflow.State = "closed"
	stateCancelled workflow.State = "cancelled"
)

// scoring are the states of a call in which its committee has sheets to fill in.
var scoring = []workflow.State{"in_committee", "deliberated"}

// How much of each a board shows.
const (
	boardLate   = 12
	boardComing = 6
	boardScreen = 25
)

// Board shows a call to whoever may see it, with what stands around it.
func (a *App) Board(ctx context.Context, who *Viewer, id string) (*Board, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Board, error) {
		v, err := a.lookAtCall(tx, who, id)
		if err != nil {
			return nil, err
		}
		b := &Board{View: v}
		call := v.Call.Ref().Dossier
		counts, err := tx.CountShown(who.Sight, []string{call})
		if err != nil {
			return nil, err
		}
		b.Counts = counts[call]
		if v.Call.Envelope > 0 { // the sums may be seen
			if b.Signed, err = tx.SignedIn(call); err != nil {
				return nil, err
			}
		}
		if !who.Sight.Funder {
			return b, nil
		}
		return b, a.boardOfFunder(tx, who, b)
	})
}

func (a *App) boardOfFunder(tx *storage.Tx, who *Viewer, b *Board) error {
	call, state := b.Call.Ref().Dossier, b.Call.State()
	if slices.Contains(a.Programme().Over[workflow.EntityCall], state) {
		return nil // nothing is owed there any more
	}
	late, _, err := a.fallingDue(tx, who, Days{To: who.Today, Call: call, Limit: boardLate, Owed: true})
	if err != nil {
		return err
	}
	coming, _, err := a.fallingDue(tx, who, Days{From: who.Today, Call: call, Limit: boardComing})
	if err != nil {
		return err
	}
	b.Late, b.Coming = late, coming
	if slices.Contains(scoring, state) && !conflictIn(b.Call, who) {
		b.Sheets, err = tx.SheetsIn(call)
	}
	if err != nil || state != stateClosed {
		return err
	}
	if b.Screen, err = tx.Briefs(who.Sight, storage.Wanted{Call: call, State: "submitted", Page: storage.Page{Limit: boardScreen}}); err != nil {
		return err
	}
	found, err := tx.In(who.Sight, call, stateIncomplete, boardScreen)
	if err != nil {
		return err
	}
	for _, f := range found {
		b.Completing = append(b.Completing, show(who, b.Call, f.Dossier, a))
	}
	return tx.LoadTitles(b.Completing...)
}

// HouseAct is what somebody may do in the house, by its name; nil if the role
// does not know it.
func (a *App) HouseAct(who *Viewer, entity workflow.Entity, action workflow.Action) (*Act, error) {
	all, err := a.HouseActs(who)
	for i := range all {
		if all[i].Entity == entity && all[i].Action == action {
			return &all[i], err
		}
	}
	return nil, err
}

// UnmetOfCall lists all that stands in the way of an act on a call, whoever will
// do it.
func (a *App) UnmetOfCall(ctx context.Context, who *Viewer, call string, action workflow.Action) ([]*workflow.Error, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]*workflow.Error, error) {
		if _, err := tx.Call(who.Sight, call); err != nil {
			return nil, err
		}
		c, err := tx.Load(storage.Ask{Call: call, Now: a.now()})
		if err != nil {
			return nil, err
		}
		p, err := a.of(c.Call)
		if err != nil {
			return nil, err
		}
		c.On = c.Call
		return p.Unmet(c, action), nil
	})
}

// CallCopies are the working copies of a call's rules, by section: for whoever
// writes them.
func (a *App) CallCopies(ctx context.Context, who *Viewer, call string) (map[string]WorkingCopy, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[string]WorkingCopy, error) {
		if _, err := a.updates(tx, who, call); err != nil {
			return nil, err
		}
		all, err := tx.WorkingCopies(call)
		maps.DeleteFunc(all, ofOne)
		return all, err
	})
}

// updates is call.update as the viewer knows it; not there for whose role does
// not.
func (a *App) updates(tx *storage.Tx, who *Viewer, call string) (*workflow.Offer, error) {
	if _, err := tx.Call(who.Sight, call); err != nil {
		return nil, err
	}
	c, err := tx.Load(storage.Ask{Call: call, Now: a.now()})
	if err != nil {
		return nil, err
	}
	p, err := a.of(c.Call)
	if err != nil {
		return nil, err
	}
	c.Actor, c.On = who.Actor, c.Call
	for _, o := range p.Offers(c) {
		if o.Entity == workflow.EntityCall && o.Action == "update" {
			return &o, nil
		}
	}
	return nil, workflow.NotThere()
}

// SaveCallCopy keeps what was typed of a call's rules, as [App.SaveWorkingCopy]
// does of a proposal.
func (a *App) SaveCallCopy(ctx context.Context, who *Viewer, w WorkingCopy) (WorkingCopy, error) {
	all, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[string]WorkingCopy, error) {
		o, err := a.updates(tx, who, w.Dossier)
		if err == nil && o.Blocked != nil {
			err = o.Blocked
		}
		if err != nil {
			return nil, err
		}
		all, err := tx.WorkingCopies(w.Dossier)
		maps.DeleteFunc(all, ofOne)
		return all, err
	})
	if err != nil {
		return w, err
	}
	return a.keepCopy(ctx, who, w, all)
}

// DropCallCopy takes one away: it was saved for good, or given up.
func (a *App) DropCallCopy(ctx context.Context, who *Viewer, w WorkingCopy) error {
	if w.Version == 0 {
		return nil
	}
	_, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (*workflow.Offer, error) { return a.updates(tx, who, w.Dossier) })
	return cmp.Or(err, a.dropIf(ctx, err == nil, w))
}

// Editions are the calls whose rules a new one may begin with, the newest first.
func (a *App) Editions(ctx context.Context, who *Viewer) ([]*workflow.Call, error) {
	if o, err := a.HouseAct(who, workflow.EntityCall, "create"); err != nil || o == nil {
		return nil, err
	}
	calls, _, err := a.Calls(ctx, who, "", editionsAtOnce)
	return slices.DeleteFunc(calls, func(c *workflow.Call) bool { return c.State() == stateCancelled }), err
}

// editionsAtOnce is how many earlier calls are offered.
const editionsAtOnce = 40
