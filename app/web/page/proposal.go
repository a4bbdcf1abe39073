package page

import (
	"time"

	"tremplin/app/web/page/ui"
)

// Proposal is a proposal as it is, section by section, with what each lacks: to
// check before it is sent, or to be read when it can no longer be changed.
type Proposal struct {
	Frame    Frame
	Head     Head
	Next     *ui.Next     // what is to be done now, and by whom
	Notes    []string     // what one has to know first
	Missing  []ui.Act     // all that stands in the way, each with where it is mended
	Unsaved  []ui.Act     // what is written and would not be sent
	Verify   []string     // points of admissibility that one cannot see met
	Parts    []Part       // the sections
	Amounts  []ui.Fact    // the caps and the sums
	Sections []ui.Section // beside
	Progress string
}

// Part is a section of a proposal, to be read.
type Part struct {
	ID       string
	Title    string
	Missing  []string
	Warnings []string // nothing refuses it
	Note     string   // of a working copy that is not in the dossier
	Edit     ui.Link
	Facts    []ui.Fact
	Texts    []Passage
	List     []string
	Tables   []ui.Table
	Empty    string // instead of all: nothing is here yet
}

// Passage is a text with its title.
type Passage struct{ Title, Text string }

// OwnPart is what a partner is asked to confirm: its own part, in words.
type OwnPart struct {
	Frame   Frame
	Head    Head
	Notes   []string
	Parts   []Part
	Confirm *ui.Form // nil: nothing to confirm now
	Decline *ui.Form
}

// Files are the files attached to a dossier, and the form that adds one.
type Files struct {
	Frame    Frame
	Head     Head
	Notes    []string
	Table    ui.Table
	Empty    string
	Total    string // "3,2 Mo sur 100 Mo"
	Upload   *Upload
	Blocked  string // why nothing may be added now
	Sections []ui.Section
	Progress string
	Back     ui.Link
}

// Upload is the form that adds a file.
type Upload struct {
	Post   string
	Hidden []ui.Pair
	Kinds  []ui.Option
	Kind   string
	To     []ui.Option // deliverables; none: it belongs to the dossier
	ToID   string
	Hint   string
	Err    string // beside the file
	ErrOf  string // of the kind
}

// Differences are both versions of what two people wrote at the same time.
type Differences struct {
	Frame    Frame
	Who      string
	At       time.Time
	Versions []Version
}

func (m Differences) theirs() string { return Conflict{Frame: m.Frame, Who: m.Who, At: m.At}.theirs() }

// ConflictTitle says who was faster.
func ConflictTitle(f Frame, who string) string { return Conflict{Frame: f, Who: who}.head().Title }

// KeepTheirs is the button that gives one's own text up.
func KeepTheirs(f Frame, who string) string { return Conflict{Frame: f, Who: who}.keep() }

// Resume is the page for who pressed a button after the session had ended: what
// was typed goes on with it.
type Resume struct {
	Frame  Frame
	Post   string
	SignIn string
	Hidden []ui.Pair
}

// Begin stands in the form that begins a proposal: from nothing, or from an
// earlier project, section by section.
type Begin struct {
	Frame   Frame
	Empty   ui.Link
	Earlier []ui.Link
	From    string // the title of the project begun from
	Take    []Taken
	Not     []string // what cannot be taken over, and why
}

// Taken is a section of an earlier project that may be taken over.
type Taken struct {
	ID, Text string
	On       bool
}
