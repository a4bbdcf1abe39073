package web

import (
	"errors"
	"net/http"

	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

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
