package web

import (
	"net/http"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

const pathDossiers = "/dossiers"

func (s *Site) deskRoutes() {
	s.echo.GET(page.PathHome, s.anybody((*visit).home))
	s.echo.GET(pathDossiers, s.signedIn((*visit).files))
	s.echo.GET(page.PathSearch, s.signedIn((*visit).search))
}

// home is what waits for who is signed in; anybody else reads about the calls.
func (v *visit) home() error {
	if v.who.Person == nil {
		return v.see(page.PathCalls)
	}
	d, err := v.site.App.Desk(v.Request().Context(), v.who)
	if err != nil {
		return err
	}
	items := append(v.rolesAsked(d), v.waiting(d)...)
	if v.who.Sight.Keeper {
		idle, err := v.keeping()
		if err != nil {
			return err
		}
		items = append(items, idle...)
	}
	slices.SortStableFunc(items, func(a, b item) int { return strings.Compare(last(a.due), last(b.due)) })
	m := page.Desk{Frame: v.frame(v.t("home.title")), Head: page.Head{Kicker: upperFirst(ui.LongDate(v.lang, v.who.Today)), Title: v.t("home.title")}}
	m.Frame.Here = page.PathHome
	m.Todo = v.byTime(items)
	m.Others = v.others(d)
	m.Calls = v.deskCalls(d)
	switch {
	case len(items) > 0:
		m.Head.Lead = v.t("home.count", "n", len(items))
	case m.Others != nil:
		m.Head.Lead = v.t("home.nothing")
	default:
		m.Empty = v.nothing()
	}
	if d.More {
		m.Links = append(m.Links, ui.Link{Text: v.t("home.all"), Href: pathDossiers})
	}
	m.Links = append(m.Links, v.callWays()...)
	return v.show(http.StatusOK, m.Show())
}

// item is something that waits, and until when.
type item struct {
	ui.Waiting

	due workflow.Date
}

// waiting is what one may do now and the process waits for.
func (v *visit) waiting(d *app.Desk) []item {
	var out []item
	for _, view := range d.Files {
		for _, a := range v.awaited(view) {
			out = append(out, v.fileItem(view, a))
		}
	}
	for i := range d.Queue {
		out = append(out, v.queued(&d.Queue[i])...)
	}
	for _, c := range d.Calls {
		for _, a := range v.awaited(c.View) {
			out = append(out, v.item(v.taskName(c.View, a), c.Call.Reference, v.taskPath(a), v.title(c.View), v.otherwiseOf(c.View, a.Entity, a.Action), a.Due))
		}
	}
	return out
}

// rolesAsked are the changes of role and of organisations that wait for the reader as the second; the
// page of the person or of the organisation has both answers.
func (v *visit) rolesAsked(d *app.Desk) (out []item) {
	for _, x := range d.Asked {
		id := x.Person.Ref().ID
		what := locale.Role(v.lang, x.Grant.Role) + ", " + v.person(id)
		out = append(out, v.item(v.t("home.asked."+string(x.Act)), what, pathPerson(id), v.t("home.asked_by", "who", v.person(x.By)), v.t("otherwise.asked"), ""))
	}
	for _, o := range d.Mergers {
		id := o.Ref().ID
		out = append(out, v.item(v.t("home.merger."+string(o.Asked.What())), v.org(id), pathOrganisation(id), v.waits(o.Asked)+". "+v.t("home.asked_by", "who", v.person(o.Asked.By)), v.t("otherwise.merger"), ""))
	}
	return out
}

// invited are those who were invited and have never come.
func (v *visit) invited() ([]item, error) {
	people, err := v.site.Auth.People(v.Request().Context())
	if err != nil {
		return nil, err
	}
	n := 0
	for _, p := range people {
		if p.SignedIn.IsZero() && (p.Condition == auth.Invited || p.Condition == auth.Lapsed) {
			n++
		}
	}
	if n == 0 {
		return nil, nil
	}
	return []item{v.item(v.t("home.invited"), v.t("home.people", "n", n), page.PathPeople, "", v.t("otherwise.invited"), "")}, nil
}

// last sorts what has no day behind all that has one.
func last(d workflow.Date) string {
	if d == "" {
		return "9999"
	}
	return string(d)
}

func (v *visit) item(do, title, href, about, otherwise string, due workflow.Date) item {
	w := ui.Waiting{Title: v.t("home.do", "act", do, "what", title), Href: href, About: about, If: otherwise, Do: do, What: title}
	return item{w.Due(v.lang, due, v.who.Today), due}
}

func (v *visit) fileItem(view *app.View, a *app.Act) item {
	return v.item(v.taskName(view, a), v.title(view), v.taskPath(a), v.fileAbout(view), v.otherwiseOf(view, a.Entity, a.Action), a.Due)
}

func (v *visit) fileAbout(view *app.View) string {
	f := view.File
	s := app.Number(view.Call, f) + ", " + v.orgNow(f.Sisp)
	if f.Awarded > 0 {
		s += ", " + v.t("dossier.awarded", "amount", f.Awarded)
	}
	return s
}

// byTime parts what waits by how near its day is.
func (v *visit) byTime(items []item) []page.Todo {
	week := v.who.Today.Plus(0, 7)
	groups := []page.Todo{{ID: "h-late", Title: v.t("home.late")}, {ID: "h-week", Title: v.t("home.week")}, {ID: "h-open", Title: v.t("home.open")}, {ID: "h-later", Title: v.t("home.later")}}
	for _, x := range items {
		at := 3
		switch {
		case x.due == "": // it can be done now: before what has months
			at = 2
		case x.Late:
			at = 0
		case x.due != "" && x.due <= week:
			at = 1
		}
		groups[at].Items = append(groups[at].Items, x.Waiting)
	}
	return slices.DeleteFunc(groups, func(t page.Todo) bool { return len(t.Items) == 0 })
}

// others are one's dossiers that wait for somebody else.
func (v *visit) others(d *app.Desk) *ui.Table {
	t := &ui.Table{Heads: []ui.Head{{Text: v.t("home.what")}, {Text: v.t("next.who")}, {Text: v.t("table.state")}, {Text: v.t("next.by")}}}
	for _, view := range d.Files {
		f := view.File
		if len(v.awaited(view)) > 0 {
			continue
		}
		who, what, due := "", "", v.dueIn(view, f.State())
		if len(view.Waits) > 0 {
			w := &view.Waits[0]
			who, due = v.whose(view, w), w.Due
			if !v.examined(view) {
				what = v.taskOn(view, w.Entity, w.Action, w.On)
			}
			if !w.After.IsZero() {
				what = v.t("act.after", "when", ui.LongTime(v.lang, w.After))
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.title(view), Href: pathOf(f.Ref()), Small: app.Number(view.Call, f)}, {Text: who, Small: what}, v.stateCell(f), {Day: due},
		}})
	}
	t.Rows = append(t.Rows, v.owed(d)...)
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// owed are the calls whose committee still owes sheets.
func (v *visit) owed(d *app.Desk) (out []ui.Row) {
	for _, c := range d.Calls {
		if c.Owed == 0 {
			continue
		}
		id := c.Call.Ref().Dossier
		href := pathDeliberation(id)
		if v.who.Sight.Funder {
			href = pathCommittee(id, "")
		}
		names := make([]string, len(c.Owing))
		for i, p := range c.Owing {
			names[i] = v.person(p)
		}
		out = append(out, ui.Row{Cells: []ui.Cell{
			{Text: v.title(c.View), Href: href, Small: c.Call.Reference}, {Text: locale.And(v.lang, names), Small: v.t("home.owed", "n", c.Owed)}, v.stateCell(c.Call), {},
		}})
	}
	return out
}

// nothing says what to do where nothing waits.
func (v *visit) nothing() *ui.Nothing {
	has := func(r workflow.Role) bool {
		return slices.ContainsFunc(v.who.Actor.Grants, func(g workflow.Grant) bool { return g.Role == r && g.On(v.who.Today) })
	}
	calls := ui.Link{Text: v.t("nav.calls"), Href: page.PathCalls}
	files := []ui.Link{{Text: v.t(v.filesKey()), Href: pathDossiers}}
	n := &ui.Nothing{Title: v.t("home.nothing"), Text: v.t("home.nothing_text"), Do: calls}
	switch s := v.who.Sight; {
	case s.Keeper && !s.Funder:
		n.Text, n.Do = v.t("home.keeper_text"), ui.Link{Text: v.t("nav.people"), Href: page.PathPeople}
	case has(workflow.Editor) || has(workflow.SispSig):
		n.Text, n.Also = v.t("home.nothing_sisp"), files
	case has(workflow.PartnerSig):
		n.Text, n.Also = v.t("home.nothing_partner"), files
	case has(workflow.Auditor):
		n.Text, n.Also = v.t("home.nothing_auditor"), files
	case s.Committee:
		n.Text, n.Also = v.t("home.nothing_committee"), files
	}
	return n
}
