package document

import (
	"cmp"
	"fmt"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// contractsSay is what the convention and its avenants say.
var contractsSay = map[string]func(*Source) (locale.Facts, error){
	"convention":        convention,
	"avenant_extension": extension,
	"avenant_budget":    budgetShift,
	"avenant_partners":  partnersChange,
	"avenant_account":   accountChange,
	"avenant_amount":    amountChange,
}

// contract is a version of the convention with the facts that its document
// says: what the version brings, and else what held before it.
type contract struct {
	s *Source
	v *workflow.Version
	f locale.Facts
}

var contractLoops = []string{
	"party", "partner", "partner_with_share", "legal_basis", "condition", "instalment", "budget_line_item", "shifted_line",
	"leaving_partner", "joining_partner", "neighbourhood", "activity", "deliverable", "indicator", "milestone",
}

// contractOf begins the facts of a version: its parties, its amount, its project.
func contractOf(s *Source) (*contract, error) {
	v, ok := s.On.(*workflow.Version)
	if !ok || s.File == nil || s.File.Proposal == nil {
		return nil, fmt.Errorf("%w: there is no version of a convention", ErrMayNot)
	}
	if v.Amount <= 0 || v.Amount > s.File.Requested {
		return nil, fmt.Errorf("%w: the amount %s is nothing, or more than was asked", ErrMayNot, v.Amount)
	}
	c := &contract{s: s, v: v, f: s.facts()}
	for _, loop := range contractLoops { // also those that turn out empty are said
		c.f.Each[loop] = nil
	}
	c.f.Is["convention_number"] = locale.Said(s.dossier())
	c.f.Is["amount"] = locale.Euros(v.Amount)
	c.f.Is["amount_words"] = locale.EurosInWords(v.Amount)
	if s.File.SubmittedAt.IsZero() {
		c.f.Is["submitted_at"] = locale.Unknown()
	}
	c.parties()
	return c, nil
}

// convention is the first version: what every party signs.
func convention(s *Source) (locale.Facts, error) {
	c, err := contractOf(s)
	if err != nil {
		return locale.Facts{}, err
	}
	if s.File.Verdict == nil || s.File.Verdict.Kind != "award" {
		return locale.Facts{}, fmt.Errorf("%w: nothing was awarded", ErrMayNot)
	}
	c.preamble()
	c.conditions()
	c.course()
	c.settings()
	c.project()
	c.results()
	c.calendar()
	if err := c.budget(); err != nil {
		return locale.Facts{}, err
	}
	return c.f, c.instalments()
}

// decidedOn is the day of the award: laws are cited as they were then.
func (c *contract) decidedOn() workflow.Date {
	v := c.s.File.Verdict
	m, on := c.s.verdictOf(v)
	if m.Date != "" && !c.s.resolved(m, on).delegated {
		return m.Date
	}
	return on
}

// preamble is on which laws and acts the convention rests.
func (c *contract) preamble() {
	s, is := c.s, c.f.Is
	on := c.decidedOn()
	for _, b := range s.Settings.LegalBases {
		is[b.Role] = s.law(b.Role, on)
	}
	for _, role := range []string{"lb_languages", "lb_grant_control", "lb_housing", "lb_regional_finance"} { // by their dates
		if law := s.law(role, on); law.Kind != locale.FactUnknown {
			c.each("legal_basis", locale.Facts{Is: map[string]locale.Fact{"legal_basis_title": law}})
		}
	}
	is["call_validated_on"] = eventDay(last(s.CallPast, workflow.EntityCall, "validate"))
	is["call_opened_on"] = day(workflow.DateOf(s.Call.OpensAt))
	if e := last(s.CallPast, workflow.EntityCall, "publish"); e != nil {
		is["call_opened_on"] = eventDay(e)
	}
	c.when("committee_met", s.File.Opinion != nil && s.Call.ConcludedOn != "")
	is["committee_date"] = day(s.advisedOn())

	change := last(s.CallPast, "envelope", "change")
	c.when("envelope_changed", change != nil && s.Initial > 0 && s.Initial != s.Call.Envelope)
	is["envelope_initial"] = locale.Euros(s.Initial)
	is["envelope_changed_on"] = eventDay(change)

	mandate, decided := s.verdictOf(s.File.Verdict)
	r := s.resolved(mandate, decided)
	c.when("by_delegation", r.delegated)
	is["deciding_body"], is["decision_reference"], is["decision_date"] = r.body, r.reference, r.day
	is["mandate_date"] = day(mandate.Date)
}

func eventDay(e *Event) locale.Fact {
	if e == nil {
		return locale.Unknown()
	}
	return day(workflow.DateOf(e.At))
}

// conditions are those that the award carries, but for what was waived.
func (c *contract) conditions() {
	for _, x := range c.s.File.Conditions {
		if x.State() != "open" && x.State() != "met" {
			continue
		}
		c.each("condition", locale.Facts{
			Is: map[string]locale.Fact{
				"condition_text": said(x.Text), "condition_due_date": day(x.Due), "condition_instalment": locale.Counted(x.Instalment),
			},
			If: map[string]bool{"condition_due": x.Due != "", "condition_instalment_named": x.Instalment > 0, "condition_met": x.State() == "met"},
		})
	}
	c.when("committee_conditions", len(c.f.Each["condition"]) > 0)
	c.f.Is["signing_deadline"] = day(c.s.File.SignBy)
}

// course is when the project runs and reports.
func (c *contract) course() {
	months := c.s.rules().Months
	c.f.Is["start_date"], c.f.Is["end_date"] = day(c.start()), day(c.end())
	c.f.Is["duration_months"] = locale.Counted(months)
	c.f.Is["year_count"] = locale.Counted((months + 11) / 12)
	c.f.Is["final_report_due"] = day(c.reportDue())
	c.when("multi_year", months > 12)
}

// defaultRecoveryDays is the delay to repay where the call sets none, as the
// engine reckons.
const defaultRecoveryDays = 30

// settings are the rules and the public texts of the call; what nobody has set
// is left out.
func (c *contract) settings() {
	s, is := c.s, c.f.Is
	for _, id := range []string{"overhead_base", "excluded_costs", "budget_line", "support_mention", "logo_rules", "dpo_contact"} {
		is[id] = s.text(id)
		c.when(id+"_known", s.hasText(id))
	}
	c.when("management_contract_known", s.hasText("management_contract_title"))
	c.when("arbitration_committee", s.hasText("appeal_body"))
	c.when("electronic_signature", s.term("electronic_signature") > 0)
	c.when("resident_seats", s.term("resident_seat_count") > 0)
	is["resident_seat_count"] = locale.Counted(s.term("resident_seat_count"))
	is["quote_threshold"] = locale.Euros(workflow.Money(s.term("quote_threshold")) * 100)
	is["budget_year"] = locale.Said(strings.SplitN(string(c.decidedOn()), "-", 2)[0])
	days := s.rules().RecoveryDays
	if days == 0 {
		days = defaultRecoveryDays
	}
	is["recovery_days"] = locale.Counted(days)
	is["contract_language"] = locale.Both("français", "Frans")
	if c.v.Language == string(locale.NL) {
		is["contract_language"] = locale.Both("néerlandais", "Nederlands")
	}
}

func (c *contract) when(condition string, holds bool) { c.f.If[condition] = holds }

func (c *contract) each(loop string, item locale.Facts) {
	c.f.Each[loop] = append(c.f.Each[loop], item)
}

// start, end and reportDue are the version's, or else what held before.
func (c *contract) start() workflow.Date     { return cmp.Or(c.v.StartOn, c.s.File.StartOn) }
func (c *contract) end() workflow.Date       { return cmp.Or(c.v.EndOn, c.s.File.EndOn) }
func (c *contract) reportDue() workflow.Date { return cmp.Or(c.v.ReportDue, c.s.File.ReportDue) }
