package document

import (
	"fmt"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

var finalReviewSay = map[string]func(*Source) (locale.Facts, error){"final_review": finalReview}

// finalReview is the sheet of a project that was reviewed: results, spending
// and the final subsidy, conclusions and lessons.
func finalReview(s *Source) (locale.Facts, error) {
	if s.File == nil || s.File.Final == nil || s.File.Review.On == "" {
		return locale.Facts{}, fmt.Errorf("%w: no final review", ErrMayNot)
	}
	if said(s.File.Review.Conclusions).Kind == locale.FactUnknown {
		return locale.Facts{}, fmt.Errorf("%w: it lacks the conclusions, which are the reasons of the final subsidy", ErrMayNot)
	}
	f, d := s.facts(), s.File
	f.If["internal_appeal"], f.If["appeal_body_named"] = false, s.hasText("appeal_body")
	f.Is["meeting_date"] = day(s.lastMeeting())
	f.Is["final_report_received_on"] = dayOf(d.ReportedAt)
	f.Is["review_date"] = day(d.Review.On)
	f.Is["review_conclusions"], f.Is["review_lessons"] = said(d.Review.Conclusions), said(d.Review.Lessons)
	f.If["lessons_public"] = d.Review.Publish
	f.Is["continuation_wish"] = locale.Unknown()
	if d.Review.Continue != "" {
		f.Is["continuation_wish"] = locale.Named("choice.continue." + d.Review.Continue)
	}
	s.ofAuthor(f, "reviewer", "review", workflow.Director)
	s.ofIndicators(f)
	s.ofDeliverables(f)
	s.ofSpending(f)
	s.ofFinal(f)
	return f, nil
}

// lastMeeting is the inter-project meeting that was held last.
func (s *Source) lastMeeting() (on workflow.Date) {
	for _, m := range s.Call.Meetings {
		if m.State() == "held" {
			on = max(on, m.On)
		}
	}
	return on
}

// spent is what was declared under a line of the budget.
type spent struct{ declared, rejected, accepted workflow.Money }

func (t *spent) add(x spent) {
	t.declared, t.rejected, t.accepted = t.declared+x.declared, t.rejected+x.rejected, t.accepted+x.accepted
}

// judged is a line of spending: all of it declared, and what was not accepted.
func judged(x *workflow.Spending) spent {
	switch x.State() {
	case "accepted":
		return spent{x.Amount, x.Amount - x.Accepted, x.Accepted}
	case "refused":
		return spent{declared: x.Amount, rejected: x.Amount}
	default:
		return spent{declared: x.Amount}
	}
}

// ofSpending is the spending charged to the subsidy, by the lines of the budget
// that holds; lines that the project pays itself do not count.
func (s *Source) ofSpending(f locale.Facts) {
	budget := budgetNow(s.File)
	by := make([]spent, len(budget))
	var elsewhere, all spent // under a budget that held before
	var rejected []locale.Facts
	for _, x := range s.File.Spending {
		if x.Aside || x.State() == "void" {
			continue
		}
		if at := x.Line - 1; at >= 0 && at < len(budget) {
			by[at].add(judged(x))
		} else {
			elsewhere.add(judged(x))
		}
		all.add(judged(x))
		if judged(x).rejected > 0 {
			rejected = append(rejected, rejectedItem(x, budget))
		}
	}
	var rows []locale.Facts
	var grant workflow.Money
	for i, l := range budget {
		grant += l.Amount
		if l.Amount > 0 || by[i] != (spent{}) {
			rows = append(rows, spentRow(said(l.Label), l.Amount, by[i]))
		}
	}
	if elsewhere != (spent{}) {
		rows = append(rows, spentRow(locale.Both("Lignes d’un budget précédent", "Lijnen van een vorig budget"), 0, elsewhere))
	}
	f.Each["budget_line_item"], f.Each["rejected_item"] = rows, rejected
	f.If["rejected_spending"] = all.rejected > 0
	f.Is["budget_grant_total"], f.Is["declared_total"] = locale.Euros(grant), locale.Euros(all.declared)
	f.Is["rejected_total"], f.Is["accepted_total"] = locale.Euros(all.rejected), locale.Euros(all.accepted)
}

func spentRow(label locale.Fact, grant workflow.Money, x spent) locale.Facts {
	return row(map[string]locale.Fact{
		"budget_label": label, "budget_grant": locale.Euros(grant), "declared_amount": locale.Euros(x.declared),
		"rejected_amount": locale.Euros(x.rejected), "accepted_line_amount": locale.Euros(x.accepted),
	})
}

func rejectedItem(x *workflow.Spending, budget []workflow.Line) locale.Facts {
	var label []locale.Fact
	if at := x.Line - 1; at >= 0 && at < len(budget) {
		label = append(label, said(budget[at].Label))
	}
	for _, t := range []workflow.Text{x.Supplier, x.Number} {
		if !t.Empty() {
			label = append(label, said(t))
		}
	}
	if len(label) == 0 {
		label = append(label, locale.Said(x.Ref().ID))
	}
	why := said(x.Reasons)
	if x.State() == "accepted" {
		why = locale.Both("acceptée en partie", "gedeeltelijk aanvaard")
	}
	return row(map[string]locale.Fact{
		"item_label": locale.Phrase(label...), "item_amount": locale.Euros(judged(x).rejected), "item_rejection_reason": why,
	})
}

// budgetNow is the budget that holds: of the last version signed with one, of
// the award, or of the application.
func budgetNow(d *workflow.Submission) []workflow.Line {
	for _, v := range slices.Backward(d.Versions) {
		if v.State() == "signed" && v.Budget != nil {
			return v.Budget
		}
	}
	if d.Verdict != nil && d.Verdict.Budget != nil {
		return d.Verdict.Budget
	}
	if d.Proposal == nil {
		return nil
	}
	return d.Proposal.Budget
}

// ofFinal is the final subsidy, and what is left to pay or to give back.
func (s *Source) ofFinal(f locale.Facts) {
	d, final := s.File, *s.File.Final
	free := max(0, d.Signed-max(final, d.Paid)) // what was overpaid is free as it comes back
	f.Is["amount"], f.Is["accepted_amount"], f.Is["final_amount"] = locale.Euros(d.Signed), locale.Euros(d.Accepted), locale.Euros(final)
	f.Is["paid_amount"] = locale.Euros(d.Paid)
	f.If["balance_positive"], f.Is["balance_due"] = d.Paid < final, locale.Euros(max(0, final-d.Paid))
	f.If["has_recovery"], f.Is["recovery_amount"] = d.Paid > final, locale.Euros(max(0, d.Paid-final))
	f.If["amount_released"], f.Is["released_amount"] = free > 0, locale.Euros(free)
}
