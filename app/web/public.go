package web

func (s *Site) publicRoutes() {}
