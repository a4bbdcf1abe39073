package page

import (
	"strings"

	"github.com/a-h/templ"

	"tremplin/app/web/page/ui"
)

// Pairing is the matrix of submissions and members as a form: a box for each sheet
// that may be assigned.
type Pairing struct {
	Table  ui.Table
	Post   string // "" where nothing may be assigned: the table alone
	Hidden []ui.Pair
	Do     string
}

// Drawing asks for a plan of who scores what.
type Drawing struct {
	Action    string
	Sheets    string
	BadSheets string // what is wrong with it
	Seed      string
	Most      int
}

// Standing is what somebody has to know before all else on a page.
type Standing struct {
	Shape ui.Shape
	Text  string
	Do    []ui.Link
}

// Bench draws what stands at the head of a page of the committee.
func Bench(all []Standing) templ.Component { return standings(all) }

// body is the document with its tables within reach of the keyboard: on a small
// screen they move sideways.
func (m Twin) body() string { return strings.ReplaceAll(m.Body, "<table>", `<table tabindex="0">`) }
