package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// keepMarks keeps what is typed as the sheet's working copy.
func (s *sheeted) keepMarks(posted url.Values) error {
	clean := map[string][]string{}
	for name, values := range posted {
		if strings.HasPrefix(name, "scores.") {
			clean[name] = values
		}
	}
	b, err := json.Marshal(kept{s.v.lang, clean})
	if err != nil {
		return err
	}
	c, err := s.v.site.App.SaveSheetCopy(s.v.Request().Context(), s.v.who, app.WorkingCopy{
		Dossier: s.view.File.Ref().Dossier, Version: s.copy.Version, Body: string(b), Form: posted.Get(ui.NameKey),
	})
	if err == nil {
		s.copy = c
	}
	return err
}

// sheetAutosave keeps what is being typed; no act. The script that asks wants a
// sentence and no page.
func (v *visit) sheetAutosave() error {
	v.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if v.who.Person == nil {
		return v.JSON(http.StatusUnauthorized, keptAnswer{Say: v.t("form.session"), Wrong: true})
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	s, err := v.sheeted()
	if err == nil && s.stale(posted) {
		return v.JSON(http.StatusConflict, keptAnswer{Say: v.t("score.elsewhere"), Wrong: true})
	}
	if err == nil {
		err = s.keepMarks(posted)
	}
	if no, refused := errors.AsType[*workflow.Error](err); refused {
		return v.JSON(statuses[no.Kind], keptAnswer{Say: v.says(no), Wrong: true})
	}
	if err != nil {
		return err
	}
	at := s.copy.At.In(workflow.Brussels).Format("15:04")
	return v.JSON(http.StatusOK, keptAnswer{Version: s.token(), At: at, Say: v.t("form.saved_at", "at", at)})
}

// sheetDone saves the sheet by its act, and leads on to sealing where that was
// asked. What is refused stays in the form, and in the working copy.
func (v *visit) sheetDone() error {
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	s, err := v.sheeted()
	if err != nil {
		return err
	}
	a := s.act("sheet.save")
	if a == nil {
		return workflow.NotThere()
	}
	key := posted.Get(ui.NameKey)
	if typed, to, edited := ui.Edit(v.lang, a.Fields, posted); edited {
		if to != v.lang {
			v.lang = to
			v.keep(cookieLang, string(to))
		}
		return s.show(http.StatusOK, marksOf(typed), key, nil, nil)
	}
	if !s.open() { // sealed or taken away meanwhile: the page says so
		return s.show(http.StatusConflict, nil, key, nil, nil)
	}
	if s.stale(posted) {
		return s.show(http.StatusConflict, marksOf(posted), newKey(), nil, []page.Standing{{Shape: ui.Wait, Text: v.t("score.elsewhere_kept")}})
	}
	if err := s.keepMarks(posted); err != nil && !isRefused(err) {
		return err
	}
	got := ui.Bind(v.lang, a.Fields, ui.Pruned(posted, fixedRows("sheet.save")))
	if len(got.Problems) > 0 {
		return s.wrong(posted, got.Typed, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Problems: got.Problems})
	}
	if changed := s.changed(got.Values); len(changed) > 0 {
		_, err = v.site.App.Perform(v.Request().Context(), app.Command{
			Actor: v.who.ID(), Surface: "web", Entity: workflow.EntitySheet, Action: "save", On: s.sheet.Ref().String(), Values: map[string]any{"scores": changed},
		})
		if no, refused := errors.AsType[*workflow.Error](err); refused && no.Kind != workflow.NotFound {
			return s.wrong(posted, got.Typed, no)
		}
		if err != nil {
			return err
		}
	}
	if err := v.site.App.DropSheetCopy(v.Request().Context(), v.who, s.copy); err != nil {
		return err
	}
	return v.sheetSaved(posted.Get("_seal") != "")
}

