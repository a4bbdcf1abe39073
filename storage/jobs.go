package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tremplin/workflow"
)

// Job is a piece of work that its runner holds until its lease ends. It is
// worked outside of any transaction.
type Job struct {
	ID       int64
	Kind     string
	On       workflow.Ref
	Version  int64 // of its dossier when it was ordered
	Unique   string
	State    string // ready, running, done, dead
	Attempt  int    // from 1; fences off a runner whose lease has ended
	MaxTries int
	RunAt    time.Time
	Error    string    // of the last attempt
	Ordered  time.Time // when it was written down
	Asked    time.Time // the moment of the act that ordered it; zero where no act did
}

var (
	// ErrLost says that the job is another runner's by now.
	ErrLost = errors.New("storage: the job is no longer this runner's")
	// ErrGiveUp makes, wrapped,  a job dead at once: trying again is of no use.
	ErrGiveUp = errors.New("no use to try again")
)

// jobTries is how often a job is tried before it is dead: for more than five
// hours. A mail server, or a scanner, may be away for longer: five days, as
// among mail servers.
const (
	jobTries  = 12
	awayTries = 36
)

// pause is how long a job waits after its nth attempt.
func pause(attempt int) time.Duration {
	return min(10*time.Second<<min(attempt-1, 20), 4*time.Hour)
}

const insertJob = "INSERT INTO jobs (kind, dossier_id, entity, part_id, event_seq, unique_key, state, last_error, max_tries, run_at, created_at, asked_at) "

// job orders work for after the commit. A unique one that is already waiting is
// enough.
func (tx *Tx) job(j workflow.Job, version int64, at, asked time.Time) stmt {
	return stmt{
		sql: insertJob + `VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running') DO NOTHING`,
		args: tx.jobArgs(j, version, at, asked),
	}
}

func (tx *Tx) jobArgs(j workflow.Job, version int64, at, asked time.Time) []any {
	var unique, then any
	if !asked.IsZero() {
		then = whole(asked)
	}
	if j.Unique != "" {
		unique = j.Unique
	}
	state, why, tries := "ready", "", jobTries
	if j.Kind == Post || j.Kind == Scan {
		tries = awayTries
	}
	if tx.idle != nil {
		if why = tx.idle(j); why != "" {
			state = "done"
		}
	}
	return []any{j.Kind, j.On.Dossier, string(j.On.Entity), j.On.ID, version, unique, state, why, int64(tries), whole(at), tx.s.stamp(), then}
}

// Idle says of which of the ordered jobs nothing will come, and why ("": it is to
// be done). They are written down as done: the table tells what was ordered, and
// nobody takes it up later.
func (tx *Tx) Idle(why func(workflow.Job) string) { tx.idle = why }

// Enqueue orders work that no decision orders.
func (tx *Tx) Enqueue(j workflow.Job, at time.Time) {
	tx.out = append(tx.out, tx.job(j, 0, at, time.Time{}))
}

// EnqueueOnce orders work unless it was ever ordered under its unique key, even
// if it is done: a reminder.
func (tx *Tx) EnqueueOnce(j workflow.Job, at time.Time) { tx.once(j, 0, at, time.Time{}) }

// EnqueueFor is EnqueueOnce for a part of the work of another job: it is of the
// same event.
func (tx *Tx) EnqueueFor(whole Job, j workflow.Job, at time.Time) {
	tx.once(j, whole.Version, at, whole.Asked)
}

func (tx *Tx) once(j workflow.Job, version int64, at, asked time.Time) {
	tx.out = append(tx.out, stmt{
		sql: insertJob + `SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE dossier_id = ? AND unique_key = ?)
ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running') DO NOTHING`,
		args: append(tx.jobArgs(j, version, at, asked), j.On.Dossier, j.Unique),
	})
}

const jobColumns = "id, kind, dossier_id, entity, part_id, event_seq, coalesce(unique_key, ''), state, attempt, max_tries, run_at, last_error, created_at, asked_at"

