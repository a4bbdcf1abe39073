package web

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// What the engine does not refuse, and whoever writes or sends a proposal should
// know all the same.

// unsaved reports whether a section has a working copy that says something else
// than the dossier.
func (w *writing) unsaved(s section) bool {
	_, there := w.copies[s.id]
	if !there {
		return false
	}
	t := w.copied(s)
	return t == nil || !slices.Equal(inputsOf(t), inputsOf(ui.Show(w.v.lang, w.inputs(s), rawProposal(w.view.File.Proposal))))
}

// unsavedWays are the sections that stand only as drafts, each with who wrote it
// and when: sending would leave them out.
func (w *writing) unsavedWays() (out []ui.Act) {
	for _, s := range sections {
		if !w.unsaved(s) {
			continue
		}
		c := w.copies[s.id]
		a := ui.Act{Name: w.v.t("proposal.unsaved_in", "section", w.v.t("proposal.section."+s.id), "who", w.v.personName(c.Person), "at", ui.ShortTime(c.At))}
		if w.open() {
			a.Href = w.sectionPath(s.id)
		}
		out = append(out, a)
	}
	return out
}

// costs are what an act takes with it: drafts that are not sent, a submission that no
// longer counts, a dossier that is closed to a member.
func (v *visit) costs(e *errand) (out []string) {
	switch e.act.Name() {
	case "submission.submit", "submission.resubmit":
		w, err := v.writing()
		if err != nil {
			return nil
		}
		for _, a := range w.unsavedWays() {
			out = append(out, a.Name+" "+v.t("proposal.unsaved_lost"))
		}
		if say := v.alone(e.view); say != "" {
			out = append(out, say)
		}
	case "sheet.declare_conflict":
		return v.closes(e)
	case "submission.take_back":
		f := e.view.File
		out = []string{v.t("take_back.counts", "at", f.SubmittedAt), v.t("take_back.again", "at", e.view.Call.ClosesAt), v.t("take_back.receipt")}
	}
	return out
}

// overShared says that the partners' shares come to more than is asked for; "" if
// they do not.
func (v *visit) overShared(p *workflow.Proposal) string {
	var sum workflow.Money
	for _, x := range p.Partners {
		sum += x.Share
	}
	if sum <= p.Requested {
		return ""
	}
	return v.t("proposal.over_shared", "sum", sum, "requested", p.Requested, "by", sum-p.Requested)
}

// latestEnd is the last day on which a project of the call can still end: signed
// in time after the last award from the reserve list. "" if the call does not say.
func latestEnd(r *workflow.Rules) workflow.Date {
	if r.ReserveUntil == "" {
		return ""
	}
	return r.ReserveUntil.Plus(r.Months, r.SigningDays)
}

// tooLong are the activities that go on after every possible end of the project,
// and those that last longer than it may.
func (w *writing) tooLong() (out []string) {
	r := w.view.Call.Rules()
	last := latestEnd(r)
	for _, a := range w.view.File.Proposal.Activities {
		day := max(a.From, a.Until)
		switch {
		case last != "" && day > last:
			out = append(out, w.v.t("proposal.activity_late", "title", ui.Isolate(a.Title.Body), "day", locale.Date(w.v.lang, string(day)), "last", locale.Date(w.v.lang, string(last))))
		case a.From != "" && a.Until > a.From.Plus(r.Months, 0):
			out = append(out, w.v.t("proposal.activity_long", "title", ui.Isolate(a.Title.Body), "n", r.Months))
		}
	}
	return out
}

// warnings of a section: nothing refuses what they tell of.
func (w *writing) warnings(s section) (out []string) {
	switch s.id {
	case "partners":
		for _, say := range []string{w.v.alone(w.view), w.v.overShared(w.view.File.Proposal)} {
			if say != "" {
				out = append(out, say)
			}
		}
	case "activities":
		out = w.tooLong()
	}
	return out
}

// pointPartner is the point of admissibility that asks for a partner, in all calls.
const pointPartner = "partner"

// wantsPartner is what the call says of a partner; "" where it asks for none.
func (v *visit) wantsPartner(r *workflow.Rules) string {
	for _, p := range r.Admissibility {
		if p.ID == pointPartner {
			return v.words(p.Text.FR, p.Text.NL)
		}
	}
	return ""
}

// alone says of a proposal without a partner what the call asks, and that the
// officer will look at it though nothing stops the sending; "" where one is named,
// or none is asked for.
func (v *visit) alone(view *app.View) string {
	f := view.File
	if f == nil || f.Proposal == nil || len(f.Proposal.Partners) > 0 {
		return ""
	}
	if point := v.wantsPartner(view.Call.Rules()); point != "" {
		return v.t("proposal.alone", "point", point)
	}
	return ""
}

// unproven are the call's points of admissibility that the proposal does not
// visibly meet. What a point asks stands in its words; only those that all calls
// name alike can be looked up.
func (w *writing) unproven() (out []string) {
	for _, p := range w.view.Call.Rules().Admissibility {
		if !w.visiblyMet(p.ID) {
			out = append(out, w.v.words(p.Text.FR, p.Text.NL))
		}
	}
	return out
}

func (w *writing) visiblyMet(point string) bool {
	f, r := w.view.File, w.view.Call.Rules()
	switch point {
	case "carrier":
		return true // only a SISP begins a proposal
	case pointPartner:
		return slices.ContainsFunc(f.Parties, func(p *workflow.Party) bool { return p.State() == workflow.PartyConfirmed })
	case "amount":
		return f.Requested >= r.Min && f.Requested <= r.Max
	}
	return false
}

// emptyTexts is how many of the texts are not written.
func emptyTexts(p *workflow.Proposal) (n int) {
	for _, k := range narratives {
		if strings.TrimSpace(p.Texts[k].Body) == "" {
			n++
		}
	}
	return n
}

// sentWords say why a proposal that was sent is not written any more, and who may
// take it back until when.
func (w *writing) sentWords() string {
	f := w.view.File
	if f.SubmittedAt.IsZero() {
		return ""
	}
	say := w.v.t("proposal.sent_already", "at", f.SubmittedAt)
	if f.State() == "submitted" && w.view.Call.State() == "open" {
		say += " " + w.v.t("proposal.sent_back", "who", w.signatories(), "at", w.view.Call.ClosesAt)
	}
	return say
}

// sentAlready leads who sends a proposal again to its receipt, and says so; ""
// where it was not sent, or this is another act.
func (v *visit) sentAlready(e *errand) (to, say string) {
	f := e.view.File
	if f == nil || e.act.Name() != "submission.submit" && e.act.Name() != "submission.resubmit" || f.State() != "submitted" || !v.who.Writes(f) && !v.who.Hands(f) {
		return "", ""
	}
	at := f.SubmittedAt
	if f.CompletedAt.After(at) {
		at = f.CompletedAt
	}
	return pathReceipt(f.Ref().Dossier), v.t("receipt.already", "at", at)
}

// notOurs is the sending of a proposal, for who writes it and may not send it.
func (v *visit) notOurs(view *app.View) []ui.Act {
	f := view.File
	if f == nil || f.State() != stateDraft || !v.who.Writes(f) || v.who.Hands(f) {
		return nil
	}
	w := &writing{v: v, view: view}
	return []ui.Act{{Name: locale.Action(v.lang, workflow.EntitySubmission, "submit"), Note: v.t("proposal.send_theirs", "who", w.signatories())}}
}
