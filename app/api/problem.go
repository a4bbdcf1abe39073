package api

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// Problem is an answer that is not a yes (RFC 9457): the same kinds and codes as
// everywhere. What its facts tell is what this person may know.
type Problem struct {
	Type   string         `json:"type" example:"about:blank"`
	Title  string         `json:"title" doc:"The status in words"`
	Status int            `json:"status"`
	Detail string         `json:"detail" doc:"A sentence, in the language that was asked for"`
	Kind   string         `json:"kind" enum:"internal,invalid,unauthenticated,forbidden,not_found,refused,conflict,too_many,unavailable"`
	Code   string         `json:"code" doc:"Stable: programs look at this"`
	Facts  map[string]any `json:"facts,omitempty" doc:"What the sentence says in numbers: what is free, until when"`
	Errors []FieldError   `json:"errors,omitempty" doc:"All that is wrong with the input"`
}

// FieldError is one thing wrong with an input.
type FieldError struct {
	Field  string         `json:"field" doc:"Its path" example:"budget[2].amount"`
	Code   string         `json:"code"`
	Detail string         `json:"detail"`
	Facts  map[string]any `json:"facts,omitempty"`
}

// Codes of this surface's own.
const (
	CodePrecondition workflow.Code = "precondition" // a change of content says what it changes
	CodeBody         workflow.Code = "body"         // the body is no JSON object
	CodeTooLarge     workflow.Code = "too_large"
	CodeKey          workflow.Code = "key" // an Idempotency-Key that is none
	CodeCursor       workflow.Code = "cursor"
	CodeMedia        workflow.Code = "media" // a body of another kind than JSON
	CodeMethod       workflow.Code = "method"
	CodeTimeout      workflow.Code = "timeout"
	CodeAway         workflow.Code = "database" // it does not answer now
	CodeBusy         workflow.Code = "too_busy" // more at once than can be borne
	CodeInfected     workflow.Code = "infected_file"
	CodeBroken       workflow.Code = "internal"
)

// statuses are what each kind is answered with; byCode where a code has its own.
var (
	statuses = map[workflow.Kind]int{
		workflow.Internal: http.StatusInternalServerError, workflow.Invalid: http.StatusUnprocessableEntity, workflow.Unauthenticated: http.StatusUnauthorized,
		workflow.Forbidden: http.StatusForbidden, workflow.NotFound: http.StatusNotFound, workflow.Refused: http.StatusConflict,
		workflow.Conflict: http.StatusConflict, workflow.TooMany: http.StatusTooManyRequests, workflow.Unavailable: http.StatusServiceUnavailable,
	}
	byCode = map[workflow.Code]int{
		CodePrecondition: http.StatusPreconditionRequired, CodeTooLarge: http.StatusRequestEntityTooLarge, CodeMedia: http.StatusUnsupportedMediaType,
		CodeMethod: http.StatusMethodNotAllowed,
	}
)

// staleMatch is a change that names an ETag of before.
type staleMatch struct{ error }

func (s staleMatch) Unwrap() error { return s.error }

// problem answers what is not a yes: the only place where an error becomes one.
func (v *visit) problem(err error) {
	p := v.problemOf(err)
	if p.Status >= http.StatusInternalServerError {
		v.Log.LogAttrs(v.ctx, slog.LevelError, "request failed", slog.String("request", v.w.Header().Get("X-Request-Id")), slog.String("route", v.route), slog.Any("why", err))
	}
	h := v.w.Header()
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="tremplin"`)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", v.retry(err))
	}
	b, err := encoded(p)
	if err != nil { // facts that JSON cannot say
		p.Facts, p.Errors = nil, nil
		b, _ = encoded(p)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	v.w.WriteHeader(p.Status)
	_, _ = v.w.Write(b) // whoever asked may have gone
}

func (v *visit) problemOf(err error) *Problem {
	no, refused := errors.AsType[*workflow.Error](err)
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case refused:
	case large:
		no = &workflow.Error{Kind: workflow.Invalid, Code: CodeTooLarge, Facts: map[string]any{"limit": MaxBody}}
	case errors.Is(err, app.ErrInfected):
		no = &workflow.Error{Kind: workflow.Refused, Code: CodeInfected}
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled):
		no = &workflow.Error{Kind: workflow.Unavailable, Code: CodeTimeout}
	case app.Away(err):
		no = &workflow.Error{Kind: workflow.Unavailable, Code: CodeAway}
	default:
		no = &workflow.Error{Kind: workflow.Internal, Code: CodeBroken}
	}
	p := &Problem{Type: "about:blank", Status: statuses[no.Kind], Kind: no.Kind.String(), Code: string(no.Code), Detail: v.says(no.Kind, no.Code, "", no.Facts)}
	if status, own := byCode[no.Code]; own {
		p.Status = status
	}
	if _, stale := errors.AsType[staleMatch](err); stale {
		p.Status = http.StatusPreconditionFailed
	}
	p.Title = http.StatusText(p.Status)
	if len(no.Facts) > 0 {
		p.Facts, _ = plain(no.Facts).(map[string]any)
	}
	p.Errors = v.fieldErrors(no)
	return p
}

func (v *visit) fieldErrors(no *workflow.Error) []FieldError {
	problems := no.Problems
	if len(problems) == 0 && no.Field != "" {
		problems = []workflow.Problem{{Kind: no.Kind, Code: no.Code, Field: no.Field, Facts: no.Facts}}
	}
	return each(problems, func(x workflow.Problem) FieldError {
		out := FieldError{Field: x.Field, Code: string(x.Code), Detail: v.says(x.Kind, x.Code, x.Field, x.Facts)}
		if len(x.Facts) > 0 {
			out.Facts, _ = plain(x.Facts).(map[string]any)
		}
		return out
	})
}

func (v *visit) says(kind workflow.Kind, code workflow.Code, field string, facts map[string]any) string {
	return locale.Refusal(v.lang, kind.String(), string(code), field, facts)
}

// retry is in how many seconds it may go better.
func (v *visit) retry(err error) string {
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		if until, ok := no.Facts["until"].(time.Time); ok {
			return strconv.Itoa(max(1, int(math.Ceil(until.Sub(v.now()).Seconds()))))
		}
	}
	return "5"
}

// fault answers what no route did.
func (s *Server) fault(err error, c echo.Context) {
	if !c.Response().Committed {
		s.answerFault(c.Response(), c.Request(), c.Path(), err)
	}
}

// Fault answers a request that never came here, or broke down on its way.
func (s *Server) Fault(w http.ResponseWriter, r *http.Request, err error) {
	s.answerFault(w, r, "", err)
}

func (s *Server) answerFault(w http.ResponseWriter, r *http.Request, route string, err error) {
	v := &visit{Server: s, ctx: r.Context(), w: w, r: r, route: route, lang: language(r)}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		switch he.Code {
		case http.StatusNotFound:
			err = workflow.NotThere()
		case http.StatusMethodNotAllowed:
			err = &workflow.Error{Kind: workflow.Invalid, Code: CodeMethod}
		case http.StatusServiceUnavailable:
			err = &workflow.Error{Kind: workflow.Unavailable, Code: CodeBusy}
		}
	}
	v.problem(err)
}
