package ui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// mistake is one line of the summary: what is wrong, and where it is mended.
type mistake struct {
	Text string
	ID   string // "": it is about no input that shows
}

// dotted is a problem's field as inputs are named: "budget[2].amount" is
// "budget.2.amount".
func dotted(field string) string {
	return strings.NewReplacer("[", ".", "]", "").Replace(field)
}

// bracketed is the way back, for locale's names.
func bracketed(path string) string {
	var b strings.Builder
	for i, s := range strings.Split(path, ".") {
		switch {
		case i > 0 && isPlace(s):
			b.WriteString("[" + s + "]")
		case i > 0:
			b.WriteString("." + s)
		default:
			b.WriteString(s)
		}
	}
	return b.String()
}

// anchor is the path of what the form shows that is nearest to a field.
func (f Form) anchor(field string) string {
	steps := strings.Split(dotted(field), ".")
	for _, x := range f.shown() {
		if x.Name == steps[0] {
			return f.nearest(x, x.Name, steps[1:])
		}
	}
	return ""
}

func (f Form) nearest(x workflow.Field, path string, steps []string) string {
	if len(steps) == 0 {
		return path
	}
	switch {
	case x.Kind == workflow.KindMap:
		return f.pair(path, steps)
	case many(x):
		if f.options(path) != nil || !isPlace(steps[0]) || !f.has(path, steps[0]) {
			return path
		}
		path, steps = under(path, steps[0]), steps[1:]
		if x.Kind != workflow.KindObject || len(steps) == 0 {
			return path
		}
	}
	for _, y := range x.Of {
		if y.Name == steps[0] {
			return f.nearest(y, under(path, y.Name), steps[1:])
		}
	}
	return path
}

// pair is the row of a map that a key, or a place, leads to.
func (f Form) pair(path string, steps []string) string {
	if isPlace(steps[0]) && len(steps) > 1 && f.has(path, steps[0]) {
		if f.options(path) != nil {
			return under(under(path, steps[0]), "value")
		}
		return under(path, strings.Join(steps, "."))
	}
	for _, n := range f.Values.Rows(path) {
		if f.Values.One(under(at(path, n), "key")) == strings.Join(steps, ".") {
			return under(at(path, n), "value")
		}
	}
	return path
}

func (f Form) has(path, place string) bool {
	for _, n := range f.Values.Rows(path) {
		if strconv.Itoa(n) == place {
			return true
		}
	}
	return false
}

// sentences are what stands beside the inputs, by path.
func (f Form) sentences() map[string]string {
	out := map[string]string{}
	for _, p := range f.Problems {
		path := f.anchor(p.Field)
		if path == "" {
			continue
		}
		s := f.say(p)
		if dotted(p.Field) != path && !strings.HasSuffix(path, ".value") { // it is about something within
			s = f.where(p.Field) + colon(f.Lang) + lower(s)
		}
		if out[path] != "" {
			s = out[path] + " " + s
		}
		out[path] = s
	}
	return out
}

func (f Form) say(p workflow.Problem) string {
	if p.Code == workflow.CodeMissing && p.Kind == workflow.Invalid && p.Field != "" && p.Facts == nil {
		return T(f.Lang, "form.missing")
	}
	if value, ok := p.Facts["value"]; ok && (p.Code == "date" || p.Code == "moment") { // as people here write them
		facts := []any{"value", Isolate(fmt.Sprint(value))}
		if day := f.example(); day != "" {
			facts = append(facts, "day", day)
		}
		return T(f.Lang, "form."+string(p.Code)+"_wrong", facts...)
	}
	s := locale.Refusal(f.Lang, p.Kind.String(), string(p.Code), bracketed(dotted(p.Field)), f.asTyped(p))
	where := locale.Where(f.Lang, bracketed(dotted(p.Field)))
	for _, colon := range []string{"\u00a0: ", ": "} {
		if rest, ok := strings.CutPrefix(s, where+colon); ok && p.Field != "" {
			return upper(rest)
		}
	}
	return s
}

// asTyped are a problem's facts, with a value as somebody typed it: the engine had
// it read already.
func (f Form) asTyped(p workflow.Problem) map[string]any {
	typed := f.Values.One(dotted(p.Field))
	if _, quoted := p.Facts["value"]; !quoted || typed == "" || p.Code == workflow.CodeMissing {
		return p.Facts
	}
	out := maps.Clone(p.Facts)
	out["value"] = Isolate(typed)
	return out
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// mistakes are the summary's lines.
func (f Form) mistakes() []mistake {
	out := make([]mistake, 0, len(f.Problems))
	for _, p := range f.Problems {
		m := mistake{Text: f.say(p)}
		if p.Field != "" {
			m.Text = f.where(p.Field) + colon(f.Lang) + lower(m.Text)
		}
		if path := f.anchor(p.Field); path != "" {
			m.ID = f.elementID(path)
		}
		out = append(out, m)
	}
	return out
}

// where names a field as its label does.
func (f Form) where(field string) string {
	steps := strings.Split(dotted(field), ".")
	var out []string
	path := ""
	for _, s := range steps {
		among := f.options(path)
		path = under(path, s)
		if n, err := strconv.Atoi(s); err == nil && len(out) > 0 {
			if name := f.rowName(path).Text; name != "" {
				out[len(out)-1] = name
				continue
			}
			out[len(out)-1] += " " + locale.Name(f.Lang, "word", "number") + "\u00a0" + strconv.Itoa(n+1)
			continue
		}
		name := f.label(path)
		if i := slices.IndexFunc(among, func(o Option) bool { return o.Value == s }); i >= 0 && name == s { // a key of a map
			name = among[i].Text
		}
		if len(out) > 0 {
			name = lower(name)
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func colon(l locale.Language) string {
	if l == locale.FR {
		return "\u00a0: "
	}
	return ": "
}

// lower begins what now stands inside a sentence, but leaves names in capitals.
func lower(s string) string {
	r := []rune(s)
	if len(r) < 2 || strings.ToUpper(string(r[1])) == string(r[1]) && strings.ToLower(string(r[1])) != string(r[1]) {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
