package web

// The proposal: begun, written section by section, checked, sent; a partner's
// part; files.
func (s *Site) proposalRoutes() {
	s.echo.GET("/calls/:id/propose", s.signedIn((*visit).startForm))
	s.echo.POST("/calls/:id/propose", s.resumable((*visit).start))
	s.echo.GET(pathDossiers+"/:id/edit", s.signedIn((*visit).editFirst))
	s.echo.GET(pathDossiers+"/:id/edit/:section", s.signedIn((*visit).editForm))
	s.echo.POST(pathDossiers+"/:id/edit/:section", s.resumable((*visit).edit))
	s.echo.POST(pathDossiers+"/:id/save/:section", s.anybody((*visit).autosave))
	s.echo.GET(pathDossiers+"/:id/check", s.signedIn((*visit).check))
	s.echo.GET(pathDossiers+"/:id/receipt", s.signedIn((*visit).receipt))
	s.echo.GET(pathDossiers+"/:id/part", s.signedIn((*visit).part))
	s.echo.POST(pathDossiers+"/:id/part", s.resumable((*visit).answerPart))
	s.attachRoutes()
}
