package page

import "tremplin/app/web/page/ui"

// Desk is the home of somebody who is signed in: what waits, by its day.
type Desk struct {
	Frame  Frame
	Head   Head
	Todo   []Todo
	Empty  *ui.Nothing // nothing waits
	Others *ui.Table   // dossiers that wait for somebody else
	Calls  []DeskCall
	Links  []ui.Link
}

// Todo is what waits within some time.
type Todo struct {
	ID, Title string
	Items     []ui.Waiting
}

// DeskCall is a call with its dossiers by state.
type DeskCall struct {
	ID, Title string
	Tag       ui.Badge
	Acts      []ui.Act
	Table     ui.Table
	All       ui.Link
}

// FileList is a list of dossiers, or what a search found.
type FileList struct {
	Frame   Frame
	Head    Head
	Narrow  *Narrow
	Table   ui.Table
	Papers  *ui.Table // documents that were found
	Empty   *ui.Nothing
	Pages   ui.Pages
	Note    string
	Papered string // the title above the documents
}

// Narrow is the form above a list.
type Narrow struct {
	Query  string
	Calls  []ui.Option
	Call   string
	States []ui.Option
	State  string
	Acts   []ui.Option // that may wait for the reader
	Act    string
}

// Twin is a filed document as a page.
type Twin struct {
	Frame Frame
	Head  Head
	Links []ui.Link
	Body  string // the document's own HTML, made by pdf
}
