package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// instalment is a part of the subsidy that is paid at a milestone (tranche).
var instalment = []w.Rule{
	{Action: "plan", To: "planned", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "fall_due", From: from("planned"), To: "claimable", By: by(w.Engine), When: when(milestoneReached), Does: w.Plain(nil), Jobs: mail("E44")},
	{Action: "claim", From: from("claimable"), To: "claimed", By: by(w.SispSig), While: decidedOn, When: when(payable), Does: w.Takes(claim, claimLines, claimProofs, claimInTime).Like(likeClaim), Jobs: paper("claim", "E45"), Causes: then(must(w.EntitySpending, "claim", spendingMade))},
	{Action: "return", From: from("claimed"), To: "claimable", By: by(w.Officer), While: decidedOn, Does: w.Takes(returnClaim)},
	{Action: "approve", From: from("claimed"), To: "approved", By: by(w.Director), While: decidedOn, Does: w.Takes(approve), Jobs: paper("payment", "E45")},
	{Action: "pay", From: from("approved"), To: "paid", By: by(w.Finance), While: decidedOn, Apart: approvedIt, When: when(notSuspended, noAmountOut, noArrears, conditionsMet), Does: w.Takes(pay, paidByNow), Spends: true, StepUp: true, Jobs: mail("E46")},
	{Action: "hold", From: from("claimable", "claimed", "approved"), To: "held", By: by(w.Director), While: decidedOn, Does: w.Takes(holdPayment), Jobs: mail("E47")},
	{Action: "hold", From: from("claimable"), To: "held", By: by(w.Engine), Does: w.Plain(holdOn)},
	{Action: "release", From: from("held"), Back: map[w.State]w.State{"claimable": "claimable", "claimed": "claimed", "approved": "approved"}, By: by(w.Director), While: decidedOn, Does: w.Takes(releasePayment)},
	{Action: "bounce", From: from("paid"), To: "approved", By: by(w.Finance), While: decidedOn, When: when(notRepaid), Does: w.Takes(bounce), Spends: true, Causes: then(try(w.EntitySubmission, "reopen_account", theFile), must(w.EntityInstalment, "void", instalmentsOff), must(w.EntityInstalment, "plan", instalmentsMade), must(w.EntityInstalment, "fall_due", balances), must(w.EntityInstalment, "hold", instalmentsKept), must(w.EntityRecovery, "void", recoveriesDropped), must(w.EntityRecovery, "demand", recoveriesMade))},
	{Action: "void", From: unpaid, To: "void", By: by(w.Engine), Does: w.Plain(nil)},
}

// unpaid are the states of an instalment that still has to be paid.
var unpaid = []w.State{"planned", "claimable", "claimed", "approved", "held"}

type (
	claimIn struct {
		Declaration w.Text       `name:"declaration" need:"yes" max:"300"`
		Spending    []spendingIn `name:"spending"`
	}
	payIn struct {
		PaidOn    w.Date `name:"paid_on" need:"yes"`
		Reference w.Text `name:"reference" need:"yes" max:"100"`
	}
)

func (in claimIn) lines() []spendingIn { return in.Spending }

var (
	claimLines  = knownLines[claimIn]()
	claimProofs = knownProofs[claimIn]()
	// claimInTime: nobody judges spending once the final subsidy is fixed.
	claimInTime = w.Check[claimIn]{Code: w.CodeState, Field: "spending", Holds: func(c *w.Case, in claimIn) bool {
		return c.File.Final == nil || len(in.Spending) == 0
	}, Facts: func(c *w.Case, _ claimIn) map[string]any { return fileState(c) }}
)

