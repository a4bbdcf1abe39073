package web

import (
	"slices"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// actedAs says by which role somebody acted: the first of those that the tables
// ask for and that they held that day. Nothing of the clock and the engine.
func (v *visit) actedAs(view *app.View, e app.Past) string {
	p := v.who.House.Person(e.By)
	if p == nil {
		return ""
	}
	day := workflow.DateOf(e.At)
	rules := v.site.App.Programme().Table(e.On.Entity)
	for i := range rules {
		if rules[i].Action != e.Action {
			continue
		}
		for _, role := range rules[i].By {
			if g := held(view, p, role, day); g != nil {
				return v.roleOf(role, g.Org)
			}
		}
	}
	return ""
}

// held is the grant by which a person had a role in a dossier on a day; nil for
// none.
func held(view *app.View, p *workflow.Person, role workflow.Role, day workflow.Date) *workflow.Grant {
	if role == workflow.CommitteeMember || role == workflow.CommitteeChair {
		i := slices.IndexFunc(view.Call.Members, func(m *workflow.Member) bool { return m.Person == p.Ref().ID })
		if i < 0 || role == workflow.CommitteeChair && view.Call.Members[i].As != "chair" && view.Call.Members[i].As != "acting_chair" {
			return nil
		}
		return &workflow.Grant{Role: role}
	}
	for i := range p.Grants {
		g := &p.Grants[i]
		if g.Role != role || !g.On(day) {
			continue
		}
		switch role {
		case workflow.Editor, workflow.SispSig:
			if view.File != nil && g.Org != view.File.Sisp {
				continue
			}
		case workflow.PartnerSig:
			if view.File != nil && !view.File.Joins(g.Org) {
				continue
			}
		}
		return g
	}
	return nil
}

// roleOf names a role, with the organisation that it is tied to.
func (v *visit) roleOf(role workflow.Role, org string) string {
	if org == "" {
		return locale.Role(v.lang, role)
	}
	return v.t("then.org", "role", locale.Role(v.lang, role), "org", v.org(org))
}
