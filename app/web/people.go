package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func (s *Site) peopleRoutes() {
	s.echo.GET(page.PathPeople, s.signedIn((*visit).peopleList))
	s.echo.GET(page.PathPeople+"/new", s.signedIn(taskForm((*visit).newPerson)))
	s.echo.POST(page.PathPeople+"/new", s.resumable(taskDone((*visit).newPerson)))
	s.echo.GET(page.PathPeople+"/:person", s.signedIn((*visit).someone))
	s.echo.POST(page.PathPeople+"/:person", s.signedIn((*visit).changeLogin))
	s.echo.GET(page.PathPeople+"/:person/do/:act", s.signedIn(taskForm((*visit).personTask)))
	s.echo.POST(page.PathPeople+"/:person/do/:act", s.resumable(taskDone((*visit).personTask)))
	s.echo.GET(page.PathPeople+"/:person/replace", s.signedIn(taskForm((*visit).leave)))
	s.echo.POST(page.PathPeople+"/:person/replace", s.resumable(taskDone((*visit).leave)))
	s.echo.GET(page.PathOrganisations, s.signedIn((*visit).organisations))
	s.echo.GET(page.PathOrganisations+"/new", s.signedIn(taskForm((*visit).newOrganisation)))
	s.echo.POST(page.PathOrganisations+"/new", s.resumable(taskDone((*visit).newOrganisation)))
	s.echo.GET(page.PathOrganisations+"/:org", s.signedIn((*visit).organisation))
	s.echo.GET(page.PathOrganisations+"/:org/do/:act", s.signedIn(taskForm((*visit).organisationTask)))
	s.echo.POST(page.PathOrganisations+"/:org/do/:act", s.resumable(taskDone((*visit).organisationTask)))
}

func pathPerson(id string) string { return page.PathPeople + "/" + url.PathEscape(id) }

// peopleNav are the ways to the pages of the house: for who keeps it, and for a
// second to whom something is asked.
func (v *visit) peopleNav() []ui.Link {
	if v.who.Sight.Keeper { // the organisations are a step from there
		return []ui.Link{{Text: v.t("nav.persons"), Href: page.PathPeople}}
	}
	asked, err := v.site.App.Asked(v.who)
	mergers, wrong := v.site.App.MergersAsked(v.who)
	if err == nil && wrong == nil && len(asked)+len(mergers) > 0 {
		return []ui.Link{{Text: v.t("nav.persons"), Href: page.PathPeople}}
	}
	return nil
}

// peopleList lists who there is; to a second it shows what is asked alone.
func (v *visit) peopleList() error {
	asked, err := v.site.App.Asked(v.who)
	if err != nil {
		return err
	}
	mergers, err := v.site.App.MergersAsked(v.who)
	if err != nil {
		return err
	}
	if !v.who.Sight.Keeper && len(asked)+len(mergers) == 0 {
		return workflow.NotThere()
	}
	m := page.People{Frame: v.frame(v.t("people.title")), Head: page.Head{Title: v.t("people.title"), Crumbs: v.crumbs()}}
	m.Frame.Here = page.PathPeople
	for _, x := range asked {
		m.Waiting = append(m.Waiting, ui.Act{Name: v.t("people.waits", "who", v.person(x.Person.Ref().ID), "what", lowered(v.askedText(x.Asked))), Href: pathPerson(x.Person.Ref().ID), Note: v.askedNote(x)})
	}
	for _, o := range mergers {
		m.Waiting = append(m.Waiting, ui.Act{
			Name: v.t("people.waits", "who", v.org(o.Ref().ID), "what", lowered(v.waits(o.Asked))),
			Href: pathOrganisation(o.Ref().ID), Note: v.t("asked.by", "who", v.person(o.Asked.By)),
		})
	}
	if done := v.QueryParam("done"); slices.Contains(personDone, done) {
		m.Done = v.t("person.done." + done)
	}
	if !v.who.Sight.Keeper {
		m.Head.Lead = v.t("people.second")
		return v.show(http.StatusOK, m.Show())
	}
	all, err := v.site.Auth.People(v.Request().Context())
	if err != nil {
		return err
	}
	m.Lapsing = v.lapsing(all)
	m.Links = []ui.Link{{Text: v.t("people.new"), Href: page.PathPeople + "/new"}, {Text: v.t("nav.organisations"), Href: page.PathOrganisations}}
	m.Title = v.t("people.list")
	v.listed(&m, all)
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) crumbs(more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}}, more...)
}

// soon is how near its end an invitation is told of.
const soon = 48 * time.Hour

// lapsing are invitations that nobody has answered.
func (v *visit) lapsing(all []auth.Listed) []ui.Act {
	var out []ui.Act
	now := v.site.Auth.Now()
	for _, l := range all {
		switch {
		case l.Condition == auth.Lapsed:
			out = append(out, ui.Act{Name: v.person(l.Person), Href: pathPerson(l.Person), Note: v.t("people.lapsed")})
		case l.Condition == auth.Invited && l.Until.Sub(now) < soon:
			out = append(out, ui.Act{Name: v.person(l.Person), Href: pathPerson(l.Person), Note: v.t("people.lapses", "until", l.Until)})
		}
	}
	return out
}

