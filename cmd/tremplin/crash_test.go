package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/storage/storagetest"
)

// edition is what is killed: the smallest scenario, and in the long form that of
// a whole edition with its two hundred documents.
func edition() string {
	if os.Getenv("TREMPLIN_LONG") != "" {
		return "../../app/scenario/files/empowerment-2023.yaml"
	}
	return "../../app/scenario/files/tiny-2025.yaml"
}

// content is what a database holds, a line for each row, without what is
// chance's (salts, and so the references of texts and hashes over them) or the
// machine's clock's. Texts stand in the place of their references.
func content(t *testing.T, url string) map[string][]string {
	t.Helper()
	driver, source := "pgx", url
	if path, lite := strings.CutPrefix(url, "sqlite:"); lite {
		driver, source = "sqlite", "file:"+path+"?mode=ro"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	texts := map[string]string{}
	for _, r := range rows(t, db, "SELECT ref, body FROM texts") {
		texts[r[0]] = r[1]
	}
	plain := func(s string) string {
		s = reference.ReplaceAllStringFunc(s, func(ref string) string {
			if body, known := texts[ref]; known {
				return body
			}
			return ref
		})
		return hashes.ReplaceAllString(s, "#")
	}
	out := map[string][]string{}
	for table, q := range map[string]string{
		"events": "SELECT dossier_id, seq, call_id, at, actor, surface, entity, part_id, action, from_state, to_state, cause_dossier, cause_seq, " +
			"input, filled_in, rows, ledger FROM events ORDER BY dossier_id, seq",
		"ledger":           "SELECT * FROM ledger ORDER BY call_id, seq",
		"houses":           "SELECT id, version, state, body FROM houses",
		"calls":            "SELECT id, version, state, body, due_at, closes_at, entries, envelope, committed, released, paid FROM calls ORDER BY id",
		"submissions":      "SELECT id, version, state, body, due_at, number, requested, awarded, signed, paid, committed, accepted, final FROM submissions ORDER BY id",
		"parts":            "SELECT dossier_id, entity, id, n, state, org, person, amount, due_on, body FROM parts ORDER BY dossier_id, entity, n, id",
		"jobs":             "SELECT kind, dossier_id, entity, part_id, event_seq, state FROM jobs ORDER BY dossier_id, event_seq, kind, part_id, id",
		"idempotency_keys": "SELECT scope, key, hash FROM idempotency_keys ORDER BY scope, key",
	} {
		for _, r := range rows(t, db, q) {
			out[table] = append(out[table], plain(strings.Join(r, "|")))
		}
	}
	return out
}

var (
	reference = regexp.MustCompile(`[A-Za-z0-9_-]{43}`)
	hashes    = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
)

func rows(t *testing.T, db *sql.DB, q string) (out [][]string) {
	t.Helper()
	rs, err := db.QueryContext(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rs.Close()
	columns, err := rs.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rs.Next() {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rs.Scan(into...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(cells))
		for i, c := range cells {
			switch v := c.(type) {
			case time.Time:
				line[i] = v.UTC().Format(time.RFC3339Nano)
			case []byte:
				line[i] = string(v)
			default:
				line[i] = fmt.Sprint(v)
			}
		}
		out = append(out, line)
	}
	if err := rs.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// kills is how often the replay of a kind of database is killed.
func kills() int {
	if os.Getenv("TREMPLIN_LONG") != "" {
		return 150
	}
	return 6
}

// TestKilledReplayGoesOn kills the program outright, again and again, wherever
// it is, its migration included. What it leaves behind verifies, and the same
// command takes it up; in the end there is what there is without.
func TestKilledReplayGoesOn(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		fresh := storagetest.EmptyPostgres
		if strings.HasPrefix(url, "sqlite:") {
			fresh = storagetest.EmptySQLite
		}
		if up := runReal(t, 0, "migrate", "up", "--database", url); up.code != fine {
			t.Fatal(up.stderr)
		}
		calm := runReal(t, 0, "replay", edition(), "--json", "--database", url)
		if calm.code != fine {
			t.Fatalf("the undisturbed replay ended with %d: %s", calm.code, calm.stderr)
		}
		want := content(t, url)
		for table, lines := range want {
			if len(lines) == 0 && table != "jobs" {
				t.Fatalf("nothing in %s: nothing would be compared", table)
			}
		}
		r := rand.New(rand.NewPCG(rand.Uint64(), 1))
		killed, replays := 0, 0
		for killed < kills() {
			replays++
			killed += killOneReplay(t, r, fresh(t), calm, want, kills()-killed)
		}
		t.Logf("%d kills in %d replays, which take %s undisturbed", killed, replays, calm.took.Round(time.Millisecond))
	})
}

// killOneReplay kills one replay up to so many times, then lets it end. Those
// that end before they are killed end it.
func killOneReplay(t *testing.T, r *rand.Rand, url string, calm ran, want map[string][]string, most int) (killed int) {
	t.Helper()
	for killed < most {
		after := time.Duration(r.Int64N(int64(calm.took * 2 / 3)))
		x := runReal(t, after+time.Millisecond, "migrate", "up", "--database", url)
		migrated := x.code == fine
		if migrated {
			x = runReal(t, after+time.Millisecond, "replay", edition(), "--database", url)
		}
		if x.code >= 0 {
			if x.code != fine {
				t.Fatalf("after %d kills the replay ended with %d: %s", killed, x.code, x.stderr)
			}
			break
		}
		killed++
		v := runReal(t, 0, "verify", "--database", url)
		if unborn := !migrated && strings.Contains(v.stderr, "migrate up"); v.code != fine && !unborn {
			t.Fatalf("killed after %s, verify ends with %d: %s%s", after, v.code, v.stdout, v.stderr)
		}
	}
	if up := runReal(t, 0, "migrate", "up", "--database", url); up.code != fine {
		t.Fatal(up.stderr)
	}
	end := runReal(t, 0, "replay", edition(), "--json", "--database", url)
	if end.code != fine {
		t.Fatalf("taken up after %d kills, the replay ended with %d: %s", killed, end.code, end.stderr)
	}
	if v := runReal(t, 0, "verify", "--database", url); v.code != fine {
		t.Errorf("after %d kills verify ends with %d: %s%s", killed, v.code, v.stdout, v.stderr)
	}
	same(t, "result", []string{compact(t, calm.stdout)}, []string{compact(t, end.stdout)})
	got := content(t, url)
	for table := range want {
		same(t, table, want[table], got[table])
	}
	return killed
}

func compact(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(s)); err != nil {
		t.Fatalf("%v: %s", err, s)
	}
	return b.String()
}

// same names the first row that differs.
func same(t *testing.T, what string, want, got []string) {
	t.Helper()
	if slices.Equal(want, got) {
		return
	}
	for i := range max(len(want), len(got)) {
		line := func(in []string) string {
			if i < len(in) {
				return in[i]
			}
			return "(nothing)"
		}
		if line(want) != line(got) {
			t.Errorf("%s: %d rows, undisturbed %d; the first that differs:\n%s\nwant\n%s", what, len(got), len(want), clip(line(got)), clip(line(want)))
			return
		}
	}
}

func clip(s string) string { return s[:min(len(s), 2000)] }
