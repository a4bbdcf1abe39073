package storagetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// migratedFile is an SQLite file with the present schema, made once.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp(scratch(), "tremplin-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	path := filepath.Join(dir, "template.db")
	if err := migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, fmt.Errorf("storagetest: template for SQLite: %w", err)
	}
	// What is still in the log would be lost in the copy.
	if st, err := os.Stat(path + "-wal"); err == nil && st.Size() > 0 {
		return nil, fmt.Errorf("storagetest: %s was left with a write-ahead log: is a connection still open?", path)
	}
	return os.ReadFile(path)
})

// SQLite returns the URL of a fresh SQLite database with the present schema.
func SQLite(t testing.TB) string {
	t.Helper()
	content, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	path := sqlitePath(t)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// EmptySQLite returns the URL of an SQLite database that does not exist yet.
func EmptySQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + sqlitePath(t)
}

func sqlitePath(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(scratch(), "tremplin-sqlite-") //nolint:usetesting // t.TempDir is on the disk
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return filepath.Join(dir, "test.db")
}
