package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/workflow"
)

// Limits are how much the site takes at once, and how long for. What is left out
// is as [New] has it.
type Limits struct {
	Head   time.Duration // for the head of a request
	Form   time.Duration // for a body without files
	Upload time.Duration // for one with files
	Answer time.Duration // for the answer, from when the body is there
	Write  time.Duration // for who reads it
	Idle   time.Duration // between two requests
	AtOnce int           // requests
	Client int           // of them, from one address
}

func (l Limits) filled() Limits {
	def := func(d *time.Duration, is time.Duration) {
		if *d == 0 {
			*d = is
		}
	}
	def(&l.Head, 10*time.Second)
	def(&l.Form, 30*time.Second)
	def(&l.Upload, 2*time.Minute)
	def(&l.Answer, 30*time.Second)
	def(&l.Write, 5*time.Minute)
	def(&l.Idle, 2*time.Minute)
	if l.AtOnce == 0 {
		l.AtOnce = 512
	}
	if l.Client == 0 {
		l.Client = 128
	}
	return l
}

// Longest is how long a request that came in may still take.
func (l Limits) Longest() time.Duration { return l.filled().Upload + l.filled().Answer }

// trace is what is noted of one request while it goes through.
type trace struct {
	route string
	late  bool // its body did not come in time
}

type traceKey struct{}

func traceOf(r *http.Request) *trace {
	if t, ok := r.Context().Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// noteRoute keeps the pattern of a request's address: addresses themselves name
// people and dossiers, and stand in no log. Where nothing fits, the router gives
// the address in the pattern's place.
func (s *Site) noteRoute(next echo.HandlerFunc) echo.HandlerFunc {
	patterns := sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, r := range s.echo.Routes() {
			all[r.Path] = true
		}
		return all
	})
	return func(c echo.Context) error {
		if t := traceOf(c.Request()); patterns()[c.Path()] {
			t.route = c.Path()
			if strings.HasPrefix(t.route, assetsAt) {
				t.route = assetsAt + "*"
			}
		}
		return next(c)
	}
}

// noRoute is the pattern of what has none.
const noRoute = "none"

// traced counts and logs each request. It is the outermost, so that it also sees
// what never came to a page.
func (s *Site) traced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now() //nolint:forbidigo // how long it took
		t := &trace{route: noRoute}
		id := s.named(r)
		w.Header().Set("X-Request-Id", id)
		meter := &meter{ResponseWriter: w}
		answered := false
		defer func() { //nolint:contextcheck // the request has it
			took := time.Since(began) //nolint:forbidigo // how long it took
			switch {
			case !answered:
				meter.status = statusGivenUp
			case meter.status == 0:
				meter.status = http.StatusOK
			}
			if s.Count != nil {
				s.Count(t.route, r.Method, meter.status, took)
			}
			level := slog.LevelInfo
			if t.route == pathHealthy || t.route == pathReady && meter.status < http.StatusInternalServerError {
				level = slog.LevelDebug // each few seconds
			}
			s.Log.LogAttrs(r.Context(), level, "request", slog.String("request", id), slog.String("method", r.Method), slog.String("route", t.route),
				slog.Int("status", meter.status), slog.Int64("bytes", meter.bytes), slog.Float64("ms", float64(took.Microseconds())/1000))
		}()
		next.ServeHTTP(meter, r.WithContext(context.WithValue(r.Context(), traceKey{}, t)))
		answered = true
	})
}

// statusGivenUp is what stands in logs and counts for an answer that broke off:
// nobody got it.
const statusGivenUp = 499

// panicked notes where a page or a program broke down, under the name that the
// answer gives it. What it was asked stands nowhere.
func (s *Site) panicked(c echo.Context, err error, stack []byte) error {
	s.Log.LogAttrs(c.Request().Context(), slog.LevelError, "panic", slog.String("request", c.Response().Header().Get("X-Request-Id")),
		slog.String("route", traceOf(c.Request()).route), slog.Any("why", err), slog.String("stack", string(stack)))
	return err
}

