package page

import (
	"tremplin/app/web/page/ui"
	"tremplin/locale"
)

// Total is what a list has to add up to, as it now stands.
type Total struct {
	Term, Sum string
	OK        bool
	Say       string
}

// Preview stands above a public page that is not public yet.
type Preview struct {
	Lang  locale.Language // the reader's
	Side  locale.Language // that of the page
	Note  string
	Sides []Side
	Ways  []ui.Link
}

// Side is the page in one language.
type Side struct {
	Text, Href, Lang string
	Here             bool
}

// Amendment asks whether rules that are in force shall change: what was and what
// will be, in both languages.
type Amendment struct {
	Frame     Frame
	Head      Head
	Table     ui.Table
	Then      []string
	Post      string
	Hidden    []ui.Pair
	Do, Again string
	Leave     ui.Link
}

// Board is a call for those who carry it on.
type Board struct {
	Frame   Frame
	Head    Head
	Line    []ui.Phase
	Next    *ui.Next
	Can     []ui.Act
	Cannot  []ui.Act
	Changes []ui.Act // of the call itself, each with what follows
	Money   *ui.Envelope
	Sums    []ui.Fact
	Counts  *ui.Table
	Late    *ui.Table // nil: the reader is told nothing of it
	Coming  *ui.Table
	Screen  *ui.Table
	All     ui.Link // to all that waits to be screened
	Blocks  []Block
	History []ui.Event
	Pages   ui.Pages
}

func (m Board) dossier() Dossier {
	return Dossier{Frame: m.Frame, Can: m.Can, Cannot: m.Cannot}
}

// Agenda is what falls due in a month, by day.
type Agenda struct {
	Frame    Frame
	Head     Head
	Previous ui.Link
	Next     ui.Link
	Today    ui.Link
	Month    *Month // nil: later pages of a long month
	Table    ui.Table
	Empty    *ui.Nothing
	Pages    ui.Pages
	File     ui.Link
}

// Month is a month as a sheet of weeks.
type Month struct {
	Caption string
	Days    []string // names of the days, short
	Full    []string
	Weeks   [][]Day
}

// Day of a month; one before or after it has no number.
type Day struct {
	N     int
	ISO   string
	Today bool
	Href  string
	Count string // "3 échéances"; "" for none
	Few   string // "3"
}

// Screening is a submission before its answer on admissibility.
type Screening struct {
	Frame   Frame
	Head    Head
	Refused *ui.Refused
	Errors  []string // what is wrong with the answers
	Asked   *ui.Table
	Clock   string
	Points  []Screened
	Post    string
	Hidden  []ui.Pair
	Form    bool // the points may be answered now
	Do      string
	Note    string
	Others  []ui.Act
	Cannot  []ui.Act
	Facts   []ui.Fact
}

// Screened is a point of admissibility with the answer that was given.
type Screened struct {
	ID, Text, Answer, Err string
}

func texts(points []Screened) []string {
	out := make([]string, len(points))
	for i, p := range points {
		out[i] = p.Text
	}
	return out
}
