package document

import (
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// Letters on a project's course: formal notice, suspension, invitations, an end
// before the signature.

func (l *letter) notice() error {
	n := l.File.Notice
	e, err := l.did("give_notice")
	if err != nil {
		return err
	}
	if err := l.why("breach_facts", "what is wrong", n.Grounds); err != nil {
		return err
	}
	if err := l.why("notice_consequences", "what may follow", n.Consequences); err != nil {
		return err
	}
	l.is("formal_notice_deadline", day(n.Until))
	l.when("payments_held", l.File.State() == "suspended" || slices.ContainsFunc(l.File.Instalments, func(i *workflow.Instalment) bool { return i.State() == "held" }))
	l.is("delivery_mode", l.text("delivery_registered"))
	l.signed(e.By, workflow.Director)
	return nil
}

func (l *letter) suspension() error {
	e, err := l.did("suspend", "resume")
	if err != nil {
		return err
	}
	begun, err := l.did("suspend")
	if err != nil {
		return err
	}
	reasons := "suspension_reasons"
	if e.Action == "resume" {
		reasons = "resume_reasons"
	}
	if err := l.why(reasons, "the reasons", l.File.Reasons); err != nil {
		return err
	}
	l.unsaid("suspension_reasons", "resume_reasons")
	l.when("suspension_lifted", e.Action == "resume")
	l.is("suspension_date", eventDay(begun))
	l.is("resume_date", eventDay(e))
	l.is("end_date", day(l.File.EndOn))
	l.signed(e.By, workflow.Director)
	return nil
}

func (l *letter) interview() error {
	i, ok := l.On.(*workflow.Interview)
	if !ok {
		return lacks("an interview")
	}
	l.is("interview_date", day(i.On))
	l.is("interview_agenda", said(i.Agenda))
	l.when("agenda_set", said(i.Agenda).Kind != locale.FactUnknown)
	due := i.On.Plus(0, -l.term("preparation_days"))
	l.when("change_possible", due > l.today())
	l.is("interview_change_due", day(due))
	return nil
}

func (l *letter) meeting() error {
	m := l.invitedTo()
	if m == nil {
		return lacks("a meeting that projects are invited to")
	}
	l.is("meeting_date", day(m.On))
	l.is("meeting_agenda", said(m.Agenda))
	l.when("agenda_set", said(m.Agenda).Kind != locale.FactUnknown)
	l.when("report_awaited", l.File.ReportedAt.IsZero() && l.File.ReportDue != "")
	l.is("final_report_due", day(l.File.ReportDue))
	return nil
}

// invitedTo is the call's latest meeting with invitations.
func (l *letter) invitedTo() *workflow.Meeting {
	if m, ok := l.On.(*workflow.Meeting); ok {
		return m
	}
	if e := last(l.CallPast, workflow.EntityMeeting, "invite"); e != nil {
		for _, m := range l.Call.Meetings {
			if m.Ref() == e.On && m.State() == "invited" {
				return m
			}
		}
	}
	for _, m := range slices.Backward(l.Call.Meetings) {
		if m.State() == "invited" {
			return m
		}
	}
	return nil
}

// ended is the end of a dossier whose convention was not signed: the SISP's own
// act, or the last day to sign.
func (l *letter) ended() error {
	e, err := l.did("withdraw", "decline")
	if err != nil {
		return err
	}
	declined := e.Action == "decline"
	lapsed := declined && l.House.Person(e.By) == nil
	l.when("lapsed_by_deadline", lapsed)
	l.when("declined_by_sisp", declined && !lapsed)
	l.when("withdrawn_by_sisp", !declined)
	l.is("declined_on", eventDay(e))
	l.is("withdrawn_on", eventDay(e))
	l.is("signing_deadline", day(l.File.SignBy))
	v := l.File.Verdict
	// An award whose letter never went is told to nobody.
	known := v != nil && v.Kind == "award" && l.File.LetterOn != ""
	l.when("amount_was_reserved", known)
	if v != nil && known {
		l.is("amount", locale.Euros(v.Amount))
		l.judged(v)
	}
	l.unsaid("amount", "decision_date")
	if lapsed && !known {
		return lacks("the award that lapsed")
	}
	missing := l.unsigned(e)
	l.when("convention_issued", len(missing) > 0)
	l.is("missing_signatures", locale.Listed(missing...))
	return nil
}

// unsigned are the parties that had not signed the version which the act ended.
func (l *letter) unsigned(end *Event) (out []locale.Fact) {
	v := l.endedBy(end)
	if v == nil {
		return nil
	}
	for _, org := range v.Parties {
		if !v.HasSigned(org) {
			out = append(out, l.orgName(org))
		}
	}
	return out
}

// endedBy is the version that was out for signature when the act ended the
// dossier: the one that it made void.
func (l *letter) endedBy(end *Event) *workflow.Version {
	after := false
	for i := range l.Past {
		e := &l.Past[i]
		after = after || e == end
		if !after || e.On.Entity != workflow.EntityVersion || e.Action != "void" {
			continue
		}
		for _, v := range l.File.Versions {
			if v.Ref() == e.On {
				return v
			}
		}
	}
	return nil
}
