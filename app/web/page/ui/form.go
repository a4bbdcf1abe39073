package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"tremplin/locale"
	"tremplin/workflow"
)

// Option is a value that may be chosen, and what people read for it.
type Option struct {
	Value string
	Text  string
	Note  string // a second line: the organisation of a person
	Group string // under which it stands with others: the axis of an objective
}

// Form is the form of one act. Its inputs follow from the fields; what the
// fields cannot know, such as which people there are, the caller adds by path:
// "members", or with a star for places in lists, "budget.*.category".
type Form struct {
	Lang     locale.Language
	Entity   workflow.Entity
	Action   workflow.Action
	Fields   []workflow.Field
	Values   Typed              // nil: a new form; Show makes it from raw values
	Problems []workflow.Problem // of the answer to what was typed

	ID       string // of the form, and the beginning of its inputs' ids; "form" if empty
	Post     string // where it goes; "" is the page's own address
	Upload   bool   // it carries files
	Submit   string // what the button says; "" is the action's name
	Stop     bool   // the button takes something away
	Also     []Button
	Leave    Link          // a way out, without sending
	Today    workflow.Date // for the date that hints take as an example; "" for none
	Version  string        // the version that the form shows
	Key      string        // says that two sendings are one
	Hidden   []Pair
	Autosave string // where what is typed is kept while it is typed
	Keeps    int    // for so many days; then its ways out are buttons, which keep it without a script
	Saved    string // when it was last kept, "10:42"

	Options map[string][]Option
	Labels  map[string]string
	Hints   map[string]string
	Notes   map[string]string // by path: what nothing refuses of what stands in an input
	Beside  map[string]Button // by path: a button that leads to where one gets what the input takes; it carries the input's name
	Unseen  []string          // paths of inputs that are carried and not shown: ids of rows
	Fixed   map[string]string // lists whose rows stay as they are, each with its field that says which row it is
	Only    []string          // the fields to show, in this order; nil: all
	Partial bool              // a change: nothing has to be there, or only what is Needed
	Needed  []string          // of a change: the fields that must be there in the end; all others are marked. nil: nothing is said
	Sets    []Set             // inputs that stand together under a title
	Nones   map[string]string // what it is to choose nothing of a choice; "" is no answer
	Rows    int               // rows of a list that has to be there, in a new form; 1 if 0
	Cap     workflow.Money    // of a budget: the most that may be asked for
	Floor   workflow.Money    // and the least
	Before  templ.Component
	After   templ.Component
}

// Set are inputs that stand together, drawn where the first of them stands. Their
// names are their own.
type Set struct {
	Name   string // in the id
	Title  string
	Hint   string
	Fields []string
}

// Button is one more way to send a form.
type Button struct {
	Text  string
	Name  string
	Value string
	Stop  bool
}

func (f Form) id() string {
	if f.ID == "" {
		return "form"
	}
	return f.ID
}

func (f Form) submit() string {
	if f.Submit != "" {
		return f.Submit
	}
	return locale.Action(f.Lang, f.Entity, f.Action)
}

func (f Form) shown() []workflow.Field {
	if f.Only == nil {
		return f.Fields
	}
	var out []workflow.Field
	for _, name := range f.Only {
		for _, x := range f.Fields {
			if x.Name == name {
				out = append(out, x)
			}
		}
	}
	return out
}

// starred is a path with a star for each place in a list.
func starred(path string) string {
	steps := strings.Split(path, ".")
	for i, s := range steps {
		if isPlace(s) {
			steps[i] = "*"
		}
	}
	return strings.Join(steps, ".")
}

// isPlace tells a row's number, or what stands for it in a row to come.
func isPlace(s string) bool {
	return s != "" && (strings.Trim(s, "0123456789") == "" || strings.HasPrefix(s, "__"))
}

// bare is a path without places.
func bare(path string) string {
	steps := slices.DeleteFunc(strings.Split(path, "."), isPlace)
	return strings.Join(steps, ".")
}

