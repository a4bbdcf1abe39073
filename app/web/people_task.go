package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// task is an act of the house that somebody is about. What the page knows by
// itself is carried unseen, or added to what was typed.
type task struct {
	act     *app.Act
	about   *app.PersonView // nil: it makes something new
	gone    string          // whom it was about, who may not be seen any more: only what was done already is answered
	title   string
	lead    string
	crumbs  []ui.Link
	fields  []workflow.Field // nil: the act's own
	only    []string
	options map[string][]ui.Option
	hints   map[string]string
	labels  map[string]string
	first   map[string]any // a new form's values
	hidden  []ui.Pair
	facts   []ui.Fact
	then    []string // what follows; with it, it is asked whether one is sure
	warning string
	do      string // the button
	stop    bool
	back    string
	check   func(values map[string]any) error // before the act, and not the engine's
	fill    func(values map[string]any)
	done    func(app.Outcome, map[string]any) string
}

func (t *task) input() []workflow.Field {
	if t.fields != nil {
		return t.fields
	}
	return t.act.Fields
}

// version is that which a form of the task shows: the person's, so that acts on
// others disturb nobody.
func (t *task) version() string {
	if t.about == nil {
		return ""
	}
	return strconv.FormatInt(t.about.Last, 10)
}

// errDone says that a task is not there any more: its own page tells how things
// stand.
var errDone = errors.New("web: it was answered already")

func taskForm(find func(*visit) (*task, error)) handler {
	return func(v *visit) error {
		t, err := find(v)
		switch {
		case errors.Is(err, errDone):
			return v.see(pathPerson(v.Param("person")))
		case err != nil:
			return err
		case t.act.Blocked != nil:
			return v.blockedTask(t)
		case len(t.then) > 0 && len(t.only) == 0:
			return v.confirmTask(http.StatusOK, t, ui.Typed{ui.NameKey: {newKey()}, ui.NameVersion: {t.version()}}, nil)
		}
		m := v.taskPage(t)
		m.Form.Values, m.Form.Key = ui.Show(v.lang, t.input(), t.first), newKey()
		return v.show(http.StatusOK, m.Show())
	}
}

func (v *visit) blockedTask(t *task) error {
	r := page.RefusalOf(v.lang, t.title, t.act.Blocked)
	r.Ways = []ui.Act{{Name: v.t("task.back"), Href: t.back}}
	f := page.Fault{Frame: v.frame(""), Status: http.StatusConflict, Refused: &r}
	return v.show(http.StatusConflict, f.Show())
}

func (v *visit) taskPage(t *task) page.Act {
	m := page.Act{Frame: v.frame(t.title), Head: v.taskHead(t), Facts: t.facts}
	m.Form = ui.Form{
		Lang: v.lang, Entity: t.act.Entity, Action: t.act.Action, Fields: t.input(), Only: t.only, Version: t.version(), Options: t.options,
		Hints: t.hints, Labels: t.labels, Hidden: t.hidden, Submit: t.do, Stop: t.stop, Leave: ui.Link{Text: v.t("form.back"), Href: t.back},
	}
	return m
}

func (v *visit) taskHead(t *task) page.Head {
	h := page.Head{Title: t.title, Lead: t.lead, Crumbs: t.crumbs}
	if t.about != nil {
		h.Crumbs = v.crumbs(ui.Link{Text: v.t("people.title"), Href: page.PathPeople}, ui.Link{Text: v.person(t.about.Person.Ref().ID), Href: t.back})
	}
	return h
}

