package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// personDone are what a person's page says after something was done.
var personDone = []string{"registered", "asked", "granted", "revoked", "refused", "erased", "invited", "invited-demo", "disabled", "enabled", "dropped", "tokens", "replaced"}

// someone shows one person.
func (v *visit) someone() error {
	before, _ := strconv.ParseInt(v.QueryParam("before"), 10, 64)
	view, err := v.site.App.LookAtPerson(v.Request().Context(), v.who, v.Param("person"), max(before, 0))
	if err != nil {
		return err
	}
	id := view.Person.Ref().ID
	m := page.Someone{Frame: v.frame(v.person(id)), Head: page.Head{Title: v.person(id), Crumbs: v.crumbs(ui.Link{Text: v.t("people.title"), Href: page.PathPeople})}}
	m.Frame.Here = page.PathPeople
	if done := v.QueryParam("done"); slices.Contains(personDone, done) {
		m.Done = v.t("person.done." + done)
	}
	m.Roles, m.Ended = v.roleTables(view.Person)
	m.Who = v.whoFacts(view)
	if m.Asked, err = v.askedOf(id); err != nil {
		return err
	}
	if !view.Keeper {
		return v.show(http.StatusOK, m.Show())
	}
	if id == v.who.ID() {
		m.Note = v.t("person.self")
	} else {
		m.Can, m.Cannot = v.personActs(view)
	}
	for _, e := range view.Past {
		m.Past = append(m.Past, ui.Event{At: e.At, Text: v.personStory(e)})
	}
	if before > 0 {
		m.Pages.Previous = pathPerson(id) + "#h-hist"
	}
	if view.More {
		m.Pages.Next = pathPerson(id) + "?" + url.Values{"before": {strconv.FormatInt(view.Past[len(view.Past)-1].Seq, 10)}}.Encode() + "#h-hist"
	}
	l, err := v.site.Auth.Listed(v.Request().Context(), id)
	if err != nil {
		return err
	}
	m.Account = v.login(l)
	return v.show(http.StatusOK, m.Show())
}

// whoFacts are who it is; to a second only what a role is judged by.
func (v *visit) whoFacts(view *app.PersonView) []ui.Fact {
	p := view.Person
	field := func(name string) string { return locale.Field(v.lang, name) }
	var out []ui.Fact
	add := func(name, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: field(name), Text: text})
		}
	}
	if p.Org != "" {
		add("organisation", v.org(p.Org))
	}
	if p.Function.FR != "" {
		out = append(out, ui.Fact{Term: field("function") + " (FR)", Text: p.Function.FR, Lang: "fr"})
	}
	if p.Function.NL != "" {
		out = append(out, ui.Fact{Term: field("function") + " (NL)", Text: p.Function.NL, Lang: "nl"})
	}
	if !view.Keeper {
		return out
	}
	if l, ok := locale.Parse(p.Language); ok {
		add("language", locale.Choice(v.lang, "language", string(l)))
	}
	add("email", p.Email.Body)
	var mandates []string
	for _, id := range p.Mandates {
		mandates = append(mandates, v.org(id))
	}
	add("mandates", strings.Join(mandates, ", "))
	add("id", p.Ref().ID)
	return out
}

// roleTables are the roles held or to come, and those that have ended.
func (v *visit) roleTables(p *workflow.Person) (now, ended *ui.Table) {
	heads := []ui.Head{{Text: locale.Field(v.lang, "role")}, {Text: locale.Field(v.lang, "from")}, {Text: locale.Field(v.lang, "until")}}
	now = &ui.Table{Caption: v.t("person.roles"), Quiet: true, Heads: heads}
	ended = &ui.Table{Caption: v.t("person.ended"), Heads: heads}
	for _, g := range p.Grants {
		t, small := now, ""
		switch {
		case v.over(g):
			t = ended
		case g.From > v.who.Today:
			small = v.t("person.to_come")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: locale.Role(v.lang, g.Role), Small: small}, v.dayCell(g.From), v.dayCell(g.Until)}})
	}
	if len(now.Rows) == 0 {
		now = nil
	}
	if len(ended.Rows) == 0 {
		ended = nil
	}
	return now, ended
}

func (v *visit) dayCell(d workflow.Date) ui.Cell {
	if d == "" {
		return ui.Cell{Text: v.t("period.open")}
	}
	return ui.Cell{Day: d}
}

// askedOf are the changes of one person that wait, with their answers.
func (v *visit) askedOf(id string) ([]page.Asked, error) {
	all, err := v.site.App.Asked(v.who)
	var out []page.Asked
	for _, x := range all {
		if x.Person.Ref().ID != id {
			continue
		}
		a := page.Asked{Text: v.askedText(x.Asked), Note: v.askedNote(x)}
		q := url.Values{"role": {string(x.Grant.Role)}, "change": {string(x.Act)}}.Encode()
		if x.Confirm != nil {
			a.Links = append(a.Links, ui.Link{Text: v.t("asked.confirm"), Href: pathPerson(id) + "/do/person." + string(x.Act) + "?" + q})
		}
		if x.Refuse != nil {
			text := v.t("asked.refuse")
			if x.By == v.who.ID() {
				text = v.t("asked.withdraw")
			}
			a.Links = append(a.Links, ui.Link{Text: text, Href: pathPerson(id) + "/do/person.refuse?" + q})
		}
		out = append(out, a)
	}
	return out, err
}

