package app

import (
	"bytes"
	"context"

	"tremplin/app/document"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// What pages name of storage's: an event, a line of a list, what a list is
// narrowed to, a part of it.
//
//nolint:revive // together they have one comment
type (
	Past   = storage.Past
	Brief  = storage.Brief
	Wanted = storage.Wanted
	Page   = storage.Page
)

// Foreseen is what an act would do if it were done now.
type Foreseen struct {
	From, To  workflow.State
	Ledger    []workflow.Entry
	Documents []string       // kinds
	Told      []Reached      // whom mails would reach; nobody where none are sent
	Free      workflow.Money // of the call's budget, before
	Veiled    bool           // who asks is shown a state that may stand for another: nothing else may be told
}

// Foresee decides what is asked and writes nothing. The answer, or the refusal,
// is what Perform would give at this moment.
func (a *App) Foresee(ctx context.Context, cmd Command) (*Foreseen, error) {
	cmd.Key = nil
	t, err := aim(cmd)
	if err != nil {
		return nil, err
	}
	cmd.At = a.now()
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Foreseen, error) {
		c, err := tx.Load(a.ask(cmd, t))
		if err != nil {
			return nil, err
		}
		if err := a.fill(c, cmd, t); err != nil {
			return nil, err
		}
		p, err := a.of(c.Call)
		if err != nil {
			return nil, err
		}
		d, err := a.safely(p, c, workflow.Ask{Entity: cmd.Entity, Action: cmd.Action, Values: cmd.Values})
		if err != nil {
			return nil, err
		}
		if c.MayHide() {
			return &Foreseen{Veiled: true}, nil
		}
		out := foreseen(p, c, d)
		out.Told, err = a.reached(tx, c, d)
		return out, err
	})
}

func foreseen(p *workflow.Programme, c *workflow.Case, d *workflow.Decision) *Foreseen {
	out := &Foreseen{From: d.Events[0].From, To: d.Events[0].To, Ledger: d.Ledger}
	if c.Call != nil {
		out.Free = c.Call.Free()
	}
	for _, j := range d.Jobs {
		if k := p.Document(j.Kind); k != nil {
			out.Documents = append(out.Documents, k.Name)
		}
	}
	return out
}

// Number is how a dossier is called on paper.
func Number(c *workflow.Call, f *workflow.Submission) string { return document.DossierNumber(c, f) }

// Twin is the same as a filed document's print in a language, as a piece of a
// web page, and its title.
func (a *App) Twin(ctx context.Context, d *workflow.Document, l locale.Language) (title, body string, err error) {
	facts, err := a.Content(ctx, d.Facts)
	if err != nil {
		return "", "", err
	}
	p, err := document.Read(facts)
	if err != nil {
		return "", "", err
	}
	in, err := p.In(l)
	if err != nil {
		return "", "", err
	}
	var b bytes.Buffer
	err = p.HTML(&b, l)
	return in.Title, b.String(), err
}
