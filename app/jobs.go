package app

import (
	"context"
	"time"
)

// Handler works a job.
type Handler func()

// Work does the jobs that are ready by then.
func (a *App) Work(ctx context.Context, until time.Time) error {
	_ = until
	return ctx.Err()
}

func (a *App) waking() chan struct{} { return nil }
