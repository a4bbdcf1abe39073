package ui

import (
	"slices"
	"strings"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// Posted is a form that came back.
type Posted struct {
	Values   map[string]any     // raw, as workflow's binder takes them
	Typed    Typed              // as it was typed, without empty rows: places agree with Values
	Problems []workflow.Problem // what the binder cannot see, such as a value without its name
}

// Read turns a posted form into the raw nested values that workflow's binder
// takes. What was left empty is left out, unless the form showed something
// there: then it is given as empty, and means that it was taken away.
func Read(l locale.Language, fields []workflow.Field, posted map[string][]string) map[string]any {
	return Bind(l, fields, posted).Values
}

// Bind is Read, with what is to be shown again if the answer is no.
func Bind(l locale.Language, fields []workflow.Field, posted map[string][]string) Posted {
	r := reader{l: l, in: posted, out: Typed{}, had: posted[nameHad]}
	r.values, _ = r.object(fields, "", "")
	if len(r.had) > 0 {
		r.out[nameHad] = r.had
	}
	return Posted{Values: r.values, Typed: r.out, Problems: r.problems}
}

type reader struct {
	l        locale.Language
	in, out  Typed
	had      []string
	values   map[string]any
	problems []workflow.Problem
}

// object reads what is posted under one path; what is kept of it is written
// under another, as rows before it may have gone.
func (r *reader) object(fields []workflow.Field, from, to string) (map[string]any, bool) {
	out := map[string]any{}
	for _, f := range fields {
		a, b := under(from, f.Name), under(to, f.Name)
		v, ok := r.field(f, a, b)
		switch {
		case ok:
			out[f.Name] = v
		case !slices.Contains(r.had, a):
		case many(f):
			out[f.Name] = []any{}
		case f.Kind == workflow.KindMap:
			out[f.Name] = map[string]any{}
		default:
			out[f.Name] = ""
		}
	}
	return out, len(out) > 0
}

func (r *reader) field(f workflow.Field, from, to string) (any, bool) {
	switch {
	case f.Kind == workflow.KindMap:
		return r.pairs(f, from, to)
	case f.Kind == workflow.KindObject && f.Many:
		return r.rows(f, from, to)
	case f.Kind == workflow.KindObject:
		return r.object(f.Of, from, to)
	case many(f):
		return r.list(f, from, to)
	default:
		return r.scalar(f, from, to)
	}
}

func (r *reader) scalar(f workflow.Field, from, to string) (any, bool) {
	typed, ok := r.in[from]
	if !ok {
		return nil, false
	}
	r.out[to] = typed
	s := canonical(r.l, f.Kind, r.in.One(from))
	return s, s != ""
}

func (r *reader) list(f workflow.Field, from, to string) (any, bool) {
	var out []any
	for i, s := range r.in.list(from) {
		r.out[at(to, i)] = []string{s}
		out = append(out, canonical(r.l, f.Kind, s))
	}
	return out, len(out) > 0
}

func (r *reader) rows(f workflow.Field, from, to string) (any, bool) {
	var out []any
	for _, n := range r.in.Rows(from) {
		row := at(to, len(out))
		r.forget(row)
		m, ok := r.object(f.Of, at(from, n), row)
		if !ok {
			r.forget(row)
			continue
		}
		r.out[under(row, nameRow)] = []string{"1"}
		out = append(out, m)
	}
	return out, len(out) > 0
}

// forget drops what an empty row left behind.
func (r *reader) forget(path string) {
	for name := range r.out {
		if strings.HasPrefix(name, path+".") {
			delete(r.out, name)
		}
	}
}

func (r *reader) pairs(f workflow.Field, from, to string) (any, bool) {
	out := map[string]any{}
	n := 0
	for _, i := range r.in.Rows(from) {
		row := at(to, n)
		key := strings.TrimSpace(r.in.One(under(at(from, i), "key")))
		v, ok := r.scalar(f.Of[0], under(at(from, i), "value"), under(row, "value"))
		if !ok && key == "" {
			delete(r.out, under(row, "value"))
			continue
		}
		r.out[under(row, "key")] = []string{key}
		n++
		_, twice := out[key]
		switch {
		case ok && (key == "" || twice):
			r.problems = append(r.problems, workflow.Problem{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: under(row, "key"), Facts: map[string]any{"field": under(row, "key")}})
		case ok:
			out[key] = v
		}
	}
	return out, len(out) > 0
}

// canonical is what was typed as the engine reads it. What it cannot read it
// gives as it is, for the engine to refuse.
func canonical(l locale.Language, kind, s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.TrimSpace(s) == "" {
		return ""
	}
	switch kind {
	case workflow.KindMoney, workflow.KindNumber:
		return locale.Typed(l, s)
	case workflow.KindInteger:
		if n := locale.Typed(l, s); strings.Trim(n, "0123456789") == "" {
			return n
		}
	case workflow.KindDate:
		return date(s)
	case workflow.KindMoment:
		return moment(s)
	}
	return s
}

var dayLayouts = []string{"2/1/2006", "2-1-2006", "2.1.2006", "2 1 2006", "2006-01-02"}

func date(s string) string {
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return s
}

// moment reads also a day and a time as people write them: "31/10/2023 17:00".
func moment(s string) string {
	day, clock, ok := strings.Cut(strings.NewReplacer(",", " ", "  ", " ").Replace(strings.TrimSpace(s)), " ")
	if !ok || !strings.Contains(clock, ":") {
		return s
	}
	if _, err := time.Parse("15:04", strings.TrimSpace(clock)); err != nil || date(day) == day {
		return s
	}
	return date(day) + "T" + strings.TrimSpace(clock)
}
