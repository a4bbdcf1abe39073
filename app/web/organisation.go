package web

import (
	"encoding/json"
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

func pathOrganisation(id string) string { return page.PathOrganisations + "/" + url.PathEscape(id) }

// organisationDone are what an organisation's page says after something was done.
var organisationDone = map[workflow.Action]string{
	"update": "updated", "ask_merge": "asked", "merge": "merged", "refuse_merge": "refused",
	"ask_unmerge": "waits", "unmerge": "unmerged", "refuse_unmerge": "refused", "ask_strike": "waits", "strike": "struck", "refuse_strike": "refused",
}

// organisation shows one legal entity: who it is, what waits, what may be done,
// what happened.
func (v *visit) organisation() error {
	before, _ := strconv.ParseInt(v.QueryParam("before"), 10, 64)
	view, err := v.site.App.LookAtOrganisation(v.Request().Context(), v.who, v.Param("org"), max(before, 0))
	if err != nil {
		return err
	}
	o := view.Organisation
	id := o.Ref().ID
	m := page.Column{Frame: v.frame(v.org(id)), Head: page.Head{Title: v.org(id), Crumbs: v.crumbs(v.organisationsCrumb(view)...), Tags: []ui.Badge{v.badge(o)}}}
	m.Frame.Here = page.PathPeople
	for action, done := range organisationDone {
		if v.QueryParam("done") == string(action) {
			m.Blocks = append(m.Blocks, page.Block{}.With(ui.Alert(ui.OK, v.t("organisation.done."+done))))
		}
	}
	if o.Asked != nil {
		m.Blocks = append(m.Blocks, v.waitingBlock(view))
	}
	m.Blocks = append(m.Blocks, page.Block{ID: "h-who", Title: v.t("organisation.who")}.With(ui.Facts(v.lang, v.organisationFacts(view))))
	can, cannot := v.organisationActs(view)
	if len(can) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-can", Title: v.t("person.can")}.With(ui.Acts(can)))
	}
	if len(cannot) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-cannot", Title: v.t("person.cannot")}.With(ui.Blocked(cannot)))
	}
	if len(view.Past) > 0 {
		var past []ui.Event
		for i := range view.Past {
			past = append(past, ui.Event{At: view.Past[i].At, Text: v.organisationStory(&view.Past[i])})
		}
		m.Blocks = append(m.Blocks, page.Block{ID: "h-hist", Title: v.t("person.history")}.With(ui.History(past)))
	}
	if before > 0 {
		m.Pages.Previous = pathOrganisation(id) + "#h-hist"
	}
	if view.More {
		m.Pages.Next = pathOrganisation(id) + "?" + url.Values{"before": {strconv.FormatInt(view.Past[len(view.Past)-1].Seq, 10)}}.Encode() + "#h-hist"
	}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) organisationsCrumb(view *app.OrganisationView) []ui.Link {
	out := []ui.Link{{Text: v.t("people.title"), Href: page.PathPeople}}
	if view.Keeper {
		out = append(out, ui.Link{Text: v.t("organisations.title"), Href: page.PathOrganisations})
	}
	return out
}

// waits says what a second has to repeat.
func (v *visit) waits(a *workflow.Merger) string {
	switch a.What() {
	case "unmerge":
		return v.t("organisation.unmerging", "into", v.org(a.Into))
	case "strike":
		return v.t("organisation.striking", "names", strings.Join(slices.Concat(a.Aliases, a.Numbers), ", "))
	default:
		return v.t("organisation.merger", "into", v.org(a.Into), "on", ui.ShortDate(a.On))
	}
}

// answers reports whether an act answers what was asked: a second's.
func answers(a workflow.Action) bool {
	switch a {
	case "merge", "unmerge", "strike", "refuse_merge", "refuse_unmerge", "refuse_strike":
		return true
	}
	return false
}

// waitingBlock is what waits for a second, with what the reader may answer.
func (v *visit) waitingBlock(view *app.OrganisationView) page.Block {
	a := view.Organisation.Asked
	own := a.By == v.who.ID()
	note := v.t("asked.by", "who", v.person(a.By))
	if own {
		note = v.t("asked.own")
	}
	b := page.Block{ID: "h-asked", Title: v.t("people.asked")}.With(
		page.Say(v.waits(a)), page.Say(a.Reasons.Body), page.Say(note))
	var ways []ui.Link
	at := pathOrganisation(view.Organisation.Ref().ID) + "/do/organisation."
	if x := view.Act(a.What()); x != nil && x.Blocked == nil {
		ways = append(ways, ui.Link{Text: v.t("asked.confirm"), Href: at + string(a.What())})
	}
	if x := view.Act("refuse_" + a.What()); x != nil && x.Blocked == nil {
		text := v.t("asked.refuse")
		if own {
			text = v.t("asked.withdraw")
		}
		ways = append(ways, ui.Link{Text: text, Href: at + "refuse_" + string(a.What())})
	}
	if len(ways) > 0 {
		b = b.With(ui.Links(true, ways...))
	}
	return b
}

