package web

import (
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

func (s *Site) readingRoutes() {
	s.dataRoutes()
	s.echo.GET(page.PathReading, s.signedIn((*visit).readingRoom))
	s.echo.GET(page.PathReading+"/:id", s.signedIn((*visit).chain))
	s.echo.GET(page.PathReading+"/:id/ledger", s.signedIn((*visit).ledger))
	s.echo.GET(page.PathReading+"/:id/ledger.csv", s.signedIn((*visit).ledgerFile))
}

func pathChain(id string) string { return page.PathReading + "/" + url.PathEscape(id) }

// readingRoom is what an auditor begins with: the calls, their chains and ledgers.
func (v *visit) readingRoom() error {
	calls, checkpoint, err := v.site.App.ReadingRoom(v.Request().Context(), v.who)
	if err != nil {
		return err
	}
	title := v.t("reading.title")
	m := page.Column{Frame: v.frame(title), Head: page.Head{Title: title, Lead: v.t("reading.lead"), Crumbs: v.crumbs()}}
	m.Frame.Here = page.PathReading
	t := ui.Table{Caption: v.t("reading.calls"), Quiet: true, Heads: []ui.Head{{Text: v.t("list.call")}, {Text: v.t("table.state")}, {Text: v.t("reading.read")}}}
	for _, c := range calls {
		id, r := c.Ref().Dossier, c.Rules()
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: c.Reference, Href: pathChain(id), Small: v.words(r.Title.FR, r.Title.NL)},
			v.stateCell(c),
			{Body: page.Ways([]ui.Link{{Text: v.t("reading.dossiers"), Href: pathDossiers + "?" + url.Values{"call": {id}}.Encode()}, {Text: v.t("reading.ledger"), Href: pathChain(id) + "/ledger"}, {Text: v.t("data.link"), Href: pathData(id)}})},
		}})
	}
	if len(calls) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-calls", Title: v.t("reading.calls")}.With(ui.DataTable(t)))
	}
	house := page.Block{ID: "h-house", Title: v.t("reading.house")}.With(page.Say(v.t("reading.house_text")))
	if v.QueryParam("check") != "" {
		found, err := v.checked(workflow.HouseID)
		if err != nil {
			return err
		}
		house = house.With(page.Verdict(*found))
	} else {
		house = house.With(page.CheckButton(m.Frame, page.PathReading, v.t("reading.house")))
	}
	made := v.t("reading.no_checkpoint")
	if !checkpoint.IsZero() {
		made = v.t("reading.checkpoint_at", "when", ui.LongTime(v.lang, checkpoint))
	}
	m.Blocks = append(m.Blocks, house, page.Block{ID: "h-checkpoint", Title: v.t("reading.checkpoint")}.With(page.Say(made), page.Say(v.t("reading.checkpoint_text"))))
	return v.show(http.StatusOK, m.Show())
}

// chain is a dossier's chain, and what a check of it found.
func (v *visit) chain() error {
	id := v.Param("id")
	c, err := v.site.App.ReadChain(v.Request().Context(), v.who, id, v.after(), perPage)
	if err != nil {
		return err
	}
	view := &app.View{Call: c.Call, File: c.File}
	number := c.Call.Reference
	if c.File != nil {
		number = app.Number(c.Call, c.File)
	}
	m := page.Trail{Frame: v.frame(v.t("reading.of", "number", number)), Head: page.Head{
		Crumbs: v.crumbs(ui.Link{Text: v.t("reading.title"), Href: page.PathReading}, ui.Link{Text: c.Call.Reference, Href: pathChain(c.Call.Ref().Dossier)}),
		Kicker: v.t("reading.of", "number", number), Title: v.title(view), Tags: []ui.Badge{v.badge(view.Dossier())},
		Links: []ui.Link{{Text: v.t("reading.dossier"), Href: pathWork(view.Dossier().Ref())}},
	}}
	m.Frame.Here = page.PathReading
	if c.File == nil {
		m.Head.Crumbs = m.Head.Crumbs[:2]
		m.Head.Links = append(m.Head.Links, ui.Link{Text: v.t("reading.ledger"), Href: pathChain(id) + "/ledger"}, ui.Link{Text: v.t("data.link"), Href: pathData(id)})
	}
	m.Facts = []ui.Fact{{Term: v.t("reading.length"), Text: locale.Count(v.lang, c.Length)}, {Term: v.t("reading.head"), Body: page.Hash(c.Head)}}
	if m.Check = pathChain(id); v.QueryParam("check") != "" {
		if m.Checked, err = v.checked(id); err != nil {
			return err
		}
	}
	m.Papers = v.takeAlong(c.Documents)
	m.Links = v.links(c.Links)
	if v.after() > 0 {
		m.Pages.Previous = pathChain(id)
	}
	if c.Next > 0 {
		m.Pages.Next = pathChain(id) + "?" + url.Values{"after": {strconv.FormatInt(c.Next, 10)}}.Encode()
	}
	return v.show(http.StatusOK, m.Show())
}

