package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tremplin/storage/storagetest"
)

// TestTwoProcesses over one Postgres are one site: who signs in on the one is
// known to the other, failures count together, what falls due is done once, and
// one that is killed under load takes nothing with it that was answered, nor is
// anything done twice.
func TestTwoProcesses(t *testing.T) {
	w := newPair(t)
	w.sessions()
	w.clock()
	w.killed()
	w.brakes()
	for _, x := range []*process{w.a, w.b} {
		x.end()
		for _, word := range []string{herMail, herPassword, w.id, w.token, "Ada", "alfa", "Essai", "127.0.0.1:"} {
			if text := strings.Replace(x.out.String(), strings.TrimPrefix(x.at, "http://"), "", 1); strings.Contains(text, word) {
				t.Errorf("%s is in the log:\n%s", word, text)
			}
		}
		if n := strings.Count(x.out.String(), "route=/sign-in"); n < 3 {
			t.Errorf("%d lines tell of signing in:\n%s", n, x.out)
		}
	}
	if v := runReal(t, 0, "verify", "--database", w.url); v.code != fine {
		t.Error(v.stdout, v.stderr)
	}
}

// process is a real one that serves.
type process struct {
	*testing.T
	cmd  *exec.Cmd
	at   string // http://127.0.0.1:…
	out  *heard
	over chan struct{}
}

func startServing(t *testing.T, env map[string]string) *process {
	t.Helper()
	p := &process{T: t, out: &heard{}, over: make(chan struct{}), cmd: exec.Command(program(t), "serve")}
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	for k, v := range env {
		p.cmd.Env = append(p.cmd.Env, k+"="+v)
	}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.over)
		_ = p.cmd.Wait() // killed, or asked to end
	}()
	t.Cleanup(p.kill)
	return p
}

