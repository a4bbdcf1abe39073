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

func word(l locale.Language, key string) string { return locale.Name(l, "word", key) }

func choiceName(l locale.Language, field, value string) string { return locale.Choice(l, field, value) }

// place is the last place in a path, as people count: "3". In a row to come it
// is a sign that the script replaces.
func place(path string) string {
	steps := strings.Split(path, ".")
	for _, s := range slices.Backward(steps) {
		if n, err := strconv.Atoi(s); err == nil {
			return strconv.Itoa(n + 1)
		}
		if isPlace(s) {
			return strings.ReplaceAll(s, "__", "--")
		}
	}
	return ""
}

// anchor is the id of the row: its own, unless its only input has that.
func (r row) anchor() string {
	if len(r.Of) == 1 {
		return r.ID + "-row"
	}
	return r.ID
}

// fixed names the rows of a list to which nothing is added by what they are about.
func (d *drawing) fixed(path string, c *control) {
	field, fixed := d.f.Fixed[path]
	if !fixed {
		return
	}
	c.Fixed = true
	for i := range c.Rows {
		r := &c.Rows[i]
		about := d.f.rowName(r.Path)
		r.Label, r.Note = about.Text, about.Note
		for j := range r.Of {
			if r.Of[j].Name == under(r.Path, field) {
				r.Of[j].As = asHidden
			}
		}
	}
}

// Pruned is a posted form without those rows of fixed lists in which nothing was
// typed: a draft may lack them.
func Pruned(posted map[string][]string, fixed map[string]string) Typed {
	out := Typed(maps.Clone(posted))
	for list, field := range fixed {
		for _, n := range out.Rows(list) {
			row := at(list, n)
			if !out.anything(row, field) {
				out.remove(row)
			}
		}
	}
	return out
}

// anything tells whether something was typed in a row, beside what it is about.
func (t Typed) anything(row, field string) bool {
	for name, values := range t {
		rest, in := strings.CutPrefix(name, row+".")
		if in && rest != field && rest != nameRow && strings.TrimSpace(strings.Join(values, "")) != "" {
			return true
		}
	}
	return false
}

// Whole is what was typed with all rows of a fixed list again.
func Whole(t Typed, list, field string, options []Option) Typed {
	out := maps.Clone(t)
	rows := out.Rows(list)
	next := 0
	if len(rows) > 0 {
		next = rows[len(rows)-1] + 1
	}
	for _, o := range options {
		if slices.ContainsFunc(rows, func(n int) bool { return out.One(under(at(list, n), field)) == o.Value }) {
			continue
		}
		out[under(at(list, next), field)] = []string{o.Value}
		out[under(at(list, next), nameRow)] = []string{"1"}
		next++
	}
	return out
}

// repeat draws the rows that are there and the one to come.
func (d *drawing) repeat(x workflow.Field, path string, c *control, draw func(path string) []control) {
	c.As = asRows
	c.Add = d.f.adds(path, c.Label)
	places := d.f.Values.Rows(path)
	if len(places) == 0 && x.Need && len(d.f.Values) == 0 {
		for i := range max(d.f.Rows, 1) {
			places = append(places, i)
		}
	}
	for i, n := range places {
		p := at(path, n)
		c.Rows = append(c.Rows, row{
			Path: p, ID: d.f.elementID(p), N: i + 1, Err: d.errs[p],
			Label: d.f.rowTitle(path, c.Label, strconv.Itoa(i+1)), Of: draw(p),
		})
	}
	d.next(path, c, draw)
}

// adds is what the button says that makes one more of a list: "Ajouter un
// partenaire".
func (f Form) adds(path, list string) string {
	if key := "add." + lastName(path); locale.Has(f.Lang, "site."+key) {
		return T(f.Lang, key)
	}
	return T(f.Lang, "form.add", "list", list)
}

// rowTitle names one of a list: "Partenaire n° 2".
func (f Form) rowTitle(path, list, place string) string {
	if key := "one." + lastName(path); locale.Has(f.Lang, "site."+key) {
		return T(f.Lang, "form.one", "what", T(f.Lang, key), "place", place)
	}
	return T(f.Lang, "form.row", "list", list, "place", place)
}

