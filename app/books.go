package app

import (
	"context"

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
	CountedSheet   = ranking.Sheet
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
	if !who.Sight.Books(c) {
		return nil, workflow.NotThere()
	}
	return c, nil
}

// conflictIn: the viewer sits on the committee of the call and has a conflict in it.
func conflictIn(c *workflow.Call, who *Viewer) bool {
	return who.Sight.ConflictedIn(c)
}

// Tally is what the sheets of a dossier that count come to, by the rules that
// it was sent under.
func Tally(rules *workflow.Rules, f *workflow.Submission) Ranked {
	return ranking.Rank(rules, []ranking.Entry{ranking.EntryOf(f)})[0]
}

// SheetTotal is what one sheet comes to out of a hundred, sealed or not, in
// hundredths.
func SheetTotal(rules *workflow.Rules, x *workflow.Sheet) workflow.Number {
	one := ranking.Entry{Sheets: []ranking.Sheet{{Person: x.Person, Scores: x.Current()}}}
	return ranking.Rank(rules, []ranking.Entry{one})[0].Each[0].Total.Number()
}

// Books is a call, named by its id or its reference, whose sums and awards
// somebody may know all of; to others it is not there.
func (a *App) Books(ctx context.Context, who *Viewer, call string) (*workflow.Call, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*workflow.Call, error) { return booksOf(tx, who, call) })
}
