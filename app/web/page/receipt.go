package page

import "tremplin/app/web/page/ui"

// Receipt is what who sent a proposal comes to: what was sent, when, its mark,
// and what happens next.
type Receipt struct {
	Frame Frame
	Head  Head
	Facts []ui.Fact
	Paper []ui.Link // the PDF in each language; none: it is still being made
	Next  []string  // what happens, in its order
	Ways  []ui.Act
}