// lastName is a list's own name in its path.
func lastName(path string) string {
	steps := strings.Split(bare(path), ".")
	return steps[len(steps)-1]
}

// next is the row to come: its place is a sign, by its depth, that the script
// replaces with a number.
func (d *drawing) next(path string, c *control, draw func(path string) []control) {
	c.Mark = fmt.Sprintf("__%d__", d.depth)
	d.depth++
	defer func() { d.depth-- }()
	p := under(path, c.Mark)
	c.Next = &row{Path: p, ID: d.f.elementID(p), Label: d.f.rowTitle(path, c.Label, place(p)), Of: draw(p)}
}

// pairs are a map's rows of name and value. Where the names are known, each has
// its own input.
func (d *drawing) pairs(x workflow.Field, path string, c *control) {
	if known := d.f.options(path); known != nil {
		d.known(x, path, known, c)
		return
	}
	d.repeat(x, path, c, func(p string) []control {
		key := d.field(workflow.Field{Name: "key", Kind: workflow.KindCode, Need: true}, under(p, "key"))
		value := d.value(x, p)
		key.Label, value.Label = T(d.f.Lang, "form.key"), T(d.f.Lang, "form.value")
		return []control{key, value}
	})
	if x.Of[0].Kind != workflow.KindText {
		c.As = asLines
		d.columns(c)
	}
}

func (d *drawing) value(x workflow.Field, row string) control {
	v := x.Of[0]
	v.Name, v.Need = "value", true
	return d.field(v, under(row, "value"))
}

func (d *drawing) known(x workflow.Field, path string, known []Option, c *control) {
	c.As = asGroup
	rest := map[string]int{}
	for _, n := range d.f.Values.Rows(path) {
		rest[strings.TrimSpace(d.f.Values.One(under(at(path, n), "key")))] = n
	}
	used := map[int]bool{}
	for _, n := range rest {
		used[n] = true
	}
	for _, k := range d.f.stray(path, known) {
		known = append(slices.Clip(known), Option{Value: k, Text: k})
	}
	next := 0
	for _, o := range known {
		n, ok := rest[o.Value]
		for !ok && used[next] {
			next++
		}
		if !ok {
			n, used[next] = next, true
		}
		key := under(at(path, n), "key")
		v := d.value(x, at(path, n))
		v.Label, v.Optional, v.Hint = o.Text, !d.f.Partial, o.Note // of a change, what is needed is one of them
		if e := d.errs[key]; e != "" {
			v.Err = e
		}
		c.Of = append(c.Of, control{As: asHidden, ID: d.f.elementID(key), Name: key, Value: o.Value}, v)
	}
}

// stray are names that were given and are not among the known ones.
func (f Form) stray(path string, known []Option) []string {
	var out []string
	for _, n := range f.Values.Rows(path) {
		k := strings.TrimSpace(f.Values.One(under(at(path, n), "key")))
		found := k == ""
		for _, o := range known {
			found = found || o.Value == k
		}
		if !found {
			out = append(out, k)
		}
	}
	return out
}

// columns makes the labels of a table's cells quiet: the heads say them.
func (d *drawing) columns(c *control) {
	for i := range c.Rows {
		quiet(c.Rows[i].Of, strconv.Itoa(c.Rows[i].N), d.f.Lang)
	}
	quiet(c.Next.Of, place(c.Next.Path), d.f.Lang)
}

func quiet(cells []control, n string, l locale.Language) {
	for i := range cells {
		cells[i].Col, cells[i].Head = column(cells[i].Name), cells[i].Label
		cells[i].Quiet, cells[i].Hint = true, ""
		cells[i].Label = T(l, "form.cell", "label", cells[i].Label, "place", n)
	}
}

// column is what the script adds up: the amounts of a budget's lines.
func column(path string) string {
	switch {
	case strings.HasSuffix(path, ".category"):
		return "kind"
	case strings.HasSuffix(path, ".amount"):
		return "asked"
	case strings.HasSuffix(path, ".own"):
		return "own"
	default:
		return ""
	}
}
