package storagetest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWithoutPostgresTheRemedyIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := binaries(filepath.Join(t.TempDir(), "*"))
	if err == nil || !strings.Contains(err.Error(), "`make deps` installs it") {
		t.Errorf("error %v names no remedy", err)
	}
}

func TestNewestBinariesAreTaken(t *testing.T) {
	dir := t.TempDir()
	for _, version := range []string{"9", "15", "100"} {
		bin := filepath.Join(dir, version, "bin")
		if err := os.MkdirAll(bin, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got, err := binaries(filepath.Join(dir, "*", "bin", "initdb"))
	if want := filepath.Join(dir, "100", "bin"); got != want || err != nil {
		t.Errorf("binaries in %s, %v; want %s", got, err, want)
	}
}

func TestSweepTakesOnlyWhatIsLeftBehind(t *testing.T) {
	base := t.TempDir()
	mine := filepath.Join(base, fmt.Sprintf("%s%d-1", prefix, os.Getpid()))
	dead := filepath.Join(base, prefix+"2147483646-1") // above any process's number
	foreign := filepath.Join(base, prefix+"someone")
	for _, dir := range []string{mine, dead, foreign} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	sweep(base)
	left, err := filepath.Glob(filepath.Join(base, "*"))
	if err != nil || len(left) != 2 || left[0] != mine || left[1] != foreign {
		t.Errorf("left %v, %v; want %s and %s", left, err, mine, foreign)
	}
}

func TestAbout(t *testing.T) {
	const log = "12:00 a ERROR: one\n\tgoes on\n12:01 b ERROR: two\n\tgoes on, too\n12:02 a DETAIL: three\n"
	for _, c := range []struct {
		dbs  []string
		want string
	}{
		{nil, ""},
		{[]string{"b"}, "12:01 b ERROR: two\n\tgoes on, too\n"},
		{[]string{"a", "b"}, log},
	} {
		if got := about(log, c.dbs); got != c.want {
			t.Errorf("about %v: %q, want %q", c.dbs, got, c.want)
		}
	}
}
