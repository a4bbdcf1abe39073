package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// AdminAct is something that an administrator did to how the program runs: of no
// dossier, and so in no chain.
type AdminAct struct {
	ID     int64
	At     time.Time
	Person string
	Action string // job.retry
	Job    int64
	Kind   string // of the job
}

// LogAdmin writes down what an administrator does, in the same transaction.
func (tx *Tx) LogAdmin(x AdminAct) {
	tx.out = append(tx.out, stmt{
		sql:  "INSERT INTO admin_log (at, person, action, job_id, kind) VALUES (?, ?, ?, ?, ?)",
		args: []any{whole(x.At), x.Person, x.Action, x.Job, x.Kind},
	})
}

// AdminActs lists them, the newest first, after one (0: from the beginning).
func (s *Store) AdminActs(ctx context.Context, after int64, limit int) ([]AdminAct, error) {
	var out []AdminAct
	q := "SELECT id, at, person, action, job_id, kind FROM admin_log WHERE ? = 0 OR id < ? ORDER BY id DESC LIMIT ?"
	err := eachRow(s.read.orm.WithContext(ctx).Raw(q, after, after, Page{Limit: limit}.limit()), func(scan func(...any) error) error {
		var x AdminAct
		err := scan(&x.ID, &x.At, &x.Person, &x.Action, &x.Job, &x.Kind)
		x.At = x.At.UTC()
		out = append(out, x)
		return err
	})
	return out, wrapped("admin log", err)
}

// Revive makes a dead job wait again, and tells its kind.
func (tx *Tx) Revive(id int64, now time.Time) (kind string, err error) {
	err = tx.send([]stmt{{
		sql:  "SELECT kind FROM jobs WHERE id = ? AND state = 'dead'",
		args: []any{id},
		each: func(scan func(...any) error) error { return scan(&kind) },
	}})
	if err == nil && kind == "" {
		err = workflow.NotThere()
	}
	tx.out = append(tx.out, stmt{
		sql:    "UPDATE jobs SET state = 'ready', attempt = 0, run_at = ? WHERE id = ? AND state = 'dead'",
		args:   []any{whole(now), id},
		must:   1,
		missed: workflow.NotThere(),
	})
	return kind, err
}

// OpenJobs lists the work that is not done, of one of the states of [JobCount]
// ("" for all), the newest first, after a job (0: from the beginning).
func (s *Store) OpenJobs(ctx context.Context, state string, after int64, limit int) ([]Job, error) {
	const and = " AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT ?"
	where := "state IN ('ready', 'running', 'dead')"
	switch state {
	case "":
	case JobWaiting:
		where = "state = 'ready' AND last_error = ''"
	case JobFailing:
		where = "state = 'ready' AND last_error <> ''"
	case JobRunning, JobDead:
		where = "state = '" + state + "'"
	default:
		return nil, workflow.NotThere()
	}
	return s.jobs(ctx, where+and, after, after, Page{Limit: limit}.limit())
}

// LastDone is when a job of a kind was last done; zero if none was.
func (s *Store) LastDone(ctx context.Context, kind string) (time.Time, error) {
	var at aggregated
	rows, err := s.read.db.QueryContext(ctx, s.sql("SELECT max(run_at) FROM jobs WHERE kind = ? AND state = 'done'"), kind)
	if err != nil {
		return at.Time, wrapped("jobs", err)
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		if err := rows.Scan(&at); err != nil {
			return at.Time, wrapped("jobs", err)
		}
	}
	return at.Time, wrapped("jobs", rows.Err())
}

// MailLog lists what became of messages, of one state ("" for all), the newest
// first, after one (0: from the beginning).
func (s *Store) MailLog(ctx context.Context, state string, after int64, limit int) ([]Mailed, error) {
	return s.mails(ctx, "(? = '' OR state = ?) AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT ?", state, state, after, after, Page{Limit: limit}.limit())
}
