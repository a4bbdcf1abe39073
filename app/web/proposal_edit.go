package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

func formatVersion(n int64) string { return strconv.FormatInt(n, 10) }

// sectionHere is the section of the address, of a proposal that is still one.
func (v *visit) sectionHere() (*writing, section, error) {
	s, ok := sectionOf(v.Param("section"))
	if !ok {
		return nil, s, workflow.NotThere()
	}
	w, err := v.writing()
	if err == nil && !w.written() {
		err = &movedOnError{w.path(""), w.sentWords()}
	}
	return w, s, err
}

// movedOnError: the proposal has become something that is not written here.
type movedOnError struct{ to, say string }

func (*movedOnError) Error() string { return "web: no proposal any more" }

// orMovedOn leads to the dossier where a proposal is no longer written.
func (v *visit) orMovedOn(err error) error {
	if moved, ok := errors.AsType[*movedOnError](err); ok {
		return v.seeDone(moved.to, moved.say)
	}
	return err
}

func (v *visit) editFirst() error {
	w, err := v.writing()
	if err != nil {
		return err
	}
	for _, s := range sections {
		if w.written() && len(w.inputs(s)) > 0 {
			return v.see(w.sectionPath(s.id))
		}
	}
	return v.seeDone(w.path(""), w.sentWords())
}

func (v *visit) editForm() error {
	w, s, err := v.sectionHere()
	if err != nil {
		return v.orMovedOn(err)
	}
	if !w.open() || len(w.inputs(s)) == 0 {
		return w.showRead(http.StatusOK)
	}
	f := w.form(s, w.stands(s), nil)
	if c, ok := w.copies[s.id]; ok {
		f.Saved = c.At.In(workflow.Brussels).Format("15:04")
	}
	return w.showForm(http.StatusOK, s, f, nil)
}

// edit is the form of a section that came back.
func (v *visit) edit() error {
	w, s, err := v.sectionHere()
	if err != nil {
		return v.orMovedOn(err)
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	if again, where, err := w.before(s, posted); again || err != nil {
		return w.seeOr(where, err)
	}
	if w.act == nil {
		return workflow.NotThere()
	}
	if len(w.inputs(s)) == 0 {
		return w.showRead(http.StatusConflict)
	}
	if typed, to, edited := ui.Edit(v.lang, w.fields, posted); edited {
		w.v.lang = to
		f := w.form(s, typed, nil)
		f.Version, f.Key = typed.One(ui.NameVersion), typed.One(ui.NameKey)
		return w.showForm(http.StatusOK, s, f, nil)
	}
	b := ui.Bind(v.lang, w.inputs(s), posted)
	if w.stale(s, ui.Typed(posted)) {
		return w.conflict(s, b.Typed)
	}
	b.Typed[ui.NameKey] = posted[ui.NameKey]
	if err := w.keepCopy(s, b.Typed); err != nil && !isRefused(err) {
		return err
	}
	if !w.open() {
		return w.showRead(http.StatusConflict)
	}
	return w.save(s, b, posted)
}

func (w *writing) seeOr(where string, err error) error {
	if err != nil {
		return err
	}
	return w.v.see(where)
}

func isRefused(err error) bool {
	_, ok := errors.AsType[*workflow.Error](err)
	return ok
}

// before answers buttons that save nothing, and a form that came twice.
func (w *writing) before(s section, posted url.Values) (bool, string, error) {
	switch {
	case posted.Get("keep") == "theirs":
		return true, w.sectionPath(s.id), nil
	case posted.Get("_drop") != "":
		err := w.v.site.App.DropWorkingCopy(w.v.Request().Context(), w.v.who, app.WorkingCopy{Dossier: w.id, Section: s.id, Version: w.copies[s.id].Version})
		if err == nil {
			w.v.willSay(w.sectionPath(s.id), w.v.t("done.dropped"))
		}
		return true, w.sectionPath(s.id), err
	}
	key := w.v.formKey(posted)
	if key == nil {
		return false, "", nil
	}
	_, done, err := w.v.site.App.Kept(w.v.Request().Context(), key)
	if isRefused(err) {
		return false, "", nil
	}
	return done, w.after(s, posted), err
}

// formKey says that two sendings of a form are one; nil for one without.
func (v *visit) formKey(posted url.Values) *app.Key {
	if posted.Get(ui.NameKey) == "" {
		return nil
	}
	return &app.Key{Scope: formScope(v.who), Name: posted.Get(ui.NameKey), Hash: bodyHash(v.Request().URL.Path, posted), Changed: staleAnswer}
}

var staleAnswer = &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale}