// takeAlong are the documents of a dossier, to be taken along.
func (v *visit) takeAlong(all []*app.Filed) *ui.Table {
	if len(all) == 0 {
		return nil
	}
	t := ui.Table{Caption: v.t("dossier.documents"), Quiet: true, Heads: []ui.Head{{Text: v.t("document.name")}, {Text: v.t("table.date")}, {Text: v.t("reading.take")}, {Text: v.t("reading.facts")}}}
	for _, d := range all {
		var ways []ui.Link
		for _, l := range locale.Languages {
			if d.In(string(l)) != nil {
				ways = append(ways, ui.Link{Text: "PDF " + strings.ToUpper(string(l)), Href: pathPaper(d.Ref().Dossier, d.Ref().ID, string(l), "pdf"), Lang: string(l)})
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: locale.Name(v.lang, "document", d.Kind), Small: d.Number + ", v" + strconv.Itoa(d.Version)}, {Day: workflow.DateOf(d.Made)}, {Body: page.Ways(ways)}, {Body: page.Hash(d.Facts)},
		}})
	}
	return &t
}

// links are the events of a chain with their hashes.
func (v *visit) links(all []app.Linked) ui.Table {
	t := ui.Table{Caption: v.t("reading.events"), Quiet: true, Heads: []ui.Head{
		{Text: v.t("reading.number"), Class: "n"}, {Text: v.t("reading.what")}, {Text: v.t("reading.who")}, {Text: v.t("reading.left")}, {Text: v.t("reading.hashes")},
	}}
	for i := range all {
		l := &all[i]
		who := v.person(l.By) + ", " + v.t("reading.by", "surface", v.surface(l.Surface))
		t.Rows = append(t.Rows, ui.Row{ID: "e-" + strconv.FormatInt(l.Seq, 10), Cells: []ui.Cell{
			{Text: strconv.FormatInt(l.Seq, 10)},
			{Text: locale.Action(v.lang, l.On.Entity, l.Action), Small: v.change(l)},
			{Text: ui.ShortTime(l.At), Small: who},
			{Text: v.rowsLeft(l), Small: v.linesLeft(l)},
			{Body: page.Hash(l.Hash), Small: v.t("reading.prev", "hash", short(l.Prev))},
		}})
	}
	return t
}

// surface names how somebody came in.
func (v *visit) surface(s string) string {
	if locale.Has(v.lang, "site.reading.surface."+s) {
		return v.t("reading.surface." + s)
	}
	return s
}

// change is where an event led from and to, and on what.
func (v *visit) change(l *app.Linked) string {
	on := locale.Entity(v.lang, l.On.Entity)
	if l.On.ID != "" {
		on += " " + l.On.ID
	}
	if l.From != l.To && l.To != "" {
		on += ", " + locale.State(v.lang, l.On.Entity, l.To)
	}
	return on
}

// short is enough of a hash to tell it by.
func short(hash string) string {
	if len(hash) > 12 {
		return hash[:12] + "…"
	}
	if hash == "" {
		return "–"
	}
	return hash
}

// fewLeft is how many rows of an event are named before they are counted.
const fewLeft = 6

// rowsLeft names the rows that an event changed.
func (v *visit) rowsLeft(l *app.Linked) string {
	if l.Broken != "" {
		return v.t("reading.broken")
	}
	var out []string
	nameless := map[string]int{}
	for _, r := range l.Rows {
		e := workflow.Entity(r.Entity)
		switch {
		case r.Entity == "text" || r.Entity == "file":
			nameless[r.Entity]++
		case r.ID == "":
			out = append(out, locale.Entity(v.lang, e)+" ("+locale.State(v.lang, e, workflow.State(r.State))+")")
		default:
			out = append(out, locale.Entity(v.lang, e)+" "+r.ID+" ("+locale.State(v.lang, e, workflow.State(r.State))+")")
		}
	}
	if n := len(out) - fewLeft; n > 0 {
		out = append(out[:fewLeft], v.t("reading.more", "n", n))
	}
	for _, kind := range sortedKeys(nameless) {
		out = append(out, v.t("reading.row."+kind, "n", nameless[kind]))
	}
	return strings.Join(out, "; ")
}

// linesLeft are the lines of the ledger that an event posted.
func (v *visit) linesLeft(l *app.Linked) string {
	var out []string
	for _, x := range l.Ledger {
		out = append(out, v.t("reading.entry."+string(x.Kind))+" "+locale.Money(v.lang, x.Amount))
	}
	return strings.Join(out, "; ")
}

// readingLinks lead from a dossier to its chain, for whoever reads the trail.
func (v *visit) readingLinks(id string) []ui.Link {
	if !v.site.App.MayRead(v.who) {
		return nil
	}
	return []ui.Link{{Text: v.t("reading.chain"), Href: pathChain(id)}}
}
