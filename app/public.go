package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"tremplin/app/document"
	"tremplin/storage"
	"tremplin/workflow"
)

// anybody sees what is public; whoever asks, these questions answer the same.
var anybody = workflow.Sight{}

// PublicCalls are the calls that were ever open, the newest first, with their
// published questions and no sums. The cursor is the last one's id; more tells
// that there are others.
func (a *App) PublicCalls(ctx context.Context, after string, limit int) (calls []*workflow.Call, more string, err error) {
	err = a.Store.View(ctx, func(tx *storage.Tx) error {
		found, err := tx.Calls(anybody, storage.Page{After: after, Limit: limit + 1})
		if err != nil {
			return err
		}
		if len(found) > limit {
			found = found[:limit]
			more = found[limit-1].Dossier.Ref().Dossier
		}
		if found, err = tx.Tell(found...); err != nil {
			return err
		}
		var open []*workflow.Call
		for _, f := range found {
			if f.Dossier.State() != "cancelled" { // some of those were never open
				open = append(open, f.Dossier)
			}
		}
		budgets, err := publicBudgets(tx, open...)
		for _, c := range open {
			shown := anybody.ShowCall(c, false)
			shown.Envelope = budgets[c.Ref().Dossier].now
			calls = append(calls, shown)
		}
		return err
	})
	return calls, more, err
}

// Result is a project that a call supports, as everybody may know it.
type Result struct {
	Title    string
	Leader   workflow.Words
	Language string // of the leader, and so of the title
	Partners []workflow.Words
	Theme    string
	Amount   workflow.Money
}

// PublicCall is a call as everybody may have it.
type PublicCall struct {
	*workflow.Call
	Texts   []workflow.PublicText      // of its rules, without those that only documents tell
	Results []Result                   // none before they are published
	Budget  workflow.Money             // the envelope, as everybody may know it
	Changes []BudgetChange             // of it; none before the results are published
	Asked   map[workflow.Ref]time.Time // when each question was published
}

// PublicCall finds a call by its id or its reference.
func (a *App) PublicCall(ctx context.Context, id string) (*PublicCall, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*PublicCall, error) {
		found, err := tx.Call(anybody, id)
		if err != nil {
			return nil, err
		}
		told, err := tx.Tell(found)
		if err != nil {
			return nil, err
		}
		out := &PublicCall{Call: anybody.ShowCall(told[0].Dossier, false)}
		out.Texts = PublicTexts(out.Call)
		budgets, err := publicBudgets(tx, told[0].Dossier)
		if err != nil {
			return nil, err
		}
		out.Budget, out.Changes = budgets[out.Ref().Dossier].now, budgets[out.Ref().Dossier].changes
		if out.Asked, err = tx.AnsweredAt([]string{out.Ref().Dossier}); err != nil {
			return nil, err
		}
		h, err := tx.House()
		if err != nil {
			return nil, err
		}
		supported, err := tx.Results(found.Dossier)
		if err != nil {
			return nil, err
		}
		out.Results = results(h, supported)
		return out, nil
	})
}

// PublicTexts are those of a call's rules, without those that only documents tell.
func PublicTexts(c *workflow.Call) []workflow.PublicText {
	return slices.DeleteFunc(slices.Clone(c.Rules().Texts), func(t workflow.PublicText) bool { return slices.Contains(document.Texts, t.ID) })
}

// unsupported are states of dossiers that were awarded something once and have
// it no more.
var unsupported = []workflow.State{"ranked", "lapsed", "withdrawn", "rejected", "reserve", "under_appeal", "expired"}

func results(h *workflow.House, all []storage.Brief) []Result {
	var out []Result
	for _, s := range all {
		if slices.Contains(unsupported, s.State) {
			continue
		}
		r := Result{Title: s.Title, Amount: s.Awarded, Theme: s.Theme}
		if o := h.Org(s.Sisp); o != nil {
			r.Leader, r.Language = o.Name, o.Language
		}
		for _, org := range s.Partners {
			if o := h.Org(org); o != nil && org != s.Sisp {
				r.Partners = append(r.Partners, o.Name)
			}
		}
		out = append(out, r)
	}
	return out
}

// Answers are the published questions of calls, by their refs with the moment.
func (a *App) Answers(ctx context.Context, calls []*workflow.Call) (map[workflow.Ref]time.Time, error) {
	ids := make([]string, len(calls))
	for i, c := range calls {
		ids[i] = c.Ref().Dossier
	}
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[workflow.Ref]time.Time, error) { return tx.AnsweredAt(ids) })
}

// Checked is what whoever holds a document is told of it: nothing that is not
// printed on it.
type Checked struct {
	Kind    string
	Number  string
	Version int
	Made    time.Time
	Hash    string // of its facts, whole
	Newer   int    // the version that took its place; 0: none
}

// LeastHash is how much of a hash is printed on every document. Who types less
// could guess.
const LeastHash = 16

// CheckDocument finds a filed document by its number and its hash, or as much of
// the hash as is printed; or by the hash of one of its files. Of a number with
// another hash nothing is told, not even that there is one: that would tell of
// decisions before their letters.
func (a *App) CheckDocument(ctx context.Context, number, hash string) (*Checked, error) {
	number, hash = strings.ToUpper(strings.TrimSpace(number)), strings.ToLower(strings.TrimSpace(hash))
	if number == "" || len(hash) < LeastHash {
		return nil, workflow.NotThere()
	}
	all, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]*storage.Filed, error) { return tx.DocumentsNumbered(number) })
	if err != nil {
		return nil, err
	}
	newest := 0
	for _, d := range all {
		newest = max(newest, d.Version)
	}
	for _, d := range all {
		if !bears(d.Document, hash) {
			continue
		}
		out := &Checked{Kind: d.Kind, Number: d.Number, Version: d.Version, Made: d.Made, Hash: d.Facts}
		if newest > d.Version {
			out.Newer = newest
		}
		return out, nil
	}
	return nil, workflow.NotThere()
}

func bears(d *workflow.Document, hash string) bool {
	return strings.HasPrefix(d.Facts, hash) || slices.ContainsFunc(d.Prints, func(p workflow.Print) bool { return p.Hash == hash })
}
