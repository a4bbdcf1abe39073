package storage_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// forgotten are the tables that a backup leaves out.
var forgotten = []string{"goose_db_version", "sessions", "account_links", "sign_in_brakes"}

// dump is all that a database holds, a line for each row, the same for both
// kinds.
func dump(t *testing.T, url string) map[string][]string {
	t.Helper()
	db, names := rawOpen(t, url), "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
	if strings.HasPrefix(url, "sqlite:") {
		names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
	}
	out := map[string][]string{}
	for _, line := range lines(t, db, names) {
		table := strings.TrimSuffix(strings.TrimPrefix(line, "[name="), "]")
		if !slices.Contains(forgotten, table) {
			out[table] = lines(t, db, "SELECT * FROM "+table)
		}
	}
	return out
}

func lines(t *testing.T, db *sql.DB, q string) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells, into, line := make([]any, len(names)), make([]any, len(names)), make([]string, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, c := range cells {
			switch x := c.(type) {
			case time.Time:
				c = x.UTC().Format(time.RFC3339Nano)
			case []byte:
				c = string(x)
			}
			line[i] = fmt.Sprintf("%s=%v", names[i], c)
		}
		slices.Sort(line) // a column that was added may stand elsewhere
		out = append(out, fmt.Sprint(line))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func backup(t *testing.T, s *storage.Store) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := s.Backup(t.Context(), &out, "test"); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func full(t *testing.T, s *storage.Store) {
	t.Helper()
	world(t, s)
	attachFile(t, s, "emp.1")
	attachFile(t, s, "emp.2")
	erase(t, s)
	err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
		tx.LogMail(storage.Mailed{MessageID: "m1", Person: "zoe", Kind: "E1", Dossier: "emp.1", State: storage.MailSent, At: noon})
		tx.Enqueue(workflow.Job{Kind: "odd \"\\\u2028<é>", On: ref(workflow.EntitySubmission, "emp.1", "")}, noon)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBackupIsRestored into both kinds of database, which then hold the same,
// verify, and go on.
func TestBackupIsRestored(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		full(t, s)
		was, held := dump(t, url), backup(t, s)
		for name, fresh := range map[string]func(testing.TB) string{
			"sqlite": storagetest.EmptySQLite, "postgres": storagetest.EmptyPostgres, "sqlite with a schema": storagetest.SQLite, "postgres with a schema": storagetest.Postgres,
		} {
			t.Run(name, func(t *testing.T) {
				to := fresh(t)
				b, err := storage.Restore(t.Context(), to, bytes.NewReader(held))
				if err != nil || b.Program != "test" || b.Tables != len(was) {
					t.Fatal(b, err)
				}
				sameContent(t, was, dump(t, to))
				r := open(t, to)
				if found, err := r.Verify(t.Context(), storage.VerifyOptions{}); err != nil || len(found) > 0 {
					t.Fatal(found, err)
				}
				submission(t, r, "emp.9") // counted columns go on, too
				if jobs, err := r.Claim(t.Context(), noon.Add(time.Hour), 50, time.Minute); err != nil || len(jobs) < 5 {
					t.Error(jobs, err)
				}
			})
		}
	})
}

// TestTokensEndWithARestore: which were revoked since, a backup does not know. A
// move to another database keeps them as they are.
func TestTokensEndWithARestore(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		ctx := t.Context()
		for _, id := range []string{"held", "ended"} {
			is(t, s.AddToken(ctx, storage.Token{ID: id, Hash: id, Person: "zoe", Name: id, Scopes: "read", Created: noon, Expires: noon.Add(time.Hour)}, 9, ""), nil)
		}
		is(t, s.RevokeToken(ctx, "zoe", "ended", noon), nil)
		held := backup(t, s)
		for name, fresh := range map[string]func(testing.TB) string{"sqlite": storagetest.EmptySQLite, "postgres": storagetest.EmptyPostgres} {
			for _, keep := range []bool{false, true} {
				var opts []storage.RestoreOption
				if keep {
					opts = append(opts, storage.KeepTokens())
				}
				to := fresh(t)
				if _, err := storage.Restore(ctx, to, bytes.NewReader(held), opts...); err != nil {
					t.Fatal(name, err)
				}
				r := open(t, to)
				for hash, holds := range map[string]bool{"held": keep, "ended": false} {
					got, err := r.TokenByHash(ctx, hash)
					if err != nil || got.Revoked.IsZero() != holds || hash == "ended" && !got.Revoked.Equal(noon) {
						t.Errorf("%s, kept %v: %+v, %v", name, keep, got, err)
					}
				}
			}
		}
	})
}

