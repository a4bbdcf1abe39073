package web

import (
	"errors"
	"net/http"
	"net/url"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// bound are the values of a form as the engine takes them, and how many rows
// stand before those of the form's own.
func (r *ruling) bound(s section, b ui.Posted) (values map[string]any, before int) {
	nameRows(b.Values)
	values = changedIn(r.inputs(s), r.v.rawRules(r.view.Call), b.Values)
	_, ticks := values[fieldVision]
	_, typed := values["objectives"]
	if !ticks && !typed {
		return values, 0
	}
	for _, name := range s.fields { // both are one list to the engine
		if x, ok := b.Values[name]; ok {
			values[name] = x
		}
	}
	return values, r.v.joinedGoals(values)
}

// save makes a section's working copy fact.
func (r *ruling) save(s section, b ui.Posted, posted url.Values) error {
	values, before := r.bound(s, b)
	if len(b.Problems) > 0 {
		return r.showForm(http.StatusBadRequest, s, r.form(s, b.Typed, b.Problems), nil)
	}
	ctx := r.v.Request().Context()
	if len(values) > 0 {
		_, err := r.v.site.App.Perform(ctx, app.Command{
			Actor: r.v.who.ID(), Surface: "web", Entity: workflow.EntityCall, Action: "update", On: r.id(), Values: values,
			Key: r.v.formKey(posted), IfVersion: r.view.Version,
		})
		if no, ok := errors.AsType[*workflow.Error](err); ok {
			return r.notSaved(s, b, no, before)
		}
		if err != nil {
			return err
		}
	}
	if err := r.v.site.App.DropCallCopy(ctx, r.v.who, r.copies[s.id]); err != nil {
		return err
	}
	key := "done.saved"
	if len(values) == 0 {
		key = "done.unchanged"
	}
	return r.v.seeDone(r.after(s, posted), r.v.t(key, "section", r.v.t("setup.section."+s.id)))
}

// notSaved answers the engine's no. What was typed is a working copy by now.
func (r *ruling) notSaved(s section, b ui.Posted, no *workflow.Error, before int) error {
	switch no.Kind {
	case workflow.NotFound:
		return no
	case workflow.Conflict:
		again, err := r.v.setUp()
		if err != nil {
			return err
		}
		if !again.stale(s, ui.Typed{ui.NameVersion: {r.token(s)}}) { // another section moved
			return again.save(s, b, r.v.Request().PostForm)
		}
		return again.conflict(s, b.Typed)
	}
	status := http.StatusBadRequest
	if no.Kind != workflow.Invalid {
		status = http.StatusConflict
	}
	return r.showForm(status, s, r.form(s, b.Typed, goalsMoved(problemsOf(no), before)), nil)
}

// saveRules keeps what is being typed as a working copy; no act.
func (v *visit) saveRules() error {
	v.Response().Header().Set("Cache-Control", "no-store")
	if v.who.Person == nil {
		return v.JSON(http.StatusUnauthorized, keptAnswer{Say: v.t("form.session"), Wrong: true})
	}
	r, s, err := v.setupHere()
	if err == nil {
		err = v.Request().ParseForm()
	}
	if err == nil && r.stale(s, ui.Typed(v.Request().PostForm)) {
		return v.JSON(http.StatusConflict, keptAnswer{Say: r.staleWords(s), Wrong: true})
	}
	if err == nil {
		err = r.keepCopy(s, ui.Typed(v.Request().PostForm))
	}
	no, refused := errors.AsType[*workflow.Error](err)
	switch {
	case refused && no.Kind == workflow.Conflict:
		return v.JSON(http.StatusConflict, keptAnswer{Say: r.staleWords(s), Wrong: true})
	case refused:
		return v.JSON(statuses[no.Kind], keptAnswer{Say: v.says(no), Wrong: true})
	case err != nil:
		return err
	}
	at := r.copies[s.id].At.In(workflow.Brussels).Format("15:04")
	return v.JSON(http.StatusOK, keptAnswer{Version: r.token(s), At: at, Say: v.t("form.saved_at", "at", at)})
}
