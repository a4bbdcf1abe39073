package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// The house: who there is, and who may act as what. Roles are facts with a
// chain of their own.

var organisation = []w.Rule{
	{Action: "register", To: w.OrganisationOn, By: by(w.Import, w.Admin), Does: w.Takes(registerOrganisation, freeOrganisation).Like(likeOrganisation)},
}

var person = []w.Rule{
	{Action: "register", To: w.PersonActive, By: by(w.Import, w.Admin), Does: w.Takes(registerPerson, freePerson, knownOrganisation, grantsByImport).Like(likePerson)},
	{Action: "grant", From: from(w.PersonActive), To: w.Stay, By: by(w.Admin), Apart: toOneself, Does: w.Takes(grant, knownRole, otherAdmin[grantIn]("grant"), asAsked).Like(likeGrant)},
	{Action: "revoke", From: from(w.PersonActive), To: w.Stay, By: by(w.Admin), Apart: toOneself, Does: w.Takes(revoke, heldRole, otherAdmin[revokeIn]("revoke")).Like(likeRevoke)},
	{Action: "erase", From: from(w.PersonActive), To: w.PersonErased, By: by(w.Admin), Apart: toOneself, When: when(noDuty), Does: w.Takes(erase).Like(likeSubject)},
}

type (
	organisationIn struct {
		ID string `name:"id" need:"yes" max:"100"`
		w.Organisation
	}
	personIn struct {
		ID string `name:"id" need:"yes" max:"100"`
		w.Person
	}
	grantIn struct {
		Person string `name:"person" need:"yes"`
		Role   string `name:"role" need:"yes"`
		From   w.Date `name:"from"`
		Until  w.Date `name:"until"`
	}
	revokeIn struct {
		Person string `name:"person" need:"yes"`
		Role   string `name:"role" need:"yes"`
	}
	eraseIn struct {
		Person  string `name:"person" need:"yes"`
		Reasons w.Text `name:"reasons" max:"4000"`
	}
)

func (in grantIn) role() w.Role  { return w.Role(in.Role) }
func (in revokeIn) role() w.Role { return w.Role(in.Role) }

// roles that a person may hold; byTwo those that decide, sign or pay.
var (
	roles = []w.Role{w.Officer, w.Director, w.FunderSig, w.Finance, w.Editor, w.SispSig, w.PartnerSig, w.CommitteeMember, w.CommitteeChair, w.Auditor, w.Admin}
	byTwo = []w.Role{w.Director, w.FunderSig, w.Finance, w.SispSig, w.PartnerSig}
)

