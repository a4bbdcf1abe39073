package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tremplin/app/scenario"
	"tremplin/storage/storagetest"
)

// What the whole demonstration may take, its two hundred documents included. Its
// time is that of the processor: others at work on the machine do not count.
const (
	demoTime = 8 * time.Second
	demoRSS  = 112 << 10 // KiB
)

// quickAndSmall runs the real program, on a database that waits for the disk, and
// gives the folder of the demonstration; a machine that is busy has it try again.
func quickAndSmall(t *testing.T) (dir string) {
	t.Helper()
	for try := 1; ; try++ {
		dir = filepath.Join(t.TempDir(), "demo")
		x := runReal(t, 0, "demo", "--no-serve", "--dir", dir)
		if x.code != fine || x.stderr != "" {
			t.Fatalf("code %d: %s%s", x.code, x.stdout, x.stderr)
		}
		busy := time.Duration(x.usage.Utime.Nano() + x.usage.Stime.Nano())
		t.Logf("%s, of which the processor worked %s; %d KiB", x.took.Round(time.Millisecond), busy.Round(time.Millisecond), x.peak)
		if busy <= demoTime && x.peak <= demoRSS {
			return dir
		}
		if try == 3 {
			t.Fatalf("it took %s of the processor and %d KiB, more than %s or %d KiB", busy, x.peak, demoTime, demoRSS)
		}
	}
}

// TestSameDocumentsEverywhere: the same replay files the same bytes, in another
// process, another database, and one of another kind.
func TestSameDocumentsEverywhere(t *testing.T) {
	var first []scenario.Document
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		for _, database := range []string{url, "sqlite:" + filepath.Join(t.TempDir(), "other.db")} {
			x := runReal(t, 0, "replay", tiny, "--json", "--database", database)
			var r scenario.Result
			if err := json.Unmarshal([]byte(x.stdout), &r); err != nil || x.code != fine {
				t.Fatalf("code %d, %v: %s", x.code, err, x.stderr)
			}
			if first == nil {
				first = r.Documents
			}
			if len(first) == 0 || !slices.Equal(r.Documents, first) {
				t.Errorf("documents\n%v\nwant\n%v", r.Documents, first)
			}
		}
	})
}
