package app

import (
	"context"
	"errors"

	"tremplin/storage"
	"tremplin/workflow"
)

// Dossiers are a call and all its submissions, on one snapshot.
func (a *App) Dossiers(ctx context.Context, call string) (*workflow.Call, []*workflow.Submission, error) {
	var c *workflow.Case
	err := a.Store.View(ctx, func(tx *storage.Tx) (err error) {
		c, err = tx.Load(storage.Ask{Call: call, All: true, Now: a.now()})
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return c.Call, c.All, nil
}

// HasCall reports whether there is a call with that id.
func (a *App) HasCall(ctx context.Context, id string) (bool, error) {
	err := a.Store.View(ctx, func(tx *storage.Tx) error {
		_, err := tx.Load(storage.Ask{Call: id, Now: a.now()})
		return err
	})
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return false, nil
	}
	return err == nil, err
}
