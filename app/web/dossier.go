package web

func (s *Site) dossierRoutes() {}
