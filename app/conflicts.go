package app

import (
	"context"
	"slices"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// An organisation that has another name, or was absorbed, may put members of
// committees in conflict. The act that says so is the house's, and touches no call:
// it orders that the engine look, in each call where a conflict may still be noted.

// JobConflicts has conflicts of interest noted in a call.
const JobConflicts = "conflicts"

const findConflicts workflow.Action = "find_conflicts"

// orderConflicts orders it for what a decision changes of organisations, be it by an
// import, which may bring another name. Many that wait are worked as one.
func (a *App) orderConflicts(tx *storage.Tx, cmd Command, d *workflow.Decision) error {
	if len(d.Changes) == 0 || cmd.Entity != workflow.EntityOrganisation {
		return nil
	}
	return a.lookForConflicts(tx, cmd.At)
}

// lookForConflicts orders one job for each call. It has no key: one that runs by now
// may have read what was before, so that each act orders its own. Mostly there is
// nothing left for the later one.
func (a *App) lookForConflicts(tx *storage.Tx, at time.Time) error {
	var states []workflow.State
	for _, p := range a.Programmes {
		for _, r := range p.Table(workflow.EntityCall) {
			if r.Action == findConflicts {
				states = append(states, r.From...)
			}
		}
	}
	calls, err := tx.CallsAt(states)
	for _, id := range calls {
		tx.Enqueue(workflow.Job{Kind: JobConflicts, On: workflow.Ref{Entity: workflow.EntityCall, Dossier: id}}, at)
	}
	return err
}

// LookForConflicts orders that the engine look in each call: the program may have
// learnt to see a conflict that it did not see before.
func (a *App) LookForConflicts(ctx context.Context) error {
	err := a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error { return a.lookForConflicts(tx, a.now()) })
	if err == nil {
		a.wake()
	}
	return err
}

// noteConflicts asks the engine whether there is anything to note, and has it noted.
func (a *App) noteConflicts(ctx context.Context, j storage.Job) (*Command, error) {
	cmd := &Command{Machine: workflow.Engine, Surface: "job", Entity: workflow.EntityCall, Action: findConflicts, On: j.On.Dossier}
	// What ordered those that wait is written: what is read from here on has it.
	if err := a.Store.FinishWaiting(ctx, j); err != nil {
		return nil, err
	}
	found, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (bool, error) {
		c, err := tx.Load(storage.Ask{Call: j.On.Dossier, All: true, Now: a.now()})
		if err != nil {
			return false, err
		}
		p, err := a.of(c.Call)
		if err != nil {
			return false, err
		}
		c.Actor, c.On = workflow.EngineActor(cmd.Surface), c.Call
		return slices.ContainsFunc(p.OffersOf(c, []workflow.Action{findConflicts}), func(o workflow.Offer) bool { return o.Blocked == nil }), nil
	})
	if !found { // mostly there is nothing
		return nil, err
	}
	return cmd, err
}
