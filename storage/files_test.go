package storage_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"tremplin/storage"
	"tremplin/workflow"
)

func TestFilesRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		chance := rand.NewChaCha8([32]byte{1})
		for _, size := range []int{0, 1, 256<<10 - 1, 256 << 10, 256<<10 + 1, 1 << 20, 3<<20 + 7} {
			want := make([]byte, size)
			_, _ = chance.Read(want)
			for range 2 {
				f, err := s.PutFile(t.Context(), bytes.NewReader(want), 4<<20)
				if err != nil || f.Size != int64(size) || !bytes.HasPrefix(want, f.Head) || size > 0 && len(f.Head) == 0 {
					t.Fatal(size, f.Size, err)
				}
				r, n, err := s.OpenFile(t.Context(), f.Hash)
				if err != nil || n != f.Size {
					t.Fatal(n, err)
				}
				got, err := io.ReadAll(r)
				if err != nil || !bytes.Equal(got, want) {
					t.Fatalf("%d bytes: %d came back, %v", size, len(got), err)
				}
			}
		}
		clean(t, s)
	})
}

func TestFilesHaveALimit(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		var e *workflow.Error
		for _, limit := range []int64{10, 2 << 20} {
			_, err := s.PutFile(t.Context(), bytes.NewReader(make([]byte, limit+1)), limit)
			if !errors.As(err, &e) || e.Code != storage.CodeTooLarge {
				t.Errorf("limit %d: %v", limit, err)
			}
		}
		if _, _, err := s.OpenFile(t.Context(), "00"); !errors.As(err, &e) || e.Kind != workflow.NotFound {
			t.Error(err)
		}
	})
}

// TestErasedFileComesBack: retention takes the bytes away, its hash stays; who
// stores the same again has it again.
func TestErasedFileComesBack(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		f := attachFile(t, s, "emp.1")
		apply(t, s, storage.Ask{House: true}, func(c *workflow.Case) *workflow.Decision {
			h := *c.House
			h.Erasures++
			return &workflow.Decision{
				Changes: []workflow.Change{{Dossier: &h, Own: true}},
				Events:  []workflow.Event{event(h.Ref(), "erase", h.State(), h.State())},
				Erased:  []string{f.Hash},
			}
		})
		if _, _, err := s.OpenFile(t.Context(), f.Hash); err == nil {
			t.Error("an erased file was opened")
		}
		clean(t, s)
		attachFile(t, s, "emp.2")
		if _, _, err := s.OpenFile(t.Context(), f.Hash); err != nil {
			t.Error(err)
		}
		clean(t, s)
	})
}
