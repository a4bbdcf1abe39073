package app

import (
	"context"
	"crypto/ed25519"
	"io"

	"tremplin/storage"
)

// Verify recomputes all chains, ledgers and rows, makes every filed document
// again from its facts, and lists what does not hold. A checkpoint finds what a
// chain cannot show: its own lost end.
func (a *App) Verify(ctx context.Context, since *storage.Checkpoint) ([]storage.Finding, error) {
	rows, err := a.Store.Verify(ctx, storage.VerifyOptions{Checkpoint: since})
	if err != nil {
		return nil, err
	}
	papers, err := a.verifyDocuments(ctx)
	return append(rows, papers...), err
}

// Checkpoint writes the heads of all chains as they now stand, signed.
func (a *App) Checkpoint(ctx context.Context, w io.Writer, key ed25519.PrivateKey) error {
	return a.Store.WriteCheckpoint(ctx, w, key, a.now())
}
