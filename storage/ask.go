package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tremplin/workflow"
)

// Ask says what a transaction is about: what it holds, and what is read before
// f runs. All of it is known from the rule before anything is read, so that no
// transaction asks for more later.
type Ask struct {
	Call       string // id of the call acted in; left out with Submission, it is looked up
	Submission string // id of the dossier acted in
	House      bool   // an act of the house: holds the house, and no call
	NewCall    bool   // Call names one that is not there yet
	Exclusive  bool   // holds the call alone: money, the call's own state, or what may cause these
	All, Past  bool   // every dossier of the call; what happened in the dossier
	Uncounted  bool   // nothing of the call is asked or caused: dossiers per state are not counted
	Now        time.Time
	Key        *Key
}

// Needs takes over what a rule needs.
func (a Ask) Needs(n workflow.Needs) Ask {
	a.Exclusive, a.All, a.Past = a.Exclusive || n.Exclusive, a.All || n.All, a.Past || n.Past
	return a
}

func (a Ask) reads() bool { return a.House || a.Call != "" }

// locks are taken in this order by everybody: house, call, dossier. Whoever
// holds the call with others holds its dossier alone.
func (a Ask) locks() []lock {
	if !a.reads() {
		return nil
	}
	ls := []lock{{"house", a.House}}
	if a.House {
		return ls
	}
	ls = append(ls, lock{"call " + a.Call, a.Exclusive})
	if a.Submission != "" && !a.Exclusive {
		ls = append(ls, lock{"submission " + a.Submission, true})
	}
	return ls
}

// resolve finds the call of a submission; it never changes.
func (s *Store) resolve(ctx context.Context, ask *Ask) error {
	if ask.Submission == "" || ask.Call != "" {
		return nil
	}
	id, err := s.CallOf(ctx, ask.Submission)
	ask.Call = id
	return err
}

// CallOf is the id of the call of a submission.
func (s *Store) CallOf(ctx context.Context, submission string) (string, error) {
	if id, ok := s.cache.callOf(submission); ok {
		return id, nil
	}
	var id string
	err := s.read.db.QueryRowContext(ctx, s.sql("SELECT call_id FROM submissions WHERE id = ?"), submission).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", workflow.NotThere()
	}
	if err != nil {
		return "", fmt.Errorf("storage: submission: %w", err)
	}
	s.cache.keepCallOf(submission, id)
	return id, nil
}

// sql is a query as this database writes its marks.
func (s *Store) sql(q string) string {
	if s.dialect.name() == "postgres" {
		return numbered(q)
	}
	return q
}

// Key makes a request happen once: the same key with the same content is not
// done again.
type Key struct {
	Scope, Key string
	Hash       string    // of the content
	Until      time.Time // zero: kept for ever
	Other      error     // the answer if the key came before with other content
}

// CodeKeyReused is the answer to a key that came before with other content,
// unless the key has one of its own.
const CodeKeyReused workflow.Code = "key_reused"

func (k *Key) other() error {
	if k.Other != nil {
		return k.Other
	}
	return &workflow.Error{Kind: workflow.Invalid, Code: CodeKeyReused}
}

// Before is the outcome kept under the ask's key, if the same request was done
// already; f then returns without doing it again.
func (tx *Tx) Before() (outcome string, done bool) {
	if tx.prior == nil {
		return "", false
	}
	return *tx.prior, true
}

// Keep notes the outcome under the ask's key, in the same transaction.
func (tx *Tx) Keep(outcome string) { tx.outcome = &outcome }

func (tx *Tx) keyRead() []stmt {
	k := tx.ask.Key
	if k == nil {
		return nil
	}
	return []stmt{{
		sql:  "SELECT hash, outcome FROM idempotency_keys WHERE scope = ? AND key = ? AND (until IS NULL OR until > ?)",
		args: []any{k.Scope, k.Key, tx.s.stamp()},
		each: func(scan func(...any) error) error {
			var hash, outcome string
			if err := scan(&hash, &outcome); err != nil {
				return err
			}
			if hash != k.Hash {
				return k.other()
			}
			tx.prior = &outcome
			return nil
		},
	}}
}

// keyWrite replaces only a key that has run out; any other that is there means
// that the same request was faster elsewhere.
func (tx *Tx) keyWrite() []stmt {
	k := tx.ask.Key
	if k == nil || tx.outcome == nil || tx.prior != nil {
		return nil
	}
	now := tx.s.stamp()
	return []stmt{{
		sql: `INSERT INTO idempotency_keys (scope, key, hash, outcome, at, until) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (scope, key) DO UPDATE SET hash = excluded.hash, outcome = excluded.outcome, at = excluded.at, until = excluded.until
WHERE idempotency_keys.until <= excluded.at`,
		args: []any{k.Scope, k.Key, k.Hash, *tx.outcome, now, moment(k.Until)},
		must: 1,
	}}
}

// ForgetKeys drops keys that have run out.
func (s *Store) ForgetKeys(ctx context.Context, now time.Time) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error {
		tx.out = append(tx.out, stmt{sql: "DELETE FROM idempotency_keys WHERE until <= ?", args: []any{whole(now)}})
		return nil
	})
}

// moment is a time as columns keep it; null for none.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return whole(t)
}
