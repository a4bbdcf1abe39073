package app

import (
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Desk is what somebody finds on coming in.
type Desk struct {
	Calls  []DeskCall          // those that go on, the newest first
	Files  []*View             // of the own organisations, as far as they go on
	More   bool                // there are more of them than a desk shows
	Sheets []storage.SheetToDo // one's own, not sealed yet
}

// DeskCall is a call with the number of its dossiers by the state that they are
// shown in, and what may be done with the call itself.
type DeskCall struct {
	*View

	Counts map[workflow.State]int
}

const (
	deskFiles = 50
	deskCalls = 8
)

// overCalls and overFiles wait for nothing more.
var (
	overCalls = []workflow.State{"archived", "cancelled"}
	overFiles = []workflow.State{"ineligible", workflow.SubmissionRejected, "withdrawn", "expired", "lapsed", "closed", "terminated"}
)

// Desk is the home of somebody who is signed in.
func (a *App) Desk(ctx context.Context, who *Viewer) (*Desk, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Desk, error) {
		d := &Desk{}
		var err error
		if d.Sheets, err = tx.SheetsToDo(who.Sight, deskFiles); err != nil {
			return nil, err
		}
		calls, err := tx.Calls(who.Sight, storage.Page{Limit: 3 * deskCalls})
		if err != nil {
			return nil, err
		}
		if d.Files, d.More, err = a.ownFiles(tx, who, calls); err != nil {
			return nil, err
		}
		d.Calls, err = a.deskCalls(tx, who, calls)
		return d, err
	})
}

func (a *App) deskCalls(tx *storage.Tx, who *Viewer, calls []*storage.Found[*workflow.Call]) ([]DeskCall, error) {
	calls = slices.DeleteFunc(slices.Clone(calls), func(f *storage.Found[*workflow.Call]) bool { return slices.Contains(overCalls, f.Dossier.State()) })
	calls = calls[:min(len(calls), deskCalls)]
	ids := make([]string, len(calls))
	for i, f := range calls {
		ids[i] = f.Dossier.Ref().Dossier
	}
	counts, err := tx.CountShown(who.Sight, ids)
	if err != nil {
		return nil, err
	}
	out := make([]DeskCall, 0, len(calls))
	for i, f := range calls {
		v, err := a.deskCall(tx, who, f)
		if err != nil {
			return nil, err
		}
		out = append(out, DeskCall{v, counts[ids[i]]})
	}
	return out, nil
}

// deskCall asks first what could be done if no rule looked at all dossiers, and
// reads them only where one does.
func (a *App) deskCall(tx *storage.Tx, who *Viewer, f *storage.Found[*workflow.Call]) (*View, error) {
	id := f.Dossier.Ref().Dossier
	seat := f.Dossier.Appointed(who.ID())
	v := &View{Version: f.Version, Call: who.Sight.ShowCall(f.Dossier, seat != nil && seat.Conflict)}
	p, err := a.of(f.Dossier)
	if err != nil {
		return nil, err
	}
	for _, all := range []bool{false, true} {
		c, err := tx.Load(storage.Ask{Call: id, All: all, Past: true, Now: a.now()})
		if err != nil {
			return nil, err
		}
		c.Actor, c.On = who.Actor, c.Call
		v.Acts = v.Acts[:0]
		looks := false
		for _, o := range p.Offers(c) {
			v.Acts = append(v.Acts, Act{o, c.Call.Ref()})
			looks = looks || o.Awaited && o.Blocked == nil && p.Needs(o.Entity, o.Action).All
		}
		if !looks {
			break
		}
	}
	return v, nil
}

// ownFiles are read together: one question for all dossiers, one for all texts.
func (a *App) ownFiles(tx *storage.Tx, who *Viewer, known []*storage.Found[*workflow.Call]) ([]*View, bool, error) {
	found, err := tx.OwnOpen(who.Sight, overFiles, deskFiles+1)
	if err != nil {
		return nil, false, err
	}
	more := len(found) > deskFiles
	found = found[:min(len(found), deskFiles)]
	calls := map[string]*workflow.Call{}
	for _, f := range known {
		calls[f.Dossier.Ref().Dossier] = f.Dossier
	}
	out := make([]*View, 0, len(found))
	files := make([]*workflow.Submission, 0, len(found))
	for _, f := range found {
		if calls[f.Dossier.CallID] == nil {
			c, err := tx.Call(who.Sight, f.Dossier.CallID)
			if err != nil {
				return nil, false, err
			}
			calls[f.Dossier.CallID] = c.Dossier
		}
		v, err := a.ownFile(who, calls[f.Dossier.CallID], f)
		if err != nil {
			return nil, false, err
		}
		out, files = append(out, v), append(files, v.File)
	}
	return out, more, tx.LoadTitles(files...)
}

// ownFile is a dossier with what its own side may do: nothing of that hangs on
// other dossiers.
func (a *App) ownFile(who *Viewer, call *workflow.Call, f *storage.Found[*workflow.Submission]) (*View, error) {
	p, err := a.of(call)
	if err != nil {
		return nil, err
	}
	now := a.now()
	c := &workflow.Case{Now: now, Today: workflow.DateOf(now), Actor: who.Actor, House: who.House, Call: call, File: f.Dossier}
	return &View{Call: who.Sight.ShowCall(call, false), File: who.Sight.Show(p, call, f.Dossier), Acts: acts(p, c), Version: f.Version}, nil
}
