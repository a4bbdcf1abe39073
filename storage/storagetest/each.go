package storagetest

import (
	"context"
	"testing"

	"tremplin/storage"
)

// Each runs f once for each kind of database, on a fresh store.
func Each(t *testing.T, f func(t *testing.T, s *storage.Store)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) {
		t.Helper()
		f(t, Open(t, url))
	})
}

// Open opens a database until t ends.
func Open(t testing.TB, url string, opts ...storage.Option) *storage.Store {
	t.Helper()
	s, err := storage.Open(t.Context(), url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func migrate(ctx context.Context, url string) error {
	_, err := storage.Migrate(ctx, url)
	return err
}
