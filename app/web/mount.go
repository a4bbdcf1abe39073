package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Where programs are served.
const (
	prefixAPI = "/api/"
	pathAPI   = prefixAPI + "*"
)

// Mount serves programs under /api, within the site's sessions and limits.
func (s *Site) Mount(programs http.Handler) { s.echo.Any(pathAPI, echo.WrapHandler(programs)) }
