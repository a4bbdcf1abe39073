package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// CodeThrottled says that there were too many failures; until says when one may
// try again.
const CodeThrottled workflow.Code = "throttled"

// brakes slow down who fails. None of them is of an account alone, but for the
// code, to which nobody comes without the password: whoever guesses cannot keep
// the owner out, who is in another network, or in a browser that is known.
type brakes struct {
	own    []storage.Brake // of this person from there: forgotten on success
	shared []storage.Brake // of others too: a success only does not count
}

// brakes of an attempt at something by somebody: account is what was typed in,
// person who that is, if anybody.
func (a *Auth) brakes(v Visitor, use, account, person string) brakes {
	slow := storage.Brake{Free: 5, First: 2 * time.Second, Most: 15 * time.Minute, Forget: 24 * time.Hour}
	if d := a.device(v, person); d != "" {
		slow.Key = a.keys.hash("brake", use, "device", person, d)
		return brakes{own: []storage.Brake{slow}}
	}
	net := network(v)
	slow.Key = a.keys.hash("brake", use, "account", account, net)
	b := brakes{own: []storage.Brake{slow}, shared: []storage.Brake{{
		Key: a.keys.hash("brake", use, "network", net), Free: 50, First: time.Second, Most: time.Minute, Forget: time.Hour,
	}}}
	if use == useCode {
		b.shared = append(b.shared, storage.Brake{
			Key: a.keys.hash("brake", use, "everywhere", account), Free: 30, First: time.Second, Most: time.Minute, Forget: time.Hour,
		})
	}
	return b
}

// What is attempted.
const (
	usePassword = "password"
	useCode     = "code"
	useReset    = "reset"
)

// attempt counts before it tries. It tells whether f said yes; too_many if it
// was not even asked.
func (a *Auth) attempt(ctx context.Context, b brakes, f func() (bool, error)) (bool, error) {
	if err := a.brake(ctx, b); err != nil {
		return false, err
	}
	ok, err := f()
	switch {
	case err != nil: // nothing was tried
		return false, errors.Join(err, a.Store.Passed(context.WithoutCancel(ctx), nil, append(names(b.own), names(b.shared)...)))
	case ok:
		return true, a.Store.Passed(ctx, names(b.own), names(b.shared))
	default:
		return false, nil
	}
}

func (a *Auth) brake(ctx context.Context, b brakes) error {
	err := a.Store.Attempt(ctx, append(b.own, b.shared...), a.now())
	if x, ok := errors.AsType[*storage.Braked](err); ok {
		return &workflow.Error{Kind: workflow.TooMany, Code: CodeThrottled, Facts: map[string]any{"until": x.Until}}
	}
	return err
}

func names(bs []storage.Brake) (out []string) {
	for _, b := range bs {
		out = append(out, b.Key)
	}
	return out
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
