package storage

import (
	"context"
	"fmt"
	"time"
)

// Session is a browser that somebody uses. Its token is kept nowhere.
type Session struct {
	TokenHash string
	ID        string // by which its owner names it
	Data      []byte
	Person    string // "" before anybody signs in
	Epoch     int64  // of the account when it began
	Complete  bool   // signed in, and not only half way
	Device    string // "Firefox, Windows"
	Network   string // shortened: "203.0.113.0/24"
	Created   time.Time
	Seen      time.Time // to the minute
	Expires   time.Time
}

const sessionColumns = "s.token_hash, s.id, s.data, s.person, s.epoch, s.complete, s.device, s.network, s.created_at, s.seen_at, s.expires_at"

// isAlive is a session that was not ended, has not expired, was seen lately, and
// whose account is in use and was not changed since.
const isAlive = `s.ended_at IS NULL AND s.expires_at > ? AND s.seen_at > ?
AND (s.person = '' OR EXISTS (SELECT 1 FROM accounts a WHERE a.person = s.person AND a.epoch = s.epoch AND a.disabled_at IS NULL))`

// seenEvery is how exactly it is kept when a session was last used.
const seenEvery = time.Minute

// Session finds a session that is alive and was seen within idle, and notes
// that it was seen.
func (s *Store) Session(ctx context.Context, tokenHash string, now time.Time, idle time.Duration) (Session, bool, error) {
	now = whole(now)
	found, err := s.sessions(ctx, "s.token_hash = ? AND "+isAlive, tokenHash, now, now.Add(-idle))
	if err != nil || len(found) == 0 {
		return Session{}, false, err
	}
	x := found[0]
	if now.Sub(x.Seen) >= seenEvery {
		x.Seen = now
		err = s.change(ctx, stmt{sql: "UPDATE sessions SET seen_at = ? WHERE token_hash = ? AND seen_at < ?", args: []any{now, tokenHash, now}})
	}
	return x, true, wrapped("session", err)
}

// Sessions are those of a person that are alive and complete, the last seen
// first.
func (s *Store) Sessions(ctx context.Context, person string, now time.Time, idle time.Duration) ([]Session, error) {
	now = whole(now)
	return s.sessions(ctx, "s.person = ? AND s.complete = 1 AND "+isAlive+" ORDER BY s.seen_at DESC, s.id", person, now, now.Add(-idle))
}

func (s *Store) sessions(ctx context.Context, where string, args ...any) ([]Session, error) {
	var out []Session
	err := eachRow(s.read.orm.WithContext(ctx).Raw("SELECT "+sessionColumns+" FROM sessions s WHERE "+where, args...), func(scan func(...any) error) error {
		var x Session
		var complete int64
		err := scan(&x.TokenHash, &x.ID, &x.Data, &x.Person, &x.Epoch, &complete, &x.Device, &x.Network, &x.Created, &x.Seen, &x.Expires)
		x.Complete = complete == 1
		x.Created, x.Seen, x.Expires = x.Created.UTC(), x.Seen.UTC(), x.Expires.UTC()
		out = append(out, x)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("storage: sessions: %w", err)
	}
	return out, nil
}

// PutSession keeps a session. One that was ended stays ended, and none lives
// longer for being written again.
func (s *Store) PutSession(ctx context.Context, x Session) error {
	var complete int64
	if x.Complete {
		complete = 1
	}
	return s.change(ctx, stmt{
		sql: `INSERT INTO sessions (token_hash, id, data, person, epoch, complete, device, network, created_at, seen_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (token_hash) DO UPDATE SET id = excluded.id, data = excluded.data, person = excluded.person, epoch = excluded.epoch,
complete = excluded.complete, device = excluded.device, network = excluded.network WHERE sessions.ended_at IS NULL`,
		args: []any{
			x.TokenHash, x.ID, x.Data, x.Person, x.Epoch, complete, x.Device, x.Network,
			whole(x.Created), whole(x.Seen), whole(x.Expires),
		},
	})
}

// EndSession ends one by its token; none is fine.
func (s *Store) EndSession(ctx context.Context, tokenHash string, now time.Time) error {
	return s.change(ctx, stmt{
		sql:  "UPDATE sessions SET ended_at = ?, data = ? WHERE token_hash = ? AND ended_at IS NULL",
		args: []any{whole(now), []byte{}, tokenHash},
	})
}

// EndSessionOf ends a person's session by its id; false if the person has none
// such.
func (s *Store) EndSessionOf(ctx context.Context, person, id string, now time.Time) (bool, error) {
	ended := false
	err := s.Update(ctx, Ask{}, func(tx *Tx) error {
		return tx.send([]stmt{{
			sql:  "UPDATE sessions SET ended_at = ?, data = ? WHERE person = ? AND id = ? AND ended_at IS NULL RETURNING id",
			args: []any{whole(now), []byte{}, person, id},
			each: func(scan func(...any) error) error { ended = true; return scan(&id) },
		}})
	})
	return ended, err
}

// EndSessions ends all of a person's but the one of that id, "" spares none, and
// all tokens.
func (s *Store) EndSessions(ctx context.Context, person, spared string, now time.Time) error {
	return s.change(ctx, endedSessions(person, spared, now), endedTokens(person, now))
}

func endedSessions(person, spared string, now time.Time) stmt {
	return stmt{
		sql:  "UPDATE sessions SET ended_at = ?, data = ? WHERE person = ? AND id <> ? AND ended_at IS NULL",
		args: []any{whole(now), []byte{}, person, spared},
	}
}