func (j *Job) scan(scan func(...any) error) error {
	var entity string
	var asked *time.Time
	err := scan(&j.ID, &j.Kind, &j.On.Dossier, &entity, &j.On.ID, &j.Version, &j.Unique, &j.State, &j.Attempt, &j.MaxTries, &j.RunAt, &j.Error, &j.Ordered, &asked)
	j.On.Entity, j.RunAt, j.Ordered = workflow.Entity(entity), j.RunAt.UTC(), j.Ordered.UTC()
	if asked != nil {
		j.Asked = asked.UTC()
	}
	return err
}

// isDue is a job that may be claimed: waiting, or of a runner that was lost.
const isDue = "(state = 'ready' AND run_at <= ? OR state = 'running' AND lease_until <= ?)"

// Post is the kind of job that hands one message to the mail server. Its runner
// is another: a server that is slow, or away, holds up nothing else.
const Post = "mail.send"

// Scan is the kind of job that hands one file to the virus scanner, which has a
// runner of its own for the same reason.
const Scan = "file.scan"

// A lane is the jobs of one runner.
const (
	lanePosts = "kind = '" + Post + "'"
	laneScans = "kind = '" + Scan + "'"
	laneWork  = "kind NOT IN ('" + Post + "', '" + Scan + "')"
)

// Claim takes up to n due jobs, the longest waiting first, until lease is over.
// No two runners get the same one.
func (s *Store) Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Job, error) {
	return s.claim(ctx, laneWork, now, n, lease)
}

// ClaimPosts is Claim for messages.
func (s *Store) ClaimPosts(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Job, error) {
	return s.claim(ctx, lanePosts, now, n, lease)
}

func (s *Store) claim(ctx context.Context, lane string, now time.Time, n int, lease time.Duration) ([]Job, error) {
	now = whole(now)
	if due, err := s.anyDue(ctx, lane, now); err != nil || !due {
		return nil, err // an idle runner takes no lock
	}
	var jobs []Job
	err := s.Update(ctx, Ask{}, func(tx *Tx) error {
		jobs = nil
		return tx.send([]stmt{{
			sql: `UPDATE jobs SET state = 'dead', lease_until = NULL, last_error = 'its runner was lost'
WHERE ` + lane + ` AND state = 'running' AND lease_until <= ? AND attempt >= max_tries`,
			args: []any{now},
		}, {
			sql: "UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_until = ? WHERE id IN (SELECT id FROM jobs WHERE " + lane + " AND " + isDue +
				" ORDER BY run_at, id LIMIT ?" + s.dialect.skipLocked() + ") RETURNING " + jobColumns,
			args: []any{now.Add(lease), now, now, int64(n)},
			each: appendJob(&jobs),
		}})
	})
	if err != nil {
		return nil, fmt.Errorf("storage: claim: %w", err)
	}
	slices.SortFunc(jobs, func(a, b Job) int {
		if c := a.RunAt.Compare(b.RunAt); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
	return jobs, nil
}

func appendJob(into *[]Job) func(func(...any) error) error {
	return func(scan func(...any) error) error {
		var j Job
		if err := j.scan(scan); err != nil {
			return err
		}
		*into = append(*into, j)
		return nil
	}
}

func (s *Store) anyDue(ctx context.Context, lane string, now time.Time) (bool, error) {
	var n int
	err := s.read.db.QueryRowContext(ctx, s.sql("SELECT count(*) FROM (SELECT id FROM jobs WHERE "+lane+" AND "+isDue+" LIMIT 1) AS due"), now, now).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("storage: claim: %w", err)
	}
	return n > 0, nil
}

// Finish says how a claimed job ended: done, again after a pause, or dead.
func (s *Store) Finish(ctx context.Context, j Job, now time.Time, failure error) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error { tx.Finish(j, now, failure); return nil })
}

// Finish is for filing what a job made in the same transaction that ends it.
// The transaction fails with [ErrLost] if the job is another runner's by now.
func (tx *Tx) Finish(j Job, now time.Time, failure error) {
	state, message, at := "done", "", j.RunAt
	if failure != nil {
		state, message, at = "ready", clip(failure.Error()), now.Add(pause(j.Attempt))
		if j.Attempt >= j.MaxTries || errors.Is(failure, ErrGiveUp) {
			state = "dead"
		}
	}
	tx.out = append(tx.out, stmt{
		sql:    "UPDATE jobs SET state = ?, lease_until = NULL, last_error = ?, run_at = ? WHERE id = ? AND attempt = ? AND state = 'running'",
		args:   []any{state, message, whole(at), j.ID, int64(j.Attempt)},
		must:   1,
		missed: ErrLost,
	})
}

