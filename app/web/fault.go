package web

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tremplin/app"
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

// retryAfter is when to come back while something is away, in seconds.
const retryAfter = "10"

// fault answers what no page did: the only place where an error becomes one.
func (s *Site) fault(err error, c echo.Context) {
	late := traceOf(c.Request()).late
	if c.Response().Committed || errors.Is(err, context.Canceled) && !late {
		return // nobody reads it any more
	}
	if ctx := c.Request().Context(); ctx.Err() != nil { // its time is over, but for an answer
		c.SetRequest(c.Request().WithContext(context.WithoutCancel(ctx)))
	}
	if s.toldAsProgram(err, c) {
		return
	}
	v, ok := c.Get("visit").(*visit)
	if !ok {
		if v, _ = s.visit(c); v == nil {
			v = s.stranger(c) // the database is away
		}
	}
	f := page.Fault{Status: http.StatusInternalServerError, Ticket: c.Response().Header().Get("X-Request-Id"), When: time.Now()} //nolint:forbidigo // for whoever looks into the log
	no, refused := errors.AsType[*workflow.Error](err)
	httpErr, isHTTP := errors.AsType[*echo.HTTPError](err)
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case refused:
		f.Status = statuses[no.Kind]
		if f.Status == http.StatusConflict || f.Status == http.StatusBadRequest || no.Code == codeElsewhere {
			f.Text = v.says(no)
		}
		if until, ok := no.Facts["until"].(time.Time); ok && f.Status == http.StatusTooManyRequests {
			f.Wait = int(time.Until(until).Seconds()) + 1 //nolint:forbidigo // until then
		}
	case large:
		f.Status, f.Limit = http.StatusRequestEntityTooLarge, locale.Size(v.lang, MaxBody)
	case late:
		f.Status = http.StatusRequestTimeout
	case isHTTP:
		f.Status = httpErr.Code
	case app.Away(err):
		f.Status = http.StatusServiceUnavailable
	}
	switch f.Status {
	case http.StatusServiceUnavailable:
		c.Response().Header().Set("Retry-After", retryAfter)
	case http.StatusTooManyRequests:
		c.Response().Header().Set("Retry-After", strconv.Itoa(max(f.Wait, 1)))
	}
	if f.Status == 0 {
		f.Status = http.StatusInternalServerError
	}
	if f.Status >= http.StatusInternalServerError {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed", slog.String("request", f.Ticket), slog.String("route", traceOf(c.Request()).route), slog.Any("why", err))
	}
	f.Frame = v.frame("")
	if carries(no) {
		v.keepTyped(&f)
	}
	if err := v.show(f.Status, f.Show()); err != nil {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelWarn, "answer lost", slog.String("request", f.Ticket), slog.Any("why", err))
	}
}

// says is a refusal as a sentence.
func (v *visit) says(e *workflow.Error) string {
	return locale.Refusal(v.lang, e.Kind.String(), string(e.Code), e.Field, v.heirNamed(e.Facts))
}

// heirNamed are the facts of a refusal with the organisation that absorbed another
// by its name.
func (v *visit) heirNamed(facts map[string]any) map[string]any {
	id, ok := facts["into"].(string)
	if !ok || id == "" {
		return facts
	}
	out := maps.Clone(facts)
	out["into"] = v.org(id)
	return out
}

func (v *visit) heirsNamed(all []workflow.Problem) []workflow.Problem {
	out := slices.Clone(all)
	for i := range out {
		out[i].Facts = v.heirNamed(out[i].Facts)
	}
	return out
}
