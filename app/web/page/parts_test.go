package page_test

import (
	"io"

	"github.com/a-h/templ"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

type templWriter = io.Writer

// parts are all the components on one page.
func parts(l locale.Language, name string) templ.Component {
	money := ui.Envelope{ID: "a", Envelope: 25_500_000, Awarded: 24_760_000, Signed: 12_770_000, Paid: 3_250_000, Attempt: 1_675_000}
	return all(
		ui.Line(l, line(l)),
		ui.NextStep(l, ui.Next{
			Title: say(l, "next.you", "action", name), If: name, Do: ui.Link{Text: name, Href: "/x"}, Also: []ui.Link{{Text: "b", Href: "/y"}},
			Facts: []ui.Fact{{Term: say(l, "next.who"), Text: name}, {Term: say(l, "next.by"), Day: "2023-12-29"}},
		}),
		with(ui.Block("h-todo", say(l, "home.late")), ui.Todo(l, []ui.Waiting{
			ui.Waiting{Title: name, Href: "/x", About: "EMP-2023-02", If: name, Do: name, What: name}.Due(l, "2023-12-18", "2023-12-20"),
			ui.Waiting{Title: "b", Href: "/x", If: "c", Do: "d", What: "b"}.Due(l, "2023-12-22", "2023-12-20"),
			ui.Waiting{Title: "b", Href: "/x", If: "c", Do: "d", What: "b"}.Due(l, "", "2023-12-20"),
		})),
		with(ui.Block("h-money", say(l, "money.envelope")), all(ui.MoneyBar(l, money), ui.Amounts(l, []ui.Fact{{Term: "a", Text: locale.Money(l, workflow.Money(1))}, {Term: name, Text: locale.Money(l, workflow.Money(2)), Total: true}}), ui.Facts(l, []ui.Fact{{Term: "a", Text: name}}))),
		with(ui.Block("h-acts", say(l, "act.can")), all(ui.Acts([]ui.Act{{Name: name, Href: "/x", Note: name}}), ui.Blocked([]ui.Act{{Name: name, Note: name}}))),
		with(ui.Block("h-table", say(l, "table.total")), ui.DataTable(dataTable(l, name))),
		with(ui.Block("h-more", "x"), all(
			ui.History([]ui.Event{{At: moment, Text: name}}), ui.Keys([]ui.Key{{Value: "6", Label: name}, {Value: "12", Unit: "x", Label: "y"}}),
			ui.Light(l, "green", name), ui.Light(l, "amber", name), ui.Light(l, "red", name), ui.Alert(ui.OK, name), ui.Alert(ui.Wait, name),
			ui.Pager(l, ui.Pages{Previous: "/a", Next: "/b", Showing: "1"}), ui.Sections(l, name, name, []ui.Section{{Text: name, Href: "/a", State: name, Shape: ui.OK, Current: true}, {Text: "b", Href: "/a", State: "1", Shape: ui.Bad}}),
			ui.Bars(ui.Chart{ID: "f1", Title: name, Text: name, Bars: []ui.Bar{{Label: name, Value: "65.000 €", N: 65}, {Label: "b", Value: "10 €", N: 10, Pale: true}}, Ref: 40, RefText: "40", Table: dataTable(l, name)}),
			ui.Dots("f2", name, "", 6, 15, "6", "9", dataTable(l, name)),
			ui.Sheets(ui.Spread{From: 40, To: 100, Dots: []int64{69, 80, 91}, Mean: 82, Text: "69-91"}), ui.Meter(32, 40),
			ui.Score(l, "scores", ui.Criterion{ID: "c", Title: name, Weight: 30, Max: 5, Value: "4", Reason: name, Guide: []string{name}, Why: "w"}),
			ui.Tag(ui.Bad, name), ui.StateTag(l, workflow.EntitySubmission, "awarded"), ui.Post("/x", name, "plain"), ui.Empty(ui.Nothing{Title: name, Text: name}),
		)),
	)
}

func line(l locale.Language) []ui.Phase {
	s := func(state workflow.State, at string, day workflow.Date, by string) ui.Station {
		return ui.Station{Name: locale.State(l, workflow.EntitySubmission, state), At: at, Day: day, By: by}
	}
	return []ui.Phase{
		{Name: "Candidature", Stations: []ui.Station{s("draft", ui.Done, "2023-09-20", ""), s("submitted", ui.Done, "2023-10-24", ""), s("eligible", ui.Done, "2023-11-08", "")}},
		{Name: "Décision", Stations: []ui.Station{s("awarded", ui.Done, "2023-12-14", ""), s("contracting", ui.Here, "", "29/12/2023")}},
		{Name: "Projet", Stations: []ui.Station{s("in_progress", ui.Ahead, "", ""), s("midterm_held", ui.Ahead, "", "06/2024"), s("reported", ui.Ahead, "", ""), s("reviewed", ui.Ahead, "", "")}},
		{Name: "Clôture", Stations: []ui.Station{s("closed", ui.Ahead, "", "")}},
	}
}

func dataTable(l locale.Language, name string) ui.Table {
	return ui.Table{
		Caption: name, Scroll: name, Note: name,
		Heads: []ui.Head{{Text: say(l, "call.project")}, {Text: say(l, "call.awarded"), Class: "n"}, {Text: say(l, "table.state"), Abbr: name}, {Text: say(l, "table.date")}},
		Rows: []ui.Row{
			{Class: "mine", Cells: []ui.Cell{{Text: name, Href: "/x", Small: "Lojega", Lang: "fr"}, {Text: locale.Money(l, workflow.Money(6_500_000))}, {Body: ui.StateTag(l, workflow.EntitySubmission, "contracting")}, {Day: "2023-12-29"}}},
			{Cut: name},
			{Class: "bad", Cells: []ui.Cell{{Text: "b"}, {Text: locale.Money(l, workflow.Money(1_675_000))}, {Body: ui.Tag(ui.Off, "x")}, {}}},
		},
		Foot: []ui.Cell{{Text: say(l, "table.total")}, {Text: locale.Money(l, workflow.Money(8_175_000))}, {}, {}},
	}
}
