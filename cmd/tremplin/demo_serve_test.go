package main

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// heard is what a command says, to be read while it runs.
type heard struct {
	mu   sync.Mutex
	text strings.Builder
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(b)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

var siteAt = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// served runs a command that serves, until stopped; it gives the site's address.
func served(t *testing.T, env map[string]string, args ...string) (at string, out *heard, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, ended := &heard{}, make(chan int, 1)
	go func() { ended <- run(ctx, args, func(k string) string { return env[k] }, out, out) }()
	for range 1200 {
		if at = siteAt.FindString(out.String()); at != "" {
			return "http://" + at, out, func() int { cancel(); return <-ended }
		}
		select {
		case code := <-ended:
			t.Fatalf("code %d: %s", code, out)
		case <-time.After(50 * time.Millisecond):
		}
	}
	cancel()
	t.Fatalf("nothing is served: %s", out)
	return "", nil, nil
}

func asked(t *testing.T, c *http.Client, at string) string {
	t.Helper()
	r, err := c.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDemoServes: anybody steps in, the open call is there once, whatever the
// number of starts, and the server ends when asked to.
func TestDemoServes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	for start := range 2 {
		at, out, stop := served(t, nil, "demo", "--dir", dir, "--addr", "127.0.0.1:0")
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := &http.Client{Jar: jar}
		if page := asked(t, c, at+"/sign-in?lang=fr"); !strings.Contains(page, "Démonstration") || !strings.Contains(page, `value="ed_lojega"`) {
			t.Error(page)
		}
		r, err := c.PostForm(at+"/sign-in", url.Values{"as": {"ed_lojega"}, "next": {"/sign-in"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if len(jar.Cookies(&url.URL{Scheme: "http", Host: strings.TrimPrefix(at, "http://"), Path: "/"})) < 2 {
			t.Errorf("start %d: nobody was let in: %s", start, r.Status)
		}
		if !strings.Contains(out.String(), "EMP-DEMO and its draft of Lojega are invented") {
			t.Error(out)
		}
		if code := stop(); code != fine {
			t.Errorf("code %d: %s", code, out)
		}
	}
	if code, stdout, stderr := tremplin(t, nil, "verify", "--database", "sqlite:"+filepath.Join(dir, "tremplin.db")); code != fine {
		t.Error(stdout, stderr)
	}
	if code, stdout, _ := tremplin(t, nil, "report", "EMP-DEMO", "--database", "sqlite:"+filepath.Join(dir, "tremplin.db")); code != fine || !strings.Contains(stdout, "EMP-DEMO") {
		t.Error(stdout)
	}
}
