package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// houseTask is an act that makes something new in the house.
func (v *visit) houseTask(entity workflow.Entity) (*task, error) {
	if !v.who.Sight.Keeper {
		return nil, workflow.NotThere()
	}
	acts, err := v.site.App.HouseActs(v.who)
	if err != nil {
		return nil, err
	}
	for i := range acts {
		if acts[i].Entity == entity && acts[i].Action == "register" {
			return &task{act: &acts[i], title: locale.Action(v.lang, entity, acts[i].Action)}, nil
		}
	}
	return nil, workflow.NotThere()
}

// newPerson registers somebody: the id is made of the organisation's and a
// number, since it stays when the name is erased.
func (v *visit) newPerson() (*task, error) {
	t, err := v.houseTask(workflow.EntityPerson)
	if err != nil {
		return nil, err
	}
	orgs := v.allOrgs()
	t.title, t.lead, t.back = v.t("people.new"), v.t("people.new_lead"), page.PathPeople
	t.crumbs = v.crumbs(ui.Link{Text: v.t("people.title"), Href: page.PathPeople})
	t.only = []string{"name", "email", "organisation", "function", "language", "mandates"}
	t.options = map[string][]ui.Option{"organisation": orgs, "mandates": orgs}
	t.hints = map[string]string{"mandates": v.t("people.mandates"), "email": v.t("people.email"), "organisation": v.t("people.organisation")}
	t.check = func(values map[string]any) error {
		if s, _ := values["email"].(string); s != "" {
			return v.site.Auth.EmailFree(v.Request().Context(), s)
		}
		return nil
	}
	t.fill = func(values map[string]any) {
		org, _ := values["organisation"].(string)
		values["id"] = app.FreeID(v.who.House, org)
	}
	t.done = func(out app.Outcome, _ map[string]any) string {
		if out.On.ID == "" {
			return page.PathPeople
		}
		return pathPerson(out.On.ID) + "?done=registered"
	}
	return t, nil
}

// newOrganisation registers a legal entity.
func (v *visit) newOrganisation() (*task, error) {
	t, err := v.houseTask(workflow.EntityOrganisation)
	if err != nil {
		return nil, err
	}
	t.title, t.lead, t.back = v.t("organisations.new"), v.t("organisations.new_lead"), page.PathOrganisations
	t.crumbs = v.crumbs(ui.Link{Text: v.t("organisations.title"), Href: page.PathOrganisations})
	t.only = []string{"kind", "name", "language", "enterprise_number", "account", "address", "aliases"}
	t.hints = map[string]string{"aliases": v.t("organisations.aliases")}
	t.alike = func(values map[string]any) []string { return v.alike("", values) }
	t.fill = func(values map[string]any) { values["id"] = v.orgID(values) }
	t.done = func(app.Outcome, map[string]any) string { return page.PathOrganisations + "?done=1" }
	return t, nil
}

// longestID is how much of a name an id takes.
const longestID = 30

// orgID is made of the organisation's name: it is public, and nobody erases it.
func (v *visit) orgID(values map[string]any) string {
	name, _ := values["name"].(map[string]any)
	text, _ := name["fr"].(string)
	id := plainWord(text)
	if id == "" {
		id, _ = values["kind"].(string)
	}
	if v.who.House.Org(id) == nil && v.who.House.Person(id) == nil {
		return id
	}
	return app.FreeID(v.who.House, id)
}

