package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"tremplin/app/auth"
	"tremplin/workflow"
)

// cast is somebody of each role, and who tries.
var cast = []string{"off", "dir", "dg", "fin", "ed_alfa", "sig_alfa", "sig_beta", "sig_asbl", "chair", "jury1", "audit", "adm"}

// visited are all addresses under /api/v1, in the order of their paths.
func (w *world) visited() []*echo.Route {
	var out []*echo.Route
	for _, r := range w.api.Routes() {
		if strings.HasPrefix(r.Path, Prefix) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *echo.Route) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return out
}

// parts are what addresses name in tiny-2025.
var parts = map[string]string{"sheets": "jury1", "members": "jury1", "parties": "asbl"}

// filled is an address about the scenario's things, or about a stranger's.
func filled(pattern string, stranger bool) string {
	segments := strings.Split(pattern, "/")
	for i, s := range segments {
		switch {
		case s == ":id" && stranger:
			segments[i] = map[string]string{"calls": "nowhere-1999", "submissions": "tiny-2025.nobody"}[segments[i-1]]
			if segments[i] == "" {
				segments[i] = "stranger"
			}
		case s == ":id":
			segments[i] = map[string]string{"calls": "tiny-2025", "submissions": "tiny-2025.a", "people": "jury1", "organisations": "alfa"}[segments[i-1]]
		case s == ":n":
			if segments[i] = parts[segments[i-1]]; segments[i] == "" {
				segments[i] = "1"
			}
		case s == ":language":
			segments[i] = "fr"
		}
	}
	return strings.Join(segments, "/")
}

func isPublic(path string) bool { return strings.HasPrefix(path, Prefix+"/public/") }

// nonsense is a body that no act takes: it is refused by the binder, after role,
// state and guards, and so tells without doing anything whether an act could be
// done.
const nonsense = `{"no_such_field": 1}`

// TestEveryRouteByEveryRole tries every address as everybody, in several states of
// the edition: what may not be seen is not there, what is offered is what is
// answered, and nothing breaks.
func TestEveryRouteByEveryRole(t *testing.T) {
	for _, c := range []struct {
		name, do string
		by       []string
		world    func(*testing.T, string, int) *world
	}{
		{"writing", "submission.submit", []string{"off", "ed_alfa", "sig_asbl", "sig_beta"}, begun},
		{"deciding", "submission.award", cast, begun},
		{"paying", "instalment.pay", []string{"off", "dir", "fin", "sig_alfa"}, begun},
		{"writing, on Postgres", "submission.submit", []string{"off", "ed_alfa", "sig_asbl", "sig_beta"}, onPostgres},
		{"deciding, on Postgres", "submission.award", []string{"off", "ed_alfa", "sig_beta", "sig_asbl", "chair", "jury1", "adm"}, onPostgres},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := c.world(t, c.do, 1)
			before := w.as("off").get(theCall + "/events").body
			for _, r := range w.visited() {
				w.signedOut(r)
				w.strangers(r)
				for _, who := range c.by {
					w.tried(r, who)
				}
			}
			if w.as("off").get(theCall+"/events").body != before {
				t.Error("something was done")
			}
		})
	}
}

func (w *world) signedOut(r *echo.Route) {
	w.Helper()
	path := filled(r.Path, false)
	got := w.nobody().with("Content-Type", "application/json").send(r.Method, path, nil)
	if isPublic(r.Path) {
		if got.status != http.StatusOK && got.status != http.StatusNotFound {
			got.is(http.StatusOK)
		}
		return
	}
	got.refuses(http.StatusUnauthorized, "unauthenticated/signed_out")
}

