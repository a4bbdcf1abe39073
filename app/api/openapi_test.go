package api

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tremplin/app/auth"
)

// openAPISchemas is where `make deps` puts the official schemas of OpenAPI 3.1.
var openAPISchemas = filepath.Join("..", "..", "tools", "npm", "node_modules", "@apidevtools", "openapi-schemas", "schemas", "v3.1")

// baseDialect joins the schema of descriptions to that of the schemas in them.
// The package has such a file (schema-base.json), whose reference is misspelt and
// so checks no schema.
const baseDialect = `{
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"$ref": "https://spec.openapis.org/oas/3.1/schema/2021-04-15",
	"$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": "https://spec.openapis.org/oas/3.1/dialect/base"}}
}`

// official is the schema that a description in OpenAPI 3.1 has to fit.
func official(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler() // formats say nothing in this dialect: "#/components/…" is no URI, and a $ref
	here := os.DirFS(openAPISchemas)
	for _, name := range []string{"schema.json", "dialect/base.schema.json", "meta/base.schema.json"} {
		b, err := fs.ReadFile(here, name)
		if err != nil {
			t.Fatalf("the schema of OpenAPI is not here (%v): `make deps` fetches it", err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(name, err)
		}
		id, _ := doc.(map[string]any)["$id"].(string)
		if err := c.AddResource(id, doc); err != nil {
			t.Fatal(name, err)
		}
	}
	base, err := jsonschema.UnmarshalJSON(strings.NewReader(baseDialect))
	if err != nil {
		t.Fatal(err)
	}
	const name = "https://tremplin.test/openapi-3.1.json"
	if err := c.AddResource(name, base); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTheDescriptionIsOpenAPI holds the description, and each schema in it, to
// the official schema; and sees that one that is none does not fit.
func TestTheDescriptionIsOpenAPI(t *testing.T) {
	w := ended(t)
	schema, served := official(t), w.nobody().get(PathOpenAPI).is(http.StatusOK).body
	for _, c := range []struct {
		name, was, is string // what is changed
		fits          bool
	}{
		{"as served", "", "", true},
		{"another version", `"openapi": "3.1.0"`, `"openapi": "3.0.3"`, false},
		{"a parameter nowhere", `"in": "path"`, `"in": "road"`, false},
		{"an unknown key", `"operationId":`, `"operationID":`, false},
		{"a schema of an unknown type", `"type": "string"`, `"type": "text"`, false},
		{"a flag in words", `"additionalProperties": false`, `"additionalProperties": "no"`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(served, c.was, c.is, 1)
			if c.was != "" && text == served {
				t.Fatalf("%s is nowhere", c.was)
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); (err == nil) != c.fits {
				t.Errorf("fits: %v, want %v: %v", err == nil, c.fits, err)
			}
		})
	}
}

// TestWhatTheDescriptionNames: each reference leads somewhere, each schema is one,
// and each example is an example of it.
func TestWhatTheDescriptionNames(t *testing.T) {
	p := promisesOf(t, ended(t).handle)
	var refs, schemas, examples int
	walk(p.doc, "#", func(place string, x map[string]any) {
		if ref, is := x["$ref"].(string); is {
			refs++
			if there, _ := p.find(ref); there == nil {
				t.Errorf("%s: %s leads nowhere", place, ref)
			}
		}
		if x["schema"] != nil {
			schemas++
			if _, err := p.schema(place + "/schema"); err != nil {
				t.Error(err)
			}
		}
		given, _ := x["examples"].([]any)
		for _, one := range given {
			examples++
			if s, err := p.schema(place); err != nil {
				t.Error(err)
			} else if err := s.Validate(one); err != nil {
				t.Errorf("%s: its example: %v", place, err)
			}
		}
	})
	components := p.doc["components"].(map[string]any)["schemas"].(map[string]any)
	for name := range components {
		if _, err := p.schema("#/components/schemas/" + name); err != nil {
			t.Error(err)
		}
	}
	if refs < 100 || schemas < 300 || examples < 5 || len(components) < 30 {
		t.Errorf("%d references, %d schemas, %d examples, %d components: most were not found", refs, schemas, examples, len(components))
	}
}

// walk goes to every object of a document.
func walk(v any, place string, f func(place string, x map[string]any)) {
	switch x := v.(type) {
	case map[string]any:
		f(place, x)
		for key, y := range x {
			walk(y, place+"/"+escaped(key), f)
		}
	case []any:
		for i, y := range x {
			walk(y, fmt.Sprintf("%s/%d", place, i), f)
		}
	}
}

// TestOperationsTellTheirAnswers: a name and a sentence, what is answered where it
// goes well, and by a problem each refusal that there can be.
func TestOperationsTellTheirAnswers(t *testing.T) {
	p := promisesOf(t, ended(t).handle)
	ids := map[string]bool{}
	for at, op := range p.all() {
		id, _ := op["operationId"].(string)
		if summary, _ := op["summary"].(string); id == "" || ids[id] || summary == "" {
			t.Errorf("%s %s: operationId %q, summary %q", at.method, at.path, id, summary)
		}
		ids[id] = true
		answers := op["responses"].(map[string]any)
		if !slices.ContainsFunc(slices.Collect(maps.Keys(answers)), func(s string) bool { return s[0] == '2' }) {
			t.Errorf("%s never goes well", id)
		}
		for _, status := range refusals(at, op) {
			if answers[status] == nil {
				t.Errorf("%s does not tell of %s", id, status)
			}
		}
		for status := range answers {
			there, _ := p.find(at.place + "/responses/" + status)
			content, _ := there.(map[string]any)["content"].(map[string]any)
			switch {
			case status == "304" && len(content) > 0, status[0] == '2' && len(content) == 0:
				t.Errorf("%s: %s has the content %v", id, status, content)
			case status[0] >= '4' && content["application/problem+json"] == nil:
				t.Errorf("%s: %s is no problem", id, status)
			}
		}
		if at.method == http.MethodGet && answers["428"] != nil {
			t.Errorf("%s reads, and wants If-Match", id)
		}
	}
	if len(ids) < 150 {
		t.Errorf("%d operations", len(ids))
	}
}

// refusals are the statuses of the problems that an operation can answer with, by
// what it takes.
func refusals(at spot, op map[string]any) []string {
	out := []string{"401", "404", "429", "500", "503"}
	if at.method == http.MethodPost {
		out = append(out, "403", "409", "412", "413", "415", "422")
	}
	given, _ := op["parameters"].([]any)
	for _, x := range given {
		p := x.(map[string]any)
		switch {
		case p["name"] == "If-Match" && p["required"] == true:
			out = append(out, "428")
		case slices.Contains([]any{"limit", "cursor", "format"}, p["name"]):
			out = append(out, "422")
		}
	}
	return out
}

// TestPromisesAreKept: what a description does not say is found in an answer.
func TestPromisesAreKept(t *testing.T) {
	p := promisesOf(t, ended(t).handle)
	const (
		list, file, act = pathCalls, dossier + "/files/1/content", award
		done            = `{"state": "awarded", "etag": "\"x\"", "on": "tiny-2025.a", "events": 1}`
		no              = `{"type": "about:blank", "title": "Conflict", "status": 409, "detail": "No.", "kind": "refused", "code": "state"}`
		jsonType        = "application/json"
		problemType     = "application/problem+json"
	)
	for _, c := range []struct {
		name, method, path, kind string
		status                   int
		body                     string
		kept                     bool
	}{
		{"an empty list", http.MethodGet, list, jsonType, 200, `{"items": []}`, true},
		{"an act", http.MethodPost, act, jsonType, 200, done, true},
		{"a refusal", http.MethodPost, act, problemType, 409, no, true},
		{"the same again", http.MethodGet, list, "", 304, ``, true},
		{"bytes of any kind", http.MethodGet, file, "image/png", 200, "\x89PNG", true},
		{"a file of JSON", http.MethodGet, file, jsonType, 200, `[`, true},
		{"nowhere", http.MethodGet, Prefix + "/nowhere", problemType, 404, strings.Replace(no, "refused", "not_found", 1), true},

		{"nowhere, and a yes", http.MethodGet, Prefix + "/nowhere", jsonType, 200, `{}`, false},
		{"nowhere, and no problem", http.MethodGet, Prefix + "/nowhere", problemType, 404, `{}`, false},
		{"another status", http.MethodPost, act, jsonType, 202, done, false},
		{"another media type", http.MethodPost, act, "text/html", 200, done, false},
		{"a problem as plain JSON", http.MethodPost, act, jsonType, 409, no, false},
		{"no media type", http.MethodPost, act, "", 200, done, false},
		{"an unknown field", http.MethodPost, act, jsonType, 200, strings.Replace(done, "{", `{"colour": "red", `, 1), false},
		{"a field too few", http.MethodPost, act, jsonType, 200, `{"state": "awarded"}`, false},
		{"another type", http.MethodPost, act, jsonType, 200, strings.Replace(done, `1}`, `"1"}`, 1), false},
		{"an unknown kind", http.MethodPost, act, problemType, 409, strings.Replace(no, "refused", "nope", 1), false},
		{"no list", http.MethodGet, list, jsonType, 200, `{"items": null}`, false},
		{"half a list", http.MethodGet, list, jsonType, 200, `{"items": [`, false},
		{"nothing", http.MethodGet, list, jsonType, 200, ``, false},
		{"the same again, sent again", http.MethodGet, list, jsonType, 304, `{"items": []}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil)
			err := p.kept(r, c.status, http.Header{"Content-Type": {c.kind}}, []byte(c.body))
			if (err == nil) != c.kept {
				t.Errorf("kept: %v, want %v: %v", err == nil, c.kept, err)
			}
		})
	}
}

// TestWhatIsTakenIsDescribed: a body that was taken, and by the description should
// not have been, is found.
func TestWhatIsTakenIsDescribed(t *testing.T) {
	p := promisesOf(t, ended(t).handle)
	const jsonType = "application/json; charset=utf-8"
	for _, c := range []struct {
		name, path, kind string
		status           int
		body             string
		described        bool
	}{
		{"an award", award, jsonType, 200, `{"amount": "12000.00", "reasons": "Oui."}`, true},
		{"an act that takes nothing of need", dossier + "/actions/withdraw", jsonType, 200, ``, true},
		{"nonsense, and refused", award, jsonType, 422, `{"colour": "red"}`, true},
		{"a file", dossier + "/files/actions/attach", "multipart/form-data; boundary=x", 201, `--x--`, true},

		{"an unknown field", award, jsonType, 200, `{"amount": "12000.00", "reasons": "Oui.", "colour": "red"}`, false},
		{"a field too few", award, jsonType, 200, `{"amount": "12000.00"}`, false},
		{"a thousandth", award, jsonType, 200, `{"amount": "12000.001", "reasons": "Oui."}`, false},
		{"a thousandth, as a number", award, jsonType, 200, `{"amount": 12000.001, "reasons": "Oui."}`, false},
		{"nothing, where something is needed", award, jsonType, 200, ` `, false},
		{"JSON, where a file is needed", dossier + "/files/actions/attach", jsonType, 201, `{}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.path, nil)
			r.Header.Set("Content-Type", c.kind)
			if err := p.taken(r, c.status, []byte(c.body)); (err == nil) != c.described {
				t.Errorf("described: %v, want %v: %v", err == nil, c.described, err)
			}
		})
	}
}

