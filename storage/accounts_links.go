package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// Link is what a mail brings to let somebody choose a password, once.
type Link struct {
	Hash    string // of its secret, which is kept nowhere
	Purpose string // invite, reset
	Person  string // "": asked for an address that nobody has
	Created time.Time
	Until   time.Time
}

// ErrLink is the one answer for a link that never was, was used or has expired.
var ErrLink = &workflow.Error{Kind: workflow.NotFound, Code: "link_dead"}

// AddLink keeps a link. An invitation takes the place of earlier ones.
func (s *Store) AddLink(ctx context.Context, l Link) error {
	var stmts []stmt
	if l.Purpose == "invite" {
		stmts = append(stmts, stmt{
			sql:  "UPDATE account_links SET used_at = ? WHERE person = ? AND purpose = 'invite' AND used_at IS NULL",
			args: []any{whole(l.Created), l.Person},
		})
	}
	return s.change(ctx, append(stmts, stmt{
		sql:  "INSERT INTO account_links (hash, purpose, person, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
		args: []any{l.Hash, l.Purpose, l.Person, whole(l.Created), whole(l.Until)},
	})...)
}

const linkColumns = "hash, purpose, person, created_at, expires_at"

// Link is one that can still be used; else [ErrLink].
func (s *Store) Link(ctx context.Context, hash string, now time.Time) (Link, error) {
	found, err := s.links(ctx, "hash = ? AND person <> '' AND used_at IS NULL AND expires_at > ?", hash, whole(now))
	if err == nil && len(found) == 0 {
		err = ErrLink
	}
	if err != nil {
		return Link{}, err
	}
	return found[0], nil
}

// Links are those that can still be used, the newest first; person "" asks for
// everybody's.
func (s *Store) Links(ctx context.Context, person string, now time.Time) ([]Link, error) {
	return s.links(ctx, "(person = ? OR ? = '') AND person <> '' AND used_at IS NULL AND expires_at > ? ORDER BY created_at DESC, hash", person, person, whole(now))
}

func (s *Store) links(ctx context.Context, where string, args ...any) ([]Link, error) {
	var out []Link
	err := eachRow(s.read.orm.WithContext(ctx).Raw("SELECT "+linkColumns+" FROM account_links WHERE "+where, args...), func(scan func(...any) error) error {
		var l Link
		err := scan(&l.Hash, &l.Purpose, &l.Person, &l.Created, &l.Until)
		l.Created, l.Until = l.Created.UTC(), l.Until.UTC()
		out = append(out, l)
		return err
	})
	return out, wrapped("links", err)
}

// UseLink takes a link and sets the password; the person's other links, all
// sessions and all tokens end. Of many at once one wins, the others get [ErrLink].
func (s *Store) UseLink(ctx context.Context, l Link, password string, now time.Time) error {
	set := setPassword(l.Person, password, now)
	set.missed = ErrLink
	return s.change(ctx, stmt{
		sql:    "UPDATE account_links SET used_at = ? WHERE hash = ? AND person = ? AND used_at IS NULL AND expires_at > ?",
		args:   []any{whole(now), l.Hash, l.Person, whole(now)},
		must:   1,
		missed: ErrLink,
	}, set, spentLinks(l.Person, now), endedSessions(l.Person, "", now), endedTokens(l.Person, now))
}

func spentLinks(person string, now time.Time) stmt {
	return stmt{sql: "UPDATE account_links SET used_at = ? WHERE person = ? AND used_at IS NULL", args: []any{whole(now), person}}
}
