package app

import (
	"slices"
	"strings"

	"tremplin/workflow"
)

// Registered lists the people of the house after an id, in the order of their
// ids: to who keeps the house all of them, to others those on whom an act is
// theirs. More tells that there are others.
func (a *App) Registered(who *Viewer, after string, limit int) (people []*workflow.Person, more bool, err error) {
	all := who.House.People
	if !who.Sight.Keeper {
		asked, err := a.Asked(who)
		if err != nil {
			return nil, false, err
		}
		all = nil
		for _, x := range asked {
			if !slices.Contains(all, x.Person) {
				all = append(all, x.Person)
			}
		}
	}
	people, more = pageOf(all, after, limit, func(p *workflow.Person) string { return p.Ref().ID })
	return people, more, nil
}

// Organisations lists those of the house after an id, in the order of their ids:
// to everybody who is signed in, for proposals name partners.
func (*App) Organisations(who *Viewer, after string, limit int) (some []*workflow.Organisation, more bool) {
	if who.Person == nil {
		return nil, false
	}
	return pageOf(who.House.Organisations, after, limit, func(o *workflow.Organisation) string { return o.Ref().ID })
}

// Organisation is one of them; not found if it is not there.
func (*App) Organisation(who *Viewer, id string) (*workflow.Organisation, error) {
	if o := who.House.Org(id); o != nil && who.Person != nil {
		return o, nil
	}
	return nil, workflow.NotThere()
}

func pageOf[T any](in []T, after string, limit int, id func(T) string) (some []T, more bool) {
	in = slices.DeleteFunc(slices.Clone(in), func(x T) bool { return id(x) <= after })
	slices.SortFunc(in, func(x, y T) int { return strings.Compare(id(x), id(y)) })
	if len(in) > limit {
		return in[:limit], true
	}
	return in, false
}

// Answers reports whether the viewer keeps the house, or is a second who answers
// what an administrator asked.
func (v *Viewer) Answers() bool {
	return v.Sight.Keeper || slices.ContainsFunc(v.Actor.Grants, func(g workflow.Grant) bool { return g.Role == workflow.Director && g.On(v.Today) })
}

// KnowsAsker reports whether the viewer may know which organisation asked a
// question: the funder's side, and those who did.
func (v *Viewer) KnowsAsker(q *workflow.Question) bool {
	return v.Sight.Funder || slices.Contains(v.Sight.Orgs, q.Org)
}

// KnowsChain reports whether the viewer may know all that the trail of what is shown
// holds: where an event stands in it and its hash. For others numbers would show gaps.
func (v *Viewer) KnowsChain(view *View) bool {
	if view.File == nil {
		return v.Sight.Funder
	}
	return v.Sight.Chain(view.Call, view.File)
}
