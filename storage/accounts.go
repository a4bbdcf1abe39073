package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// Account is how a person signs in. What it holds, beside dates, makes no sense
// without the server's secret.
type Account struct {
	Person    string
	EmailHash string // keyed, of the normalised address
	Password  string // argon2id; "" until an invitation was accepted
	Factor    string // sealed secret of the authenticator app; "": none
	Step      int64  // time step of the last code taken
	Offer     string // sealed secret that no code has confirmed yet
	Language  string
	Epoch     int64 // sessions of an earlier one have ended
	SignedIn  time.Time
	Disabled  time.Time
	Created   time.Time
	Changed   time.Time
}

// CodeEmailTaken refuses an address by which another person signs in.
const CodeEmailTaken workflow.Code = "email_taken"

const accountColumns = "person, email_hash, password, factor, factor_step, factor_offer, language, epoch, signed_in_at, disabled_at, created_at, changed_at"

func (a *Account) scan(scan func(...any) error) error {
	var signedIn, disabled *time.Time
	err := scan(&a.Person, &a.EmailHash, &a.Password, &a.Factor, &a.Step, &a.Offer, &a.Language, &a.Epoch, &signedIn, &disabled, &a.Created, &a.Changed)
	a.SignedIn, a.Disabled = since(signedIn), since(disabled)
	a.Created, a.Changed = a.Created.UTC(), a.Changed.UTC()
	return err
}

// since is a moment that may never have been.
func since(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// Account is that of a person; not found without one.
func (s *Store) Account(ctx context.Context, person string) (Account, error) {
	return one(s.accounts(ctx, "person = ?", person))
}

// AccountByEmail is the one that signs in by that address; not found without one.
func (s *Store) AccountByEmail(ctx context.Context, emailHash string) (Account, error) {
	return one(s.accounts(ctx, "email_hash = ?", emailHash))
}

// Accounts are all there are, in the order of their persons.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	return s.accounts(ctx, "person <> '' ORDER BY person")
}

func (s *Store) accounts(ctx context.Context, where string, args ...any) ([]Account, error) {
	var out []Account
	err := eachRow(s.read.orm.WithContext(ctx).Raw("SELECT "+accountColumns+" FROM accounts WHERE "+where, args...), func(scan func(...any) error) error {
		var a Account
		err := a.scan(scan)
		out = append(out, a)
		return err
	})
	return out, wrapped("accounts", err)
}

func one[T any](rows []T, err error) (T, error) {
	if err == nil && len(rows) > 0 {
		return rows[0], nil
	}
	var none T
	return none, notThereOr(err)
}

// OpenAccount gives a person an account without a password, or the account that
// is there the address. An address that is another's is refused.
func (s *Store) OpenAccount(ctx context.Context, a Account, now time.Time) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error {
		taken := false
		err := tx.send([]stmt{{
			sql:  "SELECT person FROM accounts WHERE email_hash = ? AND person <> ?",
			args: []any{a.EmailHash, a.Person},
			each: func(scan func(...any) error) error {
				var other string
				taken = true
				return scan(&other)
			},
		}})
		if err != nil {
			return err
		}
		if taken {
			return &workflow.Error{Kind: workflow.Conflict, Code: CodeEmailTaken, Field: "email"}
		}
		tx.out = append(tx.out, stmt{
			sql: `INSERT INTO accounts (person, email_hash, language, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (person) DO UPDATE SET email_hash = excluded.email_hash, changed_at = excluded.changed_at`,
			args: []any{a.Person, a.EmailHash, a.Language, whole(now), whole(now)},
		})
		return nil
	})
}

// SetPassword changes it, which ends all sessions and tokens of the person.
func (s *Store) SetPassword(ctx context.Context, person, hash string, now time.Time) error {
	return s.change(ctx, setPassword(person, hash, now), spentLinks(person, now), endedTokens(person, now))
}

func setPassword(person, hash string, now time.Time) stmt {
	return stmt{
		sql:    "UPDATE accounts SET password = ?, password_at = ?, changed_at = ?, epoch = epoch + 1 WHERE person = ? AND disabled_at IS NULL",
		args:   []any{hash, whole(now), whole(now), person},
		must:   1,
		missed: workflow.NotThere(),
	}
}

// Rehash replaces a hash by one of the same password, made at today's cost.
func (s *Store) Rehash(ctx context.Context, person, was, is string) error {
	return s.change(ctx, stmt{sql: "UPDATE accounts SET password = ? WHERE person = ? AND password = ?", args: []any{is, person, was}})
}

// SetLanguage keeps what the person wants to read.
func (s *Store) SetLanguage(ctx context.Context, person, language string) error {
	return s.change(ctx, stmt{sql: "UPDATE accounts SET language = ? WHERE person = ?", args: []any{language, person}})
}

// NoteSignIn keeps when somebody last signed in.
func (s *Store) NoteSignIn(ctx context.Context, person string, now time.Time) error {
	return s.change(ctx, stmt{sql: "UPDATE accounts SET signed_in_at = ? WHERE person = ?", args: []any{whole(now), person}})
}

// Disable takes an account out of use, with its sessions, links and
// tokens.
func (s *Store) Disable(ctx context.Context, person string, now time.Time) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE accounts SET disabled_at = coalesce(disabled_at, ?), changed_at = ?, epoch = epoch + 1 WHERE person = ?",
		args:   []any{whole(now), whole(now), person},
		must:   1,
		missed: workflow.NotThere(),
	}, spentLinks(person, now), endedSessions(person, "", now), endedTokens(person, now))
}

// Enable takes an account back into use.
func (s *Store) Enable(ctx context.Context, person string, now time.Time) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE accounts SET disabled_at = NULL, changed_at = ? WHERE person = ?",
		args:   []any{whole(now), person},
		must:   1,
		missed: workflow.NotThere(),
	})
}

// ForgetAccount deletes all that is kept of how a person signs in.
func (s *Store) ForgetAccount(ctx context.Context, person string) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error { tx.ForgetAccount(person); return nil })
}

// ForgetAccount is for the transaction that erases the person.
func (tx *Tx) ForgetAccount(person string) {
	for _, q := range []string{
		"DELETE FROM account_recovery WHERE person = ?", "DELETE FROM account_links WHERE person = ?",
		"DELETE FROM tokens WHERE person = ?", "DELETE FROM sessions WHERE person = ?", "DELETE FROM accounts WHERE person = ?",
	} {
		tx.out = append(tx.out, stmt{sql: q, args: []any{person}})
	}
}

// change writes statements that depend on nothing read.
func (s *Store) change(ctx context.Context, stmts ...stmt) error {
	return s.Update(ctx, Ask{}, func(tx *Tx) error { tx.out = append(tx.out, stmts...); return nil })
}
