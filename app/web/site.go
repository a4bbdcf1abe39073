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

	ContactEmail, ContactPhone string    // of whoever answers for the calls; "" is not shown
	Send                       auth.Send // hands links on to who may choose a password; nil: to the App
}

// Site is the site over an application.
type Site struct {
	App  *app.App
	Auth *auth.Auth
	Log  *slog.Logger
	Options

	echo *echo.Echo
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
	s.echo.Use(middleware.GzipWithConfig(middleware.GzipConfig{Level: gzipLevel, MinLength: gzipFrom, Skipper: packed}))
	s.routes()
	return s
}

// Pages are sent compressed; what is small, or compressed already, as it is.
const (
	gzipLevel = 4
	gzipFrom  = 1 << 10 // bytes
)

func packed(c echo.Context) bool {
	path := c.Request().URL.Path
	return strings.HasPrefix(path, "/files/") || strings.HasSuffix(path, ".pdf")
}

// Handler serves everything.
func (s *Site) Handler() http.Handler {
	cross := http.NewCrossOriginProtection()
	return cross.Handler(s.guarded(s.Auth.Sessions.LoadAndSave(s.echo)))
}

// Routes are all addresses, for tests that have to visit each.
func (s *Site) Routes() []*echo.Route { return s.echo.Routes() }

// How long a request may take, and how large it may be without files.
const (
	headTime  = 10 * time.Second
	readTime  = 2 * time.Minute
	writeTime = 2 * time.Minute
	idleTime  = 2 * time.Minute
)

// Server is an HTTP server with the site's limits.
func (s *Site) Server() *http.Server {
	return &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
}