// taskDone does what a form asks; or shows it again, as it was typed, with what
// is wrong; or asks first who it is.
func taskDone(find func(*visit) (*task, error)) handler {
	return func(v *visit) error {
		if err := v.Request().ParseForm(); err != nil {
			return err
		}
		posted := v.Request().PostForm
		t, err := find(v)
		if errors.Is(err, errDone) {
			return v.see(pathPerson(v.Param("person")))
		}
		if err != nil {
			return err
		}
		typed, to, edited := ui.Edit(v.lang, t.input(), posted)
		if edited {
			if to != v.lang {
				v.lang = to
				v.keep(cookieLang, string(to))
				if t, err = find(v); err != nil {
					return err
				}
			}
			return v.taskAgain(t, typed, nil, http.StatusOK)
		}
		return v.doTask(t, ui.Bind(v.lang, t.input(), posted), posted)
	}
}

func (v *visit) doTask(t *task, got ui.Posted, posted url.Values) error {
	keepHidden(got.Typed, posted)
	if len(got.Problems) > 0 {
		return v.taskAgain(t, got.Typed, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Problems: got.Problems}, http.StatusBadRequest)
	}
	cmd := v.taskCommand(t, got)
	done, err := v.kept(cmd)
	switch {
	case err != nil:
		return v.refusedTask(t, got.Typed, err)
	case done:
		return v.see(t.done(app.Outcome{Again: true}, cmd.Values))
	case t.gone != "":
		return workflow.NotThere()
	case got.Typed.One(ui.NameVersion) != t.version():
		return v.refusedTask(t, got.Typed, &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale})
	}
	if t.check != nil {
		if err := t.check(cmd.Values); err != nil {
			return v.refusedTask(t, got.Typed, err)
		}
	}
	if shown, err := v.steppedTask(t, got.Typed); shown || err != nil {
		return err
	}
	out, err := v.performTask(t, cmd)
	if err != nil {
		return v.refusedTask(t, got.Typed, err)
	}
	return v.see(t.done(out, cmd.Values))
}

// taskCommand is what the form asks for. Its hash is of what was typed: what the
// page adds may have become another by the second click.
func (v *visit) taskCommand(t *task, got ui.Posted) app.Command {
	cmd := app.Command{Actor: v.who.ID(), Surface: "web", Entity: t.act.Entity, Action: t.act.Action, Values: got.Values}
	if t.about != nil {
		cmd.IfVersion = t.about.Version
		cmd.Values["person"] = t.about.Person.Ref().ID
	}
	if t.gone != "" {
		cmd.Values["person"] = t.gone
	}
	if key := got.Typed.One(ui.NameKey); key != "" {
		cmd.Key = &app.Key{Scope: "web " + v.who.ID(), Name: key, Hash: contentHash(cmd), Until: time.Now().AddDate(0, 0, keyDays)} //nolint:forbidigo // for the machine's own keeping
	}
	return cmd
}

// idTries is how often another id is taken where somebody was faster.
const idTries = 5

func (v *visit) performTask(t *task, cmd app.Command) (out app.Outcome, err error) {
	for range idTries {
		if t.fill != nil {
			t.fill(cmd.Values)
		}
		out, err = v.site.App.Perform(v.Request().Context(), cmd)
		no, ok := errors.AsType[*workflow.Error](err)
		if !ok || no.Kind != workflow.Conflict || no.Code != "taken" {
			return out, err
		}
		if v.who, err = v.site.App.Viewer(v.Request().Context(), v.who.ID(), "web"); err != nil {
			return out, err
		}
	}
	return out, err
}

