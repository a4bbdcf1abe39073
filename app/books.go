package app

import (
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// What programs are told of storage's and of the ranking's: a line of a call's
// ledger, a submission in its place, how it fares by one criterion.
//
//nolint:revive // together they have one comment
type (
	Posted         = storage.Posted
	Ranked         = ranking.Ranked
	CriterionScore = ranking.CriterionScore
)

// Ledger lists the lines of a call's ledger after one, in order, to the funder's
// side: each names a project and what was promised to it. To others, and to who
// has a conflict in the call, it is not there.
func (a *App) Ledger(ctx context.Context, who *Viewer, call string, after int64, limit int) ([]Posted, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]Posted, error) {
		c, err := booksOf(tx, who, call)
		if err != nil {
			return nil, err
		}
		return tx.LedgerOf(c.Ref().Dossier, after, limit)
	})
}

// ReportTo is the programme report of a call, for whoever may read its books.
func (a *App) ReportTo(ctx context.Context, who *Viewer, call string) (*Report, error) {
	c, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (*workflow.Call, error) { return booksOf(tx, who, call) })
	if err != nil {
		return nil, err
	}
	return a.Report(ctx, c.Ref().Dossier)
}

// booksOf is a call whose sums and awards somebody may know all of.
func booksOf(tx *storage.Tx, who *Viewer, call string) (*workflow.Call, error) {
	found, err := tx.Call(who.Sight, call)
	if err != nil {
		return nil, err
	}
	c := found.Dossier
	if !who.Sight.Funder || !who.Sight.Sums(c, conflictIn(c, who)) {
		return nil, workflow.NotThere()
	}
	return c, nil
}

// conflictIn: the viewer sits on the committee of the call and has a conflict in it.
func conflictIn(c *workflow.Call, who *Viewer) bool {
	seat := c.Appointed(who.ID())
	return seat != nil && seat.Conflict
}

// Tally is what the sheets of a dossier that count come to, by the rules that
// it was sent under.
func Tally(rules *workflow.Rules, f *workflow.Submission) Ranked {
	return ranking.Rank(rules, []ranking.Entry{ranking.EntryOf(f)})[0]
}

// Compared is a call's ranking as one person may have it.
type Compared struct {
	Call  *workflow.Call // as that person is shown it
	Rows  []ranking.Ranked
	Sums  bool           // cumulative amounts and the line may be told
	Line  int            // how many of the rows the envelope pays for
	Total workflow.Money // of the envelope
}

// Compare ranks the dossiers of a call that the committee judges, for it and for
// the funder's side. Of the sheets those count that the reader may see, so that
// no mean tells what others scored before one's own sheet is sealed. Who has a
// conflict gets the others alone, renumbered, and no sums.
func (a *App) Compare(ctx context.Context, who *Viewer, call string) (*Compared, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Compared, error) {
		found, err := tx.Call(who.Sight, call)
		if err != nil {
			return nil, err
		}
		c := found.Dossier
		conflict := conflictIn(c, who)
		if !who.Sight.Funder && (!who.Sight.Committee || c.Appointed(who.ID()) == nil) {
			return nil, workflow.NotThere()
		}
		files, err := judgedIn(tx, who.Sight, c.Ref().Dossier)
		if err != nil {
			return nil, err
		}
		entries := make([]ranking.Entry, 0, len(files))
		for _, f := range files {
			n := *f
			n.Sheets = slices.DeleteFunc(slices.Clone(f.Sheets), func(x *workflow.Sheet) bool { return !who.Sight.Sheet(c, f, x) })
			entries = append(entries, ranking.EntryOf(&n))
		}
		told, err := tx.Tell(found)
		if err != nil {
			return nil, err
		}
		out := &Compared{Call: who.Sight.ShowCall(told[0].Dossier, conflict), Sums: who.Sight.Sums(c, conflict)}
		out.Rows = ranking.Rank(c.Rules(), entries)
		if !out.Sums {
			out.Rows = ranking.Without(out.Rows, func(string) bool { return false })
			return out, nil
		}
		out.Total = c.Envelope
		out.Line = ranking.Line(out.Rows, c.Envelope)
		return out, nil
	})
}

// judgedIn are the dossiers of a call that the committee judges and that still
// compete, as far as they may be seen.
func judgedIn(tx *storage.Tx, see workflow.Sight, call string) ([]*workflow.Submission, error) {
	const page = 500
	var out []*workflow.Submission
	for after := ""; ; {
		some, err := tx.Submissions(see, storage.Filter{Call: call, Page: storage.Page{After: after, Limit: page}})
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			after = f.Dossier.Ref().Dossier
			if competes(f.Dossier) {
				out = append(out, f.Dossier)
			}
		}
		if len(some) < page {
			return out, nil
		}
	}
}

func competes(f *workflow.Submission) bool {
	return f.State() != "withdrawn" && f.State() != "expired" && f.State() != "ineligible" &&
		(f.State() == workflow.SubmissionUnderReview || f.Opinion != nil)
}
