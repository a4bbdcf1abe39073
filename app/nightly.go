package app

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Outside is where the checkpoint of each night goes: out of the reach of
// whoever can change the database.
type Outside struct {
	Key  ed25519.PrivateKey
	Keep func(ctx context.Context, day workflow.Date, checkpoint []byte) error
}

// jobCheckpoint is the job that makes one, and nightHour when, in Brussels: what
// a process that was away then has missed, it orders when it is back.
const (
	jobCheckpoint = "checkpoint"
	nightHour     = 1
)

// KeepCheckpoints has a checkpoint made each night and kept outside.
func (a *App) KeepCheckpoints(o Outside) {
	a.outside = &o
	a.Handlers[jobCheckpoint] = func(ctx context.Context, j storage.Job) (*Command, error) {
		var out bytes.Buffer
		if err := a.Checkpoint(ctx, &out, o.Key); err != nil {
			return nil, err
		}
		if err := o.Keep(ctx, workflow.Date(strings.TrimPrefix(j.Unique, jobCheckpoint+" ")), out.Bytes()); err != nil {
			return nil, fmt.Errorf("app: the checkpoint is not kept: %w", err)
		}
		return nil, nil //nolint:nilnil // there is nothing to file
	}
}

// JobsKept is how long the work of the program is kept in its table once it is done,
// from when it was ordered. What reminds people of a date is ordered at most weeks ahead,
// so that no key that must not come again is forgotten too early. Work on documents stays:
// there is as much of it as there are documents, and the page of letters counts it.
const JobsKept = 400 * 24 * time.Hour

// orderNightly does, once a night, what is not asked for: it orders the checkpoint,
// whichever process is the first, and forgets work that was done long ago.
func (a *App) orderNightly(ctx context.Context) {
	now := a.now()
	local := now.In(workflow.Brussels)
	day := workflow.DateOf(now)
	if local.Hour() < nightHour || a.ordered == day {
		return
	}
	err := a.Store.ForgetJobs(ctx, now.Add(-JobsKept), workflow.JobDocument("").Kind)
	if err == nil && a.outside != nil {
		at := time.Date(local.Year(), local.Month(), local.Day(), nightHour, 0, 0, 0, workflow.Brussels)
		err = a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
			on := workflow.Ref{Entity: workflow.EntityHouse, Dossier: workflow.HouseID}
			tx.EnqueueOnce(workflow.Job{Kind: jobCheckpoint, On: on, Unique: jobCheckpoint + " " + string(day)}, at)
			return nil
		})
	}
	if err != nil {
		if ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "the night's work", slog.Any("why", err))
		}
		return
	}
	a.ordered = day
	a.wake()
}
