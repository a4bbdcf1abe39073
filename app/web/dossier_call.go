package web

import (
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func (v *visit) rulesBlock(c *workflow.Call) page.Block {
	r := c.Rules()
	facts := []ui.Fact{
		{Term: v.t("call.opens"), Text: ui.LongTime(v.lang, c.OpensAt)},
		{Term: v.t("call.closes"), Text: ui.LongTime(v.lang, c.ClosesAt)},
		{Term: locale.Field(v.lang, "min_per_project"), Text: locale.Money(v.lang, r.Min), Num: true},
		{Term: locale.Field(v.lang, "max_per_project"), Text: locale.Money(v.lang, r.Max), Num: true},
		{Term: locale.Field(v.lang, "quorum"), Text: strconv.Itoa(r.Quorum)},
		{Term: locale.Field(v.lang, "wide_spread"), Text: strconv.Itoa(r.Wide())},
		{Term: locale.Field(v.lang, "reserve_until"), Day: r.ReserveUntil},
	}
	return page.Block{ID: "h-rules", Title: v.t("call.rules")}.With(ui.Facts(v.lang, facts))
}

func (v *visit) memberBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-members", Title: v.t("call.members")}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("sheet.member")}, {Text: v.t("call.seat")}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, m := range view.Call.Members {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: v.person(m.Person)}, {Text: locale.Choice(v.lang, "as", m.As)}, v.stateCell(m), v.offered(view, m)}})
	}
	return v.tabled(b, t)
}

func (v *visit) meetingBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-meetings", Title: v.t("call.meetings")}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("interview.day")}, {Text: v.t("interview.agenda")}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, m := range view.Call.Meetings {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Day: m.On}, {Text: m.Agenda.Body}, v.stateCell(m), v.offered(view, m)}})
	}
	return v.tabled(b, t)
}

func (v *visit) questionBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-questions", Title: v.t("call.questions")}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("question.text")}, {Text: v.t("question.answer")}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, q := range view.Call.Questions {
		who := ""
		if v.who.Sight.Funder {
			who = v.org(q.Org)
		}
		x := v.question(q)
		if x.AskLang != "" {
			who = joined(who, strings.TrimSuffix(v.t("faq.asked."+x.AskLang), "."))
		}
		answer := ui.Cell{}
		if x.Answer != "" {
			answer.Body = page.Answered(v.frame(""), x)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: q.Text.Body, Lang: x.AskLang, Small: who}, answer, v.stateCell(q), v.offered(view, q)}})
	}
	return v.tabled(b, t)
}
