package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// What is typed into the form of an act is kept as the person's own working copy:
// by the script while it is typed, without one by each button that leads away and
// each time that the form is shown again. It changes nothing of the dossier.

// Buttons of such a form that mean no act.
const (
	nameDrop  = "_drop"  // without what was kept
	nameBring = "_bring" // to the page that attaches a file, for the input that it names
)

// begunForm is what was typed, and how much of the history its form knew.
type begunForm struct {
	kept

	Version string `json:"version"`
}

// asks tells a form in which something is typed.
func asks(f ui.Form) bool {
	if f.Only != nil {
		return len(f.Only) > 0
	}
	return len(f.Fields) > 0
}

// typedIn is what was typed into an act's own inputs, empty rows as well.
func typedIn(e *errand, posted ui.Typed) ui.Typed {
	out := ui.Typed{}
	for name, values := range posted {
		own := slices.ContainsFunc(e.act.Fields, func(f workflow.Field) bool { return name == f.Name || strings.HasPrefix(name, f.Name+".") })
		if own || name == "_had" {
			out[name] = values
		}
	}
	return out
}

// keepForm keeps what was typed; what the form began with is not worth it. It is a
// conflict where the same person has typed elsewhere since the form was shown.
func (v *visit) keepForm(e *errand, posted ui.Typed) (app.WorkingCopy, error) {
	ctx, act := v.Request().Context(), e.act.Name()
	typed := typedIn(e, posted)
	seen, _ := strconv.ParseInt(posted.One(ui.NameCopy), 10, 64)
	if len(e.act.Fields) == 0 {
		return app.WorkingCopy{}, nil
	}
	if slices.Equal(inputsOf(typed), inputsOf(ui.Show(v.lang, e.act.Fields, v.prefilled(e)))) {
		if seen == 0 {
			return app.WorkingCopy{}, nil
		}
		return app.WorkingCopy{}, v.site.App.DropTyped(ctx, v.who, e.on, act, seen)
	}
	b, err := json.Marshal(begunForm{kept{v.lang, typed}, posted.One(ui.NameVersion)})
	if err == nil && seen == 0 {
		err = v.unsent(posted.One(ui.NameKey))
	}
	if err != nil {
		return app.WorkingCopy{}, err
	}
	return v.site.App.SaveTyped(ctx, v.who, e.on, act, app.WorkingCopy{Version: seen, Body: string(b), Form: posted.One(ui.NameKey)})
}

// unsent refuses what a form still shows after it was sent: it is no beginning of
// another act.
func (v *visit) unsent(key string) error {
	if key == "" {
		return nil
	}
	_, done, err := v.site.App.Kept(v.Request().Context(), &app.Key{Scope: formScope(v.who), Name: key, Changed: staleAnswer})
	if err == nil && done {
		err = staleAnswer
	}
	return err
}

// formScope is whose keys those of forms are.
func formScope(who *app.Viewer) string { return "web " + who.ID() }

// keptTyping is the answer to a form that keeps itself.
type keptTyping struct {
	Version string `json:"version,omitempty"` // of what is kept
	Say     string `json:"say"`
	Wrong   bool   `json:"wrong,omitempty"`
}

