package web

const pathDossiers = "/dossiers"

func (s *Site) deskRoutes() {}
