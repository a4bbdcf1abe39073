package app

import (
	"context"
	"slices"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Administrators look after how the program runs. They learn which dossier a job
// is of, by its id, and nothing of what is in it.

// Setting is one of the program's, as administrators may read it.
type Setting struct {
	Name  string // TREMPLIN_ADDR
	Value string // "" if nothing is set; of a secret never what it is
	Set   bool   // by who runs the program, or else as it is built in
}

// onlyAdmin refuses everybody else.
func onlyAdmin(who *Viewer) error {
	holds := func(g workflow.Grant) bool { return g.Role == workflow.Admin && g.On(who.Today) }
	if who.Person == nil || !slices.ContainsFunc(who.Actor.Grants, holds) {
		return &workflow.Error{Kind: workflow.Forbidden, Code: workflow.CodeRole}
	}
	return nil
}

// Jobs lists the work that is not done, in one of the states of storage (all of
// them: ""), the newest first, after a job (0: from the beginning).
func (a *App) Jobs(ctx context.Context, who *Viewer, state string, after int64, limit int) ([]storage.Job, error) {
	if err := onlyAdmin(who); err != nil {
		return nil, err
	}
	return a.Store.OpenJobs(ctx, state, after, limit)
}

// RetryJob makes a dead job wait again, and writes down who did it.
func (a *App) RetryJob(ctx context.Context, who *Viewer, id int64) error {
	if err := onlyAdmin(who); err != nil {
		a.watched(who.Actor.Surface, err)
		return err
	}
	now := a.now()
	err := a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		kind, err := tx.Revive(id, now)
		if err != nil {
			return err
		}
		tx.LogAdmin(storage.AdminAct{At: now, Person: who.ID(), Action: "job.retry", Job: id, Kind: kind})
		return nil
	})
	if err != nil {
		return err
	}
	a.wake()
	a.wakePost()
	a.wakeScan()
	return nil
}

// AdminActs lists what administrators did here, the newest first.
func (a *App) AdminActs(ctx context.Context, who *Viewer, after int64, limit int) ([]storage.AdminAct, error) {
	if err := onlyAdmin(who); err != nil {
		return nil, err
	}
	return a.Store.AdminActs(ctx, after, limit)
}

// MailLog lists what was sent, and what bounced, the newest first; state as in
// storage, or "" for both.
func (a *App) MailLog(ctx context.Context, who *Viewer, state string, after int64, limit int) ([]storage.Mailed, error) {
	if err := onlyAdmin(who); err != nil {
		return nil, err
	}
	return a.Store.MailLog(ctx, state, after, limit)
}

// SettingsInUse are in their order, without secrets.
func (a *App) SettingsInUse(who *Viewer) ([]Setting, error) {
	if err := onlyAdmin(who); err != nil {
		return nil, err
	}
	return a.Configured, nil
}

// Health is how the program fares, in figures.
type Health struct {
	At            time.Time
	Database      string // its kind
	Answer        time.Duration
	Why           error // why it is not well; nil: it is
	Pulse         Pulse // of the process that was asked
	Jobs          []storage.JobCount
	Sent, Bounced int64     // in the last day
	Checkpoint    time.Time // when the last was made; zero: none was
}

// Health tells administrators how things are.
func (a *App) Health(ctx context.Context, who *Viewer) (*Health, error) {
	if err := onlyAdmin(who); err != nil {
		return nil, err
	}
	h := &Health{At: a.now(), Database: a.Store.Kind(), Pulse: a.Pulse()}
	h.Why = a.Ready(ctx)
	h.Answer = a.now().Sub(h.At)
	var err error
	if h.Jobs, err = a.Store.JobCounts(ctx); err != nil {
		return nil, err
	}
	if h.Sent, h.Bounced, err = a.Store.MailCounts(ctx, h.At.AddDate(0, 0, -1)); err != nil {
		return nil, err
	}
	h.Checkpoint, err = a.Store.LastDone(ctx, jobCheckpoint)
	return h, err
}

// readyWithin is how long the database may take to answer.
const readyWithin = time.Second

// Ready is nil while this process can serve: its database answers within a
// second and has the right schema, and its clock and jobs run and are not behind.
func (a *App) Ready(ctx context.Context) error {
	soon, done := context.WithTimeout(ctx, readyWithin)
	defer done()
	if err := a.Store.Ready(soon); err != nil {
		return err
	}
	return a.Alive()
}
