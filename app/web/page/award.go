package page

import (
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// Award is a call's board of awards: the money, what is still to be decided, the
// reserve in its order, and what is decided.
type Award struct {
	Frame   Frame
	Head    Head
	Money   ui.Envelope
	Free    workflow.Money
	Can     []ui.Act // with the call as a whole
	Cannot  []ui.Act
	Note    string // who else still has dossiers
	Reserve *Next  // who of the reserve comes next
	Groups  []AwardGroup
	Empty   *ui.Nothing
	Pages   ui.Pages
	Decides bool // the reader may award: the free amount moves as one types
}

// Next is what could be done next with what is free, for whoever may.
type Next struct {
	Text string
	Do   ui.Link
}

// AwardGroup is one part of the board.
type AwardGroup struct {
	ID, Title, Text string
	Table           ui.Table
}

// Decide is what may be decided of one line.
type Decide struct {
	ID     string // of the dossier, for the input
	Title  string
	Amount string // as it stands in the input; "" with no input
	Href   string // of the award's form
	Do     string
	Why    string // why none of it is possible
	Others []ui.Link
}

func (m Award) moving(over bool) string {
	if over {
		return m.Frame.t("award.over", "amount", "{}")
	}
	return m.Frame.t("award.left", "amount", "{}")
}
