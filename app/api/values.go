package api

import (
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"tremplin/workflow"
)

// Euros is an amount as JSON carries it: a decimal with two digits, never a float.
type Euros string

// Schema is its description.
func (Euros) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^-?\d+\.\d{2}$`, Description: "Euros", Examples: []any{"62700.00"}}
}

func euros(m workflow.Money) Euros { return Euros(m.String()) }

// some is an amount that is left out where there is none, or none that may be told.
func some(m workflow.Money) Euros {
	if m == 0 {
		return ""
	}
	return euros(m)
}

// Figure is a measured value with at most two decimals: "45", "4.5".
type Figure string

// Schema is its description.
func (Figure) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^\d+(\.\d{1,2})?$`, Examples: []any{"4.5"}}
}

// Day is a day in Brussels.
type Day string

// Schema is its description.
func (Day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Description: "A day in Brussels", Examples: []any{"2023-12-14"}}
}

// Words is a public text in the languages of the law.
type Words struct {
	FR string `json:"fr,omitempty"`
	NL string `json:"nl,omitempty"`
}

func words(w workflow.Words) Words { return Words{w.FR, w.NL} }

// Attendee is somebody who was there: a person known here, or a name.
type Attendee struct {
	Person string `json:"person,omitempty"`
	Name   string `json:"name,omitempty"`
}

func attendees(in []workflow.Attendee) []Attendee {
	return each(in, func(a workflow.Attendee) Attendee { return Attendee{a.Person, a.Name.Body} })
}

// Mandate names the organ that decided.
type Mandate struct {
	Organ     string `json:"organ,omitempty" enum:"board,delegate,arbitration_committee"`
	Date      Day    `json:"date,omitempty"`
	Reference string `json:"reference,omitempty"`
}

func mandate(m workflow.Mandate) Mandate { return Mandate{m.Organ, Day(m.Date), m.Reference} }

// each translates a list; none stays none.
func each[A, B any](in []A, f func(A) B) []B {
	if len(in) == 0 {
		return nil
	}
	out := make([]B, 0, len(in))
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}

// all translates a list that is written even if it is empty.
func all[A, B any](in []A, f func(A) B) []B {
	out := make([]B, 0, len(in))
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}

func bodies(in []workflow.Text) []string {
	return each(in, func(t workflow.Text) string { return t.Body })
}

func texts(in map[string]workflow.Text) map[string]string {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]string, len(in))
	for k, t := range in {
		out[k] = t.Body
	}
	return out
}

// plain makes what a refusal tells ready for JSON: amounts as decimals, times in
// UTC. Facts come from many rules and have no type of their own.
func plain(v any) any {
	switch x := v.(type) {
	case workflow.Money:
		return x.String()
	case workflow.Number:
		return x.String()
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	case map[string]any:
		out := make(map[string]any, len(x))
		for k, y := range x {
			out[k] = plain(y)
		}
		return out
	case []any:
		return all(x, plain)
	case []workflow.Money:
		return all(x, func(m workflow.Money) any { return m.String() })
	default:
		return v
	}
}

// segment is a piece of an address: ids are letters, digits, points and dashes,
// but a person's may be anything.
func segment(id string) string {
	return strings.NewReplacer("%", "%25", "/", "%2F", "?", "%3F", "#", "%23", " ", "%20").Replace(id)
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
