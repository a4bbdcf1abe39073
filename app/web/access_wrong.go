package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/locale"
	"tremplin/workflow"
)

// wrong is what is wrong with a form around signing in, with the status to
// answer; the error itself if it is nothing that a form can say.
func (v *visit) wrong(err error) (page.Wrong, int, error) {
	no, ok := errors.AsType[*workflow.Error](err)
	if !ok || no.Code == auth.CodeSignedOut {
		return nil, 0, err
	}
	status := http.StatusUnprocessableEntity
	switch no.Kind {
	case workflow.TooMany:
		status = http.StatusTooManyRequests
		if until, ok := no.Facts["until"].(time.Time); ok {
			wait := int(until.Sub(v.site.Auth.Now()).Seconds()) + 1
			v.Response().Header().Set("Retry-After", strconv.Itoa(wait))
		}
	case workflow.Unavailable:
		status = http.StatusServiceUnavailable
	case workflow.NotFound:
		return nil, 0, err
	}
	field := no.Field
	if no.Code == auth.CodePasswordWrong {
		field = page.NameCurrent
	}
	if no.Kind == workflow.TooMany {
		field = ""
	}
	return page.Wrong{field: locale.Refusal(v.lang, no.Kind.String(), string(no.Code), "", no.Facts)}, status, nil
}

// samePassword asks for the same password twice, so that a slip is seen.
func (v *visit) samePassword() page.Wrong {
	if v.FormValue(page.NamePassword) != v.FormValue(page.NameRepeat) {
		return page.Wrong{page.NameRepeat: v.t("new_password.differ")}
	}
	return nil
}
