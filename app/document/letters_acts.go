package document

import (
	"tremplin/locale"
	"tremplin/workflow"
)

// Letters that tell of an act which the others leave untold: a longer delay to
// sign, a refused end, a new reckoning, a debt that is given up.

func (l *letter) signingExtended() error {
	e, err := l.did("extend_signing")
	if err != nil {
		return err
	}
	if err := l.why("extension_reasons", "the reasons", l.File.Reasons); err != nil {
		return err
	}
	l.is("signing_deadline", day(l.File.SignBy))
	l.signed(e.By, workflow.Director)
	return nil
}

func (l *letter) endRefused() error {
	e, err := l.did("refuse_end")
	if err != nil {
		return err
	}
	asked, err := l.did("ask_end")
	if err != nil {
		return err
	}
	if err := l.why("refusal_reasons", "the reasons", l.File.Reasons); err != nil {
		return err
	}
	l.is("end_asked_on", eventDay(asked))
	l.decided(l.File.Mandate, workflow.DateOf(e.At))
	l.signed(e.By, workflow.FunderSig)
	return nil
}

func (l *letter) reassessment() error {
	d := l.File
	e, err := l.did("reassess")
	if err != nil {
		return err
	}
	if d.Final == nil {
		return lacks("a final subsidy")
	}
	if err := l.why("reassessment_reasons", "the reasons", d.Reasons); err != nil {
		return err
	}
	final := *d.Final
	l.is("old_accepted_amount", locale.Euros(d.Before.Accepted))
	l.is("old_final_amount", locale.Euros(d.Before.Final))
	l.is("accepted_amount", locale.Euros(d.Accepted))
	l.is("final_amount", locale.Euros(final))
	l.is("amount", locale.Euros(d.Signed))
	l.is("paid_amount", locale.Euros(d.Paid))
	l.when("balance_positive", d.Paid < final)
	l.when("has_recovery", d.Paid > final)
	l.when("account_even", d.Paid == final)
	l.is("balance_due", locale.Euros(max(0, final-d.Paid)))
	l.is("recovery_amount", locale.Euros(max(0, d.Paid-final)))
	l.decided(d.Mandate, workflow.DateOf(e.At))
	l.signed(e.By, workflow.FunderSig)
	return nil
}

func (l *letter) writeOff() error {
	r, ok := l.On.(*workflow.Recovery)
	if !ok {
		return lacks("a recovery")
	}
	e := lastOf(l.Past, r.Ref(), "write_off")
	if e == nil {
		return lacks("the act write_off")
	}
	if err := l.why("write_off_reasons", "the reasons", r.Reasons); err != nil {
		return err
	}
	left := r.Amount - r.Received
	l.is("recovery_amount", locale.Euros(r.Amount))
	l.is("received_amount", locale.Euros(r.Received))
	l.is("written_off_amount", locale.Euros(left))
	l.is("written_off_amount_words", locale.EurosInWords(left))
	l.decided(l.File.Mandate, workflow.DateOf(e.At))
	l.signed(e.By, workflow.FunderSig)
	return nil
}
