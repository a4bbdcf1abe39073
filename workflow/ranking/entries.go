package ranking

import (
	"slices"

	"tremplin/workflow"
)

// States of a sheet whose scores count.
var counted = []workflow.State{"sealed", "moderated"}

// EntryOf is a submission as the committee compares it: of its sheets those
// that are sealed or moderated. A conflict has a state of its own and is out.
func EntryOf(f *workflow.Submission) Entry {
	e := Entry{
		ID: f.Ref().Dossier, Sisp: f.Sisp, Number: f.Number, SubmittedAt: f.SubmittedAt, Requested: f.Requested,
	}
	if f.Proposal != nil {
		e.Theme = f.Proposal.Theme
	}
	if f.Opinion != nil {
		e.Opinion, e.Advised = f.Opinion.Opinion, f.Opinion.Advised
	}
	for _, s := range f.Sheets {
		if slices.Contains(counted, s.State()) {
			e.Sheets = append(e.Sheets, Sheet{Person: s.Person, Scores: s.Current()})
		}
	}
	return e
}

// EntriesOf are the submissions as the committee compares them.
func EntriesOf(files []*workflow.Submission) []Entry {
	out := make([]Entry, len(files))
	for i, f := range files {
		out[i] = EntryOf(f)
	}
	return out
}
