package scenario

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

// form checks inputs against the fields of an act, with the line of each. It
// says nothing about what the step expects to be told.
type form struct {
	*reader
	expect string // of the step; "ok" for items
	whole  bool   // what is needed has to be there: no step will tell
	refer  func(r *reader, n *yaml.Node, path, id string)
}

// The binder's own limits; a longer list, or text, is told here with its line.
const (
	maxList = 500
	maxCode = 200
	maxText = 4000
)

func (f *form) wrong(n *yaml.Node, code workflow.Code, format string, args ...any) {
	if f.expect == workflow.Invalid.String() || f.expect == workflow.Invalid.String()+"/"+string(code) {
		return
	}
	f.say(n, format, args...)
}

// fields checks a mapping, which may be nil.
func (f *form) fields(n, where *yaml.Node, fields []workflow.Field, at string, beside ...string) {
	given := map[string]bool{}
	if n != nil {
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			given[k.Value] = !blank(v)
			if slices.Contains(beside, k.Value) {
				continue
			}
			j := slices.IndexFunc(fields, func(x workflow.Field) bool { return x.Name == k.Value })
			if j < 0 {
				f.wrong(k, workflow.CodeUnknownField, "there is no input %q: %s", short(at+k.Value), known(fields))
				continue
			}
			f.value(v, fields[j], at+k.Value)
		}
	}
	for _, x := range fields {
		if f.whole && x.Need && !given[x.Name] {
			f.say(where, "`%s` is missing: add it", at+x.Name)
		}
	}
}

func known(fields []workflow.Field) string {
	if len(fields) == 0 {
		return "it takes none"
	}
	names := make([]string, len(fields))
	for i, x := range fields {
		names[i] = x.Name
	}
	return "it takes " + strings.Join(names, ", ")
}

func blank(n *yaml.Node) bool {
	return isNull(n) || n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "" || n.Kind == yaml.SequenceNode && len(n.Content) == 0
}

func (f *form) value(n *yaml.Node, x workflow.Field, at string) {
	switch {
	case blank(n):
		return // the same as left out
	case !x.Many && x.Kind != workflow.KindPeople || n.Kind != yaml.SequenceNode:
		f.one(n, x, at)
		return
	case len(n.Content) > maxList:
		f.wrong(n, "too_many", "`%s` has %d entries: %d are the most", at, len(n.Content), maxList)
		return
	}
	for _, c := range n.Content {
		if !blank(c) {
			f.one(c, x, at)
		}
	}
}

func (f *form) one(n *yaml.Node, x workflow.Field, at string) {
	switch {
	case x.Kind == workflow.KindObject && n.Kind == yaml.MappingNode:
		f.fields(n, n, x.Of, at+".")
	case x.Kind == workflow.KindMap && n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			f.value(n.Content[i+1], x.Of[0], at+"."+n.Content[i].Value)
		}
	case x.Kind == workflow.KindObject && n.Kind == yaml.ScalarNode && x.Many && shorthand(x):
		f.scalar(n, x.Of[0], at)
	case x.Kind == workflow.KindObject || x.Kind == workflow.KindMap:
		f.wrong(n, "type", "`%s` has to be a mapping: write `key: value` lines", at)
	case n.Kind != yaml.ScalarNode:
		f.wrong(n, "type", "`%s` has to be a single value", at)
	default:
		f.scalar(n, x, at)
	}
}

// shorthand tells that an entry may be written as its first field alone.
func shorthand(x workflow.Field) bool {
	if len(x.Of) == 0 || x.Of[0].Many || x.Of[0].Of != nil {
		return false
	}
	return !slices.ContainsFunc(x.Of[1:], func(y workflow.Field) bool { return y.Need })
}

func (f *form) scalar(n *yaml.Node, x workflow.Field, at string) {
	s := strings.TrimSpace(n.Value)
	var err error
	switch x.Kind {
	case workflow.KindMoney:
		if _, err = workflow.ParseMoney(s); err != nil {
			f.wrong(n, workflow.CodeAmount, "`%s`: `%s` is no amount: write euros with at most two decimals, without sign or separators, as 62700.50", at, short(s))
		}
	case workflow.KindNumber:
		if _, err = workflow.ParseNumber(s); err != nil {
			f.wrong(n, "number", "`%s`: `%s` is no number: write it with at most two decimals and without sign, as 4.5", at, short(s))
		}
	case workflow.KindDate:
		if _, err = workflow.ParseDate(s); err != nil {
			f.wrong(n, "date", "`%s`: `%s` is no date: write a day that exists, as 2023-12-14", at, short(s))
		}
	case workflow.KindMoment:
		if _, err = workflow.ParseMoment(s); err != nil {
			f.wrong(n, "moment", "`%s`: %s", at, momentRemedy(s, err))
		}
	case workflow.KindBool:
		if s != "true" && s != "false" {
			f.wrong(n, "bool", "`%s`: `%s` is neither: write true or false", at, short(s))
		}
	case workflow.KindChoice:
		if !slices.Contains(x.OneOf, s) {
			f.wrong(n, "choice", "`%s`: `%s` is none of these: %s", at, short(s), strings.Join(x.OneOf, ", "))
		}
	case workflow.KindInteger:
		f.integer(n, x, s, at)
	default:
		f.text(n, x, s, at)
	}
}

func (f *form) integer(n *yaml.Node, x workflow.Field, s, at string) {
	v, err := parseInt(s)
	switch {
	case err != nil:
		f.wrong(n, "integer", "`%s`: `%s` is no whole number: write it in digits, as 12", at, short(s))
	case v < x.Min || x.Max > 0 && v > x.Max:
		f.wrong(n, "range", "`%s`: %d is out of its range: write %s", at, v, between(x))
	}
}

func (f *form) text(n *yaml.Node, x workflow.Field, s, at string) {
	limit := x.Max
	switch {
	case limit > 0:
	case x.Kind == workflow.KindText:
		limit = maxText
	default:
		limit = maxCode
	}
	if long := utf8.RuneCountInString(s); long > limit {
		f.wrong(n, "too_long", "`%s` has %d characters: %d are the most", at, long, limit)
		return
	}
	if !clean(s, x.Kind == workflow.KindText || x.Max > maxCode) {
		f.wrong(n, "characters", "`%s` holds a control character: take it out", at)
		return
	}
	if x.Kind == workflow.KindCode && f.expect == "ok" {
		f.refer(f.reader, n, at, s)
	}
}

// clean is what the binder takes: no control characters, but for lines in a
// longer text.
func clean(s string, lines bool) bool {
	for _, r := range s {
		if unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t' || r == '\r')) {
			return false
		}
	}
	return true
}
