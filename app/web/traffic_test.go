package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// logged is what the site wrote into its log, as JSON.
type logged struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *logged) lines(t *testing.T) (out []map[string]any) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.all.String()) {
		var x map[string]any
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatal(err, line)
		}
		if x["msg"] == "request" {
			out = append(out, x)
		}
	}
	return out
}

// logging has a world write its log where it can be read.
func logging(t *testing.T, o Options) (*world, *logged) {
	t.Helper()
	o.Demo = true
	w, l := open(t, replayed(t, all), o), &logged{}
	w.site.Log = slog.New(slog.NewJSONHandler(l, nil))
	return w, l
}

// TestEachRequestIsLogged by its pattern, and counted; nothing in it names a
// person or a dossier, also where an address leads nowhere.
func TestEachRequestIsLogged(t *testing.T) {
	var counted []string
	w, l := logging(t, Options{Count: func(route, method string, _ int, took time.Duration) {
		if took <= 0 {
			t.Error(route, took)
		}
		counted = append(counted, method+" "+route)
	}})
	b := w.as("ed_alfa")
	for _, path := range []string{"/calls?q=Dubois", "/dossiers/tiny-2025.a", "/nowhere/ed_alfa", "/calls/tiny-2025", "/static/x.css", "/healthz"} {
		b.get(path)
	}
	lines := l.lines(t)
	var routes []string
	for i, x := range lines {
		route, _ := x["route"].(string)
		routes = append(routes, route)
		if id, _ := x["request"].(string); len(id) != 12 || x["status"].(float64) < 200 || x["ms"].(float64) < 0 || x["bytes"].(float64) < 0 {
			t.Errorf("line %d: %v", i, x)
		}
	}
	want := "/sign-in /calls /dossiers/:id none /calls/:call none"
	if got := strings.Join(routes, " "); got != want || len(counted) != len(lines)+1 { // healthz is counted, not logged
		t.Errorf("routes %q, want %q; counted %q", got, want, counted)
	}
	for _, word := range []string{"Dubois", "ed_alfa", "tiny-2025", "192.0.2"} {
		if strings.Contains(l.all.String(), word) {
			t.Errorf("%s is in the log: %s", word, l.all.String())
		}
	}
}

// TestRequestsAreNamed by a proxy of ours, if it does, and by nobody else.
func TestRequestsAreNamed(t *testing.T) {
	w, l := logging(t, Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for _, c := range []struct {
		from, told string
		taken      bool
	}{
		{"10.1.2.3:99", "from-the-proxy-1", true},
		{"192.0.2.1:99", "from-somebody", false},
		{"10.1.2.3:99", "a b", false},
		{"10.1.2.3:99", "short", false},
		{"10.1.2.3:99", strings.Repeat("x", 65), false},
		{"10.1.2.3:99", "Ann@example.org", false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/contact", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Request-Id", c.told)
		a := w.nobody().send(r)
		lines := l.lines(t)
		id := a.header.Get("X-Request-Id")
		if (id == c.told) != c.taken || id == "" || lines[len(lines)-1]["request"] != id {
			t.Errorf("%v: %q", c, id)
		}
	}
}

// TestDatabaseAway: a page in the person's language says so and when to come
// back; what needs no database goes on; and when it is back, all is there.
func TestDatabaseAway(t *testing.T) {
	w, _ := logging(t, Options{Ready: func(context.Context) error { return errors.New("away") }})
	b := w.as("ed_alfa")
	b.header.Set("Accept-Language", "nl")
	if err := w.app.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/calls", "/dossiers/tiny-2025.a", "/", "/nowhere"} {
		a := b.get(path)
		if a.is(http.StatusServiceUnavailable).says("De dienst is even onderbroken"); a.header.Get("Retry-After") != "10" || a.header.Get("Content-Security-Policy") == "" {
			t.Error(path, a.header)
		}
	}
	b.post("/sign-out", url.Values{}).is(http.StatusServiceUnavailable).says("De dienst is even onderbroken")
	b.get("/healthz").is(http.StatusOK)
	b.get("/readyz").is(http.StatusServiceUnavailable)
	for _, route := range w.site.Routes() {
		if strings.HasPrefix(route.Path, assetsAt) && route.Method == http.MethodGet {
			b.get(route.Path).is(http.StatusOK)
		}
	}
}

