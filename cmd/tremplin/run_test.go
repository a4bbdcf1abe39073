package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

const tiny = "../../app/scenario/files/tiny-2025.yaml"

// tremplin runs the program as main does.
func tremplin(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaints strings.Builder
	code = run(t.Context(), args, func(k string) string { return env[k] }, &out, &complaints)
	return code, out.String(), complaints.String()
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func tinyWith(t *testing.T, was, is string) string {
	t.Helper()
	data, err := os.ReadFile(tiny)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), was) {
		t.Fatalf("the small scenario says nowhere %q", was)
	}
	return file(t, strings.Replace(string(data), was, is, 1))
}

func TestExitCodesAndSentences(t *testing.T) {
	full := storagetest.SQLite(t)
	if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", full); code != fine {
		t.Fatal(stderr)
	}
	off := tinyWith(t, "expect: refused/signed_already", "expect: ok")
	for _, c := range []struct {
		name   string
		args   []string
		code   int
		stdout string // part of it
		stderr string
	}{
		{"help", []string{"--help"}, fine, "replay", ""},
		{"no command", nil, nonsense, "", "tremplin: expected one of"},
		{"unknown command", []string{"play"}, nonsense, "", "see tremplin --help"},
		{"unknown flag", []string{"replay", "--fast"}, nonsense, "", "unknown flag --fast"},
		{"version", []string{"version"}, fine, "tremplin ", ""},
		{"nothing to replay", []string{"replay"}, nonsense, "", "no scenario is named: give the path of a file"},
		{"replay", []string{"replay", tiny}, fine, "tiny-2025: 49 of 49 steps ended as expected", ""},
		{"replay that ends otherwise", []string{"replay", off}, failed, "submission.sign by sig_alfa on a: refused/signed_already instead of ok", ""},
		{"no such file", []string{"replay", "nowhere.yaml"}, nonsense, "", "nowhere.yaml: cannot be read (no such file or directory): name a scenario file"},
		{"nonsense in a file", []string{"replay", tinyWith(t, "by: sig_beta, do: submission.submit", "by: nobody, do: submission.submit")}, nonsense, "", "x.yaml:66: `by` names \"nobody\""},
		{"schema", []string{"replay", "--schema"}, fine, `"$schema"`, ""},
		{"codes", []string{"replay", "--codes"}, fine, `"over_envelope"`, ""},
		{"report", []string{"report", "TINY-2025", "--database", full}, fine, "Programme report of TINY-2025", ""},
		{"report in small letters", []string{"report", "tiny-2025", "--database", full}, fine, "1 project, 12000.00 EUR", ""},
		{"report of no call", []string{"report", "TINY-2026", "--database", full}, failed, "", "there is no call TINY-2026 in this database: give its reference, such as EMP-2023"},
		{"report as PDF", []string{"report", "TINY-2025", "--format", "pdf", "--database", full}, fine, "%PDF-1.", ""},
		{"report as PDF of no call", []string{"report", "TINY-2026", "--format", "pdf", "--database", full}, failed, "", "there is no call TINY-2026 in this database"},
		{"report as PDF in a third language", []string{"report", "TINY-2025", "--format", "pdf", "--language", "de", "--database", full}, nonsense, "", "there is no report in \"de\": ask for --language fr or nl"},
		{"report as a song", []string{"report", "TINY-2025", "--format", "song"}, nonsense, "", "there is no report as \"song\""},
		{"report without database", []string{"report", "TINY-2025"}, nonsense, "", "no database is named: give --database sqlite:PATH or postgres://…, or set TREMPLIN_DATABASE_URL"},
		{"verify", []string{"verify", "--database", full}, fine, "all chains, ledgers and rows hold", ""},
		{"verify as JSON", []string{"verify", "--database", full, "--json"}, fine, `"findings": []`, ""},
		{"verify by no checkpoint", []string{"verify", "--database", full, "--checkpoint", "nowhere"}, nonsense, "", "the checkpoint nowhere cannot be read"},
		{"migrate what is current", []string{"migrate", "up", "--database", full}, fine, "the schema is up to date", ""},
		{"migration status", []string{"migrate", "status", "--database", full}, fine, "0001_dossiers", ""},
		{"no such kind of database", []string{"verify", "--database", "mysql:x"}, nonsense, "", "tremplin: the database URL begins with \"mysql:\": write sqlite:PATH or postgres://…\n"},
		{"demo for all the world", []string{"demo", "--addr", "0.0.0.0:80"}, nonsense, "", "served on loopback only"},
		{"demo nowhere", []string{"demo", "--dir", ""}, nonsense, "", "--dir names no folder"},
		{"demo on no address", []string{"demo", "--addr", "here"}, nonsense, "", "is no address: write it as 127.0.0.1:8080"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := tremplin(t, nil, c.args...)
			if code != c.code || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("code %d, want %d\nstdout: %s\nwant: %s\nstderr: %s\nwant: %s", code, c.code, stdout, c.stdout, stderr, c.stderr)
			}
			if c.stderr == "" && stderr != "" {
				t.Errorf("stderr: %s", stderr)
			}
		})
	}
}

