package web

import (
	"slices"

	"tremplin/app/web/page"
	"tremplin/locale"
	"tremplin/workflow"
)

// stage is the order in which a demonstration shows its roles: who writes, who
// judges, who decides and pays, who watches.
var stage = []workflow.Role{
	workflow.Officer, workflow.Director, workflow.FunderSig, workflow.Finance, workflow.Editor, workflow.SispSig, workflow.PartnerSig,
	workflow.CommitteeChair, workflow.CommitteeMember, workflow.Auditor, workflow.Admin,
}

// perRole is how many people of a role a demonstration offers.
const perRole = 3

// cast are people to step in as, each once, role by role; those that the
// demonstration is about come first.
func (v *visit) cast() []page.Role {
	people := slices.Clone(v.who.House.People)
	slices.SortStableFunc(people, func(a, b *workflow.Person) int { return v.site.billing(a) - v.site.billing(b) })
	var out []page.Role
	seen := map[string]bool{}
	for _, role := range stage {
		n := 0
		for _, p := range people {
			id := p.Ref().ID
			if n == perRole || seen[id] || p.State() != workflow.PersonActive || !slices.ContainsFunc(p.Grants, func(g workflow.Grant) bool { return g.Role == role && g.On(v.who.Today) }) {
				continue
			}
			as := ""
			if o := v.who.House.Org(p.Org); o != nil {
				if as = v.words(o.Name.FR, o.Name.NL); o.Kind == "funder" {
					as = v.t("funder.short")
				}
			}
			n, seen[id] = n+1, true
			out = append(out, page.Role{ID: id, Name: p.Name.Body, As: as, Group: locale.Role(v.lang, role)})
		}
	}
	return out
}

// billing is a person's place in the demonstration's list; behind it all others.
func (s *Site) billing(p *workflow.Person) int {
	if i := slices.Index(s.Cast, p.Ref().ID); i >= 0 {
		return i
	}
	return len(s.Cast)
}
