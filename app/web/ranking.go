package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func (s *Site) rankingRoutes() {
	s.echo.GET("/calls/:id/ranking", s.signedIn((*visit).ranking))
	s.echo.GET("/calls/:id/scenarios", s.signedIn((*visit).scenarios))
	s.echo.POST("/calls/:id/scenarios", s.signedIn((*visit).chooseByHand))
}

// pathRanking is a call's ranking.
func pathRanking(call string) string {
	return page.PathCalls + "/" + url.PathEscape(call) + "/ranking"
}

// Names in the address of a ranking.
const (
	askSort   = "sort"
	askLesser = "down" // any value: the other way round
	askTheme  = "theme"
	askSisp   = "sisp"
	askFlag   = "flag"
	askView   = "view"
	viewLarge = "projector"
)

// perRanking is how many lines of a ranking stand on a page: a committee reads it
// whole, and prints it.
const perRanking = 200

// ranking is what the committee's scores come to, for it and for the funder's side. It is
// drawn once for each state of the call, each way of having it and each language.
func (v *visit) ranking() error {
	at := drawing{lang: v.lang, query: v.rankingQuery().Encode()}
	var known *rankingDrawn
	w := app.RankWanted{
		Sort: app.RankOrder(v.QueryParam(askSort)), Lesser: v.QueryParam(askLesser) != "", Theme: v.QueryParam(askTheme),
		Sisp: v.QueryParam(askSisp), Flag: app.RankFlag(v.QueryParam(askFlag)), After: v.QueryParam("after"), Limit: perRanking,
		Known: func(m app.RankMark) bool {
			at.mark = m
			known = v.site.rankings.get(at)
			return known != nil
		},
	}
	r, err := v.site.App.RankPage(v.Request().Context(), v.who, v.Param("id"), w)
	if err != nil {
		return err
	}
	if known == nil {
		if known, err = v.drawRanking(r, w); err != nil {
			return err
		}
		if at.mark.Kept() {
			v.site.rankings.put(at, known)
		}
	}
	m := known.page
	m.Frame = v.rankingFrame(r.Call)
	return v.show(http.StatusOK, m.Show())
}

// rankingQuery is what the address asks for, without what no ranking hangs on.
func (v *visit) rankingQuery() url.Values {
	q := url.Values{}
	for _, name := range []string{askSort, askLesser, askTheme, askSisp, askFlag, askView, "after"} {
		if x := v.QueryParam(name); x != "" {
			q.Set(name, x)
		}
	}
	return q
}

func (v *visit) rankingFrame(c *workflow.Call) page.Frame {
	f := v.frame(v.t("ranking.title") + ", " + c.Reference)
	f.Here, f.Wide, f.Projector = page.PathCalls, true, v.QueryParam(askView) == viewLarge
	return f
}

// drawRanking makes the page but for what stands around it.
func (v *visit) drawRanking(r *app.RankPage, w app.RankWanted) (*rankingDrawn, error) {
	c := r.Call
	m := page.Column{Head: v.rankingHead(r)}
	if len(r.Rows) == 0 {
		m.Empty = v.unranked(c)
		return &rankingDrawn{m}, nil
	}
	for _, b := range v.rankingBlocks(v.rankingFrame(c), r, w) {
		b, err := page.Drawn(v.Request().Context(), b)
		if err != nil {
			return nil, err
		}
		m.Blocks = append(m.Blocks, b)
	}
	if r.Found == 0 {
		m.Empty = &ui.Nothing{Title: v.t("ranking.none_such"), Text: v.t("ranking.none_such_text"), Do: ui.Link{Text: v.t("ranking.all"), Href: pathRanking(c.Ref().Dossier)}}
	}
	m.Pages = v.rankingPages(r)
	return &rankingDrawn{m}, nil
}

// unranked says why there is nothing yet, and what comes first.
func (v *visit) unranked(c *workflow.Call) *ui.Nothing {
	return &ui.Nothing{Title: v.t("ranking.empty"), Text: v.t("ranking.empty_text"), Do: ui.Link{Text: v.t("ranking.work"), Href: pathWork(c.Ref())}}
}

func (v *visit) rankingHead(r *app.RankPage) page.Head {
	c := r.Call
	id := c.Ref().Dossier
	h := page.Head{
		Crumbs: v.crumbs(ui.Link{Text: v.t("calls.crumb"), Href: page.PathCalls}, ui.Link{Text: c.Reference, Href: pathWork(c.Ref())}),
		Kicker: v.t("ranking.kicker", "reference", c.Reference), Title: v.t("ranking.title"), Tags: []ui.Badge{v.badge(c)},
	}
	if len(r.Rows) == 0 {
		return h
	}
	if r.Sums {
		asked := workflow.Money(0)
		for i := range r.Rows {
			asked += r.Rows[i].Requested
		}
		h.Facts = append(h.Facts, v.t("ranking.facts", "n", len(r.Rows), "asked", asked, "envelope", r.Total))
	} else {
		h.Facts = append(h.Facts, v.t("ranking.count", "n", len(r.Rows)))
	}
	q := v.rankingQuery()
	if q.Get(askView) == viewLarge {
		q.Del(askView)
		h.Links = []ui.Link{{Text: v.t("ranking.leave"), Href: addressed(pathRanking(id), q)}}
		return h
	}
	q.Set(askView, viewLarge)
	h.Links = []ui.Link{{Text: v.t("ranking.projector"), Href: addressed(pathRanking(id), q)}}
	if r.Sums {
		h.Links = append(h.Links, ui.Link{Text: v.t("scenarios.title"), Href: pathScenarios(id)})
	}
	return h
}

