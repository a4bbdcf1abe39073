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

func (s *Site) committeeRoutes() {
	e := s.echo
	e.GET("/calls/:id/committee", s.signedIn((*visit).committee))
	e.GET("/calls/:id/committee/plan", s.signedIn((*visit).committeePlan))
	e.POST("/calls/:id/committee/assign", s.signedIn((*visit).committeeAssign))
	e.POST("/calls/:id/committee/remind", s.signedIn((*visit).committeeRemind))
	e.GET("/calls/:id/scoring", s.signedIn((*visit).scoring))
	e.GET("/calls/:id/deliberation", s.signedIn((*visit).deliberation))
	e.GET("/calls/:id/minutes/:language", s.signedIn((*visit).minutes))
	e.GET("/dossiers/:id/sheet", s.signedIn((*visit).sheet))
	e.POST("/dossiers/:id/sheet", s.resumable((*visit).sheetDone))
	e.POST("/dossiers/:id/sheet/save", s.anybody((*visit).sheetAutosave))
}

func pathCommittee(call, rest string) string {
	return page.PathCalls + "/" + url.PathEscape(call) + "/committee" + rest
}

func pathScoring(call string) string { return page.PathCalls + "/" + url.PathEscape(call) + "/scoring" }

func pathDeliberation(call string) string {
	return page.PathCalls + "/" + url.PathEscape(call) + "/deliberation"
}

// committeeLinks lead from a call to its committee's pages, each for whom it is.
func (v *visit) committeeLinks(c *workflow.Call) []ui.Link {
	id := c.Ref().Dossier
	var out []ui.Link
	if v.who.Sight.Committee && c.Appointed(v.who.ID()) != nil {
		out = append(out, ui.Link{Text: v.t("scoring.title"), Href: pathScoring(id)}, ui.Link{Text: v.t("deliberation.title"), Href: pathDeliberation(id)})
	} else if v.who.Sight.Funder {
		out = append(out, ui.Link{Text: v.t("committee.title"), Href: pathCommittee(id, "")}, ui.Link{Text: v.t("deliberation.title"), Href: pathDeliberation(id)})
	}
	return out
}

// benchHead is the head of a page of the committee, with the ways to the others.
func (v *visit) benchHead(c *workflow.Call, title, here string) page.Head {
	h := page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}, {Text: v.t("calls.crumb"), Href: page.PathCalls}, {Text: c.Reference, Href: pathWork(c.Ref())}},
		Kicker: c.Reference, Title: title, Tags: []ui.Badge{v.badge(c)},
	}
	for _, l := range v.committeeLinks(c) {
		if l.Href != here {
			h.Links = append(h.Links, l)
		}
	}
	return h
}

// committee is a call's committee for the funder's side.
func (v *visit) committee() error {
	b, err := v.site.App.Bench(v.Request().Context(), v.who, strings.ToLower(v.Param("id")), v.QueryParam("after"), perPage)
	if err != nil {
		return err
	}
	return v.showBench(http.StatusOK, b, nil)
}

func (v *visit) showBench(status int, b *app.Bench, notes []page.Standing) error {
	c := b.Call
	id := c.Ref().Dossier
	title := v.t("committee.title")
	m := page.Column{Frame: v.frame(title + ", " + c.Reference), Head: v.benchHead(c, title, pathCommittee(id, ""))}
	m.Frame.Here, m.Frame.Wide = page.PathCalls, true
	m.Head.Facts = []string{v.t("committee.quorum", "n", c.Rules().Quorum), v.t("committee.files", "n", b.Files)}
	if notes = append(notes, v.benchNotes(b)...); len(notes) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-notes", Title: v.t("committee.notes")}.With(page.Bench(notes)))
	}
	m.Blocks = append(m.Blocks, v.seatBlock(b), v.matrixBlock(b))
	if b.Assigns {
		m.Blocks = append(m.Blocks, v.drawingBlock(m.Frame, b))
	}
	m.Blocks = append(m.Blocks, v.clashBlock(b))
	if x := v.owingBlock(b); len(x.Parts) > 0 {
		m.Blocks = append(m.Blocks, x)
	}
	if v.QueryParam("after") != "" {
		m.Pages.Previous = pathCommittee(id, "")
	}
	if b.Next != "" {
		m.Pages.Next = pathCommittee(id, "?"+url.Values{"after": {b.Next}}.Encode())
	}
	return v.show(status, m.Show())
}