// TestTheReadablePageLeadsSomewhere: each link within it, and it is the same
// whenever it is made.
func TestTheReadablePageLeadsSomewhere(t *testing.T) {
	w := ended(t)
	page := w.nobody().get(PathDocs).is(http.StatusOK).body
	links := regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1)
	for _, link := range links {
		if !strings.Contains(page, `id="`+link[1]+`"`) {
			t.Errorf("#%s leads nowhere", link[1])
		}
	}
	if len(links) < 150 || !strings.Contains(page, "<code>application/pdf</code>") || !strings.Contains(page, "<code>application/json</code>, <code>application/vnd.openxmlformats") {
		t.Errorf("%d links, or a media type is missing", len(links))
	}
	for range 5 {
		w.serve(Options{})
		if w.nobody().get(PathDocs).body != page {
			t.Fatal("another page each time")
		}
	}
}

// TestATokenThatDoesNotHoldIsToldSo also where nobody needs one.
func TestATokenThatDoesNotHoldIsToldSo(t *testing.T) {
	w := ended(t)
	for _, path := range []string{Prefix + "/public/calls", Prefix + "/public/calls/tiny-2025"} {
		w.nobody().get(path).is(http.StatusOK)
		w.nobody().with("Authorization", "Bearer "+auth.TokenPrefix+"guess").get(path).refuses(http.StatusUnauthorized, "unauthenticated/token")
	}
}
