package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"tremplin/locale"
	"tremplin/workflow"
)

// attributes of an input, beside its id, name and value.
func (c control) attributes() templ.OrderedAttributes {
	var a templ.OrderedAttributes
	add := func(name, value string) {
		if value != "" {
			a = append(a, templ.KeyValue[string, any]{Key: name, Value: value})
		}
	}
	if c.As != asSelect && (c.Kind == workflow.KindMoney || c.Kind == workflow.KindNumber || c.Kind == workflow.KindInteger) {
		add("class", "amount")
	}
	if c.Kind == workflow.KindDate || c.Kind == workflow.KindMoment {
		add("class", "short")
	}
	if c.As != asSelect {
		add("inputmode", c.Mode)
		add("autocomplete", c.Auto)
	}
	add("lang", c.Lang)
	if c.As != asSelect && c.Kind == workflow.KindText {
		add("dir", "auto")
	}
	add("data-col", c.Col)
	add("aria-describedby", c.described())
	if c.Err != "" {
		add("aria-invalid", "true")
	}
	if c.As == asInput && c.Type != "datetime-local" && (c.Kind == workflow.KindText || c.Kind == workflow.KindCode) && c.Max > 0 {
		add("maxlength", strconv.Itoa(c.Max))
	}
	if c.long() && c.Max > 0 {
		add("maxlength", strconv.Itoa(2*c.Max)) // far beyond what is taken: too much is said, not cut off
	}
	return a
}

// describes ties a group to its hint and its error.
func (c control) describes() templ.OrderedAttributes {
	if ids := c.described(); ids != "" {
		return templ.OrderedAttributes{{Key: "aria-describedby", Value: ids}}
	}
	return nil
}

func (c control) numeric() bool {
	return c.Kind == workflow.KindMoney || c.Kind == workflow.KindNumber || c.Kind == workflow.KindInteger
}

// adds tells a budget's lines: asked and own make a total.
func (c control) adds() bool {
	var asked, own bool
	for _, x := range c.Next.Of {
		asked = asked || x.Col == "asked"
		own = own || x.Col == "own"
	}
	return asked && own
}

// span is how many columns stand beside the line's number.
func (c control) span() int {
	n := len(c.Next.Of) + 1
	if c.adds() {
		n++
	}
	return n
}

// heads are the columns of lines, without their number and their button.
func (c control) heads(l locale.Language) []Head {
	var out []Head
	for _, x := range c.Next.Of {
		h := Head{Text: x.Head}
		if x.Optional {
			h.Small = T(l, "form.optional")
		}
		switch {
		case x.numeric():
			h.Class = "n c-amount"
		case x.As == asSelect:
			h.Class = "c-pick"
		case x.Kind == workflow.KindDate:
			h.Class = "c-date"
		}
		out = append(out, h)
	}
	if c.adds() {
		out = append(out, Head{Text: T(l, "form.line_total"), Class: "n c-amount sumcell"})
	}
	return out
}

// why is what is wrong with a line: the sentence, and the id that ties it to
// its input.
func (r row) why() []Pair {
	var out []Pair
	if r.Err != "" {
		out = append(out, Pair{Name: r.Err})
	}
	for _, x := range r.Of {
		if x.Err != "" {
			out = append(out, Pair{Name: x.Err, Value: x.ID + "-e"})
		}
	}
	return out
}

func (o choice) line() string {
	if o.Note == "" {
		return o.Text
	}
	return o.Text + ", " + o.Note
}

// areaValue keeps a first line that is empty: parsers drop one.
func areaValue(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.HasPrefix(s, "\n") {
		return "\n" + s
	}
	return s
}

func (f Form) hidden() []Pair {
	var out []Pair
	for _, p := range []Pair{{NameVersion, f.Version}, {NameKey, f.Key}} {
		if p.Value != "" {
			out = append(out, p)
		}
	}
	for _, name := range f.had() {
		out = append(out, Pair{nameHad, name})
	}
	return append(out, f.Hidden...)
}

// hooks are what the script needs to know of a form.
func (f Form) hooks() templ.OrderedAttributes {
	var a templ.OrderedAttributes
	add := func(name, value string) {
		a = append(a, templ.KeyValue[string, any]{Key: name, Value: value})
	}
	if f.Autosave != "" {
		add("data-autosave", f.Autosave)
		add("data-unsaved-text", T(f.Lang, "form.unsaved"))
	}
	if f.Cap > 0 {
		add("data-budget", strconv.FormatInt(int64(f.Cap), 10))
		add("data-floor", strconv.FormatInt(int64(f.Floor), 10))
		add("data-under", T(f.Lang, "form.under", "amount", "{}"))
		add("data-over", T(f.Lang, "form.over", "amount", "{}"))
		add("data-left", T(f.Lang, "form.left", "amount", "{}"))
		add("data-wrong", T(f.Lang, "form.wrong"))
	}
	return a
}

// Carry is a form as hidden inputs, for the page that asks to confirm it.
func Carry(t Typed) []Pair {
	var out []Pair
	for _, name := range sorted(t) {
		for _, v := range t[name] {
			out = append(out, Pair{name, v})
		}
	}
	return out
}
