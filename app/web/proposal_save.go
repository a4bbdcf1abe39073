package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// kept is the answer to what saves itself: the version now kept, and when.
type keptAnswer struct {
	Version string `json:"version"`
	At      string `json:"at"`
}

// autosave keeps what is being typed as a working copy; no act. The script that
// asks wants a status and no page.
func (v *visit) autosave() error {
	if v.who.Person == nil {
		return v.NoContent(http.StatusUnauthorized)
	}
	answer, err := v.saveCopy()
	no, refused := errors.AsType[*workflow.Error](err)
	_, movedOn := errors.AsType[*movedOnError](err)
	switch {
	case movedOn:
		return v.NoContent(http.StatusGone)
	case refused:
		return v.NoContent(statuses[no.Kind])
	case err != nil:
		return err
	}
	v.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return v.JSON(http.StatusOK, answer)
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
		return keptAnswer{}, staleAnswer
	}
	if err := w.keepCopy(s, w.own(s, typed)); err != nil {
		return keptAnswer{}, err
	}
	return keptAnswer{Version: w.token(s), At: w.copies[s.id].At.In(workflow.Brussels).Format("15:04")}, nil
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
