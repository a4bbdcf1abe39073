package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// keptAnswer is the answer to what saves itself: the version now kept, or none,
// and what the page says of it.
type keptAnswer struct {
	Version string `json:"version,omitempty"`
	At      string `json:"at,omitempty"`
	Say     string `json:"say"`
	Wrong   bool   `json:"wrong,omitempty"` // it is no good news
}

// autosave keeps what is being typed as a working copy; no act. The script that
// asks wants a sentence and no page.
func (v *visit) autosave() error {
	v.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if v.who.Person == nil {
		return v.JSON(http.StatusUnauthorized, keptAnswer{Say: v.t("form.session"), Wrong: true})
	}
	answer, err := v.saveCopy()
	no, refused := errors.AsType[*workflow.Error](err)
	_, movedOn := errors.AsType[*movedOnError](err)
	switch {
	case movedOn:
		return v.JSON(http.StatusGone, keptAnswer{Say: v.t("form.gone"), Wrong: true})
	case refused && no.Kind == workflow.Conflict:
		return v.JSON(http.StatusConflict, keptAnswer{Say: answer.Say, Wrong: true})
	case refused:
		return v.JSON(statuses[no.Kind], keptAnswer{Say: v.notKept(no), Wrong: true})
	case err != nil:
		return err
	}
	return v.JSON(http.StatusOK, answer)
}

// notKept says why what was typed is not kept, by the name of its section and
// never by an id.
func (v *visit) notKept(no *workflow.Error) string {
	say := v.says(&workflow.Error{Kind: no.Kind, Code: no.Code, Facts: no.Facts})
	if s, ok := sectionOf(v.Param("section")); ok {
		return v.t("form.not_kept", "section", v.t("proposal.section."+s.id), "why", say)
	}
	return say
}

func (v *visit) saveCopy() (keptAnswer, error) {
	w, s, err := v.sectionHere()
	if err != nil {
		return keptAnswer{}, err
	}
	if w.act == nil || len(w.inputs(s)) == 0 {
		return keptAnswer{}, workflow.NotThere()
	}
	if err := v.Request().ParseForm(); err != nil {
		return keptAnswer{}, err
	}
	typed := ui.Typed(v.Request().PostForm)
	if w.stale(s, typed) {
		return keptAnswer{Say: w.staleWords(s)}, staleAnswer
	}
	if err := w.keepCopy(s, w.own(s, typed)); err != nil {
		return keptAnswer{Say: w.staleWords(s)}, err
	}
	at := w.copies[s.id].At.In(workflow.Brussels).Format("15:04")
	if !w.open() {
		return keptAnswer{Version: w.token(s), At: at, Say: w.v.t("form.late", "at", at), Wrong: true}, nil
	}
	return keptAnswer{Version: w.token(s), At: at, Say: w.v.t("form.saved_at", "at", at)}, nil
}

// staleWords say who has saved meanwhile.
func (w *writing) staleWords(s section) string {
	who, at := w.lastBy(s)
	if who == "" {
		return w.v.t("form.stale")
	}
	return w.v.t("form.stale_by", "who", who, "at", at.In(workflow.Brussels).Format("15:04"))
}

// own leaves of what was typed what belongs to the section, empty rows as well:
// somebody may be about to fill them.
func (w *writing) own(s section, typed ui.Typed) ui.Typed {
	out := ui.Typed{ui.NameKey: typed[ui.NameKey], "_had": typed["_had"]}
	for _, f := range w.inputs(s) {
		for name, values := range typed {
			if name == f.Name || strings.HasPrefix(name, f.Name+".") {
				out[name] = values
			}
		}
	}
	return out
}