// FinishWaiting ends what waits of the same kind about the same subject, for work that
// does with one look all that was ordered before it.
func (s *Store) FinishWaiting(ctx context.Context, j Job) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error {
		tx.out = append(tx.out, stmt{
			sql:  "UPDATE jobs SET state = 'done' WHERE kind = ? AND dossier_id = ? AND entity = ? AND part_id = ? AND state = 'ready'",
			args: []any{j.Kind, j.On.Dossier, string(j.On.Entity), j.On.ID},
		})
		return nil
	})
}

// clip keeps an error message that a database can hold.
func clip(s string) string {
	if len(s) > 2000 {
		s = s[:2000]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "?")
}

// Retry makes a dead job wait again.
func (s *Store) Retry(ctx context.Context, id int64, now time.Time) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error {
		tx.out = append(tx.out, stmt{
			sql:    "UPDATE jobs SET state = 'ready', attempt = 0, run_at = ? WHERE id = ? AND state = 'dead'",
			args:   []any{whole(now), id},
			must:   1,
			missed: workflow.NotThere(),
		})
		return nil
	})
}

// NextJob is when the next job falls due; false if none waits.
func (s *Store) NextJob(ctx context.Context) (time.Time, bool, error) { return s.next(ctx, laneWork) }

// NextPost is NextJob for messages.
func (s *Store) NextPost(ctx context.Context) (time.Time, bool, error) { return s.next(ctx, lanePosts) }

func (s *Store) next(ctx context.Context, lane string) (time.Time, bool, error) {
	var at []time.Time
	err := s.read.orm.WithContext(ctx).Table("jobs").Where(lane+" AND state IN ('ready', 'running')").Order("run_at, id").Limit(1).Pluck("run_at", &at).Error
	if err != nil || len(at) == 0 {
		return time.Time{}, false, wrapped("jobs", err)
	}
	return at[0].UTC(), true, nil
}

// DeadJobs lists what somebody has to look at, the newest first.
func (s *Store) DeadJobs(ctx context.Context, limit int) ([]Job, error) {
	return s.jobs(ctx, "state = 'dead' ORDER BY id DESC LIMIT ?", limit)
}

// JobsOn lists the work ordered for a subject, the newest first.
func (s *Store) JobsOn(ctx context.Context, on workflow.Ref, limit int) ([]Job, error) {
	return s.jobs(ctx, "dossier_id = ? AND entity = ? AND part_id = ? ORDER BY id DESC LIMIT ?", on.Dossier, string(on.Entity), on.ID, limit)
}

func (s *Store) jobs(ctx context.Context, where string, args ...any) ([]Job, error) {
	var out []Job
	err := eachRow(s.read.orm.WithContext(ctx).Raw("SELECT "+jobColumns+" FROM jobs WHERE "+where, args...), appendJob(&out))
	return out, wrapped("jobs", err)
}

// ForgetJobs drops what was ordered before then and is done, but for kinds that begin
// so. Of work under a key, of which some is told when it was last done, the last of its
// kind stays.
func (s *Store) ForgetJobs(ctx context.Context, before time.Time, but string) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error {
		tx.out = append(tx.out, stmt{
			sql: "DELETE FROM jobs WHERE state = 'done' AND created_at < ? AND substr(kind, 1, ?) <> ? AND " +
				"(unique_key IS NULL OR id NOT IN (SELECT max(id) FROM jobs WHERE state = 'done' GROUP BY kind))",
			args: []any{whole(before), int64(len(but)), but},
		})
		return nil
	})
}

func wrapped(noun string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("storage: %s: %w", noun, err)
}

// FailedJobs lists what has failed and is not done since, the newest first.
func (s *Store) FailedJobs(ctx context.Context, limit int) ([]Job, error) {
	return s.jobs(ctx, "state <> 'done' AND last_error <> '' ORDER BY id DESC LIMIT ?", limit)
}
