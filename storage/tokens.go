package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// Token is what a program signs in by, in the name of a person.
type Token struct {
	ID       string
	Hash     string // SHA-256 of the token, which is kept nowhere
	Person   string
	Name     string
	Scopes   string // with commas between
	Created  time.Time
	Expires  time.Time
	Used     time.Time // last; zero: never
	Revoked  time.Time // zero: in use
	Disabled bool      // the person's account is out of use
	Factor   bool      // the person signs in with a second factor
}

// CodeTooManyTokens refuses one more.
const CodeTooManyTokens workflow.Code = "too_many_tokens"

const (
	tokensKept  = 90 * 24 * time.Hour // one that has ended is still listed
	tokenKeyFor = 24 * time.Hour      // a form that made one is known again
)

const tokenColumns = "tokens.id, tokens.hash, tokens.person, tokens.name, tokens.scopes, tokens.created_at, tokens.expires_at, tokens.used_at, tokens.revoked_at, accounts.disabled_at, coalesce(accounts.factor, '')" //nolint:gosec // names of columns

func (t *Token) scan(scan func(...any) error) error {
	var used, revoked, disabled *time.Time
	var factor string
	err := scan(&t.ID, &t.Hash, &t.Person, &t.Name, &t.Scopes, &t.Created, &t.Expires, &used, &revoked, &disabled, &factor)
	t.Created, t.Expires, t.Used, t.Revoked, t.Disabled = t.Created.UTC(), t.Expires.UTC(), since(used), since(revoked), disabled != nil
	t.Factor = factor != ""
	return err
}

// ErrTokenShown says that the same request made a token before, which was shown
// then.
var ErrTokenShown = &workflow.Error{Kind: workflow.Conflict, Code: "token_shown"}

// AddToken keeps a token, unless its person has so many that hold. What is asked
// again under the same key makes nothing: [ErrTokenShown]. "" is no key.
func (s *Store) AddToken(ctx context.Context, t Token, most int, key string) error {
	var ask Ask
	if key != "" { // whatever else is asked: it has made its token
		ask.Key = &Key{Scope: "tokens " + t.Person, Key: key, Until: s.stamp().Add(tokenKeyFor)}
	}
	return s.Update(ctx, ask, func(tx *Tx) error {
		if _, done := tx.Before(); done {
			return ErrTokenShown
		}
		n := 0
		one := tx.s.dialect.lock([]lock{{"tokens " + t.Person, true}}) // else many at once count before any adds
		err := tx.send(append(one, stmt{
			sql:  "SELECT count(*) FROM tokens WHERE person = ? AND revoked_at IS NULL AND expires_at > ?",
			args: []any{t.Person, whole(t.Created)},
			each: func(scan func(...any) error) error { return scan(&n) },
		}))
		if err != nil {
			return err
		}
		if n >= most {
			return &workflow.Error{Kind: workflow.Refused, Code: CodeTooManyTokens, Facts: map[string]any{"max": most}}
		}
		tx.out = append(tx.out, stmt{
			sql:  "INSERT INTO tokens (id, hash, person, name, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			args: []any{t.ID, t.Hash, t.Person, t.Name, t.Scopes, whole(t.Created), whole(t.Expires)},
		})
		tx.Keep(t.ID)
		return nil
	})
}

// TokenByHash finds a token, whether it still holds or not; not found without one.
func (s *Store) TokenByHash(ctx context.Context, hash string) (Token, error) {
	return one(s.tokens(ctx, "tokens.hash = ?", hash))
}

// TokensOf are a person's, the newest first.
func (s *Store) TokensOf(ctx context.Context, person string) ([]Token, error) {
	return s.tokens(ctx, "tokens.person = ? ORDER BY tokens.created_at DESC, tokens.id", person)
}

func (s *Store) tokens(ctx context.Context, where string, args ...any) ([]Token, error) {
	var out []Token
	q := s.read.orm.WithContext(ctx).Raw("SELECT "+tokenColumns+" FROM tokens LEFT JOIN accounts ON accounts.person = tokens.person WHERE "+where, args...)
	err := eachRow(q, func(scan func(...any) error) error {
		var t Token
		err := t.scan(scan)
		out = append(out, t)
		return err
	})
	return out, wrapped("tokens", err)
}

// RevokeToken ends a token for good; person "" is for whoever runs the server. Not
// found if it is no such one, or has ended already.
func (s *Store) RevokeToken(ctx context.Context, person, id string, now time.Time) error {
	return s.change(ctx, stmt{
		sql:    "UPDATE tokens SET revoked_at = ? WHERE id = ? AND (person = ? OR ? = '') AND revoked_at IS NULL",
		args:   []any{whole(now), id, person, person},
		must:   1,
		missed: workflow.NotThere(),
	})
}

// EndTokens ends all of a person's for good.
func (s *Store) EndTokens(ctx context.Context, person string, now time.Time) error {
	return s.change(ctx, endedTokens(person, now))
}

func endedTokens(person string, now time.Time) stmt {
	return stmt{sql: "UPDATE tokens SET revoked_at = ? WHERE person = ? AND revoked_at IS NULL", args: []any{whole(now), person}}
}

// NoteToken keeps when a token was last used.
func (s *Store) NoteToken(ctx context.Context, id string, now time.Time) error {
	return s.change(ctx, stmt{sql: "UPDATE tokens SET used_at = ? WHERE id = ?", args: []any{whole(now), id}})
}

// ForgetTokens drops those that ended long ago.
func (s *Store) ForgetTokens(ctx context.Context, now time.Time) error {
	long := whole(now.Add(-tokensKept))
	return s.change(ctx, stmt{sql: "DELETE FROM tokens WHERE expires_at <= ? OR revoked_at <= ?", args: []any{long, long}})
}

// KeepAnew replaces the outcome that is kept under the ask's key.
func (tx *Tx) KeepAnew(outcome string) {
	k := tx.ask.Key
	tx.out = append(tx.out, stmt{
		sql:  "UPDATE idempotency_keys SET outcome = ? WHERE scope = ? AND key = ? AND hash = ?",
		args: []any{outcome, k.Scope, k.Key, k.Hash},
	})
}
