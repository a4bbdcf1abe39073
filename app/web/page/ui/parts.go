package ui

import (
	"time"

	"github.com/a-h/templ"

	"tremplin/workflow"
)

// Badge is a status as a tag.
type Badge struct {
	Shape Shape
	Text  string
}

// Head is a column's head.
type Head struct {
	Text   string
	Class  string // "n" for numbers
	Abbr   string // the whole word, where Text is short for it
	Small  string // a second line: "30 %"
	Narrow string // what stands beside a value on a small screen; Text if empty
}

// Cell is what stands in a table: a text, perhaps as a link, with a small line
// under it; a day; or anything else.
type Cell struct {
	Text  string
	Href  string
	Lang  string
	Small string
	Day   workflow.Date
	Body  templ.Component
	Class string // "own": the whole width on a small screen; "fifth"
}

// Row is a table's row. Class is "mine", "bad" or "past".
type Row struct {
	Class string
	ID    string
	Cells []Cell
	Cut   string // the line where the envelope ends: one cell, and this text
}

// Table is a table with heads. Its rows' first cell names the row, unless Name
// says which.
type Table struct {
	Caption string
	Quiet   bool // the caption is for screen readers
	Heads   []Head
	Rows    []Row
	Foot    []Cell
	Name    int
	Flat    bool   // keeps its shape on a small screen: two or three short columns
	Dense   bool   // ten columns or more
	Tight   bool   // beside other things
	Scroll  string // what the table shows: it is wide, and moves sideways
	Note    string // under it: which figures have a source and which are filled in
}

// Act is something that may be done.
type Act struct {
	Name string
	Href string
	Note string // "Irréversible. 65.000,00 € retournent à l'enveloppe."
}

// Fact is a term and what is so.
type Fact struct {
	Term  string
	Text  string
	Lang  string
	Day   workflow.Date
	Body  templ.Component
	Num   bool
	Total bool
}

// Key is a key figure.
type Key struct{ Value, Unit, Label string }

// Event is a line of a history: subject, verb, object, amount.
type Event struct {
	At     time.Time
	Text   string
	Body   templ.Component
	Note   string  // as which they acted, what changed
	Papers []Link  // documents that came out
	More   string  // opens what the line folds together
	Each   []Event // that
}

// Waiting is something that somebody has to do.
type Waiting struct {
	Day   string // "18"
	Month string // "décembre"
	In    string // "2 jours de retard", "dans 2 jours"
	ISO   string
	Late  bool
	Title string
	Href  string
	About string // the dossier, the SISP, the amount
	If    string // what happens if nothing is done
	Do    string // the button: a verb
	What  string // what the verb is about, for who hears the button alone
}

// Where a station stands.
const (
	Done  = "done"
	Here  = "here"
	Ahead = ""
)

// Station is a state on a dossier's line.
type Station struct {
	Name string
	At   string // Done, Here or Ahead
	Day  workflow.Date
	By   string // "d'ici le 29/12/2023", "juin 2024"
}

// Phase is some stations under one name.
type Phase struct {
	Name     string
	Stations []Station
}

// Next is who has to act now, by when, and what happens if nobody does.
type Next struct {
	Title string
	Facts []Fact
	If    string
	Do    Link // the one main button
	Also  []Link
	Body  templ.Component // a form instead of a button
}

// Term is a part of a sum: what, how much, and the sign before it.
type Term struct {
	Op    string // "−", "=", "" for the first
	Label string
	Value string
}

// Refused is an answer that is not a yes, with its ways out.
type Refused struct {
	Title   string
	Sum     []Term
	Text    string // that nothing was recorded, and how things stand
	Ways    []Act
	Blocked []Act // what would not help, and why
}

// Nothing is a place where nothing is yet: why, and what to do first.
type Nothing struct {
	Title string
	Text  string
	Do    Link
	Also  []Link
}

// Section is a part of a long form, and how it stands.
type Section struct {
	Text    string
	Href    string
	State   string // "complet", "1 manque"
	Shape   Shape  // OK or Bad
	Current bool
}

// Pages leads to other pages of a list.
type Pages struct {
	Previous string // addresses; "" where there is none
	Next     string
	Showing  string // "1 à 50 sur 312"
}
