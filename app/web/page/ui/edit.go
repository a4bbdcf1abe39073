package ui

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// Edit answers the buttons of a form that send it without meaning the act: one
// more row, a row less, another language. What was typed stays. It reports
// whether it was such a button, and the language to show the form in.
func Edit(l locale.Language, fields []workflow.Field, posted map[string][]string) (t Typed, to locale.Language, edited bool) {
	t = Typed(maps.Clone(posted))
	if add := t.One(NameAdd); add != "" {
		t.add(add)
		edited = true
	}
	if remove := t.One(NameRemove); remove != "" {
		t.remove(remove)
		edited = true
	}
	to = l
	if other, ok := locale.Parse(t.One(NameLang)); ok && t.One(NameLang) != "" {
		t = t.in(fields, l, other)
		to, edited = other, true
	}
	for _, name := range []string{NameAdd, NameRemove, NameLang} {
		delete(t, name)
	}
	return t, to, edited
}

func (t Typed) add(path string) {
	next := 0
	if rows := t.Rows(path); len(rows) > 0 {
		next = rows[len(rows)-1] + 1
	}
	t[under(at(path, next), nameRow)] = []string{"1"}
}

func (t Typed) remove(row string) {
	for name := range t {
		if name == row || strings.HasPrefix(name, row+".") {
			delete(t, name)
		}
	}
}

// in is the form in another language: amounts that one language can read are
// written as the other writes them, all else stays as it is.
func (t Typed) in(fields []workflow.Field, from, to locale.Language) Typed {
	out := Typed{}
	for name, values := range t {
		f, ok := find(fields, strings.Split(name, "."))
		if !ok || f.Kind != workflow.KindMoney && f.Kind != workflow.KindNumber {
			out[name] = values
			continue
		}
		changed := slices.Clone(values)
		for i, v := range changed {
			changed[i] = shown(to, f.Kind, canonical(from, f.Kind, v))
		}
		out[name] = changed
	}
	return out
}

// find is the field that an input's name leads to.
func find(fields []workflow.Field, steps []string) (workflow.Field, bool) {
	for _, f := range fields {
		if f.Name == steps[0] {
			return inside(f, steps[1:])
		}
	}
	return workflow.Field{}, false
}

func inside(f workflow.Field, steps []string) (workflow.Field, bool) {
	if len(steps) > 0 && (many(f) || f.Kind == workflow.KindMap) {
		if _, err := strconv.Atoi(steps[0]); err != nil {
			return f, false
		}
		steps = steps[1:]
	}
	switch {
	case len(steps) == 0:
		return f, true
	case f.Kind == workflow.KindMap && steps[0] == "value":
		return f.Of[0], true
	case f.Kind == workflow.KindObject:
		return find(f.Of, steps)
	default:
		return f, false
	}
}