func (f Form) options(path string) []Option {
	if o, ok := f.Options[path]; ok {
		return o
	}
	return f.Options[starred(path)]
}

// rowName is what a row of a fixed list is about, and what helps with it; an
// option without text for any other.
func (f Form) rowName(row string) Option {
	steps := strings.Split(row, ".")
	list := strings.Join(steps[:len(steps)-1], ".")
	field, fixed := f.Fixed[list]
	if !fixed {
		return Option{}
	}
	value := f.Values.One(under(row, field))
	for _, o := range f.options(under(row, field)) {
		if o.Value == value {
			return o
		}
	}
	return Option{}
}

func (f Form) label(path string) string {
	if s := f.Labels[path]; s != "" {
		return s
	}
	if s := f.Labels[starred(path)]; s != "" {
		return s
	}
	return locale.Label(f.Lang, f.Entity, f.Action, bare(path))
}

// hint helps with a field: the caller's words, those of the site, or how such a
// value is written.
func (f Form) hint(x workflow.Field, path string) string {
	if s, ok := f.Hints[path]; ok {
		return s
	}
	if s, ok := f.Hints[starred(path)]; ok {
		return s
	}
	for _, key := range []string{string(f.Entity) + "." + string(f.Action) + "." + bare(path), x.Name} {
		if locale.Has(f.Lang, "site.hint."+key) {
			return T(f.Lang, "hint."+key)
		}
	}
	switch x.Kind {
	case workflow.KindDate:
		if day := f.example(); day != "" {
			return T(f.Lang, "hint_date", "day", day)
		}
	case workflow.KindMoment:
		return T(f.Lang, "hint_moment")
	case workflow.KindInteger:
		if x.Max > 0 && f.options(path) == nil {
			return T(f.Lang, "hint_range", "min", x.Min, "max", x.Max)
		}
	case workflow.KindPeople:
		return T(f.Lang, "hint_people")
	case workflow.KindText, workflow.KindCode:
		if (limit(x) > 300 || x.Kind == workflow.KindText && (x.Name == "title" || !strings.Contains(path, "."))) && limit(x) < 4000 && f.options(path) == nil {
			return T(f.Lang, "hint_length", "max", limit(x))
		}
	}
	return ""
}

// example is a date that shows how dates are written: the end of a year, never
// past, with a day that is no month; "" where the form knows no today.
func (f Form) example() string {
	t, err := time.Parse(time.DateOnly, string(f.Today))
	if err != nil {
		return ""
	}
	return ShortDate(workflow.DateOf(time.Date(t.AddDate(0, 1, 0).Year(), time.December, 31, 12, 0, 0, 0, time.UTC)))
}

func limit(x workflow.Field) int {
	switch {
	case x.Max > 0:
		return x.Max
	case x.Kind == workflow.KindText:
		return 4000
	default:
		return 200
	}
}

// elementID is the id of an input, a group or a row.
func (f Form) elementID(path string) string {
	return f.id() + "-" + strings.ReplaceAll(path, ".", "-")
}

// had are the fields that the form shows filled: if they come back empty they
// were taken away.
func (f Form) had() []string {
	if kept, ok := f.Values[nameHad]; ok {
		return kept
	}
	if len(f.Problems) > 0 {
		return nil
	}
	var out []string
	for _, x := range f.shown() {
		out = append(out, f.filled(x, x.Name)...)
	}
	slices.Sort(out)
	return out
}

func (f Form) filled(x workflow.Field, path string) []string {
	var out []string
	switch {
	case many(x) || x.Kind == workflow.KindMap:
		if len(f.Values[path]) > 0 || len(f.Values.Rows(path)) > 0 {
			out = append(out, path)
		}
	case x.Kind == workflow.KindObject:
		for _, y := range x.Of {
			out = append(out, f.filled(y, under(path, y.Name))...)
		}
	case f.Values.One(path) != "":
		out = append(out, path)
	}
	return out
}
