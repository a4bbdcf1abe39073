package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// The house: who there is, and who may act as what. Roles are facts with a
// chain of their own.

// A director is only ever the second: answers what an administrator asked.
var person = []w.Rule{
	{Action: "register", To: w.PersonActive, By: by(w.Import, w.Admin), Does: w.Takes(registerPerson, freePerson, knownOrganisation, grantsByImport).Like(likePerson)},
	{Action: "grant", From: from(w.PersonActive), To: w.Stay, By: by(w.Admin), Apart: toOneself, Does: w.Takes(grant, knownRole, grantDates, otherAdmin[grantIn]("grant"), asAsked).Like(likeGrant), StepUp: true},
	{Action: "grant", From: from(w.PersonActive), To: w.Stay, By: by(w.Director), Apart: toOneself, When: when(asksASecond("grant")), Does: w.Takes(grant, isAsked[grantIn]("grant"), grantDates, otherAdmin[grantIn]("grant"), asAsked).Like(likeAsked("grant")), StepUp: true},
	{Action: "revoke", From: from(w.PersonActive), To: w.Stay, By: by(w.Admin), Apart: toOneself, Does: w.Takes(revoke, heldRole, revokeDate, otherAdmin[revokeIn]("revoke"), endAsAsked).Like(likeRevoke), StepUp: true},
	{Action: "revoke", From: from(w.PersonActive), To: w.Stay, By: by(w.Director), Apart: toOneself, When: when(asksASecond("revoke")), Does: w.Takes(revoke, isAsked[revokeIn]("revoke"), otherAdmin[revokeIn]("revoke"), endAsAsked).Like(likeAsked("revoke")), StepUp: true},
	{Action: "refuse", From: from(w.PersonActive), To: w.Stay, By: by(w.Admin), Apart: toOneself, When: when(changeAsked), Does: w.Takes(refuseChange, thatAsked).Like(likeAsked(""))},
	{Action: "refuse", From: from(w.PersonActive), To: w.Stay, By: by(w.Director), Apart: toOneself, When: when(asksASecond("")), Does: w.Takes(refuseChange, thatAsked).Like(likeAsked(""))},
	{Action: "erase", From: from(w.PersonActive), To: w.PersonErased, By: by(w.Admin), Apart: toOneself, When: when(noDuty), Does: w.Takes(erase).Like(likeSubject), StepUp: true},
}

type (
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
		Until  w.Date `name:"until"` // the last day; left out, it ends at once
	}
	refuseRoleIn struct {
		Person string `name:"person" need:"yes"`
		Role   string `name:"role" need:"yes"`
		Change string `name:"change" need:"yes" oneof:"grant,revoke"`
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
		return slices.Contains(duties(c), in.role())
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
	if slices.Contains(byTwo, g.Role) {
		a := asked(p, "grant", g.Role)
		if a == nil {
			p.Asked = append(slices.Clone(p.Asked), w.Asked{Act: "grant", Grant: g, By: k.Actor.Person})
			return
		}
		g = a.Grant // what was asked first is what is granted, from now on at the earliest
		g.From = max(g.From, k.Today)
	}
	if g.From == "" {
		g.From = k.Today
	}
	p.Grants = append(slices.Clone(p.Grants), g)
	p.Asked = without(p.Asked, "grant", g.Role)
}

func revoke(k *w.Work, in revokeIn) {
	p := w.On[*w.Person](&k.Case)
	until := in.Until
	if slices.Contains(byTwo, in.role()) {
		a := asked(p, "revoke", in.role())
		if a == nil {
			p.Asked = append(slices.Clone(p.Asked), w.Asked{Act: "revoke", Grant: w.Grant{Role: in.role(), Until: until}, By: k.Actor.Person})
			return
		}
		until = a.Grant.Until // what was asked first is what is done
	}
	p.Grants = ended(p.Grants, in.role(), until, k.Today)
	p.Asked = without(p.Asked, "revoke", in.role())
}

// ended are the grants once a role has ended: with its last day, or at once.
// What is over already stays as it was.
func ended(grants []w.Grant, role w.Role, until, today w.Date) []w.Grant {
	out := make([]w.Grant, 0, len(grants))
	for _, g := range grants {
		if g.Role == role && (g.Until == "" || g.Until >= today) {
			if until == "" || g.From > until {
				continue
			}
			if g.Until == "" || g.Until > until {
				g.Until = until
			}
		}
		out = append(out, g)
	}
	return out
}

// refuseChange drops what was asked: whoever asked takes it back, or a second does
// not want it.
func refuseChange(k *w.Work, in refuseRoleIn) {
	p := w.On[*w.Person](&k.Case)
	p.Asked = without(p.Asked, w.Action(in.Change), w.Role(in.Role))
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
