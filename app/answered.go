package app

import (
	"context"
	"encoding/json"
	"fmt"

	"tremplin/storage"
)

// Answered keeps beside the outcome of a key what was said of it, so that the
// same request gets the same answer again. What was said first stays.
func (a *App) Answered(ctx context.Context, k *Key, said string) (first string, err error) {
	first = said
	err = a.Store.Update(ctx, storage.Ask{Key: k.stored()}, func(tx *storage.Tx) error {
		kept, done := tx.Before()
		if !done {
			return nil // it has run out meanwhile
		}
		var o keptOutcome
		if err := json.Unmarshal([]byte(kept), &o); err != nil {
			return fmt.Errorf("app: kept outcome: %w", err)
		}
		if o.Said != "" {
			first = o.Said
			return nil
		}
		o.Said = said
		tx.KeepAnew(text(o))
		return nil
	})
	return first, err
}