func sameContent(t *testing.T, was, is map[string][]string) {
	t.Helper()
	if want, got := slices.Sorted(maps.Keys(was)), slices.Sorted(maps.Keys(is)); !slices.Equal(want, got) || len(want) < 10 {
		t.Fatalf("tables %v, want %v", got, want)
	}
	for table := range was {
		if !slices.Equal(was[table], is[table]) {
			t.Errorf("%s: %d rows, want %d:\n%.2000s\nwant\n%.2000s", table, len(is[table]), len(was[table]), is[table], was[table])
		}
	}
}

// TestTitlesOfOldBackupsAreFound: one of before there was their index holds none.
func TestTitlesOfOldBackupsAreFound(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		full(t, s)
		for _, table := range []string{"title_ends", "titles"} {
			execRaw(t, rawOpen(t, url), "DELETE FROM "+table)
		}
		to := storagetest.EmptySQLite(t)
		if _, err := storage.Restore(t.Context(), to, bytes.NewReader(backup(t, s))); err != nil {
			t.Fatal(err)
		}
		if found, err := open(t, to).Verify(t.Context(), storage.VerifyOptions{}); err != nil || len(found) > 0 {
			t.Error(found, err)
		}
	})
}

// TestBackupWhilePeopleWork: it shows one moment, and holds up nobody.
func TestBackupWhilePeopleWork(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var written atomic.Int64
		ended := make(chan error, 1)
		go func() {
			for i := 100; ctx.Err() == nil; i++ {
				if err := submit(s, callID, fmt.Sprintf("emp.%d", i)); err != nil { //nolint:contextcheck // it is written on to the end
					ended <- err
					return
				}
				written.Add(1)
			}
			ended <- nil
		}()
		for range 5 {
			before := written.Load()
			slow := &slowly{until: func() bool { return written.Load() >= before+3 }}
			if _, err := s.Backup(t.Context(), slow, ""); err != nil {
				t.Fatal(err)
			}
			to := storagetest.EmptySQLite(t)
			if _, err := storage.Restore(t.Context(), to, bytes.NewReader(slow.Bytes())); err != nil {
				t.Fatal(err)
			}
			if found, err := open(t, to).Verify(t.Context(), storage.VerifyOptions{}); err != nil || len(found) > 0 {
				t.Fatal(found, err)
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// slowly waits, once it has taken something, until others have written.
type slowly struct {
	bytes.Buffer
	until func() bool
}

func (s *slowly) Write(b []byte) (int, error) {
	for range 2000 {
		if s.until() {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return s.Buffer.Write(b)
}

// TestBackupsThatAreNotRestored: nothing of them comes in, and the answer says
// what to do.
func TestBackupsThatAreNotRestored(t *testing.T) {
	s := storagetest.Open(t, storagetest.SQLite(t))
	full(t, s)
	whole := backup(t, s)
	plain := unzipped(t, whole)
	swap := func(was, is string) []byte {
		if !strings.Contains(plain, was) {
			t.Fatalf("%q is not in the backup", was)
		}
		return zipped(t, strings.Replace(plain, was, is, 1))
	}
	at, to := strings.Index(plain, "\n[")+1, storagetest.Postgres(t)
	for name, c := range map[string]struct {
		file []byte
		want string
		is   error
	}{
		"nothing":         {nil, "does not begin as one that", storage.ErrDamaged},
		"something else":  {[]byte("PK\x03\x04 a zip file"), "does not begin as one that", storage.ErrDamaged},
		"another gzip":    {zipped(t, "{}\n"), "does not begin as one that", storage.ErrDamaged},
		"cut off":         {whole[:len(whole)*2/3], "take another copy of it, or an older one", storage.ErrDamaged},
		"its end cut off": {zipped(t, plain[:strings.LastIndex(plain[:len(plain)-1], "\n")+1]), "is cut off after", storage.ErrDamaged},
		"a bit":           {flipped(whole), "the backup is damaged", storage.ErrDamaged},
		"a row less":      {zipped(t, plain[:at]+plain[at+strings.Index(plain[at:], "\n")+1:]), "is not what was written", storage.ErrDamaged},
		"a row changed":   {swap("EMP-2030", "EMP-2031"), "is not what was written", storage.ErrDamaged},
		"header changed":  {swap(`"program":"test"`, `"program":"best"`), "it holds something else than was written", storage.ErrDamaged},
		"more behind":     {zipped(t, plain+"[]\n"), "something follows its end", storage.ErrDamaged},
		"newer format":    {swap(`"tremplin_backup":1`, `"tremplin_backup":2`), "(format 2, this program reads 1): restore it with that program", storage.ErrNewer},
		"newer schema":    {zipped(t, `{"tremplin_backup":1,"schema":9999}`+"\n"), "(schema 9999, this program knows", storage.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := storage.Restore(t.Context(), to, bytes.NewReader(c.file))
			said(t, err, c.want, c.is)
		})
	}
	for table, rows := range dump(t, to) {
		if len(rows) > 0 {
			t.Errorf("%s has %d rows", table, len(rows))
		}
	}
}

// TestRestoreOnlyIntoNothing: not over what is there, and not into another's.
func TestRestoreOnlyIntoNothing(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		s := open(t, url)
		full(t, s)
		was, held := dump(t, url), backup(t, s)
		_, err := storage.Restore(t.Context(), url, bytes.NewReader(held))
		said(t, err, "the database is not empty: restore into a new one", storage.ErrNotEmpty)
		sameContent(t, was, dump(t, url))
	})
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		s := open(t, storagetest.SQLite(t))
		execRaw(t, rawOpen(t, url), "CREATE TABLE others (id TEXT)")
		_, err := storage.Restore(t.Context(), url, bytes.NewReader(backup(t, s)))
		said(t, err, "the database holds tables of something else", storage.ErrForeign)
	})
}

