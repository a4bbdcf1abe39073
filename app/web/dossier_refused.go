package web

import (
	"errors"
	"maps"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// refusedAct shows the form again with the engine's no.
func (v *visit) refusedAct(e *errand, typed ui.Typed, err error) error {
	no, ok := errors.AsType[*workflow.Error](err)
	if !ok || no.Kind == workflow.NotFound || no.Kind == workflow.Forbidden && no.Code == workflow.CodeRole {
		return err
	}
	if no.Kind == workflow.Conflict { // somebody was faster: the form goes on from what now is
		if fresh, err := v.errand(true); err == nil {
			if e = fresh; e.act.Blocked != nil { // what has come in between is said, not that something has
				no = e.act.Blocked
			}
		}
	}
	if to, say := v.sentAlready(e); to != "" {
		return v.seeDone(to, say)
	}
	return v.again(e, typed, no, statuses[no.Kind])
}

// again is the form as it was typed, with what is wrong.
func (v *visit) again(e *errand, typed ui.Typed, no *workflow.Error, status int) error {
	m := v.actPage(e)
	m.Form.Key = typed.One(ui.NameKey)
	m.Form.Values = typed
	if err := v.keptAgain(e, typed, &m); err != nil {
		return err
	}
	for list, field := range m.Form.Fixed {
		m.Form.Values = ui.Whole(typed, list, field, m.Form.Options[list+".*."+field])
	}
	v.noted(e, &m.Form)
	if no == nil {
		m.Form.Version = typed.One(ui.NameVersion)
		return v.show(status, m.Show())
	}
	if no.Kind == workflow.Invalid {
		m.Form.Problems = no.Problems
	}
	if len(m.Form.Problems) == 0 || no.Kind != workflow.Invalid {
		m.Form.Problems = unlisted(fieldProblems(no))
		title := v.t("refusal.title")
		if no.Kind == workflow.Conflict {
			title = v.t("refusal.stale")
		}
		r := page.RefusalOf(v.lang, title, v.titled(e.view, no))
		v.saysSince(e, typed, no, &r)
		back := v.wayOut(e, "act.back")
		r.Ways = []ui.Act{{Name: back.Text, Href: back.Href}}
		if free, ok := no.Facts["free"].(workflow.Money); ok && len(r.Sum) == 0 {
			if m, err := workflow.ParseMoney(locale.Typed(v.lang, typed.One("amount"))); err == nil && m > free {
				r.Sum = page.Over(v.lang, m, free)
			}
		}
		if attempt, over := v.overBudget(e, no, typed.One(askAmount), &r); over {
			m.About = append(m.About, v.attempted(e, attempt))
		}
		m.Refused = &r
	}
	if no.Code == workflow.CodeStale {
		m.Form.Key = newKey()
	}
	return v.show(status, m.Show())
}

// fieldProblems are those that stand beside an input.
func fieldProblems(no *workflow.Error) []workflow.Problem {
	var out []workflow.Problem
	for _, p := range no.Problems {
		if p.Field != "" {
			out = append(out, p)
		}
	}
	return out
}

// titled is a refusal that calls what it is about as people do: criteria,
// deliverables and conditions by their texts, organisations by their names.
func (v *visit) titled(view *app.View, no *workflow.Error) *workflow.Error {
	names := map[string]func(string) string{
		"criteria": func(id string) string { return optionText(v.criteria(view.Call.Rules()), id) },
		"parties":  v.org,
	}
	if _, listed := no.Facts["submissions"].([]string); listed && view.File == nil {
		names["submissions"] = v.dossierNames(view.Call)
	}
	if f := view.File; f != nil {
		names["submissions"] = func(string) string { return "" } // it is this one
		part := func(e workflow.Entity) func(string) string {
			return func(id string) string {
				return v.partText(view, workflow.Ref{Entity: e, Dossier: f.Ref().Dossier, ID: id})
			}
		}
		names["deliverables"], names["conditions"] = part(workflow.EntityDeliverable), part(workflow.EntityCondition)
	}
	if v.tooLate(view, no) {
		no = &workflow.Error{Kind: no.Kind, Code: "deadline", Facts: map[string]any{"until": view.Call.ClosesAt}}
	}
	said := *no
	said.Facts = maps.Clone(no.Facts)
	for fact, name := range names {
		ids, ok := no.Facts[fact].([]string)
		if !ok {
			continue
		}
		titles := make([]string, 0, len(ids))
		for _, id := range ids {
			if s := name(id); s != "" {
				titles = append(titles, s)
			}
		}
		if said.Facts[fact] = titles; len(titles) == 0 {
			delete(said.Facts, fact)
		}
	}
	return &said
}

// dossierNames are titles of a call's dossiers, by id; "" for what one may not see.
func (v *visit) dossierNames(c *workflow.Call) func(string) string {
	list, err := v.site.App.Files(v.Request().Context(), v.who, app.Wanted{Call: c.Ref().Dossier, Page: app.Page{Limit: resultsAtOnce}})
	if err != nil { // the refusal is told without them
		return func(string) string { return "" }
	}
	names := make(map[string]string, len(list.Files))
	for _, b := range list.Files {
		names[b.ID] = v.briefTitle(b.Title)
	}
	return func(id string) string { return names[id] }
}

// unlisted are problems without the list of what they are about: the refusal above
// them has it.
func unlisted(all []workflow.Problem) []workflow.Problem {
	out := slices.Clone(all)
	for i := range out {
		out[i].Facts = maps.Clone(out[i].Facts)
		delete(out[i].Facts, "submissions")
		delete(out[i].Facts, "deliverables")
	}
	return out
}

func optionText(all []ui.Option, id string) string {
	for _, o := range all {
		if o.Value == id {
			return o.Text
		}
	}
	return id
}

// partText is what a part says of itself; its number where it is not there.
func (v *visit) partText(view *app.View, ref workflow.Ref) string {
	text := ""
	switch x := view.Part(ref).(type) {
	case *workflow.Deliverable:
		text = x.Title.Body
	case *workflow.Condition:
		text = x.Text.Body
	}
	if text == "" {
		return ref.ID
	}
	return locale.Quote(v.lang, ui.Isolate(text))
}

// tooLate: the dossier was never sent, and what it waited for is past: that says
// more than its state.
func (v *visit) tooLate(view *app.View, no *workflow.Error) bool {
	f := view.File
	return no.Code == workflow.CodeState && f != nil && f.State() == stateExpired && f.Number == 0 && v.site.App.Now().After(view.Call.ClosesAt)
}
