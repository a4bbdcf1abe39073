package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func (s *Site) awardRoutes() {
	s.echo.GET("/calls/:id/award", s.signedIn((*visit).awards))
}

// pathAward is the board of a call's awards.
func pathAward(call string) string { return page.PathCalls + "/" + url.PathEscape(call) + "/award" }

// Names of what the board hands on to the form of an act, in its address.
const (
	askAmount   = "amount"   // of an award
	askEnvelope = "envelope" // that a change is to reach
	askFor      = "for"      // the dossier whose award waits for the change
)

// awards is the board of a call's awards.
func (v *visit) awards() error {
	b, err := v.site.App.AwardBoard(v.Request().Context(), v.who, v.Param("id"), v.QueryParam("after"), perPage)
	if err != nil {
		return err
	}
	c := b.Call
	m := page.Award{Frame: v.frame(v.t("award.title") + ", " + c.Reference), Head: v.awardHead(b), Money: envelope(c, b.Signed), Free: c.Free()}
	m.Frame.Here, m.Frame.Wide = page.PathCalls, true
	m.Can, m.Cannot = v.callActs(b.View)
	for i := range b.Lines {
		m.Decides = m.Decides || mayAward(b.Lines[i].Acts)
	}
	m.Reserve = v.reserveNext(b)
	if b.Judging > 0 {
		m.Note = v.t("award.judging", "n", b.Judging)
	}
	m.Groups = v.awardGroups(m.Frame, b)
	if len(m.Groups) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("award.none"), Text: v.t("award.none_text"), Do: ui.Link{Text: v.t("call.files"), Href: pathDossiers + "?call=" + url.QueryEscape(c.Ref().Dossier)}}
	}
	path := pathAward(c.Ref().Dossier)
	if v.QueryParam("after") != "" {
		m.Pages.Previous = path
	}
	if b.Next != "" {
		m.Pages.Next = path + "?" + url.Values{"after": {b.Next}}.Encode()
	}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) awardHead(b *app.Awarding) page.Head {
	c := b.Call
	h := page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}, {Text: v.t("calls.crumb"), Href: page.PathCalls}, {Text: c.Reference, Href: pathWork(c.Ref())}},
		Kicker: v.t("award.kicker", "reference", c.Reference), Title: v.t("award.title"), Tags: []ui.Badge{v.badge(c)},
		Facts: []string{v.t("award.count", "done", b.Counts[app.AwardDone], "reserve", b.Counts[app.AwardReserve], "open", b.Counts[app.AwardOpen])},
	}
	if v.who.Sight.Funder {
		h.Links = []ui.Link{{Text: v.t("letters.title"), Href: pathLetters(c.Ref().Dossier)}}
	}
	return h
}

// envelope is a call's money as a picture.
func envelope(c *workflow.Call, signed workflow.Money) ui.Envelope {
	return ui.Envelope{Envelope: c.Envelope, Awarded: c.Committed, Signed: max(min(signed, c.Committed), c.Paid), Paid: c.Paid}
}

// onAwards are the acts of a call that belong to its awards.
var onAwards = []string{"call.decide", "envelope.change", "call.send_back"}

// callActs are what may be done with the call on its board, and what not yet.
func (v *visit) callActs(view *app.View) (can, cannot []ui.Act) {
	for i := range view.Acts {
		a := &view.Acts[i]
		if !slices.Contains(onAwards, a.Name()) {
			continue
		}
		if a.Blocked == nil {
			x := ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.actNote(view, a)}
			if a.Name() == "call.decide" {
				x.Href, x.Note = pathLetters(a.On.Dossier), v.t("award.decide_note")
			}
			can = append(can, x)
		} else if why := v.notYet(view, a); why != "" {
			cannot = append(cannot, ui.Act{Name: v.actName(view, a), Note: why})
		}
	}
	return can, cannot
}

func mayAward(acts []app.Act) bool {
	return slices.ContainsFunc(acts, func(a app.Act) bool { return a.Action == "award" && a.Blocked == nil })
}

// awardGroups are the parts of the board that this page of it has lines of.
func (v *visit) awardGroups(f page.Frame, b *app.Awarding) []page.AwardGroup {
	var out []page.AwardGroup
	for _, g := range []app.AwardGroup{app.AwardOpen, app.AwardReserve, app.AwardDone} {
		lines := slices.DeleteFunc(slices.Clone(b.Lines), func(l app.AwardLine) bool { return l.Group != g })
		if len(lines) == 0 {
			continue
		}
		x := page.AwardGroup{ID: "h-" + string(g), Title: v.t("award."+string(g), "n", b.Counts[g]), Table: v.awardTable(f, b.View, g, lines)}
		if until := b.Call.Rules().ReserveUntil; g == app.AwardReserve && until != "" {
			x.Text = v.t("award.valid", "until", ui.LongDate(v.lang, until))
		}
		out = append(out, x)
	}
	return out
}

func (v *visit) awardTable(f page.Frame, view *app.View, g app.AwardGroup, lines []app.AwardLine) ui.Table {
	t := ui.Table{Heads: []ui.Head{
		{Text: v.t("list.dossier")},
		{Text: v.t("award.rank"), Class: "n"},
		{Text: v.t("award.opinion")},
		{Text: v.t("amount.requested"), Class: "n"},
		{Text: v.t("award.advised"), Class: "n"},
	}}
	if g == app.AwardReserve {
		t.Heads[1] = ui.Head{Text: v.t("award.place"), Class: "n"}
	}
	if g == app.AwardDone {
		t.Heads = append(t.Heads, ui.Head{Text: v.t("amount.awarded"), Class: "n"}, ui.Head{Text: v.t("table.state")})
	}
	decided, acts := make([]page.Decide, len(lines)), false
	for i := range lines {
		decided[i] = v.decide(view, &lines[i])
		acts = acts || decided[i].Href+decided[i].Why != "" || len(decided[i].Others) > 0
	}
	if acts {
		t.Heads = append(t.Heads, ui.Head{Text: v.t("award.decision")})
	}
	for i := range lines {
		row := v.awardRow(view, g, &lines[i])
		if acts {
			row = append(row, ui.Cell{Body: page.Deciding(f, decided[i]), Class: "own"})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: row, ID: "l-" + lines[i].File.Ref().Dossier})
	}
	return t
}