// steppedTask shows the page that asks who it is, where that was too long ago;
// or that tells what follows, where it was not seen.
func (v *visit) steppedTask(t *task, typed ui.Typed) (bool, error) {
	seen := typed.One(ui.NameConfirm) != ""
	stale := t.act.StepUp && !v.site.Auth.Fresh(v.Request().Context())
	if !stale && (seen || len(t.then) == 0) {
		return false, nil
	}
	wrong, err := v.proven(seen && stale)
	if err != nil || seen && stale && wrong == nil {
		return false, err
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return true, v.confirmTask(status, t, typed, wrong)
}

// confirmTask is the page before the act: what it is, what follows, and where it
// is asked for, who it is.
func (v *visit) confirmTask(status int, t *task, typed ui.Typed, wrong page.Wrong) error {
	hidden := slices.DeleteFunc(ui.Carry(typed), func(p ui.Pair) bool { return p.Name == ui.NameConfirm })
	for _, p := range t.hidden {
		if typed.One(p.Name) == "" {
			hidden = append(hidden, p)
		}
	}
	m := page.Confirm{
		Frame: v.frame(t.title), Head: v.taskHead(t), Facts: append(slices.Clone(t.facts), v.typedFacts(t, typed)...), Then: t.then, Warning: t.warning,
		Hidden: hidden, Post: v.Request().URL.Path, Do: t.do, Stop: t.stop, Leave: ui.Link{Text: v.t("confirm.leave"), Href: t.back},
	}
	if m.Do == "" {
		m.Do = locale.Action(v.lang, t.act.Entity, t.act.Action)
	}
	if t.act.StepUp && !v.site.Auth.Fresh(v.Request().Context()) {
		m.Step = &page.Step{Wrong: wrong}
		var err error
		if m.Step.Code, _, err = v.site.Auth.Factor(v.Request().Context()); err != nil {
			return err
		}
	}
	return v.show(status, m.Show())
}

// typedFacts are what was typed, as facts.
func (v *visit) typedFacts(t *task, typed ui.Typed) []ui.Fact {
	var out []ui.Fact
	for _, name := range t.only {
		s := typed.One(name)
		if s == "" {
			continue
		}
		for _, o := range t.options[name] {
			if o.Value == s {
				s = o.Text
			}
		}
		if d, err := workflow.ParseDate(s); err == nil {
			s = ui.ShortDate(d)
		}
		label := t.labels[name]
		if label == "" {
			label = locale.Label(v.lang, t.act.Entity, t.act.Action, name)
		}
		out = append(out, ui.Fact{Term: label, Text: s})
	}
	return out
}

func (v *visit) refusedTask(t *task, typed ui.Typed, err error) error {
	no, ok := errors.AsType[*workflow.Error](err)
	if !ok || no.Kind == workflow.NotFound || no.Kind == workflow.Forbidden && no.Code == workflow.CodeRole || no.Kind == workflow.TooMany {
		return err
	}
	return v.taskAgain(t, typed, no, statuses[no.Kind])
}

// taskAgain is the form as it was typed, with what is wrong.
func (v *visit) taskAgain(t *task, typed ui.Typed, no *workflow.Error, status int) error {
	if no == nil && len(t.then) > 0 && len(t.only) == 0 {
		return v.confirmTask(status, t, typed, nil)
	}
	m := v.taskPage(t)
	m.Form.Key, m.Form.Values = typed.One(ui.NameKey), typed
	if no == nil {
		m.Form.Version = typed.One(ui.NameVersion)
		return v.show(status, m.Show())
	}
	if no.Kind == workflow.Invalid {
		m.Form.Problems = no.Problems
		if len(no.Problems) == 0 && no.Field != "" {
			m.Form.Problems = []workflow.Problem{{Field: no.Field, Code: no.Code, Facts: no.Facts}}
		}
	}
	if len(m.Form.Problems) == 0 {
		m.Form.Problems = fieldProblems(no)
		title := v.t("refusal.title")
		if no.Kind == workflow.Conflict {
			title = v.t("refusal.stale")
		}
		said := *no
		if len(no.Problems) > 0 && said.Field == "" {
			said.Code, said.Field, said.Facts = no.Problems[0].Code, no.Problems[0].Field, no.Problems[0].Facts
		}
		r := page.RefusalOf(v.lang, title, &said)
		r.Ways = []ui.Act{{Name: v.t("task.back"), Href: t.back}}
		m.Refused = &r
	}
	if len(t.only) == 0 { // there is no input to lead to
		m.Form.Problems = nil
	}
	if no.Code == workflow.CodeStale {
		m.Form.Key = newKey()
	}
	return v.show(status, m.Show())
}