// addressed is an address with its query.
func addressed(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// rankingBlocks are the form that narrows the ranking, how to read it, and the
// ranking; on a projector the ranking alone.
func (v *visit) rankingBlocks(f page.Frame, r *app.RankPage, w app.RankWanted) []page.Block {
	table := v.rankTable(r, w, f.Projector)
	if f.Projector {
		table.Note = strings.TrimSpace(table.Note + " " + v.tieRule(r.Call.Rules()))
		return []page.Block{page.Block{ID: "h-rank", Title: v.t("ranking.heading")}.With(ui.DataTable(table))}
	}
	b := page.Block{ID: "h-rank", Title: v.t("ranking.heading")}
	b = b.With(page.Say(v.t("ranking.how") + " " + v.tieRule(r.Call.Rules())))
	for _, note := range v.rankNotes(r) {
		b = b.With(ui.Alert(ui.Plain, note))
	}
	b = b.With(page.Narrowing(f, v.rankFilters(r, w)))
	if len(table.Rows) > 0 {
		b = b.With(ui.DataTable(table))
	}
	return []page.Block{b}
}

// rankNotes are what a reader who does not see all has to know.
func (v *visit) rankNotes(r *app.RankPage) []string {
	seat := r.Call.Appointed(v.who.ID())
	switch {
	case seat == nil:
		return nil
	case !r.Sums && r.Call.PublishedOn != "":
		return []string{v.t("ranking.conflict_after")}
	case !r.Sums:
		return []string{v.t("ranking.conflict")}
	case r.Blind():
		return []string{v.t("ranking.sealed")}
	}
	return nil
}

// tieRule says how the call decides between equal totals.
func (v *visit) tieRule(r *workflow.Rules) string {
	names := make([]string, 0, len(r.Ties)+1)
	for _, t := range r.Ties {
		names = append(names, v.tieName(r, t))
	}
	return v.t("ranking.ties", "list", locale.And(v.lang, append(names, v.t("ranking.tie.number"))))
}

func (v *visit) tieName(r *workflow.Rules, tie string) string {
	if i := slices.IndexFunc(r.Criteria, func(c workflow.Criterion) bool { return c.ID == tie }); i >= 0 {
		return locale.Quote(v.lang, v.words(r.Criteria[i].Title.FR, r.Criteria[i].Title.NL))
	}
	return v.t("ranking.tie." + tie)
}

// rankFilters narrow the lines and order them; no place changes.
func (v *visit) rankFilters(r *app.RankPage, w app.RankWanted) []page.Filter {
	rules := r.Call.Rules()
	sorts := []ui.Option{}
	for _, s := range []app.RankOrder{app.RankByTitle, app.RankBySisp, app.RankBySpread, app.RankByRequested} {
		sorts = append(sorts, ui.Option{Value: string(s), Text: v.t("ranking.sort." + string(s))})
	}
	for _, c := range rules.Criteria {
		sorts = append(sorts, ui.Option{Value: c.ID, Text: v.words(c.Title.FR, c.Title.NL)})
	}
	themes := make([]ui.Option, 0, len(rules.Themes))
	for _, t := range rules.Themes {
		themes = append(themes, ui.Option{Value: t.ID, Text: v.words(t.Title.FR, t.Title.NL)})
	}
	flags := make([]ui.Option, 0, len(app.RankFlags))
	for _, f := range app.RankFlags {
		flags = append(flags, ui.Option{Value: string(f), Text: v.t("ranking.flag."+string(f), "n", rules.Wide())})
	}
	return []page.Filter{
		{Name: askSort, Label: v.t("ranking.sort"), All: v.t("ranking.sort.rank"), Options: sorts, Value: string(w.Sort)},
		{Name: askTheme, Label: v.t("call.theme"), All: v.t("list.all"), Options: themes, Value: w.Theme},
		{Name: askSisp, Label: v.t("ranking.sisp"), All: v.t("list.all"), Options: v.rankSisps(r), Value: w.Sisp},
		{Name: askFlag, Label: v.t("ranking.flags"), All: v.t("list.all"), Options: flags, Value: string(w.Flag)},
	}
}

// rankSisps are the SISPs in the ranking, as far as the reader sees it.
func (v *visit) rankSisps(r *app.RankPage) []ui.Option {
	out := make([]ui.Option, 0, len(r.Sisps()))
	for _, id := range r.Sisps() {
		out = append(out, ui.Option{Value: id, Text: v.org(id)})
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return out
}

func (v *visit) rankingPages(r *app.RankPage) ui.Pages {
	q := v.rankingQuery()
	path := pathRanking(r.Call.Ref().Dossier)
	var out ui.Pages
	if q.Has("after") {
		q.Del("after")
		out.Previous = addressed(path, q)
	}
	if r.Next != "" {
		q.Set("after", r.Next)
		out.Next = addressed(path, q)
	}
	if out != (ui.Pages{}) {
		out.Showing = v.t("ranking.showing", "n", len(r.Lines), "of", r.Found)
	}
	return out
}
