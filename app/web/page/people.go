package page

import (
	"slices"

	"tremplin/app/web/page/ui"
)

// People is who there is in the house, with what waits for a second above it.
type People struct {
	Frame   Frame
	Head    Head
	Done    string
	Waiting []ui.Act // changes of role that wait for a second
	Lapsing []ui.Act // invitations that end soon, or have ended
	Title   string   // above the list
	Narrow  []Filter // nil: no list to narrow
	Table   ui.Table
	Empty   *ui.Nothing
	Pages   ui.Pages
	Links   []ui.Link // the first is the page's main button
}

// Filter is one input above a list: a text where there are no options.
type Filter struct {
	Name, Label, All string
	Value            string
	Options          []ui.Option
}

// Someone is one person of the house.
type Someone struct {
	Frame   Frame
	Head    Head
	Done    string
	Note    string // what the reader may not do here at all, and why
	Asked   []Asked
	Who     []ui.Fact
	Roles   *ui.Table
	Ended   *ui.Table
	Can     []ui.Act
	Cannot  []ui.Act
	Account *Login // nil: not for this reader
	Past    []ui.Event
	Pages   ui.Pages
}

// Asked is a change of role that waits for a second.
type Asked struct {
	Text  string
	Note  string
	Links []ui.Link
}

// Login is how a person signs in, and what may be done about it.
type Login struct {
	Post  string
	Facts []ui.Fact
	Note  string
	Do    []ui.Button
}

// narrowed: some filter is set, which is printed with what it leaves.
func narrowed(all []Filter) bool {
	return slices.ContainsFunc(all, func(x Filter) bool { return x.Value != "" })
}
