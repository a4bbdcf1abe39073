package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/storage/storagetest"
)

var aSetting = regexp.MustCompile(`TREMPLIN_[A-Z_]+`)

// TestSettingsAreSaidEverywhere: what the program reads, what serve --help lists
// and what docs/operations.md describes is the same.
func TestSettingsAreSaidEverywhere(t *testing.T) {
	table := map[string]bool{}
	for _, x := range settingsOfServe {
		table[x.env] = true
	}
	names := func(text string) map[string]bool {
		out := map[string]bool{}
		for _, name := range aSetting.FindAllString(text, -1) {
			out[name] = true
		}
		return out
	}
	source := ""
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if text, err := os.ReadFile(f); err != nil {
			t.Fatal(err)
		} else if !strings.HasSuffix(f, "_test.go") {
			source += string(text)
		}
	}
	_, help, _ := tremplin(t, nil, "serve", "--help")
	docs, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for line := range strings.Lines(string(docs)) {
		if strings.HasPrefix(line, "| `TREMPLIN_") {
			maps.Copy(described, names(strings.SplitN(line, "|", 3)[1]))
		}
	}
	for where, got := range map[string]map[string]bool{"the program": names(source), "serve --help": names(help), "the table of docs/operations.md": described} {
		if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(table)); !slices.Equal(a, b) {
			t.Errorf("%s has\n%v\nwant\n%v", where, a, b)
		}
	}
}

// TestSettingsInUse tell administrators what is set, and no secret.
func TestSettingsInUse(t *testing.T) {
	env := settingsFor("postgres://u:hush@db/x")
	got := inUse(&streams{getenv: func(k string) string { return env[k] }}, map[string]string{"addr": ":1"})
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"hush", aSecret, "mail.example"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("%s: %s", secret, b)
		}
	}
	for _, part := range []string{`"TREMPLIN_ADDR","Value":":1","Set":true`, `"TREMPLIN_LOG","Value":"text","Set":false`, `"TREMPLIN_SECRET","Value":"","Set":true`, `"TREMPLIN_CLAMD","Value":"","Set":false`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s is not in %s", part, b)
		}
	}
}

// TestMetricsApart: they are answered on an address of their own, and not by the
// site; they count requests, refusals, jobs and connections, and name nobody.
func TestMetricsApart(t *testing.T) {
	env := settingsFor(storagetest.SQLite(t))
	taken := freeAddr(t)
	env[metricsEnv], env[logEnv] = taken, logJSON
	at, out, stop := served(t, env, "serve")
	for _, path := range []string{"/calls?lang=fr&q=Dubois", "/nowhere/person-x", "/metrics"} {
		asked(t, http.DefaultClient, at+path)
	}
	r, err := http.Get(at + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusNotFound {
		t.Error("the site answers /metrics:", r.Status)
	}
	// A request is counted once it is answered, a moment after its caller knows.
	counted := `tremplin_requests_total{method="GET",route="none",status="404"} 3`
	page := ""
	for end := time.Now().Add(10 * time.Second); !strings.Contains(page, counted) && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		page = asked(t, http.DefaultClient, "http://"+taken+"/metrics")
	}
	for _, want := range []string{
		`tremplin_requests_total{method="GET",route="/calls",status="200"} 1`, counted,
		`tremplin_request_seconds_count{route="/calls"} 1`, `tremplin_ready 1`, `tremplin_clock_lag_seconds `, `tremplin_db_connections{pool="read"}`,
		`tremplin_mails_day{state="bounced"} 0`, `tremplin_build_info{database="sqlite",version=`, "go_goroutines",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in the metrics:\n%s", want, page)
		}
	}
	if strings.Contains(page, "person-x") || strings.Contains(page, "Dubois") {
		t.Error("they name somebody")
	}
	if code, stdout, stderr := tremplin(t, map[string]string{addrEnv: strings.TrimPrefix(at, "http://")}, "health"); code != fine || stdout != "ready\n" {
		t.Errorf("code %d: %s%s", code, stdout, stderr)
	}
	if code := stop(); code != fine {
		t.Error(code)
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "The site ") {
			continue
		}
		var x map[string]any
		if err := json.Unmarshal([]byte(line), &x); err != nil || x["msg"] == "" {
			t.Errorf("%v: %s", err, line)
		}
	}
	if code, _, stderr := tremplin(t, map[string]string{addrEnv: strings.TrimPrefix(at, "http://")}, "health"); code != failed || !strings.Contains(stderr, "does not answer") {
		t.Errorf("code %d: %s", code, stderr)
	}
}

// TestLeavingIsSaidFirst: /readyz says no while requests are still taken.
func TestLeavingIsSaidFirst(t *testing.T) {
	env := settingsFor(storagetest.SQLite(t))
	env[drainEnv] = "2s"
	at, _, stop := served(t, env, "serve")
	ended := make(chan int)
	go func() { ended <- stop() }()
	said := false
	for {
		r, err := http.Get(at + "/readyz")
		if err != nil {
			break
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
		if r.StatusCode == http.StatusServiceUnavailable {
			said = said || strings.Contains(asked(t, http.DefaultClient, at+"/contact?lang=fr"), "das@slrb.example")
			break
		}
	}
	if code := <-ended; code != fine || !said {
		t.Error(code, said)
	}
}

// TestLogsNameNoAddress, whatever others put into their errors.
func TestLogsNameNoAddress(t *testing.T) {
	for _, format := range []string{logText, logJSON} {
		var b strings.Builder
		l := newLog(&b, format)
		l.Warn("to ann@example.org", slog.Any("why", os.ErrExist), slog.String("smtp", "550 <bob.b+x@mail.example>: no such user"), slog.Int("n", 3))
		if text := b.String(); strings.Contains(text, "@") || !strings.Contains(text, "550") || !strings.Contains(text, "no such user") || !strings.Contains(text, "file already exists") {
			t.Error(text)
		}
	}
}
