package locale

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// pattern is a text with holes. {name|format:argument} prints a fact, and
// [a part in brackets] is left out unless all its facts are there. No logic
// fits in: who translates needs to see a sentence.
type pattern struct {
	parts []part
	count string // the fact whose number chooses the plural: the first with format n
}

type part struct {
	text     string
	hole     *hole
	optional []part
}

type hole struct{ name, format, arg string }

func parsePattern(s string) (*pattern, error) {
	p := &pattern{}
	rest, err := p.parse(s, &p.parts, false)
	if err == nil && rest != "" {
		err = fmt.Errorf("closes what it did not open: %q", rest)
	}
	return p, err
}

// parse reads up to the end, or up to the bracket that closes.
func (p *pattern) parse(s string, out *[]part, inside bool) (string, error) {
	for s != "" {
		i := strings.IndexAny(s, "{[]")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			*out = append(*out, part{text: s[:i]})
			s = s[i:]
			continue
		}
		var err error
		switch s[0] {
		case '{':
			s, err = p.open(s[1:], out)
		case '[':
			if inside {
				return "", errors.New("brackets do not nest")
			}
			var in []part
			s, err = p.parse(s[1:], &in, true)
			*out = append(*out, part{optional: in})
		default:
			if !inside {
				return s, nil
			}
			return s[1:], nil
		}
		if err != nil {
			return "", err
		}
	}
	if inside {
		return "", errors.New("a bracket stays open")
	}
	return "", nil
}

func (p *pattern) open(s string, out *[]part) (string, error) {
	in, rest, ok := strings.Cut(s, "}")
	name, format, _ := strings.Cut(in, "|")
	format, arg, _ := strings.Cut(format, ":")
	if !ok || name == "" || !slices.Contains(formats, format) {
		return "", fmt.Errorf("no such placeholder: {%s}", in)
	}
	if format == "n" && p.count == "" {
		p.count = name
	}
	*out = append(*out, part{hole: &hole{name, format, arg}})
	return rest, nil
}

// holes lists the placeholders, as they are written, those in brackets too.
func (p *pattern) holes() []string { return holesOf(p.parts) }

func holesOf(parts []part) (out []string) {
	for _, x := range parts {
		if x.hole != nil {
			out = append(out, x.hole.name+"|"+x.hole.format+":"+x.hole.arg)
		}
		out = append(out, holesOf(x.optional)...)
	}
	return out
}

// data is what a pattern is filled with.
type data struct {
	language Language
	facts    map[string]any
}

// parser hands our patterns to go-i18n, which keeps what it has parsed.
type parser struct{}

func (parser) Cacheable() bool { return true }

func (parser) Parse(src, _, _ string) (template.ParsedTemplate, error) { return parsePattern(src) }

var errMissing = errors.New("locale: a fact is missing that the text needs")

// Execute fills the pattern. A fact that is missing outside brackets is an error.
func (p *pattern) Execute(with any) (string, error) {
	d, ok := with.(data)
	if !ok {
		return "", errors.New("locale: not the data of a pattern")
	}
	var b strings.Builder
	for _, x := range p.parts {
		switch {
		case x.hole != nil:
			s, there := x.hole.print(d)
			if !there {
				return "", errMissing
			}
			b.WriteString(s)
		case x.optional != nil:
			b.WriteString(fillAll(x.optional, d))
		default:
			b.WriteString(x.text)
		}
	}
	return b.String(), nil
}

// fillAll is the filled parts, or nothing where a fact is missing.
func fillAll(parts []part, d data) string {
	var b strings.Builder
	for _, x := range parts {
		s := x.text
		if x.hole != nil {
			var there bool
			if s, there = x.hole.print(d); !there {
				return ""
			}
		}
		b.WriteString(s)
	}
	return b.String()
}

// print prints the hole's fact; false where it is missing or says nothing.
func (h *hole) print(d data) (string, bool) {
	v, ok := d.facts[h.name]
	if !ok || v == nil {
		return "", false
	}
	s := show(d, v, h.format, h.arg)
	return s, s != ""
}
