package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func (s *Site) letterRoutes() {
	s.echo.GET("/calls/:id/letters", s.signedIn((*visit).letters))
	s.echo.GET("/dossiers/:id/letter/:language", s.signedIn((*visit).letter))
}

// pathLetters is where a call's decision letters are prepared and followed.
func pathLetters(call string) string { return page.PathCalls + "/" + url.PathEscape(call) + "/letters" }

func pathLetter(dossier, language string) string {
	return pathDossiers + "/" + url.PathEscape(dossier) + "/letter/" + language
}

// refreshAfter is how soon a page that shows something under way asks again by
// itself, in seconds.
const refreshAfter = "5"

// letters are what a call's decision sends: before it each letter to be read, after
// it how they fare.
func (v *visit) letters() error {
	x, err := v.site.App.Letters(v.Request().Context(), v.who, v.Param("id"), v.QueryParam("after"), perPage)
	if err != nil {
		return err
	}
	b := x.Board
	c := b.Call
	title := v.t("letters.title")
	m := page.Column{Frame: v.frame(title + ", " + c.Reference), Head: v.awardHead(b)}
	m.Frame.Here = page.PathCalls
	m.Head.Title, m.Head.Links = title, []ui.Link{{Text: v.t("award.board"), Href: pathAward(c.Ref().Dossier)}}
	sent := x.All.Ordered > 0
	if sent {
		m.Blocks = append(m.Blocks, v.progress(x))
		if x.All.Pending() {
			v.Response().Header().Set("Refresh", refreshAfter)
		}
	} else {
		m.Head.Lead = v.t("letters.lead")
		m.Blocks = append(m.Blocks, v.sending(b))
	}
	if len(b.Lines) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("award.none"), Text: v.t("award.none_text")}
		return v.show(http.StatusOK, m.Show())
	}
	m.Blocks = append(m.Blocks, page.Block{ID: "h-letters", Title: v.t("letters.each")}.With(ui.DataTable(v.letterTable(x, sent))))
	path := pathLetters(c.Ref().Dossier)
	if v.QueryParam("after") != "" {
		m.Pages.Previous = path
	}
	if b.Next != "" {
		m.Pages.Next = path + "?" + url.Values{"after": {b.Next}}.Encode()
	}
	return v.show(http.StatusOK, m.Show())
}

// sending is the act that sends all letters at once, or why not yet.
func (v *visit) sending(b *app.Awarding) page.Block {
	out := page.Block{ID: "h-send", Title: v.t("letters.send")}
	a := b.Act("call.decide", b.Call.Ref())
	switch {
	case a == nil:
		return out.With(page.Say(v.t("letters.who")))
	case a.Blocked != nil:
		return out.With(ui.Blocked([]ui.Act{{Name: v.actName(b.View, a), Note: v.says(a.Blocked)}}))
	}
	return out.With(ui.Acts([]ui.Act{{Name: v.actName(b.View, a), Href: pathAct(a), Note: v.t("letters.batch", "n", b.Letters)}}))
}

// progress is how many letters are made and mailed, and how many wait.
func (v *visit) progress(x *app.Lettered) page.Block {
	all := x.All
	b := page.Block{ID: "h-progress", Title: v.t("letters.progress")}
	facts := []ui.Fact{
		{Term: v.t("letters.made"), Text: v.t("letters.of", "n", all.Made, "of", all.Ordered)},
		{Term: v.t("letters.failed"), Text: locale.Count(v.lang, all.Failed)},
	}
	if x.Sends {
		facts = append(facts, ui.Fact{Term: v.t("letters.mailed"), Text: locale.Count(v.lang, all.Mailed)},
			ui.Fact{Term: v.t("letters.unmailed"), Text: locale.Count(v.lang, all.Unmailed)}, ui.Fact{Term: v.t("letters.bounced"), Text: locale.Count(v.lang, all.Bounced)})
	}
	b = b.With(ui.Meter(int64(all.Made), int64(all.Ordered)), ui.Facts(v.lang, facts))
	if !x.Sends {
		b = b.With(page.Say(v.t("letters.no_mails")))
	}
	switch {
	case all.Pending():
		b = b.With(page.Say(v.t("letters.pending")), ui.Links(false, ui.Link{Text: v.t("letters.refresh"), Href: v.Request().URL.RequestURI()}))
	case all.Failed+all.Bounced == 0 && !x.Sends:
		b = b.With(ui.Alert(ui.OK, v.t("letters.all_made")))
	case all.Failed+all.Bounced == 0:
		b = b.With(ui.Alert(ui.OK, v.t("letters.all_done")))
	default:
		b = b.With(ui.Alert(ui.Wait, v.t("letters.some_failed")))
	}
	return b
}

func (v *visit) letterTable(x *app.Lettered, sent bool) ui.Table {
	t := ui.Table{Caption: v.t("letters.each"), Quiet: true, Heads: []ui.Head{{Text: v.t("list.dossier")}, {Text: v.t("award.decision")}, {Text: v.t("letters.letter")}}}
	if sent {
		t.Heads = append(t.Heads, ui.Head{Text: v.t("letters.fares")})
	}
	for i := range x.Board.Lines {
		l := &x.Board.Lines[i]
		f := l.File
		row := v.letterRow(x.Board.Call, l)
		if sent {
			row = append(row, v.faresOf(x, f))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: row})
	}
	return t
}

