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

// aboutSheet shows a member's scores in the order of the grid, with their reasons
// and what they come to.
func (v *visit) aboutSheet(e *errand, x *workflow.Sheet) page.Block {
	b := v.facts("about.sheet", x, ui.Fact{Term: v.t("sheet.member"), Text: v.person(x.Person)})
	if e.act.Action == "save" || len(x.Scores) == 0 { // they stand in the form
		return b
	}
	rules := e.view.Call.Edition(e.view.File.Edition)
	t := v.scoreTableOf(rules, x)
	t.Quiet = true
	t.Foot = make([]ui.Cell, len(t.Heads))
	t.Foot[0], t.Foot[1] = ui.Cell{Text: v.t("sheet.weighted")}, ui.Cell{Text: locale.Score(v.lang, app.SheetTotal(rules, x))}
	return v.tabled(b, t)
}

// aboutDossier is what an act on the dossier itself answers to: an appeal, what
// was asked to be completed, the wish to end.
func (v *visit) aboutDossier(e *errand, f *workflow.Submission) page.Block {
	switch e.act.Action {
	case "uphold", "dismiss":
		if f.Appeal == nil {
			return page.Block{}
		}
		return page.Block{Title: v.t("about.appeal")}.With(page.Numbered(bodies(f.Appeal.Arguments)))
	case "rank":
		return v.aboutScores(e, f)
	case "resubmit":
		var all []string
		for _, m := range f.Completion.Missing {
			all = append(all, v.missing(m))
		}
		return page.Block{Title: v.t("about.completion")}.With(page.Numbered(all), ui.Facts(v.lang, []ui.Fact{{Term: v.t("next.by"), Day: f.Completion.Until}}))
	case "refuse_end":
		return v.wrote(page.Block{Title: locale.Action(v.lang, workflow.EntitySubmission, "ask_end")}, "about.reasons", f.EndAsked)
	default:
		return page.Block{}
	}
}

// aboutScores are the sheets that count, criterion by criterion, and what each
// comes to: the chair words the opinion from them.
func (v *visit) aboutScores(e *errand, f *workflow.Submission) page.Block {
	rules := e.view.Call.Edition(f.Edition)
	t := ui.Table{Heads: []ui.Head{{Text: v.t("sheet.member")}}}
	for _, c := range rules.Criteria {
		t.Heads = append(t.Heads, ui.Head{Text: v.words(c.Title.FR, c.Title.NL), Small: v.t("sheet.scale", "max", c.Max, "weight", c.Weight), Class: "n"})
	}
	t.Heads = append(t.Heads, ui.Head{Text: v.t("sheet.weighted"), Class: "n"})
	tally := app.Tally(rules, f)
	for i, s := range tally.Sheets {
		r := ui.Row{Cells: []ui.Cell{{Text: v.person(s.Person)}}}
		for _, c := range rules.Criteria {
			score := ""
			for _, x := range s.Scores {
				if x.Criterion == c.ID {
					score = locale.Number(v.lang, int64(x.Score))
				}
			}
			r.Cells = append(r.Cells, ui.Cell{Text: score})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: append(r.Cells, ui.Cell{Text: locale.Score(v.lang, int64(tally.Each[i].Total.Number()))})})
	}
	if len(t.Rows) == 0 {
		return v.noScores(f)
	}
	t.Foot = make([]ui.Cell, len(t.Heads))
	t.Foot[0], t.Foot[len(t.Foot)-1] = ui.Cell{Text: v.t("sheet.mean")}, ui.Cell{Text: locale.Score(v.lang, int64(tally.Total.Number()))}
	b := page.Block{Title: v.t("about.scores")}.With(ui.DataTable(t))
	for _, s := range f.Sheets {
		if i := slices.IndexFunc(tally.Sheets, func(x app.CountedSheet) bool { return x.Person == s.Person }); i >= 0 {
			b = b.With(ui.FoldedTable(v.t("about.reasons_of", "who", v.person(s.Person)), v.scoreTableOf(rules, s)))
		}
	}
	return b
}

// payee is to whom an instalment is paid, and by which order.
func (v *visit) payee(e *errand, x *workflow.Instalment) []ui.Fact {
	f := e.view.File
	facts := []ui.Fact{{Term: v.t("amount.account"), Text: locale.IBAN(f.Account)}, {Term: v.t("amount.holder"), Text: v.org(f.Sisp)}}
	for _, d := range slices.Backward(f.Documents) {
		if d.Kind == "payment" && d.To == partOf(x) {
			return append(facts, ui.Fact{Term: locale.Name(v.lang, "document", d.Kind), Body: page.Ways(v.papers([]*workflow.Document{d}))})
		}
	}
	return facts
}

// waitsFor is what has to happen before an instalment may be claimed; nothing, once
// it may.
func (v *visit) waitsFor(x *workflow.Instalment) string {
	if x.State() != "planned" {
		return ""
	}
	return v.t("instalment.after." + x.Milestone)
}

func bodies(all []workflow.Text) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = t.Body
	}
	return out
}

// missing is a point of what a completion asks.
func (v *visit) missing(m workflow.Missing) string {
	name := m.Part
	switch {
	case locale.Has(v.lang, "field."+m.Part):
		name = locale.Field(v.lang, m.Part)
	case locale.Has(v.lang, "site.files.kind."+m.Part):
		name = v.fileKind(m.Part)
	}
	return v.t("about.missing", "part", name, "text", ui.Isolate(m.Explanation.Body))
}

// lineName is a line of the budget by its place, from 1.
func (v *visit) lineName(f *workflow.Submission, n int) string {
	if f.Proposal == nil || n < 1 || n > len(app.BudgetNow(f)) {
		return locale.Count(v.lang, n)
	}
	return locale.Count(v.lang, n) + ". " + ui.Isolate(app.BudgetNow(f)[n-1].Label.Body)
}

// pathFile is where an attached file is downloaded from.
func pathFile(f *workflow.File) string {
	return "/files/" + url.PathEscape(f.Ref().Dossier) + "/" + url.PathEscape(f.Ref().ID)
}
