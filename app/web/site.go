// Package web serves the site for people. It translates: a request into a
// command or a question of app, an answer into a page. It decides nothing.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
)

// Options are what differs from one installation to another.
type Options struct {
	Secure  bool           // served over https
	Demo    bool           // anybody may step in as anybody; loopback only
	Cast    []string       // people whom the sign-in page of a demonstration offers first
	Banner  string         // key of a line above every page, "" for none
	Proxies []netip.Prefix // whose word on the client's address is believed
	Site    string         // the site's own address, without a slash at its end: for links in mails
	Ready   func(context.Context) error
	Limits  Limits
	Count   func(route, method string, status int, took time.Duration) // of each request; may be nil

	ContactEmail, ContactPhone string    // of whoever answers for the calls; "" is not shown
	Send                       auth.Send // hands links on to who may choose a password; nil: to the App
}

// Site is the site over an application.
type Site struct {
	App  *app.App
	Auth *auth.Auth
	Log  *slog.Logger
	Options

	echo         *echo.Echo
	rankings     rankings
	programFault func(http.ResponseWriter, *http.Request, error)
}

// New is the site, ready to be served.
func New(a *app.App, signIn *auth.Auth, o Options) *Site {
	s := &Site{App: a, Auth: signIn, Log: a.Log, Options: o}
	if s.Send == nil {
		s.Send = s.sendLink
	}
	s.echo = echo.New()
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.fault
	s.echo.Use(s.noteRoute)
	s.echo.Use(middleware.RecoverWithConfig(middleware.RecoverConfig{DisableStackAll: true, LogErrorFunc: s.panicked}))
	s.echo.Use(middleware.GzipWithConfig(middleware.GzipConfig{Level: gzipLevel, MinLength: gzipFrom, Skipper: packed}))
	s.routes()
	signIn.Sessions.ErrorFunc = s.noSession
	return s
}

// Pages are sent compressed; what is small, or compressed already, as it is.
const (
	gzipLevel = 4
	gzipFrom  = 1 << 10 // bytes
)

func packed(c echo.Context) bool { return isDownload(c.Request().URL.Path) }

// isDownload holds for files and documents, which may be large: also for those
// that programs read.
func isDownload(path string) bool {
	if strings.HasPrefix(path, prefixAPI) {
		at := strings.Split(path, "/")
		return len(at) > 3 && (at[len(at)-1] == "content" || at[len(at)-1] == "export" || at[len(at)-3] == "documents")
	}
	return strings.HasPrefix(path, "/files/") || strings.HasSuffix(path, ".pdf") || strings.HasPrefix(path, page.PathCalls+"/") && strings.Contains(path, "/data/")
}

// Handler serves everything.
func (s *Site) Handler() http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(s.fromElsewhere))
	pages := cross.Handler(s.bounded(s.timed(s.Auth.Sessions.LoadAndSave(s.echo))))
	return s.traced(headAsGet(s.guarded(s.withoutSession(pages))))
}

// withoutSession answers what nobody has to be known for without a look at the
// database, which may be away.
func (s *Site) withoutSession(next http.Handler) http.Handler {
	free := map[string]bool{pathHealthy: true, pathReady: true}
	for _, a := range page.Assets() {
		free[a.Path] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && free[r.URL.Path] {
			s.echo.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Routes are all addresses, for tests that have to visit each.
func (s *Site) Routes() []*echo.Route { return s.echo.Routes() }

// maxHead is how large the head of a request may be.
const maxHead = 64 << 10

// Server is an HTTP server with the site's limits.
func (s *Site) Server() *http.Server {
	l := s.Limits.filled()
	return &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: l.Head, ReadTimeout: l.Head + l.Upload, WriteTimeout: l.Write, IdleTimeout: l.Idle,
		MaxHeaderBytes: maxHead, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
}
