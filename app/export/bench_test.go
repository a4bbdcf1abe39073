package export_test

import (
	"io"
	"runtime"
	"testing"

	"tremplin/app/export"
	"tremplin/storage/storagetest"
)

// databases of both kinds.
var databases = []struct {
	name string
	url  func(testing.TB) string
}{{"sqlite", storagetest.SQLite}, {"postgres", storagetest.Postgres}}

// filled is a call with so many copies of the edition's two dossiers.
func filled(t testing.TB, url string, dossiers int) *world {
	t.Helper()
	w := opened(t, url, edition(t, "", true))
	storagetest.Multiply(t, url, storagetest.Copies{Call: "tiny-2025", Calls: 1, Times: dossiers / 2})
	return w
}

// past is the call with the copies.
const past = "past-1001"

// BenchmarkExport writes a call of 2.000 dossiers.
//
//	go test -run '^$' -bench Export -benchtime 5x ./app/export
func BenchmarkExport(b *testing.B) {
	for _, db := range databases {
		b.Run(db.name, func(b *testing.B) {
			w := filled(b, db.url(b), 2000)
			who := w.who("off")
			for _, f := range export.Formats {
				b.Run(string(f), func(b *testing.B) {
					for b.Loop() {
						if err := export.Write(b.Context(), w.app, who, export.Wanted{Call: past, Format: f}, io.Discard); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

// watcher measures how much memory is in use while something is written.
type watcher struct {
	written, seen int
	most          uint64
}

const lookEvery = 64 << 10 // bytes

func (w *watcher) Write(b []byte) (int, error) {
	if w.written += len(b); w.written >= w.seen {
		w.seen = w.written + lookEvery
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.most = max(w.most, m.HeapAlloc)
	}
	return len(b), nil
}

// TestLargeCallsTakeNoMoreMemory: ten times as many dossiers, as much memory.
func TestLargeCallsTakeNoMoreMemory(t *testing.T) {
	const slack = 2 << 20 // bytes: 1.800 dossiers whole take four times that
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			most := map[export.Format][]uint64{}
			for _, n := range []int{200, 2000} {
				w := filled(t, db.url(t), n)
				for _, f := range []export.Format{export.CSV, export.Giving} {
					out := &watcher{}
					if err := export.Write(t.Context(), w.app, w.who("off"), export.Wanted{Call: past, Format: f}, out); err != nil {
						t.Fatal(err)
					}
					most[f] = append(most[f], out.most)
				}
			}
			for f, m := range most {
				if m[1] > m[0]+slack {
					t.Errorf("%s: %d KiB for 200 dossiers, %d KiB for 2.000", f, m[0]>>10, m[1]>>10)
				}
			}
		})
	}
}