// letterRow is a dossier with its decision and its letter; without one, as it stands.
func (v *visit) letterRow(c *workflow.Call, l *app.AwardLine) []ui.Cell {
	f := l.File
	row := []ui.Cell{
		{Text: v.briefTitle(l.Title), Href: pathOf(f.Ref()), Small: app.Number(c, f) + ", " + v.org(f.Sisp)},
		{Text: v.t("letters.undecided")},
		{},
	}
	switch {
	case l.Group == app.AwardOpen:
	case letterless(f):
		row[1] = v.stateCell(f)
	default:
		row[1] = ui.Cell{Text: locale.Choice(v.lang, "verdict", f.Verdict.Kind)}
		if f.Verdict.Kind == "award" {
			row[1].Small = locale.Money(v.lang, f.Verdict.Amount)
		}
		row[2] = ui.Cell{Body: page.Ways(v.letterLinks(f))}
	}
	return row
}

// letterless: it was decided, and ended before its letter went.
func letterless(f *workflow.Submission) bool {
	return f.Verdict != nil && f.LetterOn == "" && f.State() != workflow.SubmissionRanked && !app.LetterDue(f)
}

// faresOf is how a dossier's letter fares, and when its SISP has signed in since.
func (v *visit) faresOf(x *app.Lettered, f *workflow.Submission) ui.Cell {
	if letterless(f) {
		return ui.Cell{}
	}
	fares := v.fares(x, f.Ref().Dossier)
	if on := x.SignedIn[f.Ref().Dossier]; on != "" {
		fares.Small = strings.TrimSpace(fares.Small + " " + v.t("letters.signed_in", "on", ui.LongDate(v.lang, on)))
	}
	return fares
}

// letterLinks lead to the letter as it was filed, or else as it would be; first in
// the language of who applies.
func (v *visit) letterLinks(f *workflow.Submission) []ui.Link {
	languages := []string{"fr", "nl"}
	if o := v.who.House.Org(f.Sisp); o != nil && o.Language == "nl" {
		languages = []string{"nl", "fr"}
	}
	var out []ui.Link
	for _, l := range languages {
		link := ui.Link{Text: v.t("letters.preview", "language", strings.ToUpper(l)), Href: pathLetter(f.Ref().Dossier, l), Lang: l}
		for _, d := range f.Documents {
			if d.Kind == f.Verdict.Kind || d.Kind == "rejection" && f.Verdict.Kind == "reject" {
				link = ui.Link{Text: "PDF " + strings.ToUpper(l), Href: pathPaper(f.Ref().Dossier, d.Ref().ID, l, "pdf"), Lang: l}
			}
		}
		out = append(out, link)
	}
	return out
}

// fares says how a dossier's letter fares, and what to do where it does not.
func (v *visit) fares(x *app.Lettered, dossier string) ui.Cell {
	s := x.By[dossier]
	switch {
	case s == nil:
		return ui.Cell{Text: v.t("letters.none")}
	case s.Dead > 0:
		return ui.Cell{Body: ui.Tag(ui.Bad, v.t("letters.stopped")), Small: v.failure(s.Why).Text + " " + v.t("letters.ask", "n", strconv.FormatInt(s.Dead, 10))}
	case s.Bounced > 0:
		return ui.Cell{Body: ui.Tag(ui.Bad, v.t("letters.came_back")), Small: v.t("letters.mend")}
	case s.Pending():
		return ui.Cell{Body: ui.Tag(ui.Wait, v.t("letters.under_way"))}
	case s.Mailed > 0:
		return ui.Cell{Body: ui.Tag(ui.OK, v.t("letters.went")), Small: v.t("letters.told", "n", s.Mailed)}
	}
	return ui.Cell{Body: ui.Tag(ui.OK, v.t("letters.filed"))}
}

// letter is one letter as deciding the call would send it, or why there is none yet.
func (v *visit) letter() error {
	l, ok := locale.Parse(v.Param("language"))
	if !ok || l == locale.EN {
		return workflow.NotThere()
	}
	view, title, body, err := v.site.App.LetterPreview(v.Request().Context(), v.who, v.Param("id"), l)
	if view == nil {
		return err
	}
	why := ""
	switch {
	case errors.Is(err, app.ErrUndecided) && letterless(view.File):
		why = v.t("letters.no_letter", "state", lowered(locale.State(v.lang, workflow.EntitySubmission, view.File.State())))
	case errors.Is(err, app.ErrUndecided):
		why = v.t("letters.not_decided")
	case errors.Is(err, app.ErrLacking):
		why = v.t("letters.lacks")
	case err != nil:
		return err
	}
	call := view.Call
	lead := v.t("letters.copy")
	if on := view.File.LetterOn; on != "" {
		lead = v.t("letters.gone", "on", ui.LongDate(v.lang, on))
	}
	back := ui.Link{Text: v.t("letters.title"), Href: pathLetters(call.Ref().Dossier)}
	h := page.Head{
		Crumbs: v.crumbs(ui.Link{Text: call.Reference, Href: pathWork(call.Ref())}, back),
		Kicker: app.Number(call, view.File) + ", " + v.org(view.File.Sisp), Title: title, Lang: string(l), Lead: lead,
	}
	if why != "" {
		h.Title, h.Lang, h.Lead = v.t("letters.not_yet"), "", v.title(view)
		m := page.Column{Frame: v.frame(h.Title), Head: h, Empty: &ui.Nothing{Title: v.t("letters.not_yet"), Text: why, Do: ui.Link{Text: v.t("dossier.open"), Href: pathOf(view.File.Ref())}}}
		return v.show(http.StatusOK, m.Show())
	}
	m := page.Twin{Frame: v.frame(title), Head: h, Links: []ui.Link{back}, Body: body}
	m.Frame.Here = page.PathCalls
	return v.show(http.StatusOK, m.Show())
}
