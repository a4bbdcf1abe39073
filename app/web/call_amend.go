package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// amending looks at an open call for whoever may change its rules.
func (v *visit) amending() (*ruling, section, error) {
	r, err := v.ruling("call.amend_rules")
	if err != nil {
		return nil, section{}, err
	}
	for _, f := range r.act.Fields {
		if f.Name == "reasons" {
			r.fields = append(r.fields, f)
		}
	}
	id := v.Param("section")
	for _, s := range r.amendable() {
		if s.id == id || id == "" {
			return r, s, nil
		}
	}
	return nil, section{}, workflow.NotThere()
}

// amendable are the sections of which something may be changed.
func (r *ruling) amendable() []section {
	var out []section
	for _, s := range callSections {
		if len(r.inputs(s)) > 0 && s.id != sectionObjectives || len(r.inputs(s)) > 1 {
			out = append(out, section{s.id, append(slices.Clone(s.fields), "reasons")})
		}
	}
	return out
}

const sectionObjectives = "objectives"

// amendments lists what may be changed of an open call's rules, as it stands.
func (v *visit) amendments() error {
	r, _, err := v.amending()
	if err != nil {
		return err
	}
	if !r.open() {
		return v.blocked(&errand{view: r.view, act: r.act, on: r.act.On})
	}
	name := v.actName(r.view, r.act)
	m := page.Proposal{Frame: v.frame(name), Head: r.head(name), Notes: []string{v.t("amend.lead")}}
	m.Frame.Here = page.PathCalls
	values := v.rawRules(r.view.Call)
	for _, s := range r.amendable() {
		p := page.Part{ID: s.id, Title: v.t("setup.section." + s.id), Edit: ui.Link{Text: v.t("proposal.edit"), Href: r.path("/amend/" + s.id)}}
		for _, l := range r.lines(v.lang, s, values) {
			p.Facts = append(p.Facts, ui.Fact{Term: l.name, Text: l.text})
		}
		if len(p.Facts) == 0 {
			p.Empty = v.t("setup.empty")
		}
		m.Parts = append(m.Parts, p)
	}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) amendForm() error {
	r, s, err := v.amending()
	if err != nil {
		return err
	}
	if !r.open() {
		return v.blocked(&errand{view: r.view, act: r.act, on: r.act.On})
	}
	return r.showAmend(http.StatusOK, s, ui.Show(v.lang, r.inputs(s), v.rawRules(r.view.Call)), nil, nil)
}

// showAmend is the form of a section of an open call's rules.
func (r *ruling) showAmend(status int, s section, typed ui.Typed, problems []workflow.Problem, no *workflow.Error) error {
	title := r.v.t("amend.title", "section", r.v.t("setup.section."+s.id))
	f := r.rulesForm(s, typed, problems)
	f.Post, f.Submit, f.Key, f.Version = r.path("/amend/"+s.id), r.v.t("amend.compare"), newKey(), formatVersion(r.view.Version)
	f.Leave = ui.Link{Text: r.v.t("form.back"), Href: r.path("/amend")}
	m := page.Act{Frame: r.v.frame(title), Head: r.head(title), Form: f}
	m.Frame.Here = page.PathCalls
	if no != nil {
		refused := page.RefusalOf(r.v.lang, r.v.actName(r.view, r.act), no)
		m.Refused = &refused
	}
	return r.v.show(status, m.Show())
}

// amend is the form that came back: it shows what would change, in both
// languages, or changes it.
func (v *visit) amend() error {
	r, s, err := v.amending()
	if err != nil {
		return err
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	if posted.Get("_again") != "" {
		posted.Del(ui.NameConfirm)
		return r.showAmend(http.StatusOK, s, ui.Typed(posted), nil, nil)
	}
	if key := v.formKey(posted); key != nil {
		if _, done, err := v.site.App.Kept(v.Request().Context(), key); done && err == nil {
			return v.see(r.path("/work"))
		}
	}
	typed, to, edited := ui.Edit(v.lang, r.fields, posted)
	if edited {
		v.lang = to
		return r.showAmend(http.StatusOK, s, typed, nil, nil)
	}
	b := ui.Bind(v.lang, r.inputs(s), posted)
	if len(b.Problems) > 0 {
		return r.showAmend(http.StatusBadRequest, s, b.Typed, b.Problems, nil)
	}
	return r.amended(s, b)
}

// amended compares, or does it.
func (r *ruling) amended(s section, b ui.Posted) error {
	reasons := b.Values["reasons"]
	changes, before := r.bound(s, b)
	delete(changes, "reasons")
	if len(changes) == 0 {
		return r.showAmend(http.StatusBadRequest, s, b.Typed, []workflow.Problem{{Kind: workflow.Refused, Code: "no_change", Field: ""}}, nil)
	}
	posted := r.v.Request().PostForm
	cmd := app.Command{
		Actor: r.v.who.ID(), Surface: "web", Entity: workflow.EntityCall, Action: r.act.Action, On: r.id(),
		Values: map[string]any{"changes": changes}, IfVersion: seenVersion(posted.Get(ui.NameVersion)), Key: r.v.formKey(posted),
	}
	if reasons != nil && reasons != "" {
		cmd.Values["reasons"] = reasons
	}
	ctx := r.v.Request().Context()
	f, err := r.v.site.App.Foresee(ctx, cmd)
	if err == nil && posted.Get(ui.NameConfirm) != "" {
		if _, err = r.v.site.App.Perform(ctx, cmd); err == nil {
			return r.v.seeDone(r.path("/work"), r.v.t("amend.done", "section", r.v.t("setup.section."+s.id)))
		}
	}
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		return r.notAmended(s, b, no, before)
	}
	if err != nil {
		return err
	}
	return r.compare(s, b, changes, f)
}

