package web

import (
	"tremplin/app/web/page"
)

// routes are all addresses of the site. Each area has its own list.
func (s *Site) routes() {
	for _, a := range page.Assets() {
		s.echo.GET(a.Path, asset(a))
	}
	s.echo.GET(pathHealthy, s.healthy)
	s.echo.GET(pathReady, s.ready)
	s.publicRoutes()
	s.accessRoutes()
	s.tokenRoutes()
	s.deskRoutes()
	s.callRoutes()
	s.dossierRoutes()
	s.proposalRoutes()
	s.processRoutes()
	s.awardRoutes()
	s.rankingRoutes()
	s.adminRoutes()
	s.readingRoutes()
	s.letterRoutes()
	s.committeeRoutes()
}
