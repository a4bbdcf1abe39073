package web

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// offered are the links to what one may do now with a part.
func (v *visit) offered(view *app.View, x workflow.Subject) ui.Cell {
	var links []ui.Link
	for i := range view.Acts {
		if a := &view.Acts[i]; a.On == x.Ref() && a.Blocked == nil {
			links = append(links, ui.Link{Text: locale.Action(v.lang, a.Entity, a.Action), Href: pathAct(a)})
		}
	}
	if len(links) == 0 {
		return ui.Cell{}
	}
	return ui.Cell{Body: page.Ways(links), Class: "own no-print"}
}

// partsBlock are the partners, each with its part and whether it agreed.
func (v *visit) partsBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-partners"}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("partner.name")}, {Text: v.t("partner.role"), Class: "wide"}, {Text: v.t("partner.share"), Class: "n"}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, p := range view.File.Parties {
		if p.State() == workflow.PartyVoid {
			continue
		}
		c := []ui.Cell{{Text: v.org(p.Org)}, {}, {}, v.stateCell(p), v.offered(view, p)}
		if view.File.Proposal != nil {
			for _, x := range view.File.Proposal.Partners {
				if x.ID == p.Org {
					c[1].Text = x.Role.Body
					if x.Share > 0 {
						c[2].Text = locale.Money(v.lang, x.Share)
					}
				}
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: c})
	}
	b.Title = v.many("dossier.partners", len(t.Rows))
	return v.tabled(b, t)
}

// Rows of a table that stand open, and how many more make it worth folding.
const (
	mostRows = 12
	fewRows  = 3
)

// tabled adds a table to a block, without the columns in which nothing stands.
// What is beyond the first rows of a long one opens.
func (v *visit) tabled(b page.Block, t ui.Table) page.Block {
	for i := len(t.Heads) - 1; i > 0; i-- {
		if slices.ContainsFunc(t.Rows, func(r ui.Row) bool { c := r.Cells[i]; return c.Body != nil || c.Text != "" || c.Day != "" }) {
			continue
		}
		t.Heads = slices.Delete(t.Heads, i, i+1)
		for j := range t.Rows {
			t.Rows[j].Cells = slices.Delete(t.Rows[j].Cells, i, i+1)
		}
	}
	if len(t.Rows) <= mostRows+fewRows {
		if len(t.Rows) > 0 {
			b.Parts = append(b.Parts, ui.DataTable(t))
		}
		return b
	}
	first, rest := t, t
	first.Rows, first.Foot, rest.Rows = t.Rows[:mostRows], nil, t.Rows[mostRows:]
	b.Parts = append(b.Parts, ui.DataTable(first), ui.FoldedTable(v.t("table.more", "n", len(rest.Rows)), rest))
	return b
}

// deliverableBlock is what a project hands over: until when, and when it did.
func (v *visit) deliverableBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-deliverables"}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("deliverable.name")}, {Text: v.t("deliverable.due")}, {Text: v.t("deliverable.on")}, {Text: v.t("table.state")}, {Text: v.t("about.files")}, {Text: v.t("act.can")}}}
	for _, d := range view.File.Deliverables {
		files := ui.Cell{}
		if links := v.handedOver(view.File, d); len(links) > 0 {
			files.Body = page.Ways(links)
		}
		r := ui.Row{Cells: []ui.Cell{{Text: d.Title.Body, Small: d.Note.Body}, {Day: d.Due}, {Day: d.On}, v.stateCell(d), files, v.offered(view, d)}}
		if d.State() == "returned" {
			r.Cells[0].Small = d.Reasons.Body
		}
		if v.overdue(d) {
			r.Class, r.Cells[3].Small = "bad", v.lateBy(d)
		}
		t.Rows = append(t.Rows, r)
	}
	if len(t.Rows) == 0 && view.File.Proposal != nil {
		for _, d := range view.File.Proposal.Deliverables {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: d.Title.Body}, {Day: d.Due}, {}, {Text: v.t("deliverable.proposed")}, {}, {}}})
		}
	}
	b.Title = v.many("dossier.deliverables", len(t.Rows))
	return v.tabled(b, t)
}

func (v *visit) conditionBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-conditions"}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("condition.name")}, {Text: v.t("next.by")}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, x := range view.File.Conditions {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.Text.Body}, {Day: x.Due}, v.stateCell(x), v.offered(view, x)}})
	}
	b.Title = v.many("dossier.conditions", len(t.Rows))
	return v.tabled(b, t)
}

