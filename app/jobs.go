package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"tremplin/storage"
)

// Handler works a job of one kind, outside of any transaction. What it made is
// filed by the command that it returns, through the door like everything else,
// in the transaction that also ends the job; nil: there is nothing to file.
type Handler func(context.Context, storage.Job) (*Command, error)

const (
	lease   = 2 * time.Minute // after it a job is another runner's
	atOnce  = 8
	longest = time.Minute // between two looks, whatever seems to be due
)

// Work does the jobs that are ready, until none is. What they make is filed as
// of that time, as a replay needs; zero: as of when it is.
func (a *App) Work(ctx context.Context, asOf time.Time) error {
	for len(a.Handlers) > 0 && ctx.Err() == nil {
		jobs, err := a.Store.Claim(ctx, a.now(), atOnce, lease)
		if err != nil || len(jobs) == 0 {
			return err
		}
		for _, j := range jobs {
			if err := a.work(ctx, j, asOf); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// work does one job. The error says that the database failed, not the job: that
// one waits, or is dead, with its own.
func (a *App) work(ctx context.Context, j storage.Job, asOf time.Time) error {
	failure := errors.New("nobody knows how to do this kind of job")
	if h := a.Handlers[j.Kind]; h != nil {
		var file *Command
		if file, failure = attempt(ctx, h, j); failure == nil && file != nil {
			file.ends, file.At = &j, asOf
			if _, failure = a.Perform(ctx, *file); failure == nil {
				return nil
			}
		}
	}
	if failure != nil {
		a.Log.LogAttrs(ctx, slog.LevelWarn, "job failed", slog.String("kind", j.Kind), slog.String("on", j.On.String()),
			slog.Int("attempt", j.Attempt), slog.Any("why", failure))
	}
	err := a.Store.Finish(ctx, j, a.now(), failure)
	if errors.Is(err, storage.ErrLost) {
		return nil // another runner has it
	}
	return err
}

// attempt turns a panic into a failure: one bad job must not stop the others.
func attempt(ctx context.Context, h Handler, j storage.Job) (file *Command, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("app: job %s: %v", j.Kind, p)
		}
	}()
	return h(ctx, j)
}

// Serve runs the clock and the jobs until ctx ends: when something is due, when
// a decision has been written, and now and then in any case.
func (a *App) Serve(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-a.woken:
		case <-timer.C:
		}
		if _, err := a.Clock(ctx, Tick{Until: a.now().Add(-a.Settle)}); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "clock", slog.Any("why", err))
		}
		if err := a.Work(ctx, time.Time{}); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "jobs", slog.Any("why", err))
		}
		timer.Reset(a.pause(ctx))
	}
}

// pause is how long nothing is due.
func (a *App) pause(ctx context.Context) time.Duration {
	wait := longest
	if at, ok, err := a.Store.NextDue(ctx); err == nil && ok {
		wait = min(wait, at.Add(a.Settle).Sub(a.now()))
	}
	if at, ok, err := a.Store.NextJob(ctx); err == nil && ok {
		wait = min(wait, at.Sub(a.now()))
	}
	return max(wait, time.Second) // what was refused stays due: no hurry
}

// wake tells the runner that there may be work.
func (a *App) wake() {
	select {
	case a.woken <- struct{}{}:
	default: // told already
	}
}
