package workflow

import (
	"reflect"
	"slices"
)

type act[I any] struct {
	fn      func(*Work, I)
	checked []Check[I]
	like    func(*Case, map[string]any)
	fields  []Field
}

// Takes makes an Act of a function; the struct of its input gives the fields.
// The checks are asked in their order, after the guards.
func Takes[I any](fn func(*Work, I), checks ...Check[I]) *act[I] {
	return &act[I]{fn: fn, checked: checks, fields: FieldsOf(reflect.TypeFor[I]())}
}

// Like completes the sample of the input so that it passes the checks, if any
// input does.
func (a *act[I]) Like(f func(c *Case, in map[string]any)) *act[I] { a.like = f; return a }

// Partial makes every field of the input one that may be left out: what is not
// given stays as it was.
func (a *act[I]) Partial() *act[I] {
	a.fields = slices.Clone(a.fields)
	for i := range a.fields {
		a.fields[i].keep, a.fields[i].Need = a.fields[i].Need, false
	}
	return a
}

func (a *act[I]) Fields() []Field { return a.fields }

func (a *act[I]) do(w *Work, in any) { a.fn(w, in.(I)) } //nolint:forcetypeassert // bind made it

func (a *act[I]) checks() []Code {
	var out []Code
	for _, k := range a.checked {
		out = append(out, k.Code)
	}
	return out
}

func (a *act[I]) checkedAt(code Code) string {
	for _, k := range a.checked {
		if k.Code == code {
			return k.Field
		}
	}
	return ""
}

func (a *act[I]) bind(b *binder, values map[string]any) (any, []Problem) {
	in := reflect.New(reflect.TypeFor[I]()).Elem()
	b.fill(in, a.fields, values, "")
	if t := in.Type(); t.NumField() > 0 && t.Field(t.NumField()-1).Type == reflect.TypeFor[Given]() {
		g := Given{}
		for name := range values {
			g[name] = true
		}
		in.Field(t.NumField() - 1).Set(reflect.ValueOf(g))
	}
	return in.Interface(), b.problems
}

func (a *act[I]) check(c *Case, in any) (out []Problem) {
	for _, k := range a.checked {
		for _, at := range k.broken(c, in.(I)) { //nolint:forcetypeassert // bind made it
			p := Problem{Kind: k.Kind, Code: k.Code, Field: at}
			if p.Kind == Internal {
				p.Kind = Refused
			}
			if k.Facts != nil {
				p.Facts = k.Facts(c, in.(I)) //nolint:forcetypeassert // bind made it
			}
			out = append(out, p)
		}
	}
	return out
}

// broken are the fields beside which the check does not hold.
func (k *Check[I]) broken(c *Case, in I) []string {
	switch {
	case k.Where != nil:
		return k.Where(c, in)
	case k.Holds(c, in):
		return nil
	default:
		return []string{k.Field}
	}
}

func (a *act[I]) example(c *Case) map[string]any {
	longer := 1
	if c.Call != nil {
		longer = c.Call.Edition(editionOf(c)).ReasonsMin
	}
	in := sample(a.fields, c.Today, longer)
	if a.like != nil {
		a.like(c, in)
	}
	return in
}

func editionOf(c *Case) int {
	if c.File == nil {
		return 0
	}
	return c.File.Edition
}

// Nothing is the input of an act that asks for none.
type Nothing struct{}

// Plain is an act without input: the rule alone says what happens.
func Plain(fn func(*Work)) Act {
	return Takes(func(k *Work, _ Nothing) {
		if fn != nil {
			fn(k)
		}
	})
}

// Given tells which fields of an input were there. An input whose last field is
// of this type is told.
type Given map[string]bool

// Merge sets those fields of dst that were given in src.
func Merge[T any](dst *T, src *T, given Given) {
	d, s := reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem()
	for _, f := range FieldsOf(d.Type()) {
		if given[f.Name] {
			d.FieldByIndex(f.index).Set(s.FieldByIndex(f.index))
		}
	}
}
