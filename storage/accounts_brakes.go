package storage

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Brake slows down who fails again and again under a key. Failures count from
// when the last one was: after Forget of quiet they are forgotten.
type Brake struct {
	Key    string        // keyed hash: who, from where
	Free   int           // so many failures cost nothing
	First  time.Duration // what the next one costs; each after it twice as much
	Most   time.Duration
	Forget time.Duration
}

// Wait is how long the key rests after so many failures.
func (b Brake) Wait(failures int) time.Duration {
	if failures <= b.Free {
		return 0
	}
	return min(b.First<<min(failures-b.Free-1, 30), b.Most)
}

// Braked says until when no attempt is taken.
type Braked struct{ Until time.Time }

func (e *Braked) Error() string { return "storage: braked until " + e.Until.Format(time.RFC3339) }

// Attempt counts a failure under each key before anything is tried, so that
// many at once get no more tries than one after the other; [*Braked] if any key
// rests. Who succeeds tells by [Store.Passed].
func (s *Store) Attempt(ctx context.Context, brakes []Brake, now time.Time) error {
	brakes = slices.Clone(brakes)
	slices.SortFunc(brakes, func(a, b Brake) int { return strings.Compare(a.Key, b.Key) }) // everybody locks in this order
	now = whole(now)
	err := s.Update(ctx, Ask{}, func(tx *Tx) error {
		var until time.Time
		for _, b := range brakes {
			n, last, err := tx.brake(b.Key, now)
			if err != nil {
				return err
			}
			if now.Sub(last) >= b.Forget {
				n = 0
			}
			if rest := last.Add(b.Wait(n)); rest.After(now) && rest.After(until) {
				until = rest
			}
			tx.out = append(tx.out, stmt{sql: "UPDATE sign_in_brakes SET failures = ?, last_at = ? WHERE key = ?", args: []any{int64(n + 1), now, b.Key}})
		}
		if !until.IsZero() {
			return &Braked{until}
		}
		return nil
	})
	if b, ok := errors.AsType[*Braked](err); ok {
		return b
	}
	return wrapped("brakes", err)
}

// brake reads a key and holds its row until the transaction ends.
func (tx *Tx) brake(key string, now time.Time) (failures int, last time.Time, err error) {
	err = tx.send([]stmt{{
		sql: `INSERT INTO sign_in_brakes (key, failures, last_at) VALUES (?, 0, ?)
ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING failures, last_at`,
		args: []any{key, now},
		each: func(scan func(...any) error) error { return scan(&failures, &last) },
	}})
	return failures, last.UTC(), err
}

// Passed takes an attempt back that was none: cleared keys begin anew, counted
// ones lose what the attempt added.
func (s *Store) Passed(ctx context.Context, cleared, counted []string) error {
	var stmts []stmt
	for _, k := range slices.Sorted(slices.Values(append(slices.Clone(cleared), counted...))) {
		q := "UPDATE sign_in_brakes SET failures = CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END WHERE key = ?"
		if slices.Contains(cleared, k) {
			q = "DELETE FROM sign_in_brakes WHERE key = ?"
		}
		stmts = append(stmts, stmt{sql: q, args: []any{k}})
	}
	return wrapped("brakes", s.change(ctx, stmts...))
}

// ForgetSignIns drops sessions and links that have expired, and failures that
// are older than a day.
func (s *Store) ForgetSignIns(ctx context.Context, now time.Time) error {
	return s.change(ctx,
		stmt{sql: "DELETE FROM sessions WHERE expires_at <= ?", args: []any{whole(now)}},
		stmt{sql: "DELETE FROM account_links WHERE expires_at <= ?", args: []any{whole(now.Add(-24 * time.Hour))}},
		stmt{sql: "DELETE FROM sign_in_brakes WHERE last_at <= ?", args: []any{whole(now.Add(-24 * time.Hour))}},
	)
}
