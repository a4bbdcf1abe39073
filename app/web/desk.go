package web

import (
	"maps"
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
	m := page.Desk{Frame: v.frame(v.t("home.title")), Head: page.Head{Kicker: upperFirst(ui.LongDate(v.lang, v.who.Today)), Title: v.t("home.title")}}
	m.Frame.Here = page.PathHome
	items := v.waiting(d)
	m.Todo = v.byTime(items)
	m.Others = v.others(d)
	m.Calls = v.deskCalls(d)
	m.Head.Lead = v.t("home.nothing")
	if len(items) > 0 {
		m.Head.Lead = v.t("home.count", "n", len(items))
	}
	if len(items) == 0 && m.Others == nil {
		m.Empty = v.nothing(d)
	}
	if d.More {
		m.Links = []ui.Link{{Text: v.t("home.all"), Href: pathDossiers}}
	}
	return v.show(http.StatusOK, m.Show())
}

// item is something that waits, and until when.
type item struct {
	ui.Waiting

	due workflow.Date
}

// waiting is what one may do now and the process waits for, by its day.
func (v *visit) waiting(d *app.Desk) []item {
	var out []item
	for _, view := range d.Files {
		for _, a := range v.awaited(view) {
			due := dueOf(view, a)
			out = append(out, v.item(v.actName(view, a), v.title(view), pathAct(a), v.about(view), v.otherwise(view), due))
		}
	}
	for _, view := range d.Files {
		if a := view.Act("submission.update", view.File.Ref()); a != nil && a.Blocked == nil && whole(a) && len(v.awaited(view)) == 0 {
			out = append(out, v.item(v.t("home.write"), v.title(view), pathAct(a), v.about(view), v.otherwise(view), dueIn(view, view.File.State())))
		}
	}
	for _, s := range d.Sheets {
		href := pathDossiers + "/" + url.PathEscape(s.ID) + "/sheet/" + url.PathEscape(s.Sheet) + "/do/sheet.save"
		out = append(out, v.item(v.t("home.score"), v.briefTitle(s.Title), href, v.briefAbout(s.Brief), v.t("otherwise.under_review"), ""))
	}
	for _, c := range d.Calls {
		out = append(out, v.counting(c)...)
		for _, a := range v.awaited(c.View) {
			if a.Entity == workflow.EntitySubmission {
				continue
			}
			out = append(out, v.item(v.actName(c.View, a), c.Call.Reference, pathAct(a), v.title(c.View), v.t("otherwise.stays"), v.callDue(c.View, a)))
		}
	}
	slices.SortStableFunc(out, func(a, b item) int { return strings.Compare(last(a.due), last(b.due)) })
	return out
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

// dueOf is until when an act on a dossier, or on a part of it, may wait.
func dueOf(view *app.View, a *app.Act) workflow.Date {
	if x, ok := view.Part(a.On).(*workflow.Deliverable); ok {
		return x.Due
	}
	if a.On.ID != "" && a.Entity != workflow.EntityParty {
		return ""
	}
	return dueIn(view, view.File.State())
}

func (v *visit) callDue(view *app.View, a *app.Act) workflow.Date {
	if a.Action == "publish" && a.Entity == workflow.EntityCall {
		return workflow.DateOf(view.Call.OpensAt)
	}
	return ""
}

func (v *visit) about(view *app.View) string {
	f := view.File
	s := app.Number(view.Call, f) + ", " + v.org(f.Sisp)
	if f.Awarded > 0 {
		s += ", " + v.t("dossier.awarded", "amount", f.Awarded)
	}
	return s
}

// byTime parts what waits by how near its day is.
func (v *visit) byTime(items []item) []page.Todo {
	week := v.who.Today.Plus(0, 7)
	groups := []page.Todo{{ID: "h-late", Title: v.t("home.late")}, {ID: "h-week", Title: v.t("home.week")}, {ID: "h-later", Title: v.t("home.later")}}
	for _, x := range items {
		at := 2
		switch {
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
	t := &ui.Table{Heads: []ui.Head{{Text: v.t("list.dossier")}, {Text: v.t("next.who")}, {Text: v.t("table.state")}, {Text: v.t("next.by")}}}
	for _, view := range d.Files {
		f := view.File
		if a := view.Act("submission.update", f.Ref()); len(v.awaited(view)) > 0 || a != nil && a.Blocked == nil && whole(a) {
			continue
		}
		who := ""
		if turn, ok := turns[f.State()]; ok {
			who = v.whose(view, turn)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.title(view), Href: pathOf(f.Ref()), Small: app.Number(view.Call, f)}, {Text: who}, v.stateCell(f), {Day: dueIn(view, f.State())},
		}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// deskCalls are the calls beside what waits: for those who work on them with
// their dossiers by state, for a SISP those that are open.
func (v *visit) deskCalls(d *app.Desk) []page.DeskCall {
	var out []page.DeskCall
	for _, c := range d.Calls {
		id := c.Call.Ref().Dossier
		works := v.who.Sight.Funder || v.who.Sight.Committee && c.Call.Appointed(v.who.ID()) != nil
		if !works && c.Call.State() != "open" || v.who.Sight.Keeper && !works {
			continue
		}
		x := page.DeskCall{ID: "call-" + id, Title: v.t("home.call", "reference", c.Call.Reference), Tag: v.badge(c.Call)}
		if works {
			x.Table = v.counted(c)
			x.All = ui.Link{Text: v.t("home.work"), Href: pathWork(c.Call.Ref())}
		} else {
			x.All = ui.Link{Text: v.t("home.read"), Href: pathOf(c.Call.Ref())}
			for i := range c.Acts {
				if a := &c.Acts[i]; a.Name() == "submission.create" && a.Blocked == nil {
					x.Acts = append(x.Acts, ui.Act{Name: v.actName(c.View, a), Href: pathAct(a), Note: v.t("call.before", "when", ui.LongTime(v.lang, c.Call.ClosesAt))})
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// counted is the number of dossiers by state, each leading to its list.
func (v *visit) counted(c app.DeskCall) ui.Table {
	call, counts := c.Call.Ref().Dossier, c.Counts
	t := ui.Table{Flat: true, Tight: true, Heads: []ui.Head{{Text: v.t("table.state")}, {Text: v.t("list.dossiers"), Class: "n"}}}
	sum := 0
	order := v.site.App.Programme().States(workflow.EntitySubmission)
	for _, s := range slices.SortedFunc(maps.Keys(counts), func(a, b workflow.State) int { return slices.Index(order, a) - slices.Index(order, b) }) {
		sum += counts[s]
		q := url.Values{"call": {call}, "state": {string(s)}}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: locale.State(v.lang, workflow.EntitySubmission, s), Href: pathDossiers + "?" + q.Encode(), Small: v.yours(c.Call, s)}, {Text: locale.Count(v.lang, counts[s])},
		}})
	}
	if len(t.Rows) > 0 {
		t.Foot = []ui.Cell{{Text: v.t("table.total")}, {Text: locale.Count(v.lang, sum)}}
	}
	return t
}

// yours says what the reader's own role has to do with dossiers in a state.
func (v *visit) yours(c *workflow.Call, s workflow.State) string {
	if act := v.turn(c, s); act != "" {
		return v.t("next.you", "action", lowered(act))
	}
	return ""
}

// turn is the act that the process waits for in a state, if it is the reader's
// and the call has come so far.
func (v *visit) turn(c *workflow.Call, s workflow.State) string {
	t, ok := turns[s]
	e, a := cut(t.act)
	if !ok || e != workflow.EntitySubmission || s == workflow.SubmissionReserve || s == "submitted" && c.State() != "closed" || s == workflow.SubmissionRanked && c.State() == "in_committee" {
		return ""
	}
	for _, g := range v.who.Actor.Grants {
		if g.On(v.who.Today) && g.Role == t.role && t.role != workflow.SispSig {
			return locale.Action(v.lang, e, a)
		}
	}
	return ""
}

// counting is what waits for the reader's role in the dossiers of a call: those
// of a state together.
func (v *visit) counting(c app.DeskCall) []item {
	var out []item
	id := c.Call.Ref().Dossier
	for _, s := range stations() {
		act := v.turn(c.Call, s)
		if n := c.Counts[s]; n > 0 && act != "" {
			q := url.Values{"call": {id}, "state": {string(s)}}
			out = append(out, v.item(act, v.t("home.files", "n", n), pathDossiers+"?"+q.Encode(), c.Call.Reference+", "+v.title(c.View), v.otherwiseOf(s), ""))
		}
	}
	return out
}

// nothing says what to do where nothing waits.
func (v *visit) nothing(_ *app.Desk) *ui.Nothing {
	switch s := v.who.Sight; {
	case s.Keeper && !s.Funder:
		return &ui.Nothing{Title: v.t("home.keeper"), Text: v.t("home.keeper_text"), Do: ui.Link{Text: v.t("frame.account"), Href: page.PathAccount}}
	case len(s.Orgs) > 0:
		return &ui.Nothing{Title: v.t("home.nothing"), Text: v.t("home.nothing_sisp"), Do: ui.Link{Text: v.t("nav.calls"), Href: page.PathCalls}, Also: []ui.Link{{Text: v.t(v.filesKey()), Href: pathDossiers}}}
	default:
		return &ui.Nothing{Title: v.t("home.nothing"), Text: v.t("home.nothing_text"), Do: ui.Link{Text: v.t("nav.calls"), Href: page.PathCalls}}
	}
}
