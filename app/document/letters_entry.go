package document

import (
	"slices"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// Letters to who applies: receipt, request for completion.

func (l *letter) receipt() error {
	d := l.File
	e, err := l.did("submit", "resubmit")
	if err != nil {
		return err
	}
	received := d.SubmittedAt
	again := !d.CompletedAt.IsZero() && e.Action == "resubmit"
	if again {
		received = d.CompletedAt
	}
	if received.IsZero() {
		return lacks("the moment when the application came in")
	}
	l.when("resubmission", again)
	l.replacesReceipt(e)
	l.is("previous_received_at", locale.AtMoment(d.SubmittedAt))
	l.is("received_at", locale.AtMoment(received))
	l.is("submitter_name", l.person(e.By))
	l.is("submitter_function", l.office(e.By, workflow.SispSig))
	l.is("attachments_list", l.attachments())
	l.is("screening_due", day(l.screeningDue(received)))
	return nil
}

// replacesReceipt says which receipt holds no more: that of the application as it
// was before it was taken back and submitted again.
func (l *letter) replacesReceipt(e *Event) {
	before := last(slices.DeleteFunc(slices.Clone(l.Past), func(x Event) bool { return !x.At.Before(e.At) }), workflow.EntitySubmission, "submit")
	l.when("receipt_replaced", e.Action == "submit" && before != nil)
	l.is("replaced_received_at", locale.Unknown())
	if before != nil {
		l.is("replaced_received_at", locale.AtMoment(before.At))
	}
}

// screeningDue is until when the funder answers: the delay runs from the call's
// close, or from what came in later.
func (l *letter) screeningDue(received time.Time) workflow.Date {
	from := max(workflow.DateOf(l.Call.ClosesAt), workflow.DateOf(received))
	return from.Plus(0, l.term("screening_days"))
}

// attachments are the names of what the SISP attached to the dossier itself.
func (l *letter) attachments() locale.Fact {
	var all []locale.Fact
	for _, x := range l.File.Files {
		if x.State() == "attached" && !x.Funder && x.To == "" {
			all = append(all, said(x.Name))
		}
	}
	if len(all) == 0 {
		return locale.Both("aucune", "geen")
	}
	return locale.Listed(all...)
}

func (l *letter) completion() error {
	c := l.File.Completion
	if len(c.Missing) == 0 || c.Until == "" {
		return lacks("what is to be completed, and until when")
	}
	var items []locale.Facts
	for _, m := range c.Missing {
		items = append(items, locale.Facts{Is: map[string]locale.Fact{
			"missing_item_title": input(m.Part), "missing_item_explanation": said(m.Explanation),
		}})
	}
	l.each("missing_item", items)
	l.is("received_at", locale.AtMoment(l.File.SubmittedAt))
	l.is("completion_deadline", day(c.Until))
	return nil
}

// input names an input of the application, or a kind of file, as forms do.
func input(name string) locale.Fact {
	return locale.Both(locale.Label(locale.FR, workflow.EntitySubmission, "create", name), locale.Label(locale.NL, workflow.EntitySubmission, "create", name))
}
