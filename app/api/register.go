package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// route is an address and what the description says of it.
type route struct {
	id, method, path, tag, summary, text string

	open    access
	status  int
	answers any                     // zero value of what is answered; nil: one of media
	media   map[string]*huma.Schema // by media type; nil: bytes, which OpenAPI 3.1 gives no schema
	body    *huma.RequestBody
	refuses []int
}

// add serves a route. Its parameters are strings: what is wrong with them is said
// by the same problems as everything else.
func add[I any](s *Server, r route, h func(*visit, *I) (*answer, error)) {
	op := s.operation(&r, reflect.TypeFor[I]().Name())
	if r.body != nil { // huma reads the bodies that it knows of
		s.bodies[r.id] = r.body
	}
	huma.Register(s.huma, op, func(_ context.Context, in *I) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(hc huma.Context) { //nolint:contextcheck // it has its own
			s.serve(hc, r.open, func(v *visit) (*answer, error) { return h(v, in) })
		}}, nil
	})
}

// always are refusals that any address gives: a token that does not hold, or asks
// too much, is told so where nobody needs one too.
var always = []int{
	http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
}

func (s *Server) operation(r *route, hint string) huma.Operation {
	if r.method == "" {
		r.method = http.MethodGet
	}
	if r.status == 0 {
		r.status = http.StatusOK
	}
	op := huma.Operation{
		OperationID: r.id, Method: r.method, Path: r.path, Summary: r.summary, Description: r.text, Tags: []string{r.tag}, DefaultStatus: r.status,
		SkipValidateParams: true, SkipValidateBody: true, Responses: map[string]*huma.Response{},
	}
	op.Responses[strconv.Itoa(r.status)] = &huma.Response{Description: http.StatusText(r.status), Content: s.content(r, hint), Headers: headersOf(r)}
	if r.open == anybody {
		op.Security = []map[string][]string{{}}
	}
	if r.method == http.MethodGet {
		op.Responses["304"] = &huma.Response{Description: "As If-None-Match says"}
	}
	for _, status := range append(slices.Clone(r.refuses), always...) {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: "#/components/responses/Problem"}
	}
	return op
}

func (s *Server) content(r *route, hint string) map[string]*huma.MediaType {
	if r.answers == nil {
		out := map[string]*huma.MediaType{}
		for kind, schema := range r.media {
			out[kind] = &huma.MediaType{Schema: schema}
		}
		return out
	}
	schema := s.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(r.answers), true, hint)
	return map[string]*huma.MediaType{"application/json": {Schema: schema}}
}

func headersOf(r *route) map[string]*huma.Param {
	text := &huma.Schema{Type: huma.TypeString}
	if r.method != http.MethodGet {
		return nil
	}
	return map[string]*huma.Param{"ETag": {Description: "Of what this person sees", Schema: text}}
}
