package web

import (
	"net/http"
	"net/url"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// perPage is how many dossiers a page of a list shows.
const perPage = 25

// longestQuery is how much of what was searched for is taken.
const longestQuery = 100

// files lists the dossiers that one may see.
func (v *visit) files() error {
	w := app.Wanted{
		Call: v.QueryParam("call"), State: workflow.State(v.QueryParam("state")), Text: v.query(),
		Page: app.Page{After: v.QueryParam("after"), Limit: perPage},
	}
	act := v.QueryParam("act")
	if act != "" {
		var err error
		if w.Of, err = v.site.App.WaitingFor(v.Request().Context(), v.who, act, w.Call); err != nil {
			return err
		}
	}
	found, err := v.site.App.Files(v.Request().Context(), v.who, w)
	if err != nil {
		return err
	}
	title := v.t(v.filesKey())
	m := page.FileList{Frame: v.frame(title), Head: page.Head{Title: title, Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}}}, Table: v.briefs(found.Files)}
	m.Frame.Here, m.Frame.Query = pathDossiers, ""
	m.Narrow = v.narrow(w, act, found)
	narrowed := url.Values{}
	for name, x := range map[string]string{"call": w.Call, "state": string(w.State), "q": w.Text, "act": act} {
		if x != "" {
			narrowed.Set(name, x)
		}
	}
	if w.After != "" {
		m.Pages.Previous = pathDossiers + "?" + narrowed.Encode()
	}
	if found.Next != "" {
		narrowed.Set("after", found.Next)
		m.Pages.Next = pathDossiers + "?" + narrowed.Encode()
	}
	if len(found.Files) == 0 {
		m.Empty = v.noFiles(len(narrowed) > 0)
	}
	return v.show(http.StatusOK, m.Show())
}

// narrow is the form above the list: what waits for an act is asked for by whom
// an act may wait.
func (v *visit) narrow(w app.Wanted, act string, found *app.Listed) *page.Narrow {
	n := &page.Narrow{Query: w.Text, Call: w.Call, State: string(w.State), Act: act}
	for _, c := range found.Calls {
		n.Calls = append(n.Calls, ui.Option{Value: c.ID, Text: c.Reference})
	}
	for _, s := range v.site.App.Programme().States(workflow.EntitySubmission) {
		n.States = append(n.States, ui.Option{Value: string(s), Text: locale.State(v.lang, workflow.EntitySubmission, s)})
	}
	for _, name := range v.site.App.Awaits(v.who) {
		n.Acts = append(n.Acts, ui.Option{Value: name, Text: v.task(cut(name))})
	}
	return n
}

func (v *visit) noFiles(narrowed bool) *ui.Nothing {
	if narrowed {
		return &ui.Nothing{Title: v.t("list.none"), Text: v.t("list.none_text"), Do: ui.Link{Text: v.t("list.all_link"), Href: pathDossiers}}
	}
	return &ui.Nothing{Title: v.t("list.empty"), Text: v.t("list.empty_text"), Do: ui.Link{Text: v.t("nav.calls"), Href: page.PathCalls}}
}

func (v *visit) query() string {
	q := []rune(strings.TrimSpace(v.QueryParam("q")))
	return string(q[:min(len(q), longestQuery)])
}

// search looks in what one may see, and counts nothing else.
func (v *visit) search() error {
	q := v.query()
	m := page.FileList{Frame: v.frame(v.t("search.title")), Head: page.Head{Title: v.t("search.title"), Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}}}}
	m.Frame.Query = q
	if q == "" {
		m.Empty = &ui.Nothing{Title: v.t("search.what"), Text: v.t("search.what_text")}
		return v.show(http.StatusOK, m.Show())
	}
	m.Head.Lead = v.t("search.for", "q", locale.Quote(v.lang, q))
	found, err := v.site.App.Find(v.Request().Context(), v.who, q)
	if err != nil {
		return err
	}
	m.Table = v.briefs(found.Files)
	if len(found.Documents) > 0 {
		m.Papered = v.t("dossier.documents")
		t := ui.Table{Heads: []ui.Head{{Text: v.t("document.name")}, {Text: v.t("list.dossier")}, {Text: v.t("table.date")}}}
		for _, d := range found.Documents {
			l := string(v.lang)
			if d.In(l) == nil {
				l = string(locale.FR)
			}
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
				{Text: locale.Name(v.lang, "document", d.Kind), Href: pathPaper(d.Ref().Dossier, d.Ref().ID, l, "html"), Small: d.Number}, {Text: v.briefTitle(d.Title), Href: pathOf(d.Ref())}, {Day: workflow.DateOf(d.Made)},
			}})
		}
		m.Papers = &t
	}
	if len(found.Files)+len(found.Documents) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("search.none"), Text: v.t("search.none_text")}
	}
	if found.More {
		m.Note = v.t("search.more", "n", len(found.Files))
	}
	return v.show(http.StatusOK, m.Show())
}

// briefs is a list of dossiers as a table.
func (v *visit) briefs(all []app.Brief) ui.Table {
	t := ui.Table{Heads: []ui.Head{
		{Text: v.t("list.dossier")}, {Text: v.t("list.sisp")}, {Text: v.t("table.state")}, {Text: v.t("amount.requested"), Class: "n"}, {Text: v.t("amount.awarded"), Class: "n"},
	}}
	for _, b := range all {
		var with []string
		for _, p := range b.Partners {
			with = append(with, v.org(p))
		}
		awarded := ""
		if b.Awarded > 0 {
			awarded = locale.Money(v.lang, b.Awarded)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.briefTitle(b.Title), Href: pathDossiers + "/" + url.PathEscape(b.ID), Small: b.Named()},
			{Text: v.orgNow(b.Sisp), Small: strings.Join(with, ", ")},
			{Body: ui.Tag(ui.ShapeOf(workflow.EntitySubmission, b.State), locale.State(v.lang, workflow.EntitySubmission, b.State))},
			{Text: locale.Money(v.lang, b.Requested)},
			{Text: awarded},
		}})
	}
	return t
}

func (v *visit) briefTitle(title string) string {
	if title == "" {
		return v.t("dossier.untitled")
	}
	return title
}
