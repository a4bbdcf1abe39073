package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tremplin/workflow"
)

// The forms that a control takes.
const (
	asInput   = "input"
	asArea    = "area"
	asSelect  = "select"
	asRadios  = "radios"
	asChecks  = "checks" // several of some, and perhaps names beside
	asGroup   = "group"
	asRows    = "rows"  // repeated groups, one under the other
	asLines   = "lines" // repeated groups, as lines of a table
	asHidden  = "hidden"
	asBrought = "brought" // there is nothing to choose yet: only the button that leads to it
)

// control is one input, or a group or list of them, ready to be drawn.
type control struct {
	As       string
	Kind     string // of the field
	ID, Name string
	Label    string
	Head     string // of its column
	Quiet    bool   // the label shows only to screen readers: the column says it
	Optional bool
	Hint     string
	Err      string
	Note     string // nothing refuses what it tells of
	Value    string
	Type     string // of an input
	Mode     string // inputmode
	Auto     string // autocomplete
	Lang     string // of what is typed: a text in French, in Dutch
	Col      string // for the script: what a column adds up to
	Max      int
	Options  []choice
	Of       []control
	Rows     []row
	Next     *row // the row to come, for the script
	Mark     string
	Add      string
	Fixed    bool     // its rows stay as they are
	Free     *control // names that are in no option
	Beside   *Button  // leads to where one gets what the input takes
}

// row is one element of a list.
type row struct {
	Path, ID string
	N        int // as people count
	Label    string
	Note     string // what helps with it
	Err      string
	Sum      string // of a budget's line, as it was last sent
	Of       []control
}

type choice struct {
	Option
	ID     string
	Chosen bool
}

func (c control) described() string {
	var ids []string
	if c.Hint != "" {
		ids = append(ids, c.ID+"-h")
	}
	if c.Err != "" {
		ids = append(ids, c.ID+"-e")
	}
	if c.Note != "" {
		ids = append(ids, c.ID+"-n")
	}
	return strings.Join(ids, " ")
}

func (c control) long() bool { return c.As == asArea }

// drawing makes controls of a form's fields.
type drawing struct {
	f     Form
	errs  map[string]string // sentences by path
	depth int               // of rows to come within rows to come
	inRow bool
}

func (f Form) controls() []control {
	d := &drawing{f: f, errs: f.sentences()}
	var out []control
	for _, x := range f.shown() {
		i := slices.IndexFunc(f.Sets, func(s Set) bool { return slices.Contains(s.Fields, x.Name) })
		if i < 0 {
			out = append(out, d.field(x, x.Name))
			continue
		}
		s := f.Sets[i]
		at := slices.IndexFunc(out, func(c control) bool { return c.ID == f.elementID("set-"+s.Name) })
		if at < 0 {
			at, out = len(out), append(out, control{As: asGroup, ID: f.elementID("set-" + s.Name), Label: s.Title, Hint: s.Hint})
		}
		out[at].Of = append(out[at].Of, d.field(x, x.Name))
	}
	return out
}

func (d *drawing) field(x workflow.Field, path string) control {
	c := control{
		Kind: x.Kind, ID: d.f.elementID(path), Name: path, Label: d.f.label(path), Hint: d.f.hint(x, path),
		Err: d.errs[path], Note: d.f.Notes[path], Optional: d.optional(x, path), Value: d.f.Values.One(path), Max: limit(x),
	}
	if b, ok := d.f.Beside[starred(path)]; ok {
		b.Value = path
		c.Beside = &b
	}
	switch {
	case c.Beside != nil && slices.Contains(d.f.Unseen, starred(path)):
		c.As = asBrought
	case slices.Contains(d.f.Unseen, starred(path)):
		c.As = asHidden
	case x.Kind == workflow.KindMap:
		d.pairs(x, path, &c)
	case x.Kind == workflow.KindObject && x.Many:
		d.rows(x, path, &c)
	case x.Kind == workflow.KindObject:
		c.As, c.Of = asGroup, d.fields(x.Of, path)
	case many(x):
		d.list(x, path, &c)
	default:
		d.single(x, path, &c)
	}
	return c
}

