package web

import (
	"net/http"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// keyDays is how long a sending counts as the same.
const keyDays = 7

// errand is an act that somebody is about: on what, with which fields.
type errand struct {
	view *app.View
	act  *app.Act
	on   workflow.Ref
}

// errand finds what the address names. What the role does not know here is not
// there; after a sending it may have been done already.
func (v *visit) errand(sent bool) (*errand, error) {
	view, err := v.look()
	if err != nil {
		return nil, err
	}
	e := &errand{view: view, on: view.Dossier().Ref()}
	if part := v.Param("part"); part != "" {
		e.on = workflow.Ref{Entity: workflow.Entity(v.Param("entity")), Dossier: e.on.Dossier, ID: part}
	}
	name := v.Param("act")
	if e.act = view.Act(name, e.on); e.act != nil {
		return e, nil
	}
	entity, action := cut(name)
	fields, known := v.site.App.Programme().Input(entity, action)
	if !sent || !known || view.Part(e.on) == nil {
		return nil, workflow.NotThere()
	}
	e.act = &app.Act{Offer: workflow.Offer{Entity: entity, Action: action, Fields: fields}, On: e.on}
	return e, nil
}

// actForm asks what an act needs.
func (v *visit) actForm() error {
	e, err := v.errand(false)
	if err != nil {
		return err
	}
	if p := ownPage(e.act); p != "" {
		return v.see(p)
	}
	if to, say := v.sentAlready(e); to != "" {
		return v.seeDone(to, say)
	}
	if e.act.Blocked != nil {
		return v.blocked(e)
	}
	if v.atOnce(e) {
		return v.confirmAtOnce(e)
	}
	m := v.actPage(e)
	m.Form.Values = ui.Show(v.lang, e.act.Fields, v.prefilled(e))
	m.Form.Key = newKey()
	if err := v.resumed(e, &m); err != nil {
		return err
	}
	v.brought(&m.Form)
	v.noted(e, &m.Form)
	return v.show(http.StatusOK, m.Show())
}

// blocked says why an act is not possible, and what is.
func (v *visit) blocked(e *errand) error {
	r := page.RefusalOf(v.lang, v.actName(e.view, e.act), v.titled(e.view, e.act.Blocked))
	back := v.wayOut(e, "act.back")
	r.Ways = append(v.answering(e, e.act.Blocked), ui.Act{Name: back.Text, Href: back.Href})
	v.overBudget(e, e.act.Blocked, "", &r)
	f := page.Fault{Frame: v.frame(""), Status: http.StatusConflict, Refused: &r}
	return v.show(http.StatusConflict, f.Show())
}

func newKey() string { return ticket() + ticket() }

// actPage is the page of an act, its form still empty.
func (v *visit) actPage(e *errand) page.Act {
	name := v.actName(e.view, e.act)
	m := page.Act{Frame: v.frame(name), Head: v.actHead(e, name), Facts: v.actFacts(e), About: v.subject(e), Then: v.ahead(e)}
	m.Form = ui.Form{
		Lang: v.lang, Today: v.who.Today, Entity: e.act.Entity, Action: e.act.Action, Fields: e.act.Fields, Version: told(e.view),
		Options: v.options(e), Hints: v.reasoned(e, v.limits(e)), Leave: v.wayOut(e, "form.back"),
	}
	m.Form.Stop = v.takes(e.act)
	v.suited(e, &m.Form)
	if asks(m.Form) && ownPage(e.act) == "" {
		m.Form.Autosave, m.Form.Keeps = pathAct(e.act)+"/keep", int(app.TypedFor.Hours())/24
	}
	m.Warnings = append(v.doubts(e, nil), v.lacking(e)...)
	return m
}

func (v *visit) actHead(e *errand, title string) page.Head {
	h := page.Head{Title: title, Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}, {Text: v.title(e.view), Href: pathWork(e.on)}}, Kicker: e.view.Call.Reference}
	if f := e.view.File; f != nil {
		h.Kicker = app.Number(e.view.Call, f) + ", " + v.orgNow(f.Sisp)
	}
	return h
}

