package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// ErrNothingToTell says that an act is nobody's news as the case stands.
var ErrNothingToTell = errors.New("document: nothing to tell")

// MailFacts are what a mail says, whoever reads it: who does, and where it leads,
// comes with each. Like a document's they are of the case as the act had left it.
func MailFacts(mail string, s *Source) (locale.Facts, error) {
	say, ok := mailsSay[mail]
	if !ok {
		return locale.Facts{}, fmt.Errorf("%w: mail %s", ErrUnknownKind, mail)
	}
	l := &letter{s, s.facts()}
	l.contact()
	p := l.House.Person(l.officer())
	l.when("contact_known", p != nil && said(p.Name).Kind != locale.FactUnknown && said(p.Email).Kind != locale.FactUnknown)
	l.is("salutation", s.text("salutation"))
	l.when("about_dossier", s.File != nil)
	if err := say(l); err != nil {
		return locale.Facts{}, fmt.Errorf("document: mail %s: %w", mail, err)
	}
	return l.f, nil
}

// LinkFacts are what a mail with a link to choose a password says.
func LinkFacts(s *Settings, link string, until time.Time) locale.Facts {
	return locale.Facts{Is: map[string]locale.Fact{
		"salutation": both(s.Texts["salutation"]), "funder_name": both(s.Texts["funder_name"]),
		"action_url": locale.Said(link), "link_until": locale.AtMoment(until),
	}}
}

// TokenFacts are what a mail about a token says that was made, at that moment.
func TokenFacts(s *Settings, made time.Time) locale.Facts {
	return locale.Facts{Is: map[string]locale.Fact{
		"salutation": both(s.Texts["salutation"]), "funder_name": both(s.Texts["funder_name"]), "token_made_at": locale.AtMoment(made),
	}}
}

// MandateFacts are what a mail about a right to sign says that ends.
func MandateFacts(s *Settings, h *workflow.House, p *workflow.Person, g workflow.Grant) locale.Facts {
	party := locale.Said(g.Org)
	if o := h.Org(g.Org); o != nil {
		party = both(o.Name)
	}
	return locale.Facts{Is: map[string]locale.Fact{
		"salutation": both(s.Texts["salutation"]), "das_name": both(s.Texts["das_name"]), "funder_name": both(s.Texts["funder_name"]),
		"signatory_name": said(p.Name), "party_name": party, "mandate_ends_on": day(g.Until),
	}}
}

