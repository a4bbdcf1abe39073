package document

import (
	"fmt"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// budget is annex 2. Its lines add up to the amount, but where less was awarded
// than asked and nobody has cut them to it: then they are the application's, and
// the text says so.
func (c *contract) budget() error {
	lines := c.lines()
	var grants, own workflow.Money
	for _, l := range lines {
		grants += l.Amount
		own += l.Own
		c.each("budget_line_item", locale.Facts{Is: map[string]locale.Fact{
			"budget_category": locale.Named("choice.category." + l.Category), "budget_label": said(l.Label),
			"budget_total": locale.Euros(l.Amount + l.Own), "budget_grant": locale.Euros(l.Amount), "budget_cofinancing": locale.Euros(l.Own),
		}})
	}
	if grants != c.v.Amount && !c.uncut(grants) {
		return fmt.Errorf("%w: the budget's lines add up to %s, the amount is %s", ErrMayNot, grants, c.v.Amount)
	}
	c.when("budget_to_recut", grants != c.v.Amount)
	c.when("reduced_amount", c.v.Amount < c.s.File.Requested)
	c.when("cofinancing", own > 0)
	c.f.Is["budget_grant_sum"] = locale.Euros(grants)
	c.f.Is["cofinancing_amount"] = locale.Euros(own)
	c.f.Is["budget_sum"] = locale.Euros(grants + own)
	return nil
}

// uncut: these are the lines of the application, of which less was awarded.
func (c *contract) uncut(grants workflow.Money) bool {
	own := c.v.Kind == "budget" || c.v.Kind == "amount" // these bring lines that fit
	v := c.s.File.Verdict
	return !own && v != nil && v.Budget == nil && grants == c.s.File.Requested && grants > c.v.Amount
}

// lines are the version's budget, or else the one that it finds.
func (c *contract) lines() []workflow.Line {
	if c.v.Budget != nil {
		return c.v.Budget
	}
	return c.linesBefore()
}

// linesBefore are the budget that held before the version: of the last signed
// one, of the award, or of the application.
func (c *contract) linesBefore() []workflow.Line {
	for _, v := range slices.Backward(c.s.File.Versions) {
		if v.State() == "signed" && v.Budget != nil && v.Ref() != c.v.Ref() {
			return v.Budget
		}
	}
	if v := c.s.File.Verdict; v != nil && v.Budget != nil {
		return v.Budget
	}
	return c.s.File.Proposal.Budget
}

// tranche is an instalment as the last signature leaves it.
type tranche struct {
	number       int // place in the call's shares, which conditions name
	share        int // per cent
	amount, paid workflow.Money
	after        string
}

// tranches are the instalments as the last signature will plan them: what is
// paid stays; each unpaid milestone gets its share of the amount, rounded down,
// never more than is left, the last one the rest, none for nothing.
func (c *contract) tranches() []tranche {
	plan, file := c.s.rules().Instalments, c.s.File
	out := c.tranchesPaid()
	var open []int
	for n := range plan {
		if !slices.ContainsFunc(out, func(t tranche) bool { return t.number == n+1 }) {
			open = append(open, n)
		}
	}
	left := c.v.Amount - file.Paid
	for at, n := range open {
		amount := min(c.v.Amount*workflow.Money(plan[n].Share)/100, left)
		if at == len(open)-1 {
			amount = left
		}
		if amount <= 0 {
			continue
		}
		left -= amount
		out = append(out, tranche{number: n + 1, share: plan[n].Share, amount: amount, after: plan[n].After})
	}
	slices.SortStableFunc(out, func(a, b tranche) int { return a.number - b.number })
	if left > 0 { // every milestone was paid and the amount rose since
		out = append(out, tranche{number: len(plan) + 1, amount: left, after: "signed"})
	}
	return out
}

func (c *contract) tranchesPaid() (out []tranche) {
	plan := c.s.rules().Instalments
	for _, i := range c.s.File.Instalments {
		if i.State() != "paid" {
			continue
		}
		t := tranche{number: i.Share, amount: i.Amount, paid: i.Amount, after: i.Milestone}
		if i.Share == 0 { // from an earlier rise
			t.number = len(plan) + 1
		} else if i.Share <= len(plan) {
			t.share = plan[i.Share-1].Share
		}
		out = append(out, t)
	}
	return out
}

// instalments are article 7.1; they add up to the amount.
func (c *contract) instalments() error {
	all := c.tranches()
	var sum, paid workflow.Money
	for _, t := range all {
		sum += t.amount
		paid += t.paid
		c.each("instalment", locale.Facts{Is: map[string]locale.Fact{
			"instalment_number": locale.Counted(t.number), "instalment_share": locale.PerCent(t.share), "instalment_amount": locale.Euros(t.amount),
			"instalment_paid": locale.Euros(t.paid), "instalment_due": locale.Euros(t.amount - t.paid),
			"instalment_trigger": locale.Named("instalment_trigger." + t.after),
		}})
	}
	if sum != c.v.Amount || paid != c.s.File.Paid {
		return fmt.Errorf("%w: the instalments add up to %s, %s of it paid; the amount is %s, and %s was paid", ErrMayNot, sum, paid, c.v.Amount, c.s.File.Paid)
	}
	c.when("single_instalment", len(all) == 1)
	c.f.Is["instalment_count"] = locale.Counted(len(all))
	c.f.Is["instalment_trigger"] = locale.Named("instalment_trigger." + all[0].after) // of the only one
	c.f.Is["paid_amount"] = locale.Euros(paid)
	c.f.Is["unpaid_amount"] = locale.Euros(sum - paid)
	return nil
}
