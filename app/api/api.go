// Package api serves programs: the same acts and questions as the site, as JSON.
// It translates and decides nothing: who may see and do what is for app to say.
package api

import (
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/app/auth"
)

// Addresses.
const (
	Prefix          = "/api/v1"
	PathOpenAPI     = "/api/openapi.json"
	PathDocs        = "/api/docs"
	pathCalls       = Prefix + "/calls"
	pathSubmissions = Prefix + "/submissions"
	pathPeople      = Prefix + "/people"
	pathOrgs        = Prefix + "/organisations"
)

// Options are what differs from one installation to another.
type Options struct {
	Site  string // the site's own address, without a slash at its end
	Style string // address of the site's stylesheet, for the readable page
	// Client is the address that a request came from; nil: as the connection says.
	Client func(*http.Request) netip.Addr
	// PerMinute is how many requests a token may send; all of a person's together
	// twice as many. 0: [PerMinute].
	PerMinute int
}

// Limits on a request.
const (
	MaxBody    = 1 << 20  // of JSON, in bytes
	MaxUpload  = 20 << 20 // of a file, in bytes
	PerMinute  = 600
	mistakes   = 30               // tokens that do not hold, a minute and a network
	answerTime = 30 * time.Second // reading and acting
	uploadTime = 2 * time.Minute
)

// Server is the API over an application.
type Server struct {
	App  *app.App
	Auth *auth.Auth
	Log  *slog.Logger
	Options

	echo      *echo.Echo
	huma      huma.API
	pace      *pace
	strangers *pace // who shows tokens that do not hold
	acts      []*act
	uploads   *app.Uploads
	bodies    map[string]*huma.RequestBody // what acts take, by operation
	spec      []byte                       // what describes it all
	specTag   string
	docs      []byte
}

// New is the API, ready to be served. It expects to be called within the
// sessions of signIn: see [Server.Handler].
func New(a *app.App, signIn *auth.Auth, o Options) (*Server, error) {
	if o.PerMinute == 0 {
		o.PerMinute = PerMinute
	}
	s := &Server{App: a, Auth: signIn, Log: a.Log, Options: o, echo: echo.New(), pace: newPace(o.PerMinute), strangers: newPace(mistakes), uploads: app.NewUploads(uploadsAtOnce), bodies: map[string]*huma.RequestBody{}}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.fault
	s.huma = humaecho.New(s.echo, s.config())
	s.acts = actsOf(a.Programme())
	s.readRoutes()
	s.actRoutes()
	if err := s.describe(); err != nil {
		return nil, err
	}
	return s, nil
}

// Handler serves everything under /api.
func (s *Server) Handler() http.Handler { return s.echo }

// Routes are all addresses, for tests that have to visit each.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }

// client is the address that a request came from.
func (s *Server) client(r *http.Request) netip.Addr {
	if s.Client != nil {
		return s.Client(r)
	}
	return remote(r)
}

func (s *Server) now() time.Time { return s.App.Now().UTC() }