// organisationFacts are who it is; to a second what a merger is judged by.
func (v *visit) organisationFacts(view *app.OrganisationView) []ui.Fact {
	o := view.Organisation
	var out []ui.Fact
	add := func(term, text, lang string) {
		if text != "" {
			out = append(out, ui.Fact{Term: term, Text: text, Lang: lang})
		}
	}
	field := func(name string) string { return locale.Field(v.lang, name) }
	add(field("kind"), locale.Choice(v.lang, "kind", o.Kind), "")
	add(field("name")+" (FR)", o.Name.FR, "fr")
	add(field("name")+" (NL)", o.Name.NL, "nl")
	add(field("aliases"), strings.Join(o.Aliases, ", "), "")
	add(field("enterprise_number"), o.Enterprise, "")
	add(field("former_numbers"), strings.Join(o.FormerNumbers, ", "), "")
	add(field("address"), o.Address, "")
	if o.Into != "" {
		add(field("into"), v.org(o.Into), "")
		add(v.t("organisation.since"), ui.ShortDate(o.MergedOn), "")
	}
	if !view.Keeper {
		return out
	}
	if l, ok := locale.Parse(o.Language); ok {
		add(field("language"), locale.Choice(v.lang, "language", string(l)), "")
	}
	add(field("account"), o.Account, "")
	add(field("id"), o.Ref().ID, "")
	var absorbed []string
	for _, x := range view.House.Organisations {
		if x.Into == o.Ref().ID {
			absorbed = append(absorbed, v.org(x.Ref().ID))
		}
	}
	add(v.t("organisation.absorbed"), strings.Join(absorbed, ", "), "")
	if n := v.staff(o.Ref().ID); n > 0 {
		out = append(out, ui.Fact{Term: v.t("people.title"), Body: page.Ways([]ui.Link{{Text: v.t("organisations.people", "n", n), Href: page.PathPeople + "?" + url.Values{"organisation": {o.Ref().ID}}.Encode()}})})
	}
	return out
}

// organisationActs are what may be done, and what not yet. What answers a request
// stands with the request.
func (v *visit) organisationActs(view *app.OrganisationView) (can, cannot []ui.Act) {
	for i := range view.Acts {
		a := &view.Acts[i]
		name := locale.Action(v.lang, a.Entity, a.Action)
		switch {
		case a.Entity != workflow.EntityOrganisation || answers(a.Action) || a.Blocked != nil && a.Blocked.Code == workflow.CodeState:
		case a.Blocked != nil:
			cannot = append(cannot, ui.Act{Name: name, Note: v.says(a.Blocked)})
		default:
			can = append(can, ui.Act{Name: name, Href: pathOrganisation(view.Organisation.Ref().ID) + "/do/organisation." + string(a.Action), Note: v.t("organisation.note." + string(a.Action))})
		}
	}
	return can, cannot
}

// organisationStory is an event of an organisation as a sentence.
func (v *visit) organisationStory(e *app.HousePast) string {
	var in struct {
		Into string        `json:"into"`
		On   workflow.Date `json:"on"`
	}
	_ = json.Unmarshal(e.Input, &in) // what it does not say stays unsaid
	facts := []any{"who", v.person(e.By)}
	if in.Into != "" {
		facts = append(facts, "into", v.org(in.Into), "on", ui.ShortDate(in.On))
	}
	return v.t("did.organisation."+string(e.Action), facts...)
}

// organisationTask is an act on an organisation.
func (v *visit) organisationTask() (*task, error) {
	entity, action := cut(v.Param("act"))
	if entity != workflow.EntityOrganisation || action == "register" {
		return nil, workflow.NotThere()
	}
	view, err := v.site.App.LookAtOrganisation(v.Request().Context(), v.who, v.Param("org"), 0)
	if err != nil {
		return nil, err
	}
	o := view.Organisation
	id := o.Ref().ID
	t := &task{act: view.Act(action), org: view, back: pathOrganisation(id), title: locale.Action(v.lang, entity, action), only: []string{}}
	if t.act == nil {
		return nil, workflow.NotThere()
	}
	t.crumbs = v.crumbs(append(v.organisationsCrumb(view), ui.Link{Text: v.org(id), Href: t.back})...)
	t.done = func(app.Outcome, map[string]any) string {
		if !view.Keeper { // who answered sees it no more
			return page.PathHome
		}
		return pathOrganisation(id) + "?" + url.Values{"done": {string(action)}}.Encode()
	}
	v.fitOrganisation(t, o, action)
	return t, nil
}

