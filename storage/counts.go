package storage

import (
	"context"
	"database/sql"
	"time"
)

// What is told of a job that is not done: [JobFailing] waits to be tried again.
const (
	JobWaiting = "waiting"
	JobFailing = "failing"
	JobRunning = "running"
	JobDead    = "dead"
)

// isJob says which of these a job is in.
const isJob = "CASE WHEN state = 'ready' AND last_error <> '' THEN 'failing' WHEN state = 'ready' THEN 'waiting' ELSE state END"

// JobCount is how many jobs of a kind are not done.
type JobCount struct {
	Kind, State string
	N           int64
	Since       time.Time // when the first of them was, or is, to be done
}

// JobCounts counts what is not done, by kind and state.
func (s *Store) JobCounts(ctx context.Context) ([]JobCount, error) {
	var out []JobCount
	q := "SELECT kind, " + isJob + " AS state, count(*), min(run_at) FROM jobs WHERE state IN ('ready', 'running', 'dead') GROUP BY 1, 2 ORDER BY 1, 2"
	err := eachRow(s.read.orm.WithContext(ctx).Raw(q), func(scan func(...any) error) error {
		var c JobCount
		var since aggregated
		err := scan(&c.Kind, &c.State, &c.N, &since)
		c.Since = since.Time
		out = append(out, c)
		return err
	})
	return out, wrapped("jobs", err)
}

// MailCounts counts the messages that went out, and that bounced, since then.
func (s *Store) MailCounts(ctx context.Context, since time.Time) (sent, bounced int64, err error) {
	q := "SELECT state, count(*) FROM mail_log WHERE at >= ? GROUP BY state"
	err = eachRow(s.read.orm.WithContext(ctx).Raw(q, whole(since)), func(scan func(...any) error) error {
		var state string
		var n int64
		err := scan(&state, &n)
		switch state {
		case MailSent:
			sent = n
		case MailBounced:
			bounced = n
		}
		return err
	})
	return sent, bounced, wrapped("mails", err)
}

// Stats tells how the connections are used, for reading and for writing.
func (s *Store) Stats() (read, write sql.DBStats) { return s.read.db.Stats(), s.write.db.Stats() }

// Kind is "sqlite" or "postgres".
func (s *Store) Kind() string { return s.dialect.name() }

// Ready is nil while the database answers with the schema of this program.
func (s *Store) Ready(ctx context.Context) error {
	return wrap("ready", s.dialect.fault(checkSchema(ctx, s.dialect, s.read.db)))
}

// aggregated is a time that SQLite gives as text, having computed it.
type aggregated struct{ time.Time }

// Scan reads it from either kind of database.
func (a *aggregated) Scan(v any) error {
	switch x := v.(type) {
	case time.Time:
		a.Time = x.UTC()
	case string:
		t, err := time.Parse("2006-01-02 15:04:05.999999999-07:00", x)
		a.Time = t.UTC()
		return err
	}
	return nil
}
