package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
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
// of that time, as a replay needs; zero: as of when it is. A replay is alone:
// what another runner of it held when it was cut off is taken up at once.
func (a *App) Work(ctx context.Context, asOf time.Time) error {
	for len(a.Handlers) > 0 && ctx.Err() == nil {
		now, held := a.now(), lease
		if !asOf.IsZero() {
			now, held = now.Add(lease), 0
		}
		jobs, err := a.Store.Claim(ctx, now, atOnce, held)
		if err != nil || len(jobs) == 0 {
			return err
		}
		for len(jobs) > 0 {
			var wave []storage.Job
			wave, jobs = apart(jobs)
			if err := a.wave(ctx, wave, asOf); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// apart takes the first job of each dossier: what one makes may hang on what
// was filed before.
func apart(jobs []storage.Job) (first, rest []storage.Job) {
	seen := map[string]bool{}
	for _, j := range jobs {
		if seen[j.On.Dossier] {
			rest = append(rest, j)
		} else {
			first = append(first, j)
		}
		seen[j.On.Dossier] = true
	}
	return first, rest
}

// made is what a job's handler gave.
type made struct {
	file *Command
	err  error
}

// wave works jobs side by side and files what they made one after the other, in
// their order: the trail does not hang on which was faster.
func (a *App) wave(ctx context.Context, jobs []storage.Job, asOf time.Time) error {
	a.pulse.jobs(a.now())
	out := make([]made, len(jobs))
	sideBySide(len(jobs), func(i int) { out[i] = a.attempt(ctx, jobs[i]) })
	for i, j := range jobs {
		if err := a.finish(ctx, j, out[i], asOf); err != nil {
			return err
		}
	}
	return nil
}

// sideBySide does f for each of n, as many at once as there are processors:
// printing takes memory.
func sideBySide(n int, f func(int)) {
	var all sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// finish files what a job made, or says how it failed. The error says that the
// database failed, not the job: that one waits, or is dead, with its own.
func (a *App) finish(ctx context.Context, j storage.Job, m made, asOf time.Time) error {
	if m.err == nil && m.file != nil {
		m.file.ends, m.file.At, m.file.quiet = &j, asOf, !asOf.IsZero()
		if _, m.err = a.Perform(ctx, *m.file); m.err == nil {
			return nil
		}
	}
	if m.err != nil {
		a.Log.LogAttrs(ctx, slog.LevelWarn, "job failed", slog.Int64("job", j.ID), slog.String("kind", j.Kind), slog.String("dossier", j.On.Dossier),
			slog.Int("attempt", j.Attempt), slog.Any("why", m.err))
	}
	err := a.Store.Finish(ctx, j, a.now(), m.err)
	if errors.Is(err, storage.ErrLost) {
		return nil // another runner has it
	}
	return err
}

// attempt turns a panic into a failure: one bad job must not stop the others.
func (a *App) attempt(ctx context.Context, j storage.Job) (m made) {
	defer func() {
		if p := recover(); p != nil {
			m = made{err: fmt.Errorf("app: job %s: %v", j.Kind, p)}
		}
	}()
	h := a.Handlers[j.Kind]
	if h == nil {
		return made{err: errors.New("nobody knows how to do this kind of job")}
	}
	m.file, m.err = h(ctx, j)
	return m
}

// Serve runs the clock and the jobs until ctx ends: when something is due, when
// a decision has been written, and now and then in any case. A job that takes
// long does not hold up the clock.
func (a *App) Serve(ctx context.Context) error {
	a.pulse.clock(a.now())
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { a.serveJobs(ctx) })
	if a.Mailer != nil {
		beside.Go(func() { a.servePosts(ctx) })
	}
	if a.Scanner != nil {
		beside.Go(func() { a.serveScans(ctx) })
	}
	looked := false
	rounds(ctx, a.woken, func() time.Duration {
		began := a.now()
		if !looked {
			err := a.LookForConflicts(ctx)
			if looked = err == nil; err != nil && ctx.Err() == nil {
				a.Log.LogAttrs(ctx, slog.LevelError, "conflicts", slog.Any("why", err))
			}
		}
		if _, err := a.Clock(ctx, Tick{Until: began.Add(-a.Settle)}); err == nil {
			a.pulse.clock(began)
		} else if ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "clock", slog.Any("why", err))
		}
		a.orderNightly(ctx)
		a.forgetTyped(ctx)
		at, ok, err := a.Store.NextDue(ctx)
		return a.until(at.Add(a.Settle), ok && err == nil)
	})
	return nil
}

func (a *App) serveJobs(ctx context.Context) {
	rounds(ctx, a.worked, func() time.Duration {
		a.pulse.jobs(a.now())
		if err := a.Work(ctx, time.Time{}); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "jobs", slog.Any("why", err))
		}
		at, ok, err := a.Store.NextJob(ctx)
		return a.until(at, ok && err == nil)
	})
}

// rounds goes round until ctx ends: when it is woken, and after the pause that
// the last round named.
func rounds(ctx context.Context, woken <-chan struct{}, round func() time.Duration) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-woken:
		case <-timer.C:
		}
		timer.Reset(round())
	}
}

// until is how long nothing is due.
func (a *App) until(next time.Time, any bool) time.Duration {
	wait := longest
	if any {
		wait = min(wait, next.Sub(a.now()))
	}
	return max(wait, time.Second) // what was refused stays due: no hurry
}

// wake tells the runners that there may be work.
func (a *App) wake() {
	for _, c := range []chan struct{}{a.woken, a.worked} {
		select {
		case c <- struct{}{}:
		default: // told already
		}
	}
}
