package main

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/app/scenario"
	"tremplin/workflow/empowerment"
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

// TestDemoServes: it begins anew where that is asked for, and takes away only what
// is its own; anybody steps in, the open call is there once, whatever the number of
// starts, and the server ends when asked to.
func TestDemoServes(t *testing.T) {
	dir, notes := left(t)
	for start, fresh := range [][]string{{"--fresh"}, nil} {
		at, out, stop := served(t, nil, append([]string{"demo", "--dir", dir, "--addr", "127.0.0.1:0"}, fresh...)...)
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
		if !strings.Contains(out.String(), "EMP-DEMO, EMP-DEMO-2 and EMP-DEMO-3 are invented") {
			t.Error(out)
		}
		if start == 0 {
			busy(t, at)
		}
		if code := stop(); code != fine {
			t.Errorf("code %d: %s", code, out)
		}
	}
	if _, err := os.Stat(notes); err != nil {
		t.Errorf("a fresh start took away what is not its own: %v", err)
	}
	shelved(t, filepath.Join(dir, shelfName), 200)
	if code, stdout, stderr := tremplin(t, nil, "verify", "--database", "sqlite:"+filepath.Join(dir, "tremplin.db")); code != fine {
		t.Error(stdout, stderr)
	}
	if code, stdout, _ := tremplin(t, nil, "report", "EMP-DEMO", "--database", "sqlite:"+filepath.Join(dir, "tremplin.db")); code != fine || !strings.Contains(stdout, "EMP-DEMO") {
		t.Error(stdout)
	}
}

// busy: whoever steps in finds something to do, but for the controller, who
// changes nothing; and a member of the committee has a conflict to meet with.
func busy(t *testing.T, at string) {
	t.Helper()
	as := func(who string) *http.Client {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := &http.Client{Jar: jar}
		asked(t, c, at+"/sign-in?lang=fr")
		r, err := c.PostForm(at+"/sign-in", url.Values{"as": {who}, "next": {"/"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return c
	}
	for _, who := range cast {
		if page := asked(t, as(who), at+"/"); strings.Contains(page, "Rien ne vous attend") != (who == "audit") || !strings.Contains(page, "Ce qui vous attend") {
			t.Errorf("%s has nothing to do, or something", who)
		}
	}
	if r, err := as("jury5").Get(at + "/dossiers/emp-demo-2.relais"); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("a member sees a dossier in which it has a conflict: %v, %v", r.Status, err)
	} else {
		_ = r.Body.Close()
	}
}

// TestInventedCallsFollowTheVision: the objectives of the invented calls are those
// that the programme proposes, and all of them say that they are invented.
func TestInventedCallsFollowTheVision(t *testing.T) {
	for _, name := range inventedOrder {
		text, err := dated(name, "2026-03-02")
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		files, complaints := scenario.Open(path)
		if len(complaints) > 0 {
			t.Fatal(complaints)
		}
		for _, s := range files[0].Steps {
			if len(s.FilledIn) == 0 {
				t.Errorf("%s: step %d does not say that it is invented", name, s.N)
			}
		}
		rules, ok := files[0].Calls[0].Values["objectives"].([]any)
		vision := empowerment.Vision()
		if !ok || len(rules) != 18 || len(vision) != 18 {
			t.Fatalf("%s: %d objectives, the vision has %d", name, len(rules), len(vision))
		}
		for i, v := range vision {
			want := map[string]any{"id": v.ID, "title": map[string]any{"fr": v.Title.FR, "nl": v.Title.NL}, "axis": map[string]any{"fr": v.Axis.FR, "nl": v.Axis.NL}}
			if v.Number != "" {
				want["number"] = v.Number
			}
			if !reflect.DeepEqual(rules[i], any(want)) {
				t.Errorf("%s: %v, want %v", name, rules[i], want)
			}
		}
	}
}
