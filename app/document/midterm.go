package document

import (
	"fmt"

	"tremplin/locale"
	"tremplin/workflow"
)

var midtermSay = map[string]func(*Source) (locale.Facts, error){"midterm": midterm}

// midterm tells what the last mid-term interview found, or why none could be
// held, and how far the project has come.
func midterm(s *Source) (locale.Facts, error) {
	if s.File == nil || len(s.File.Midterms) == 0 {
		return locale.Facts{}, fmt.Errorf("%w: no mid-term interview", ErrMayNot)
	}
	f, d := s.facts(), s.File
	m := d.Midterms[len(d.Midterms)-1]
	f.If["interview_held"], f.If["not_held"] = m.NotHeld.Empty(), !m.NotHeld.Empty()
	f.If["has_findings"], f.If["light_given"] = !m.Findings.Empty(), m.Light != ""
	f.Is["interview_date"], f.Is["interview_people"] = day(m.HeldOn), s.attendees(m.Present)
	f.Is["midterm_findings"], f.Is["not_held_reasons"] = said(m.Findings), said(m.NotHeld)
	f.Is["midterm_light"] = locale.Blank()
	if m.Light != "" {
		f.Is["midterm_light"] = locale.Named("choice.light." + m.Light)
	}
	s.ofAuthor(f, "author", "hold_midterm", workflow.Officer)
	f.Is["report_date"] = day(s.today())
	f.Is["comments_due"] = day(s.today().Plus(0, s.term("comments_days")))

	var actions []locale.Facts
	for _, a := range m.Actions {
		actions = append(actions, row(map[string]locale.Fact{"follow_up_action": said(a)}))
	}
	f.If["has_actions"], f.Each["follow_up"] = len(actions) > 0, actions
	s.ofIndicators(f)
	s.ofDeliverables(f)
	s.ofSpentSoFar(f)
	return f, nil
}

// ofAuthor is who did the act that the document tells of.
func (s *Source) ofAuthor(f locale.Facts, as string, a workflow.Action, role workflow.Role) {
	f.Is[as+"_name"], f.Is[as+"_function"] = locale.Unknown(), locale.Unknown()
	if e := last(s.Past, workflow.EntitySubmission, a); e != nil {
		f.Is[as+"_name"], f.Is[as+"_function"] = s.person(e.By), s.office(e.By, role)
	}
}

// ofIndicators are what was promised, and the last value of each.
func (s *Source) ofIndicators(f locale.Facts) {
	var rows []locale.Facts
	if s.File.Proposal != nil {
		for _, i := range s.File.Proposal.Indicators {
			rows = append(rows, indicator(s.File, i))
		}
	}
	f.If["has_indicators"], f.Each["indicator"] = len(rows) > 0, rows
}

func indicator(d *workflow.Submission, i workflow.Indicator) locale.Facts {
	r := row(map[string]locale.Fact{
		"indicator_title": said(i.Title), "indicator_unit": orBlank(i.Unit), "indicator_baseline": locale.Measured(i.Base), "indicator_target": locale.Measured(i.Target),
		"indicator_value": locale.Both("Pas mesuré", "Niet gemeten"), "indicator_on": locale.Blank(), "indicator_reached": locale.Both("Pas mesuré", "Niet gemeten"),
	})
	if v := lastValue(d, i.ID); v != nil {
		met := v.Value >= i.Target
		if i.Target < i.Base { // what is to go down
			met = v.Value <= i.Target
		}
		r.Is["indicator_value"], r.Is["indicator_on"], r.Is["indicator_reached"] = locale.Measured(v.Value), day(v.On), yesNo(met)
	}
	return r
}

func lastValue(d *workflow.Submission, id string) *workflow.Value {
	for i := len(d.Values) - 1; i >= 0; i-- {
		if d.Values[i].ID == id {
			return &d.Values[i]
		}
	}
	return nil
}

// orBlank is a text that may have been left out.
func orBlank(t workflow.Text) locale.Fact {
	if t.Empty() {
		return locale.Blank()
	}
	return said(t)
}

// ofDeliverables are what the project hands over, and where each stands.
func (s *Source) ofDeliverables(f locale.Facts) {
	var rows []locale.Facts
	for i, d := range s.File.Deliverables {
		if d.State() == "void" {
			continue
		}
		state, note := locale.Named("state.deliverable."+string(d.State())), d.Note
		if d.Missed && d.State() == "accepted" {
			state = locale.Both("Absence acceptée", "Ontbreken aanvaard")
		}
		if note.Empty() {
			note = d.Reasons
		}
		rows = append(rows, row(map[string]locale.Fact{
			"deliverable_number": locale.Counted(i + 1), "deliverable_title": said(d.Title), "deliverable_due": day(d.Due),
			"deliverable_state": state, "deliverable_note": orBlank(note),
		}))
	}
	f.If["has_deliverables"], f.Each["deliverable"] = len(rows) > 0, rows
}

// ofSpentSoFar adds up the spending charged to the subsidy: what is accepted,
// and what is declared and not judged yet.
func (s *Source) ofSpentSoFar(f locale.Facts) {
	var accepted, claimed workflow.Money
	for _, x := range s.File.Spending {
		switch {
		case x.Aside:
		case x.State() == "accepted":
			accepted += x.Accepted
		case x.State() == "claimed":
			claimed += x.Amount
		}
	}
	f.Is["spending_accepted"], f.Is["spending_claimed"] = locale.Euros(accepted), locale.Euros(claimed)
	f.Is["spent_to_date"], f.Is["amount"] = locale.Euros(accepted+claimed), locale.Euros(s.File.Signed)
	f.Is["spent_share"] = shareOf(accepted+claimed, s.File.Signed)
}

// shareOf is a part of a whole, to the hundredth of a per cent, half up.
func shareOf(part, whole workflow.Money) locale.Fact {
	if whole <= 0 {
		return locale.Blank()
	}
	return locale.Fact{Kind: locale.FactShare, N: int64((2*part*10_000 + whole) / (2 * whole))}
}
