package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Key makes a command happen once: sent again with the same content it gives
// the first answer.
type Key struct {
	Scope, Name string
	Hash        string                       // of the content
	Until       time.Time                    // zero: kept for ever
	Refusals    bool                         // refusals are kept as well
	Say         func(*workflow.Error) string // what is kept of one besides; may be nil
	Changed     *workflow.Error              // the answer if it came before with other content
}

func (k *Key) stored() *storage.Key {
	s := &storage.Key{Scope: k.Scope, Key: k.Name, Hash: k.Hash, Until: k.Until}
	if k.Changed != nil {
		s.Other = k.Changed
	}
	return s
}

// keptOutcome is an outcome as a key keeps it.
type keptOutcome struct {
	On      workflow.Ref    `json:"on"`
	State   workflow.State  `json:"state,omitempty"`
	Version int64           `json:"version,omitempty"`
	Events  int             `json:"events,omitempty"`
	Refused *workflow.Error `json:"refused,omitempty"`
	Said    string          `json:"said,omitempty"`
}

func (o Outcome) kept() string {
	return text(keptOutcome{On: o.On, State: o.State, Version: o.Version, Events: o.Events})
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf(`{"broken": %q}`, err)
	}
	return string(b)
}

// recall is the answer that a key kept: a refusal comes back as the error.
func recall(kept string) (Outcome, error) {
	var k keptOutcome
	if err := json.Unmarshal([]byte(kept), &k); err != nil {
		return Outcome{}, fmt.Errorf("app: kept outcome: %w", err)
	}
	out := Outcome{On: k.On, State: k.State, Version: k.Version, Events: k.Events, Again: true, Said: k.Said}
	if k.Refused != nil {
		return out, k.Refused
	}
	return out, nil
}

// keepRefusal notes a refusal under the command's key, in a transaction of its
// own: the one that was refused has left nothing behind.
func (a *App) keepRefusal(ctx context.Context, ask storage.Ask, key *Key, err error) (Outcome, error) {
	refusal, ok := errors.AsType[*workflow.Error](err)
	if !ok || refusal == ask.Key.Other { //nolint:errorlint // the very same: the key came before
		return Outcome{}, err
	}
	kept := keptOutcome{Refused: refusal}
	if key.Say != nil {
		kept.Said = key.Say(refusal)
	}
	out := Outcome{Said: kept.Said}
	kerr := a.Store.Update(ctx, storage.Ask{Key: ask.Key}, func(tx *storage.Tx) error {
		if before, done := tx.Before(); done {
			var err error
			out, err = recall(before)
			refusal, _ = errors.AsType[*workflow.Error](err)
			return nil
		}
		tx.Keep(text(kept))
		return nil
	})
	if kerr != nil {
		return Outcome{}, kerr
	}
	if refusal == nil {
		return out, nil
	}
	return out, refusal
}

var errPeeked = errors.New("app: only looked")

// Kept looks up a key: done if it is there with the same content, an error of
// kind conflict or invalid if with another.
func (a *App) Kept(ctx context.Context, k *Key) (out Outcome, done bool, err error) {
	var refusal error
	err = a.Store.Update(ctx, storage.Ask{Key: k.stored()}, func(tx *storage.Tx) error {
		kept, before := tx.Before()
		if before {
			done = true
			out, refusal = recall(kept)
		}
		return errPeeked
	})
	if errors.Is(err, errPeeked) {
		err = refusal
	}
	return out, done, err
}
