package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// ErrSpent says that a code has been taken before.
var ErrSpent = &workflow.Error{Kind: workflow.Unauthenticated, Code: "code_wrong", Field: "code"}

// OfferFactor keeps a secret that a code has to confirm before it holds.
func (s *Store) OfferFactor(ctx context.Context, person, sealed string) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE accounts SET factor_offer = ? WHERE person = ?",
		args:   []any{sealed, person},
		must:   1,
		missed: workflow.NotThere(),
	})
}

// ConfirmFactor makes the offered secret the second factor, as of the code of
// that step, with new recovery codes. All sessions end. [ErrSpent] if another
// secret has been offered since.
func (s *Store) ConfirmFactor(ctx context.Context, person, offer string, step int64, recovery []string, now time.Time) error {
	rows := make([][]any, 0, len(recovery))
	for _, h := range recovery {
		rows = append(rows, []any{person, h})
	}
	stmts := []stmt{{
		sql:    "UPDATE accounts SET factor = factor_offer, factor_offer = '', factor_step = ?, changed_at = ?, epoch = epoch + 1 WHERE person = ? AND factor_offer = ?",
		args:   []any{step, whole(now), person, offer},
		must:   1,
		missed: ErrSpent,
	}, {
		sql: "DELETE FROM account_recovery WHERE person = ?", args: []any{person},
	}}
	return s.change(ctx, append(stmts, inserts("INSERT INTO account_recovery (person, hash) VALUES", "", rows)...)...)
}

// UseStep takes the code of a time step; [ErrSpent] if that one or a later one
// was taken before.
func (s *Store) UseStep(ctx context.Context, person, factor string, step int64) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE accounts SET factor_step = ? WHERE person = ? AND factor = ? AND factor_step < ?",
		args:   []any{step, person, factor, step},
		must:   1,
		missed: ErrSpent,
	})
}

// UseRecovery takes a recovery code; [ErrSpent] if there is no such one left.
func (s *Store) UseRecovery(ctx context.Context, person, hash string, now time.Time) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE account_recovery SET used_at = ? WHERE person = ? AND hash = ? AND used_at IS NULL",
		args:   []any{whole(now), person, hash},
		must:   1,
		missed: ErrSpent,
	})
}

// SetRecovery replaces the recovery codes.
func (s *Store) SetRecovery(ctx context.Context, person string, recovery []string) error {
	rows := make([][]any, 0, len(recovery))
	for _, h := range recovery {
		rows = append(rows, []any{person, h})
	}
	first := stmt{sql: "DELETE FROM account_recovery WHERE person = ?", args: []any{person}}
	return s.change(ctx, append([]stmt{first}, inserts("INSERT INTO account_recovery (person, hash) VALUES", "", rows)...)...)
}

// RecoveryLeft is how many recovery codes are left.
func (s *Store) RecoveryLeft(ctx context.Context, person string) (int, error) {
	var n int
	err := s.read.db.QueryRowContext(ctx, s.sql("SELECT count(*) FROM account_recovery WHERE person = ? AND used_at IS NULL"), person).Scan(&n)
	return n, wrapped("recovery codes", err)
}

// DropFactor takes the second factor away, with its recovery codes, all
// sessions and all tokens: for who has lost both.
func (s *Store) DropFactor(ctx context.Context, person string, now time.Time) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE accounts SET factor = '', factor_offer = '', changed_at = ?, epoch = epoch + 1 WHERE person = ?",
		args:   []any{whole(now), person},
		must:   1,
		missed: workflow.NotThere(),
	}, stmt{sql: "DELETE FROM account_recovery WHERE person = ?", args: []any{person}}, endedTokens(person, now))
}
