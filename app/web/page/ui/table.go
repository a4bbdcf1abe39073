package ui

import "strings"

func (c Cell) empty() bool { return c.Text == "" && c.Body == nil && c.Day == "" && c.Small == "" }

// class is the column's, then the cell's own.
func (t Table) class(i int, c Cell) string {
	own := c.Class
	if i < len(t.Heads) && t.Heads[i].Class != "" {
		own = t.Heads[i].Class + " " + own
	}
	return strings.TrimSpace(own)
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
