package app_test

import (
	"testing"
	"time"

	"tremplin/storage/storagetest"
)

// TestWhoIsLateWaitsForNobodyInVain: a command whose call owes an act that the
// clock cannot do any more is answered all the same.
func TestWhoIsLateWaitsForNobodyInVain(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		base := time.Now().AddDate(0, 0, -20).Truncate(time.Hour)
		done := make(chan struct{})
		go func() {
			defer close(done)
			c := unopened(t, url, 100_000_00, base.Add(24*time.Hour))
			// Its opening is due, and could not be done as of today.
			if _, answer := do(t, c.app, crowdCommand(base, "off", "call.publish", crowdCall, nil)); answer != "refused/state" {
				t.Errorf("published after the clock: %s", answer)
			}
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Fatal("the clock waits for the command that waits for the clock")
		}
	})
}
