package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"tremplin/locale"
	"tremplin/workflow"
)

const introduction = `The same acts and questions as the site, for programs. Who asks sees and may do what the person may: a token never more than its owner has at that moment.

**Who asks.** ` + "`Authorization: Bearer tremplin_…`" + `, or the session of the site from its own pages. A token has a scope: ` + "`read`" + ` looks, ` + "`write`" + ` acts, ` + "`decide`" + ` acts by roles that decide. Acts that ask for the password again (sign, pay) are refused to every token: forbidden/step_up.

**Values.** Amounts are decimal strings with two digits, times RFC 3339 in UTC, days are days in Brussels. Unknown inputs are refused.

**Lists** are paged: ` + "`limit`" + ` up to 100, ` + "`cursor`" + ` from ` + "`next`" + ` or the Link header.

**Changes.** Every answer to a GET has an ETag of what this person sees; If-None-Match answers 304. An act may carry If-Match with the ETag of its dossier (412 if it is another); a change of content has to (428 without). Idempotency-Key makes an act happen once in 24 hours: sent again it gets the first answer; with another body invalid/key_reused. Refusals are not kept.

**Answers that are not a yes** are application/problem+json with kind, code, facts and errors; detail is a sentence in the language of Accept-Language (fr, nl, en).`

func (s *Server) config() huma.Config {
	schemas := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	api := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Tremplin", Version: "1", Description: introduction},
		Tags: []*huma.Tag{
			{Name: "calls", Description: "Calls for projects, with their committee and their questions"},
			{Name: "submissions", Description: "Submissions, then projects, with their parts"},
			{Name: "house", Description: "People, roles, organisations"},
			{Name: "public", Description: "What everybody may know"},
		},
		Components: &huma.Components{
			Schemas: schemas,
			Responses: map[string]*huma.Response{"Problem": {
				Description: "An answer that is not a yes",
				Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: schemas.Schema(typeOf[Problem](), true, "Problem")}},
			}},
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":   {Type: "http", Scheme: "bearer", Description: "Made at /account/tokens"},
				"session": {Type: "apiKey", In: "cookie", Name: "__Host-tremplin", Description: "The session of the site, from its own pages"},
			},
		},
		Security: []map[string][]string{{"token": {}}, {"session": {}}},
	}
	if s.Site != "" {
		api.Servers = []*huma.Server{{URL: s.Site}}
	}
	return huma.Config{OpenAPI: api, Formats: huma.DefaultFormats, DefaultFormat: "application/json"}
}

// actRoutes makes an address of each act.
func (s *Server) actRoutes() {
	s.offerRoutes()
	for _, a := range s.acts {
		add(s, s.actRoute(a), func(v *visit, in *ByPart) (*answer, error) {
			o, err := v.ordered(a, in.ID, in.N)
			if err != nil {
				return nil, err
			}
			return v.do(o)
		})
	}
}

func (s *Server) actRoute(a *act) route {
	r := route{
		id: operationOf(a), method: http.MethodPost, path: a.path, tag: tagged(a), answers: Done{}, status: http.StatusOK,
		summary: locale.Action(locale.EN, a.entity, a.action), text: s.actText(a), body: s.bodyOf(a),
		refuses: []int{http.StatusForbidden, http.StatusConflict, http.StatusPreconditionFailed, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity},
	}
	if a.makes {
		r.status = http.StatusCreated
	}
	if a.replaces() {
		r.refuses = append(r.refuses, http.StatusPreconditionRequired)
	}
	return r
}

func operationOf(a *act) string {
	id := string(a.entity) + "." + string(a.action)
	if a.makes && len(a.rules) > 0 && !strings.HasSuffix(a.path, "}") && strings.Contains(a.path, "/actions/") {
		return id + ".new"
	}
	return id
}

func tagged(a *act) string {
	rest, _, _ := strings.Cut(strings.TrimPrefix(a.path, Prefix+"/"), "/")
	switch {
	case a.entity == workflow.EntitySubmission:
		return "submissions"
	case rest == "people" || rest == "organisations":
		return "house"
	default:
		return rest
	}
}

