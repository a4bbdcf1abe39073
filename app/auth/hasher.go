package auth

import (
	"context"
	"encoding/base64"
	"fmt"
	"sync/atomic"

	"github.com/alexedwards/argon2id"

	"tremplin/workflow"
)

// CodeBusy says that too many wait to have a password hashed.
const CodeBusy workflow.Code = "busy"

// hasher bounds how many hashes are made at once: each takes 64 MiB.
type hasher struct {
	slots   chan struct{}
	waiting atomic.Int64
	queue   int64
}

func newHasher(atOnce, queue int) *hasher {
	return &hasher{slots: make(chan struct{}, atOnce), queue: int64(queue)}
}

// do runs f when its turn comes; unavailable/busy if the queue is long.
func (h *hasher) do(ctx context.Context, f func() error) error {
	select {
	case h.slots <- struct{}{}:
	default:
		if h.waiting.Add(1) > h.queue {
			h.waiting.Add(-1)
			return refuse(workflow.Unavailable, CodeBusy, "")
		}
		defer h.waiting.Add(-1)
		select {
		case h.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	defer func() { <-h.slots }()
	return f()
}

// hash is that of a normalised password.
func (a *Auth) hash(ctx context.Context, password string) (hash string, err error) {
	err = a.hasher.do(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(password, a.Params)
		return err
	})
	return hash, err
}

// matches compares; where there is no hash, it takes as long and says no. weak
// tells that the hash was made at another cost than today's.
func (a *Auth) matches(ctx context.Context, password, hash string) (ok, weak bool, err error) {
	there := hash != ""
	if !there {
		if hash, err = a.nobodys(); err != nil {
			return false, false, err
		}
	}
	err = a.hasher.do(ctx, func() error {
		same, p, err := argon2id.CheckHash(composed(password), hash)
		ok, weak = same && there, err == nil && *p != *a.Params
		return err
	})
	return ok, weak, err
}

// nobodys is a hash of nothing, at today's cost.
func (a *Auth) nobodys() (string, error) {
	b, err := a.random(int(a.Params.SaltLength + a.Params.KeyLength))
	if err != nil {
		return "", err
	}
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", a.Params.Memory, a.Params.Iterations, a.Params.Parallelism,
		enc.EncodeToString(b[:a.Params.SaltLength]), enc.EncodeToString(b[a.Params.SaltLength:])), nil
}
