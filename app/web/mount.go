package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// pathAPI is where programs are served.
const pathAPI = "/api/*"

// Mount serves programs under /api, within the site's sessions and limits.
func (s *Site) Mount(programs http.Handler) { s.echo.Any(pathAPI, echo.WrapHandler(programs)) }
