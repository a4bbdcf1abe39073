package ui_test

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// act is an act of the programme with its fields.
type act struct {
	entity workflow.Entity
	action workflow.Action
	fields []workflow.Field
}

func acts() []act {
	var out []act
	seen := map[string]bool{}
	for _, l := range empowerment.V1().Lifecycles {
		for i := range l.Rules {
			r := &l.Rules[i]
			if k := string(l.Entity) + "." + string(r.Action); !seen[k] {
				seen[k] = true
				out = append(out, act{l.Entity, r.Action, r.Does.Fields()})
			}
		}
	}
	return out
}

// TestFormsComeBack: raw values that go into a form, as the page shows it, come
// back as they were, for every act and language, whatever is filled in.
func TestFormsComeBack(t *testing.T) {
	for _, a := range acts() {
		t.Run(string(a.entity)+"."+string(a.action), func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				l := rapid.SampledFrom(locale.Languages).Draw(r, "language")
				values := draw(r, a.fields, "")
				f := ui.Form{Lang: l, Entity: a.entity, Action: a.action, Fields: a.fields, Values: ui.Show(l, a.fields, values)}
				if rapid.Bool().Draw(r, "options") {
					f.Options = options(a.fields, "")
				}
				page := render(r, ui.FormOf(f))
				got := ui.Read(l, a.fields, posted(t, page))
				want, have := normal(a.fields, values), normal(a.fields, got)
				if !reflect.DeepEqual(want, have) {
					r.Fatalf("%s: went in %#v, came back %#v", l, want, have)
				}
				again := ui.Bind(l, a.fields, posted(t, page))
				f.Values = again.Typed
				if second := normal(a.fields, ui.Read(l, a.fields, posted(t, render(r, ui.FormOf(f))))); !reflect.DeepEqual(want, second) {
					r.Fatalf("shown again: went in %#v, came back %#v", want, second)
				}
			})
		})
	}
}

// options gives every code field some to choose from, one of them what was drawn
// as well.
func options(fields []workflow.Field, at string) map[string][]ui.Option {
	out := map[string][]ui.Option{}
	for _, x := range fields {
		path := strings.TrimPrefix(at+"."+x.Name, ".")
		switch x.Kind {
		case workflow.KindCode, workflow.KindPeople:
			out[path] = []ui.Option{{Value: "one", Text: "One"}, {Value: "two", Text: "Two", Note: "of two"}, {Value: "three", Text: "Three"}}
		case workflow.KindMap:
			out[path] = []ui.Option{{Value: "one", Text: "One"}, {Value: "two", Text: "Two"}}
		case workflow.KindObject:
			if x.Many {
				path += ".*"
			}
			maps.Copy(out, options(x.Of, path))
		}
	}
	return out
}

func draw(r *rapid.T, fields []workflow.Field, at string) map[string]any {
	out := map[string]any{}
	for _, x := range fields {
		if !x.Need && rapid.Bool().Draw(r, "leave out") {
			continue
		}
		name := at + "." + x.Name
		if !x.Many && x.Kind != workflow.KindPeople {
			out[x.Name] = drawOne(r, x, name)
			continue
		}
		var list []any
		seen := map[any]bool{}
		for i := range rapid.IntRange(1, 3).Draw(r, "rows") {
			v := drawOne(r, x, fmt.Sprint(name, i))
			if s, ok := v.(string); ok {
				if seen[s] {
					continue
				}
				seen[s] = true
			}
			list = append(list, v)
		}
		out[x.Name] = list
	}
	return out
}

func drawOne(r *rapid.T, x workflow.Field, name string) any {
	switch x.Kind {
	case workflow.KindMoney, workflow.KindNumber:
		return workflow.Money(rapid.Int64Range(0, 9_999_999_999).Draw(r, name)).String()
	case workflow.KindInteger:
		return fmt.Sprint(rapid.IntRange(0, 100_000).Draw(r, name))
	case workflow.KindDate:
		return string(workflow.Date("2023-01-01").Plus(0, rapid.IntRange(0, 2000).Draw(r, name)))
	case workflow.KindMoment:
		return time.Unix(1_672_531_200+rapid.Int64Range(0, 90_000).Draw(r, name)*900, 0).UTC().Format(time.RFC3339)
	case workflow.KindBool:
		return fmt.Sprint(rapid.Bool().Draw(r, name))
	case workflow.KindChoice:
		return rapid.SampledFrom(x.OneOf).Draw(r, name)
	case workflow.KindObject:
		return draw(r, x.Of, name)
	case workflow.KindMap:
		m := map[string]any{}
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"one", "two", "a.b", "é 3"}), 0, 3).Draw(r, name) {
			m[k] = drawOne(r, x.Of[0], name+k)
		}
		return m
	case workflow.KindCode:
		return rapid.SampledFrom([]string{"one", "two", "zzz", `a"<b>&`}).Draw(r, name)
	default:
		return rapid.StringMatching(`[a-zé<>&"' \n]{0,20}[a-z0-9]`).Draw(r, name)
	}
}

// normal is what the engine reads of raw values: the same amounts, days, moments
// and texts look the same, and what is empty is left out.
func normal(fields []workflow.Field, values map[string]any) map[string]any {
	out := map[string]any{}
	for _, x := range fields {
		v, ok := values[x.Name]
		if !ok {
			continue
		}
		if list, many := v.([]any); many {
			var rows []any
			for _, e := range list {
				if n := normalOne(x, e); n != nil {
					rows = append(rows, n)
				}
			}
			if rows != nil {
				out[x.Name] = rows
			}
			continue
		}
		if n := normalOne(x, v); n != nil {
			out[x.Name] = n
		}
	}
	return out
}

func normalOne(x workflow.Field, v any) any {
	switch x.Kind {
	case workflow.KindObject:
		if m := normal(x.Of, v.(map[string]any)); len(m) > 0 {
			return m
		}
		return nil
	case workflow.KindMap:
		out := map[string]any{}
		for k, e := range v.(map[string]any) {
			out[k] = normalOne(x.Of[0], e)
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	s := fmt.Sprint(v)
	switch x.Kind {
	case workflow.KindMoney, workflow.KindNumber:
		if m, err := workflow.ParseMoney(s); err == nil {
			return m
		}
	case workflow.KindMoment:
		if m, err := workflow.ParseMoment(s); err == nil {
			return m.Unix()
		}
	}
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	return s
}
