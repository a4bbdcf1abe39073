package web

import (
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// subject shows the part that an act is on, as it stands: nobody answers a question
// or judges a deliverable without reading it.
func (v *visit) subject(e *errand) []page.Block {
	var b page.Block
	switch x := e.view.Part(e.on).(type) {
	case *workflow.Question:
		b = v.aboutQuestion(x)
	case *workflow.Deliverable:
		b = v.aboutDeliverable(e, x)
	case *workflow.Instalment:
		b = v.aboutInstalment(e, x)
	case *workflow.Spending:
		b = v.aboutSpending(e, x)
		for _, say := range v.remarked(e, app.RemarksOn(e.view.File, x)) {
			b = b.With(page.Warn(say))
		}
	case *workflow.Condition:
		b = v.aboutCondition(x)
	case *workflow.Version:
		b = v.aboutVersion(e, x)
	case *workflow.Recovery:
		b = v.aboutRecovery(x)
	case *workflow.Sheet:
		b = v.aboutSheet(e, x)
	default:
		b = v.aboutRest(e, x)
	}
	if len(b.Parts) == 0 {
		return nil
	}
	b.ID = "h-about"
	return []page.Block{b}
}

// aboutRest are the parts of which there is little to say.
func (v *visit) aboutRest(e *errand, of workflow.Subject) page.Block {
	switch x := of.(type) {
	case *workflow.Interview:
		return v.aboutMeeting("about.interview", x, x.On, x.Agenda)
	case *workflow.Meeting:
		return v.aboutMeeting("about.meeting", x, x.On, x.Agenda)
	case *workflow.File:
		return v.facts("about.file", x, ui.Fact{Term: v.t("file.name"), Body: ui.FileLink(x.Name.Body, pathFile(x))}, ui.Fact{Term: v.t("file.kind"), Text: v.fileKind(x.Kind)},
			ui.Fact{Term: v.t("document.size"), Text: locale.Size(v.lang, x.Size)})
	case *workflow.Member:
		return v.facts("about.member", x, ui.Fact{Term: v.t("sheet.member"), Text: v.person(x.Person)}, ui.Fact{Term: v.t("call.seat"), Text: locale.Choice(v.lang, "as", x.As)})
	case *workflow.Party:
		return v.facts("about.partner", x, ui.Fact{Term: v.t("partner.name"), Text: v.org(x.Org)})
	case *workflow.Submission:
		return v.aboutDossier(e, x)
	default:
		return page.Block{}
	}
}

// facts are a part's, with its state; what is empty is left out.
func (v *visit) facts(title string, x workflow.Subject, all ...ui.Fact) page.Block {
	b := v.badge(x)
	all = append(all, ui.Fact{Term: v.t("table.state"), Body: ui.Tag(b.Shape, b.Text)})
	all = slices.DeleteFunc(all, func(f ui.Fact) bool { return f.Text == "" && f.Day == "" && f.Body == nil })
	return page.Block{Title: v.t(title)}.With(ui.Facts(v.lang, all))
}

// wrote shows what somebody wrote, under what it is.
func (v *visit) wrote(b page.Block, key string, text workflow.Text) page.Block {
	if text.Body == "" {
		return b
	}
	return b.With(page.Below(page.Under{Title: v.t(key), Text: text.Body}))
}

func (v *visit) money(key string, m workflow.Money) ui.Fact {
	return ui.Fact{Term: v.t(key), Text: locale.Money(v.lang, m), Num: true}
}

// aboutQuestion shows a question as it was asked, and its answers in both
// languages.
func (v *visit) aboutQuestion(q *workflow.Question) page.Block {
	about := "about.applying"
	if q.Running {
		about = "about.running"
	}
	facts := []ui.Fact{{Term: v.t("about.subject"), Text: v.t(about)}}
	if v.who.Sight.Funder {
		facts = append([]ui.Fact{{Term: v.t("about.from"), Text: v.org(q.Org)}}, facts...)
	}
	tongue := v.askedIn(q)
	if tongue != "" {
		facts = append(facts, ui.Fact{Term: v.t("about.tongue"), Text: locale.Choice(v.lang, "language", string(tongue))})
	}
	b := page.Block{Title: v.t("about.question")}.With(page.Quoted(q.Text.Body, string(tongue)))
	for _, x := range []struct{ key, text, lang string }{{"about.answer_fr", q.Answer.FR, "fr"}, {"about.answer_nl", q.Answer.NL, "nl"}} {
		if x.text != "" {
			b = b.With(page.Below(page.Under{Title: v.t(x.key), Text: x.text, Lang: x.lang}))
		}
	}
	b.Parts = append(b.Parts, v.facts("about.question", q, facts...).Parts...)
	return b
}

func (v *visit) aboutDeliverable(e *errand, d *workflow.Deliverable) page.Block {
	b := v.facts("about.deliverable", d, ui.Fact{Term: v.t("deliverable.name"), Text: d.Title.Body}, ui.Fact{Term: v.t("deliverable.due"), Day: d.Due},
		ui.Fact{Term: v.t("about.party"), Text: v.orgOr(d.Party, e.view.File.Sisp)}, ui.Fact{Term: v.t("about.delivered"), Day: d.On}, v.filesTo(e, d))
	return v.wrote(v.wrote(b, "about.note", d.Note), "about.reasons", d.Reasons)
}

func (v *visit) orgOr(org, otherwise string) string {
	if org == "" {
		org = otherwise
	}
	return v.org(org)
}

// filesTo are links to what was handed over.
func (v *visit) filesTo(e *errand, d *workflow.Deliverable) ui.Fact {
	links := v.handedOver(e.view.File, d)
	if len(links) == 0 {
		return ui.Fact{}
	}
	return ui.Fact{Term: v.t("about.files"), Body: page.Ways(links)}
}

// handedOver are links to the file that a deliverable was delivered with, and to
// what else was attached to it.
func (v *visit) handedOver(s *workflow.Submission, d *workflow.Deliverable) (links []ui.Link) {
	for _, f := range s.Files {
		if f.State() == "attached" && (f.Ref().ID == d.File || f.To == partOf(d)) {
			links = append(links, ui.Link{Text: f.Name.Body, Href: pathFile(f)})
		}
	}
	return links
}

func (v *visit) aboutInstalment(e *errand, x *workflow.Instalment) page.Block {
	facts := []ui.Fact{{Term: v.t("instalment.name"), Text: x.Ref().ID}, v.money("instalment.amount", x.Amount), {Term: v.t("instalment.waits"), Text: v.waitsFor(x)}}
	if x.PaidOn != "" {
		facts = append(facts, ui.Fact{Term: v.t("instalment.paid"), Day: x.PaidOn})
	}
	facts = append(facts, ui.Fact{Term: v.t("about.held_by"), Text: v.heldBy(e.view.File, x)})
	if e.act.Action == "pay" {
		facts = append(facts, v.payee(e, x)...)
	}
	b := v.facts("about.instalment", x, facts...)
	return v.wrote(v.wrote(b, "about.declaration", x.Declaration), "about.reasons", x.Reasons)
}

func (v *visit) aboutSpending(e *errand, x *workflow.Spending) page.Block {
	facts := []ui.Fact{
		{Term: v.t("spending.what"), Text: x.Supplier.Body},
		{Term: v.t("about.number"), Text: x.Number.Body},
		{Term: v.t("table.date"), Day: x.Date},
		{Term: v.t("budget.line"), Text: v.lineName(e.view.File, x.Line)},
		v.money("spending.claimed", x.Amount),
	}
	for _, f := range e.view.File.Files {
		if f.Ref().ID == x.File && f.State() == "attached" {
			facts = append(facts, ui.Fact{Term: v.t("about.proof"), Body: ui.FileLink(f.Name.Body, pathFile(f))})
		}
	}
	b := v.facts("about.spending", x, facts...)
	return v.wrote(v.wrote(b, "about.note", x.Note), "about.reasons", x.Reasons)
}

func (v *visit) aboutCondition(x *workflow.Condition) page.Block {
	what := v.t("about.all_payments")
	if x.Instalment > 0 {
		what = v.t("instalment.name") + " " + locale.Count(v.lang, x.Instalment)
	}
	b := page.Block{}.With(page.Quoted(x.Text.Body, ""))
	f := v.facts("about.condition", x, ui.Fact{Term: v.t("about.instalment_of"), Text: what}, ui.Fact{Term: v.t("next.by"), Day: x.Due})
	b.Title, b.Parts = f.Title, append(b.Parts, f.Parts...)
	return v.wrote(b, "about.reasons", x.Reasons)
}

func (v *visit) aboutVersion(e *errand, x *workflow.Version) page.Block {
	return v.facts("about.version", x, ui.Fact{Term: v.t("check.version"), Text: x.Ref().ID}, ui.Fact{Term: v.t("about.kind"), Text: locale.Choice(v.lang, "kind", x.Kind)},
		v.money("instalment.amount", x.Amount), ui.Fact{Term: v.t("about.starts"), Day: x.StartOn}, ui.Fact{Term: v.t("about.ends"), Day: x.EndOn},
		ui.Fact{Term: v.t("next.by"), Day: e.view.File.SignBy})
}

func (v *visit) aboutRecovery(x *workflow.Recovery) page.Block {
	b := v.facts("about.recovery", x, v.money("instalment.amount", x.Amount), v.money("recovery.received", x.Received), ui.Fact{Term: v.t("next.by"), Day: x.Due})
	return v.wrote(b, "about.reasons", x.Reasons)
}

func (v *visit) aboutMeeting(title string, x workflow.Subject, on workflow.Date, agenda workflow.Text) page.Block {
	return v.wrote(v.facts(title, x, ui.Fact{Term: v.t("interview.day"), Day: on}), "interview.agenda", agenda)
}
