package web

import (
	"net/url"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// aboutSheet shows a member's scores, with their reasons.
func (v *visit) aboutSheet(e *errand, x *workflow.Sheet) page.Block {
	b := v.facts("about.sheet", x, ui.Fact{Term: v.t("sheet.member"), Text: v.person(x.Person)})
	t := ui.Table{Heads: []ui.Head{{Text: v.t("call.criterion")}, {Text: v.t("sheet.total"), Class: "n"}, {Text: v.t("about.reasons")}}}
	for _, s := range x.Current() {
		name := s.Criterion
		for _, c := range e.view.Call.Edition(e.view.File.Edition).Criteria {
			if c.ID == s.Criterion {
				name = v.words(c.Title.FR, c.Title.NL)
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name}, {Text: locale.Number(v.lang, int64(s.Score))}, {Text: s.Reasons.Body}}})
	}
	if e.act.Action == "save" { // they stand in the form
		return b
	}
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
	if f.Proposal == nil || n < 1 || n > len(f.Proposal.Budget) {
		return locale.Count(v.lang, n)
	}
	return locale.Count(v.lang, n) + ". " + ui.Isolate(f.Proposal.Budget[n-1].Label.Body)
}

// pathFile is where an attached file is downloaded from.
func pathFile(f *workflow.File) string {
	return "/files/" + url.PathEscape(f.Ref().Dossier) + "/" + url.PathEscape(f.Ref().ID)
}