var (
	milestoneReached = w.Guard{Code: "milestone", Holds: func(c *w.Case) bool { return reached(c.File, w.On[*w.Instalment](c).Milestone) }}
	payable          = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool {
		return slices.Contains(living, c.File.State()) || c.File.State() == SubReviewed || c.File.State() == Terminated
	}, Facts: fileState}
	notSuspended = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool { return c.File.State() != Suspended }, Facts: fileState}
	noAmountOut  = w.Guard{Code: "avenant_out", Holds: func(c *w.Case) bool {
		v := out(c.File)
		return v == nil || v.Kind != "amount"
	}}
	noArrears = w.Guard{Code: "arrears", Holds: func(c *w.Case) bool { return len(c.Arrears) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"submission": c.Arrears[0].Submission, "owes": c.Arrears[0].Owes, "until": c.Arrears[0].Since}
	}}
	conditionsMet = w.Guard{Code: "conditions_unmet", Holds: func(c *w.Case) bool { return len(waitedFor(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"conditions": waitedFor(c)}
	}}
	// notRepaid: what the SISP gave back since cannot come back from its bank as well.
	notRepaid = w.Guard{Code: "repaid", Holds: func(c *w.Case) bool { return w.On[*w.Instalment](c).Amount <= c.File.Paid }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"paid": c.File.Paid}
	}}
	paidByNow = w.Check[payIn]{Code: "date_future", Kind: w.Invalid, Field: "paid_on", Holds: func(c *w.Case, in payIn) bool { return in.PaidOn <= c.Today }}
)

func fileState(c *w.Case) map[string]any {
	return map[string]any{"state": c.Told(), "entity": w.EntitySubmission}
}

// waitedFor lists the open conditions that the instalment names; one that names
// no instalment holds back all.
func waitedFor(c *w.Case) (ids []string) {
	i := w.On[*w.Instalment](c)
	for _, x := range c.File.Conditions {
		if x.State() == "open" && (x.Instalment == 0 || x.Instalment == i.Share || i.Milestone == balance || !stands(c.File, x.Instalment)) {
			ids = append(ids, x.Ref().ID)
		}
	}
	return ids
}

// stands reports whether the share has an instalment; one that came to nothing
// has none, and its conditions hold back all.
func stands(s *w.Submission, share int) bool {
	return slices.ContainsFunc(s.Instalments, func(i *w.Instalment) bool { return i.Share == share && i.State() != "void" })
}

// approvedIt: whoever approved a payment does not execute it.
func approvedIt(c *w.Case) (w.Code, bool) {
	return "instalment.approve", w.On[*w.Instalment](c).Approver == c.Actor.Person
}

func claim(k *w.Work, in claimIn) {
	w.On[*w.Instalment](&k.Case).Declaration = in.Declaration
	spend(k, in.Spending, false)
}

func returnClaim(k *w.Work, in reasonsIn) {
	i := w.On[*w.Instalment](&k.Case)
	i.Reasons, i.Declaration = in.Reasons, w.Text{}
}

func approve(k *w.Work, in mayReasonsIn) {
	i := w.On[*w.Instalment](&k.Case)
	i.Approver, i.Reasons = k.Actor.Person, in.Reasons
}

func pay(k *w.Work, in payIn) {
	i := w.On[*w.Instalment](&k.Case)
	i.PaidOn, i.Reference = in.PaidOn, in.Reference
	s := w.Own(k, k.File)
	s.Paid += i.Amount
	k.Post(w.EntryPayment, i.Amount)
}

func holdPayment(k *w.Work, in reasonsIn) {
	i := w.On[*w.Instalment](&k.Case)
	i.Reasons, i.HeldFrom = in.Reasons, i.State()
}

// holdOn: what takes the place of a payment that the director holds is held too;
// only the director releases it.
func holdOn(k *w.Work) {
	i := w.On[*w.Instalment](&k.Case)
	i.Keep, i.HeldFrom = false, i.State()
}

func instalmentsKept(c *w.Case) (out []w.Subject) {
	for _, i := range c.File.Instalments {
		if i.Keep && i.State() == "claimable" {
			out = append(out, i)
		}
	}
	return out
}

func releasePayment(k *w.Work, in reasonsIn) { w.On[*w.Instalment](&k.Case).Reasons = in.Reasons }

// bounce: the bank sent the money back, and it is to be paid again. Where, once
// the final subsidy is fixed, that is no longer what is due, it is worked out
// anew.
func bounce(k *w.Work, in mayReasonsIn) {
	i := w.On[*w.Instalment](&k.Case)
	i.PaidOn, i.Reference, i.Reasons = "", w.Text{}, in.Reasons
	s := w.Own(k, k.File)
	s.Paid -= i.Amount
	k.Post(w.EntryRecovery, i.Amount)
	if s.Final == nil {
		return
	}
	if unpaidSum(s)+i.Amount != unpaidDue(s) || moneyBack(s) {
		settle(k)
		return
	}
	k.Commit(max(*s.Final, s.Paid))
}
