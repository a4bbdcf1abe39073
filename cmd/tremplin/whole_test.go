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

// demoRSS is what the whole demonstration may take of memory, its two hundred
// documents included, in KiB.
const demoRSS = 112 << 10

// small runs the real program, on a database that waits for the disk, and gives
// the folder of the demonstration.
func small(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "demo")
	if x := demoed(t, dir); x.peak > demoRSS {
		t.Errorf("it took %d KiB, more than %d", x.peak, demoRSS)
	}
	return dir
}

func demoed(t testing.TB, dir string) ran {
	t.Helper()
	x := runReal(t, 0, "demo", "--no-serve", "--dir", dir)
	if x.code != fine || x.stderr != "" {
		t.Fatalf("code %d: %s%s", x.code, x.stdout, x.stderr)
	}
	return x
}

// BenchmarkDemo is the whole demonstration, its two hundred documents included, by
// the time of the processor: others at work on the machine do not count.
func BenchmarkDemo(b *testing.B) {
	var busy time.Duration
	for b.Loop() {
		x := demoed(b, filepath.Join(b.TempDir(), "demo"))
		busy += time.Duration(x.usage.Utime.Nano() + x.usage.Stime.Nano())
	}
	b.ReportMetric(busy.Seconds()/float64(b.N), "cpu-s/op")
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