// listening is the site behind a real socket.
func listening(t *testing.T, l Limits) string {
	t.Helper()
	w, _ := logging(t, Options{Limits: l})
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.site.echo.POST("/late", func(c echo.Context) error { // as pages read what is posted
		_, err := io.Copy(io.Discard, c.Request().Body)
		return err
	})
	server := w.site.Server()
	go func() { _ = server.Serve(at) }()
	t.Cleanup(func() { _ = server.Close() })
	return at.Addr().String()
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestSlowClients lose their connection, whether the head or the body dribbles,
// and nobody waits for them.
func TestSlowClients(t *testing.T) {
	const limit = 150 * time.Millisecond
	addr := listening(t, Limits{Head: limit, Form: limit, Upload: 2 * limit, Idle: limit})
	const form = "POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nContent-Type: "
	for name, c := range map[string]struct{ begin, answer string }{
		"head":          {"GET /calls HTTP/1.1\r\nHost: x\r\nX-A: ", ""},
		"body":          {form + "application/x-www-form-urlencoded\r\n\r\nemail=", "HTTP/1.1 408"},
		"file":          {form + "multipart/form-data; boundary=x\r\n\r\n--x\r\n", "HTTP/1.1 408"},
		"no end to say": {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200"},
	} {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, addr)
			began := time.Now()
			if _, err := io.WriteString(conn, c.begin); err != nil {
				t.Fatal(err)
			}
			stop := make(chan struct{})
			defer close(stop)
			if name != "no end to say" {
				go dribble(conn, stop)
			}
			_ = conn.SetReadDeadline(began.Add(10 * time.Second))
			answer, err := io.ReadAll(conn)
			if n, slow := errors.AsType[net.Error](err); slow && n.Timeout() {
				t.Fatalf("it is still open after %s", time.Since(began))
			}
			if !strings.HasPrefix(string(answer), c.answer) {
				t.Errorf("%.200s, want %q", answer, c.answer)
			}
		})
	}
}

func dribble(w io.Writer, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(20 * time.Millisecond):
			if _, err := io.WriteString(w, "x"); err != nil {
				return
			}
		}
	}
}

// TestTooMany: who takes too much at once is told to come back; others are served.
func TestTooMany(t *testing.T) {
	addr := listening(t, Limits{AtOnce: 4, Client: 2, Form: 5 * time.Second})
	held := func() net.Conn {
		c := dial(t, addr)
		if _, err := io.WriteString(c, "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nas="); err != nil {
			t.Fatal(err)
		}
		return c
	}
	first, second := held(), held()
	ask := func(path string) (int, http.Header, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Language", "fr")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		body, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return a.StatusCode, a.Header, string(body)
	}
	until := func(want int) (h http.Header, body string) {
		t.Helper()
		status := 0
		for range 200 {
			if status, h, body = ask("/calls"); status == want {
				return h, body
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("never %d, but %d", want, status)
		return nil, ""
	}
	if h, body := until(http.StatusServiceUnavailable); h.Get("Retry-After") == "" || !strings.Contains(body, "interrompu un moment") {
		t.Errorf("%v %.300s", h, body)
	}
	if status, _, _ := ask("/healthz"); status != http.StatusOK {
		t.Error(status)
	}
	for _, c := range []net.Conn{first, second} {
		if _, err := io.WriteString(c, "nobody"); err != nil {
			t.Fatal(err)
		}
		a, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _ = a.Body.Close(); a.StatusCode >= http.StatusInternalServerError {
			t.Error(a.Status)
		}
	}
	until(http.StatusOK)
}

// TestCrowdCounts: also what several addresses take together is bounded.
func TestCrowdCounts(t *testing.T) {
	c, l := &crowd{each: map[netip.Addr]int{}}, Limits{AtOnce: 3, Client: 2}
	a, b, d := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("192.0.2.3")
	for i, x := range []struct {
		who netip.Addr
		in  bool
	}{{a, true}, {a, true}, {a, false}, {b, true}, {d, false}} {
		if c.enter(x.who, l) != x.in {
			t.Errorf("%d: %v", i, x)
		}
	}
	c.leave(a)
	if !c.enter(d, l) || len(c.each) != 3 {
		t.Error(c.each)
	}
	for _, x := range []netip.Addr{a, b, d} {
		c.leave(x)
	}
	if len(c.each) != 0 || c.all != 0 {
		t.Error(c.each, c.all)
	}
}