func (v *visit) interviewBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-interviews", Title: v.many("dossier.interviews", len(view.File.Interviews))}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("interview.day")}, {Text: v.t("interview.agenda")}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, x := range view.File.Interviews {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Day: x.On}, {Text: x.Agenda.Body}, v.stateCell(x), v.offered(view, x)}})
	}
	b = v.tabled(b, t)
	for _, m := range view.File.Midterms {
		if m.HeldOn == "" {
			b.Parts = append(b.Parts, page.Below(page.Under{Title: v.t("interview.not_held"), Text: m.NotHeld.Body}))
			continue
		}
		u := page.Under{Title: v.t("interview.held", "day", m.HeldOn), Text: m.Findings.Body}
		if m.Light != "" {
			var acts []string
			for _, a := range m.Actions {
				acts = append(acts, a.Body)
			}
			what := strings.Join(acts, " ")
			if what == "" {
				what = v.t("interview.nothing")
			}
			u.Body = ui.Light(v.lang, m.Light, what)
		}
		b.Parts = append(b.Parts, page.Below(u))
	}
	return b
}

// sheetBlock shows who scores: the scores are for the page of the sheet.
func (v *visit) sheetBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-sheets", Title: v.t("dossier.sheets")}
	if o := view.File.Opinion; o != nil {
		b.Parts = append(b.Parts, ui.Facts(v.lang, []ui.Fact{
			{Term: locale.Field(v.lang, "opinion"), Text: locale.Choice(v.lang, "opinion", o.Opinion)},
			{Term: locale.Field(v.lang, "advised"), Text: v.advised(o), Num: true},
			{Term: locale.Field(v.lang, "reasons"), Text: o.Reasons.Body},
		}))
	}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("sheet.member")}, {Text: v.t("sheet.total"), Class: "n"}, {Text: v.t("table.state")}, {Text: v.t("act.can")}}}
	for _, x := range view.File.Sheets {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: v.person(x.Person)}, {Text: v.scores(x)}, v.stateCell(x), v.offered(view, x)}})
	}
	return v.tabled(b, t)
}

func (v *visit) scores(x *workflow.Sheet) string {
	var out []string
	for _, s := range x.Current() {
		out = append(out, locale.Number(v.lang, int64(s.Score)))
	}
	return strings.Join(out, " + ")
}

// proposalBlock is what the SISP wrote.
func (v *visit) proposalBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-proposal", Title: v.t("dossier.proposal")}
	p := view.File.Proposal
	if p == nil {
		return b
	}
	var facts []ui.Fact
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, ui.Fact{Term: locale.Field(v.lang, key), Text: text})
		}
	}
	add("theme", v.theme(view.Call, p.Theme))
	var places []string
	for _, n := range p.Neighbourhoods {
		places = append(places, n.Name.Body)
	}
	for _, a := range chosenGoals(view.Call.Rules(), p.Objectives) {
		facts = append(facts, ui.Fact{Term: v.axisTitle(a), Text: v.goals(a)})
	}
	add("neighbourhoods", strings.Join(places, ", "))
	if len(facts) > 0 {
		b.Parts = append(b.Parts, ui.Facts(v.lang, facts))
	}
	for _, key := range sortedKeys(p.Texts) {
		if t := p.Texts[key]; t.Body != "" {
			b.Parts = append(b.Parts, page.Below(page.Under{Title: locale.Field(v.lang, "texts."+key), Text: t.Body}))
		}
	}
	if len(p.Activities) > 0 {
		b.Parts = append(b.Parts, ui.DataTable(v.activities(p.Activities)))
	}
	return b
}

// chosenGoals are the objectives of a project, each under its axis.
func chosenGoals(r *workflow.Rules, ids []string) (out []workflow.Axis) {
	for _, a := range r.Axes() {
		a.Goals = slices.DeleteFunc(slices.Clone(a.Goals), func(n workflow.Named) bool { return !slices.Contains(ids, n.ID) })
		if len(a.Goals) > 0 {
			out = append(out, a)
		}
	}
	return out
}

func (v *visit) axisTitle(a workflow.Axis) string {
	if a.Title.Both() {
		return v.words(a.Title.FR, a.Title.NL)
	}
	return locale.Field(v.lang, "objectives")
}

func (v *visit) goals(a workflow.Axis) string {
	out := make([]string, 0, len(a.Goals))
	for _, n := range a.Goals {
		out = append(out, v.words(n.Title.FR, n.Title.NL))
	}
	return strings.Join(out, "; ")
}

// activities are the calendar of a project.
func (v *visit) activities(all []workflow.Activity) ui.Table {
	t := ui.Table{Caption: locale.Field(v.lang, "activities"), Quiet: true}
	for _, name := range []string{"title", "from", "until", "times", "place"} {
		t.Heads = append(t.Heads, ui.Head{Text: locale.Field(v.lang, "activities."+name)})
	}
	for _, a := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: a.Title.Body}, {Day: a.From}, {Day: a.Until}, {Text: a.Times.Body}, {Text: a.Place.Body}}})
	}
	return t
}
