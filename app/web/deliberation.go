package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// deliberation is a call before its committee: what each dossier has, and lacks.
func (v *visit) deliberation() error {
	d, err := v.site.App.Deliberation(v.Request().Context(), v.who, strings.ToLower(v.Param("id")))
	if err != nil {
		return err
	}
	c := d.Call
	title := v.t("deliberation.title")
	m := page.Column{Frame: v.frame(title + ", " + c.Reference), Head: v.benchHead(c, title, pathDeliberation(c.Ref().Dossier))}
	m.Frame.Here, m.Frame.Wide, m.Frame.Projector = page.PathCalls, true, v.QueryParam("projector") != ""
	m.Head.Lead = v.t("deliberation.lead")
	m.Head.Facts = []string{v.t("committee.quorum", "n", c.Rules().Quorum)}
	turn := ui.Link{Text: v.t("deliberation.projector"), Href: pathDeliberation(c.Ref().Dossier) + "?projector=1"}
	if m.Frame.Projector {
		turn = ui.Link{Text: v.t("ranking.leave"), Href: pathDeliberation(c.Ref().Dossier)}
	}
	m.Head.Links = append(m.Head.Links, turn, ui.Link{Text: v.t("ranking.link"), Href: pathRanking(c.Ref().Dossier)})
	if notes := v.deliberationNotes(d); len(notes) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-notes", Title: v.t("committee.notes")}.With(page.Bench(notes)))
	}
	if len(d.Rows) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("deliberation.none"), Text: v.t("deliberation.none_text")}
	} else {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-all", Title: v.t("deliberation.all")}.With(ui.DataTable(v.deliberationTable(d))))
	}
	m.Blocks = append(m.Blocks, v.attendanceBlock(d), v.minutesBlock(d))
	for i := range d.Rows {
		m.Blocks = append(m.Blocks, v.deliberatedBlock(d, &d.Rows[i]))
	}
	return v.show(http.StatusOK, m.Show())
}

// deliberationNotes say who leads, and what a late conflict asks for.
func (v *visit) deliberationNotes(d *app.Deliberation) (out []page.Standing) {
	if d.Conflict {
		out = append(out, page.Standing{Shape: ui.Wait, Text: v.t("deliberation.own_conflict")})
	}
	if n := v.unseen(d); n > 0 && d.Leads {
		out = append(out, page.Standing{Shape: ui.Wait, Text: v.t("deliberation.chair_unseen", "n", n)})
	}
	for i := range d.Rows {
		r := &d.Rows[i]
		o := r.File.Opinion
		name := app.Number(d.Call, r.File)
		switch {
		case o != nil && o.Flagged && !o.Answer.Empty():
			out = append(out, page.Standing{Shape: ui.OK, Text: v.t("deliberation.answered", "dossier", name, "why", o.Answer.Body)})
		case o != nil && o.Flagged:
			out = append(out, page.Standing{Shape: ui.Bad, Text: v.t("deliberation.flagged", "dossier", name)})
		case r.Broken:
			out = append(out, page.Standing{Shape: ui.Wait, Text: v.t("deliberation.quorum_short", "dossier", name, "n", r.Sealed, "of", r.Quorum)})
		}
	}
	return out
}

func (v *visit) names(people []string) string {
	if len(people) == 0 {
		return "–"
	}
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = v.person(p)
	}
	return strings.Join(out, ", ")
}

// deliberationTable is one line for each dossier.
func (v *visit) deliberationTable(d *app.Deliberation) ui.Table {
	t := ui.Table{Caption: v.t("deliberation.all"), Quiet: true, Heads: []ui.Head{
		{Text: v.t("list.dossier")},
		{Text: v.t("deliberation.score"), Class: "n"},
		{Text: v.t("deliberation.spread"), Class: "n"},
		{Text: v.t("committee.in"), Class: "n"},
		{Text: v.t("deliberation.missing")},
		{Text: v.t("deliberation.recused")},
		{Text: v.t("award.opinion")},
		{Text: v.t("award.advised"), Class: "n"},
	}}
	for i := range d.Rows {
		r := &d.Rows[i]
		score, spread := ui.Cell{Text: "–"}, ui.Cell{Text: "–"}
		if r.Scored() {
			score.Text, spread.Text = locale.Score(v.lang, int64(r.Total.Number())), locale.Score(v.lang, int64(r.Spread.Number()))
		} else if v.concealed(r) {
			score.Small = v.t("deliberation.concealed")
		}
		opinion, advised := ui.Cell{Text: v.t("award.no_opinion")}, ui.Cell{Text: "–"}
		if o := r.File.Opinion; o != nil {
			opinion.Text, advised.Text = locale.Choice(v.lang, "opinion", o.Opinion), v.advised(o)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.fileTitle(r.File), Href: "#d-" + r.File.Ref().Dossier, Small: app.Number(d.Call, r.File) + ", " + v.org(r.File.Sisp)},
			score, spread,
			{Text: v.t("committee.of", "n", r.Sealed, "of", r.Quorum)},
			{Text: v.names(r.Missing)},
			{Text: v.names(r.Recused)},
			opinion, advised,
		}})
	}
	return t
}