func TestReplayAsJSON(t *testing.T) {
	code, stdout, _ := tremplin(t, nil, "replay", tiny, "--json")
	var one struct {
		Scenario string
		OK       bool
		Steps    []struct{ N int }
		Calls    map[string]struct{ State, Envelope, Committed string }
	}
	if err := json.Unmarshal([]byte(stdout), &one); err != nil || code != fine {
		t.Fatalf("code %d, %v: %s", code, err, stdout)
	}
	if !one.OK || len(one.Steps) != 49 || one.Calls["tiny"].State != "archived" || one.Calls["tiny"].Committed != "12000.00" {
		t.Errorf("result: %+v", one)
	}
	other := file(t, "scenario: other\n")
	code, stdout, _ = tremplin(t, nil, "replay", tiny, other, "--json")
	var both []struct{ Scenario string }
	if err := json.Unmarshal([]byte(stdout), &both); err != nil || code != fine || len(both) != 2 || both[1].Scenario != "other" {
		t.Errorf("code %d, %v: %s", code, err, stdout)
	}
}

// TestNothingIsStoredWhenAFileMakesNoSense: not even the database is made.
func TestNothingIsStoredWhenAFileMakesNoSense(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	bad := tinyWith(t, "expect: refused/signed_already", "expect: never")
	good := file(t, "scenario: other\n")
	code, stdout, stderr := tremplin(t, nil, "replay", good, bad, "--database", "sqlite:"+path)
	if code != nonsense || stdout != "" || !strings.Contains(stderr, "x.yaml:92: `expect` has to be ok") || strings.Contains(stderr, "tiny-2025.yaml:") {
		t.Errorf("code %d, %s%s", code, stdout, stderr)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

// TestEnvironmentIsNotReplayedInto: without --database it is a throwaway one.
func TestEnvironmentIsNotReplayedInto(t *testing.T) {
	url := storagetest.SQLite(t)
	env := map[string]string{"TREMPLIN_DATABASE_URL": url}
	if code, _, stderr := tremplin(t, env, "replay", tiny); code != fine {
		t.Fatal(stderr)
	}
	if code, _, stderr := tremplin(t, env, "report", "TINY-2025"); code != failed || !strings.Contains(stderr, "there is no call") {
		t.Errorf("code %d: %s", code, stderr)
	}
}

// TestReplayIntoADatabase goes on in one that was replayed into before.
func TestReplayIntoADatabase(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		out := filepath.Join(t.TempDir(), "out")
		for range 2 {
			code, stdout, stderr := tremplin(t, nil, "replay", tiny, "--database", url, "--out", out)
			if code != fine || !strings.Contains(stdout, "49 of 49") {
				t.Fatalf("code %d: %s%s", code, stdout, stderr)
			}
		}
		if _, err := os.Stat(filepath.Join(out, "tiny-2025.json")); err != nil {
			t.Error(err)
		}
		code, stdout, stderr := tremplin(t, map[string]string{"TREMPLIN_DATABASE_URL": url}, "report", "TINY-2025", "--format", "json")
		var r struct {
			AwardedTotal string `json:"awarded_total"`
			Mean         string `json:"award_mean"`
		}
		if err := json.Unmarshal([]byte(stdout), &r); err != nil || code != fine || r.AwardedTotal != "12000.00" || r.Mean != "12000.00" {
			t.Errorf("code %d, %v: %s%s", code, err, stdout, stderr)
		}
	})
}

