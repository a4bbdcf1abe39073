package web

import (
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// boardMembers are the committee, each with the sheets that are in and those
// that are out, for the funder's side.
func (v *visit) boardMembers(b *app.Board) page.Block {
	x := v.boardSheets(b)
	if links := v.committeeLinks(b.Call); len(links) > 0 {
		x = x.With(ui.Links(false, links...))
	}
	return x
}

func (v *visit) boardSheets(b *app.Board) page.Block {
	if len(b.Sheets) == 0 {
		return v.memberBlock(b.View)
	}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("sheet.member")}, {Text: v.t("call.seat")}, {Text: v.t("table.state")}, {Text: v.t("board.sheets_in"), Class: "n"}, {Text: v.t("board.sheets_out"), Class: "n"}, {Text: v.t("act.can")}}}
	in, out := 0, 0
	for _, m := range b.Call.Members {
		n := b.Sheets[m.Person]
		done, open := n["sealed"]+n["moderated"], n["assigned"]+n["draft"]
		in, out = in+done, out+open
		cell := ui.Cell{Text: v.person(m.Person)}
		if n["conflict"] > 0 {
			cell.Small = v.t("board.conflicts", "n", n["conflict"])
		}
		r := ui.Row{Cells: []ui.Cell{cell, {Text: locale.Choice(v.lang, "as", m.As)}, v.stateCell(m), {Text: locale.Count(v.lang, done)}, {Text: locale.Count(v.lang, open)}, v.offered(b.View, m)}}
		t.Rows = append(t.Rows, r)
	}
	t.Foot = []ui.Cell{{Text: v.t("table.total")}, {}, {}, {Text: locale.Count(v.lang, in)}, {Text: locale.Count(v.lang, out)}, {}}
	return page.Block{ID: "h-members", Title: v.t("call.members")}.With(ui.DataTable(t))
}

// boardQuestions are the questions, those without an answer first.
func (v *visit) boardQuestions(view *app.View) page.Block {
	c := *view.Call
	c.Questions = slices.Clone(c.Questions)
	order := []workflow.State{"asked", "answered", "published"}
	slices.SortStableFunc(c.Questions, func(a, b *workflow.Question) int {
		return slices.Index(order, a.State()) - slices.Index(order, b.State())
	})
	sorted := *view
	sorted.Call = &c
	b := v.questionBlock(&sorted)
	if n := unanswered(c.Questions); n > 0 {
		b.Title = v.t("board.unanswered", "n", n)
	}
	return b
}

func unanswered(all []*workflow.Question) int {
	n := 0
	for _, q := range all {
		if q.State() == "asked" {
			n++
		}
	}
	return n
}

// boardScreen are the dossiers that wait for an answer on admissibility, those
// first that are to be completed.
func (v *visit) boardScreen(m *page.Board, b *app.Board) {
	if len(b.Screen)+len(b.Completing) == 0 {
		return
	}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("list.dossiers")}, {Text: v.t("table.state")}, {Text: v.t("screen.until")}}}
	for _, f := range b.Completing {
		r := ui.Row{Cells: []ui.Cell{
			{Text: f.Proposal.Title.Body, Href: pathOf(f.Ref()) + "/screening", Small: app.Number(b.Call, f) + ", " + v.org(f.Sisp)},
			v.stateCell(f),
			{Day: f.Completion.Until, Small: v.inDays(f.Completion.Until)},
		}}
		if f.Completion.Until < v.who.Today {
			r.Class = "bad"
		}
		t.Rows = append(t.Rows, r)
	}
	for i := range b.Screen {
		f := &b.Screen[i]
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: f.Title, Href: pathDossiers + "/" + url.PathEscape(f.ID) + "/screening", Small: f.Named() + ", " + v.org(f.Sisp)},
			{Body: ui.StateTag(v.lang, workflow.EntitySubmission, f.State)},
			{},
		}})
	}
	m.Screen = &t
	if n := b.Counts["submitted"]; n > len(b.Screen) {
		m.All = ui.Link{Text: v.t("screen.all", "n", n), Href: pathDossiers + "?" + url.Values{"call": {b.Call.Ref().Dossier}, "state": {"submitted"}}.Encode()}
	}
}

// inDays is how far a day is: "dans 3 jours".
func (v *visit) inDays(day workflow.Date) string {
	return ui.Waiting{}.Due(v.lang, day, v.who.Today).In
}

// deadlines are what falls due, a row each.
func (v *visit) deadlines(all []app.Deadline) ui.Table {
	t := ui.Table{Name: 1, Heads: []ui.Head{{Text: v.t("agenda.day")}, {Text: v.t("agenda.what")}, {Text: v.t("agenda.where")}, {Text: v.t("next.who")}}}
	for i := range all {
		d := &all[i]
		day := ui.Cell{Day: d.Day(), Small: v.inDays(d.Day())}
		if d.File == nil {
			day = ui.Cell{Text: ui.ShortTime(d.At), Small: day.Small}
		}
		where := ui.Cell{Text: v.words(d.Call.Rules().Title.FR, d.Call.Rules().Title.NL), Href: pathWork(d.Call.Ref()), Small: d.Call.Reference}
		if d.File != nil {
			where = ui.Cell{Text: v.fileTitle(d.File), Href: pathOf(d.File.Ref()), Small: app.Number(d.Call, d.File) + ", " + v.org(d.File.Sisp)}
		}
		r := ui.Row{Cells: []ui.Cell{day, {Text: v.deadlineName(d)}, where, {Text: v.deadlineOf(d)}}}
		if d.Day() < v.who.Today && !d.Clock() {
			r.Class = "bad"
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (v *visit) fileTitle(f *workflow.Submission) string {
	if f.Proposal != nil && f.Proposal.Title.Body != "" {
		return ui.Isolate(f.Proposal.Title.Body)
	}
	return v.t("dossier.untitled")
}

// deadlineName says what is done by then: of a part, of which.
func (v *visit) deadlineName(d *app.Deadline) string {
	name := v.task(d.Entity, d.Action)
	if d.Clock() {
		name = locale.Action(v.lang, d.Entity, d.Action)
		if key := "agenda.clock." + string(d.Entity) + "." + string(d.Action); locale.Has(v.lang, "site."+key) {
			name = v.t(key)
		}
	}
	if d.File == nil || d.On == nil || d.On.Ref().ID == "" {
		return name
	}
	view := &app.View{Call: d.Call, File: d.File}
	if part := v.partName(view, d.On.Ref()); part != "" {
		return v.t("act.on", "act", name, "part", part)
	}
	return name
}

// deadlineOf is who does it.
func (v *visit) deadlineOf(d *app.Deadline) string {
	if d.Clock() {
		return v.t("agenda.auto")
	}
	rules := v.site.App.Programme().Table(d.Entity)
	for i := range rules {
		if rules[i].Action != d.Action {
			continue
		}
		if d.File != nil && slices.ContainsFunc(rules[i].By, func(r workflow.Role) bool { return r == workflow.Editor || r == workflow.SispSig }) {
			return v.org(d.File.Sisp)
		}
		return v.rolesOf(rules[i].By)
	}
	return ""
}
