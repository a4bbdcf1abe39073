package document

import (
	"tremplin/locale"
	"tremplin/workflow"
)

// Letters that settle a project's money: its termination, what it owes back.

func (l *letter) termination() error {
	d := l.File
	e, err := l.did("terminate")
	if err != nil {
		return err
	}
	if err := l.why("termination_reasons", "the reasons", d.Reasons); err != nil {
		return err
	}
	l.decided(d.Mandate, workflow.DateOf(e.At))
	l.is("termination_effective_on", eventDay(e))
	l.preceded()
	l.settled(e)
	l.is("delivery_mode", l.text("delivery_registered"))
	l.signed(e.By, workflow.FunderSig)
	return nil
}

// preceded is on what the end rests: that the SISP asked for it, a formal
// notice, or a ground that needs none.
func (l *letter) preceded() {
	n := l.File.Notice
	asked := last(l.Past, workflow.EntitySubmission, "ask_end", "refuse_end")
	wanted := asked != nil && asked.Action == "ask_end"
	l.when("end_was_asked", wanted)
	l.when("formal_notice_sent", n.Until != "")
	l.when("ground_named", l.File.Ground != "")
	l.is("end_asked_on", eventDay(asked))
	l.is("formal_notice_date", eventDay(last(l.Past, workflow.EntitySubmission, "give_notice")))
	l.is("formal_notice_deadline", day(n.Until))
	l.is("breach_facts", said(n.Grounds))
	l.is("immediate_termination_ground", typed(l.File.Ground))
}

// settled is what the end leaves to pay, to pay back, and to others.
func (l *letter) settled(end *Event) {
	d := l.File
	final := finalOf(d)
	signed := !d.SignedAt.IsZero()
	l.when("convention_signed", signed)
	amount := d.Awarded
	if signed {
		amount = d.Signed
	}
	l.is("amount", locale.Euros(amount))
	l.is("accepted_amount", locale.Euros(d.Accepted))
	l.is("final_amount", locale.Euros(final))
	l.is("paid_amount", locale.Euros(d.Paid))
	l.is("balance_due", locale.Euros(max(0, final-d.Paid)))
	back := max(0, d.Paid-final)
	l.is("recovery_amount", locale.Euros(back))
	l.when("has_recovery", back > 0)
	// A rise that was out for signature was committed as well.
	if v := l.endedBy(end); v != nil && v.Kind == "amount" {
		amount = max(amount, v.Amount)
	}
	l.is("released_amount", locale.Euros(max(0, amount-d.Committed)))
}

func (l *letter) recovery() error {
	d := l.File
	r, ok := l.On.(*workflow.Recovery)
	if !ok || r.Amount <= 0 {
		return lacks("a recovery")
	}
	e, err := l.did("review", "terminate", "reassess")
	if err != nil {
		return err
	}
	l.when("after_review", e.Action == "review")
	l.when("after_termination", e.Action == "terminate")
	l.when("after_reassessment", e.Action == "reassess")
	role := workflow.Director // a review has no other reasons than its sums
	if e.Action != "review" {
		role = workflow.FunderSig
		if err := l.why("recovery_reasons", "the reasons", d.Reasons); err != nil {
			return err
		}
	}
	l.unsaid("recovery_reasons")
	l.is("decision_date", eventDay(e))
	l.is("recovery_amount", locale.Euros(r.Amount))
	l.is("recovery_amount_words", locale.EurosInWords(r.Amount))
	l.is("paid_amount", locale.Euros(d.Paid))
	l.is("accepted_amount", locale.Euros(d.Accepted))
	l.is("final_amount", locale.Euros(finalOf(d)))
	l.is("recovery_due", day(r.Due))
	l.is("payment_communication", locale.Said(communication(l.number())))
	l.rejected(e)
	l.is("delivery_mode", l.text("delivery_registered"))
	l.signed(e.By, role)
	return nil
}

// rejected are the claims on the subsidy that were not accepted, or not in full,
// where they are why: a reassessment has its own reasons.
func (l *letter) rejected(end *Event) {
	var all []locale.Facts
	for _, x := range l.File.Spending {
		if end.Action == "reassess" {
			break
		}
		left := x.Amount
		if x.State() == "accepted" {
			left -= x.Accepted
		}
		if x.Aside || left <= 0 || x.State() != "accepted" && x.State() != "refused" {
			continue
		}
		number := said(x.Number)
		if number.Kind == locale.FactUnknown {
			number = locale.Said(x.Ref().ID)
		}
		reason := said(x.Reasons)
		all = append(all, locale.Facts{
			Is: map[string]locale.Fact{"item_number": number, "item_amount": locale.Euros(left), "item_rejection_reason": reason},
			If: map[string]bool{"item_explained": reason.Kind != locale.FactUnknown},
		})
	}
	l.each("rejected_item", all)
	l.when("rejected_spending", len(all) > 0)
}