// listed fills in the list: what of it was asked for, a page of it.
func (v *visit) listed(m *page.People, all []auth.Listed) {
	org, role, text := v.QueryParam("organisation"), workflow.Role(v.QueryParam("role")), v.query()
	m.Narrow = v.peopleFilters(org, role, text)
	all = slices.DeleteFunc(all, func(l auth.Listed) bool { return !v.wanted(l, org, role, text) })
	slices.SortFunc(all, func(a, b auth.Listed) int { return cmp.Or(cmp.Compare(a.Org, b.Org), cmp.Compare(a.Person, b.Person)) })
	q := url.Values{}
	for name, x := range map[string]string{"organisation": org, "role": string(role), "q": text} {
		if x != "" {
			q.Set(name, x)
		}
	}
	if len(all) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("people.none"), Text: v.t("people.none_text"), Do: ui.Link{Text: v.t("people.all_link"), Href: page.PathPeople}}
		return
	}
	if after := v.QueryParam("after"); after != "" {
		m.Pages.Previous = page.PathPeople + "?" + q.Encode()
		all = all[slices.IndexFunc(all, func(l auth.Listed) bool { return l.Person == after })+1:]
	}
	if len(all) > perPage {
		all = all[:perPage]
		q.Set("after", all[perPage-1].Person)
		m.Pages.Next = page.PathPeople + "?" + q.Encode()
	}
	m.Table = v.peopleTable(all)
}

func (v *visit) wanted(l auth.Listed, org string, role workflow.Role, text string) bool {
	if org != "" && l.Org != org || text != "" && !matches(text, l.Name, l.Email, v.org(l.Org)) {
		return false
	}
	return role == "" || slices.ContainsFunc(l.Grants, func(g workflow.Grant) bool { return g.Role == role && !v.over(g) })
}

// matches looks for a text in others, whatever its capitals.
func matches(text string, in ...string) bool {
	return slices.ContainsFunc(in, func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(text)) })
}

// over: the role has ended.
func (v *visit) over(g workflow.Grant) bool { return g.Until != "" && g.Until < v.who.Today }

func (v *visit) peopleFilters(org string, role workflow.Role, text string) []page.Filter {
	roles := make([]ui.Option, 0, len(stage))
	for _, r := range stage {
		roles = append(roles, ui.Option{Value: string(r), Text: locale.Role(v.lang, r)})
	}
	return []page.Filter{
		{Name: "q", Label: v.t("people.text"), Value: text},
		{Name: "organisation", Label: locale.Field(v.lang, "organisation"), All: v.t("people.all"), Options: v.allOrgs(), Value: org},
		{Name: "role", Label: locale.Field(v.lang, "role"), All: v.t("people.all_roles"), Options: roles, Value: string(role)},
	}
}

// allOrgs are the organisations by their names.
func (v *visit) allOrgs() []ui.Option {
	out := v.orgs("funder", "sisp", "association", "municipality", "service")
	slices.SortFunc(out, func(a, b ui.Option) int { return cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return out
}

func (v *visit) peopleTable(all []auth.Listed) ui.Table {
	t := ui.Table{Caption: v.t("people.list"), Quiet: true, Heads: []ui.Head{
		{Text: locale.Field(v.lang, "name")}, {Text: locale.Field(v.lang, "organisation")}, {Text: v.t("person.roles")}, {Text: v.t("person.account")},
	}}
	for _, l := range all {
		var now, then []string
		for _, g := range l.Grants {
			switch {
			case v.over(g):
				then = append(then, locale.Role(v.lang, g.Role))
			case g.From != "" && g.From > v.who.Today || g.Until != "":
				now = append(now, locale.Role(v.lang, g.Role)+" ("+v.period(g)+")")
			default:
				now = append(now, locale.Role(v.lang, g.Role))
			}
		}
		roles := ui.Cell{Text: strings.Join(now, ", ")}
		if len(then) > 0 {
			roles.Small = v.t("people.ended", "roles", strings.Join(then, ", "))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.person(l.Person), Href: pathPerson(l.Person), Small: l.Email}, {Text: v.org(l.Org)}, roles, {Text: v.t("condition." + string(l.Condition))},
		}})
	}
	return t
}

// period is from when to when a role holds.
func (v *visit) period(g workflow.Grant) string {
	switch {
	case g.From != "" && g.Until != "":
		return v.t("period.both", "from", ui.ShortDate(g.From), "until", ui.ShortDate(g.Until))
	case g.Until != "":
		return v.t("period.until", "until", ui.ShortDate(g.Until))
	case g.From > v.who.Today:
		return v.t("period.from", "from", ui.ShortDate(g.From))
	case g.From != "":
		return v.t("period.since", "from", ui.ShortDate(g.From))
	}
	return ""
}

// askedText is a change of role as a sentence.
func (v *visit) askedText(x workflow.Asked) string {
	key := "asked." + string(x.Act)
	if x.Act == "revoke" && x.Grant.Until != "" {
		return v.t("asked.end", "role", locale.Role(v.lang, x.Grant.Role), "until", ui.ShortDate(x.Grant.Until))
	}
	facts := []any{"role", locale.Role(v.lang, x.Grant.Role)}
	if p := v.period(x.Grant); x.Act == "grant" && p != "" {
		facts = append(facts, "period", p)
	}
	return v.t(key, facts...)
}

// askedNote says who asked, and who may answer.
func (v *visit) askedNote(x app.AskedOf) string {
	who := v.t("asked.by", "who", v.person(x.By))
	switch {
	case x.Confirm != nil:
		return who + " " + v.t("asked.yours")
	case x.By == v.who.ID():
		return v.t("asked.own")
	case x.Person.Ref().ID == v.who.ID():
		return who + " " + v.t("asked.about_you")
	default:
		return who
	}
}
