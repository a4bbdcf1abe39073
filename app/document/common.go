package document

import (
	"cmp"

	"tremplin/locale"
	"tremplin/workflow"
)

// facts are those that documents of every kind may say: of the call, the
// dossier, the funder, the SISP. A kind adds its own.
func (s *Source) facts() locale.Facts {
	f := locale.Facts{Is: map[string]locale.Fact{}, If: map[string]bool{}, Each: map[string][]locale.Facts{}}
	s.ofFunder(f)
	s.ofCall(f)
	if s.File != nil {
		s.ofDossier(f)
		s.ofSisp(f)
	}
	return f
}

// ofFunder is who writes: the funder, its direction, and the fixed sentences.
func (s *Source) ofFunder(f locale.Facts) {
	for _, id := range []string{
		"das_name", "council_address", "council_website", "ombuds_contact", "signature_place", "dpo_contact", "privacy_url",
		"appeal_body", "appeal_channel", "appeal_effect", "call_rules_articles", "support_mention", "logo_rules", "management_contract_title",
	} {
		f.Is[id] = s.text(id)
	}
	f.Is["funder_name"] = s.text("funder_name")
	for _, b := range s.Settings.LegalBases {
		f.Is[b.Role] = s.law(b.Role, s.today())
	}
	o := s.House.Org(s.House.Funder())
	if o == nil {
		o = &workflow.Organisation{}
	}
	f.Is["funder_address"] = s.text("funder_address")
	if !s.hasText("funder_address") {
		f.Is["funder_address"] = typed(o.Address)
	}
	f.Is["funder_enterprise_number"] = enterprise(o.Enterprise)
	f.Is["funder_iban"] = iban(o.Account)
	for name := range s.Programme.Terms {
		f.Is[name] = locale.Counted(s.term(name))
	}
}

// ofCall is the call and its rules.
func (s *Source) ofCall(f locale.Facts) {
	c := s.Call
	f.Is["call_reference"] = locale.Said(c.Reference)
	f.Is["call_title"] = both(s.rules().Title)
	edition := len(c.Editions)
	if s.File != nil && s.File.Edition > 0 {
		edition = s.File.Edition
	}
	f.Is["call_rules_version"] = locale.Counted(edition)
	f.Is["call_closes_at"] = locale.AtMoment(c.ClosesAt)
	f.Is["call_opens_at"] = locale.AtMoment(c.OpensAt)
	f.Is["envelope_amount"] = locale.Euros(c.Envelope)
	f.Is["appeal_days"] = locale.Counted(s.rules().AppealDays)
	f.Is["duration_months"] = locale.Counted(s.rules().Months)
}

// ofDossier is the project.
func (s *Source) ofDossier(f locale.Facts) {
	d := s.File
	f.Is["project_number"] = locale.Said(s.dossier())
	f.Is["project_title"] = said(d.Proposal.Title)
	f.Is["project_theme"] = titled(s.rules().Themes, d.Proposal.Theme)
	f.Is["requested_amount"] = locale.Euros(d.Requested)
	f.Is["content_hash"] = locale.Said(short(d.ContentHash))
	f.Is["partners_list"] = s.partners(d)
	if !d.SubmittedAt.IsZero() {
		f.Is["submitted_at"] = locale.AtMoment(d.SubmittedAt)
	}
}

// ofSisp is who carries the project.
func (s *Source) ofSisp(f locale.Facts) {
	o := s.House.Org(s.File.Sisp)
	if o == nil {
		o = &workflow.Organisation{}
	}
	f.Is["sisp_name"] = both(o.Name)
	f.Is["sisp_address"] = typed(o.Address)
	f.Is["sisp_enterprise_number"] = enterprise(o.Enterprise)
	account := s.File.Account
	if account == "" {
		account = o.Account
	}
	f.Is["sisp_iban"] = iban(account)
}

// partners are the names of the dossier's partners.
func (s *Source) partners(d *workflow.Submission) locale.Fact {
	var all []locale.Fact
	for _, p := range d.Proposal.Partners {
		all = append(all, s.orgName(p.ID))
	}
	if len(all) == 0 {
		return locale.Both("aucun", "geen")
	}
	return locale.Listed(all...)
}

