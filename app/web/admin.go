package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func (s *Site) adminRoutes() {
	s.echo.GET(page.PathAdmin, s.signedIn(keeps((*visit).console)))
	s.echo.GET(page.PathJobs, s.signedIn(keeps((*visit).jobs)))
	s.echo.POST(page.PathJobs+"/:job/retry", s.signedIn(keeps((*visit).retryJob)))
	s.echo.GET(page.PathMails, s.signedIn(keeps((*visit).mails)))
	s.echo.GET(page.PathSettings, s.signedIn(keeps((*visit).settings)))
}

// keeps lets administrators in; to others the page is not there.
func keeps(h handler) handler {
	return func(v *visit) error {
		if !v.who.Sight.Keeper {
			return workflow.NotThere()
		}
		return h(v)
	}
}

// adminPage is a page of how the program runs, its blocks still to come.
func (v *visit) adminPage(title, lead, here string) page.Column {
	m := page.Column{Frame: v.frame(title), Head: page.Head{Title: title, Lead: lead, Crumbs: v.crumbs()}}
	m.Frame.Here = page.PathAdmin
	if here != page.PathAdmin {
		m.Head.Crumbs = v.crumbs(ui.Link{Text: v.t("admin.title"), Href: page.PathAdmin})
	}
	for _, x := range []ui.Link{
		{Text: v.t("admin.jobs"), Href: page.PathJobs},
		{Text: v.t("admin.mails"), Href: page.PathMails},
		{Text: v.t("admin.settings"), Href: page.PathSettings},
		{Text: v.t("nav.persons"), Href: page.PathPeople},
		{Text: v.t("nav.organisations"), Href: page.PathOrganisations},
	} {
		if x.Href != here {
			m.Ways = append(m.Ways, x)
		}
	}
	return m
}

// console is how the program fares, what stands still first.
func (v *visit) console() error {
	ctx := v.Request().Context()
	h, err := v.site.App.Health(ctx, v.who)
	if err != nil {
		return err
	}
	dead, err := v.site.App.Jobs(ctx, v.who, app.JobDead, 0, fewJobs)
	if err != nil {
		return err
	}
	acts, err := v.site.App.AdminActs(ctx, v.who, 0, fewJobs)
	if err != nil {
		return err
	}
	m := v.adminPage(v.t("admin.title"), v.t("admin.lead"), page.PathAdmin)
	if len(dead) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-dead", Title: v.t("admin.dead")}.With(page.Say(v.t("admin.dead_text")), ui.DataTable(v.jobTable(dead))))
	}
	m.Blocks = append(m.Blocks,
		page.Block{ID: "h-health", Title: v.t("admin.health")}.With(ui.Alert(v.wellness(h)), ui.Facts(v.lang, v.healthFacts(h))),
		v.countBlock(h.Jobs))
	if len(acts) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-acts", Title: v.t("admin.acts")}.With(ui.History(v.adminActs(acts))))
	}
	return v.show(http.StatusOK, m.Show())
}

// How many of a list stand on the first page of administration, and how many dead
// jobs are counted at home.
const (
	fewJobs  = 10
	manyJobs = 500
)

// adminActs are what administrators did, as a history.
func (v *visit) adminActs(acts []app.AdminAct) []ui.Event {
	out := make([]ui.Event, 0, len(acts))
	for _, x := range acts {
		out = append(out, ui.Event{At: x.At, Text: v.t("admin.did."+x.Action, "who", v.person(x.Person), "n", strconv.FormatInt(x.Job, 10), "what", lowered(v.jobWork(x.Kind)))})
	}
	return out
}

// settings are those in use; of a secret it shows only whether it is set.
func (v *visit) settings() error {
	all, err := v.site.App.SettingsInUse(v.who)
	if err != nil {
		return err
	}
	m := v.adminPage(v.t("admin.settings"), v.t("admin.settings_lead"), page.PathSettings)
	t := ui.Table{Caption: v.t("admin.settings"), Quiet: true, Heads: []ui.Head{{Text: v.t("admin.setting")}, {Text: v.t("admin.value")}, {Text: v.t("admin.source")}}}
	for _, x := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.Name}, {Text: v.settingValue(x)}, {Text: v.t(map[bool]string{true: "admin.set", false: "admin.built_in"}[x.Set])}}})
	}
	m.Blocks = []page.Block{page.Block{ID: "h-settings", Title: v.t("admin.in_use")}.With(ui.DataTable(t))}
	if len(all) == 0 {
		m.Blocks, m.Empty = nil, &ui.Nothing{Title: v.t("admin.no_settings"), Text: v.t("admin.no_settings_text")}
	}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) settingValue(x app.Setting) string {
	switch {
	case x.Value != "":
		return x.Value
	case x.Set:
		return v.t("admin.secret")
	}
	return v.t("admin.unset")
}

