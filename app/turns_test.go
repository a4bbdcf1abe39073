package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"tremplin/workflow"
)

// TestOneAtATime: the next waits, who goes away leaves the queue, and one too many is
// told so at once.
func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turn, done := newTurns(2), make(chan struct{})
		results := make(chan error, 3)
		ran := 0
		go func() { results <- turn.do(t.Context(), func() { <-done; ran++ }) }()
		synctest.Wait()
		go func() { results <- turn.do(t.Context(), func() { ran++ }) }()
		gone, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go func() { results <- turn.do(gone, func() { t.Error("nobody waits for it") }) }()
		synctest.Wait()
		var no *workflow.Error
		if err := turn.do(t.Context(), func() { t.Error("beyond the queue") }); !errors.As(err, &no) || no.Kind != workflow.Unavailable || no.Code != CodeReckoning {
			t.Fatalf("beyond the queue: %v", err)
		}
		if err := <-results; !errors.Is(err, context.DeadlineExceeded) || ran != 0 {
			t.Fatalf("who goes away gets %v, %d ran", err, ran)
		}
		close(done)
		if a, b := <-results, <-results; a != nil || b != nil || ran != 2 {
			t.Fatalf("%v, %v, %d ran", a, b, ran)
		}
		if err := turn.do(gone, func() { t.Error("nobody waits for it") }); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("gone before: %v", err)
		}
	})
}
