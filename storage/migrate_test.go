package storage_test

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
)

func rawOpen(t *testing.T, url string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", url
	if path, lite := strings.CutPrefix(url, "sqlite:"); lite {
		driver, dsn = "sqlite", path
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestMigrate(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		if _, err := storage.Open(t.Context(), url); !errors.Is(err, storage.ErrBehind) {
			t.Fatalf("an empty database opened: %v", err)
		}
		var wg sync.WaitGroup
		done := make([]int, 2)
		for i := range done {
			wg.Go(func() {
				applied, err := storage.Migrate(t.Context(), url)
				if err != nil && strings.HasPrefix(url, "postgres:") { // two processes may start together
					t.Error(err)
				}
				done[i] = len(applied)
			})
			if strings.HasPrefix(url, "sqlite:") {
				wg.Wait()
			}
		}
		wg.Wait()
		all, err := storage.Status(t.Context(), url)
		if err != nil || len(all) == 0 || done[0]+done[1] != len(all) || slices.ContainsFunc(all, func(a storage.Applied) bool { return a.At.IsZero() }) {
			t.Fatal(done, all, err)
		}
		if again, err := storage.Migrate(t.Context(), url); err != nil || len(again) != 0 {
			t.Errorf("a second time: %v, %v", again, err)
		}
		open(t, url)
		db := rawOpen(t, url)
		execRaw(t, db, "UPDATE goose_db_version SET version_id = 9999 WHERE version_id = $1", all[len(all)-1].Number)
		if _, err := storage.Open(t.Context(), url); !errors.Is(err, storage.ErrAhead) {
			t.Errorf("a schema from the future: %v", err)
		}
		execRaw(t, db, "DELETE FROM goose_db_version WHERE version_id = 9999")
		if _, err := storage.Open(t.Context(), url); !errors.Is(err, storage.ErrBehind) {
			t.Errorf("a schema that is behind: %v", err)
		}
	})
}

// TestSchemasAgree: both kinds of database have the same tables and columns.
func TestSchemasAgree(t *testing.T) {
	var got [][]string
	each(t, func(t *testing.T, _ *storage.Store, url string) {
		q := "SELECT table_name || '.' || column_name || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' ORDER BY 1"
		if strings.HasPrefix(url, "sqlite:") {
			q = `SELECT m.name || '.' || c.name || ' ' || CASE WHEN c."notnull" OR c.pk THEN 'NO' ELSE 'YES' END FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY 1`
		}
		names := column(t, rawOpen(t, url), q)
		slices.Sort(names)
		got = append(got, names)
	})
	if len(got) == 2 && !slices.Equal(got[0], got[1]) {
		t.Errorf("sqlite has\n%s\npostgres has\n%s", strings.Join(got[0], "\n"), strings.Join(got[1], "\n"))
	}
}

func TestTheTrailIsOnlyAddedTo(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		world(t, s)
		db := rawOpen(t, url)
		for _, q := range []string{
			"UPDATE events SET actor = 'bob'", "DELETE FROM events", "UPDATE ledger SET amount = 1", "DELETE FROM ledger",
			"UPDATE calls SET committed = envelope + 1", "UPDATE submissions SET awarded = requested + 1", "UPDATE submissions SET paid = 1",
		} {
			if _, err := db.Exec(q); err == nil {
				t.Errorf("%s: done", q)
			}
		}
	})
}

func TestURLs(t *testing.T) {
	for _, url := range []string{"", "sqlite:", "mysql://x", "/tmp/x.db"} {
		if _, err := storage.Open(t.Context(), url); err == nil {
			t.Errorf("%q opened", url)
		}
	}
}
