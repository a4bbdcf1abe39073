package app_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestCheckpointEachNight: two processes over one database make one, tried again
// until it is kept, and the database is verified against it.
func TestCheckpointEachNight(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		now, kept, tries := at("2025-02-10T00:30"), map[workflow.Date][]byte{}, 0
		out := app.Outside{Key: private, Keep: func(_ context.Context, day workflow.Date, point []byte) error {
			mu.Lock()
			defer mu.Unlock()
			if tries++; tries == 1 {
				return errors.New("no room")
			}
			if kept[day] != nil {
				t.Errorf("twice on %s", day)
			}
			kept[day] = bytes.Clone(point)
			return nil
		}}
		clock := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return now
		}
		first := peopled(t, url, ordering())
		opened(t, first)
		second := app.New(storagetest.Open(t, url), ordering())
		both := []*app.App{first, second}
		for _, a := range both {
			a.Now, a.Handlers = clock, map[string]app.Handler{}
			a.KeepCheckpoints(out)
		}
		round := func(to string) {
			t.Helper()
			mu.Lock()
			now = at(to)
			mu.Unlock()
			var serving sync.WaitGroup
			for _, a := range both {
				serving.Go(func() {
					app.OrderNightly(t.Context(), a)
					if err := a.Work(t.Context(), time.Time{}); err != nil {
						t.Error(err)
					}
				})
			}
			serving.Wait()
		}
		for _, c := range []struct {
			at   string
			kept int
		}{{"2025-02-10T00:30", 0}, {"2025-02-10T01:00", 0}, {"2025-02-10T01:05", 1}, {"2025-02-10T23:00", 1}, {"2025-02-11T00:59", 1}, {"2025-02-11T08:00", 2}, {"2025-02-11T09:00", 2}} {
			if round(c.at); len(kept) != c.kept {
				t.Fatalf("at %s %d are kept, want %d", c.at, len(kept), c.kept)
			}
		}
		point, err := storage.ReadCheckpoint(bytes.NewReader(kept["2025-02-11"]), public)
		if err != nil || point.Len() != 2 {
			t.Fatal(point, err)
		}
		if found, err := first.Store.Verify(t.Context(), storage.VerifyOptions{Checkpoint: point}); err != nil || len(found) > 0 {
			t.Error(found, err)
		}
		if at, err := first.Store.LastDone(t.Context(), "checkpoint"); err != nil || workflow.DateOf(at) != "2025-02-11" {
			t.Error(at, err)
		}
	})
}