// strangers: whatever there is not answers as what may not be seen, but for acts
// that nobody's token does.
func (w *world) strangers(r *echo.Route) {
	w.Helper()
	if !strings.Contains(r.Path, ":id") {
		return
	}
	c := w.as("off").with("If-Match", "*").with("Content-Type", "application/json")
	got := c.send(r.Method, filled(r.Path, true), []byte(nonsense))
	if r.Method == http.MethodPost && slices.ContainsFunc(w.api.acts, func(a *act) bool {
		return a.stepUp && a.path == strings.NewReplacer(":id", "{id}", ":n", "{n}").Replace(r.Path)
	}) {
		got.refuses(http.StatusForbidden, "forbidden/step_up")
		return
	}
	got.refuses(http.StatusNotFound, "not_found/not_found")
}

// tried is one address as one person.
func (w *world) tried(r *echo.Route, who string) {
	w.Helper()
	path := filled(r.Path, false)
	c := w.as(who)
	if r.Method == http.MethodGet {
		if strings.HasSuffix(path, "/search") {
			path += "?q=Projet"
		}
		got := c.get(path)
		switch got.status {
		case http.StatusOK:
			if tag := got.tag(); tag == "" || c.with("If-None-Match", tag).get(path).status != http.StatusNotModified {
				w.Errorf("%s as %s: the same again is not 304", path, who)
			}
		default:
			got.refuses(http.StatusNotFound, "not_found/not_found")
		}
		return
	}
	c = c.with("Content-Type", "application/json")
	if strings.Contains(r.Path, ":id") { // else it is of nothing that could have changed
		c = c.with("If-Match", "*")
	}
	got := c.send(r.Method, path, []byte(nonsense))
	w.agrees(r, who, path, got)
	if got.status == http.StatusUnprocessableEntity && !w.bent[path] {
		w.bent[path] = true
		c.with("If-Match", `"stale"`).send(r.Method, path, []byte(nonsense)).refuses(http.StatusPreconditionFailed, "conflict/stale")
		c.send(r.Method, path, append(bytes.Repeat([]byte(" "), MaxBody), nonsense...)).refuses(http.StatusRequestEntityTooLarge, "invalid/too_large")
	}
}

// agrees: what the list of actions says is what the act answers.
func (w *world) agrees(r *echo.Route, who, path string, got reply) {
	w.Helper()
	var p Problem
	if err := json.Unmarshal([]byte(got.body), &p); err != nil {
		w.Fatalf("%s: %v\n%s", path, err, got.body)
	}
	said := p.Kind + "/" + p.Code
	o := w.offerOf(who, path)
	switch {
	case o == nil:
		if said != "forbidden/role" && said != "not_found/not_found" && said != "not_found/action" && said != "forbidden/step_up" {
			w.Errorf("%s as %s: not offered, and answers %s", path, who, got.body)
		}
	case o.Possible:
		if said != "invalid/unknown_field" && (said != "invalid/media" || !strings.HasSuffix(r.Path, "/attach")) {
			w.Errorf("%s as %s: offered, and answers %s", path, who, got.body)
		}
	default:
		// what no input passes is found by an example, which nonsense is not
		if want := o.Refusal.Kind + "/" + o.Refusal.Code; said != want && said != "invalid/unknown_field" {
			w.Errorf("%s as %s: offered as %s, and answers %s", path, who, want, got.body)
		}
	}
}

// offerOf is what the lists of actions say of an address; nil if nothing.
func (w *world) offerOf(who, path string) *Action {
	w.Helper()
	rest, _ := strings.CutPrefix(path, Prefix+"/")
	s := strings.Split(rest, "/")
	list := Prefix + "/actions"
	if len(s) > 1 {
		list = Prefix + "/" + s[0] + "/" + s[1] + "/actions"
	}
	known, asked := w.lists[who+list]
	if !asked {
		if got := w.as(who).get(list); got.status != http.StatusNotFound {
			known = read[List[Action]](got.is(http.StatusOK)).Items
		}
		w.lists[who+list] = known
	}
	for _, a := range known {
		if a.Href == path {
			return &a
		}
	}
	return nil
}

