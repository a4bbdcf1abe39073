package storage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestAway tells a database that cannot be reached now from an answer that it
// gave.
func TestAway(t *testing.T) {
	ended, stop := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer stop()
	given, cancel := context.WithCancel(t.Context())
	cancel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		s, err := storage.Open(t.Context(), url) //nolint:contextcheck // each has its own
		if err != nil {
			t.Fatal(err)
		}
		people(t, s) //nolint:contextcheck // each has its own
		view := func(ctx context.Context) error { return s.View(ctx, func(*storage.Tx) error { return nil }) }
		if err := view(ended); !storage.Away(err) {
			t.Error("its time was over:", err)
		}
		if err := view(given); err == nil || storage.Away(err) {
			t.Error("nobody waits for it:", err)
		}
		if err := submit(s, "no-call", "x"); err == nil || storage.Away(err) { //nolint:contextcheck // each has its own
			t.Error("the database said no:", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := view(t.Context()); !storage.Away(err) { //nolint:contextcheck // each has its own
			t.Error("it was closed:", err)
		}
	})
	if storage.Away(nil) || storage.Away(workflow.NotThere()) || storage.Away(fmt.Errorf("x: %w", context.Canceled)) {
		t.Error("these say nothing of a database")
	}
}

// TestPostgresEndsConnections, as when it is stopped: that is said of what they
// were in the midst of, and no later transaction meets one of them.
func TestPostgresEndsConnections(t *testing.T) {
	url := storagetest.Postgres(t)
	s := storagetest.Open(t, url)
	people(t, s)
	db := rawOpen(t, url)
	end := func() {
		t.Helper()
		execRaw(t, db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		time.Sleep(50 * time.Millisecond) // until they are told
	}
	err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
		tx.Enqueue(workflow.Job{Kind: "x", On: ref(workflow.EntityHouse, workflow.HouseID, "")}, noon)
		end()
		return nil
	})
	if !storage.Away(err) {
		t.Error(err)
	}
	for range 3 {
		end()
		call := func(*storage.Tx) error { return nil }
		if err := s.View(t.Context(), call); err != nil {
			t.Error(err)
		}
		if err := s.Update(t.Context(), storage.Ask{}, call); err != nil {
			t.Error(err)
		}
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if jobs, err := s.OpenJobs(t.Context(), "", 0, 10); err != nil || len(jobs) != 0 {
		t.Error(jobs, err)
	}
}

// TestPostgresIsNotThere, and SQLite is held by another.
func TestPostgresIsNotThere(t *testing.T) {
	if _, err := storage.Open(t.Context(), "postgres://u@/x?host="+t.TempDir()+"&sslmode=disable"); !storage.Away(err) {
		t.Error(err)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	first, second := rawOpen(t, "sqlite:"+path), rawOpen(t, "sqlite:"+path)
	execRaw(t, first, "CREATE TABLE x (id TEXT)")
	hold, err := first.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	if _, err := hold.ExecContext(t.Context(), "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.ExecContext(t.Context(), "INSERT INTO x VALUES ('a')"); !storage.Away(err) {
		t.Error(err)
	}
}
