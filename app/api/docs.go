package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsTemplate string

// pageOf is what the readable page shows: the description, in the order of
// addresses, without any request to elsewhere.
type pageOf struct {
	Title, Style string
	Intro        []template.HTML
	Tags         []tagSection
	Schemas      []schemaSection
}

type tagSection struct {
	Name, Text string
	Ops        []opSection
}

type opSection struct {
	ID, Method, Path, Summary string
	Text                      []template.HTML
	Params                    []*huma.Param
	Body, Answer              string   // Answer: the name of a schema
	Kinds                     []string // media types of what has none
	Status                    string
}

type schemaSection struct{ Name, JSON string }

func (s *Server) page() ([]byte, error) {
	t, err := template.New("docs").Parse(docsTemplate)
	if err != nil {
		return nil, err
	}
	o := s.huma.OpenAPI()
	m := pageOf{Title: o.Info.Title + " API", Style: s.Style, Intro: paragraphs(o.Info.Description)}
	for _, tag := range o.Tags {
		section := tagSection{Name: tag.Name, Text: tag.Description}
		for _, path := range slices.Sorted(maps.Keys(o.Paths)) {
			for _, op := range []*huma.Operation{o.Paths[path].Get, o.Paths[path].Post} {
				if op == nil || !slices.Contains(op.Tags, tag.Name) {
					continue
				}
				shown, err := sectionOf(op)
				if err != nil {
					return nil, err
				}
				section.Ops = append(section.Ops, shown)
			}
		}
		m.Tags = append(m.Tags, section)
	}
	schemas := o.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		b, err := json.MarshalIndent(schemas[name], "", "  ")
		if err != nil {
			return nil, err
		}
		m.Schemas = append(m.Schemas, schemaSection{name, string(b)})
	}
	var b bytes.Buffer
	err = t.Execute(&b, m)
	return b.Bytes(), err
}

func sectionOf(op *huma.Operation) (opSection, error) {
	out := opSection{ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, Text: paragraphs(op.Description), Params: op.Parameters}
	if op.RequestBody != nil {
		for _, m := range op.RequestBody.Content {
			b, err := json.MarshalIndent(m.Schema, "", "  ")
			if err != nil {
				return out, err
			}
			out.Body = string(b)
		}
	}
	for _, status := range []string{"200", "201"} {
		r := op.Responses[status]
		if r == nil {
			continue
		}
		out.Status = status
		for _, kind := range slices.Sorted(maps.Keys(r.Content)) {
			if s := r.Content[kind].Schema; s != nil && s.Ref != "" {
				out.Answer = strings.TrimPrefix(s.Ref, "#/components/schemas/")
			} else {
				out.Kinds = append(out.Kinds, kind)
			}
		}
	}
	return out, nil
}

// paragraphs are the description's text as HTML: of its marks there are only
// `code`, **strong** and lists.
func paragraphs(text string) []template.HTML {
	var out []template.HTML
	for block := range strings.SplitSeq(text, "\n\n") {
		block = strings.TrimSpace(block)
		switch {
		case block == "":
		case strings.HasPrefix(block, "- "):
			var b strings.Builder
			b.WriteString("<ul>")
			for line := range strings.SplitSeq(block, "\n") {
				b.WriteString("<li>" + marked(strings.TrimPrefix(line, "- ")) + "</li>")
			}
			out = append(out, template.HTML(b.String()+"</ul>")) //nolint:gosec // escaped by marked
		default:
			out = append(out, template.HTML("<p>"+marked(block)+"</p>")) //nolint:gosec // escaped by marked
		}
	}
	return out
}

func marked(s string) string {
	s = template.HTMLEscapeString(s)
	for _, m := range []struct{ mark, open, end string }{{"**", "<strong>", "</strong>"}, {"`", "<code>", "</code>"}} {
		for strings.Count(s, m.mark) > 1 {
			s = strings.Replace(strings.Replace(s, m.mark, m.open, 1), m.mark, m.end, 1)
		}
	}
	return s
}