// changed are the scores that are not saved so yet.
func (s *sheeted) changed(values map[string]any) (out []any) {
	all, _ := values["scores"].([]any)
	for _, x := range all {
		row, _ := x.(map[string]any)
		same := false
		for _, y := range s.sheet.Scores {
			reasons, _ := row["reasons"].(string)
			same = same || y.Criterion == row["criterion"] && y.Score.String() == numbered(row["score"]) && y.Reasons.Body == reasons
		}
		if !same {
			out = append(out, row)
		}
	}
	return out
}

// numbered is a raw number as the engine writes it.
func numbered(raw any) string {
	s, _ := raw.(string)
	if n, err := workflow.ParseNumber(s); err == nil {
		return n.String()
	}
	return s
}

// sheetSaved leads on: to sealing, or back to the sheets. What still lacks for
// sealing is said in the form.
func (v *visit) sheetSaved(seal bool) error {
	s, err := v.sheeted()
	if err != nil {
		return err
	}
	if !seal {
		return v.seeDone(pathSheet(s.view.File.Ref().Dossier), v.t("score.saved", "n", len(s.sheet.Scores), "of", len(s.rules.Criteria)))
	}
	a := s.act("sheet.seal")
	if a == nil {
		return workflow.NotThere()
	}
	if a.Blocked == nil {
		return v.see(pathAct(a))
	}
	missing, _ := a.Blocked.Facts["criteria"].([]string)
	wrong, stands := map[string]fault{}, s.stands()
	for _, id := range missing {
		if stands[id].score == "" {
			wrong[id] = fault{score: v.t("score.no_score")}
		} else {
			wrong[id] = fault{reasons: v.t("score.no_reason")}
		}
	}
	return s.show(http.StatusConflict, stands, newKey(), wrong, []page.Standing{{Shape: ui.Wait, Text: v.t("score.not_sealed")}})
}

// wrong shows the form as it was typed, with what the engine says of it. The rows
// that were sent are those in which something was typed.
func (s *sheeted) wrong(posted url.Values, sent ui.Typed, no *workflow.Error) error {
	problems := problemsOf(no)
	wrong := map[string]fault{}
	var notes []page.Standing
	for _, p := range problems {
		say := s.v.says(&workflow.Error{Kind: p.Kind, Code: p.Code, Facts: p.Facts})
		n, field, ok := scoreAt(p.Field)
		id := sent.One("scores." + strconv.Itoa(n) + ".criterion")
		switch {
		case !ok || id == "":
			notes = append(notes, page.Standing{Shape: ui.Bad, Text: say})
		case field == "reasons":
			wrong[id] = fault{score: wrong[id].score, reasons: say}
		case p.Code == workflow.CodeMissing:
			wrong[id] = fault{score: s.v.t("score.no_score"), reasons: wrong[id].reasons}
		default:
			wrong[id] = fault{score: s.v.t("score.range", "max", s.most(id)), reasons: wrong[id].reasons}
		}
	}
	if posted.Get("_seal") != "" {
		s.unsealable(marksOf(posted), wrong)
	}
	return s.show(statuses[no.Kind], marksOf(posted), posted.Get(ui.NameKey), wrong, notes)
}

// unsealable adds what else is missing to who wants to seal.
func (s *sheeted) unsealable(typed map[string]mark, wrong map[string]fault) {
	for _, c := range s.rules.Criteria {
		x, m := wrong[c.ID], typed[c.ID]
		switch {
		case x != (fault{}):
		case strings.TrimSpace(m.score) == "":
			wrong[c.ID] = fault{score: s.v.t("score.no_score")}
		case strings.TrimSpace(m.reasons) == "":
			wrong[c.ID] = fault{reasons: s.v.t("score.no_reason")}
		}
	}
}

// most is the end of a criterion's scale.
func (s *sheeted) most(id string) int {
	for _, c := range s.rules.Criteria {
		if c.ID == id {
			return c.Max
		}
	}
	return 0
}

// scoreAt reads "scores[1].score".
func scoreAt(field string) (n int, name string, ok bool) {
	rest, ok := strings.CutPrefix(field, "scores[")
	if !ok {
		return 0, "", false
	}
	at, name, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(at)
	return n, strings.TrimPrefix(name, "."), err == nil
}