// headAsGet has a request for a head answered as one for the page; the server
// leaves the body away.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.WithContext(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// meter counts what is answered.
type meter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (m *meter) WriteHeader(status int) {
	if m.status == 0 {
		m.status = status
	}
	m.ResponseWriter.WriteHeader(status)
}

func (m *meter) Write(b []byte) (int, error) {
	if m.status == 0 {
		m.status = http.StatusOK
	}
	n, err := m.ResponseWriter.Write(b)
	m.bytes += int64(n)
	return n, err
}

// Unwrap lets deadlines and flushes through.
func (m *meter) Unwrap() http.ResponseWriter { return m.ResponseWriter }

// timed bounds how long a body and an answer may take. A download takes as long
// as its reader, within the time to write.
func (s *Site) timed(next http.Handler) http.Handler {
	l := s.Limits.filled()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		read := l.Form
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			read = l.Upload
		}
		if r.ContentLength != 0 {
			r.Body = &lateBody{r.Body, traceOf(r)}
			// A server of tests may know no deadlines.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(read)) //nolint:forbidigo // by the machine's clock
		} else {
			read = 0
		}
		if isDownload(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, done := context.WithTimeoutCause(r.Context(), read+l.Answer, errTooLong)
		defer done()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// lateBody notes that a body did not come in time.
type lateBody struct {
	io.ReadCloser
	t *trace
}

func (b *lateBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		b.t.late = true
	}
	return n, err
}

var errTooLong = errors.New("web: no answer in time")

// crowd counts the requests under way: beyond what the machine can bear, an
// answer at once is better than one that comes too late.
type crowd struct {
	mu   sync.Mutex
	all  int
	each map[netip.Addr]int
}

// enter lets a request in, unless there are too many.
func (c *crowd) enter(who netip.Addr, l Limits) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all >= l.AtOnce || c.each[who] >= l.Client {
		return false
	}
	c.all++
	c.each[who]++
	return true
}

func (c *crowd) leave(who netip.Addr) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	if c.each[who]--; c.each[who] == 0 {
		delete(c.each, who)
	}
}

// bounded answers at once what is too much at once.
func (s *Site) bounded(next http.Handler) http.Handler {
	l, inside := s.Limits.filled(), &crowd{each: map[netip.Addr]int{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := s.client(r)
		if !inside.enter(who, l) {
			s.tooBusy(w, r)
			return
		}
		defer inside.leave(who)
		next.ServeHTTP(w, r)
	})
}

// tooBusy costs as little as it can: no session is looked up for it.
func (s *Site) tooBusy(w http.ResponseWriter, r *http.Request) {
	c := s.echo.NewContext(r, w)
	c.Set("visit", s.stranger(c))                                //nolint:contextcheck // a context has it
	s.fault(echo.NewHTTPError(http.StatusServiceUnavailable), c) //nolint:contextcheck // the request has it
}

// codeElsewhere: a page of another site asked for it.
const codeElsewhere workflow.Code = "elsewhere"

// fromElsewhere answers what another site's page sent.
func (s *Site) fromElsewhere(w http.ResponseWriter, r *http.Request) {
	c := s.echo.NewContext(r, w)
	c.Set("visit", s.stranger(c))                                              //nolint:contextcheck // a context has it
	s.fault(&workflow.Error{Kind: workflow.Forbidden, Code: codeElsewhere}, c) //nolint:contextcheck // the request has it
}

// noSession answers when nobody can be looked up.
func (s *Site) noSession(w http.ResponseWriter, r *http.Request, err error) {
	c := s.echo.NewContext(r, w)
	c.Set("visit", s.stranger(c))
	s.fault(err, c)
}

// stranger is a visit of which nothing is known but what the browser says: the
// language is theirs all the same.
func (s *Site) stranger(c echo.Context) *visit {
	// An empty session, unless there is one: nothing is asked of the database.
	if ctx, err := s.Auth.Sessions.Load(c.Request().Context(), ""); err == nil {
		c.SetRequest(c.Request().WithContext(ctx))
	}
	v := &visit{Context: c, site: s, who: &app.Viewer{House: &workflow.House{}}}
	v.lang = v.language()
	return v
}
