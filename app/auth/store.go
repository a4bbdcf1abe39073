package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tremplin/storage"
)

// sessionStore keeps the sessions of scs in our storage. How long they live is
// ours to say: scs reads the machine's clock.
type sessionStore struct{ a *Auth }

// FindCtx finds a session that is alive, by the hash of its token.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	x, found, err := s.a.Store.Session(ctx, token, s.a.now(), Idle)
	return x.Data, found, err
}

// CommitCtx keeps a session, with what its owner sees of it. One that was ended
// meanwhile stays so.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, b []byte, _ time.Time) error {
	_, values, err := s.a.Sessions.Codec.Decode(b)
	if err != nil {
		return fmt.Errorf("auth: session: %w", err)
	}
	var st state
	if text, ok := values[stateKey].(string); ok {
		if err := json.Unmarshal([]byte(text), &st); err != nil {
			return fmt.Errorf("auth: session: %w", err)
		}
	}
	now := s.a.now()
	return s.a.Store.PutSession(ctx, storage.Session{
		TokenHash: token, ID: st.ID, Data: b, Person: st.Person, Epoch: st.Epoch, Complete: st.Stage == In,
		Device: st.Device, Network: st.Network, Created: now, Seen: now, Expires: now.Add(Lifetime),
	})
}

// DeleteCtx ends a session; none is fine.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.a.Store.EndSession(ctx, token, s.a.now())
}

// Find is FindCtx for who has no context.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for who has no context.
func (s *sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx for who has no context.
func (s *sessionStore) Delete(token string) error {
	return s.DeleteCtx(context.Background(), token)
}
