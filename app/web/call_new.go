package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// callBegins are the inputs with which a call begins; all others have their sections.
var callBegins = []string{"reference", "title", "envelope", "min_per_project", "max_per_project", "duration_months", "opens_at", "closes_at"}

// anew is what a new edition does not take over: its name, its days, and who
// gave the power for it.
var anew = []string{"reference", "opens_at", "closes_at", "reserve_until", "delegation", "committee", "filled_in"}

// beginner is a call that somebody is about to make.
type beginner struct {
	v    *visit
	act  *app.Act
	from *workflow.Call // whose rules it begins with; nil: with none
}

func (v *visit) beginner() (*beginner, error) {
	act, err := v.site.App.HouseAct(v.who, workflow.EntityCall, "create")
	if err != nil || act == nil {
		return nil, cmp.Or(err, error(workflow.NotThere()))
	}
	s := &beginner{v: v, act: act}
	if from := v.QueryParam("from"); from != "" {
		s.from, err = v.site.App.CallOf(v.Request().Context(), v.who, from)
	}
	return s, err
}

func (v *visit) newCallForm() error {
	s, err := v.beginner()
	if err != nil {
		return err
	}
	return s.show(http.StatusOK, ui.Show(v.lang, s.act.Fields, s.taken()), nil)
}

// callWays lead to a new call, and to those that are not public yet, for whoever
// makes calls.
func (v *visit) callWays() []ui.Link {
	act, err := v.site.App.HouseAct(v.who, workflow.EntityCall, "create")
	if err != nil || act == nil || act.Blocked != nil {
		return nil
	}
	return []ui.Link{{Text: v.t("newcall.title"), Href: page.PathCalls + "/new"}}
}

// taken are the rules of the earlier call that the new one begins with, as a
// form takes them.
func (s *beginner) taken() map[string]any {
	if s.from == nil {
		return map[string]any{}
	}
	was := s.v.rawRules(s.from)
	s.v.joinedGoals(was)
	for _, name := range anew {
		delete(was, name)
	}
	fields := slices.DeleteFunc(slices.Clone(s.act.Fields), func(f workflow.Field) bool { return slices.Contains(anew, f.Name) })
	return ui.Bind(locale.FR, fields, ui.Show(locale.FR, fields, was)).Values
}

func (s *beginner) path() string {
	if s.from == nil {
		return page.PathCalls + "/new"
	}
	return page.PathCalls + "/new?" + url.Values{"from": {s.from.Ref().Dossier}}.Encode()
}

func (s *beginner) show(status int, typed ui.Typed, problems []workflow.Problem) error {
	title := s.v.t("newcall.title")
	m := page.Act{Frame: s.v.frame(title), Head: page.Head{Title: title, Crumbs: s.v.crumbs(ui.Link{Text: s.v.t("calls.crumb"), Href: page.PathCalls}), Lead: s.v.t("newcall.lead")}}
	m.Frame.Here = page.PathCalls
	m.Form = ui.Form{
		Lang: s.v.lang, Today: s.v.who.Today, Entity: workflow.EntityCall, Action: "create", Fields: s.act.Fields, Values: typed, Problems: problems, Only: callBegins, Partial: true, Post: s.path(), Key: newFormKey(),
		Submit: s.v.t("newcall.do"), Leave: ui.Link{Text: s.v.t("form.back"), Href: page.PathCalls},
		Hints: map[string]string{"reference": s.v.t("newcall.hint.reference"), "closes_at": s.v.t("setup.hint.closes_at")},
	}
	if s.from != nil {
		m.Head.Facts = []string{s.v.t("newcall.from", "call", s.from.Reference)}
		m.Then = []string{s.v.t("newcall.takes"), s.v.t("newcall.leaves")}
		return s.v.show(status, m.Show())
	}
	all, err := s.v.site.App.Editions(s.v.Request().Context(), s.v.who)
	if err != nil {
		return err
	}
	b := page.Block{ID: "h-editions", Title: s.v.t("newcall.editions")}
	var acts []ui.Act
	for _, c := range all {
		r := c.Rules()
		acts = append(acts, ui.Act{Name: s.v.t("newcall.take", "call", c.Reference), Href: page.PathCalls + "/new?" + url.Values{"from": {c.Ref().Dossier}}.Encode(), Note: s.v.words(r.Title.FR, r.Title.NL)})
	}
	if len(acts) > 0 {
		m.About = append(m.About, b.With(ui.Acts(acts)))
	}
	return s.v.show(status, m.Show())
}

// newCall makes the draft.
func (v *visit) newCall() error {
	s, err := v.beginner()
	if err != nil {
		return err
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	if typed, to, edited := ui.Edit(v.lang, s.act.Fields, posted); edited {
		v.lang = to
		return s.show(http.StatusOK, typed, nil)
	}
	fields := slices.DeleteFunc(slices.Clone(s.act.Fields), func(f workflow.Field) bool { return !slices.Contains(callBegins, f.Name) })
	b := ui.Bind(v.lang, fields, posted)
	if len(b.Problems) > 0 {
		return s.show(http.StatusBadRequest, b.Typed, b.Problems)
	}
	values := s.taken()
	for _, f := range fields {
		delete(values, f.Name)
	}
	maps.Copy(values, b.Values)
	out, err := v.site.App.Perform(v.Request().Context(), app.Command{
		Actor: v.who.ID(), Surface: "web", Entity: workflow.EntityCall, Action: "create", Values: values, Key: v.formKey(posted),
	})
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind != workflow.NotFound && no.Kind != workflow.Forbidden {
		status := http.StatusBadRequest
		if no.Kind != workflow.Invalid {
			status = http.StatusConflict
		}
		return s.show(status, b.Typed, problemsOf(no))
	}
	if err != nil {
		return err
	}
	return v.seeDone(page.PathCalls+"/"+url.PathEscape(out.On.Dossier)+"/setup/"+callSections[0].id, v.t("newcall.done"))
}