// benchNotes are what the committee lacks, and what a conflict asks for.
func (v *visit) benchNotes(b *app.Bench) (out []page.Standing) {
	held, acting := b.Held(), false
	members, chair := 0, (*workflow.Member)(nil)
	for _, s := range held {
		switch s.Member.As {
		case "chair":
			chair = s.Member
		case "acting_chair":
			acting = true
		}
		if s.Member.As != "substitute" {
			members++
		}
	}
	var appoint []ui.Link
	if a := b.Act("member.appoint", b.Call.Ref()); a != nil && a.Blocked == nil {
		appoint = []ui.Link{{Text: v.actName(b.View, a), Href: pathAct(a)}}
	}
	quorum := b.Call.Rules().Quorum
	switch {
	case chair == nil:
		out = append(out, page.Standing{Shape: ui.Wait, Text: v.t("committee.no_chair"), Do: appoint})
	case chair.Conflict && !acting:
		out = append(out, page.Standing{Shape: ui.Bad, Text: v.t("committee.chair_conflict", "who", v.person(chair.Person)), Do: appoint})
	}
	if members < quorum {
		out = append(out, page.Standing{Shape: ui.Wait, Text: v.t("committee.too_few", "n", members, "quorum", quorum), Do: appoint})
	}
	return slices.Concat(out, v.chairUnseeing(b), v.clashNotes(b))
}

// seatBlock is who sits, as what, for whom else, and with how much to do.
func (v *visit) seatBlock(b *app.Bench) page.Block {
	t := ui.Table{Caption: v.t("committee.seats"), Quiet: true, Heads: []ui.Head{
		{Text: v.t("sheet.member")},
		{Text: v.t("call.seat")},
		{Text: v.t("committee.mandates")},
		{Text: v.t("committee.load"), Class: "n"},
		{Text: v.t("committee.sealed"), Class: "n"},
		{Text: v.t("committee.owed"), Class: "n"},
		{Text: v.t("committee.conflicts"), Class: "n"},
		{Text: v.t("act.can")},
	}}
	for _, s := range b.Seats {
		var orgs []string
		for _, o := range s.Mandates {
			orgs = append(orgs, v.org(o))
		}
		seat := ui.Cell{Text: locale.Choice(v.lang, "as", s.Member.As)}
		r := ui.Row{ID: "m-" + s.Member.Person}
		if s.Member.State() != workflow.MemberAppointed {
			seat.Small, r.Class = locale.State(v.lang, workflow.EntityMember, s.Member.State()), "past"
		}
		r.Cells = []ui.Cell{
			{Text: v.person(s.Member.Person)},
			seat,
			{Text: strings.Join(orgs, ", ")},
			{Text: locale.Count(v.lang, s.Load.Sum())},
			{Text: locale.Count(v.lang, s.Load.Sealed)},
			{Text: locale.Count(v.lang, s.Load.Owed())},
			{Text: locale.Count(v.lang, clashesOf(b, s.Member.Person))},
			v.offered(b.View, s.Member),
		}
		t.Rows = append(t.Rows, r)
	}
	x := page.Block{ID: "h-seats", Title: v.t("committee.seats")}
	if len(t.Rows) > 0 {
		x = x.With(ui.DataTable(t))
	} else {
		x = x.With(page.Say(v.t("committee.nobody")))
	}
	var links []ui.Link
	for _, name := range []string{"member.appoint", "call.convene"} {
		if a := b.Act(name, b.Call.Ref()); a != nil && a.Blocked == nil {
			links = append(links, ui.Link{Text: v.actName(b.View, a), Href: pathAct(a)})
		}
	}
	if len(links) > 0 {
		x = x.With(ui.Links(false, links...))
	}
	return x
}

func clashesOf(b *app.Bench, person string) (n int) {
	for i := range b.Clashes {
		if b.Clashes[i].Person == person {
			n++
		}
	}
	return n
}

