package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// promises are what the description says of each operation's answers. A schema is
// compiled when it is first needed, and once.
type promises struct {
	doc        map[string]any
	operations *http.ServeMux // by method and address
	mu         sync.Mutex
	compiler   *jsonschema.Compiler
	compiled   map[string]*jsonschema.Schema // by their place
}

// specURL is the description's name among schemas.
const specURL = "https://tremplin.test" + PathOpenAPI

// promised keeps what was read of a description, by its ETag: most worlds have
// the same.
var promised sync.Map

// promisesOf reads the description that a handler serves.
func promisesOf(t testing.TB, h http.Handler) *promises {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, PathOpenAPI, nil))
	tag := rec.Header().Get("ETag")
	if p, known := promised.Load(tag); known {
		return p.(*promises)
	}
	doc, err := jsonschema.UnmarshalJSON(rec.Body)
	if err != nil {
		t.Fatal("the description:", err)
	}
	p := &promises{doc: doc.(map[string]any), operations: http.NewServeMux(), compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	p.compiler.DefaultDraft(jsonschema.Draft2020)
	p.compiler.AssertFormat()
	if err := p.compiler.AddResource(specURL, doc); err != nil {
		t.Fatal("the description:", err)
	}
	for at := range p.all() {
		p.operations.HandleFunc(at.method+" "+at.path, func(http.ResponseWriter, *http.Request) {})
	}
	promised.Store(tag, p)
	return p
}

// spot is an operation: where it is served, and where it is described.
type spot struct{ method, path, place string }

// all are the operations with what is said of them.
func (p *promises) all() func(yield func(spot, map[string]any) bool) {
	return func(yield func(spot, map[string]any) bool) {
		for path, item := range p.doc["paths"].(map[string]any) {
			for method, op := range item.(map[string]any) {
				at := spot{strings.ToUpper(method), path, "#/paths/" + escaped(path) + "/" + method}
				if !yield(at, op.(map[string]any)) {
					return
				}
			}
		}
	}
}

// escaped is a key as a JSON pointer names it (RFC 6901).
func escaped(key string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(key) }

// find is what a pointer leads to, through references, and where that is; nil if
// it leads nowhere.
func (p *promises) find(place string) (there any, at string) {
	there = p.doc
	for key := range strings.SplitSeq(strings.TrimPrefix(place, "#/"), "/") {
		key = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
		switch x := there.(type) {
		case map[string]any:
			there = x[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(x) {
				return nil, ""
			}
			there = x[i]
		default:
			return nil, ""
		}
	}
	if x, is := there.(map[string]any); is {
		if ref, is := x["$ref"].(string); is {
			return p.find(ref)
		}
	}
	return there, place
}

// schema is the schema at a place.
func (p *promises) schema(place string) (*jsonschema.Schema, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.compiled[place]; s != nil {
		return s, nil
	}
	// a pointer in a fragment is escaped as such: {id} is no URL
	s, err := p.compiler.Compile(specURL + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(place))
	if err == nil {
		p.compiled[place] = s
	}
	return s, err
}

// kept reports what an answer says that was not promised; nil if it is as it was.
func (p *promises) kept(r *http.Request, status int, h http.Header, body []byte) error {
	_, pattern := p.operations.Handler(r)
	place := "#/components/responses/Problem" // to whom asks for what there is not
	switch method, path, _ := strings.Cut(pattern, " "); {
	case pattern != "":
		place = "#/paths/" + escaped(path) + "/" + strings.ToLower(method) + "/responses/" + strconv.Itoa(status)
	case status < http.StatusBadRequest:
		return fmt.Errorf("status %d, and no such operation is described", status)
	}
	there, place := p.find(place)
	response, is := there.(map[string]any)
	if !is {
		return fmt.Errorf("status %d is not described", status)
	}
	media, _ := response["content"].(map[string]any)
	if len(media) == 0 {
		if len(body) > 0 {
			return fmt.Errorf("status %d has a body, which is not described", status)
		}
		return nil
	}
	kind, err := mediaKey(media, h.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("status %d: %w", status, err)
	}
	of, _ := media[kind].(map[string]any)
	if kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil
	}
	if of["schema"] == nil {
		return fmt.Errorf("status %d: %s has no schema", status, kind)
	}
	return p.fits(place+"/content/"+escaped(kind)+"/schema", body)
}

// taken reports what was wrong with a body by the description, and was taken; nil
// if nothing was. Bodies of other kinds than JSON say little by a schema.
func (p *promises) taken(r *http.Request, status int, body []byte) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // none: it is no JSON
	if r.Method != http.MethodPost || status >= http.StatusMultipleChoices || kind != "application/json" {
		return nil
	}
	_, pattern := p.operations.Handler(r)
	method, path, _ := strings.Cut(pattern, " ")
	place := "#/paths/" + escaped(path) + "/" + strings.ToLower(method) + "/requestBody"
	there, _ := p.find(place)
	if described, _ := there.(map[string]any); len(bytes.TrimSpace(body)) == 0 {
		if described["required"] == true {
			return errors.New("no body, where one has to be")
		}
		return nil
	}
	return p.fits(place+"/content/"+escaped(kind)+"/schema", body)
}

// mediaKey is the key under which a media type is described: as it is, without its
// parameters, or a range that it is of.
func mediaKey(media map[string]any, said string) (string, error) {
	kind, _, err := mime.ParseMediaType(said)
	if err != nil {
		return "", fmt.Errorf("media type %q: %w", said, err)
	}
	group, _, _ := strings.Cut(kind, "/")
	for _, key := range []string{said, kind, group + "/*", "*/*"} {
		if media[key] != nil {
			return key, nil
		}
	}
	return "", fmt.Errorf("%s is not described", said)
}

// fits holds JSON against the schema at a place.
func (p *promises) fits(place string, body []byte) error {
	s, err := p.schema(place)
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// held is a handler all of whose answers are held against its description.
func held(t testing.TB, h http.Handler) http.Handler {
	t.Helper()
	p := promisesOf(t, h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, sent := &seeing{ResponseWriter: w, status: http.StatusOK}, &bytes.Buffer{}
		asked := r.Clone(r.Context())
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(r.Body, sent), r.Body}
		h.ServeHTTP(seen, r)
		if !strings.HasPrefix(r.URL.Path, Prefix+"/") {
			return
		}
		if err := p.kept(r, seen.status, w.Header(), seen.body.Bytes()); err != nil {
			t.Errorf("%s %s is not answered as described: %v\n%s", r.Method, r.URL.Path, err, seen.body.Bytes())
		}
		if err := p.taken(asked, seen.status, sent.Bytes()); err != nil {
			t.Errorf("%s %s takes what is not described: %v\n%s", r.Method, r.URL.Path, err, sent.Bytes())
		}
	})
}

// seeing keeps what is answered.
type seeing struct {
	http.ResponseWriter

	status int
	body   bytes.Buffer
}

func (s *seeing) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

func (s *seeing) Write(b []byte) (int, error) {
	s.body.Write(b)
	return s.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (s *seeing) Unwrap() http.ResponseWriter { return s.ResponseWriter }
