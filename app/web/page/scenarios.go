package page

import "tremplin/app/web/page/ui"

// Scenarios are the ways of sharing out a call's budget beside each other.
type Scenarios struct {
	Frame      Frame
	Head       Head
	Action     string // where both forms go
	PerSisp    string
	BadPerSisp string // what is wrong with it
	EachTheme  bool
	Notes      []Note
	Compared   ui.Table
	Each       ui.Table  // with the choice by hand
	Wrong      []ui.Link // amounts that could not be read
	Empty      *ui.Nothing
}

// Note is what has to be known of a scenario.
type Note struct {
	Shape ui.Shape
	Text  string
}

// Choice is one project in the form of a choice by hand.
type Choice struct {
	ID, Title  string
	Name, Pick string // of the inputs
	In         bool
	Amount     string
	Bad        bool
}
