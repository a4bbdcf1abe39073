package app

import (
	"context"
	"iter"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// perExtract is how many dossiers are held in memory at once.
const perExtract = 100

// Extract is a call as it leaves the house in tables: what one person may have
// of it, all of one snapshot. Its lists are read a page at a time, so that a
// large call takes no more memory than a small one.
type Extract struct {
	Call  *workflow.Call // with its texts
	House *workflow.House

	tx        *storage.Tx
	who       *Viewer
	programme *workflow.Programme
}

// Operator is whoever has the database in hand: sees what the funder's side
// sees, and so no drafts.
func (a *App) Operator(ctx context.Context) (*Viewer, error) {
	v, err := a.Viewer(ctx, "", "command")
	if err != nil {
		return nil, err
	}
	v.Sight = workflow.Sight{Funder: true}
	return v, nil
}

// Extract hands a call, named by its id or its reference, to f, for whoever may
// read its books; to others it is not there. What f has been given holds until f
// returns.
func (a *App) Extract(ctx context.Context, who *Viewer, call string, f func(*Extract) error) error {
	return a.Store.View(ctx, func(tx *storage.Tx) error {
		c, err := booksOf(tx, who, call)
		if err != nil {
			return err
		}
		x := &Extract{tx: tx, who: who}
		if x.programme, err = a.of(c); err != nil {
			return err
		}
		if x.House, err = tx.House(); err != nil {
			return err
		}
		found, err := tx.Call(who.Sight, c.Ref().Dossier)
		if err != nil {
			return err
		}
		told, err := tx.Tell(found)
		if err != nil {
			return err
		}
		x.Call = who.Sight.ShowCall(told[0].Dossier, conflictIn(c, who))
		return f(x)
	})
}

// Files are the dossiers of the call in the order of their numbers, each as this
// person may have it, with its texts.
func (x *Extract) Files() iter.Seq2[*workflow.Submission, error] {
	return func(yield func(*workflow.Submission, error) bool) {
		for some, err := range pagesOf(x.tx, x.who.Sight, x.Call.Ref().Dossier) {
			if err == nil {
				err = x.tx.LoadTexts(some...)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, f := range some {
				if s, ok := f.(*workflow.Submission); ok && !yield(x.shown(s), nil) {
					return
				}
			}
		}
	}
}

// shown is a dossier with those sheets alone whose scores this person may see, so
// that no mean tells what others scored before one's own sheet is sealed.
func (x *Extract) shown(f *workflow.Submission) *workflow.Submission {
	n := x.who.Sight.Show(x.programme, x.Call, f)
	n.Sheets = slices.DeleteFunc(slices.Clone(n.Sheets), func(s *workflow.Sheet) bool { return !x.who.Sight.Sheet(x.Call, f, s) })
	return n
}

// pagesOf are the dossiers of a call that may be seen, so many at a time.
func pagesOf(tx *storage.Tx, see workflow.Sight, call string) iter.Seq2[[]workflow.Dossier, error] {
	return func(yield func([]workflow.Dossier, error) bool) {
		for after := ""; ; {
			found, err := tx.Submissions(see, storage.Filter{Call: call, Page: storage.Page{After: after, Limit: perExtract}})
			some := make([]workflow.Dossier, len(found))
			for i, f := range found {
				some[i], after = f.Dossier, f.Dossier.Ref().Dossier
			}
			if !yield(some, err) || err != nil || len(found) < perExtract {
				return
			}
		}
	}
}

// Ledger are the lines of the call's ledger, in order.
func (x *Extract) Ledger() iter.Seq2[Posted, error] {
	return func(yield func(Posted, error) bool) {
		for after := int64(0); ; {
			lines, err := x.tx.LedgerOf(x.Call.Ref().Dossier, after, perExtract)
			if err != nil {
				yield(Posted{}, err)
				return
			}
			for _, l := range lines {
				if after = l.Seq; !yield(l, nil) {
					return
				}
			}
			if len(lines) < perExtract {
				return
			}
		}
	}
}

// Grant is a supported project, with nothing but what everybody may know.
type Grant struct {
	Number    string // EMP-2023-03
	Title     string
	Theme     workflow.Named
	Recipient *workflow.Organisation
	Partners  []*workflow.Organisation
	Amount    workflow.Money
	On        workflow.Date // the day of the decision
}

// OpenCall is a call with published results.
type OpenCall struct {
	*workflow.Call

	Funder *workflow.Organisation // nil: the house knows none

	tx    *storage.Tx
	house *workflow.House
}

// OpenCall hands a call whose results are public to f; any other is not found.
// Whoever asks, it tells the same.
func (a *App) OpenCall(ctx context.Context, call string, f func(*OpenCall) error) error {
	return a.Store.View(ctx, func(tx *storage.Tx) error {
		found, err := tx.Call(anybody, call)
		if err != nil {
			return err
		}
		if found.Dossier.PublishedOn == "" {
			return workflow.NotThere()
		}
		out := &OpenCall{Call: anybody.ShowCall(found.Dossier, false), tx: tx}
		if out.house, err = tx.House(); err != nil {
			return err
		}
		out.Funder = out.house.Org(out.house.Funder())
		return f(out)
	})
}

// Grants are the projects among the call's published results, in the order of
// their numbers (see [App.PublicCall]).
func (o *OpenCall) Grants() iter.Seq2[Grant, error] {
	return func(yield func(Grant, error) bool) {
		for some, err := range pagesOf(o.tx, workflow.Sight{Funder: true}, o.Ref().Dossier) {
			var files []*workflow.Submission
			for _, d := range some {
				if f, ok := d.(*workflow.Submission); ok && f.Awarded > 0 && f.LetterOn != "" && f.Proposal != nil && !slices.Contains(unsupported, f.State()) {
					files = append(files, f)
				}
			}
			if err == nil {
				err = o.tx.LoadTitles(files...)
			}
			if err != nil {
				yield(Grant{}, err)
				return
			}
			for _, f := range files {
				if !yield(o.grant(f), nil) {
					return
				}
			}
		}
	}
}

func (o *OpenCall) grant(f *workflow.Submission) Grant {
	g := Grant{Number: Number(o.Call, f), Title: f.Proposal.Title.Body, Recipient: o.house.Org(f.Sisp), Amount: f.Awarded, On: f.LetterOn}
	if f.Verdict != nil && f.Verdict.On != "" {
		g.On = f.Verdict.On
	}
	themes := o.Rules().Themes
	if i := slices.IndexFunc(themes, func(n workflow.Named) bool { return n.ID == f.Proposal.Theme }); i >= 0 {
		g.Theme = themes[i]
	}
	for _, p := range f.Parties {
		if org := o.house.Org(p.Org); org != nil && p.Org != f.Sisp && f.Joins(p.Org) {
			g.Partners = append(g.Partners, org)
		}
	}
	return g
}