// optional tells what may be left out, as far as the form says so.
func (d *drawing) optional(x workflow.Field, path string) bool {
	switch {
	case !d.f.Partial:
		return !x.Need
	case d.f.Needed == nil:
		return false
	case !strings.Contains(path, "."):
		return !slices.Contains(d.f.Needed, path)
	default:
		return !x.Need
	}
}

func (d *drawing) fields(fields []workflow.Field, path string) []control {
	out := make([]control, 0, len(fields))
	for _, x := range fields {
		out = append(out, d.field(x, under(path, x.Name)))
	}
	return out
}

const fewOptions = 6 // so many show as radios; more are a list to open

func (d *drawing) single(x workflow.Field, path string, c *control) {
	options := d.f.options(path)
	if options == nil {
		options = d.f.own(x)
	}
	if options != nil {
		d.chosen(x, options, path, c)
		return
	}
	c.As, c.Type = asInput, "text"
	switch x.Kind {
	case workflow.KindMoney, workflow.KindNumber:
		c.Mode = "decimal"
	case workflow.KindInteger:
		c.Mode = "numeric"
	case workflow.KindMoment:
		if _, err := workflow.ParseMoment(c.Value); c.Value == "" || err == nil && len(c.Value) == len("2006-01-02T15:04") {
			c.Type = "datetime-local"
		}
	case workflow.KindText, workflow.KindCode:
		if limit(x) > 300 && !titled(path) {
			c.As = asArea
		}
		d.words(x, c)
	}
}

// titled tells a name in French or Dutch: one line, however much it may hold.
func titled(path string) bool {
	steps := strings.Split(path, ".")
	return len(steps) > 1 && slices.Contains([]string{"title", "name", "function"}, steps[len(steps)-2])
}

// words tells the browser what kind of words are typed.
func (d *drawing) words(x workflow.Field, c *control) {
	switch x.Name {
	case "email":
		c.Type, c.Mode = "email", "email"
	case "phone":
		c.Type = "tel"
	case "fr", "nl":
		c.Lang = x.Name
	}
	if x.Name == "fr" || x.Name == "nl" || x.Kind == workflow.KindText {
		return
	}
	c.Auto = "off" // an id, an account: nothing that a browser should fill in
}

// own are the options that a field brings itself.
func (f Form) own(x workflow.Field) []Option {
	switch x.Kind {
	case workflow.KindChoice:
		out := make([]Option, len(x.OneOf))
		for i, v := range x.OneOf {
			out[i] = Option{Value: v, Text: choiceName(f.Lang, x.Name, v)}
		}
		return out
	case workflow.KindBool:
		return []Option{{Value: "true", Text: word(f.Lang, "yes")}, {Value: "false", Text: word(f.Lang, "no")}}
	default:
		return nil
	}
}

// chosen makes radios or a select. What was chosen and is no option any more
// stays visible, and chosen: the engine says what is wrong with it.
func (d *drawing) chosen(x workflow.Field, options []Option, path string, c *control) {
	c.As = asSelect
	if len(options) <= fewOptions && !d.inRow && (x.Kind == workflow.KindChoice || x.Kind == workflow.KindBool) || x.Kind == workflow.KindBool {
		c.As = asRadios
	}
	c.Col = column(path)
	if c.Value != "" && !slices.ContainsFunc(options, func(o Option) bool { return o.Value == c.Value }) {
		options = append(slices.Clone(options), Option{Value: c.Value, Text: c.Value})
	}
	if c.As == asRadios && !x.Need {
		none := d.f.Nones[path]
		if none == "" {
			none = T(d.f.Lang, "form.none")
		}
		options = append(slices.Clone(options), Option{Text: none})
	}
	for i, o := range options {
		c.Options = append(c.Options, choice{Option: o, ID: c.ID + "-o" + strconv.Itoa(i), Chosen: o.Value == c.Value})
	}
}

