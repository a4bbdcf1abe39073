package page

import (
	"slices"

	"github.com/a-h/templ"

	"tremplin/app/web/page/ui"
)

// Dossier is the page of a dossier, or of a call for those who work on it:
// where it stands, who must act, what one may do, and all that one may read.
type Dossier struct {
	Frame   Frame
	Head    Head
	Line    []ui.Phase
	Next    *ui.Next
	Can     []ui.Act
	Late    []ui.Act // folded, whatever stands open
	Cannot  []ui.Act
	People  []ui.Fact
	Blocks  []Block
	History []ui.Event
	Pages   ui.Pages // of the history
}

// Block is a part of a page under its own title.
type Block struct {
	ID, Title string
	Parts     []templ.Component
}

// With adds a part.
func (b Block) With(parts ...templ.Component) Block {
	b.Parts = append(b.Parts, parts...)
	return b
}

// Under is some parts under a title of the third rank.
type Under struct {
	Title string
	Text  string
	Lang  string
	Body  templ.Component
}

// mostActs is how many acts stand open beside a dossier; a few more are not
// worth folding.
const (
	mostActs = 12
	fewActs  = 3
)

func (m Dossier) first() []ui.Act {
	if len(m.Can) <= mostActs+fewActs {
		return m.Can
	}
	return m.Can[:mostActs]
}

func (m Dossier) rest() []ui.Act { return slices.Concat(m.Can[len(m.first()):], m.Late) }
