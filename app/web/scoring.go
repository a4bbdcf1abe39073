package web

import (
	"net/http"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// scoring is what a member has to score, and how far that is.
func (v *visit) scoring() error {
	x, err := v.site.App.Scoring(v.Request().Context(), v.who, strings.ToLower(v.Param("id")))
	if err != nil {
		return err
	}
	c := x.Call
	title := v.t("scoring.title")
	m := page.Column{Frame: v.frame(title + ", " + c.Reference), Head: v.benchHead(c, title, pathScoring(c.Ref().Dossier))}
	m.Frame.Here = page.PathCalls
	m.Head.Lead = v.t("scoring.lead")
	sealed, owed := 0, 0
	for i := range x.Mine {
		switch {
		case x.Mine[i].Sealed():
			sealed++
		case x.Mine[i].Open():
			owed++
		}
	}
	if len(x.Mine) > 0 && owed == 0 && c.State() != "in_committee" {
		m.Head.Lead = v.t("scoring.over")
	}
	if len(x.Mine) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("scoring.none"), Text: v.t("scoring.none_text")}
	} else {
		b := page.Block{ID: "h-mine", Title: v.t("scoring.mine")}
		m.Blocks = append(m.Blocks, b.With(page.Say(v.t("scoring.progress", "n", sealed, "of", len(x.Mine))), ui.Meter(int64(sealed), int64(len(x.Mine))), ui.DataTable(v.mineTable(x))))
	}
	if len(x.Others) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-rest", Title: v.t("scoring.others")}.With(page.Say(v.t("scoring.others_hint")), ui.DataTable(v.othersTable(x))))
	}
	m.Blocks = append(m.Blocks, v.criteriaBlock(c))
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) mineTable(x *app.Scoring) ui.Table {
	t := ui.Table{Caption: v.t("scoring.mine"), Quiet: true, Heads: []ui.Head{{Text: v.t("list.dossier")}, {Text: v.t("table.state")}, {Text: v.t("scoring.done"), Class: "n"}, {Text: v.t("act.can")}}}
	for i := range x.Mine {
		m := &x.Mine[i]
		f := m.File
		done := ui.Cell{Text: v.t("committee.of", "n", m.Done, "of", m.Of)}
		do := "scoring.fill"
		switch {
		case m.Sealed():
			do = "scoring.read"
		case !m.Open():
			do, done.Small = "scoring.read", v.t("scoring.too_late")
		case m.Copy.Version > 0:
			done.Small = v.t("scoring.copy", "at", ui.ShortTime(m.Copy.At))
		case m.Done < m.Of:
			done.Small = v.t("scoring.missing", "n", m.Of-m.Done)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.fileTitle(f), Href: pathOf(f.Ref()), Small: app.Number(x.Call, f) + ", " + v.org(f.Sisp)},
			v.stateCell(m.Sheet), done,
			{Body: page.WayTo(ui.Link{Text: v.t(do), Href: pathSheet(f.Ref().Dossier)}, v.fileTitle(f)), Class: "own no-print"},
		}})
	}
	return t
}

// othersTable are the submissions that others score; one may say there as well that
// one has a conflict.
func (v *visit) othersTable(x *app.Scoring) ui.Table {
	t := ui.Table{Caption: v.t("scoring.others"), Quiet: true, Flat: true, Heads: []ui.Head{{Text: v.t("list.dossier")}}}
	for _, f := range x.Others {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: v.fileTitle(f), Href: pathOf(f.Ref()), Small: app.Number(x.Call, f) + ", " + v.org(f.Sisp)}}})
	}
	return t
}

// criteriaBlock is what is scored by.
func (v *visit) criteriaBlock(c *workflow.Call) page.Block {
	t := ui.Table{Caption: v.t("score.criteria"), Quiet: true, Heads: []ui.Head{{Text: v.t("call.criterion")}, {Text: v.t("scoring.weight"), Class: "n"}, {Text: v.t("scoring.max"), Class: "n"}, {Text: v.t("scoring.threshold"), Class: "n"}, {Text: v.t("score.guide")}}}
	for _, x := range c.Rules().Criteria {
		least := "–"
		if x.Threshold > 0 {
			least = locale.Number(v.lang, int64(x.Threshold))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.words(x.Title.FR, x.Title.NL)}, {Text: locale.Share(v.lang, x.Weight)}, {Text: locale.Count(v.lang, x.Max)}, {Text: least}, {Text: v.words(x.Guidance.FR, x.Guidance.NL)},
		}})
	}
	return v.tabled(page.Block{ID: "h-criteria", Title: v.t("score.criteria")}, t)
}