var (
	freeOrganisation  = w.Check[organisationIn]{Code: "taken", Kind: w.Conflict, Field: "id", Holds: func(c *w.Case, in organisationIn) bool { return c.House.Org(in.ID) == nil }}
	freePerson        = w.Check[personIn]{Code: "taken", Kind: w.Conflict, Field: "id", Holds: func(c *w.Case, in personIn) bool { return c.House.Person(in.ID) == nil }}
	knownOrganisation = w.Check[personIn]{Code: "unknown", Kind: w.Invalid, Field: "organisation", Holds: func(c *w.Case, in personIn) bool {
		return (in.Org == "" || c.House.Org(in.Org) != nil) && !slices.ContainsFunc(in.Mandates, func(id string) bool { return c.House.Org(id) == nil }) &&
			!slices.ContainsFunc(in.Grants, func(g w.Grant) bool { return !slices.Contains(roles, g.Role) })
	}}
	// grantsByImport: roles of a person that an administrator registers are
	// granted afterwards, some of them by two.
	grantsByImport = w.Check[personIn]{Code: w.CodeRole, Kind: w.Forbidden, Field: "roles", Holds: func(c *w.Case, in personIn) bool {
		return len(in.Grants) == 0 || c.Has(w.Import, false)
	}, Facts: func(*w.Case, personIn) map[string]any { return map[string]any{"by": []w.Role{w.Import}} }}
	knownRole = w.Check[grantIn]{Code: "unknown", Kind: w.Invalid, Field: "role", Holds: func(_ *w.Case, in grantIn) bool { return slices.Contains(roles, in.role()) }}
	heldRole  = w.Check[revokeIn]{Code: "not_held", Field: "role", Holds: func(c *w.Case, in revokeIn) bool {
		return slices.ContainsFunc(w.On[*w.Person](c).Grants, func(g w.Grant) bool { return g.Role == in.role() })
	}}
	noDuty = w.Guard{Code: "duty_left", Holds: func(c *w.Case) bool { return len(duties(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"roles": duties(c)}
	}}
)

// toOneself: nobody grants, revokes or erases what is their own.
func toOneself(c *w.Case) (w.Code, bool) {
	p := w.On[*w.Person](c)
	return "person.grant", p != nil && p.Ref().ID == c.Actor.Person
}

func duties(c *w.Case) (out []w.Role) {
	for _, g := range w.On[*w.Person](c).Grants {
		if g.Until == "" || g.Until >= c.Today {
			out = append(out, g.Role)
		}
	}
	return out
}

// otherAdmin: what one administrator asked for, another has to repeat.
func otherAdmin[I interface{ role() w.Role }](act w.Action) w.Check[I] {
	return w.Check[I]{Code: w.CodeApart, Kind: w.Forbidden, Field: "role", Holds: func(c *w.Case, in I) bool {
		a := asked(w.On[*w.Person](c), act, in.role())
		return a == nil || a.By != c.Actor.Person
	}, Facts: func(*w.Case, I) map[string]any { return map[string]any{"did": "person." + string(act)} }}
}

func asked(p *w.Person, act w.Action, role w.Role) *w.Asked {
	for i := range p.Asked {
		if p.Asked[i].Act == act && p.Asked[i].Grant.Role == role {
			return &p.Asked[i]
		}
	}
	return nil
}

// asAsked: the second administrator grants what the first asked for.
var asAsked = w.Check[grantIn]{Code: "asked_otherwise", Field: "from", Holds: func(c *w.Case, in grantIn) bool {
	a := asked(w.On[*w.Person](c), "grant", in.role())
	return a == nil || a.By == c.Actor.Person || in.From == "" && in.Until == "" ||
		in.Until == a.Grant.Until && (in.From == a.Grant.From || in.From == "")
}, Facts: func(c *w.Case, in grantIn) map[string]any {
	if a := asked(w.On[*w.Person](c), "grant", in.role()); a != nil {
		return map[string]any{"from": a.Grant.From, "until": a.Grant.Until}
	}
	return nil
}}

func registerOrganisation(k *w.Work, in organisationIn) {
	o := in.Organisation
	w.Make(k, w.EntityOrganisation, in.ID, &o)
}

func registerPerson(k *w.Work, in personIn) {
	p := in.Person
	for i := range p.Grants {
		p.Grants[i].Org = tied(p.Org, p.Grants[i].Role)
	}
	w.Make(k, w.EntityPerson, in.ID, &p)
}

// tied is the organisation for which a role holds: the person's own, but for
// committee and administration.
func tied(org string, role w.Role) string {
	switch role {
	case w.CommitteeMember, w.CommitteeChair, w.Admin, w.Auditor:
		return ""
	default:
		return org
	}
}

func grant(k *w.Work, in grantIn) {
	p := w.On[*w.Person](&k.Case)
	g := w.Grant{Role: in.role(), Org: tied(p.Org, in.role()), From: in.From, Until: in.Until}
	if g.From == "" {
		g.From = k.Today
	}
	if slices.Contains(byTwo, g.Role) {
		a := asked(p, "grant", g.Role)
		if a == nil {
			p.Asked = append(slices.Clone(p.Asked), w.Asked{Act: "grant", Grant: g, By: k.Actor.Person})
			return
		}
		g = a.Grant // what was asked first is what is granted
	}
	p.Grants = append(slices.Clone(p.Grants), g)
	p.Asked = without(p.Asked, "grant", g.Role)
}

func revoke(k *w.Work, in revokeIn) {
	p := w.On[*w.Person](&k.Case)
	if slices.Contains(byTwo, in.role()) && asked(p, "revoke", in.role()) == nil {
		p.Asked = append(slices.Clone(p.Asked), w.Asked{Act: "revoke", Grant: w.Grant{Role: in.role()}, By: k.Actor.Person})
		return
	}
	p.Grants = slices.DeleteFunc(slices.Clone(p.Grants), func(g w.Grant) bool { return g.Role == in.role() })
	p.Asked = without(p.Asked, "revoke", in.role())
}

func without(in []w.Asked, act w.Action, role w.Role) []w.Asked {
	return slices.DeleteFunc(slices.Clone(in), func(a w.Asked) bool { return a.Act == act && a.Grant.Role == role })
}

// erase takes the name away everywhere; the chain keeps the hashes.
func erase(k *w.Work, _ eraseIn) {
	p := w.On[*w.Person](&k.Case)
	refs := slices.Clone(k.Naming)
	for _, t := range []w.Text{p.Name, p.Email} {
		if !t.Empty() && !slices.Contains(refs, t.Ref) {
			refs = append(refs, t.Ref)
		}
	}
	slices.Sort(refs)
	p.Name, p.Email, p.Erased, p.Asked, p.Mandates, p.Function = w.Text{}, w.Text{}, refs, nil, nil, w.Words{}
	k.Erase(refs)
}