// mails lists what was sent, and what came back: to whom and when, and nothing of
// what it said.
func (v *visit) mails() error {
	state, after := v.QueryParam("state"), v.after()
	if state != "" && state != app.MailSent && state != app.MailBounced {
		return workflow.NotThere()
	}
	all, err := v.site.App.MailLog(v.Request().Context(), v.who, state, after, perPage+1)
	if err != nil {
		return err
	}
	m := v.adminPage(v.t("admin.mails"), v.t("admin.mails_lead"), page.PathMails)
	m.Pages = v.following(page.PathMails, state, after, len(all), func() int64 { return all[perPage-1].ID })
	t := ui.Table{Caption: v.t("admin.mails"), Quiet: true, Heads: []ui.Head{{Text: v.t("table.date")}, {Text: v.t("admin.to")}, {Text: v.t("admin.about")}, {Text: v.t("table.state")}}}
	for _, x := range all[:min(len(all), perPage)] {
		tag := ui.Cell{Body: ui.Tag(ui.OK, v.t("admin.mail."+x.State))}
		if x.State == app.MailBounced {
			tag = ui.Cell{Body: ui.Tag(ui.Bad, v.t("admin.mail."+x.State)), Small: x.Reason}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: ui.ShortTime(x.At)}, {Text: v.person(x.Person), Href: pathPerson(x.Person)}, {Text: v.aboutWhat(x.Dossier)}, tag}})
	}
	b := page.Block{ID: "h-list", Title: v.t("admin.list")}.With(page.Narrowing(m.Frame, v.stateFilter(state, "admin.mail.", app.MailSent, app.MailBounced)))
	if len(t.Rows) > 0 {
		b = b.With(ui.DataTable(t))
	} else {
		b = b.With(ui.Empty(ui.Nothing{Title: v.t("admin.no_mails"), Text: v.t("admin.no_mails_text")}))
	}
	m.Blocks = []page.Block{b}
	return v.show(http.StatusOK, m.Show())
}

// stateFilter narrows a list to one of some states.
func (v *visit) stateFilter(state, words string, states ...string) []page.Filter {
	var all []ui.Option
	for _, s := range states {
		all = append(all, ui.Option{Value: s, Text: v.t(words + s)})
	}
	return []page.Filter{{Name: "state", Label: v.t("table.state"), All: v.t("admin.all"), Options: all, Value: state}}
}

// after is where a page of a list begins; 0: at the beginning.
func (v *visit) after() int64 {
	n, err := strconv.ParseInt(v.QueryParam("after"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// healthFacts are how things are, in figures.
func (v *visit) healthFacts(h *app.Health) []ui.Fact {
	when := func(t time.Time, none string) string {
		if t.IsZero() {
			return v.t(none)
		}
		return ui.LongTime(v.lang, t)
	}
	return []ui.Fact{
		{Term: v.t("admin.database"), Text: v.t("admin.answers", "kind", map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[h.Database], "ms", max(h.Answer.Milliseconds(), 1))},
		{Term: v.t("admin.clock"), Text: when(h.Pulse.Clock, "admin.not_here")},
		{Term: v.t("admin.runner"), Text: when(h.Pulse.Jobs, "admin.not_here")},
		{Term: v.t("admin.checkpoint"), Text: when(h.Checkpoint, "admin.no_checkpoint")},
		{Term: v.t("admin.sent_day"), Text: locale.Count(v.lang, h.Sent)},
		{Term: v.t("admin.bounced_day"), Text: locale.Count(v.lang, h.Bounced)},
	}
}

// deadJobs is what waits for an administrator at home: work that nobody will take
// up again by itself.
func (v *visit) deadJobs() ([]item, error) {
	dead, err := v.site.App.Jobs(v.Request().Context(), v.who, app.JobDead, 0, manyJobs)
	if err != nil || len(dead) == 0 {
		return nil, err
	}
	oldest := slices.MinFunc(dead, func(a, b app.Job) int { return a.Ordered.Compare(b.Ordered) })
	return []item{v.item(v.t("admin.look"), v.t("admin.dead_n", "n", len(dead)), page.PathJobs+"?state="+app.JobDead, v.t("admin.since", "when", ui.LongTime(v.lang, oldest.Ordered)), v.t("otherwise.dead"), "")}, nil
}

// ownNav are the ways to one's own pages: whoever only administers has no
// dossiers.
func (v *visit) ownNav() []ui.Link {
	out := []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}}
	s := v.who.Sight
	if !s.Keeper || s.Funder || s.Committee || len(s.Orgs) > 0 {
		out = append(out, ui.Link{Text: v.t(v.filesKey()), Href: pathDossiers})
	}
	if v.site.App.MayRead(v.who) {
		out = append(out, ui.Link{Text: v.t("nav.reading"), Href: page.PathReading})
	}
	if s.Keeper {
		out = append(out, ui.Link{Text: v.t("nav.admin"), Href: page.PathAdmin})
	}
	return out
}

// keeping is what waits for whoever keeps the house, beside changes of role.
func (v *visit) keeping() ([]item, error) {
	out, err := v.invited()
	if err != nil {
		return nil, err
	}
	dead, err := v.deadJobs()
	return append(out, dead...), err
}