// actText is what the tables say of an act.
func (s *Server) actText(a *act) string {
	var b strings.Builder
	fmt.Fprintf(&b, "`%s`", a.name())
	if a.stepUp {
		b.WriteString(". Asks for password or second factor again: refused to every token")
	} else {
		fmt.Fprintf(&b, ". A token needs the scope `%s`", a.scope)
	}
	b.WriteString(".\n")
	for i := range a.rules {
		b.WriteString("\n- " + ruleText(a, &a.rules[i]))
	}
	b.WriteString("\n")
	if codes := s.App.Programme().RefusalsOf(a.entity, a.action); len(codes) > 0 {
		b.WriteString("\nRefused with, besides what every act can be refused with:\n")
		for _, c := range codes {
			fmt.Fprintf(&b, "\n- `%s/%s`: %s", c.Kind, c.Code, locale.Explained(locale.EN, c.Kind.String(), string(c.Code)))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func ruleText(a *act, r *workflow.Rule) string {
	var parts []string
	if len(r.From) > 0 {
		parts = append(parts, "from "+quoted(r.From))
	}
	switch {
	case r.To == workflow.Stay:
		parts = append(parts, "stays")
	case len(r.Back) > 0:
		var to []workflow.State
		for _, x := range r.Back {
			if !slices.Contains(to, x) {
				to = append(to, x)
			}
		}
		slices.Sort(to)
		parts = append(parts, "back to "+quoted(to))
	default:
		parts = append(parts, "to `"+string(r.To)+"`")
	}
	if len(r.While) > 0 && a.entity != workflow.EntityCall {
		parts = append(parts, "while the call is "+quoted(r.While))
	}
	by := slices.DeleteFunc(slices.Clone(r.By), func(x workflow.Role) bool { return !human(x) })
	return strings.Join(append(parts, "by "+quoted(by)), ", ")
}

func quoted[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, x := range in {
		out[i] = "`" + string(x) + "`"
	}
	return strings.Join(out, ", ")
}

// schemaOf is the JSON Schema of an act's body.
func (*Server) schemaOf(a *act) map[string]any {
	if a.upload() {
		return map[string]any{
			"type": "object", "required": []string{"file", "kind"}, "additionalProperties": false,
			"properties": map[string]any{
				"file": map[string]any{"type": "string", "contentMediaType": "application/octet-stream", "description": fmt.Sprintf("At most %d MiB; what it is is told by its content", MaxUpload>>20)},
				"kind": map[string]any{"type": "string"}, "name": map[string]any{"type": "string"}, "to": map[string]any{"type": "string", "description": "The part that it belongs to: deliverable/1"},
			},
		}
	}
	return workflow.Schema(a.fields)
}

func (s *Server) bodyOf(a *act) *huma.RequestBody {
	media := "application/json"
	if a.upload() {
		media = "multipart/form-data"
	}
	need := a.upload() || slices.ContainsFunc(a.fields, func(f workflow.Field) bool { return f.Need })
	return &huma.RequestBody{Required: need, Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Extensions: s.schemaOf(a)}}}}
}

// headers are those that acts take.
func headers() []*huma.Param {
	text := &huma.Schema{Type: huma.TypeString}
	return []*huma.Param{
		{Name: "Idempotency-Key", In: "header", Description: "Sent again within 24 hours it happens once", Schema: text},
		{Name: "If-Match", In: "header", Description: "The ETag of the dossier as this person sees it", Schema: text},
	}
}

// describe writes the description and the readable page once all routes are there.
func (s *Server) describe() error {
	o := s.huma.OpenAPI()
	for path, item := range o.Paths {
		if item.Post == nil {
			continue
		}
		item.Post.Parameters = slices.DeleteFunc(item.Post.Parameters, func(p *huma.Param) bool { return p.In == "path" && !strings.Contains(path, "{"+p.Name+"}") })
		item.Post.RequestBody = s.bodies[item.Post.OperationID]
		item.Post.Parameters = append(item.Post.Parameters, headers()...)
		if i := slices.IndexFunc(s.acts, func(a *act) bool { return operationOf(a) == item.Post.OperationID }); i >= 0 && s.acts[i].replaces() {
			item.Post.Parameters[len(item.Post.Parameters)-1].Required = true
		}
	}
	for _, schema := range o.Components.Schemas.Map() {
		for _, p := range schema.Properties {
			p.Nullable = p.Nullable && p.Type != huma.TypeArray // a list without items is empty, or left out
		}
	}
	for _, unused := range []string{"ErrorModel", "ErrorDetail"} { // of huma's own answers, which there are none of
		delete(o.Components.Schemas.Map(), unused)
	}
	var err error
	if s.spec, err = json.MarshalIndent(o, "", " "); err != nil {
		return fmt.Errorf("api: description: %w", err)
	}
	s.specTag = tagOf(s.spec)
	if s.docs, err = s.page(); err != nil {
		return fmt.Errorf("api: readable page: %w", err)
	}
	s.echo.GET(PathOpenAPI, s.sendSpec)
	s.echo.GET(PathDocs, func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, s.docs) })
	return nil
}

func (s *Server) sendSpec(c echo.Context) error {
	c.Response().Header().Set("ETag", s.specTag)
	c.Response().Header().Set("Cache-Control", "no-cache")
	if matches(c.Request().Header.Get("If-None-Match"), s.specTag, true) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, "application/json", s.spec)
}