func (s *Source) orgName(id string) locale.Fact {
	if o := s.House.Org(id); o != nil {
		return both(o.Name)
	}
	return locale.Said(id)
}

// person is somebody's name, as the house has it; a machine has its own.
func (s *Source) person(id string) locale.Fact {
	if p := s.House.Person(id); p != nil {
		return said(p.Name)
	}
	return locale.Unknown()
}

// function is what somebody is in their organisation.
func (s *Source) function(id string) locale.Fact {
	if p := s.House.Person(id); p != nil {
		return both(p.Function)
	}
	return locale.Unknown()
}

// office is what somebody is there, and else what they act as.
func (s *Source) office(id string, role workflow.Role) locale.Fact {
	if f := s.function(id); f.Kind != locale.FactUnknown {
		return f
	}
	return locale.Named("role." + string(role))
}

// signatories are those who may sign for an organisation that day: name, function.
func (s *Source) signatories(org string, role workflow.Role, on workflow.Date) locale.Fact {
	var all []locale.Fact
	for _, p := range s.House.People {
		for _, g := range s.House.GrantsOf(p) {
			if p.State() == workflow.PersonActive && g.Role == role && g.Org == org && g.On(on) {
				all = append(all, s.named(p.Ref().ID))
				break
			}
		}
	}
	if len(all) == 0 {
		return locale.Unknown()
	}
	return locale.Listed(all...)
}

// named is somebody's name with the function, where it is known.
func (s *Source) named(id string) locale.Fact {
	if f := s.function(id); f.Kind != locale.FactUnknown {
		return locale.Phrase(s.person(id), f)
	}
	return s.person(id)
}

// resolved is by which organ something was decided, and when. An organ that only
// gave the power for all such decisions did not decide itself: then the delegate
// did, on the day of the act.
type resolved struct {
	body, reference, day locale.Fact
	delegated            bool
}

func (s *Source) resolved(m workflow.Mandate, on workflow.Date) resolved {
	d := s.Call.Rules().Delegation
	r := resolved{body: organ(m), reference: typed(m.Reference), day: day(cmp.Or(m.Date, on))}
	if d.Date != "" && m.Date == d.Date && m.Reference == d.Reference {
		m.Organ = "delegate"
		r.body, r.day, r.delegated = organ(m), day(on), true
	}
	return r
}

// verdictOf is the organ of a verdict and when. One taken under the delegation
// before decide was only prepared: where decide names another organ, that one
// took it.
func (s *Source) verdictOf(v *workflow.Verdict) (workflow.Mandate, workflow.Date) {
	c := s.Call
	if c.Decision.Date == "" || !s.resolved(v.Mandate, v.On).delegated || s.resolved(c.Decision, c.DecidedOn).delegated || s.afterDecide(v) {
		return v.Mandate, v.On
	}
	return c.Decision, c.DecidedOn
}

// afterDecide reports whether a verdict was given once the call was decided, or
// told before. On the day itself only the acts tell.
func (s *Source) afterDecide(v *workflow.Verdict) bool {
	if told := s.File.LetterOn; told != "" && told < s.Call.DecidedOn {
		return true
	}
	if v.On != s.Call.DecidedOn {
		return v.On > s.Call.DecidedOn
	}
	given, decided := last(s.Past, workflow.EntitySubmission, "award", "place_in_reserve", "reject"), last(s.CallPast, workflow.EntityCall, "decide")
	return given != nil && decided != nil && given.At.After(decided.At)
}

// organ is the organ that decided, with its article: « le conseil d'administration de la SLRB ».
func organ(m workflow.Mandate) locale.Fact {
	if m.Organ == "" {
		return locale.Unknown()
	}
	return locale.Named("deciding_body." + m.Organ)
}

func titled(all []workflow.Named, id string) locale.Fact {
	for _, n := range all {
		if n.ID == id {
			return both(n.Title)
		}
	}
	return typed(id)
}

func enterprise(n string) locale.Fact {
	if n == "" {
		return locale.Unknown()
	}
	return locale.Fact{Kind: locale.FactEnterprise, Text: n}
}

func iban(n string) locale.Fact {
	if n == "" {
		return locale.Unknown()
	}
	return locale.Fact{Kind: locale.FactIBAN, Text: n}
}

func short(hash string) string { return hash[:min(len(hash), hashShown)] }
