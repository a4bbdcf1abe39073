package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

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
	if t.alike != nil {
		t.alerts = t.alike(cmd.Values)
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
	if t.org != nil {
		cmd.IfVersion = t.org.Version
		cmd.Values["organisation"] = t.org.Organisation.Ref().ID
	}
	if t.gone != "" {
		cmd.Values["person"] = t.gone
	}
	if key := got.Typed.One(ui.NameKey); key != "" {
		cmd.Key = &app.Key{Scope: formScope(v.who), Name: key, Hash: contentHash(cmd), Until: time.Now().AddDate(0, 0, keyDays)} //nolint:forbidigo // for the machine's own keeping
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
	m.Form.Problems = v.heirsNamed(m.Form.Problems)
	if len(m.Form.Problems) == 0 {
		m.Form.Problems = v.heirsNamed(fieldProblems(no))
		title := v.t("refusal.title")
		if no.Kind == workflow.Conflict {
			title = v.t("refusal.stale")
		}
		said := *no
		if len(no.Problems) > 0 && said.Field == "" {
			said.Code, said.Field, said.Facts = no.Problems[0].Code, no.Problems[0].Field, no.Problems[0].Facts
		}
		said.Facts = v.heirNamed(said.Facts)
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