// seenVersion is the version that a form shows; one that is none was never seen.
func seenVersion(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return -1
	}
	return n
}

// notAmended answers the engine's no: beside its field, or above the form.
func (r *ruling) notAmended(s section, b ui.Posted, no *workflow.Error, before int) error {
	if no.Kind == workflow.NotFound {
		return no
	}
	problems := goalsMoved(unwrapped(problemsOf(no)), before)
	if no.Kind == workflow.Invalid && problems[0].Field != "" {
		return r.showAmend(http.StatusBadRequest, s, b.Typed, problems, nil)
	}
	return r.showAmend(http.StatusConflict, s, b.Typed, nil, no)
}

// unwrapped names fields of the changes as the form has them.
func unwrapped(problems []workflow.Problem) []workflow.Problem {
	out := slices.Clone(problems)
	for i := range out {
		out[i].Field = strings.TrimPrefix(strings.TrimPrefix(out[i].Field, "changes"), ".")
	}
	return out
}

// compare shows what would change, before and after, in French and in Dutch.
func (r *ruling) compare(s section, b ui.Posted, changes map[string]any, f *app.Foreseen) error {
	was := r.v.rawRules(r.view.Call)
	is := maps.Clone(was)
	maps.Copy(is, changes)
	r.v.parted(is)
	name := r.v.actName(r.view, r.act)
	m := page.Amendment{
		Frame: r.v.frame(name), Head: r.head(r.v.t("amend.question")), Do: r.v.t("amend.do"), Post: r.path("/amend/" + s.id),
		Again: r.v.t("amend.again"), Leave: ui.Link{Text: r.v.t("amend.leave"), Href: r.path("/work")}, Then: []string{r.v.t("amend.keeps")},
	}
	m.Frame.Here, m.Frame.Wide = page.PathCalls, true
	if who := r.v.mailed(f.Told); who != "" {
		m.Then = append(m.Then, r.v.t("then.told", "who", who))
	}
	typed := maps.Clone(b.Typed)
	posted := r.v.Request().PostForm
	for _, hidden := range []string{ui.NameKey, ui.NameVersion} {
		typed[hidden] = posted[hidden]
	}
	m.Hidden = ui.Carry(typed)
	m.Table = r.differs(s, was, is)
	return r.v.show(http.StatusOK, m.Show())
}

// differs is a table of the lines that are not the same before and after.
func (r *ruling) differs(s section, was, is map[string]any) ui.Table {
	t := ui.Table{Heads: []ui.Head{{Text: r.v.t("amend.rule")}, {Text: r.v.t("amend.was", "lang", "FR")}, {Text: r.v.t("amend.is", "lang", "FR")}, {Text: r.v.t("amend.was", "lang", "NL")}, {Text: r.v.t("amend.is", "lang", "NL")}}}
	old, before := r.inBoth(s, was)
	now, after := r.inBoth(s, is)
	for _, key := range append(now, slices.DeleteFunc(old, func(k string) bool { return slices.Contains(now, k) })...) {
		a, z := before[key], after[key]
		if a.fr == z.fr && a.nl == z.nl {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: cmp.Or(z.name, a.name)},
			{Text: cmp.Or(a.fr, "—"), Lang: "fr"},
			{Body: page.Inserted(cmp.Or(z.fr, "—"), "fr")},
			{Text: cmp.Or(a.nl, "—"), Lang: "nl"},
			{Body: page.Inserted(cmp.Or(z.nl, "—"), "nl")},
		}})
	}
	return t
}

// bothLines is a rule as it is read in French and in Dutch.
type bothLines struct{ name, fr, nl string }

// inBoth are the rules of a section in both languages, by their keys.
func (r *ruling) inBoth(s section, values map[string]any) (keys []string, out map[string]bothLines) {
	out = map[string]bothLines{}
	nl, own := r.lines(locale.NL, s, values), r.lines(r.v.lang, s, values)
	for i, l := range r.lines(locale.FR, s, values) {
		keys, out[l.key] = append(keys, l.key), bothLines{own[i].name, l.text, nl[i].text}
	}
	return keys, out
}
