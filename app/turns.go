package app

import (
	"context"

	"tremplin/workflow"
)

// CodeReckoning says that too many wait for something to be worked out.
const CodeReckoning workflow.Code = "reckoning"

// turns lets one at a time do what may take a processor for seconds; a few may wait.
type turns struct {
	waits chan struct{} // who waits, and who is at it
	busy  chan struct{}
}

func newTurns(queue int) *turns {
	return &turns{waits: make(chan struct{}, queue+1), busy: make(chan struct{}, 1)}
}

// do runs f when its turn comes; unavailable/reckoning if the queue is long. Who no
// longer waits for the answer gives the turn back: the error is the context's.
func (t *turns) do(ctx context.Context, f func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case t.waits <- struct{}{}:
	default:
		return &workflow.Error{Kind: workflow.Unavailable, Code: CodeReckoning}
	}
	defer func() { <-t.waits }()
	select {
	case t.busy <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-t.busy }()
	f()
	return nil
}
