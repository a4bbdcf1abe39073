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

// step is a day of a project's calendar.
type step struct {
	day   workflow.Date
	what  string
	state ui.Cell
}

// calendarBlock is a project's time: its start, the interviews, what it hands
// over, its report, its end.
func (v *visit) calendarBlock(view *app.View) page.Block {
	f := view.File
	b := page.Block{ID: "h-calendar", Title: v.t("dossier.calendar")}
	if f.StartOn == "" || f.EndOn == "" {
		return b
	}
	project := ui.Span{Label: v.t("calendar.project"), From: f.StartOn, To: f.EndOn}
	steps := []step{{f.StartOn, v.t("calendar.start"), ui.Cell{}}, {f.EndOn, v.t("calendar.end"), ui.Cell{}}}
	c := ui.Calendar{ID: "f-calendar", Title: b.Title, Text: v.t("calendar.signs"), From: f.StartOn, To: f.EndOn, Today: v.who.Today, Rows: []ui.Span{project}}
	for _, part := range []func(*workflow.Submission) (ui.Span, []step){v.midtermDays, v.deliverableDays, v.reportDays} {
		span, more := part(f)
		if len(span.Days) > 0 {
			c.Rows, steps = append(c.Rows, span), append(steps, more...)
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int { return strings.Compare(string(a.day), string(b.day)) })
	for _, s := range steps {
		c.From, c.To = min(c.From, s.day), max(c.To, s.day)
	}
	c.Label = v.t("calendar.sentence", "from", f.StartOn, "to", f.EndOn)
	c.Table = v.stepsTable(steps)
	c.More = v.t("calendar.all", "n", len(steps))
	b.Parts = append(b.Parts, ui.Days(v.lang, c))
	return b
}

func (v *visit) stepsTable(steps []step) ui.Table {
	t := ui.Table{Caption: v.t("dossier.calendar"), Quiet: true, Name: 1, Heads: []ui.Head{{Text: v.t("table.date")}, {Text: v.t("calendar.what")}, {Text: v.t("table.state")}}}
	for _, s := range steps {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Day: s.day}, {Text: s.what}, s.state}})
	}
	return t
}

func (v *visit) midtermDays(f *workflow.Submission) (ui.Span, []step) {
	span := ui.Span{Label: v.t("calendar.midterm")}
	var steps []step
	held := map[workflow.Date]bool{}
	for _, m := range f.Midterms {
		if m.HeldOn == "" {
			continue
		}
		held[m.HeldOn] = true
		span.Days = append(span.Days, ui.Mark{Day: m.HeldOn, Done: true})
		steps = append(steps, step{m.HeldOn, v.t("calendar.held"), ui.Cell{}})
	}
	for _, x := range f.Interviews {
		if x.State() == "void" || x.On == "" || held[x.On] {
			continue
		}
		span.Days = append(span.Days, ui.Mark{Day: x.On})
		steps = append(steps, step{x.On, v.t("calendar.midterm"), v.stateCell(x)})
	}
	return span, steps
}

func (v *visit) deliverableDays(f *workflow.Submission) (ui.Span, []step) {
	span := ui.Span{Label: v.t("dossier.deliverables")}
	var steps []step
	for _, d := range f.Deliverables {
		if d.State() == "void" || d.Due == "" {
			continue
		}
		span.Days = append(span.Days, ui.Mark{Day: d.Due, Done: !owed(d), Late: v.overdue(d)})
		state := v.stateCell(d)
		if v.overdue(d) {
			state.Small = v.lateBy(d)
		}
		steps = append(steps, step{d.Due, ui.Isolate(d.Title.Body), state})
	}
	return span, steps
}

func (v *visit) reportDays(f *workflow.Submission) (ui.Span, []step) {
	span := ui.Span{Label: v.t("calendar.report")}
	switch {
	case !f.ReportedAt.IsZero():
		day := workflow.DateOf(f.ReportedAt)
		span.Days = []ui.Mark{{Day: day, Done: true}}
		return span, []step{{day, v.t("calendar.reported"), ui.Cell{}}}
	case f.ReportDue != "":
		span.Days = []ui.Mark{{Day: f.ReportDue, Late: f.ReportDue < v.who.Today}}
		return span, []step{{f.ReportDue, v.t("calendar.report_due"), ui.Cell{}}}
	}
	return span, nil
}

// owed: the SISP still has to hand it over.
func owed(d *workflow.Deliverable) bool { return d.State() == "expected" || d.State() == "returned" }

// overdue: it is owed, and its day is over.
func (v *visit) overdue(d *workflow.Deliverable) bool {
	return owed(d) && d.Due != "" && d.Due < v.who.Today
}

// lateBy is how many days it is overdue.
func (v *visit) lateBy(d *workflow.Deliverable) string {
	return ui.Waiting{}.Due(v.lang, d.Due, v.who.Today).In
}

// indicatorBlock is what a project measures: how far it is on the way from where
// it began to what it aims at.
func (v *visit) indicatorBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-indicators"}
	f := view.File
	if f.Proposal == nil {
		return b
	}
	t := ui.Table{Heads: []ui.Head{
		{Text: v.t("indicator.name")},
		{Text: v.t("indicator.base"), Class: "n"},
		{Text: v.t("indicator.target"), Class: "n"},
		{Text: v.t("indicator.reached"), Class: "n"},
		{Text: v.t("indicator.progress")},
	}}
	for _, x := range f.Proposal.Indicators {
		reached, progress := v.reachedOf(f, x)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: x.Title.Body, Small: x.Unit.Body}, {Text: locale.Number(v.lang, int64(x.Base))}, {Text: locale.Number(v.lang, int64(x.Target))}, reached, progress,
		}})
	}
	b.Title = v.many("dossier.indicators", len(t.Rows))
	return v.tabled(b, t)
}

// reachedOf is an indicator's last value, and what part of the way that is, with
// the values before it.
func (v *visit) reachedOf(f *workflow.Submission, x workflow.Indicator) (last, progress ui.Cell) {
	var before []string
	for _, y := range f.Values {
		if y.ID != x.ID {
			continue
		}
		if last.Text != "" {
			before = append(before, last.Text+" ("+last.Small+")")
		}
		last.Text, last.Small = locale.Number(v.lang, int64(y.Value)), ui.ShortDate(y.On)
		if way := int64(x.Target - x.Base); way != 0 {
			part := max(int64(y.Value-x.Base)*100/way, 0)
			progress = ui.Cell{Text: locale.Share(v.lang, part), Body: ui.Meter(part, 100)}
		}
	}
	if len(before) > 0 {
		progress.Small = v.t("indicator.before", "values", strings.Join(before, ", "))
	}
	return last, progress
}