// actDone does what a form asks: or shows it again, as it was typed, with what
// is wrong; or shows first what follows.
func (v *visit) actDone() error {
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	e, err := v.errand(true)
	if err != nil {
		return err
	}
	if e.act.Name() == "file.attach" { // a file comes by the page of the files
		return v.see(pathOf(e.on) + "/files")
	}
	if done, err := v.wentAway(e, posted); done || err != nil {
		return err
	}
	typed, to, edited := ui.Edit(v.lang, e.act.Fields, posted)
	if edited {
		if to != v.lang {
			v.lang = to
			v.keep(cookieLang, string(to))
		}
		return v.again(e, typed, nil, http.StatusOK)
	}
	unadvised(e, posted)
	got := ui.Bind(v.lang, e.act.Fields, ui.Pruned(posted, fixedRows(e.act.Name())))
	keepHidden(got.Typed, posted)
	got.Problems = append(got.Problems, organGaps(e, got.Typed)...)
	if len(got.Problems) > 0 {
		return v.again(e, got.Typed, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Problems: got.Problems}, http.StatusBadRequest)
	}
	cmd := v.command(e, got.Values, got.Typed)
	switch done, err := v.kept(cmd); {
	case err != nil:
		return v.refusedAct(e, got.Typed, err)
	case done:
		return v.afterwards(e)
	case got.Typed.One(ui.NameVersion) != "" && got.Typed.One(ui.NameVersion) != told(e.view):
		return v.refusedAct(e, got.Typed, &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale})
	}
	if shown, err := v.doubted(e, got); shown || err != nil {
		return err
	}
	if done, err := v.stepped(e, cmd, got); done || err != nil {
		return err
	}
	if _, err = v.site.App.Perform(v.Request().Context(), cmd); err != nil {
		return v.refusedAct(e, got.Typed, err)
	}
	return v.afterwards(e)
}

// afterwards is the page that one comes back to: home, if the act took the
// dossier out of one's sight.
func (v *visit) afterwards(e *errand) error {
	look := v.site.App.LookAtCall
	if strings.Contains(e.on.Dossier, ".") {
		look = v.site.App.Look
	}
	after, err := look(v.Request().Context(), v.who, e.on.Dossier)
	switch {
	case notThere(err):
		return v.seeDone(page.PathHome, v.doneWords(e, nil))
	case err != nil:
		return v.see(pathWork(e.on))
	case e.act.Name() == "submission.submit" || e.act.Name() == "submission.resubmit":
		return v.seeDone(pathReceipt(e.on.Dossier), v.doneWords(e, after))
	}
	if to := v.afterAward(e); to != "" {
		return v.seeDone(to, v.doneWords(e, after))
	}
	if to := v.afterBench(e, after); to != "" {
		return v.seeDone(to, v.doneWords(e, after))
	}
	return v.seeDone(pathWork(e.on), v.doneWords(e, after))
}

// stepped shows the page that asks to confirm, where the act wants one and it
// was not seen yet, or where who acts has to prove again who they are.
func (v *visit) stepped(e *errand, cmd app.Command, got ui.Posted) (bool, error) {
	asks := v.grave(e.act)
	ctx := v.Request().Context()
	seen := got.Typed.One(ui.NameConfirm) != ""
	stale := e.act.StepUp && !v.site.Auth.Fresh(ctx)
	if !asks && !stale || seen && !stale {
		return false, nil
	}
	f, err := v.site.App.Foresee(ctx, cmd)
	if err != nil {
		return true, v.refusedAct(e, got.Typed, err)
	}
	wrong, err := v.proven(seen && stale)
	if err != nil || seen && stale && wrong == nil {
		return false, err
	}
	m, err := v.confirm(e, f, got)
	if err != nil {
		return true, err
	}
	if _, err := v.keepForm(e, got.Typed); err != nil && !isRefused(err) {
		return true, err
	} else if err == nil && len(e.act.Fields) > 0 {
		m.Change = ui.Link{Text: v.t("confirm.change"), Href: pathAct(e.act)}
	}
	if stale {
		m.Step = &page.Step{Wrong: wrong}
		if m.Step.Code, _, err = v.site.Auth.Factor(ctx); err != nil {
			return true, err
		}
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return true, v.show(status, m.Show())
}

// kept: the same sending was done already; Perform answers with what it did.
func (v *visit) kept(cmd app.Command) (bool, error) {
	if cmd.Key == nil {
		return false, nil
	}
	_, done, err := v.site.App.Kept(v.Request().Context(), cmd.Key)
	return done, err
}