// fitOrganisation fills in what the form of an act asks, or what it is about.
func (v *visit) fitOrganisation(t *task, o *workflow.Organisation, action workflow.Action) {
	switch action {
	case "update":
		t.alike = func(values map[string]any) []string { return v.alike(o.Ref().ID, values) }
		t.only, t.lead = []string{"name", "language", "enterprise_number", "account", "address", "aliases"}, v.t("organisation.update_lead")
		t.hints = map[string]string{"aliases": v.t("organisations.aliases")}
		t.first = map[string]any{
			"name": map[string]any{"fr": o.Name.FR, "nl": o.Name.NL}, "language": o.Language, "enterprise_number": o.Enterprise, "account": o.Account, "address": o.Address,
		}
		var aliases []any
		for _, a := range o.Aliases {
			aliases = append(aliases, a)
		}
		t.first["aliases"] = aliases
	case "ask_merge":
		t.only, t.lead, t.stop = []string{"into", "on", "reasons"}, v.t("organisation.merge_lead"), true
		t.labels = map[string]string{"on": v.t("organisation.since")}
		t.options = map[string][]ui.Option{"into": v.heirs(o)}
		t.first = map[string]any{"on": string(v.who.Today)}
	case "ask_unmerge":
		t.only, t.lead, t.stop = []string{"reasons"}, v.t("organisation.unmerge_lead"), true
	case "ask_strike":
		t.only, t.lead, t.stop = []string{"aliases", "former_numbers", "reasons"}, v.t("organisation.strike_lead"), true
		t.options = map[string][]ui.Option{"aliases": themselves(o.Aliases), "former_numbers": themselves(o.FormerNumbers)}
	case "merge":
		t.then = []string{v.t("organisation.then_files"), v.t("organisation.then_roles", "n", v.holders(o)), v.t("organisation.then_conflicts"), v.t("organisation.then_back")}
		t.stop, t.do = true, v.t("asked.confirm")
	case "unmerge":
		t.then, t.stop, t.do = []string{v.t("organisation.then_unmerged")}, true, v.t("asked.confirm")
	case "strike":
		t.then, t.stop, t.do = []string{v.t("organisation.then_struck")}, true, v.t("asked.confirm")
	case "refuse_merge", "refuse_unmerge", "refuse_strike":
		t.then, t.stop = []string{v.t("answer.refuse")}, true
	}
	if a := o.Asked; a != nil && t.then != nil {
		t.fill = func(values map[string]any) { repeat(values, a, action) } // the form is of this version
		t.facts = []ui.Fact{
			{Term: locale.Field(v.lang, "organisation"), Text: v.org(o.Ref().ID)},
			{Term: v.t("people.asked"), Text: v.waits(a)},
			{Term: v.t("answer.who"), Text: v.person(a.By)},
			{Term: locale.Field(v.lang, "reasons"), Text: a.Reasons.Body},
		}
	}
}

// repeat fills in what a second confirms: what was asked.
func repeat(values map[string]any, a *workflow.Merger, action workflow.Action) {
	switch action {
	case "merge":
		values["into"], values["on"] = a.Into, string(a.On)
	case "unmerge":
		values["into"] = a.Into
	case "strike":
		for name, all := range map[string][]string{"aliases": a.Aliases, "former_numbers": a.Numbers} {
			var list []any
			for _, x := range all {
				list = append(list, x)
			}
			if list != nil {
				values[name] = list
			}
		}
	}
}

// themselves are options that say what they are.
func themselves(all []string) (out []ui.Option) {
	for _, s := range all {
		out = append(out, ui.Option{Value: s, Text: s})
	}
	return out
}

// heirs are the organisations that stand; which of them fits the engine says.
func (v *visit) heirs(me *workflow.Organisation) []ui.Option {
	return slices.DeleteFunc(v.allOrgs(), func(o ui.Option) bool {
		x := v.who.House.Org(o.Value)
		return x == nil || x.Ref() == me.Ref() || x.State() != workflow.OrganisationOn || x.Kind == "funder" || me.Kind == "sisp" && x.Kind != "sisp"
	})
}

// holders is how many people hold a role for an organisation today.
func (v *visit) holders(o *workflow.Organisation) (n int) {
	for _, p := range v.who.House.People {
		if p.State() == workflow.PersonActive && slices.ContainsFunc(v.who.House.GrantsOf(p), func(g workflow.Grant) bool { return g.Org == o.Ref().ID && g.On(v.who.Today) }) {
			n++
		}
	}
	return n
}