// matrixBlock is who scores what: a form where sheets may be assigned.
func (v *visit) matrixBlock(b *app.Bench) page.Block {
	x := page.Block{ID: "h-matrix", Title: v.t("committee.matrix")}
	held := b.Held()
	if len(b.Rows) == 0 || len(held) == 0 {
		return x.With(page.Say(v.t("committee.no_files")))
	}
	t := ui.Table{Caption: v.t("committee.matrix"), Quiet: true, Dense: len(held) > 6, Scroll: v.t("committee.matrix_table"), Heads: []ui.Head{{Text: v.t("list.dossier")}}}
	for _, s := range held {
		t.Heads = append(t.Heads, ui.Head{Text: v.person(s.Member.Person), Small: locale.Choice(v.lang, "as", s.Member.As)})
	}
	t.Heads = append(t.Heads, ui.Head{Text: v.t("committee.in"), Class: "n"})
	for i := range b.Rows {
		t.Rows = append(t.Rows, v.matrixRow(b, &b.Rows[i]))
	}
	m := page.Pairing{Table: t, Do: v.t("committee.assign")}
	if b.Assigns {
		m.Post, m.Hidden = pathCommittee(b.Call.Ref().Dossier, "/assign"), []ui.Pair{{Name: ui.NameKey, Value: newKey()}}
		x = x.With(page.Say(v.t("committee.matrix_hint")))
	}
	return x.With(m.Show())
}

func (v *visit) matrixRow(b *app.Bench, r *app.BenchRow) ui.Row {
	title := v.fileTitle(r.File)
	assign := r.Act("sheet.assign")
	may := assign != nil && assign.Blocked == nil
	row := ui.Row{ID: "l-" + r.File.Ref().Dossier, Cells: []ui.Cell{{Text: title, Href: pathOf(r.File.Ref()), Small: app.Number(b.Call, r.File) + ", " + v.org(r.File.Sisp)}}}
	for _, c := range r.Cells {
		row.Cells = append(row.Cells, v.matrixCell(r.File, &c, title, may))
	}
	in := ui.Cell{Text: v.t("committee.of", "n", r.Sealed, "of", r.Quorum)}
	if n := r.Short(); n > 0 && r.File.State() == workflow.SubmissionUnderReview {
		in.Small = v.t("committee.short", "n", n)
	}
	row.Cells = append(row.Cells, in)
	return row
}

func (v *visit) matrixCell(f *workflow.Submission, c *app.BenchCell, title string, may bool) ui.Cell {
	switch {
	case c.State != "":
		return ui.Cell{Body: ui.StateTag(v.lang, workflow.EntitySheet, c.State)}
	case may && c.Free:
		return ui.Cell{Body: page.PairBox(pairOf(f.Ref().Dossier, c.Person), v.t("committee.assign_to", "title", title, "who", v.person(c.Person)), v.t("committee.to_assign"), false)}
	}
	return ui.Cell{Text: "–"}
}

// A pair travels as one value; ids hold no blank.
func pairOf(dossier, person string) string { return dossier + " " + person }

func pairsOf(values []string) (out []app.SheetPair) {
	for _, x := range values {
		if dossier, person, ok := strings.Cut(x, " "); ok && !slices.Contains(out, app.SheetPair{Submission: dossier, Person: person}) {
			out = append(out, app.SheetPair{Submission: dossier, Person: person})
		}
	}
	return out
}

// maxSeed is how long a seed may be, in characters.
const maxSeed = 40

// drawingBlock asks for a proposal of who scores what.
func (v *visit) drawingBlock(f page.Frame, b *app.Bench) page.Block {
	m := page.Drawing{Action: pathCommittee(b.Call.Ref().Dossier, "/plan"), Sheets: strconv.Itoa(b.Call.Rules().Quorum), Seed: b.Call.Reference, Most: maxSeed}
	return page.Block{ID: "h-plan", Title: v.t("committee.plan")}.With(page.Say(v.t("committee.plan_hint")), m.Show(f))
}

// owingBlock is who owes sheets, and the button that reminds them.
func (v *visit) owingBlock(b *app.Bench) page.Block {
	x := page.Block{ID: "h-owing", Title: v.t("committee.owing")}
	owing := b.Owing()
	if len(owing) == 0 {
		if b.Call.State() != "in_committee" {
			return page.Block{}
		}
		return x.With(page.Say(v.t("committee.nobody_owes")))
	}
	var names []string
	for _, p := range owing {
		names = append(names, v.person(p))
	}
	x = x.With(page.Say(v.t("committee.owe", "who", locale.And(v.lang, names))))
	switch {
	case !b.Reminds:
	case !b.Sends:
		x = x.With(page.Say(v.t("committee.no_mails")))
	case !b.Reminded.IsZero():
		x = x.With(page.Say(v.t("committee.reminded", "at", b.Reminded.In(workflow.Brussels).Format("15:04"))))
	default:
		x = x.With(page.Say(v.t("committee.remind_hint")), ui.Post(pathCommittee(b.Call.Ref().Dossier, "/remind"), v.t("committee.remind"), "btn alt"))
	}
	return x
}
