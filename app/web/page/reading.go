package page

import "tremplin/app/web/page/ui"

// PathReading is where auditors read the trail.
const PathReading = "/reading"

// Trail is a dossier's chain: what holds of it, its documents, and each event with
// the hashes that tie it to the one before.
type Trail struct {
	Frame   Frame
	Head    Head
	Facts   []ui.Fact
	Check   string   // address of the check; "" once it is done
	Checked *Checked // nil: not asked for
	Papers  *ui.Table
	Links   ui.Table
	Pages   ui.Pages
}

// Checked is what a check found.
type Checked struct {
	Title string
	Text  string
	Holds bool
	Table *ui.Table // rows that do not hold
}