func (p *process) awaitReady() {
	p.Helper()
	for range 2000 {
		p.at = "http://" + siteAt.FindString(p.out.String())
		if r, err := http.Get(p.at + "/readyz"); err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.Fatalf("it is never ready: %s", p.out)
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.over
}

// end asks it to, and waits until it has.
func (p *process) end() {
	p.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have been killed
	select {
	case <-p.over:
	case <-time.After(30 * time.Second):
		p.Error("it does not end")
	}
}

// pair is two processes over one database, a call that is about to open, and a
// person who writes for Alfa.
type pair struct {
	*testing.T
	url, id, token string
	env            map[string]string
	a, b           *process
}

const (
	herMail     = "ada@alfa.example"
	herPassword = "vier paarden op de maan"
)

func newPair(t *testing.T) *pair {
	t.Helper()
	w := &pair{T: t, url: storagetest.Postgres(t)}
	w.env = map[string]string{
		databaseEnv: w.url, secretEnv: aSecret, siteEnv: "http://localhost:8080", addrEnv: "127.0.0.1:0", drainEnv: "0s", "GOMEMLIMIT": "256MiB",
	}
	// Validated, and left before it opens: that is for the clock of those who serve.
	text, err := os.ReadFile(tiny)
	if err != nil {
		t.Fatal(err)
	}
	head, _, found := strings.Cut(string(text), "  - at: 2025-02-17T10:00\n")
	head = strings.Replace(head, "closes_at: 2025-03-14T17:00", "closes_at: 2099-03-14T17:00", 1)
	head = strings.Replace(head, "reserve_until: 2026-03-31", "reserve_until: 2100-03-31", 1)
	if !found {
		t.Fatal("the small scenario has another second step")
	}
	w.tremplin("replay", file(t, head), "--database", w.url)
	added := w.tremplin("user", "add", "Ada", "--email", herMail, "--role", "sisp_editor", "--organisation", "alfa")
	lines := strings.Fields(added)
	w.id = lines[0]
	accept(t, w.env, lines[1][strings.LastIndex(lines[1], "/")+1:])
	w.token = strings.TrimSpace(w.tremplin("token", "create", w.id, "--name", "test", "--scope", "write"))
	w.a, w.b = startServing(t, w.env), startServing(t, w.env)
	w.a.awaitReady()
	w.b.awaitReady()
	return w
}

func (w *pair) tremplin(args ...string) string {
	w.Helper()
	code, stdout, stderr := tremplin(w.T, w.env, args...)
	if code != fine {
		w.Fatalf("%v: %s", args, stderr)
	}
	return stdout
}

func (w *pair) count(q string) (n int) {
	w.Helper()
	db, err := sql.Open("pgx", w.url)
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(w.Context(), q).Scan(&n); err != nil {
		w.Fatal(err, q)
	}
	return n
}

// sessions: made on the one, known on the other, ended there for both.
func (w *pair) sessions() {
	w.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	post := func(at string, form url.Values) int {
		r, err := c.PostForm(at, form)
		if err != nil {
			w.Fatal(err)
		}
		_ = r.Body.Close()
		return r.StatusCode
	}
	known := func(p *process) bool {
		r, err := c.Get(p.at + "/account")
		if err != nil {
			w.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			w.Fatal(err)
		}
		return r.StatusCode == http.StatusOK && strings.Contains(string(b), "Ada")
	}
	if known(w.a) || known(w.b) {
		w.Fatal("nobody has signed in yet")
	}
	if r := post(w.a.at+"/sign-in", url.Values{"email": {herMail}, "password": {herPassword}}); r != http.StatusSeeOther {
		w.Fatal(r)
	}
	if !known(w.a) || !known(w.b) {
		w.Error("only one knows her")
	}
	post(w.b.at+"/sign-out", nil)
	if known(w.a) || known(w.b) {
		w.Error("she is still there")
	}
}

// clock: the call opened when they began, once.
func (w *pair) clock() {
	w.Helper()
	for range 1000 {
		if w.count("SELECT count(*) FROM calls WHERE state = 'open'") == 1 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(100 * time.Millisecond) // for the other, if it were to do it too
	if n := w.count("SELECT count(*) FROM events WHERE action = 'publish' AND surface = 'clock'"); n != 1 {
		w.Errorf("the call was published %d times", n)
	}
}

// acts is how many are sent while a process is killed.
func acts() int {
	if os.Getenv("TREMPLIN_LONG") != "" {
		return 3000
	}
	return 60
}

// killed: one of them is, while programs create drafts by both. Each program asks
// until it has an answer, the other process if need be, under the same key.
func (w *pair) killed() {
	w.Helper()
	n, programs := acts(), 6
	var answered, refused atomic.Int64
	var working sync.WaitGroup
	for p := range programs {
		working.Go(func() {
			at := []*process{w.a, w.b}
			for i := p; i < n; i += programs {
				for try := 0; ; try++ {
					status := w.create(at[(p+try)%2], fmt.Sprintf("Essai %d", i))
					if status == http.StatusOK || status == http.StatusCreated {
						break
					}
					if refused.Add(1); try == 400 {
						w.Errorf("%d: %d", i, status)
						return
					}
					time.Sleep(20 * time.Millisecond)
				}
				answered.Add(1)
			}
		})
	}
	for answered.Load() < int64(n/3) {
		time.Sleep(time.Millisecond)
	}
	w.a.kill()
	working.Wait()
	w.Logf("%d acts, of which %d had to be asked again", answered.Load(), refused.Load())
	for q, want := range map[string]int{
		"SELECT count(*) FROM submissions":                                                                                                       n,
		"SELECT count(*) FROM events WHERE entity = 'submission' AND action = 'create'":                                                          n,
		"SELECT count(DISTINCT body) FROM texts WHERE body LIKE 'Essai %'":                                                                       n,
		"SELECT count(*) FROM texts WHERE body LIKE 'Essai %'":                                                                                   n,
		"SELECT count(*) FROM (SELECT dossier_id, unique_key FROM jobs WHERE unique_key IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1) AS twice": 0,
	} {
		if got := w.count(q); got != want {
			w.Errorf("%s: %d, want %d", q, got, want)
		}
	}
	w.a = startServing(w.T, w.env)
	w.a.awaitReady()
}

// create asks a process for a draft; 0: it did not answer.
func (w *pair) create(p *process, title string) int {
	body, err := json.Marshal(map[string]any{
		"sisp": "alfa", "title": title, "theme": "culture", "requested": "12000.00",
		"budget": []map[string]any{{"category": "staff", "label": "Animation", "amount": "12000.00"}},
	})
	if err != nil {
		w.Error(err)
		return 0
	}
	ctx, done := context.WithTimeout(w.Context(), 20*time.Second)
	defer done()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.at+"/api/v1/calls/TINY-2025/submissions", bytes.NewReader(body))
	if err != nil {
		w.Error(err)
		return 0
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", title)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer a.Body.Close()
	if text, err := io.ReadAll(a.Body); err != nil {
		return 0
	} else if a.StatusCode >= http.StatusBadRequest && a.StatusCode < http.StatusInternalServerError && a.StatusCode != http.StatusTooManyRequests {
		w.Errorf("%s: %s %s", title, a.Status, text)
	}
	return a.StatusCode
}

// brakes: who fails on both is slowed down on both.
func (w *pair) brakes() {
	w.Helper()
	slowed := func(p *process) bool {
		r, err := http.PostForm(p.at+"/sign-in", url.Values{"email": {herMail}, "password": {"wrong"}})
		if err != nil {
			w.Fatal(err)
		}
		defer r.Body.Close()
		_, _ = io.Copy(io.Discard, r.Body)
		return r.StatusCode == http.StatusTooManyRequests
	}
	for i := range 6 {
		if slowed([]*process{w.a, w.b}[i%2]) && i < 5 {
			w.Fatalf("slowed down after %d failures", i)
		}
	}
	if !slowed(w.a) || !slowed(w.b) {
		w.Error("failures on the one do not count on the other")
	}
}