// plainWord is a text as ids are written: small letters, digits, dashes.
func plainWord(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if b.Len() >= longestID {
			break
		}
		if base, ok := unaccented[r]; ok {
			r = base
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case (unicode.IsSpace(r) || unicode.IsPunct(r)) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

var unaccented = map[rune]rune{'à': 'a', 'â': 'a', 'ä': 'a', 'ç': 'c', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'î': 'i', 'ï': 'i', 'ô': 'o', 'ö': 'o', 'ù': 'u', 'û': 'u', 'ü': 'u'}

// organisations lists the legal entities.
func (v *visit) organisations() error {
	if !v.who.Sight.Keeper {
		return workflow.NotThere()
	}
	kind, text := v.QueryParam("kind"), v.query()
	m := page.People{Frame: v.frame(v.t("organisations.title")), Head: page.Head{Title: v.t("organisations.title"), Crumbs: v.crumbs(ui.Link{Text: v.t("people.title"), Href: page.PathPeople})}, Title: v.t("organisations.list")}
	m.Frame.Here = page.PathPeople
	if v.QueryParam("done") != "" {
		m.Done = v.t("organisations.done")
	}
	m.Links = []ui.Link{{Text: v.t("organisations.new"), Href: page.PathOrganisations + "/new"}}
	var kinds []ui.Option
	for _, k := range []string{"funder", "sisp", "association", "municipality", "service"} {
		kinds = append(kinds, ui.Option{Value: k, Text: locale.Choice(v.lang, "kind", k)})
	}
	m.Narrow = []page.Filter{
		{Name: "q", Label: v.t("organisations.text"), Value: text}, {Name: "kind", Label: locale.Field(v.lang, "kind"), All: v.t("people.all"), Options: kinds, Value: kind},
	}
	all := slices.DeleteFunc(slices.Clone(v.who.House.Organisations), func(o *workflow.Organisation) bool {
		return kind != "" && o.Kind != kind || text != "" && !matches(text, append([]string{o.Name.FR, o.Name.NL, o.Enterprise}, o.Aliases...)...)
	})
	slices.SortFunc(all, func(a, b *workflow.Organisation) int {
		return cmp.Compare(strings.ToLower(v.org(a.Ref().ID)), strings.ToLower(v.org(b.Ref().ID)))
	})
	v.orgPage(&m, all, url.Values{"kind": {kind}, "q": {text}})
	return v.show(http.StatusOK, m.Show())
}

// orgPage fills in a page of the list.
func (v *visit) orgPage(m *page.People, all []*workflow.Organisation, q url.Values) {
	if len(all) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("people.none"), Text: v.t("people.none_text"), Do: ui.Link{Text: v.t("organisations.all_link"), Href: page.PathOrganisations}}
		return
	}
	if after := v.QueryParam("after"); after != "" {
		m.Pages.Previous = page.PathOrganisations + "?" + q.Encode()
		all = all[slices.IndexFunc(all, func(o *workflow.Organisation) bool { return o.Ref().ID == after })+1:]
	}
	if len(all) > perPage {
		all = all[:perPage]
		q.Set("after", all[perPage-1].Ref().ID)
		m.Pages.Next = page.PathOrganisations + "?" + q.Encode()
	}
	m.Table = ui.Table{Caption: v.t("organisations.list"), Quiet: true, Heads: []ui.Head{
		{Text: locale.Field(v.lang, "name")}, {Text: locale.Field(v.lang, "kind")}, {Text: locale.Field(v.lang, "enterprise_number")}, {Text: locale.Field(v.lang, "account")}, {Text: v.t("people.title")},
	}}
	for _, o := range all {
		id := o.Ref().ID
		var small []string
		for _, s := range append([]string{o.Name.FR, o.Name.NL}, o.Aliases...) {
			if s != "" && s != v.words(o.Name.FR, o.Name.NL) && !slices.Contains(small, s) {
				small = append(small, s)
			}
		}
		name := ui.Cell{Text: v.org(id), Href: pathOrganisation(id), Small: strings.Join(small, ", ")}
		if o.Into != "" {
			name.Small = strings.TrimPrefix(name.Small+" · "+v.t("organisation.merged", "into", v.org(o.Into), "on", ui.ShortDate(o.MergedOn)), " · ")
		}
		if o.Address != "" {
			name.Small = strings.TrimPrefix(name.Small+" · "+o.Address, " · ")
		}
		m.Table.Rows = append(m.Table.Rows, ui.Row{Cells: []ui.Cell{
			name,
			{Text: locale.Choice(v.lang, "kind", o.Kind)},
			{Text: o.Enterprise},
			{Text: o.Account},
			{Text: v.t("organisations.people", "n", v.staff(id)), Href: page.PathPeople + "?" + url.Values{"organisation": {id}}.Encode()},
		}})
	}
}

// staff is how many people of the house an organisation has.
func (v *visit) staff(org string) (n int) {
	for _, p := range v.who.House.People {
		if p.Org == org && p.State() == workflow.PersonActive {
			n++
		}
	}
	return n
}