// Mails are those that there are.
func Mails() (out []string) {
	for name := range mailsSay {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// mailsSay is what each mail says beside what all know of the call, the dossier
// and the SISP.
var mailsSay = map[string]func(*letter) error{
	"E01": func(l *letter) error {
		l.is("min_per_project", locale.Euros(l.rules().Min))
		l.is("max_per_project", locale.Euros(l.rules().Max))
		return nil
	},
	"E02": (*letter).mailExtended,
	"E03": known,
	"E04": func(l *letter) error { return l.stillTrue(l.File.State() == "draft") },
	"E05": known,
	"E06": (*letter).mailCancelled,
	"E07": (*letter).mailAnswered,
	"E08": (*letter).mailValidated,
	"E09": (*letter).mailBudget,
	"E10": known,
	"E11": func(l *letter) error { l.is("quorum", locale.Counted(l.rules().Quorum)); return nil },
	"E12": known,
	"E13": func(l *letter) error {
		x, ok := l.On.(*workflow.Sheet)
		if !ok {
			return lacks("a sheet")
		}
		l.is("conflict_member", l.person(x.Person))
		return nil
	},
	"E14": known,
	"E15": (*letter).mailAsked,
	"E16": (*letter).mailConfirmed,
	"E17": (*letter).receipt,
	"E18": func(l *letter) error {
		l.is("missing_list", l.missing(l.File.Completion))
		l.is("completion_deadline", day(l.File.Completion.Until))
		return nil
	},
	"E19": known,
	"E20": known,
	"E21": (*letter).mailAward,
	"E22": (*letter).mailReserve,
	"E23": (*letter).mailReserve,
	"E24": (*letter).mailLeft,
	"E25": (*letter).mailAppeal,
	"E26": (*letter).mailAppeal,
	"E27": known,

	"E28": (*letter).mailVersion,
	"E29": func(l *letter) error {
		if v, ok := l.On.(*workflow.Version); ok && v.State() != "issued" && v.State() != "partly_signed" {
			return ErrNothingToTell
		}
		return l.mailVersion()
	},
	"E30": (*letter).mailVersion,
	"E31": (*letter).mailLeft,
	"E33": (*letter).interview,
	"E34": (*letter).mailMidterm,
	"E35": (*letter).mailExpected,
	"E36": (*letter).mailDeliverable,
	"E38": func(l *letter) error {
		l.is("final_report_due", day(l.File.ReportDue))
		return l.stillTrue(l.File.ReportDue != "" && l.File.ReportedAt.IsZero())
	},
	"E39": func(l *letter) error { l.is("final_report_received_on", dayOf(l.File.ReportedAt)); return nil },
	"E40": func(l *letter) error {
		l.is("missing_list", l.missing(l.File.Revision))
		l.is("revision_due", day(l.File.Revision.Until))
		return nil
	},
	"E41": (*letter).meeting,
	"E42": (*letter).mailReview,
	"E43": func(l *letter) error { l.is("closed_on", day(l.today())); return nil },
	"E44": (*letter).mailInstalment,
	"E45": (*letter).mailInstalment,
	"E46": (*letter).mailInstalment,
	"E47": (*letter).mailInstalment,
	"E48": (*letter).mailRecovery,
	"E49": func(l *letter) error { l.is("formal_notice_deadline", day(l.File.Notice.Until)); return nil },
	"E50": (*letter).mailSuspended,
	"E51": func(l *letter) error { l.is("termination_effective_on", day(l.today())); return nil },
}

// stillTrue: nobody is reminded of what is done.
func (l *letter) stillTrue(holds bool) error {
	if !holds {
		return ErrNothingToTell
	}
	return nil
}

// known: what all mails know is enough.
func known(*letter) error { return nil }

// missing names what has to be completed or mended, as forms do.
func (l *letter) missing(c workflow.Completion) locale.Fact {
	var all []locale.Fact
	for _, m := range c.Missing {
		all = append(all, input(m.Part))
	}
	if len(all) == 0 {
		return locale.Unknown()
	}
	return locale.Listed(all...)
}

// ofCallAct is the last of such acts on the call.
func (l *letter) ofCallAct(actions ...workflow.Action) *Event {
	return last(l.CallPast, workflow.EntityCall, actions...)
}

func (l *letter) mailExtended() error {
	e := l.ofCallAct("extend", "reopen")
	if e == nil {
		return lacks("a later deadline")
	}
	l.when("reopened", e.Action == "reopen")
	l.is("extension_reason", said(l.Call.Reasons))
	return nil
}

func (l *letter) mailCancelled() error {
	l.is("cancelled_on", eventDay(l.ofCallAct("cancel")))
	l.is("cancellation_reason", said(l.Call.Reasons))
	l.when("dossier_ends", l.File.State() == "expired")
	return nil
}

func (l *letter) mailAnswered() error {
	q, ok := l.On.(*workflow.Question)
	if !ok {
		return lacks("a question")
	}
	l.when("question_on_projects", q.Running)
	return nil
}

func (l *letter) mailValidated() error {
	e := l.ofCallAct("validate", "reopen_draft")
	if e == nil {
		return lacks("a validation")
	}
	l.when("reopened", e.Action == "reopen_draft")
	l.is("actor_name", l.person(e.By))
	l.is("decision_date", eventDay(e))
	l.is("reopen_reason", said(l.Call.Reasons))
	return nil
}

func (l *letter) mailBudget() error {
	l.is("envelope_left", locale.Euros(l.Call.Free()))
	l.when("decision_referenced", strings.TrimSpace(l.Call.Mandate.Reference) != "")
	l.is("envelope_decision_reference", typed(l.Call.Mandate.Reference))
	return nil
}