// TestTheDescriptionIsWhatIsServed: operations, addresses and tables are the same.
func TestTheDescriptionIsWhatIsServed(t *testing.T) {
	w := ended(t)
	spec := described(t, w)
	served := map[string]bool{}
	for _, r := range w.visited() {
		served[r.Method+" "+r.Path] = true
	}
	ids := map[string]bool{}
	for path, item := range spec.Paths {
		at := strings.NewReplacer("{", ":", "}", "").Replace(path)
		for method, op := range item {
			key := strings.ToUpper(method) + " " + at
			if !served[key] {
				t.Errorf("%s is described and not served", key)
			}
			delete(served, key)
			if ids[op.ID] {
				t.Errorf("%s is there twice", op.ID)
			}
			ids[op.ID] = true
			for s := range strings.SplitSeq(path, "/") {
				name, isParam := strings.CutPrefix(s, "{")
				name = strings.TrimSuffix(name, "}")
				if isParam && !slices.ContainsFunc(op.Parameters, func(p param) bool { return p.Name == name && p.In == "path" && p.Required }) {
					t.Errorf("%s: %s is not described", key, name)
				}
			}
			for _, p := range op.Parameters {
				if p.In == "path" && !strings.Contains(path, "{"+p.Name+"}") {
					t.Errorf("%s has no %s", key, p.Name)
				}
			}
		}
	}
	for key := range served {
		t.Errorf("%s is served and not described", key)
	}
	by := map[string]bool{}
	for _, l := range w.app.Programme().Lifecycles {
		for _, r := range l.Rules {
			id := string(l.Entity) + "." + string(r.Action)
			by[id] = by[id] || slices.ContainsFunc(r.By, human)
		}
	}
	for id, done := range by {
		if got := ids[id] || ids[id+".new"]; got != done {
			t.Errorf("%s: described %v, done by people %v", id, got, done)
		}
	}
	if w.nobody().with("If-None-Match", w.nobody().get(PathOpenAPI).tag()).get(PathOpenAPI).status != http.StatusNotModified {
		t.Error("the description is sent again")
	}
}

type (
	param struct {
		Name, In string
		Required bool
	}
	operation struct {
		ID         string `json:"operationId"`
		Parameters []param
	}
	description struct {
		OpenAPI string
		Paths   map[string]map[string]operation
	}
)

func described(t *testing.T, w *world) description {
	t.Helper()
	b := []byte(w.nobody().get(PathOpenAPI).is(http.StatusOK).body)
	var d description
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(d.OpenAPI, "3.1") || len(d.Paths) < 100 {
		t.Errorf("OpenAPI %q with %d paths", d.OpenAPI, len(d.Paths))
	}
	return d
}

// TestScopesComeFromTheTables: what a director, a signatory of the funder, the
// finance officer, the chair or an administrator does is a decision; what an
// officer or a SISP does is not.
func TestScopesComeFromTheTables(t *testing.T) {
	w := ended(t)
	want := map[string]auth.Scope{
		"submission.award": auth.ScopeDecide, "call.validate": auth.ScopeDecide, "instalment.pay": auth.ScopeDecide, "submission.rank": auth.ScopeDecide,
		"person.grant": auth.ScopeDecide, "submission.update": auth.ScopeWrite, "submission.submit": auth.ScopeWrite, "sheet.seal": auth.ScopeWrite,
		"party.confirm": auth.ScopeWrite, "call.create": auth.ScopeWrite,
	}
	var steps []string
	for _, a := range w.api.acts {
		if s, named := want[a.name()]; named && a.scope != s {
			t.Errorf("%s asks for %s, want %s", a.name(), a.scope, s)
		}
		if a.stepUp {
			steps = append(steps, a.name())
		}
	}
	if !slices.Contains(steps, "submission.sign") || !slices.Contains(steps, "instalment.pay") {
		t.Errorf("the password is asked again for %v", steps)
	}
	if len(content) != slices.IndexFunc(append(slices.Clone(content), ""), func(s string) bool {
		e, a, _ := strings.Cut(s, ".")
		return !w.app.Programme().Knows(workflow.Entity(e), workflow.Action(a))
	}) {
		t.Error("a change of content is in no table")
	}
}
