package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

// TestBackupAndRestore goes around by both kinds of database: each command does
// its part, and in the end there is what there was.
func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	first := storagetest.SQLite(t)
	if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", first); code != fine {
		t.Fatal(stderr)
	}
	was := content(t, first)
	if code, _, stderr := tremplin(t, nil, "checkpoint", at("point"), "--database", first); code != fine {
		t.Fatal(stderr)
	}
	from := first
	for i, fresh := range []func(testing.TB) string{storagetest.EmptyPostgres, storagetest.EmptySQLite} {
		file, to := at(fmt.Sprintf("backup-%d.gz", i)), fresh(t)
		code, stdout, stderr := tremplin(t, map[string]string{"TREMPLIN_DATABASE_URL": from}, "backup", file)
		if code != fine || !strings.HasPrefix(stdout, "wrote "+file+": ") {
			t.Fatalf("code %d: %s%s", code, stdout, stderr)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Error(info, err)
		}
		code, stdout, stderr = tremplin(t, nil, "restore", file, "--database", to, "--checkpoint", at("point"))
		if code != fine || !strings.HasPrefix(stdout, "restored ") || !strings.HasSuffix(stdout, "\nall chains, ledgers and rows hold\n") {
			t.Fatalf("code %d: %s%s", code, stdout, stderr)
		}
		for table, rows := range content(t, to) {
			same(t, table, was[table], rows)
		}
		from = to
	}
	if left, err := filepath.Glob(at("*.part*")); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}

// TestRestoreSaysWhatIsLost: by a checkpoint that is younger than the backup.
func TestRestoreSaysWhatIsLost(t *testing.T) {
	db, dir := storagetest.SQLite(t), t.TempDir()
	empty, point := filepath.Join(dir, "empty.gz"), filepath.Join(dir, "point")
	for _, args := range [][]string{{"backup", empty}, {"replay", tiny}, {"checkpoint", point}} {
		if code, _, stderr := tremplin(t, nil, append(args, "--database", db)...); code != fine {
			t.Fatal(args, stderr)
		}
	}
	code, stdout, stderr := tremplin(t, nil, "restore", empty, "--checkpoint", point, "--database", storagetest.EmptySQLite(t))
	if code != failed || !strings.Contains(stdout, "what it knew beyond the backup is named below") || !strings.Contains(stdout, "tiny-2025: the whole chain is missing") {
		t.Errorf("code %d: %s%s", code, stdout, stderr)
	}
}

func TestBackupComplaints(t *testing.T) {
	db, dir := storagetest.SQLite(t), t.TempDir()
	there, junk := filepath.Join(dir, "there"), filepath.Join(dir, "junk")
	for path, text := range map[string]string{there: "mine", junk: "no backup"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{failed, there + " is there already: name another file", []string{"backup", there, "--database", db}},
		{failed, "cannot be written (no such file or directory)", []string{"backup", filepath.Join(dir, "no", "x"), "--database", db}},
		{failed, "there is no database at", []string{"backup", filepath.Join(dir, "x"), "--database", "sqlite:" + filepath.Join(dir, "no.db")}},
		{nonsense, "no database is named", []string{"backup", filepath.Join(dir, "x")}},
		{nonsense, "cannot be read: name the file that `tremplin backup` wrote", []string{"restore", filepath.Join(dir, "x"), "--database", db}},
		{failed, "the backup is damaged: it does not begin as one that `tremplin backup` wrote", []string{"restore", junk, "--database", db}},
		{nonsense, "the checkpoint nowhere cannot be read", []string{"restore", junk, "--database", db, "--checkpoint", "nowhere"}},
	} {
		code, stdout, stderr := tremplin(t, nil, c.args...)
		if code != c.code || stdout != "" || !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%v: code %d: %s%s", c.args, code, stdout, stderr)
		}
	}
	if text, err := os.ReadFile(there); err != nil || string(text) != "mine" {
		t.Error(string(text), err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 2 {
		t.Error(all, err)
	}
}
