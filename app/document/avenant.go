package document

import (
	"fmt"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// avenantOf begins the facts of an avenant: what every kind says.
func avenantOf(s *Source, kind string) (*contract, error) {
	c, err := contractOf(s)
	if err != nil {
		return nil, err
	}
	switch {
	case c.v.Kind != kind:
		return nil, fmt.Errorf("%w: the version is of the kind %q", ErrMayNot, c.v.Kind)
	case s.File.SignedAt.IsZero():
		return nil, fmt.Errorf("%w: no convention is signed", ErrMayNot)
	case c.v.Reasons.Empty():
		return nil, fmt.Errorf("%w: an avenant has its reasons", ErrMayNot)
	}
	is := c.f.Is
	is["amendment_number"] = locale.Counted(avenantNumber(s.File, c.v))
	is["amendment_document_number"] = locale.Said(s.number())
	is["convention_effective_on"] = day(workflow.DateOf(s.File.SignedAt))
	is["amendment_issued_on"] = day(c.v.IssuedOn)
	is["amendment_reasons"] = said(c.v.Reasons)
	var earlier []locale.Fact
	for _, v := range s.File.Versions {
		if v.State() == "signed" && v.Kind != "convention" && v.Ref() != c.v.Ref() {
			earlier = append(earlier, locale.Counted(avenantNumber(s.File, v)))
		}
	}
	is["earlier_amendments_list"] = locale.Listed(earlier...)
	c.when("earlier_amendments", len(earlier) > 0)
	c.when("partner_leaves", len(c.leaving()) > 0)
	c.when("partner_joins", len(c.joining()) > 0)
	return c, nil
}

// avenantNumber is the place of an avenant among those that are not void.
func avenantNumber(f *workflow.Submission, of *workflow.Version) int {
	n := 0
	for _, v := range f.Versions {
		if v.Kind == "convention" || v.State() == "void" && v.Ref() != of.Ref() {
			continue
		}
		n++
		if v.Ref() == of.Ref() {
			return n
		}
	}
	return n + 1 // it is not among them yet
}

// leaving are the partners that the version leaves out.
func (c *contract) leaving() []workflow.Partner {
	return missing(c.s.File.Proposal.Partners, c.partners())
}

// joining are those that it brings in.
func (c *contract) joining() []workflow.Partner {
	return missing(c.partners(), c.s.File.Proposal.Partners)
}

// missing are the partners of a that are not in b.
func missing(a, b []workflow.Partner) (out []workflow.Partner) {
	for _, p := range a {
		if !slices.ContainsFunc(b, func(x workflow.Partner) bool { return x.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out
}

// extension moves the end, at no cost.
func extension(s *Source) (locale.Facts, error) {
	c, err := avenantOf(s, "extension")
	if err != nil {
		return locale.Facts{}, err
	}
	if c.v.EndOn <= s.File.EndOn {
		return locale.Facts{}, fmt.Errorf("%w: the new end %s is not after the old one", ErrMayNot, c.v.EndOn)
	}
	is := c.f.Is
	is["old_end_date"], is["new_end_date"] = day(s.File.EndOn), day(c.v.EndOn)
	is["old_final_report_due"], is["new_final_report_due"] = day(s.File.ReportDue), day(c.v.ReportDue)
	months, whole := wholeMonths(c.start(), c.end())
	is["new_duration_months"] = locale.Counted(months)
	c.when("whole_months", whole)
	c.calendar()
	return c.f, nil
}

// wholeMonths is how many months there are from the first day to the last, and
// whether they are whole.
func wholeMonths(from, to workflow.Date) (months int, whole bool) {
	for from.Plus(months+1, -1) <= to && months < 1200 {
		months++
	}
	return months, months > 0 && from.Plus(months, -1) == to
}

// budgetShift moves money between the lines.
func budgetShift(s *Source) (locale.Facts, error) {
	c, err := avenantOf(s, "budget")
	if err != nil {
		return locale.Facts{}, err
	}
	var before, after workflow.Money
	for _, l := range paired(c.linesBefore(), c.lines()) {
		before += l.old
		after += l.new
		c.each("shifted_line", locale.Facts{Is: map[string]locale.Fact{
			"budget_label": said(l.label), "old_line_amount": locale.Euros(l.old), "new_line_amount": locale.Euros(l.new),
			"line_difference": locale.Euros(l.new - l.old),
		}})
	}
	c.f.Is["old_budget_sum"], c.f.Is["new_budget_sum"] = locale.Euros(before), locale.Euros(after)
	c.f.Is["budget_difference"] = locale.Euros(after - before)
	return c.f, c.budget()
}

// shifted is a budget line before and after.
type shifted struct {
	label    workflow.Text
	old, new workflow.Money
}

// paired puts each line beside the one of the same name that it replaces: all
// lines, so that both columns add up to their totals.
func paired(before, after []workflow.Line) (out []shifted) {
	before = slices.Clone(before)
	for _, l := range after {
		x := shifted{label: l.Label, new: l.Amount}
		same := func(o workflow.Line) bool { return o.Category == l.Category && o.Label.Body == l.Label.Body }
		if i := slices.IndexFunc(before, same); i >= 0 {
			x.old = before[i].Amount
			before = slices.Delete(before, i, i+1)
		}
		out = append(out, x)
	}
	for _, l := range before {
		out = append(out, shifted{label: l.Label, old: l.Amount})
	}
	return out
}

// partnersChange: partners leave, join, or do something else.
func partnersChange(s *Source) (locale.Facts, error) {
	c, err := avenantOf(s, "partners")
	if err != nil {
		return locale.Facts{}, err
	}
	for _, p := range c.leaving() {
		c.each("leaving_partner", locale.Facts{Is: map[string]locale.Fact{"leaving_partner_name": s.orgName(p.ID)}})
	}
	for _, p := range c.joining() {
		is := c.legal(p.ID)
		is["joining_partner_name"] = s.orgName(p.ID)
		c.each("joining_partner", locale.Facts{Is: is})
	}
	c.project()
	c.results()
	c.calendar()
	return c.f, c.budget()
}

// accountChange is where the money goes from now on.
func accountChange(s *Source) (locale.Facts, error) {
	c, err := avenantOf(s, "account")
	if err != nil {
		return locale.Facts{}, err
	}
	if c.v.Account == "" {
		return locale.Facts{}, fmt.Errorf("%w: there is no new account", ErrMayNot)
	}
	c.f.Is["old_account"], c.f.Is["new_account"] = iban(s.File.Account), iban(c.v.Account)
	return c.f, nil
}

// amountChange raises or lowers what is signed; what is unpaid is planned anew.
func amountChange(s *Source) (locale.Facts, error) {
	c, err := avenantOf(s, "amount")
	if err != nil {
		return locale.Facts{}, err
	}
	change := c.v.Amount - s.File.Signed
	if change == 0 || c.v.Mandate.Organ == "" {
		return locale.Facts{}, fmt.Errorf("%w: the amount stays, or no organ decided", ErrMayNot)
	}
	is := c.f.Is
	c.when("amount_increases", change > 0)
	is["old_amount"], is["new_amount"] = locale.Euros(s.File.Signed), locale.Euros(c.v.Amount)
	is["new_amount_words"] = locale.EurosInWords(c.v.Amount)
	is["amount_difference"] = locale.Euros(max(change, -change))
	r := s.resolved(c.v.Mandate, c.v.IssuedOn)
	c.when("by_delegation", r.delegated)
	is["deciding_body"], is["amount_decision_reference"], is["amount_decision_date"] = r.body, r.reference, r.day
	is["mandate_date"] = day(c.v.Mandate.Date)
	c.results()
	if err := c.budget(); err != nil {
		return locale.Facts{}, err
	}
	return c.f, c.instalments()
}