// personActs are what may be done with a person, and what not yet. What answers
// a request stands with the request.
func (v *visit) personActs(view *app.PersonView) (can, cannot []ui.Act) {
	id := view.Person.Ref().ID
	for i := range view.Acts {
		a := &view.Acts[i]
		name := locale.Action(v.lang, a.Entity, a.Action)
		switch {
		case a.Action == "revoke" && !slices.ContainsFunc(view.Person.Grants, func(g workflow.Grant) bool { return !v.over(g) }): // there is none to end
		case a.Entity != workflow.EntityPerson || a.Action == "refuse" || a.Blocked != nil && a.Blocked.Code == workflow.CodeState:
		case a.Blocked != nil:
			cannot = append(cannot, ui.Act{Name: name, Note: v.says(a.Blocked)})
		default:
			can = append(can, ui.Act{Name: name, Href: pathPerson(id) + "/do/person." + string(a.Action), Note: v.t("person.note." + string(a.Action))})
		}
	}
	if len(v.replaceable(view)) > 0 && len(v.substitutes(view)) > 0 {
		can = append(can, ui.Act{Name: v.t("replace.title"), Href: pathPerson(id) + "/replace", Note: v.t("replace.note")})
	}
	return can, cannot
}

// personStory is an event of a person as a sentence: who did what, as which role
// and with which dates.
func (v *visit) personStory(e app.PersonPast) string {
	var in struct {
		Role   workflow.Role   `json:"role"`
		From   workflow.Date   `json:"from"`
		Until  workflow.Date   `json:"until"`
		Change workflow.Action `json:"change"`
	}
	_ = json.Unmarshal(e.Input, &in) // what it does not say stays unsaid
	key := "did.person." + string(e.Action)
	waits := e.Then != nil && slices.ContainsFunc(e.Then.Asked, func(a workflow.Asked) bool { return a.Act == e.Action && a.Grant.Role == in.Role })
	if waits {
		key += "_asked"
	}
	if e.Action == "refuse" {
		key += "_" + string(in.Change)
	}
	facts := []any{"who", v.person(e.By)}
	if in.Role != "" {
		facts = append(facts, "role", locale.Role(v.lang, in.Role))
	}
	g := workflow.Grant{Role: in.Role, From: in.From, Until: in.Until}
	if e.Then != nil && e.Action == "grant" && !waits { // what was asked first is what was granted
		if i := len(e.Then.Grants) - 1; i >= 0 && e.Then.Grants[i].Role == in.Role {
			g = e.Then.Grants[i]
		}
	}
	if p := v.period(g); p != "" {
		facts = append(facts, "period", p)
	}
	if in.Until != "" { // the last day of a role that somebody ends
		facts = append(facts, "until", ui.ShortDate(in.Until))
	}
	return v.t(key, facts...)
}

// login is how a person signs in, with what may be done about it.
func (v *visit) login(l auth.Listed) *page.Login {
	out := &page.Login{Post: pathPerson(l.Person), Facts: []ui.Fact{{Term: v.t("person.condition"), Text: v.t("condition." + string(l.Condition))}}}
	if l.Condition == auth.Invited {
		out.Facts = append(out.Facts, ui.Fact{Term: v.t("person.invited_until"), Text: ui.LongTime(v.lang, l.Until)})
	}
	if l.Condition == auth.Active || l.Condition == auth.Disabled {
		signed := v.t("person.never")
		if !l.SignedIn.IsZero() {
			signed = ui.LongTime(v.lang, l.SignedIn)
		}
		factor := "person.factor_no"
		if l.Factor {
			factor = "person.factor_yes"
		}
		out.Facts = append(out.Facts, ui.Fact{Term: v.t("person.signed_in"), Text: signed}, ui.Fact{Term: v.t("factor.title"), Text: v.t(factor)})
	}
	if l.Tokens > 0 {
		out.Facts = append(out.Facts, v.tokensFact(l))
	}
	if l.Person == v.who.ID() {
		out.Note = v.t("person.own_account")
		return out
	}
	stranger := l.Email == "" && l.Condition == auth.NoAccount
	if stranger {
		out.Note = v.t("person.no_email")
	}
	for _, do := range append(slices.Clone(loginDo[l.Condition]), "tokens") {
		if do == "drop" && !l.Factor || do == "tokens" && l.Tokens == 0 || do == "invite" && stranger {
			continue
		}
		out.Do = append(out.Do, ui.Button{Text: v.t("login." + do), Value: do, Stop: loginActs[do].asks})
	}
	return out
}

// loginDo is what may be done about an account, by where it stands. Whether it
// may be, package auth says.
var loginDo = map[auth.Condition][]string{
	auth.NoAccount: {"invite"}, auth.Invited: {"again", "disable"}, auth.Lapsed: {"again", "disable"}, auth.Active: {"drop", "disable"}, auth.Disabled: {"enable"},
}

// colleagues are who of one's own organisations holds which role, for who writes
// or signs for one.
func (v *visit) colleagues() []ui.Fact {
	var out []ui.Fact
	for _, p := range v.who.House.People {
		var roles []string
		for _, g := range p.Grants {
			if name := locale.Role(v.lang, g.Role); g.On(v.who.Today) && slices.Contains(v.who.Sight.Orgs, g.Org) && !slices.Contains(roles, name) {
				roles = append(roles, name)
			}
		}
		if len(roles) > 0 && p.State() == workflow.PersonActive {
			out = append(out, ui.Fact{Term: v.person(p.Ref().ID), Text: strings.Join(roles, ", ")})
		}
	}
	return out
}
