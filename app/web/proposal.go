package web

func (s *Site) proposalRoutes() {}
