package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// The answers on admissibility.
const (
	actEligible   = "submission.declare_eligible"
	actIneligible = "submission.declare_ineligible"
	actCompletion = "submission.request_completion"
)

// screened looks at a submission for whoever answers on its admissibility; to all
// others there is no such page.
func (v *visit) screened() (*app.View, error) {
	view, err := v.site.App.Look(v.Request().Context(), v.who, v.Param("id"))
	if err != nil {
		return nil, err
	}
	if view.Act(actEligible, view.File.Ref()) == nil {
		return nil, workflow.NotThere()
	}
	return view, nil
}

func (v *visit) screening() error {
	view, err := v.screened()
	if err != nil {
		return err
	}
	m := v.screeningPage(view, nil)
	return v.show(http.StatusOK, m.Show())
}

// screeningPage asks for each point a yes or a no, as far as that may be answered.
func (v *visit) screeningPage(view *app.View, answers map[string]string) page.Screening {
	f, c := view.File, view.Call
	title := v.t("screen.title")
	m := page.Screening{Frame: v.frame(title + ", " + app.Number(c, f)), Post: pathOf(f.Ref()) + "/screening", Do: v.t("screen.do"), Note: v.t("screen.note")}
	m.Frame.Here = pathDossiers
	m.Head = page.Head{
		Crumbs: v.crumbs(ui.Link{Text: c.Reference, Href: pathWork(c.Ref())}, ui.Link{Text: v.title(view), Href: pathOf(f.Ref())}),
		Kicker: app.Number(c, f) + ", " + v.org(f.Sisp), Title: title, Tags: []ui.Badge{v.badge(f)},
	}
	m.Form = view.Act(actEligible, f.Ref()).Blocked == nil
	for _, p := range c.Edition(f.Edition).Admissibility {
		m.Points = append(m.Points, page.Screened{ID: p.ID, Text: v.words(p.Text.FR, p.Text.NL), Answer: answers[p.ID]})
	}
	if len(m.Points) == 0 {
		m.Note = v.t("screen.no_points")
	}
	m.Hidden = []ui.Pair{{Name: ui.NameKey, Value: newKey()}, {Name: ui.NameVersion, Value: told(view)}}
	v.askedFor(&m, view)
	for _, name := range []string{actEligible, actCompletion, actIneligible} {
		a := view.Act(name, f.Ref())
		switch {
		case a == nil:
		case a.Blocked != nil:
			if why := v.notYet(view, a); why != "" { // what is over is not told as to come
				m.Cannot = append(m.Cannot, ui.Act{Name: v.actName(view, a), Note: why})
			}
		case name != actEligible:
			m.Others = append(m.Others, ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.t("screen.then." + string(a.Action))})
		}
	}
	return m
}

// askedFor is what the SISP has to complete, and how long it still may.
func (v *visit) askedFor(m *page.Screening, view *app.View) {
	f := view.File
	m.Facts = []ui.Fact{{Term: v.t("screen.submitted"), Text: ui.ShortTime(f.SubmittedAt)}}
	if !f.CompletedAt.IsZero() {
		m.Facts = append(m.Facts, ui.Fact{Term: v.t("screen.completed"), Text: ui.ShortTime(f.CompletedAt)})
	}
	if len(f.Completion.Missing) == 0 {
		return
	}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("screen.part")}, {Text: v.t("screen.why")}}}
	for _, x := range f.Completion.Missing {
		name := locale.Label(v.lang, workflow.EntitySubmission, "create", x.Part)
		if holding(x.Part) == "" {
			name = v.fileKind(x.Part)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name}, {Text: x.Explanation.Body}}})
	}
	m.Asked = &t
	key := "screen.clock"
	if f.Completion.Until < v.who.Today {
		key = "screen.over"
	}
	m.Clock = v.t(key, "sisp", v.org(f.Sisp), "day", f.Completion.Until, "in", v.inDays(f.Completion.Until))
	m.Facts = append(m.Facts, ui.Fact{Term: v.t("screen.until"), Day: f.Completion.Until})
}

// screen is the answers that came back. With a no the engine refuses, and the
// page says what one may do instead.
func (v *visit) screen() error {
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	view, err := v.screened()
	if err != nil {
		return err
	}
	posted := v.Request().PostForm
	answers, checks := map[string]string{}, []any{}
	var open []string
	for _, p := range view.Call.Edition(view.File.Edition).Admissibility {
		a := posted.Get("point." + p.ID)
		if answers[p.ID] = a; a == "" {
			open = append(open, p.ID)
		}
		checks = append(checks, map[string]any{"point": p.ID, "met": a})
	}
	if len(open) > 0 {
		return v.unansweredPoints(view, answers, open)
	}
	cmd := app.Command{Actor: v.who.ID(), Surface: "web", Entity: workflow.EntitySubmission, Action: "declare_eligible", On: view.File.Ref().String(), Key: v.formKey(posted), Values: map[string]any{}}
	if len(checks) > 0 {
		cmd.Values["checks"] = checks
	}
	done, err := v.kept(cmd)
	if err == nil && !done {
		if seen := posted.Get(ui.NameVersion); seen != told(view) {
			err = &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale}
		} else {
			_, err = v.site.App.Perform(v.Request().Context(), cmd)
		}
	}
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind != workflow.NotFound {
		return v.notEligible(view, answers, no)
	}
	if err != nil {
		return err
	}
	return v.seeDone(pathWork(view.Call.Ref()), v.t("screen.done", "title", v.title(view)))
}

// unansweredPoints shows the form again, with what has no answer yet.
func (v *visit) unansweredPoints(view *app.View, answers map[string]string, open []string) error {
	m := v.screeningPage(view, answers)
	for i := range m.Points {
		if p := &m.Points[i]; slices.Contains(open, p.ID) {
			p.Err = v.t("screen.answer")
			m.Errors = append(m.Errors, p.Text+v.colon()+lowered(p.Err))
		}
	}
	m.Frame.Failed = true
	return v.show(http.StatusBadRequest, m.Show())
}

// notEligible says which points stand in the way, and the ways out.
func (v *visit) notEligible(view *app.View, answers map[string]string, no *workflow.Error) error {
	m := v.screeningPage(view, answers)
	said := *no
	if ids, ok := no.Facts["points"].([]string); ok {
		names := make([]string, 0, len(ids))
		for _, p := range m.Points {
			if slices.Contains(ids, p.ID) {
				names = append(names, p.Text)
			}
		}
		said.Facts = map[string]any{"points": names}
	}
	r := page.RefusalOf(v.lang, v.t("screen.not_eligible"), &said)
	for _, name := range []string{actCompletion, actIneligible} {
		a := view.Act(name, view.File.Ref())
		if a == nil || a.Blocked != nil {
			continue
		}
		way := ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.t("screen.then." + string(a.Action))}
		if name == actIneligible {
			q := url.Values{}
			for _, p := range m.Points {
				if p.Answer == "false" {
					q.Add("failed", p.ID)
				}
			}
			way.Href += "?" + q.Encode()
		}
		r.Ways = append(r.Ways, way)
	}
	m.Refused, m.Others, m.Frame.Failed = &r, nil, true
	return v.show(http.StatusConflict, m.Show())
}

// failedIn are those of some points that a call has.
func failedIn(r *workflow.Rules, ids []string) []any {
	var out []any
	for _, p := range r.Admissibility {
		if slices.Contains(ids, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}
