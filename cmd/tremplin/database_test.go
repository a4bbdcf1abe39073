package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tremplin/storage/storagetest"
)

// TestNoDatabase: every command that looks says what is missing, and makes nothing.
func TestNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nothere.db")
	want := "tremplin: there is no database at " + path + ": `tremplin migrate up --database sqlite:" + path + "` makes one\n"
	for _, args := range [][]string{{"verify"}, {"report", "X-1"}, {"checkpoint", filepath.Join(t.TempDir(), "c")}} {
		code, stdout, stderr := tremplin(t, nil, append(args, "--database", "sqlite:"+path)...)
		if code != failed || stdout != "" || stderr != want {
			t.Errorf("%v: code %d, %s%s", args, code, stdout, stderr)
		}
	}
	if code, stdout, stderr := tremplin(t, nil, "migrate", "status", "--database", "sqlite:"+path); code != fine || !strings.Contains(stdout, "not applied") {
		t.Errorf("code %d, %s%s", code, stdout, stderr)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

// TestAnErrorInOneFileStoresNothingOfAny: not even of the files before it.
func TestAnErrorInOneFileStoresNothingOfAny(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		was := content(t, url)
		for _, bad := range []string{
			"people: [{id: p, name: A, roles: [das_offizer]}]", "people: [{id: p, name: A, roles: [{from: 2023-01-01}]}]",
			"people: [{id: p, name: \"A\\a\"}]", "people: [{id: p, name: A, mandates: [nobody]}]",
		} {
			code, stdout, stderr := tremplin(t, nil, "replay", tiny, file(t, "scenario: bad\n"+bad+"\n"), "--database", url)
			if code != nonsense || stdout != "" || strings.Count(stderr, "x.yaml:2: ") != 1 {
				t.Errorf("%s: code %d, %s%s", bad, code, stdout, stderr)
			}
		}
		for table, rows := range content(t, url) {
			same(t, table, was[table], rows)
		}
	})
}

// TestReplayIntoNothing: a new or empty database is begun by what is replayed,
// unless the files make no sense.
func TestReplayIntoNothing(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		if code, _, stderr := tremplin(t, nil, "replay", file(t, "scenario: bad\npeople: 3\n"), "--database", url); code != nonsense {
			t.Errorf("code %d: %s", code, stderr)
		}
		if code, _, stderr := tremplin(t, nil, "verify", "--database", url); code != failed || !strings.Contains(stderr, "tremplin migrate up") {
			t.Errorf("code %d: %s", code, stderr)
		}
		if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", url); code != fine {
			t.Errorf("code %d: %s", code, stderr)
		}
		if code, stdout, stderr := tremplin(t, nil, "verify", "--database", url); code != fine {
			t.Errorf("code %d: %s%s", code, stdout, stderr)
		}
	})
}

// TestDemoTakesOnlyItsOwn: a database that it did not make is neither replayed
// into nor taken away.
func TestDemoTakesOnlyItsOwn(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "tremplin.db")
	if code, _, stderr := tremplin(t, nil, "migrate", "up", "--database", "sqlite:"+path); code != fine {
		t.Fatal(stderr)
	}
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"demo", "--dir", dir}, {"demo", "--dir", dir, "--fresh"}} {
		if code, _, stderr := tremplin(t, nil, args...); code != failed || !strings.Contains(stderr, "was not made by the demonstration") {
			t.Errorf("%v: code %d, %s", args, code, stderr)
		}
	}
	if is, err := os.ReadFile(path); err != nil || string(is) != string(was) {
		t.Errorf("the database was touched: %v", err)
	}
}

// TestAuditorMayOnlyRead: who may write neither to the file nor to its folder
// verifies and reports all the same.
func TestAuditorMayOnlyRead(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become somebody who may not write")
	}
	// t.TempDir's own folder is closed to others.
	dir, err := os.MkdirTemp("", "tremplin-auditor-") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	built, err := os.ReadFile(program(t))
	if err != nil {
		t.Fatal(err)
	}
	bin, db := filepath.Join(dir, "tremplin"), filepath.Join(dir, "x.db")
	if code, _, stderr := tremplin(t, nil, "migrate", "up", "--database", "sqlite:"+db); code != fine {
		t.Fatal(stderr)
	}
	if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", "sqlite:"+db); code != fine {
		t.Fatal(stderr)
	}
	for _, err := range []error{os.WriteFile(bin, built, 0o755), os.Chmod(db, 0o444), os.Chmod(dir, 0o755)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"verify"}, {"report", "TINY-2025"}, {"migrate", "status"}} {
		cmd := exec.Command(bin, append(args, "--database", "sqlite:"+db)...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %v, %s", args, err, out)
		}
	}
	cmd := exec.Command(bin, "replay", "x.yaml", "--database", "sqlite:"+db)
	cmd.Dir, cmd.SysProcAttr = dir, &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if err := os.WriteFile(filepath.Join(dir, "x.yaml"), []byte("scenario: x\norganisations: [{id: o, kind: sisp, name: {fr: A}}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "let this user write to") {
		t.Errorf("%v: %s", err, out)
	}
}
