package web

import (
	"errors"
	"net/http"
	"strconv"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// task is an act of the house that somebody is about. What the page knows by
// itself is carried unseen, or added to what was typed.
type task struct {
	act     *app.Act
	about   *app.PersonView // nil: it makes something new, or is about an organisation
	org     *app.OrganisationView
	gone    string // whom it was about, who may not be seen any more: only what was done already is answered
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
	alike   func(values map[string]any) []string // what one should look at first; with it, it is asked whether one is sure
	alerts  []string                             // what it told
	do      string                               // the button
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
	switch {
	case t.about != nil:
		return strconv.FormatInt(t.about.Last, 10)
	case t.org != nil:
		return strconv.FormatInt(t.org.Last, 10)
	default:
		return ""
	}
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
	no := *t.act.Blocked
	no.Facts = v.heirNamed(no.Facts)
	r := page.RefusalOf(v.lang, t.title, &no)
	r.Ways = []ui.Act{{Name: v.t("task.back"), Href: t.back}}
	f := page.Fault{Frame: v.frame(""), Status: http.StatusConflict, Refused: &r}
	return v.show(http.StatusConflict, f.Show())
}

func (v *visit) taskPage(t *task) page.Act {
	m := page.Act{Frame: v.frame(t.title), Head: v.taskHead(t), Facts: t.facts}
	m.Form = ui.Form{
		Lang: v.lang, Today: v.who.Today, Entity: t.act.Entity, Action: t.act.Action, Fields: t.input(), Only: t.only, Version: t.version(), Options: t.options,
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