// attendanceBlock is who sits: who was there is written down when it is concluded.
func (v *visit) attendanceBlock(d *app.Deliberation) page.Block {
	t := ui.Table{Caption: v.t("deliberation.seats"), Quiet: true, Flat: true, Heads: []ui.Head{{Text: v.t("sheet.member")}, {Text: v.t("call.seat")}, {Text: v.t("deliberation.there")}}}
	for _, s := range d.Seats {
		there := "–"
		for _, a := range d.Call.Present {
			if a.Person == s.Member.Person {
				there = v.t("deliberation.present")
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: v.person(s.Member.Person)}, {Text: locale.Choice(v.lang, "as", s.Member.As)}, {Text: there}}})
	}
	x := page.Block{ID: "h-there", Title: v.t("deliberation.seats")}.With(ui.DataTable(t))
	if len(d.Call.Present) == 0 {
		x = x.With(page.Say(v.t("deliberation.there_hint")))
	}
	return x
}

// minutesBlock is the way from the deliberation to its minutes.
func (v *visit) minutesBlock(d *app.Deliberation) page.Block {
	x := page.Block{ID: "h-minutes", Title: locale.Name(v.lang, "document", "minutes")}
	id := d.Call.Ref().Dossier
	var filed []*workflow.Document
	for _, doc := range d.Call.Documents {
		if doc.Kind == "minutes" {
			filed = append(filed, doc)
		}
	}
	a := d.Act("call.conclude", d.Call.Ref())
	reads := (d.Leads || v.who.Sight.Funder) && d.Call.State() == "in_committee" && len(d.Rows) > 0
	switch open := d.Unranked(); {
	case a != nil && a.Blocked == nil:
		x = x.With(page.Say(v.t("deliberation.adopt")), ui.Links(false, v.minutesLinks(id)...), ui.Acts([]ui.Act{{Name: v.actName(d.View, a), Href: pathAct(a), Note: v.t("deliberation.conclude_note")}}))
	case reads && len(open) > 0:
		x = x.With(page.Say(v.t("deliberation.not_yet", "n", len(open))))
	case reads:
		x = x.With(page.Say(v.t("deliberation.adopt_who")), ui.Links(false, v.minutesLinks(id)...))
	}
	if len(filed) > 0 {
		x = x.With(page.Say(v.t("deliberation.filed")), page.WaysLine(v.papers(filed)))
	}
	switch {
	case len(x.Parts) > 0:
	case d.Conflict: // before and after alike
		x = x.With(page.Say(v.t("deliberation.minutes_closed")))
	case d.Call.ConcludedOn != "":
		x = x.With(page.Say(v.t("deliberation.minutes_made")))
	default:
		x = x.With(page.Say(v.t("deliberation.minutes_later")))
	}
	return x
}

func (v *visit) minutesLinks(id string) []ui.Link {
	var out []ui.Link
	for _, l := range []string{"fr", "nl"} {
		out = append(out, ui.Link{Text: v.t("deliberation.preview", "language", strings.ToUpper(l)), Href: page.PathCalls + "/" + id + "/minutes/" + l, Lang: l})
	}
	return out
}

// deliberatedBlock is one dossier: who scored what, the opinion, and what may be
// done.
func (v *visit) deliberatedBlock(d *app.Deliberation, r *app.Deliberated) page.Block {
	f := r.File
	b := page.Block{ID: "d-" + f.Ref().Dossier, Title: app.Number(d.Call, f) + ", " + v.fileTitle(f)}
	facts := []ui.Fact{
		{Term: v.t("amount.requested"), Text: locale.Money(v.lang, f.Requested), Num: true},
		{Term: v.t("committee.in"), Text: strings.Join(append([]string{v.t("committee.of", "n", r.Sealed, "of", r.Quorum)}, v.handedIn(r)...), ", ")},
		{Term: v.t("deliberation.missing"), Text: v.names(r.Missing)},
		{Term: v.t("deliberation.recused"), Text: v.names(r.Recused)},
	}
	if len(r.Recused) > 0 {
		facts[3].Text += ". " + v.t("deliberation.leaves")
	}
	b = b.With(ui.Facts(v.lang, facts))
	if t := v.comparedSheets(d, r); len(t.Rows) > 0 {
		b = b.With(ui.DataTable(t))
	} else if v.concealed(r) {
		b = v.unread(b, r)
	}
	if o := f.Opinion; o != nil {
		b = b.With(v.opinionFacts(o))
	}
	var can, cannot []ui.Act
	for i := range r.Acts {
		a := &r.Acts[i]
		if a.Entity != workflow.EntitySubmission {
			continue
		}
		if a.Blocked == nil {
			can = append(can, ui.Act{Name: locale.Action(v.lang, a.Entity, a.Action), Href: pathAct(a)})
		} else if a.Action == "rank" && f.State() == workflow.SubmissionUnderReview {
			cannot = append(cannot, ui.Act{Name: locale.Action(v.lang, a.Entity, a.Action), Note: v.says(a.Blocked)})
		}
	}
	if len(can) > 0 {
		b = b.With(ui.Acts(can))
	}
	if len(cannot) > 0 {
		b = b.With(ui.Blocked(cannot))
	}
	return b
}

