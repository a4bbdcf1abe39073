package page

import "tremplin/app/web/page/ui"

// Score is the page of a member's own sheet: the proposal beside the scores, or,
// once it is sealed, the scores to be read.
type Score struct {
	Frame    Frame
	Head     Head
	Notes    []Standing
	Post     string // "" where it cannot be filled in
	Hidden   []ui.Pair
	Autosave string
	Saved    string // when it was last kept, "10:42"
	Criteria []ui.Criterion
	Wrong    []ui.Pair // what is wrong, each with the id of its input
	Done     int       // criteria with a score
	Points   string    // what they come to
	Reach    int       // out of so many
	Seal     string    // the button that seals; "" where it may not be
	Proposal []Block
	Read     []Block // instead of the form, and after it
	Ways     []ui.Link
	Conflict ui.Act // the way to declare one, with what follows
}

func (m Score) frame() Frame {
	f := m.Frame
	if m.Post != "" {
		f.FormID = "form"
	}
	f.Failed = f.Failed || len(m.Wrong) > 0
	return f
}
