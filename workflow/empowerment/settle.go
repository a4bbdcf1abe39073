package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// What is left to pay or to recover (PROCESS.md, Money).

// balance is the milestone of the one instalment that a fixed final subsidy
// leaves.
const balance = "balance"

// reached reports whether the project has passed the milestone.
func reached(s *w.Submission, milestone string) bool {
	switch milestone {
	case "signed":
		return !s.SignedAt.IsZero()
	case "midterm_held":
		return s.MidtermOn != ""
	case "reported":
		return !s.ReportedAt.IsZero()
	case "reviewed", balance:
		return s.Final != nil
	default:
		return false
	}
}

// replan plans what is unpaid anew: each unpaid milestone its share of the new
// signed amount, rounded down, never more than is left, the rest in the last.
func replan(k *w.Work) {
	s := k.File
	left := s.Signed - s.Paid
	var open []int
	plan := rulesOf(&k.Case).Instalments
	for n := range plan {
		if !slices.ContainsFunc(s.Instalments, func(i *w.Instalment) bool { return i.Share == n+1 && i.State() == "paid" }) {
			open = append(open, n)
		}
	}
	for at, n := range open {
		amount := min(s.Signed*w.Money(plan[n].Share)/100, left)
		if at == len(open)-1 {
			amount = left
		}
		if amount <= 0 {
			continue // none for nothing
		}
		left -= amount
		planned(k, &w.Instalment{Amount: amount, Milestone: plan[n].After, Share: n + 1})
	}
	if left > 0 { // every milestone was paid and the amount rose since
		planned(k, &w.Instalment{Amount: left, Milestone: "signed"})
	}
}

// planned makes an instalment; in the place of one that is held it is to be
// held as well, and a balance takes the place of all.
func planned(k *w.Work, i *w.Instalment) {
	for _, old := range k.File.Instalments {
		if old.State() == "held" && (old.Share == i.Share || i.Milestone == balance) {
			i.Keep, i.Reasons = true, old.Reasons
		}
	}
	w.Make(k, w.EntityInstalment, "", i)
}

func instalmentsMade(c *w.Case) []w.Subject    { return states(c.File.Instalments, w.Unborn) }
func instalmentsPlanned(c *w.Case) []w.Subject { return states(c.File.Instalments, "planned") }

// instalmentsReplanned are those that a last signature replaces.
func instalmentsReplanned(c *w.Case) []w.Subject {
	if !justSigned(c) {
		return nil
	}
	return states(c.File.Instalments, unpaid...)
}

// settle fixes the final subsidy from the accepted spending, brings the
// commitment to it, and puts one balance, or one recovery, in the place of what
// was open.
func settle(k *w.Work) {
	s := w.Own(k, k.File)
	final := min(s.Signed, s.Accepted)
	s.Final = &final
	if s.WrittenOff > 0 { // what was given up is reckoned anew
		k.Post(w.EntryWriteOff, -s.WrittenOff)
		s.WrittenOff = 0
	}
	k.Commit(max(final, s.Paid))
	switch {
	case s.Paid < final:
		planned(k, &w.Instalment{Amount: final - s.Paid, Milestone: balance})
	case s.Paid > final:
		days := rulesOf(&k.Case).RecoveryDays
		if days == 0 {
			days = defaultRecoveryDays
		}
		w.Make(k, w.EntityRecovery, "", &w.Recovery{Amount: s.Paid - final, Due: k.Today.Plus(0, days)})
	}
}

// unpaidDue is what is left to pay by the fixed final subsidy.
func unpaidDue(s *w.Submission) w.Money { return max(0, *s.Final-s.Paid) }

// unpaidSum is what the unpaid instalments add up to.
func unpaidSum(s *w.Submission) (sum w.Money) {
	for _, i := range s.Instalments {
		if slices.Contains(unpaid, i.State()) {
			sum += i.Amount
		}
	}
	return sum
}

// instalmentsOff are the unpaid ones where, after a bounce, they no longer add
// up to what is due.
func instalmentsOff(c *w.Case) []w.Subject {
	if c.File.Final == nil || unpaidSum(c.File) == unpaidDue(c.File) {
		return nil
	}
	return states(c.File.Instalments, unpaid...)
}

// defaultRecoveryDays is the delay to repay where the call sets none: proposed
// in the texts, part 6; no source gives it.
const defaultRecoveryDays = 30

// instalmentsDropped are the unpaid ones, once the final subsidy is fixed.
func instalmentsDropped(c *w.Case) []w.Subject {
	if c.File.Final == nil {
		return nil
	}
	return states(c.File.Instalments, unpaid...)
}

func balances(c *w.Case) (out []w.Subject) {
	for _, i := range c.File.Instalments {
		if i.Milestone == balance && i.State() == "planned" {
			out = append(out, i)
		}
	}
	return out
}

// moneyBack reports whether money is, or was, to come back.
func moneyBack(s *w.Submission) bool { return has(s.Recoveries, "demanded") || s.WrittenOff > 0 }

func recoveriesMade(c *w.Case) []w.Subject { return states(c.File.Recoveries, w.Unborn) }

// recoveriesDropped are the demands that a new reckoning replaces.
func recoveriesDropped(c *w.Case) []w.Subject { return states(c.File.Recoveries, "demanded") }

// moneyOpen reports whether anything is left to pay or to recover.
func moneyOpen(s *w.Submission) bool {
	return has(s.Instalments, unpaid...) || has(s.Recoveries, "demanded")
}

// acceptedSpending is the accepted sum of the lines charged to the subsidy.
func acceptedSpending(s *w.Submission) (sum w.Money) {
	for _, x := range s.Spending {
		if x.State() == "accepted" && !x.Aside {
			sum += x.Accepted
		}
	}
	return sum
}
