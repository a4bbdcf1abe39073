package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"

	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// nameDoubted says what the form has told already of what nothing refuses.
const nameDoubted = "_doubted"

// doubtsTold is a mark of sentences that were told.
func doubtsTold(say []string) string {
	sum := sha256.Sum256([]byte(strings.Join(say, "\n")))
	return hex.EncodeToString(sum[:8])
}

// doubts are what nothing refuses and whoever acts should know: of every act alike,
// told in the form and again before it is confirmed.
func (v *visit) doubts(e *errand, values map[string]any) (out []string) {
	if organed(e.act.Fields) {
		m, given := mandateOf(values)
		if !given {
			m, _ = delegation(e.view.Call)
		}
		if m.Date > v.who.Today {
			out = append(out, v.t("organ.ahead", "date", ui.LongDate(v.lang, m.Date)))
		}
	}
	if e.act.Name() == "submission.rank" && values["opinion"] == withConditions && !given(values["conditions"]) {
		out = append(out, v.t("act.no_condition"))
	}
	return append(out, v.remarked(e, v.remarks(e, values))...)
}

const withConditions = "favourable_with_conditions"

func given(x any) bool {
	all, _ := x.([]any)
	return len(all) > 0
}

// doubted shows the form once more with what is to be thought over, as it was typed:
// sent again, it goes on.
func (v *visit) doubted(e *errand, got ui.Posted) (bool, error) {
	posted, known := v.Request().PostForm, v.doubts(e, nil)
	say := slices.DeleteFunc(v.doubts(e, got.Values), func(s string) bool { return slices.Contains(known, s) })
	if len(say) == 0 || posted.Get(nameDoubted) == doubtsTold(say) || posted.Get(ui.NameConfirm) != "" {
		return false, nil
	}
	if _, err := v.site.App.Foresee(v.Request().Context(), v.command(e, got.Values, got.Typed)); err != nil {
		if _, refused := errors.AsType[*workflow.Error](err); refused {
			return true, v.refusedAct(e, got.Typed, err)
		}
		return true, err
	}
	m := v.actPage(e)
	m.Form.Key, m.Form.Values = got.Typed.One(ui.NameKey), got.Typed
	m.Form.Hidden = append(m.Form.Hidden, ui.Pair{Name: nameDoubted, Value: doubtsTold(say)})
	m.Warnings = append(m.Warnings, say...)
	v.noted(e, &m.Form)
	if err := v.keptAgain(e, got.Typed, &m); err != nil {
		return true, err
	}
	return true, v.show(http.StatusOK, m.Show())
}
