package web

import (
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"
)

// Where programs are served.
const (
	prefixAPI = "/api/"
	pathAPI   = prefixAPI + "*"
)

// Client is the address that a request came from, as the proxies tell it that are
// believed.
func (s *Site) Client(r *http.Request) netip.Addr { return s.client(r) }

// Mount serves programs under /api, within the site's sessions and limits.
func (s *Site) Mount(programs http.Handler) { s.echo.Any(pathAPI, echo.WrapHandler(programs)) }