// list is of single values: boxes to tick where there are options, rows to write in
// where there are none; people may be both.
func (d *drawing) list(x workflow.Field, path string, c *control) {
	options := d.f.options(path)
	if options == nil {
		options = d.f.own(x)
	}
	if options == nil {
		d.written(x, path, c)
		return
	}
	c.As = asChecks
	typed := d.f.Values.list(path)
	var free []string
	if slices.ContainsFunc(options, func(o Option) bool { return o.Group != "" }) {
		c.Options = grouped(options, typed)
		typed = slices.DeleteFunc(slices.Clone(typed), func(v string) bool {
			return slices.ContainsFunc(options, func(o Option) bool { return o.Value == v })
		})
		options = nil
	}
	for _, v := range typed { // what is chosen comes first, in its order
		i := slices.IndexFunc(options, func(o Option) bool { return o.Value == v })
		switch {
		case i >= 0:
			c.Options = append(c.Options, choice{Option: options[i], Chosen: true})
		case x.Kind == workflow.KindPeople:
			free = append(free, v)
		default:
			c.Options = append(c.Options, choice{Option: Option{Value: v, Text: v}, Chosen: true})
		}
	}
	for _, o := range options {
		if !slices.Contains(typed, o.Value) {
			c.Options = append(c.Options, choice{Option: o})
		}
	}
	for i := range c.Options {
		c.Options[i].ID = c.ID + "-o" + strconv.Itoa(i)
	}
	if x.Kind == workflow.KindPeople {
		c.Free = d.free(x, path, free)
	}
}

// grouped are options that keep their order: what is chosen stays where it stands.
func grouped(options []Option, typed []string) (out []choice) {
	for _, o := range options {
		out = append(out, choice{Option: o, Chosen: slices.Contains(typed, o.Value)})
	}
	return out
}

// picks are choices that stand together, under a title or none.
type picks struct {
	Title, ID string
	Of        []choice
}

func (c control) groups() (out []picks) {
	for _, o := range c.Options {
		if n := len(out); n == 0 || out[n-1].Title != o.Group {
			out = append(out, picks{Title: o.Group, ID: c.ID + "-g" + strconv.Itoa(n)})
		}
		last := &out[len(out)-1]
		last.Of = append(last.Of, o)
	}
	return out
}

// free are names beside the people that are known.
func (d *drawing) free(x workflow.Field, path string, names []string) *control {
	rows := Typed{}
	for i, v := range names {
		rows[at(path, i)] = []string{v}
	}
	for _, n := range d.f.Values.Rows(path) { // one that was added and is still empty
		if _, ok := d.f.Values[under(at(path, n), nameRow)]; ok && d.f.Values.One(at(path, n)) == "" {
			rows[under(at(path, n+len(names)), nameRow)] = []string{"1"}
		}
	}
	inner := *d
	inner.f.Values, inner.errs = rows, nil
	x.Need = false
	c := control{ID: d.f.elementID(path) + "-free", Name: path, Label: T(d.f.Lang, "form.others"), Optional: true, Max: limit(x)}
	inner.written(x, path, &c)
	return &c
}

// written are rows of one input each.
func (d *drawing) written(x workflow.Field, path string, c *control) {
	one := x
	one.Many = false
	if one.Kind == workflow.KindPeople {
		one.Kind = workflow.KindText
		one.Max = 200
	}
	d.repeat(x, path, c, func(p string) []control {
		in := d.field(one, p)
		in.Label, in.Quiet, in.Optional, in.Hint = fmt.Sprintf("%s %s", c.Label, place(p)), true, false, ""
		return []control{in}
	})
}

// rows are repeated groups: lines of a table where each is short.
func (d *drawing) rows(x workflow.Field, path string, c *control) {
	d.repeat(x, path, c, func(p string) []control {
		was := d.inRow
		d.inRow = true
		defer func() { d.inRow = was }()
		return d.fields(x.Of, p)
	})
	c.As = asRows
	if short(x.Of) {
		c.As = asLines
		d.columns(c)
	}
	d.fixed(path, c)
	for i := range c.Rows {
		if c.adds() {
			c.Rows[i].Sum = d.f.lineSum(c.Rows[i].Path)
		}
	}
}

// short tells whether a row fits a line of a table.
func short(fields []workflow.Field) bool {
	if len(fields) < 2 || len(fields) > 5 {
		return false
	}
	for _, x := range fields {
		if x.Of != nil || many(x) || x.Kind == workflow.KindBool || x.Kind == workflow.KindMoment ||
			(x.Kind == workflow.KindText || x.Kind == workflow.KindCode) && limit(x) > 300 {
			return false
		}
	}
	return true
}