func (v *visit) awardRow(view *app.View, g app.AwardGroup, l *app.AwardLine) []ui.Cell {
	f := l.File
	place := ""
	switch {
	case g == app.AwardReserve && f.Verdict != nil:
		place = strconv.Itoa(f.Verdict.Place)
	case l.Rank > 0:
		place = strconv.Itoa(l.Rank)
	}
	opinion, advised := ui.Cell{Text: v.t("award.no_opinion")}, ui.Cell{}
	if o := f.Opinion; o != nil {
		opinion = ui.Cell{Text: locale.Choice(v.lang, "opinion", o.Opinion)}
		if o.Flagged && o.Answer.Empty() {
			opinion.Small = v.t("award.flagged")
		}
		advised.Text = v.advised(o)
	}
	row := []ui.Cell{
		{Text: v.briefTitle(l.Title), Href: pathOf(f.Ref()), Small: app.Number(view.Call, f) + ", " + v.org(f.Sisp)},
		{Text: place},
		opinion,
		{Text: locale.Money(v.lang, f.Requested)},
		advised,
	}
	if g == app.AwardDone {
		amount := ui.Cell{}
		if f.Awarded > 0 {
			amount.Text = locale.Money(v.lang, f.Awarded)
		}
		state := v.stateCell(f)
		state.Small = strings.TrimSpace(state.Small + " " + v.appealClock(view.Call, f))
		row = append(row, amount, state)
	}
	return row
}

// reserveNext proposes who of the reserve could be awarded with what is free, and leads
// the signatory to it.
func (v *visit) reserveNext(b *app.Awarding) *page.Next {
	r := b.Fits
	if r == nil {
		return nil
	}
	title := v.briefTitle(r.Title)
	key := "award.next_whole"
	switch {
	case r.Amount < r.Whole:
		key = "award.next_part"
	case len(r.Passes) > 0:
		key = "award.next_passes"
	}
	out := &page.Next{Text: v.t(key, "title", title, "place", strconv.Itoa(r.File.Verdict.Place), "amount", r.Amount, "whole", r.Whole, "free", b.Call.Free(), "n", len(r.Passes))}
	for i := range b.Lines {
		l := &b.Lines[i]
		if l.File.Ref() != r.File.Ref() {
			continue
		}
		for j := range l.Acts {
			if a := &l.Acts[j]; a.Action == "award" && a.Blocked == nil {
				q := url.Values{askAmount: {typedMoney(v.lang, r.Amount)}}
				out.Do = ui.Link{Text: v.t("award.next_do", "title", title), Href: pathAct(a) + "?" + q.Encode()}
			}
		}
	}
	return out
}

// appealClock says of a refusal until when it may be appealed, and of an appeal since
// when it waits. The delay counts from the letter (PROCESS.md, appeal).
func (v *visit) appealClock(c *workflow.Call, f *workflow.Submission) string {
	switch {
	case f.State() == "under_appeal" && f.Appeal != nil:
		return v.t("award.appealed", "on", ui.LongDate(v.lang, f.Appeal.On))
	case f.State() == "rejected" && f.LetterOn != "" && f.Appeal == nil:
		until := f.LetterOn.Plus(0, c.Edition(f.Edition).AppealDays)
		if until < v.who.Today {
			return v.t("award.appeal_over", "until", ui.LongDate(v.lang, until))
		}
		return v.t("award.appeal_until", "until", ui.LongDate(v.lang, until))
	}
	return ""
}

// decide is what may be decided of a line: an amount, or another answer; or why
// nothing.
func (v *visit) decide(view *app.View, l *app.AwardLine) page.Decide {
	d := page.Decide{ID: l.File.Ref().Dossier, Title: v.briefTitle(l.Title)}
	for i := range l.Acts {
		a := &l.Acts[i]
		switch {
		case a.Blocked != nil:
			if why := v.notYet(view, a); why != "" && a.Action == "award" {
				d.Why = why
			}
		case a.Action == "award":
			d.Href, d.Do = pathAct(a), locale.Action(v.lang, a.Entity, a.Action)
			if m := suggested(l.File); m > 0 {
				d.Amount = typedMoney(v.lang, m)
			}
		default:
			d.Others = append(d.Others, ui.Link{Text: locale.Action(v.lang, a.Entity, a.Action), Href: pathAct(a)})
		}
	}
	return d
}

// awardLinks lead from a call to its ranking, for the committee and the funder's side
// once there is one; and to its awards, once the committee is through, for whoever
// reads its books.
func (v *visit) awardLinks(c *workflow.Call) []ui.Link {
	states := v.site.App.Programme().States(workflow.EntityCall)
	from := func(s workflow.State) bool { return slices.Index(states, c.State()) >= slices.Index(states, s) }
	id := c.Ref().Dossier
	var out []ui.Link
	if from("in_committee") && v.worksOn(c) {
		out = append(out, ui.Link{Text: v.t("ranking.link"), Href: pathRanking(id)})
	}
	if v.who.Sight.Funder && from("deliberated") {
		out = append(out, ui.Link{Text: v.t("award.board"), Href: pathAward(id)}, ui.Link{Text: v.t("letters.title"), Href: pathLetters(id)})
	}
	return out
}