func TestMigrate(t *testing.T) {
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		env := map[string]string{"TREMPLIN_DATABASE_URL": url}
		for _, c := range []struct{ command, want string }{
			{"status", "not applied"}, {"up", "applied 0001_dossiers"}, {"up", "the schema is up to date"},
		} {
			code, stdout, stderr := tremplin(t, env, "migrate", c.command)
			if code != fine || !strings.Contains(stdout, c.want) {
				t.Errorf("migrate %s: code %d, %s%s, want %s", c.command, code, stdout, stderr, c.want)
			}
		}
	})
}

func TestCheckpoint(t *testing.T) {
	const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	for name, env := range map[string]map[string]string{"a key of its own": {}, "the environment's key": {keyEnv: key}} {
		t.Run(name, func(t *testing.T) {
			url := storagetest.SQLite(t)
			env["TREMPLIN_DATABASE_URL"] = url
			if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", url); code != fine {
				t.Fatal(stderr)
			}
			point := filepath.Join(t.TempDir(), "heads")
			for _, flag := range []string{"--force=false", "--force"} { // an older one is replaced when that is said
				if code, stdout, stderr := tremplin(t, env, "checkpoint", flag, point); code != fine || !strings.HasPrefix(stdout, "wrote "+point) {
					t.Fatalf("code %d: %s%s", code, stdout, stderr)
				}
			}
			if code, _, stderr := tremplin(t, env, "checkpoint", point); code != failed || !strings.Contains(stderr, point+" is there already: name another file, or give --force") {
				t.Errorf("a checkpoint was overwritten: code %d, %s", code, stderr)
			}
			if code, stdout, stderr := tremplin(t, env, "verify", "--checkpoint", point); code != fine {
				t.Errorf("code %d: %s%s", code, stdout, stderr)
			}
			// An older copy of the database has lost what the checkpoint knows.
			env["TREMPLIN_DATABASE_URL"] = storagetest.SQLite(t)
			if code, stdout, _ := tremplin(t, env, "verify", "--checkpoint", point); code != failed || !strings.Contains(stdout, "tiny-2025") {
				t.Errorf("an empty database fits the checkpoint: code %d, %s", code, stdout)
			}
			data, err := os.ReadFile(point)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(point, []byte(strings.Replace(string(data), `"version":`, `"version":1`, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			if code, _, stderr := tremplin(t, env, "verify", "--checkpoint", point); code != failed || !strings.Contains(stderr, "does not hold") {
				t.Errorf("a forged checkpoint: code %d, %s", code, stderr)
			}
		})
	}
	if code, _, stderr := tremplin(t, map[string]string{keyEnv: "short"}, "checkpoint", "x", "--database", "sqlite:x"); code != nonsense || !strings.Contains(stderr, "is no key") {
		t.Errorf("a key that is none: code %d, %s", code, stderr)
	}
}

// TestStop: a replay that is told to stop ends between two steps, says so, and
// goes on when it is started again.
func TestStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, complaints strings.Builder
	code := run(ctx, []string{"replay", tiny}, func(string) string { return "" }, &out, &complaints)
	if code != failed || !strings.Contains(complaints.String(), "stopped") && !strings.Contains(complaints.String(), "canceled") {
		t.Errorf("code %d: %s%s", code, out.String(), complaints.String())
	}
}

// TestDraftShowsOneEnvelope: before validation, that of its rules, everywhere.
func TestDraftShowsOneEnvelope(t *testing.T) {
	url := storagetest.SQLite(t)
	data, err := os.ReadFile(tiny)
	if err != nil {
		t.Fatal(err)
	}
	draft, _, _ := strings.Cut(string(data), "\nsteps:")
	code, stdout, stderr := tremplin(t, nil, "replay", file(t, draft+"\n"), "--json", "--database", url)
	if code != fine || !strings.Contains(stdout, `"envelope": "20000.00"`) {
		t.Errorf("code %d, %s%s", code, stdout, stderr)
	}
	code, stdout, stderr = tremplin(t, nil, "report", "TINY-2025", "--format", "json", "--database", url)
	if code != fine || !strings.Contains(stdout, `"envelope": "20000.00"`) || !strings.Contains(stdout, `"envelope_initial": "20000.00"`) {
		t.Errorf("code %d, %s%s", code, stdout, stderr)
	}
}
