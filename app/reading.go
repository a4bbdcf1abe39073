package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// What the reading room names of storage's.
//
//nolint:revive // together they have one comment
type (
	Linked  = storage.Linked
	Finding = storage.Finding
)

// Chain is a dossier's chain, as far as a page of it goes, with the dossier.
type Chain struct {
	Call      *workflow.Call
	File      *workflow.Submission // nil for the call's own
	Links     []Linked
	Next      int64 // the cursor of what follows; 0 if nothing does
	Length    int64
	Head      string // hash of the last event
	Documents []*storage.Filed
}

// mayRead lets auditors and the director in, who read everything, into what they
// may see; to others it is not there.
func mayRead(who *Viewer) error {
	reads := func(g workflow.Grant) bool {
		return (g.Role == workflow.Auditor || g.Role == workflow.Director) && g.On(who.Today)
	}
	if who.Person == nil || !slices.ContainsFunc(who.Actor.Grants, reads) {
		return workflow.NotThere()
	}
	return nil
}

// MayRead reports whether the reading room is there for somebody.
func (*App) MayRead(who *Viewer) bool { return mayRead(who) == nil }

// ReadingRoom lists the calls whose books may be read, and says when the last
// checkpoint was made; zero: none was.
func (a *App) ReadingRoom(ctx context.Context, who *Viewer) (calls []*workflow.Call, checkpoint time.Time, err error) {
	if err := mayRead(who); err != nil {
		return nil, checkpoint, err
	}
	if checkpoint, err = a.Store.LastDone(ctx, jobCheckpoint); err != nil {
		return nil, checkpoint, err
	}
	calls, err = storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]*workflow.Call, error) {
		found, err := tx.Calls(who.Sight, storage.Page{Limit: deskCalls})
		if err != nil {
			return nil, err
		}
		told, err := tx.Tell(found...)
		var out []*workflow.Call
		for _, f := range told {
			if who.Sight.Books(f.Dossier) {
				out = append(out, f.Dossier)
			}
		}
		return out, err
	})
	return calls, checkpoint, err
}

// ReadChain is a dossier's chain after an event, by the id of a call or of a
// submission.
func (a *App) ReadChain(ctx context.Context, who *Viewer, id string, after int64, limit int) (*Chain, error) {
	if err := mayRead(who); err != nil {
		return nil, err
	}
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Chain, error) {
		c, err := readable(tx, who, id)
		if err != nil {
			return nil, err
		}
		if c.File != nil {
			if err := tx.LoadTitles(c.File); err != nil {
				return nil, err
			}
		}
		if c.Length, c.Head, err = tx.HeadOf(id); err != nil {
			return nil, err
		}
		if c.Links, err = tx.Chain(id, after, limit); err != nil {
			return nil, err
		}
		if n := len(c.Links); n > 0 && c.Links[n-1].Seq < c.Length {
			c.Next = c.Links[n-1].Seq
		}
		c.Documents, err = tx.DocumentsOf(id)
		return c, err
	})
}

// readable is what an id names, if its books may be read: whoever has a conflict
// in the call does not read them.
func readable(tx *storage.Tx, who *Viewer, id string) (*Chain, error) {
	call, _, under := strings.Cut(id, ".")
	c, err := booksOf(tx, who, call)
	if err != nil {
		return nil, err
	}
	out := &Chain{Call: c}
	if !under {
		if c.Ref().Dossier != id {
			return nil, workflow.NotThere()
		}
		return out, nil
	}
	if seen, err := tx.Sees(who.Sight, id); err != nil || !seen {
		if err == nil {
			err = workflow.NotThere()
		}
		return nil, err
	}
	read, err := tx.Load(storage.Ask{Submission: id})
	if err != nil {
		return nil, err
	}
	n := *read.File // titles are put into a copy
	if n.Proposal != nil {
		p := *n.Proposal
		n.Proposal = &p
	}
	out.File = &n
	return out, nil
}

// CheckChain recomputes a dossier from its events, prints its documents again from
// their facts, and names each row that does not hold. The house is people and
// roles.
func (a *App) CheckChain(ctx context.Context, who *Viewer, id string) ([]Finding, error) {
	if err := mayRead(who); err != nil {
		return nil, err
	}
	on := workflow.Ref{Entity: workflow.EntityHouse, Dossier: id}
	var papers []*storage.Filed
	if id != workflow.HouseID {
		err := a.Store.View(ctx, func(tx *storage.Tx) error {
			c, err := readable(tx, who, id)
			if err != nil {
				return err
			}
			if on.Entity = workflow.EntityCall; c.File != nil {
				on.Entity = workflow.EntitySubmission
			}
			papers, err = tx.DocumentsOf(id)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	rows, err := a.Store.VerifyDossier(ctx, on)
	if err != nil {
		return nil, err
	}
	remade, err := a.remake(ctx, papers)
	return append(rows, remade...), err
}
