package document

import (
	"cmp"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// parties are who signs the version, and who takes part in the project.
func (c *contract) parties() {
	s, is := c.s, c.f.Is
	is["funder_signatories"] = c.maySign(s.House.Funder())
	is["sisp_signatories"] = c.maySign(s.File.Sisp)
	is["sisp_contact"] = c.contact()
	is["sisp_iban"] = iban(cmp.Or(c.v.Account, s.File.Account))
	for _, org := range c.v.Parties {
		o := c.org(org)
		c.each("party", locale.Facts{Is: map[string]locale.Fact{
			"party_name": s.orgName(org), "party_enterprise_number": enterprise(o.Enterprise),
			"party_signatories": c.maySign(org), "signature_date": locale.Blank(),
		}})
	}
	var municipalities []locale.Fact
	for i, p := range c.partners() {
		c.each("partner", c.partner(p, i+3)) // after the funder and the SISP
		if c.org(p.ID).Kind == "municipality" {
			municipalities = append(municipalities, s.orgName(p.ID))
		}
	}
	c.when("several_partners", len(c.partners()) > 1)
	c.when("partner_is_municipality", len(municipalities) > 0)
	is["municipality_name"] = locale.Listed(municipalities...)
	c.shares()
}

// partners are those of the version, or else those that the project has.
func (c *contract) partners() []workflow.Partner {
	if c.v.Partners != nil || c.v.Kind == "partners" { // it may leave out all of them
		return c.v.Partners
	}
	return c.s.File.Proposal.Partners
}

// partner is one partner as the convention presents it. No source names the
// legal entity behind a service: nothing says that it acts for one.
func (c *contract) partner(p workflow.Partner, number int) locale.Facts {
	f := locale.Facts{
		Is: c.legal(p.ID),
		If: map[string]bool{"partner_acts_for_service": false, "role_given": !p.Role.Empty()},
	}
	f.Is["party_number"] = locale.Counted(number)
	f.Is["partner_service_name"] = locale.Unknown()
	f.Is["partner_role"] = said(p.Role)
	return f
}

// legal is what identifies a partner.
func (c *contract) legal(org string) map[string]locale.Fact {
	o := c.org(org)
	form := locale.Unknown()
	if o.Kind != "" {
		form = locale.Named("organisation_form." + o.Kind)
	}
	return map[string]locale.Fact{
		"partner_legal_name": c.s.orgName(org), "partner_short_name": c.short(org), "partner_legal_form": form,
		"partner_address": typed(o.Address), "partner_enterprise_number": enterprise(o.Enterprise), "partner_signatories": c.maySign(org),
	}
}

// shares are what partners get of the money, where the project says so.
func (c *contract) shares() {
	for _, p := range c.partners() {
		if p.Share > 0 {
			c.each("partner_with_share", locale.Facts{Is: map[string]locale.Fact{"party_name": c.short(p.ID), "party_amount": locale.Euros(p.Share)}})
		}
	}
	c.when("partner_shares", len(c.f.Each["partner_with_share"]) > 0)
}

// maySign are those who may sign for a party on the day of issue: any one of them.
func (c *contract) maySign(org string) locale.Fact {
	role := workflow.PartnerSig
	switch org {
	case c.s.House.Funder():
		role = workflow.FunderSig
	case c.s.File.Sisp:
		role = workflow.SispSig
	}
	f := c.s.signatories(org, role, c.v.IssuedOn)
	if f.Kind == locale.FactUnknown {
		return f
	}
	return locale.Either(f.List...)
}

// contact is whom to reach at the SISP: whom it named, or else who writes for
// it, or who signs.
func (c *contract) contact() locale.Fact {
	for _, x := range c.s.File.Contacts {
		if x.Party != "" && x.Party != c.s.File.Sisp || said(x.Name).Kind == locale.FactUnknown {
			continue
		}
		all := []locale.Fact{said(x.Name)}
		for _, t := range []workflow.Text{x.Function, x.Email, x.Phone} {
			if f := said(t); f.Kind != locale.FactUnknown {
				all = append(all, f)
			}
		}
		return locale.Phrase(all...)
	}
	if f := c.s.signatories(c.s.File.Sisp, workflow.Editor, c.v.IssuedOn); f.Kind != locale.FactUnknown {
		return f.List[0]
	}
	if f := c.maySign(c.s.File.Sisp); f.Kind != locale.FactUnknown {
		return f.List[0]
	}
	return locale.Unknown()
}

// short is the name by which the convention calls a party after it has
// presented it.
func (c *contract) short(org string) locale.Fact {
	switch {
	case org == "" || org == c.s.File.Sisp:
		return locale.Named("party.sisp")
	case org == c.s.House.Funder():
		return locale.Named("party.funder")
	}
	if i := slices.IndexFunc(c.org(org).Aliases, func(a string) bool { return a != "" }); i >= 0 {
		return locale.Said(c.org(org).Aliases[i])
	}
	return c.s.orgName(org)
}

// charged is who hands a deliverable over: the SISP too for a partner that left,
// as it answers for the whole project.
func (c *contract) charged(org string) locale.Fact {
	if !slices.Contains(c.v.Parties, org) {
		org = c.s.File.Sisp
	}
	return c.short(org)
}

func (c *contract) org(id string) *workflow.Organisation {
	if o := c.s.House.Org(id); o != nil {
		return o
	}
	return &workflow.Organisation{}
}
