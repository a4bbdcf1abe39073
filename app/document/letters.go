package document

import (
	"fmt"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// lettersSay is what letters to the SISP say.
var lettersSay = map[string]func(*Source) (locale.Facts, error){
	"receipt":     writes((*letter).receipt),
	"completion":  writes((*letter).completion),
	"ineligible":  writes((*letter).ineligible),
	"award":       writes((*letter).award),
	"reserve":     writes((*letter).reserve),
	"rejection":   writes((*letter).rejection),
	"upheld":      writes((*letter).upheld),
	"dismissed":   writes((*letter).dismissed),
	"notice":      writes((*letter).notice),
	"termination": writes((*letter).termination),
	"recovery":    writes((*letter).recovery),
	"interview":   writes((*letter).interview),
	"meeting":     writes((*letter).meeting),
	"suspension":  writes((*letter).suspension),
	"ended":       writes((*letter).ended),

	"signing_extended": writes((*letter).signingExtended),
	"end_refused":      writes((*letter).endRefused),
	"reassessment":     writes((*letter).reassessment),
	"write_off":        writes((*letter).writeOff),
}

// letter is a letter to a dossier's SISP, as its facts come together.
type letter struct {
	*Source
	f locale.Facts
}

// writes gives a letter what all letters say, before what its kind says.
func writes(body func(*letter) error) func(*Source) (locale.Facts, error) {
	return func(s *Source) (locale.Facts, error) {
		if s.File == nil {
			return locale.Facts{}, lacks("a dossier to write to")
		}
		l := &letter{s, s.facts()}
		l.addressee()
		l.contact()
		l.sealed()
		l.is("delivery_mode", s.text("delivery_online"))
		l.is("salutation", s.text("salutation"))
		l.is("letter_date", day(s.today()))
		l.is("convention_number", locale.Said(s.dossier()))
		l.when("internal_appeal", false)
		l.when("appeal_body_named", s.hasText("appeal_body"))
		partners := s.File.Proposal != nil && len(s.File.Proposal.Partners) > 0
		l.when("copy_to", partners && s.kind.For == workflow.ForParties)
		l.is("copy_list", l.f.Is["partners_list"])
		if err := body(l); err != nil {
			return locale.Facts{}, err
		}
		return l.f, nil
	}
}

// lacks says what a letter cannot be written without.
func lacks(what string) error { return fmt.Errorf("%w: it lacks %s", ErrMayNot, what) }

func (l *letter) is(name string, f locale.Fact)        { l.f.Is[name] = f }
func (l *letter) when(name string, holds bool)         { l.f.If[name] = holds }
func (l *letter) each(name string, all []locale.Facts) { l.f.Each[name] = all }

// unsaid are names that the letter's texts know and that say nothing in this
// case: no condition leads to them.
func (l *letter) unsaid(names ...string) {
	for _, name := range names {
		if _, ok := l.f.Is[name]; !ok {
			l.is(name, locale.Unknown())
		}
	}
}

// why is a reason that the letter must give.
func (l *letter) why(name, what string, t workflow.Text) error {
	l.is(name, said(t))
	if l.f.Is[name].Kind == locale.FactUnknown {
		return lacks(what)
	}
	return nil
}

// addressee is the SISP, to the attention of who may sign for it that day.
func (l *letter) addressee() {
	l.is("addressee_organisation", l.f.Is["sisp_name"])
	people := l.signatories(l.File.Sisp, workflow.SispSig, l.today())
	l.when("addressee_named", people.Kind != locale.FactUnknown)
	l.is("addressee_name", people)
	l.when("addressee_located", l.f.Is["sisp_address"].Kind != locale.FactUnknown)
	l.is("addressee_address", l.f.Is["sisp_address"])
}

// contact is who explains the file: a letter names the person and where to
// reach them; what nobody has told is to be filled in.
func (l *letter) contact() {
	id := l.officer()
	l.is("contact_name", l.person(id))
	l.is("contact_function", l.office(id, workflow.Officer))
	l.is("contact_address", l.f.Is["funder_address"])
	l.is("contact_phone", l.text("das_phone"))
	l.is("contact_email", locale.Unknown())
	if p := l.House.Person(id); p != nil {
		l.is("contact_email", said(p.Email))
	}
}

// officer is the last of the funder's officers who acted on the dossier, and
// else the first by their ids; "" where there is none that day.
func (l *letter) officer() string {
	for _, e := range slices.Backward(l.Past) {
		if l.holds(l.House.Person(e.By), workflow.Officer) {
			return e.By
		}
	}
	var ids []string
	for _, p := range l.House.People {
		if l.holds(p, workflow.Officer) {
			ids = append(ids, p.Ref().ID)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return slices.Min(ids)
}

// holds reports whether somebody has the role that day.
func (l *letter) holds(p *workflow.Person, role workflow.Role) bool {
	return p != nil && p.State() == workflow.PersonActive && slices.ContainsFunc(p.Grants, func(g workflow.Grant) bool {
		return g.Role == role && g.On(l.today())
	})
}

// sealed ends the letter without a person: the clock sent it, or it decides nothing.
func (l *letter) sealed() {
	l.when("signed_letter", false)
	l.unsaid("signatory_name", "signatory_function")
}

// signed ends the letter with the name of who decided. The clock and the engine
// have none.
func (l *letter) signed(by string, role workflow.Role) {
	if l.House.Person(by) == nil {
		return
	}
	l.when("signed_letter", true)
	l.is("signatory_name", l.person(by))
	l.is("signatory_function", l.office(by, role))
}

// did is the last of such acts on the dossier, which a letter that tells of it
// cannot do without.
func (l *letter) did(actions ...workflow.Action) (*Event, error) {
	e := last(l.Past, workflow.EntitySubmission, actions...)
	if e == nil {
		return nil, lacks(fmt.Sprintf("the act %s", actions[0]))
	}
	return e, nil
}

// judged is by which organ and when the award, reserve or rejection was decided.
func (l *letter) judged(v *workflow.Verdict) {
	m, on := l.verdictOf(v)
	l.decided(m, on)
}

// decided is by which organ and when.
func (l *letter) decided(m workflow.Mandate, on workflow.Date) {
	r := l.resolved(m, on)
	l.when("by_delegation", r.delegated)
	l.when("decision_referenced", !r.delegated && m.Reference != "")
	l.is("mandate_date", day(m.Date))
	l.is("decision_reference", r.reference)
	l.is("deciding_body", r.body)
	l.is("decision_date", r.day)
}
