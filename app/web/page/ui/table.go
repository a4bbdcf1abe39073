package ui

import (
	"slices"
	"strings"
	"unicode/utf8"
)

func (c Cell) empty() bool { return c.Text == "" && c.Body == nil && c.Day == "" && c.Small == "" }

// class is the column's, then the cell's own.
func (t Table) class(i int, c Cell) string {
	own := c.Class
	if i < len(t.Heads) && t.Heads[i].Class != "" {
		own = t.Heads[i].Class + " " + own
	}
	if unbroken(c.Text) || unbroken(c.Small) {
		own += " long"
	}
	return strings.TrimSpace(own)
}

// headClass is the column's own; over what is not printed nothing is.
func (t Table) headClass(i int) string {
	class := t.Heads[i].Class
	if len(t.Rows) > 0 && !slices.ContainsFunc(t.Rows, func(r Row) bool {
		return r.Cut == "" && (i >= len(r.Cells) || !strings.Contains(r.Cells[i].Class, "no-print"))
	}) {
		class = strings.TrimSpace(class + " no-print")
	}
	return class
}

// longWord is more letters than words of our languages have; what is longer may
// break anywhere, so that it widens no table.
const longWord = 32

func unbroken(s string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(w string) bool { return utf8.RuneCountInString(w) > longWord })
}

// narrow is what stands beside a value where its head does not show.
func (t Table) narrow(i int) string {
	if i >= len(t.Heads) {
		return ""
	}
	if h := t.Heads[i]; h.Narrow != "" {
		return h.Narrow
	}
	return t.Heads[i].Text
}
