package document

import (
	"slices"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// What mails about a dossier say, where no letter says it.

// mailAsked: a partner confirms while the SISP still writes; later it signs.
func (l *letter) mailAsked() error {
	p, ok := l.On.(*workflow.Party)
	if !ok {
		return lacks("a partner")
	}
	if s := l.File.State(); s != "draft" && s != "incomplete" {
		return ErrNothingToTell
	}
	until := locale.AtMoment(l.Call.ClosesAt)
	if l.File.State() == "incomplete" {
		until = day(l.File.Completion.Until.Plus(0, 1)) // its whole day counts
	}
	l.is("call_closes_at", until)
	var own workflow.Partner
	for _, x := range l.File.Proposal.Partners {
		if x.ID == p.Org {
			own = x
		}
	}
	l.is("party_role", said(own.Role))
	l.when("party_described", l.f.Is["party_role"].Kind != locale.FactUnknown)
	l.is("party_amount", locale.Euros(own.Share))
	l.when("party_paid", own.Share > 0)
	return nil
}

func (l *letter) mailConfirmed() error {
	p, ok := l.On.(*workflow.Party)
	if !ok {
		return lacks("a partner")
	}
	l.is("partner_short_name", l.orgName(p.Org))
	l.when("partner_confirmed", p.State() == workflow.PartyConfirmed)
	var missing []locale.Fact
	for _, x := range l.File.Parties {
		if x.State() == workflow.PartyAsked || x.State() == workflow.PartyDeclined {
			missing = append(missing, l.orgName(x.Org))
		}
	}
	l.when("all_confirmed", len(missing) == 0)
	l.is("partners_missing", locale.Listed(missing...))
	return nil
}

func (l *letter) mailAward() error {
	v := l.File.Verdict
	if v == nil || v.Kind != "award" {
		return lacks("an award")
	}
	l.is("amount", locale.Euros(v.Amount))
	l.conditions()
	l.is("contract_data_due", day(l.today().Plus(0, l.term("contract_data_days"))))
	l.is("signing_deadline", day(l.File.SignBy))
	return nil
}

func (l *letter) mailReserve() error {
	l.is("reserve_valid_until", day(l.Call.Rules().ReserveUntil))
	l.when("reserve_expired", l.File.State() == "expired")
	return nil
}

// mailLeft: the SISP withdrew or declined, or the delay to sign ran out.
func (l *letter) mailLeft() error {
	e, err := l.did("withdraw", "decline")
	if err != nil {
		return err
	}
	l.when("lapsed_by_deadline", l.House.Person(e.By) == nil)
	l.is("actor_name", l.person(e.By))
	l.is("withdrawn_on", eventDay(e))
	l.is("declined_on", eventDay(e))
	l.is("signing_deadline", day(l.File.SignBy))
	return nil
}

func (l *letter) mailAppeal() error {
	if l.File.Appeal == nil {
		return lacks("an appeal")
	}
	l.is("appeal_received_on", day(l.File.Appeal.On))
	l.when("eligible_again", l.File.State() == "eligible" || l.File.State() == workflow.SubmissionUnderReview)
	return nil
}

// mailVersion is about what the parties sign.
func (l *letter) mailVersion() error {
	v, ok := l.On.(*workflow.Version)
	if !ok {
		return lacks("a version to sign")
	}
	kind := "document.convention"
	if v.Kind != "convention" {
		kind = "document.avenant_" + v.Kind
	}
	l.is("document_title", locale.Named(kind))
	l.when("signing_limited", v.Kind == "convention" && l.File.SignBy != "")
	l.is("signing_deadline", day(l.File.SignBy))
	var missing []locale.Fact
	for _, org := range v.Parties {
		if !v.HasSigned(org) {
			missing = append(missing, l.orgName(org))
		}
	}
	l.is("missing_signatures", locale.Listed(missing...))
	l.is("convention_effective_on", day(l.today()))
	l.when("instalment_claimable", slices.ContainsFunc(l.File.Instalments, func(i *workflow.Instalment) bool { return i.State() == "claimable" }))
	return nil
}

func (l *letter) mailMidterm() error {
	if len(l.File.Midterms) == 0 {
		return lacks("a mid-term interview")
	}
	m := l.File.Midterms[len(l.File.Midterms)-1]
	l.when("interview_held", m.HeldOn != "")
	l.when("follow_up_asked", len(m.Actions) > 0)
	return nil
}

func (l *letter) mailDeliverable() error {
	d, ok := l.On.(*workflow.Deliverable)
	if !ok {
		return lacks("a deliverable")
	}
	l.is("deliverable_title", said(d.Title))
	l.when("deliverable_returned", d.State() == "returned")
	l.is("return_reason", said(d.Reasons))
	return nil
}

// mailExpected is about a deliverable that has not come.
func (l *letter) mailExpected() error {
	d, ok := l.On.(*workflow.Deliverable)
	if !ok {
		return lacks("a deliverable")
	}
	l.is("deliverable_title", said(d.Title))
	l.is("deliverable_due", day(d.Due))
	return l.stillTrue(d.State() == "expected" || d.State() == "returned")
}

func (l *letter) mailReview() error {
	d := l.File
	final := finalOf(d)
	l.is("accepted_amount", locale.Euros(d.Accepted))
	l.is("final_amount", locale.Euros(final))
	l.is("balance_due", locale.Euros(max(0, final-d.Paid)))
	l.when("balance_positive", final > d.Paid)
	l.is("recovery_amount", locale.Euros(max(0, d.Paid-final)))
	l.when("has_recovery", d.Paid > final)
	return nil
}

func (l *letter) mailInstalment() error {
	i, ok := l.On.(*workflow.Instalment)
	if !ok {
		return lacks("an instalment")
	}
	l.is("instalment_number", locale.Said(i.Ref().ID))
	l.is("instalment_amount", locale.Euros(i.Amount))
	l.is("instalment_trigger", locale.Named("instalment_trigger."+i.Milestone))
	l.when("waits_for_approval", i.State() == "claimed")
	l.is("executed_on", day(i.PaidOn))
	l.is("hold_reason", said(i.Reasons))
	account := strings.ReplaceAll(l.File.Account, " ", "")
	l.when("account_known", len(account) > accountShown)
	l.is("iban_last_digits", typed(account[max(0, len(account)-accountShown):]))
	return nil
}

// accountShown is how much of an account's number a mail tells.
const accountShown = 4

func (l *letter) mailRecovery() error {
	r, ok := l.On.(*workflow.Recovery)
	if !ok {
		return lacks("a recovery")
	}
	l.is("recovery_amount", locale.Euros(r.Amount))
	l.is("recovery_due", day(r.Due))
	return nil
}

func (l *letter) mailSuspended() error {
	e, err := l.did("suspend", "resume")
	if err != nil {
		return err
	}
	l.when("suspension_lifted", e.Action == "resume")
	l.is("suspension_date", eventDay(last(l.Past, workflow.EntitySubmission, "suspend")))
	l.is("resume_date", eventDay(e))
	return nil
}
