package web

import (
	"slices"
	"strconv"
	"strings"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// line is a rule as it is read.
type line struct{ key, name, text string }

// lines are the rules of a section, in a language.
func (r *ruling) lines(l locale.Language, s section, values map[string]any) []line {
	in := *r.v
	in.lang = l
	var out []line
	for _, f := range r.inputs(s) {
		x, ok := values[f.Name]
		if !ok {
			continue
		}
		label := locale.Label(l, workflow.EntityCall, "update", f.Name)
		switch {
		case f.Kind == workflow.KindMap:
			out = append(out, in.termLines(x)...)
		case f.Many:
			out = append(out, in.rowLines(f, label, x, r.view.Call)...)
		default:
			out = append(out, line{f.Name, label, in.ruleText(f, x)})
		}
	}
	return out
}

// termLines are the delays and numbers of documents.
func (v *visit) termLines(x any) []line {
	typed := ui.Show(v.lang, []workflow.Field{{Name: "t", Kind: workflow.KindMap, Of: []workflow.Field{{Kind: workflow.KindInteger}}}}, map[string]any{"t": x})
	var out []line
	for _, n := range typed.Rows("t") {
		at := "t." + strconv.Itoa(n)
		name := typed.One(at + ".key")
		out = append(out, line{"terms." + name, v.t("term." + name), typed.One(at + ".value")})
	}
	return out
}

// rowLines are a list's rows; what has an id keeps its line wherever it stands.
func (v *visit) rowLines(f workflow.Field, label string, x any, c *workflow.Call) []line {
	rows, _ := x.([]any)
	options := v.callOptions(c)[f.Name]
	out := make([]line, 0, len(rows))
	for i, row := range rows {
		n := line{key: f.Name + "." + strconv.Itoa(i), name: v.oneOf(f.Name, label, i+1)}
		switch y := row.(type) {
		case map[string]any:
			if id, _ := y["id"].(string); id != "" {
				n.key = f.Name + "." + id
			}
			n.text = v.ruleText(f, y)
		default:
			n.text, _ = y.(string)
			if f.Name != "ties" { // these have an order
				n.key, n.name = f.Name+"."+n.text, label
			}
			if at := slices.IndexFunc(options, func(o ui.Option) bool { return o.Value == n.text }); at >= 0 {
				n.text = options[at].Text
			}
		}
		if f.Name == fieldVision {
			n.name = v.t("setup.vision")
		}
		out = append(out, n)
	}
	return out
}

// oneOf names one of a list, by what one is called where that is known.
func (v *visit) oneOf(list, label string, n int) string {
	if key := "one." + list; locale.Has(v.lang, "site."+key) {
		return v.t("form.one", "what", v.t(key), "place", n)
	}
	return label + " " + strconv.Itoa(n)
}

// ruleText is a value in words.
func (v *visit) ruleText(f workflow.Field, x any) string {
	m, object := x.(map[string]any)
	switch {
	case object && bothTongues(f):
		s, _ := m[string(v.tongueIn())].(string)
		return s
	case object:
		return v.partsText(f, m)
	}
	s := ui.Show(v.lang, []workflow.Field{f}, map[string]any{f.Name: x}).One(f.Name)
	switch f.Kind {
	case workflow.KindMoney:
		if n, err := workflow.ParseMoney(typedText(x)); err == nil {
			return locale.Money(v.lang, n)
		}
	case workflow.KindMoment:
		if at, err := workflow.ParseMoment(typedText(x)); err == nil {
			return ui.LongTime(v.lang, at)
		}
	case workflow.KindChoice:
		return locale.Choice(v.lang, f.Name, s)
	}
	return s
}

// partsText is an object in one line: its words first, then the rest by name.
func (v *visit) partsText(f workflow.Field, m map[string]any) string {
	var out []string
	for _, y := range f.Of {
		x, ok := m[y.Name]
		if !ok || y.Name == "id" {
			continue
		}
		s := v.ruleText(y, x)
		if y.Kind != workflow.KindObject && y.Kind != workflow.KindChoice && y.Name != "number" {
			s = locale.Label(v.lang, workflow.EntityCall, "update", f.Name+"."+y.Name) + v.colon() + s
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func (v *visit) colon() string {
	if v.lang == locale.FR {
		return "\u00a0: "
	}
	return ": "
}

// bothTongues tells words in French and in Dutch.
func bothTongues(f workflow.Field) bool {
	return len(f.Of) == 2 && f.Of[0].Name == "fr" && f.Of[1].Name == "nl"
}

// tongueIn is the language in which a call's words are read: it has no others.
func (v *visit) tongueIn() locale.Language {
	if v.lang == locale.NL {
		return locale.NL
	}
	return locale.FR
}

// typedText is a raw value as it is written.
func typedText(x any) string { s, _ := x.(string); return s }
