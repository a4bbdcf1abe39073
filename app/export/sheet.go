package export

import (
	"strings"
	"time"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// A cell is a string, a [workflow.Money] in cents, a [workflow.Number], an int, a
// [workflow.Date], a time.Time, a coded value, or nil for nothing.
type cell any

// coded is a value that programs know by its code and people by its words.
type coded struct {
	code  string
	words func(locale.Language) string
}

func (c coded) in(l locale.Language) string {
	if l == "" || c.code == "" {
		return c.code
	}
	return c.words(l)
}

// several are coded values in one cell.
type several []coded

func (s several) in(l locale.Language) string {
	out := make([]string, len(s))
	for i, c := range s {
		out[i] = c.in(l)
	}
	return strings.Join(out, "; ")
}

// dossier is a submission while its rows are made.
type dossier struct {
	*workflow.Submission

	x     *app.Extract
	tally app.Ranked
}

// sheet is a table: one row for each of what a dossier has of a kind.
type sheet struct {
	name    string
	columns []string
	rows    func(*dossier) [][]cell
}

// column is a heading and what stands under it.
type column[T any] struct {
	name string
	of   func(*dossier, T) cell
}

// sheetOf is the table of one kind of part; each row begins with its dossier's
// number and id.
func sheetOf[T any](name string, list func(*dossier) []T, columns ...column[T]) sheet {
	s := sheet{name: name, columns: []string{"number", "id"}}
	for _, c := range columns {
		s.columns = append(s.columns, c.name)
	}
	s.rows = func(d *dossier) [][]cell {
		var out [][]cell
		for _, v := range list(d) {
			row := append(make([]cell, 0, len(s.columns)), app.Number(d.x.Call, d.Submission), d.Ref().Dossier)
			for _, c := range columns {
				row = append(row, c.of(d, v))
			}
			out = append(out, row)
		}
		return out
	}
	return s
}

// of is a dossier with what its rows are made of.
func of(x *app.Extract, f *workflow.Submission) *dossier {
	return &dossier{Submission: f, x: x, tally: app.Tally(x.Call.Edition(f.Edition), f)}
}

func said(w workflow.Words) func(locale.Language) string {
	return func(l locale.Language) string {
		if l == locale.NL && w.NL != "" || w.FR == "" {
			return w.NL
		}
		return w.FR
	}
}

func (d *dossier) org(id string) coded {
	if o := d.x.House.Org(id); o != nil {
		return coded{id, said(o.Name)}
	}
	return coded{id, func(locale.Language) string { return id }}
}

// named is one of the call's themes or objectives.
func named(id string, all []workflow.Named) coded {
	for _, n := range all {
		if n.ID == id {
			return coded{id, said(n.Title)}
		}
	}
	return coded{id, func(locale.Language) string { return id }}
}

func choice(field, value string) coded {
	return coded{value, func(l locale.Language) string { return locale.Choice(l, field, value) }}
}

func state(s workflow.Subject) coded {
	return coded{string(s.State()), func(l locale.Language) string { return locale.State(l, s.Ref().Entity, s.State()) }}
}

// some is an amount, or nothing where there is none.
func some(m workflow.Money) cell {
	if m == 0 {
		return nil
	}
	return m
}

// score is the mean of the sheets that count; nothing while there is none.
func (d *dossier) score() cell {
	if !d.tally.Scored() {
		return nil
	}
	return d.tally.Total.Number()
}

func entryKind(k workflow.EntryKind) coded {
	return coded{string(k), func(l locale.Language) string { return locale.Ledger(l, k) }}
}

func moment(t time.Time) cell {
	if t.IsZero() {
		return nil
	}
	return t
}

// counted is how many sheets the score is the mean of.
func counted(r *app.Ranked) cell {
	if n := len(r.Each); n > 0 {
		return n
	}
	return nil
}
