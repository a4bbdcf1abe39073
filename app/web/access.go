package web

func (s *Site) accessRoutes() {}
