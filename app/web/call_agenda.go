package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/app/export"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// pathAgenda is what falls due in all calls.
const pathAgenda = "/agenda"

const (
	agendaAtOnce = 100
	agendaFile   = 500 // lines of a calendar to take along
	monthLayout  = "2006-01"
)

// agendaNav is the way there, for the funder's side.
func (v *visit) agendaNav() []ui.Link {
	if !v.who.Sight.Funder {
		return nil
	}
	return []ui.Link{{Text: v.t("nav.agenda"), Href: pathAgenda}}
}

// agenda is a month of what the clock will do and of what somebody owes, by day.
func (v *visit) agenda() error {
	first := v.monthAsked()
	after := v.QueryParam("after")
	list, next, err := v.site.App.Agenda(v.Request().Context(), v.who, app.Days{From: first, To: first.Plus(1, 0), After: after, Limit: agendaAtOnce})
	if err != nil {
		return err
	}
	title := v.t("agenda.month", "month", v.monthName(first))
	m := page.Agenda{Frame: v.frame(title), Head: page.Head{Title: title, Crumbs: v.crumbs(), Lead: v.t("agenda.lead")}, Table: v.deadlines(list)}
	m.Frame.Here = pathAgenda
	m.Table.Caption, m.Table.Quiet = title, true
	m.Previous = ui.Link{Text: v.monthName(first.Plus(-1, 0)), Href: monthPath(first.Plus(-1, 0))}
	m.Next = ui.Link{Text: v.monthName(first.Plus(1, 0)), Href: monthPath(first.Plus(1, 0))}
	m.Today = ui.Link{Text: v.t("agenda.today"), Href: pathAgenda}
	m.File = ui.Link{Text: v.t("agenda.file"), Href: pathAgenda + "/tremplin.ics"}
	if after == "" && next == "" {
		m.Month = v.month(first, list)
	}
	v.dayRows(&m.Table, list)
	if len(list) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("agenda.none"), Text: v.t("agenda.none_text")}
	}
	if after != "" {
		m.Pages.Previous = monthPath(first)
	}
	if next != "" {
		m.Pages.Next = monthPath(first) + "&" + url.Values{"after": {next}}.Encode()
	}
	return v.show(http.StatusOK, m.Show())
}

// monthAsked is the first day of the month of the address, or of this one.
func (v *visit) monthAsked() workflow.Date {
	if t, err := time.Parse(monthLayout, v.QueryParam("month")); err == nil && t.Year() > 1999 && t.Year() < 2200 {
		return workflow.Date(t.Format(time.DateOnly))
	}
	return workflow.Date(string(v.who.Today)[:len(monthLayout)] + "-01")
}

func monthPath(first workflow.Date) string {
	return pathAgenda + "?month=" + string(first)[:len(monthLayout)]
}

// monthName is "novembre 2026".
func (v *visit) monthName(first workflow.Date) string {
	t, err := time.Parse(time.DateOnly, string(first))
	if err != nil {
		return string(first)
	}
	return v.t("month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

func dayID(d workflow.Date) string { return "d-" + string(d) }

// dayRows gives the first row of each day its anchor.
func (v *visit) dayRows(t *ui.Table, list []app.Deadline) {
	last := workflow.Date("")
	for i := range list {
		if d := list[i].Day(); d != last {
			t.Rows[i].ID, last = dayID(d), d
		}
	}
}

// month is a month as a sheet of weeks, from Monday, each day leading to its rows.
func (v *visit) month(first workflow.Date, list []app.Deadline) *page.Month {
	counts := map[workflow.Date]int{}
	for i := range list {
		counts[list[i].Day()]++
	}
	start, err := time.Parse(time.DateOnly, string(first))
	if err != nil {
		return nil
	}
	m := &page.Month{Caption: v.monthName(first)}
	for i := range week {
		full := v.t("weekday." + strconv.Itoa((i+1)%week))
		m.Full, m.Days = append(m.Full, full), append(m.Days, string([]rune(full)[:2]))
	}
	cells := slices.Repeat([]page.Day{{}}, (int(start.Weekday())+week-1)%week)
	for day := first; day < first.Plus(1, 0); day = day.Plus(0, 1) {
		x := page.Day{N: start.Day(), ISO: string(day), Today: day == v.who.Today}
		start = start.AddDate(0, 0, 1)
		if n := counts[day]; n > 0 {
			x.Href, x.Few, x.Count = "#"+dayID(day), locale.Count(v.lang, n), v.t("agenda.count", "n", n)
		}
		cells = append(cells, x)
	}
	for len(cells)%week != 0 {
		cells = append(cells, page.Day{})
	}
	for i := 0; i < len(cells); i += week {
		m.Weeks = append(m.Weeks, cells[i:i+week])
	}
	return m
}

const week = 7 // days

// agendaFile is what falls due within a year, as a calendar to take along.
func (v *visit) agendaFile() error {
	list, _, err := v.site.App.Agenda(v.Request().Context(), v.who, app.Days{From: v.who.Today, To: v.who.Today.Plus(12, 0), Limit: agendaFile})
	if err != nil {
		return err
	}
	c := export.Calendar{Name: v.t("agenda.title"), Made: v.site.App.Now()}
	for i := range list {
		d := &list[i]
		e := export.Appointment{ID: d.Dossier + "." + string(d.Entity) + "." + string(d.Action) + "." + d.Part, Title: v.deadlineName(d), Day: d.Day(), URL: v.site.Site + pathWork(d.Call.Ref())}
		e.Text = d.Call.Reference
		if d.File != nil {
			e.Text = app.Number(d.Call, d.File) + ", " + v.org(d.File.Sisp) + ", " + v.fileTitle(d.File)
			e.URL = v.site.Site + pathOf(d.File.Ref())
		} else {
			e.At = d.At
		}
		c.List = append(c.List, e)
	}
	v.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="tremplin.ics"`)
	return v.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(c.Text()))
}
