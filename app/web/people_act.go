package web

import (
	"net/http"
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// personTask is an act on a person: a role granted or taken, an answer to what
// was asked, the erasing of the name.
func (v *visit) personTask() (*task, error) {
	id := v.Param("person")
	entity, action := cut(v.Param("act"))
	if entity != workflow.EntityPerson || action == "register" {
		return nil, workflow.NotThere()
	}
	sent := v.Request().Method == http.MethodPost
	view, err := v.site.App.LookAtPerson(v.Request().Context(), v.who, id, 0)
	if notThere(err) && sent {
		return v.goneTask(id, action)
	}
	if err != nil {
		return nil, err
	}
	t := &task{act: view.Act(action), about: view, back: pathPerson(id), title: locale.Action(v.lang, entity, action)}
	if t.act == nil {
		return nil, workflow.NotThere()
	}
	t.done = func(_ app.Outcome, values map[string]any) string { return v.afterPerson(id, action, values) }
	if err := v.fitPerson(t, action); err != nil && !sent {
		return nil, err
	}
	return t, nil
}

// goneTask is an act on somebody whom the reader does not see, or no longer:
// whoever clicked twice is told so.
func (v *visit) goneTask(id string, action workflow.Action) (*task, error) {
	fields, known := v.site.App.Programme().Input(workflow.EntityPerson, action)
	if !known {
		return nil, workflow.NotThere()
	}
	return &task{
		act: &app.Act{Offer: workflow.Offer{Entity: workflow.EntityPerson, Action: action, Fields: fields}}, gone: id, back: page.PathHome,
		done: func(_ app.Outcome, values map[string]any) string { return v.afterPerson(id, action, values) },
	}, nil
}

// fitPerson fills in what the form of an act asks, or what it is about.
func (v *visit) fitPerson(t *task, action workflow.Action) error {
	role, change := v.FormValue("role"), v.FormValue("change")
	if v.QueryParam("change") != "" || action == "refuse" || v.FormValue("second") != "" {
		return v.fitAnswer(t, action, workflow.Role(role), workflow.Action(change))
	}
	switch action {
	case "grant":
		t.only, t.lead = []string{"role", "from", "until"}, v.t("grant.lead")
		t.options = map[string][]ui.Option{"role": v.grantable(t.about)}
		t.hints = map[string]string{"role": v.t("grant.by_two"), "from": v.t("grant.from"), "until": v.t("grant.until")}
	case "revoke":
		t.only, t.lead, t.stop = []string{"role", "until"}, v.t("revoke.lead"), true
		t.options = map[string][]ui.Option{"role": v.held(t.about.Person)}
		t.labels = map[string]string{"until": v.t("revoke.last")}
		t.hints = map[string]string{"role": v.t("grant.by_two"), "until": v.t("revoke.until")}
	case "erase":
		t.only, t.stop = []string{}, true
		t.then = []string{v.t("erase.name"), v.t("erase.history"), v.t("erase.documents"), v.t("erase.account")}
		t.warning = v.t("confirm.irreversible")
	}
	return nil
}

// fitAnswer makes it a yes or a no to what was asked.
func (v *visit) fitAnswer(t *task, action workflow.Action, role workflow.Role, change workflow.Action) error {
	if change == "" {
		change = action
	}
	t.only, t.hidden, t.then = []string{}, []ui.Pair{{Name: "role", Value: string(role)}}, []string{v.t("answer." + string(action))}
	if action == "refuse" {
		t.hidden, t.stop = append(t.hidden, ui.Pair{Name: "change", Value: string(change)}), true
	} else {
		t.hidden = append(t.hidden, ui.Pair{Name: "second", Value: "1"})
		t.do = v.t("asked.confirm")
	}
	asked := t.about.Person.Asked
	i := slices.IndexFunc(asked, func(a workflow.Asked) bool { return a.Act == change && a.Grant.Role == role })
	if i < 0 {
		return errDone
	}
	t.title = v.t("answer.title_" + string(action))
	t.facts = []ui.Fact{
		{Term: locale.Field(v.lang, "person"), Text: v.person(t.about.Person.Ref().ID)}, {Term: v.t("answer.asked"), Text: v.askedText(asked[i])}, {Term: v.t("answer.who"), Text: v.person(asked[i].By)},
	}
	if t.about.Person.Org != "" {
		t.facts = slices.Insert(t.facts, 1, ui.Fact{Term: locale.Field(v.lang, "organisation"), Text: v.org(t.about.Person.Org)})
	}
	return nil
}

// afterPerson is where one comes to after an act, and what is said there.
func (v *visit) afterPerson(id string, action workflow.Action, values map[string]any) string {
	role, _ := values["role"].(string)
	done := map[workflow.Action]string{"grant": "granted", "revoke": "revoked", "refuse": "refused", "erase": "erased"}[action]
	who, err := v.site.App.Viewer(v.Request().Context(), v.who.ID(), "web")
	if err != nil {
		return pathPerson(id)
	}
	if p := who.House.Person(id); p != nil && slices.ContainsFunc(p.Asked, func(a workflow.Asked) bool { return a.Act == action && string(a.Grant.Role) == role }) {
		done = "asked"
	}
	if who.Sight.Keeper {
		return pathPerson(id) + "?" + url.Values{"done": {done}}.Encode()
	}
	if asked, err := v.site.App.Asked(who); err == nil && len(asked) > 0 {
		return page.PathPeople + "?" + url.Values{"done": {done}}.Encode()
	}
	return page.PathHome
}

// grantable are the roles in the order of the process.
func (v *visit) grantable(*app.PersonView) []ui.Option {
	out := make([]ui.Option, 0, len(stage))
	for _, r := range stage {
		out = append(out, ui.Option{Value: string(r), Text: locale.Role(v.lang, r)})
	}
	return out
}

// held are the roles that have not ended.
func (v *visit) held(p *workflow.Person) []ui.Option {
	var out []ui.Option
	for _, g := range p.Grants {
		o := ui.Option{Value: string(g.Role), Text: locale.Role(v.lang, g.Role)}
		if !v.over(g) && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// replaceable are the roles of a person in which somebody else may stand in:
// those that hold for an organisation.
func (v *visit) replaceable(view *app.PersonView) []ui.Option {
	return slices.DeleteFunc(v.held(view.Person), func(o ui.Option) bool {
		return !slices.ContainsFunc(view.Person.Grants, func(g workflow.Grant) bool { return string(g.Role) == o.Value && g.Org != "" && !v.over(g) })
	})
}

// substitutes are the others of the same organisation.
func (v *visit) substitutes(view *app.PersonView) []ui.Option {
	var out []ui.Option
	for _, p := range v.who.House.People {
		if p.State() == workflow.PersonActive && p.Org != "" && p.Org == view.Person.Org && p.Ref() != view.Person.Ref() && p.Ref().ID != v.who.ID() {
			out = append(out, ui.Option{Value: p.Ref().ID, Text: v.person(p.Ref().ID)})
		}
	}
	return out
}

// leave grants to somebody else, for some time, the role of who is away. Who is
// away keeps it.
func (v *visit) leave() (*task, error) {
	view, err := v.site.App.LookAtPerson(v.Request().Context(), v.who, v.Param("person"), 0)
	if err != nil {
		return nil, err
	}
	roles, others := v.replaceable(view), v.substitutes(view)
	act := view.Act("grant")
	if act == nil || !view.Keeper || len(roles) == 0 || len(others) == 0 {
		return nil, workflow.NotThere()
	}
	act.Blocked = nil // it is on somebody else: the engine looks when it is asked
	t := &task{
		act: act, about: view, back: pathPerson(view.Person.Ref().ID), title: v.t("replace.title"), lead: v.t("replace.lead", "name", v.person(view.Person.Ref().ID)), do: v.t("replace.do"),
		only: []string{"role", "substitute", "from", "until"}, options: map[string][]ui.Option{"role": roles, "substitute": others},
		labels: map[string]string{"substitute": v.t("replace.substitute"), "until": v.t("replace.until")}, hints: map[string]string{"role": v.t("replace.keeps")},
		first: map[string]any{"role": roles[0].Value},
	}
	t.fields = append(slices.Clone(act.Fields), workflow.Field{Name: "substitute", Kind: workflow.KindCode, Need: true})
	for i := range t.fields {
		t.fields[i].Need = true // a leave has two ends
	}
	t.check = func(values map[string]any) error { return v.completeLeave(values, others) }
	t.fill = func(values map[string]any) {
		if s, ok := values["substitute"].(string); ok {
			values["person"] = s
			delete(values, "substitute")
		}
	}
	t.done = func(_ app.Outcome, values map[string]any) string {
		id, _ := values["person"].(string)
		if s, ok := values["substitute"].(string); ok {
			id = s
		}
		return pathPerson(id) + "?done=replaced"
	}
	return t, nil
}

// completeLeave: with who and both dates.
func (v *visit) completeLeave(values map[string]any, others []ui.Option) error {
	var problems []workflow.Problem
	for _, name := range []string{"role", "substitute", "from", "until"} {
		if s, _ := values[name].(string); s == "" {
			problems = append(problems, workflow.Problem{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: name})
		}
	}
	if s, _ := values["substitute"].(string); len(problems) == 0 && !slices.ContainsFunc(others, func(o ui.Option) bool { return o.Value == s }) {
		problems = append(problems, workflow.Problem{Kind: workflow.Invalid, Code: "unknown", Field: "substitute"})
	}
	if len(problems) == 0 {
		return nil
	}
	return &workflow.Error{Kind: workflow.Invalid, Code: problems[0].Code, Field: problems[0].Field, Problems: problems}
}
