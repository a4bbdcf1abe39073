package storage_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
)

// said is a fault in one line, with what it is about.
func said(t *testing.T, err error, want string, is error) {
	t.Helper()
	f, ok := errors.AsType[*storage.Fault](err)
	switch {
	case !ok || !strings.Contains(f.Error(), want) || strings.Contains(f.Error(), "\n"):
		t.Errorf("%v, want a fault: %s", err, want)
	case is != nil && !errors.Is(err, is):
		t.Errorf("%v is not %v", err, is)
	}
}

func opened(t *testing.T, url string, opts ...storage.Option) error {
	t.Helper()
	s, err := storage.Open(t.Context(), url, opts...)
	if err == nil {
		_ = s.Close()
	}
	return err
}

func TestURLsThatMakeNoSense(t *testing.T) {
	for source, want := range map[string]string{
		"x.db":                         "has no kind: write sqlite:PATH or postgres://…",
		"mysql:x":                      `begins with "mysql:": write sqlite:PATH`,
		"sqlite:":                      "names no file",
		"sqlite://x.db":                "write sqlite:x.db, or sqlite:/x.db from the root",
		"sqlite::memory:":              "is no path",
		"sqlite:file:x.db":             "is no path",
		"postgres://u:secret@h:port/x": "the Postgres URL makes no sense",
	} {
		err := opened(t, source)
		said(t, err, want, nil)
		if f, ok := errors.AsType[*storage.Fault](err); ok && (!f.URL || strings.Contains(f.Error(), "secret")) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

// TestPathsAreTakenAsWritten: no character of a path means anything else.
func TestPathsAreTakenAsWritten(t *testing.T) {
	for _, name := range []string{"a?mode=memory.db", "a#b.db", "a%41.db", "a b&c=d.db", "é:.db"} {
		dir := t.TempDir()
		url := "sqlite:" + filepath.Join(dir, name)
		if _, err := storage.Migrate(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		if err := opened(t, url); err != nil {
			t.Error(err)
		}
		all, err := os.ReadDir(dir)
		if err != nil || len(all) != 1 || all[0].Name() != name {
			t.Errorf("%q made %v, %v", name, all, err)
		}
		if info, err := all[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%q may be read by others: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestWhatIsNoDatabase(t *testing.T) {
	dir := t.TempDir()
	text, empty := filepath.Join(dir, "text"), filepath.Join(dir, "empty")
	for path, content := range map[string]string{text: "hello, this is a text and no database", empty: ""} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	missing := filepath.Join(dir, "missing.db")
	said(t, opened(t, "sqlite:"+missing), "there is no database at "+missing+": `tremplin migrate up --database sqlite:"+missing+"` makes one", storage.ErrMissing)
	said(t, opened(t, "sqlite:"+dir), "is no file: name the database's own", storage.ErrForeign)
	said(t, opened(t, "sqlite:"+text), "is not an SQLite database: name another file", storage.ErrForeign)
	said(t, opened(t, "sqlite:"+empty), "the database is empty: run `tremplin migrate up`", storage.ErrBehind)
	_, err := storage.Migrate(t.Context(), "sqlite:"+text)
	said(t, err, "is not an SQLite database", storage.ErrForeign)
	_, err = storage.Migrate(t.Context(), "sqlite:"+filepath.Join(dir, "no", "x.db"))
	said(t, err, "there is no folder "+filepath.Join(dir, "no"), nil)
	all, err := storage.Status(t.Context(), "sqlite:"+missing)
	if err != nil || len(all) == 0 || !all[0].At.IsZero() {
		t.Errorf("status of what is not there: %v, %v", all, err)
	}
	if _, err := os.Stat(missing); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

func TestForeignTablesAreLeftAlone(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		execRaw(t, rawOpen(t, url), "CREATE TABLE others (id int)")
		said(t, opened(t, url), "holds tables of something else", storage.ErrForeign)
		_, err := storage.Migrate(t.Context(), url)
		said(t, err, "holds tables of something else", storage.ErrForeign)
		_, err = storage.Status(t.Context(), url)
		said(t, err, "holds tables of something else", storage.ErrForeign)
	})
}

func TestAheadIsSaid(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		execRaw(t, rawOpen(t, url), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)")
		_, err := storage.Migrate(t.Context(), url)
		said(t, err, "the schema (9999) is ahead of this program", storage.ErrAhead)
		all, err := storage.Status(t.Context(), url)
		if last := all[len(all)-1]; err != nil || last.Number != 9999 || last.Name != "9999, of a newer program" || last.At.IsZero() || all[0].At.IsZero() {
			t.Errorf("%v, %v", all, err)
		}
	})
}

func TestPostgresFaults(t *testing.T) {
	server, err := url.Parse(storagetest.EmptyPostgres(t))
	if err != nil {
		t.Fatal(err)
	}
	server.Path = "/nobody_made_this"
	for other, want := range map[string]string{
		server.String():                     `has no database "nobody_made_this": make it with`,
		"postgres://u:secret@127.0.0.1:1/x": "Postgres at 127.0.0.1, port 1, does not answer: start it",
	} {
		err := opened(t, other)
		said(t, err, want, nil)
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Error("the password is told")
		}
	}
}

// TestFirstStartsAtOnce: each waits, one migrates.
func TestFirstStartsAtOnce(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		var wg sync.WaitGroup
		done := make([]int, 12)
		for i := range done {
			wg.Go(func() {
				applied, err := storage.Migrate(t.Context(), url)
				if err != nil {
					t.Error(err)
				}
				done[i] = len(applied)
			})
		}
		wg.Wait()
		all := 0
		for _, n := range done {
			all += n
		}
		if known, err := storage.Status(t.Context(), url); err != nil || all != len(known) {
			t.Errorf("%d migrations applied of %d, %v", all, len(known), err)
		}
	})
}

// TestReadOnly: what is opened to be read leaves nothing, and changes nothing.
func TestReadOnly(t *testing.T) {
	url := storagetest.SQLite(t)
	path := strings.TrimPrefix(url, "sqlite:")
	s, err := storage.Open(t.Context(), url, storage.ReadOnly())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Ping(t.Context()), s.Close()); err != nil {
		t.Error(err)
	}
	all, err := filepath.Glob(path + "*")
	if err != nil || len(all) != 1 {
		t.Errorf("left beside it: %v, %v", all, err)
	}
}
