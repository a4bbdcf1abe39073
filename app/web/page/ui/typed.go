package ui

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// Typed is what stands in a form, as it was typed, by the names of its inputs:
// "budget.0.amount". It is what a browser posts, so url.Values converts to it.
type Typed map[string][]string

// The names of inputs that are no fields of an act. All begin with a line.
const (
	nameRow     = "_row"     // a row that is there, even if nothing stands in it yet
	nameHad     = "_had"     // a field that was filled when the form was shown
	NameAdd     = "_add"     // a button: one more row of the list that it names
	NameRemove  = "_remove"  // a button: without the row that it names
	NameLang    = "_lang"    // a button: the same form in another language
	NameVersion = "_version" // the version that the form shows
	NameKey     = "_key"     // says that two sendings are one
	NameConfirm = "_confirm" // the person has seen what follows and means it
	NameCopy    = "_copy"    // the version of what is kept of the form while it is typed
	NameGo      = "_go"      // a button: keep what is typed, and go to the address that it names
)

// One is the only value of an input, "" where there is none.
func (t Typed) One(name string) string {
	if v := t[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Rows are the places of a list that are there, in order.
func (t Typed) Rows(path string) []int {
	var out []int
	for name := range t {
		rest, ok := strings.CutPrefix(name, path+".")
		if !ok {
			continue
		}
		first, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(first); err == nil && n >= 0 && strconv.Itoa(n) == first && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// list are the values of a list of single values: those that are ticked, then
// those that are written.
func (t Typed) list(path string) []string {
	var out []string
	for _, v := range t[path] {
		if strings.TrimSpace(v) != "" {
			out = append(out, v)
		}
	}
	for _, n := range t.Rows(path) {
		if v := t.One(at(path, n)); strings.TrimSpace(v) != "" {
			out = append(out, v)
		}
	}
	return out
}

func at(path string, n int) string { return path + "." + strconv.Itoa(n) }

func under(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Show is how raw values, as workflow's binder takes them, stand in a form.
func Show(l locale.Language, fields []workflow.Field, values map[string]any) Typed {
	t := Typed{}
	t.show(l, fields, values, "")
	return t
}

func (t Typed) show(l locale.Language, fields []workflow.Field, values map[string]any, path string) {
	for _, f := range fields {
		if v, ok := values[f.Name]; ok && v != nil {
			t.field(l, f, v, under(path, f.Name))
		}
	}
}

func (t Typed) field(l locale.Language, f workflow.Field, v any, path string) {
	if !many(f) {
		t.one(l, f, v, path)
		return
	}
	for i, x := range items(v) {
		t.one(l, f, x, at(path, i))
		if f.Kind == workflow.KindObject {
			t[under(at(path, i), nameRow)] = []string{"1"}
		}
	}
}

func (t Typed) one(l locale.Language, f workflow.Field, v any, path string) {
	switch f.Kind {
	case workflow.KindObject:
		m, ok := v.(map[string]any)
		if !ok { // a row that is written as its first field alone
			m = map[string]any{f.Of[0].Name: v}
		}
		t.show(l, f.Of, m, path)
	case workflow.KindMap:
		t.pairs(l, f, v, path)
	default:
		t[path] = []string{shown(l, f.Kind, text(v))}
	}
}

func (t Typed) pairs(l locale.Language, f workflow.Field, v any, path string) {
	m := reflect.ValueOf(v)
	if m.Kind() != reflect.Map {
		return
	}
	byKey := map[string]any{}
	for _, k := range m.MapKeys() {
		byKey[k.String()] = m.MapIndex(k).Interface()
	}
	keys := make([]string, 0, len(byKey))
	for k := range byKey {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		t[under(at(path, i), "key")] = []string{k}
		t.one(l, f.Of[0], byKey[k], under(at(path, i), "value"))
	}
}

func many(f workflow.Field) bool { return f.Many || f.Kind == workflow.KindPeople }

// items are the elements of a list of whatever type; one value is a list of one.
func items(v any) []any {
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Slice {
		return []any{v}
	}
	out := make([]any, r.Len())
	for i := range out {
		out[i] = r.Index(i).Interface()
	}
	return out
}

func text(v any) string {
	if f, ok := v.(float64); ok { // as JSON reads numbers
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	if t, ok := v.(time.Time); ok {
		return t.Format(time.RFC3339)
	}
	return fmt.Sprint(v)
}

// shown is a raw value as people write it; what it cannot read stays as it is.
func shown(l locale.Language, kind, s string) string {
	switch kind {
	case workflow.KindMoney:
		if m, err := workflow.ParseMoney(s); err == nil {
			return locale.Score(l, int64(m))
		}
	case workflow.KindNumber:
		if n, err := workflow.ParseNumber(s); err == nil {
			return locale.Number(l, int64(n))
		}
	case workflow.KindDate:
		if d, err := workflow.ParseDate(s); err == nil {
			return ShortDate(d)
		}
	case workflow.KindMoment:
		if m, err := workflow.ParseMoment(s); err == nil {
			return localMoment(m)
		}
	}
	return s
}

// localMoment is a moment as Brussels' clocks show it. Where they show it twice,
// or within a second, it is written out with its zone.
func localMoment(m time.Time) string {
	t := m.In(workflow.Brussels)
	s := t.Format("2006-01-02T15:04")
	if back, err := workflow.ParseMoment(s); err == nil && back.Equal(m) {
		return s
	}
	return t.Format(time.RFC3339Nano)
}