// TestRestoreIsAllOrNothing: one that fails half way leaves what can be restored
// into again.
func TestRestoreIsAllOrNothing(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		s := open(t, storagetest.SQLite(t))
		full(t, s)
		held := backup(t, s)
		changes := &changing{Reader: bytes.NewReader(held), then: held[:len(held)*9/10]}
		if _, err := storage.Restore(t.Context(), url, changes); !errors.Is(err, storage.ErrDamaged) {
			t.Fatal(err)
		}
		for table, rows := range dump(t, url) {
			if len(rows) > 0 {
				t.Errorf("%s has %d rows", table, len(rows))
			}
		}
		if _, err := storage.Restore(t.Context(), url, bytes.NewReader(held)); err != nil {
			t.Error(err)
		}
	})
}

// changing is another file when it is read again.
type changing struct {
	*bytes.Reader
	then []byte
}

func (c *changing) Seek(offset int64, whence int) (int64, error) {
	c.Reset(c.then)
	return c.Reader.Seek(offset, whence)
}

// TestBackupTakesLittleMemory, however large the files are.
func TestBackupTakesLittleMemory(t *testing.T) {
	size, most := int64(24<<20), uint64(12<<20)
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		if _, err := s.PutFile(t.Context(), io.LimitReader(noise{}, size), size); err != nil {
			t.Fatal(err)
		}
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		peak := uint64(0)
		w := &counting{each: func() {
			runtime.GC()
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}}
		if _, err := s.Backup(t.Context(), w, ""); err != nil {
			t.Fatal(err)
		}
		if w.n < size/2 || peak > before.HeapAlloc+most {
			t.Errorf("%d bytes written, %d MB in memory", w.n, (peak-before.HeapAlloc)>>20)
		}
	})
}

// noise does not compress.
type noise struct{}

func (noise) Read(b []byte) (int, error) {
	x := uint64(88172645463325252)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x)
	}
	return len(b), nil
}

// counting looks around at every eighth megabyte.
type counting struct {
	n    int64
	each func()
}

func (c *counting) Write(b []byte) (int, error) {
	if c.n>>23 != (c.n+int64(len(b)))>>23 {
		c.each()
	}
	c.n += int64(len(b))
	return len(b), nil
}

func unzipped(t *testing.T, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func zipped(t *testing.T, s string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func flipped(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)/2] ^= 16
	return b
}