// keepTyping keeps what is being typed; no act. The script that asks wants a
// sentence and no page.
func (v *visit) keepTyping() error {
	v.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if v.who.Person == nil {
		return v.JSON(http.StatusUnauthorized, keptTyping{Say: v.t("form.session"), Wrong: true})
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	e, err := v.errand(false)
	var c app.WorkingCopy
	if err == nil {
		c, err = v.keepForm(e, ui.Typed(v.Request().PostForm))
	}
	no, refused := errors.AsType[*workflow.Error](err)
	switch {
	case refused && no.Kind == workflow.NotFound:
		return v.JSON(http.StatusGone, keptTyping{Say: v.t("form.act_gone"), Wrong: true})
	case refused && no.Kind == workflow.Conflict:
		return v.JSON(http.StatusConflict, keptTyping{Say: v.t("form.typed_elsewhere"), Wrong: true})
	case refused:
		return v.JSON(statuses[no.Kind], keptTyping{Say: v.says(&workflow.Error{Kind: no.Kind, Code: no.Code, Facts: no.Facts}), Wrong: true})
	case err != nil:
		return err
	case c.Version == 0:
		return v.JSON(http.StatusOK, keptTyping{Version: "0"})
	}
	return v.JSON(http.StatusOK, keptTyping{Version: formatVersion(c.Version), Say: v.t("form.saved_at", "at", v.clock(c.At))})
}

// clock is an hour, with its day where that is another than today.
func (v *visit) clock(t time.Time) string {
	if workflow.DateOf(t) == v.who.Today {
		return t.In(workflow.Brussels).Format("15:04")
	}
	return ui.ShortTime(t)
}

// resumed puts into a new form what the same person typed before and did not send.
// What the address hands on counts more.
func (v *visit) resumed(e *errand, m *page.Act) error {
	if m.Form.Autosave == "" {
		return nil
	}
	c, err := v.site.App.Typed(v.Request().Context(), v.who, e.on, e.act.Name())
	if err != nil {
		return err
	}
	m.Form.Hidden = append(m.Form.Hidden, ui.Pair{Name: ui.NameCopy, Value: formatVersion(c.Version)})
	var k begunForm
	if c.Version > 0 && c.Body != "" {
		err = json.Unmarshal([]byte(c.Body), &k)
	}
	if err != nil || k.Typed == nil {
		return err
	}
	if k.Lang != v.lang {
		k.Typed[ui.NameLang] = []string{string(v.lang)}
	}
	t, _, _ := ui.Edit(k.Lang, e.act.Fields, k.Typed)
	for _, name := range []string{askAmount, askEnvelope, "failed"} {
		if v.QueryParam(name) != "" && m.Form.Values.One(name) != "" {
			t[name] = m.Form.Values[name]
		}
	}
	m.Form.Values, m.Form.Saved = t, v.clock(c.At)
	m.Resumed = &page.Resumed{Text: []string{v.t("form.resumed", "at", v.clock(c.At))}, Drop: ui.Button{Text: v.t("form.anew"), Name: nameDrop, Value: "1"}}
	if say := v.since(e.view, k.Version); say != "" {
		m.Resumed.Text = append(m.Resumed.Text, say)
	}
	return nil
}

// keptAgain keeps what was typed where the form is shown again.
func (v *visit) keptAgain(e *errand, typed ui.Typed, m *page.Act) error {
	if m.Form.Autosave == "" {
		return nil
	}
	c, err := v.keepForm(e, typed)
	switch {
	case isRefused(err):
		if no, _ := errors.AsType[*workflow.Error](err); no.Kind == workflow.Conflict { // c is what the other window has typed
			m.Warnings = append(m.Warnings, v.t("form.typed_elsewhere"))
		}
	case err != nil:
		return err
	case c.Version > 0:
		m.Form.Saved = v.clock(c.At)
	}
	m.Form.Hidden = append(m.Form.Hidden, ui.Pair{Name: ui.NameCopy, Value: formatVersion(c.Version)})
	return nil
}

// wentAway answers the buttons that lead away from a form without its act.
func (v *visit) wentAway(e *errand, posted url.Values) (bool, error) {
	var to string
	switch {
	case posted.Get(nameDrop) != "":
		seen, _ := strconv.ParseInt(posted.Get(ui.NameCopy), 10, 64)
		if err := v.site.App.DropTyped(v.Request().Context(), v.who, e.on, e.act.Name(), seen); err != nil {
			return true, err
		}
		return true, v.seeDone(pathAct(e.act), v.t("done.typed_dropped"))
	case posted.Has(nameBring):
		to = v.pathBring(e, posted.Get(nameBring))
	case posted.Get(ui.NameGo) != "":
		to = local(posted.Get(ui.NameGo))
	default:
		return false, nil
	}
	typed := ui.Typed(posted)
	_, err := v.keepForm(e, typed)
	switch {
	case isRefused(err): // it stays in the page, which says why
		delete(typed, nameBring)
		delete(typed, ui.NameGo)
		return true, v.again(e, typed, nil, http.StatusConflict)
	case err != nil:
		return true, err
	}
	return true, v.see(to)
}

// saysSince adds to a refusal of what has become stale who was faster.
func (v *visit) saysSince(e *errand, typed ui.Typed, no *workflow.Error, r *ui.Refused) {
	say := v.since(e.view, typed.One(ui.NameVersion))
	switch {
	case say == "":
	case no.Code == workflow.CodeStale:
		r.Text = say + " " + v.t("refusal.stale_next") + " " + v.t("refusal.nothing")
	default:
		r.Text += " " + say
	}
}

// since says who changed a dossier after a form was shown that knew so much of its
// history, and when: oneself in another window, or somebody else. "" if nothing that
// may be told has come in between.
func (v *visit) since(view *app.View, seen string) string {
	n, err := strconv.Atoi(seen)
	if err != nil || n < 0 || n >= len(view.Past) {
		return ""
	}
	news := slices.DeleteFunc(slices.Clone(view.Past[n:]), v.fetched)
	if len(news) == 0 {
		return ""
	}
	last := news[len(news)-1]
	for _, p := range slices.Backward(news) { // what the engine did follows from what somebody did
		if v.who.House.Person(p.By) != nil {
			last = p
			break
		}
	}
	key := "refusal.since"
	if last.By == v.who.ID() {
		key = "refusal.since_own"
	}
	return v.t(key, "at", v.clock(last.At), "did", v.story(view, last))
}

// fetched: the reader attached a file, which forms send to do.
func (v *visit) fetched(p app.Past) bool {
	return p.By == v.who.ID() && p.On.Entity == workflow.EntityFile && p.Action == "attach"
}
