package main

import (
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// wire stands between a process and Postgres. It can be cut, as when the server
// is stopped, and held, as when a network loses everything.
type wire struct {
	*testing.T
	url     string // of the database, through the wire
	network string // of the server itself
	addr    string

	mu    sync.Mutex
	open  map[net.Conn]bool
	l     net.Listener
	at    string
	still chan struct{} // closed: nothing is held
}

func newWire(t *testing.T, database string) *wire {
	t.Helper()
	from, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{T: t, open: map[net.Conn]bool{}, at: "127.0.0.1:0", still: make(chan struct{})}
	w.network, w.addr = "tcp", net.JoinHostPort(from.Hostname(), cmp.Or(from.Port(), "5432"))
	if dir := from.Query().Get("host"); dir != "" {
		w.network, w.addr = "unix", dir+"/.s.PGSQL."+cmp.Or(from.Query().Get("port"), "5432")
	}
	close(w.still)
	w.up()
	t.Cleanup(w.cut)
	w.url = (&url.URL{Scheme: "postgres", User: from.User, Host: w.at, Path: from.Path, RawQuery: "sslmode=disable"}).String()
	return w
}

func (w *wire) up() {
	w.Helper()
	l, err := net.Listen("tcp", w.at)
	if err != nil {
		w.Fatal(err)
	}
	w.l, w.at = l, l.Addr().String()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
}

func (w *wire) carry(c net.Conn) {
	far, err := net.Dial(w.network, w.addr)
	if err != nil {
		_ = c.Close()
		return
	}
	w.mu.Lock()
	w.open[c], w.open[far] = true, true
	w.mu.Unlock()
	for _, x := range [][2]net.Conn{{c, far}, {far, c}} {
		go func() {
			defer x[0].Close()
			defer x[1].Close()
			b := make([]byte, 32<<10)
			for {
				n, err := x[0].Read(b)
				if err != nil {
					return
				}
				w.mu.Lock()
				still := w.still
				w.mu.Unlock()
				<-still
				if _, err := x[1].Write(b[:n]); err != nil {
					return
				}
			}
		}()
	}
}

// cut ends all connections, and takes no other.
func (w *wire) cut() {
	_ = w.l.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.open {
		_ = c.Close()
	}
	clear(w.open)
}

// hold lets nothing through until it is released.
func (w *wire) hold() (release func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	still := make(chan struct{})
	w.still = still
	return func() { close(still) }
}

// answered is an answer that was read.
type answered struct {
	status int
	header http.Header
	body   string
}

func ask(t *testing.T, method, at string, header map[string]string, body string) answered {
	t.Helper()
	ctx, done := context.WithTimeout(t.Context(), 50*time.Second)
	defer done()
	r, err := http.NewRequestWithContext(ctx, method, at, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{a.StatusCode, a.Header, string(b)}
}

// TestDatabaseGoesAndComes: while it is away everybody is told so in their
// language, and when to come back; nothing that was answered is lost, what was
// not is asked again and done once; and when it is back, so is the site.
func TestDatabaseGoesAndComes(t *testing.T) {
	p := newPair(t)
	p.b.end()
	p.a.end()
	w := newWire(t, p.url)
	p.env[databaseEnv] = w.url
	s := startServing(t, p.env)
	s.awaitReady()
	page := func() answered {
		return ask(t, http.MethodGet, s.at+"/calls", map[string]string{"Accept-Language": "nl"}, "")
	}
	draft := func(title string) int { return p.create(s, title) }
	if draft("Essai 1") >= 300 || page().status != http.StatusOK {
		t.Fatal("it does not work from the beginning")
	}

	w.cut()
	for name, f := range map[string]func(){
		"page": func() {
			if a := page(); a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" || !strings.Contains(a.body, "De dienst is even onderbroken") {
				t.Error(a.status, a.header, a.body)
			}
		},
		"act": func() { wants(t, draft("Essai 2"), http.StatusServiceUnavailable) },
		"ready": func() {
			wants(t, ask(t, http.MethodGet, s.at+"/readyz", nil, "").status, http.StatusServiceUnavailable)
		},
		"health": func() { wants(t, ask(t, http.MethodGet, s.at+"/healthz", nil, "").status, http.StatusOK) },
	} {
		began := time.Now()
		if f(); time.Since(began) > 5*time.Second {
			t.Errorf("%s takes %s", name, time.Since(began))
		}
	}

	w.up()
	s.awaitReady()
	for range 40 { // whatever connection of old they get
		if a := page(); a.status != http.StatusOK {
			t.Fatal(a.status, a.body)
		}
	}
	for range 2 { // the same key
		if status := draft("Essai 2"); status >= 300 {
			t.Error(status)
		}
	}
	wants(t, p.count("SELECT count(*) FROM submissions"), 2)
	wants(t, p.count("SELECT count(*) FROM events WHERE entity = 'submission' AND action = 'create'"), 2)

	release := w.hold()
	began := time.Now()
	wants(t, ask(t, http.MethodGet, s.at+"/readyz", nil, "").status, http.StatusServiceUnavailable)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("to say that nothing answers takes %s", took)
	}
	release()
	s.awaitReady()
	wants(t, page().status, http.StatusOK)
	s.end()
}

func wants(t *testing.T, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%d, want %d", got, want)
	}
}