// after is where a saved section leads: on, or back to it.
func (w *writing) after(s section, posted url.Values) string {
	if posted.Get("_stay") != "" {
		return w.sectionPath(s.id)
	}
	past := false
	for _, x := range sections {
		if past && len(w.inputs(x)) > 0 && !w.needless(x) {
			return w.sectionPath(x.id)
		}
		past = past || x.id == s.id
	}
	return w.sectionPath(sectionFiles)
}

// save makes a section's working copy fact.
func (w *writing) save(s section, b ui.Posted, posted url.Values) error {
	nameIndicators(b.Values)
	values := changedIn(w.inputs(s), rawProposal(w.view.File.Proposal), b.Values)
	if len(b.Problems) > 0 {
		return w.refused(s, b.Typed, b.Problems)
	}
	ctx := w.v.Request().Context()
	if len(values) > 0 {
		_, err := w.v.site.App.Perform(ctx, app.Command{
			Actor: w.v.who.ID(), Surface: "web", Entity: workflow.EntitySubmission, Action: "update", On: w.id, Values: values,
			Key: w.v.formKey(posted), IfVersion: w.view.Version,
		})
		if no, ok := errors.AsType[*workflow.Error](err); ok {
			return w.notSaved(s, b, no)
		}
		if err != nil {
			return err
		}
	}
	if err := w.v.site.App.DropWorkingCopy(ctx, w.v.who, w.copies[s.id]); err != nil {
		return err
	}
	to := w.after(s, posted)
	return w.v.seeDone(to, w.savedWords(s, len(values) > 0))
}

// notSaved answers the engine's no. What was typed is a working copy by now.
func (w *writing) notSaved(s section, b ui.Posted, no *workflow.Error) error {
	switch {
	case no.Kind == workflow.Invalid:
		return w.refused(s, b.Typed, problemsOf(no))
	case no.Kind == workflow.NotFound:
		return no
	}
	again, err := w.v.writing()
	if err != nil {
		return err
	}
	switch {
	case !again.open():
		return again.showRead(http.StatusConflict)
	case no.Kind == workflow.Conflict && !again.stale(s, ui.Typed{ui.NameVersion: {w.token(s)}}): // another part of the dossier moved
		return again.save(s, b, w.v.Request().PostForm)
	case no.Kind == workflow.Conflict:
		return again.conflict(s, b.Typed)
	}
	return again.refused(s, b.Typed, problemsOf(no))
}

// problemsOf is all that a refusal says was wrong.
func problemsOf(no *workflow.Error) []workflow.Problem {
	if len(no.Problems) > 0 {
		return no.Problems
	}
	return []workflow.Problem{{Kind: no.Kind, Code: no.Code, Field: no.Field, Facts: no.Facts}}
}

func (w *writing) refused(s section, typed ui.Typed, problems []workflow.Problem) error {
	return w.showForm(http.StatusBadRequest, s, w.form(s, typed, problems), nil)
}

// conflict shows both versions; one's own stays in the fields.
func (w *writing) conflict(s section, mine ui.Typed) error {
	theirs := w.stands(s)
	who, at := w.lastBy(s)
	if who == w.v.personName(w.v.who.ID()) { // one's own, in another window
		who = ""
	}
	d := page.Differences{Frame: w.v.frame(""), Who: who, At: at, Versions: w.differences(s, theirs, mine)}
	f := w.form(s, mine, nil)
	f.Before, f.Submit = d.Show(), w.v.t("conflict.do")
	f.Also = []ui.Button{{Text: page.KeepTheirs(d.Frame, who), Name: "keep", Value: "theirs"}}
	f.Autosave = ""
	return w.showForm(http.StatusConflict, s, f, &d)
}