// comparedSheets are the sheets that count and that the reader may see, criterion by
// criterion, a moderated score with the first one beside.
func (v *visit) comparedSheets(d *app.Deliberation, r *app.Deliberated) ui.Table {
	rules := d.Call.Edition(r.File.Edition)
	t := ui.Table{Caption: v.t("dossier.sheets"), Heads: []ui.Head{{Text: v.t("sheet.member")}}}
	for _, c := range rules.Criteria {
		t.Heads = append(t.Heads, ui.Head{Text: v.words(c.Title.FR, c.Title.NL), Small: v.t("sheet.scale", "max", c.Max, "weight", c.Weight), Class: "n"})
	}
	t.Heads = append(t.Heads, ui.Head{Text: v.t("sheet.weighted"), Class: "n"})
	t.Scroll, t.Dense = v.t("dossier.sheets")+", "+app.Number(d.Call, r.File), len(t.Heads) > 7
	for _, each := range r.Each {
		for _, x := range r.File.Sheets {
			if x.Person != each.Person {
				continue
			}
			row := ui.Row{Cells: []ui.Cell{{Text: v.person(x.Person)}}}
			for _, c := range rules.Criteria {
				row.Cells = append(row.Cells, v.scoreCell(x, c.ID))
			}
			t.Rows = append(t.Rows, ui.Row{Cells: append(row.Cells, ui.Cell{Text: locale.Score(v.lang, int64(each.Total.Number()))})})
		}
	}
	return t
}

func (v *visit) scoreCell(x *workflow.Sheet, criterion string) ui.Cell {
	c := ui.Cell{}
	for _, s := range x.Scores {
		if s.Criterion == criterion {
			c.Text = locale.Number(v.lang, int64(s.Score))
		}
	}
	for _, s := range x.Moderated {
		if s.Criterion == criterion {
			c.Small = v.t("deliberation.was", "score", c.Text)
			c.Text = locale.Number(v.lang, int64(s.Score))
		}
	}
	return c
}

func (v *visit) opinionFacts(o *workflow.Opinion) drawn {
	facts := []ui.Fact{
		{Term: v.t("award.opinion"), Text: locale.Choice(v.lang, "opinion", o.Opinion)},
		{Term: v.t("award.advised"), Text: v.advised(o), Num: true},
		{Term: v.t("about.reasons"), Text: o.Reasons.Body},
	}
	for _, c := range o.Conditions {
		facts = append(facts, ui.Fact{Term: v.t("deliberation.condition"), Text: c.Body})
	}
	if x := o.Votes; x != nil {
		facts = append(facts, ui.Fact{Term: v.t("deliberation.votes"), Text: v.t("deliberation.counted", "for", strconv.Itoa(x.For), "against", strconv.Itoa(x.Against), "abstain", strconv.Itoa(x.Abstain))})
	}
	return ui.Facts(v.lang, facts)
}

// minutes is the committee's minutes as concluding today would file them.
func (v *visit) minutes() error {
	l, ok := locale.Parse(v.Param("language"))
	if !ok || l == locale.EN {
		return workflow.NotThere()
	}
	view, title, body, err := v.site.App.MinutesPreview(v.Request().Context(), v.who, strings.ToLower(v.Param("id")), l)
	undecided := errors.Is(err, app.ErrUndecided)
	if err != nil && !undecided {
		return err
	}
	c := view.Call
	back := ui.Link{Text: v.t("deliberation.title"), Href: pathDeliberation(c.Ref().Dossier)}
	h := page.Head{Crumbs: v.crumbs(ui.Link{Text: c.Reference, Href: pathWork(c.Ref())}, back), Kicker: c.Reference, Title: title, Lang: string(l), Lead: v.t("deliberation.preview_lead")}
	if undecided {
		h.Title, h.Lang, h.Lead = v.t("deliberation.no_minutes"), "", ""
		m := page.Column{Frame: v.frame(h.Title), Head: h, Empty: &ui.Nothing{Title: h.Title, Text: v.t("deliberation.no_minutes_text"), Do: back}}
		return v.show(http.StatusOK, m.Show())
	}
	m := page.Twin{Frame: v.frame(title), Head: h, Links: []ui.Link{back}, Body: body}
	m.Frame.Here = page.PathCalls
	return v.show(http.StatusOK, m.Show())
}
