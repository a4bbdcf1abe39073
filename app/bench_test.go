package app_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tremplin/storage/storagetest"
)

// The benchmarks measure whole acts through the door, on a Postgres that waits
// for the disk at each commit, and beside them pgbench on the same server by the
// same socket: the ratio of both says more than either. They take their time
// whatever -benchtime says: TREMPLIN_TEST_DURABLE=1 go test -bench . -count 5 ./app

const (
	// benchTime is how long each of the two is measured.
	benchTime = 4 * time.Second
	// benchDossiers is the size of the call: more than any edition had.
	benchDossiers = 200
	pgbenchScale  = "10"
)

var benchClients = []int{1, 8, 32}

// benchStore is a database on a server that keeps what it commits.
func benchStore(b *testing.B) string {
	b.Helper()
	if os.Getenv(storagetest.DurableEnv) == "" {
		b.Skip("set " + storagetest.DurableEnv + ": numbers of a database that forgets mean nothing")
	}
	return storagetest.Postgres(b)
}

// hasty is the same database for what is prepared: its commits wait for nothing.
func hasty(b *testing.B, db string) string {
	b.Helper()
	u, err := url.Parse(db)
	if err != nil {
		b.Fatal(err)
	}
	q := u.Query()
	q.Set("synchronous_commit", "off")
	u.RawQuery = q.Encode()
	return u.String()
}

// pgbench measures TPC-B with so many clients, in transactions a second.
func pgbench(b *testing.B, db string, clients int) float64 {
	b.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	if len(found) == 0 {
		found = []string{"pgbench"}
	}
	u, err := url.Parse(db)
	if err != nil {
		b.Fatal(err)
	}
	run := func(args ...string) string {
		args = append(args, "-h", u.Query().Get("host"), "-U", u.User.Username(), strings.TrimPrefix(u.Path, "/"))
		out, err := exec.Command(slices.Max(found), args...).CombinedOutput()
		if err != nil {
			b.Skipf("pgbench: %v: %s", err, out)
		}
		return string(out)
	}
	run("-i", "-q", "-s", pgbenchScale)
	out := run("-c", strconv.Itoa(clients), "-j", "2", "-T", strconv.Itoa(int(benchTime.Seconds())))
	_, tps, _ := strings.Cut(out, "tps = ")
	tps, _, _ = strings.Cut(tps, " ")
	f, err := strconv.ParseFloat(tps, 64)
	if err != nil || f == 0 {
		b.Fatalf("pgbench says: %s", out)
	}
	return f
}

// rounds has the clients do one act on every dossier, again and again, until
// the time is over; what undoes a round is not counted.
func rounds(b *testing.B, clients int, names []string, act, undo func(i int, name string) error) float64 {
	b.Helper()
	all := func(clients int, f func(i int, name string) error) {
		var next atomic.Int64
		var wg sync.WaitGroup
		for range clients {
			wg.Go(func() {
				for i := int(next.Add(1)) - 1; i < len(names) && !b.Failed(); i = int(next.Add(1)) - 1 {
					if err := f(i, names[i]); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
	}
	all(clients, act) // what is prepared on each connection, and cached
	all(8, undo)
	var spent time.Duration
	n := 0
	for spent < benchTime && !b.Failed() {
		start := time.Now()
		all(clients, act)
		spent += time.Since(start)
		n += len(names)
		all(8, undo)
	}
	return float64(n) / spent.Seconds()
}

// beside reports both, and how they compare.
func beside(b *testing.B, clients int, measure func(db string) float64) {
	b.Helper()
	db := benchStore(b)
	var theirs, ours float64
	b.ResetTimer()
	for range b.N {
		theirs = pgbench(b, storagetest.Postgres(b), clients)
		ours = measure(db)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours, "acts/s")
	b.ReportMetric(theirs, "pgbench/s")
	b.ReportMetric(ours/theirs, "ratio")
}

// BenchmarkSubmit has each client submit drafts of its own, all to one call.
func BenchmarkSubmit(b *testing.B) {
	for _, clients := range benchClients {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			beside(b, clients, func(db string) float64 {
				names := numbered("d", benchDossiers)
				quick := newCrowd(b, hasty(b, db), 255_000_00, time.Now().AddDate(0, 0, 10))
				quick.draft(names, true)
				c := joinCrowd(b, db)
				return rounds(b, clients, names, func(i int, name string) error {
					_, err := c.do(time.Time{}, crowdSig(i), "submission.submit", crowdID(name), nil)
					return err
				}, func(i int, name string) error {
					_, err := quick.do(time.Time{}, crowdSig(i), "submission.take_back", crowdID(name), nil)
					return err
				})
			})
		})
	}
}

// BenchmarkAward has all clients spend the money of one call.
func BenchmarkAward(b *testing.B) {
	for _, clients := range benchClients {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			beside(b, clients, func(db string) float64 {
				names := numbered("d", benchDossiers)
				closes := time.Now().AddDate(0, 0, -20).Truncate(time.Hour).Add(24 * time.Hour)
				quick := newCrowd(b, hasty(b, db), 10_000_000_00, closes)
				quick.draft(names, true)
				quick.submit(names)
				quick.deliberate(names, closes)
				c := joinCrowd(b, db)
				return rounds(b, clients, names, func(i int, name string) error {
					_, err := c.do(time.Time{}, fmt.Sprint("dg", i%crowdDGs), "submission.award", crowdID(name), crowdAward(8_000_00))
					return err
				}, func(_ int, name string) error {
					_, err := quick.do(time.Time{}, "dg0", "submission.reconsider", crowdID(name), map[string]any{"reasons": "À revoir."})
					return err
				})
			})
		})
	}
}

// BenchmarkLite is both without a server: SQLite, by one writer at a time.
func BenchmarkLite(b *testing.B) {
	if os.Getenv(storagetest.DurableEnv) == "" {
		b.Skip("set " + storagetest.DurableEnv)
	}
	c := newCrowd(b, storagetest.SQLite(b), 255_000_00, time.Now().AddDate(0, 0, 10))
	names := numbered("d", benchDossiers)
	c.draft(names, false)
	var ours float64
	for range b.N {
		ours = rounds(b, 8, names, func(i int, name string) error {
			_, err := c.app.Perform(context.WithoutCancel(b.Context()), crowdCommand(time.Time{}, crowdSig(i), "submission.submit", crowdID(name), nil))
			return err
		}, func(i int, name string) error {
			_, err := c.do(time.Time{}, crowdSig(i), "submission.take_back", crowdID(name), nil)
			return err
		})
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours, "acts/s")
}
