package page

import "tremplin/app/web/page/ui"

// Confirm is the page before an act that cannot be taken back: the question with
// its amount, what is decided, what follows, before and after, one button that
// repeats the act and one that leaves it.
type Confirm struct {
	Frame    Frame
	Head     Head    // its title is the question
	About    []Block // the part that the act is on
	Facts    []ui.Fact
	Change   ui.Link // back to the form, with what was typed
	Then     []string
	Warnings []string // nothing refuses what they tell of
	Warning  string   // "Cette décision ne s'efface pas."
	Why      string
	Post     string
	Hidden   []ui.Pair // the form as it was typed, its version and its key
	Do       string    // « Octroyer 16.750,00 € »
	Stop     bool
	Leave    ui.Link // « Ne pas octroyer, revenir »
	Effect   *Effect
	Step     *Step // the act asks who signs again
}

// Step asks for the password, or a code, once more.
type Step struct {
	Code  bool
	Wrong Wrong
}

// Effect is what the act changes, before and after.
type Effect struct {
	Title string
	Table ui.Table
	Money *ui.Envelope // as it will be
}
