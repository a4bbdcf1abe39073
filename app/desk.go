package app

import (
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Desk is what somebody finds on coming in.
type Desk struct {
	Calls []DeskCall // those that go on, the newest first
	Files []*View    // of the own organisations, as far as they go on
	More  bool       // there are more of them than a desk shows
	Queue []Queue    // what waits in all other dossiers
	Asked []AskedOf  // changes of role that one may confirm
	// Mergers are organisations on which something waits for one's answer.
	Mergers []*workflow.Organisation
}

// DeskCall is a call with the number of its dossiers by the state that they are
// shown in, and what may be done with the call itself.
type DeskCall struct {
	*View

	Counts map[workflow.State]int
	Owed   int      // sheets that are not sealed, in dossiers under review that the reader sees: for who follows them
	Owing  []string // the members who owe them
}

const (
	deskFiles = 50
	deskCalls = 100
)

// Desk is the home of somebody who is signed in: all that the process waits for
// from them, by what the programme offers them now.
func (a *App) Desk(ctx context.Context, who *Viewer) (*Desk, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Desk, error) {
		d := &Desk{}
		calls, err := tx.CallsGoing(who.Sight, a.Programme().Over[workflow.EntityCall], deskCalls)
		if err != nil {
			return nil, err
		}
		if d.Files, d.More, err = a.ownFiles(tx, who, calls); err != nil {
			return nil, err
		}
		if d.Calls, err = a.deskCalls(tx, who, calls); err != nil {
			return nil, err
		}
		if d.Queue, err = a.queue(tx, who, d.Files); err != nil {
			return nil, err
		}
		if d.Asked, err = a.answerable(who); err != nil {
			return nil, err
		}
		d.Mergers, err = a.MergersToAnswer(who)
		return d, err
	})
}

// answerable are the changes of role that wait for the reader.
func (a *App) answerable(who *Viewer) ([]AskedOf, error) {
	all, err := a.Asked(who)
	return slices.DeleteFunc(all, func(x AskedOf) bool { return x.Confirm == nil || x.Confirm.Blocked != nil }), err
}

func (a *App) deskCalls(tx *storage.Tx, who *Viewer, calls []*storage.Found[*workflow.Call]) ([]DeskCall, error) {
	ids := make([]string, len(calls))
	for i, f := range calls {
		ids[i] = f.Dossier.Ref().Dossier
	}
	counts, err := tx.CountShown(who.Sight, ids)
	if err != nil {
		return nil, err
	}
	b, err := tx.Beside(ids, nil, a.now())
	if err != nil {
		return nil, err
	}
	out := make([]DeskCall, 0, len(calls))
	for i, f := range calls {
		v, err := a.deskCall(tx, who, f, b)
		if err != nil {
			return nil, err
		}
		c := DeskCall{View: v, Counts: counts[ids[i]]}
		if err := a.owed(tx, who, &c); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// owed are the sheets that a committee at work still owes, to who assigns them and
// to who leads.
func (a *App) owed(tx *storage.Tx, who *Viewer, c *DeskCall) error {
	seat := c.Call.Appointed(who.ID())
	leads := seat != nil && (seat.As == "chair" || seat.As == "acting_chair") && !conflictIn(c.Call, who)
	if c.Call.State() != "in_committee" || !leads && !(who.Sight.Books(c.Call) && a.knows(who, workflow.EntitySheet, "assign")) {
		return nil
	}
	var sit []string
	for _, m := range c.Call.Members {
		if m.State() == workflow.MemberAppointed {
			sit = append(sit, m.Person)
		}
	}
	n, err := tx.OwedSheets(who.Sight, c.Call.Ref().Dossier, sit)
	for _, person := range sit {
		if n[person] > 0 {
			c.Owed, c.Owing = c.Owed+n[person], append(c.Owing, person)
		}
	}
	return err
}

// deskCall asks first what could be done if no rule looked at all dossiers or at
// what happened, and reads these only where one does.
func (a *App) deskCall(tx *storage.Tx, who *Viewer, f *storage.Found[*workflow.Call], b *storage.Beside) (*View, error) {
	id := f.Dossier.Ref().Dossier
	seat := f.Dossier.Appointed(who.ID())
	v := &View{Version: f.Version, Call: who.Sight.ShowCall(f.Dossier, seat != nil && seat.Conflict)}
	p, err := a.of(f.Dossier)
	if err != nil {
		return nil, err
	}
	now := a.now()
	c := &workflow.Case{Now: now, Today: workflow.DateOf(now), Actor: who.Actor, Hidden: who.Sight.Hidden, House: who.House, Call: f.Dossier, Counts: b.Counts[id]}
	v.Acts = acts(p, c)
	if !slices.ContainsFunc(v.Acts, func(x Act) bool { return x.Awaited && x.Blocked == nil && looks(p, &x) }) {
		return v, nil
	}
	if c, err = tx.Load(storage.Ask{Call: id, All: true, Past: true, Now: now}); err != nil {
		return nil, err
	}
	c.Actor, c.Hidden = who.Actor, who.Sight.Hidden
	v.Acts = acts(p, c)
	return v, nil
}

// looks: the rule looks at all dossiers of the call, or at what happened.
func looks(p *workflow.Programme, x *Act) bool {
	n := p.Needs(x.Entity, x.Action)
	return n.All || n.Past
}

// ownFiles are read together: one question for all dossiers, one for all texts.
func (a *App) ownFiles(tx *storage.Tx, who *Viewer, known []*storage.Found[*workflow.Call]) ([]*View, bool, error) {
	found, err := tx.OwnOpen(who.Sight, a.Programme().Over[workflow.EntitySubmission], deskFiles+1)
	if err != nil {
		return nil, false, err
	}
	more := len(found) > deskFiles
	found = found[:min(len(found), deskFiles)]
	calls := map[string]*workflow.Call{}
	for _, f := range known {
		calls[f.Dossier.Ref().Dossier] = f.Dossier
	}
	dossiers := make([]*workflow.Submission, 0, len(found))
	for _, f := range found {
		dossiers = append(dossiers, f.Dossier)
	}
	bad, err := tx.Infected(dossiers...)
	if err != nil {
		return nil, false, err
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
		v, err := a.ownFile(who, calls[f.Dossier.CallID], f, bad[f.Dossier.Ref().Dossier])
		if err != nil {
			return nil, false, err
		}
		out, files = append(out, v), append(files, v.File)
	}
	return out, more, tx.LoadNames(files...)
}

// ownFile is a dossier with what its own side may do: nothing of that hangs on
// other dossiers.
func (a *App) ownFile(who *Viewer, call *workflow.Call, f *storage.Found[*workflow.Submission], infected map[string]string) (*View, error) {
	p, err := a.of(call)
	if err != nil {
		return nil, err
	}
	now := a.now()
	c := &workflow.Case{Now: now, Today: workflow.DateOf(now), Actor: who.Actor, Hidden: who.Sight.Hidden, House: who.House, Call: call, File: f.Dossier, Infected: infected}
	return &View{
		Call: who.Sight.ShowCall(call, false), File: who.Sight.Show(p, call, f.Dossier), Version: f.Version,
		Acts: acts(p, c), Waits: who.Sight.Waits(p, c),
	}, nil
}
