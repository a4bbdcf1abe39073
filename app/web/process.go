package web

import (
	"net/http"
	"slices"
	"strings"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// The process as everybody may read it: drawn from the tables that decide.

func (s *Site) processRoutes() {
	s.echo.GET(page.PathProcess, s.anybody((*visit).process))
	s.echo.GET(page.PathRoles, s.anybody((*visit).duties))
	s.echo.GET(page.PathRefusals, s.anybody((*visit).refusals))
	s.echo.GET(page.PathProcess+"/:entity", s.anybody((*visit).lifecycle))
}

func processPath(e workflow.Entity) string { return page.PathProcess + "/" + string(e) }

// process lists the lifecycles.
func (v *visit) process() error {
	p := v.site.App.Programme()
	m := page.Process{Frame: v.frame(v.t("process.title"))}
	m.Table = ui.Table{Heads: []ui.Head{{Text: v.t("process.lifecycle")}, {Text: v.t("process.states")}}}
	for _, l := range p.Lifecycles {
		m.Table.Rows = append(m.Table.Rows, ui.Row{Cells: []ui.Cell{
			{Text: locale.Entity(v.lang, l.Entity), Href: processPath(l.Entity)}, {Text: v.states(l.Entity, comeTo(l.Rules))},
		}})
	}
	return v.show(http.StatusOK, m.Show())
}

// lifecycle is one table, as a picture and line by line.
func (v *visit) lifecycle() error {
	p := v.site.App.Programme()
	e := workflow.Entity(v.Param("entity"))
	rules := p.Table(e)
	if rules == nil {
		return workflow.NotThere()
	}
	title := locale.Entity(v.lang, e)
	m := page.Lifecycle{
		Frame: v.wide(title), Flow: v.flow(p, e),
		Head:  page.Head{Title: title, Lead: v.t("process.table_lead"), Crumbs: []ui.Link{{Text: v.t("process.title"), Href: page.PathProcess}}},
		Table: ui.Table{Heads: []ui.Head{{Text: v.t("process.act")}, {Text: v.t("process.from")}, {Text: v.t("process.to")}, {Text: v.t("process.by")}, {Text: v.t("process.while")}, {Text: v.t("process.conditions")}}},
	}
	for i := range rules {
		m.Table.Rows = append(m.Table.Rows, v.rule(e, &rules[i]))
	}
	for _, l := range p.Lifecycles {
		if l.Entity != e {
			m.Other = append(m.Other, ui.Link{Text: locale.Entity(v.lang, l.Entity), Href: processPath(l.Entity)})
		}
	}
	return v.show(http.StatusOK, m.Show())
}

// wide is the frame of a page that needs room.
func (v *visit) wide(title string) page.Frame {
	f := v.frame(title)
	f.Wide = true
	return f
}

// flow is nil for what has a single state: nothing leads anywhere.
func (v *visit) flow(p *workflow.Programme, e workflow.Entity) *ui.Flow {
	rules := p.Table(e)
	states := comeTo(rules)
	if len(states) < 2 {
		return nil
	}
	f := &ui.Flow{Label: v.t("process.picture_of", "what", locale.Entity(v.lang, e), "n", len(states))}
	for _, s := range states {
		f.States = append(f.States, locale.State(v.lang, e, s))
	}
	for i := range rules {
		for _, from := range rules[i].From {
			for _, to := range rules[i].Targets() {
				w := ui.Way{From: slices.Index(states, from), To: slices.Index(states, to)}
				if w.From != w.To && !slices.Contains(f.Ways, w) {
					f.Ways = append(f.Ways, w)
				}
			}
		}
	}
	return f
}

// comeTo are the states of a table in the order in which it comes to them.
func comeTo(rules []workflow.Rule) (out []workflow.State) {
	for i := range rules {
		for _, s := range rules[i].Targets() {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// rule is a line of a table in words.
func (v *visit) rule(e workflow.Entity, r *workflow.Rule) ui.Row {
	from := v.t("process.new")
	if len(r.From) > 0 {
		from = v.states(e, r.From)
	}
	to := v.t("process.stays")
	if targets := r.Targets(); len(targets) > 0 {
		to = v.states(e, targets)
	}
	roles := make([]string, len(r.By))
	for i, x := range r.By {
		roles[i] = locale.Role(v.lang, x)
	}
	while := v.t("process.always")
	if len(r.While) > 0 {
		while = v.states(workflow.EntityCall, r.While)
	}
	var links []ui.Link
	for _, no := range r.Refusals() {
		x := ui.Link{Text: string(no.Code), Href: page.PathRefusals + "#" + refusalID(no)}
		if !slices.Contains(links, x) {
			links = append(links, x)
		}
	}
	var codes ui.Cell
	if len(links) > 0 {
		codes.Body = ui.Codes(links)
	}
	return ui.Row{Cells: []ui.Cell{
		{Text: locale.Action(v.lang, e, r.Action), Small: string(e) + "." + string(r.Action)},
		{Text: from},
		{Text: to},
		{Text: strings.Join(roles, ", ")},
		{Text: while},
		codes,
	}}
}

func (v *visit) states(e workflow.Entity, all []workflow.State) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = locale.State(v.lang, e, s)
	}
	return strings.Join(names, ", ")
}
