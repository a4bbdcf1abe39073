package auth

import "context"

// For tests of what nobody else sees.
var (
	NewHasher = newHasher
	Described = described
	Shortened = shortened
)

// Do is one turn.
func (h *hasher) Do(ctx context.Context, f func() error) error { return h.do(ctx, f) }
