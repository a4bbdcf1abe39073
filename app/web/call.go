package web

import "tremplin/app/web/page"

// A call for those who set it up and carry it on.
func (s *Site) callRoutes() {
	e := s.echo
	e.GET(page.PathCalls+"/new", s.signedIn((*visit).newCallForm))
	e.POST(page.PathCalls+"/new", s.resumable((*visit).newCall))
	e.GET("/calls/:id/setup", s.signedIn((*visit).setupCheck))
	e.GET("/calls/:id/setup/:section", s.signedIn((*visit).setupForm))
	e.POST("/calls/:id/setup/:section", s.resumable((*visit).setup))
	e.POST("/calls/:id/save/:section", s.anybody((*visit).saveRules))
	e.GET("/calls/:id/amend", s.signedIn((*visit).amendments))
	e.GET("/calls/:id/amend/:section", s.signedIn((*visit).amendForm))
	e.POST("/calls/:id/amend/:section", s.signedIn((*visit).amend))
	e.GET("/calls/:id/preview", s.signedIn((*visit).preview))
	e.GET("/dossiers/:id/screening", s.signedIn((*visit).screening))
	e.POST("/dossiers/:id/screening", s.signedIn((*visit).screen))
	e.GET(pathAgenda, s.signedIn((*visit).agenda))
	e.GET(pathAgenda+"/tremplin.ics", s.signedIn((*visit).agendaFile))
}
