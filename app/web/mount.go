package web

import (
	"net/http"
	"net/netip"
	"strings"

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

// Mount serves programs under /api, within the site's sessions and limits. What
// never came to them, because the site is too busy, nobody can be looked up or
// they broke down, is answered to their callers by fault.
func (s *Site) Mount(programs http.Handler, fault func(http.ResponseWriter, *http.Request, error)) {
	s.programFault = fault
	s.echo.Any(pathAPI, echo.WrapHandler(programs))
}

// toldAsProgram answers a fault as programs are answered; it reports whether it
// was asked by one.
func (s *Site) toldAsProgram(err error, c echo.Context) bool {
	r := c.Request()
	if s.programFault == nil || !strings.HasPrefix(r.URL.Path, prefixAPI) {
		return false
	}
	s.programFault(c.Response(), r, err)
	return true
}
