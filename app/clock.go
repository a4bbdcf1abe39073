package app

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Tick is one round of the clock.
type Tick struct {
	Until time.Time // what is due by then is done
	// Replay: acts are done as of when they fell due, but none before Since.
	Replay  bool
	Since   time.Time
	Surface string   // "" is the clock's own
	Calls   []string // only in these; nil: in all
}

// dueAct is one that a dossier owes, to be done at most once in a round.
type dueAct struct {
	on     workflow.Ref
	entity workflow.Entity
	action workflow.Action
	at     time.Time
}

// Clock does everything that is due, by time, then by id, each through the same
// door as everybody. It answers how many acts it did. One that is refused is
// logged and left for the next round.
func (a *App) Clock(ctx context.Context, t Tick) (done int, err error) {
	tried := map[dueAct]bool{}
	idle := map[string]bool{} // dossiers with nothing to be done as things stand
	for ctx.Err() == nil {
		next, err := a.nextDue(ctx, t, idle)
		if err != nil || next == "" {
			return done, err
		}
		n, err := a.doDue(ctx, t, next, tried)
		switch {
		case err != nil:
			return done, err
		case n == 0:
			idle[next] = true
		default:
			clear(idle) // an act may have changed what others owe
		}
		done += n
	}
	return done, ctx.Err()
}

// nextDue is the dossier whose act has been due for longest; "" if none is.
func (a *App) nextDue(ctx context.Context, t Tick, idle map[string]bool) (string, error) {
	for limit := 16 + len(idle); ; limit *= 4 {
		due, err := a.Store.Due(ctx, t.Until, limit)
		if err != nil {
			return "", err
		}
		for _, d := range due {
			if id := d.Ref.Dossier; !idle[id] && (t.Calls == nil || slices.Contains(t.Calls, d.Call)) {
				return id, nil
			}
		}
		if len(due) < limit {
			return "", nil
		}
	}
}

// doDue does the first act that a dossier owes and that was not refused yet.
func (a *App) doDue(ctx context.Context, t Tick, dossier string, tried map[dueAct]bool) (int, error) {
	todos, err := a.agendaNow(ctx, dossier, t.Until)
	if err != nil {
		return 0, err
	}
	for _, todo := range todos {
		act := dueAct{todo.On.Ref(), todo.Entity, todo.Action, todo.At}
		if tried[act] {
			continue
		}
		cmd := Command{Machine: workflow.Clock, Surface: t.Surface, Entity: act.entity, Action: act.action, On: act.on.String(), At: a.now()}
		if t.Replay {
			cmd.At = act.at
			if cmd.At.Before(t.Since) {
				cmd.At = t.Since
			}
		}
		_, err := a.Perform(ctx, cmd)
		if err == nil {
			tried[act] = true // one that stays due all the same is not done for ever
			return 1, nil
		}
		if _, no := errors.AsType[*workflow.Error](err); !no {
			return 0, err
		}
		tried[act] = true
		a.Log.LogAttrs(ctx, slog.LevelWarn, "due act refused",
			slog.String("dossier", act.on.Dossier), slog.String("action", string(act.entity)+"."+string(act.action)), slog.Time("due", act.at), slog.Any("why", err))
	}
	return 0, nil
}

// overdueError says that the clock owes an act since then: what fell due for it
// comes before what is asked later (PROCESS.md, Lifecycles).
type overdueError struct{ since time.Time }

func (e *overdueError) Error() string { return "app: something fell due before" }

// overdue is since when the dossier acted in, or its call, owes an act; zero if
// nothing is.
func (a *App) overdue(p *workflow.Programme, c *workflow.Case) (since time.Time) {
	x := *c
	owes := func(d workflow.Subject, file *workflow.Submission) {
		x.On, x.File = d, file
		for _, todo := range p.Agenda(&x) {
			if todo.At.After(since) {
				since = todo.At
			}
		}
	}
	if c.File != nil {
		owes(c.File, c.File)
	}
	if c.Call != nil {
		owes(c.Call, nil)
	}
	return since
}

// freed does what other dossiers of the call owe since before, and reports
// whether that was anything: money that an award may have, or a state that a
// refusal looked at.
func (a *App) freed(ctx context.Context, call string, now time.Time) (bool, error) {
	const most = 1000
	due, err := a.Store.Due(ctx, now.Add(-a.Settle), most)
	if err != nil {
		return false, err
	}
	some, tried := false, map[dueAct]bool{}
	for _, d := range due {
		if d.Call != call {
			continue
		}
		n, err := a.doDue(ctx, Tick{Until: now, Replay: true, Since: now}, d.Ref.Dossier, tried)
		if err != nil {
			return some, err
		}
		some = some || n > 0
	}
	return some, nil
}

// linger waits until an act that fell due then is nobody's to prevent any more:
// what came in before, in another process, has had its time to get through.
func (a *App) linger(ctx context.Context, due time.Time) error {
	wait := min(due.Add(a.Settle).Sub(a.now()), a.Settle)
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// catchUp does what the dossier of a command, and its call, owe by then.
func (a *App) catchUp(ctx context.Context, cmd Command, since time.Time) error {
	if err := a.linger(ctx, since); err != nil {
		return err
	}
	call, submission := parseDossier(strings.SplitN(cmd.On, "/", 2)[0])
	tried := map[dueAct]bool{}
	for _, dossier := range []string{call, submission} {
		for dossier != "" {
			// As of the command: what it comes before is not later than it.
			n, err := a.doDue(ctx, Tick{Until: cmd.At, Replay: true, Since: cmd.At, Surface: cmd.Surface}, dossier, tried)
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return nil
}

// agendaNow is what a dossier owes, once all that came in before is through:
// that may have moved a date.
func (a *App) agendaNow(ctx context.Context, dossier string, now time.Time) ([]workflow.Todo, error) {
	todos, err := a.agenda(ctx, dossier, now)
	if err != nil || len(todos) == 0 {
		return nil, err
	}
	call, _ := parseDossier(dossier)
	last := todos[len(todos)-1].At
	if a.flights.older(call, last) == nil {
		return todos, nil
	}
	if err := a.flights.await(ctx, call, last); err != nil {
		return nil, err
	}
	return a.agenda(ctx, dossier, now)
}

// agenda is what a dossier owes by now.
func (a *App) agenda(ctx context.Context, dossier string, now time.Time) ([]workflow.Todo, error) {
	var todos []workflow.Todo
	err := a.Store.View(ctx, func(tx *storage.Tx) error {
		c, err := a.load(tx, dossier, now)
		if err != nil {
			return err
		}
		p, err := a.of(c.Call)
		if err != nil {
			return err
		}
		todos = p.Agenda(c)
		return nil
	})
	return todos, err
}

// load is the case of a dossier as a question looks at it.
func (a *App) load(tx *storage.Tx, dossier string, now time.Time) (*workflow.Case, error) {
	call, submission := parseDossier(dossier)
	ask := storage.Ask{Call: call, Submission: submission, Now: now}
	if dossier == workflow.HouseID {
		ask = storage.Ask{House: true, Now: now}
	}
	c, err := tx.Load(ask)
	if err != nil {
		return nil, err
	}
	switch {
	case c.File != nil:
		c.On = c.File
	case c.Call != nil:
		c.On = c.Call
	default:
		c.On = c.House
	}
	return c, nil
}
