package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page"
	"tremplin/locale"
	"tremplin/workflow"
)

// statuses are what each kind of refusal is answered with.
var statuses = map[workflow.Kind]int{
	workflow.NotFound: http.StatusNotFound, workflow.Forbidden: http.StatusForbidden, workflow.Refused: http.StatusConflict,
	workflow.Conflict: http.StatusConflict, workflow.Invalid: http.StatusBadRequest, workflow.TooMany: http.StatusTooManyRequests,
	workflow.Unavailable: http.StatusServiceUnavailable,
}

// fault answers what no page did: the only place where an error becomes one.
func (s *Site) fault(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	v, ok := c.Get("visit").(*visit)
	if !ok {
		if v, _ = s.visit(c); v == nil {
			http.Error(c.Response(), http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
	}
	f := page.Fault{Status: http.StatusInternalServerError, Ticket: c.Response().Header().Get("X-Request-Id"), When: time.Now()} //nolint:forbidigo // for whoever looks into the log
	no, refused := errors.AsType[*workflow.Error](err)
	httpErr, isHTTP := errors.AsType[*echo.HTTPError](err)
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case refused:
		f.Status = statuses[no.Kind]
		if f.Status == http.StatusConflict || f.Status == http.StatusBadRequest {
			f.Text = v.says(no)
		}
		if until, ok := no.Facts["until"].(time.Time); ok && f.Status == http.StatusTooManyRequests {
			f.Wait = int(time.Until(until).Seconds()) + 1 //nolint:forbidigo // until then
		}
	case large:
		f.Status, f.Limit = http.StatusRequestEntityTooLarge, locale.Size(v.lang, MaxBody)
	case isHTTP:
		f.Status = httpErr.Code
	}
	if f.Status == 0 {
		f.Status = http.StatusInternalServerError
	}
	if f.Status >= http.StatusInternalServerError {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed", slog.String("request", f.Ticket), slog.String("route", c.Path()), slog.Any("why", err))
	}
	f.Frame = v.frame("")
	if err := v.show(f.Status, f.Show()); err != nil {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelWarn, "answer lost", slog.String("request", f.Ticket), slog.Any("why", err))
	}
}

// says is a refusal as a sentence.
func (v *visit) says(e *workflow.Error) string {
	return locale.Refusal(v.lang, e.Kind.String(), string(e.Code), e.Field, e.Facts)
}
