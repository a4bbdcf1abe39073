package app

import (
	"context"
	"sync"
	"time"
)

// inFlight are the requests that came in and are not through yet. What came in
// first goes first where a moment decides: the clock does what is due only when
// all that came in before it fell due is through.
type inFlight struct {
	mu      sync.Mutex
	next    int
	pending map[int]arrival
	left    chan struct{} // closed when one is through
}

type arrival struct {
	at   time.Time
	call string // "": not known yet, so of any
}

func newInFlight() *inFlight {
	return &inFlight{pending: map[int]arrival{}, left: make(chan struct{})}
}

// enter counts a request in. The time is taken under the lock: whoever looks
// after that moment sees the request.
func (f *inFlight) enter(when func() time.Time, call string) (at time.Time, through func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at = when()
	n := f.next
	f.next++
	f.pending[n] = arrival{at, call}
	return at, sync.OnceFunc(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.pending, n)
		close(f.left)
		f.left = make(chan struct{})
	})
}

// older is nil when nothing of the call that came in before t is under way,
// else a channel that is closed when that may have changed.
func (f *inFlight) older(call string, t time.Time) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.pending {
		if (a.call == call || a.call == "") && a.at.Before(t) {
			return f.left
		}
	}
	return nil
}

// await returns when all of the call that came in before t is through.
func (f *inFlight) await(ctx context.Context, call string, t time.Time) error {
	for {
		left := f.older(call, t)
		if left == nil {
			return nil
		}
		select {
		case <-left:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Arrive counts a request in, before its content has been read: the time that
// it gives belongs into [Command.At]. No deadline falls between that time and
// through, which has to be called whatever becomes of the request.
func (a *App) Arrive() (at time.Time, through func()) { return a.flights.enter(a.now, "") }
