package app

import (
	"context"

	"tremplin/storage"
	"tremplin/workflow"
)

// Calls lists the calls that somebody may see, the newest first, each as that
// person may have it. The cursor is the last one's id; more tells that there are
// others.
func (a *App) Calls(ctx context.Context, who *Viewer, after string, limit int) (calls []*workflow.Call, more bool, err error) {
	err = a.Store.View(ctx, func(tx *storage.Tx) error {
		calls = nil
		found, err := tx.Calls(who.Sight, storage.Page{After: after, Limit: limit + 1})
		if err != nil {
			return err
		}
		if more = len(found) > limit; more {
			found = found[:limit]
		}
		told, err := tx.Tell(found...)
		for _, f := range told {
			calls = append(calls, who.Sight.ShowCall(f.Dossier, conflictIn(f.Dossier, who)))
		}
		return err
	})
	return calls, more, err
}

// CallOf is a call that somebody may see, named by its id or its reference, as
// that person may have it and without its texts.
func (a *App) CallOf(ctx context.Context, who *Viewer, id string) (*workflow.Call, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*workflow.Call, error) {
		found, err := tx.Call(who.Sight, id)
		if err != nil {
			return nil, err
		}
		return who.Sight.ShowCall(found.Dossier, conflictIn(found.Dossier, who)), nil
	})
}
