package storage

import (
	"fmt"
	"time"

	"tremplin/workflow"
)

// Until is how far a chain is read: to an event, to a moment, or to its end.
type Until struct {
	Seq int64     // the last event; 0: any
	At  time.Time // what was done by then, that moment included; zero: any
}

// Then is a dossier as its events had left it, with the bodies of its texts, and
// what had happened until then: this reader's own. A call has the sums that its
// ledger had.
func (tx *Tx) Then(entity workflow.Entity, id string, until Until) (workflow.Dossier, []Past, error) {
	f := &chainFold{id: id, entity: entity, parts: map[string]*partFold{}, typed: map[string]bool{}, erased: map[string]int64{}}
	var past []Past
	q, args := "SELECT "+eventColumns+" FROM events WHERE dossier_id = ?", []any{id}
	if until.Seq > 0 {
		q, args = q+" AND seq <= ?", append(args, until.Seq)
	}
	if !until.At.IsZero() {
		q, args = q+" AND at <= ?", append(args, whole(until.At))
	}
	err := tx.each(tx.orm.Raw(q+" ORDER BY seq", args...), func(scan func(...any) error) error {
		e := &eventRow{}
		if err := e.scan(scan); err != nil {
			return err
		}
		f.events = append(f.events, e)
		past = append(past, e.past())
		return f.take(e)
	})
	if err == nil {
		err = f.make()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("storage: %s as it was: %w", id, err)
	}
	if f.dossier == nil {
		return nil, nil, workflow.NotThere()
	}
	if c, ok := f.dossier.(*workflow.Call); ok {
		if err := tx.sumsThen(c, until.At); err != nil {
			return nil, nil, err
		}
	}
	return f.dossier, past, tx.LoadTexts(f.dossier)
}

// sumsThen are the sums of a call's ledger as they were.
func (tx *Tx) sumsThen(c *workflow.Call, at time.Time) error {
	for after := int64(0); ; {
		lines, err := tx.LedgerOf(c.Ref().Dossier, after, 1000)
		if err != nil {
			return err
		}
		for _, l := range lines {
			after = l.Seq
			if !at.IsZero() && l.At.After(at) {
				return nil
			}
			c.Envelope, c.Committed, c.Paid = l.Envelope, l.Committed, l.Paid
			if l.Kind == workflow.EntryRelease {
				c.Released += l.Amount
			}
		}
		if len(lines) < 1000 {
			return nil
		}
	}
}

// Filed is a filed document, wherever it lies.
type Filed struct {
	*workflow.Document
	Call string

	n int64 // among the parts of its dossier
}

const selectDocuments = "SELECT p.dossier_id, p.id, p.state, p.body, p.n, coalesce(s.call_id, p.dossier_id) FROM parts p LEFT JOIN submissions s ON s.id = p.dossier_id " +
	"WHERE p.entity = 'document' AND "

// Documents lists filed documents after one (nil: from the first), by dossier,
// then in the order of their filing: of one call, or of all.
func (tx *Tx) Documents(call string, after *Filed, limit int) ([]*Filed, error) {
	dossier, n := "", int64(0)
	if after != nil {
		dossier, n = after.Ref().Dossier, after.n
	}
	where, args := "(p.dossier_id > ? OR p.dossier_id = ? AND p.n > ?)", []any{dossier, dossier, n}
	if call != "" {
		where, args = where+" AND coalesce(s.call_id, p.dossier_id) = ?", append(args, call)
	}
	return tx.filed(where+" ORDER BY p.dossier_id, p.n LIMIT ?", append(args, Page{Limit: limit}.limit())...)
}

// DocumentsOf are those of one dossier.
func (tx *Tx) DocumentsOf(dossier string) ([]*Filed, error) {
	return tx.filed("p.dossier_id = ? ORDER BY p.n", dossier)
}

func (tx *Tx) filed(where string, args ...any) ([]*Filed, error) {
	var out []*Filed
	err := tx.each(tx.orm.Raw(selectDocuments+where, args...), func(scan func(...any) error) error {
		f := &Filed{Document: &workflow.Document{}}
		ref := workflow.Ref{Entity: workflow.EntityDocument}
		var state, body string
		if err := scan(&ref.Dossier, &ref.ID, &state, &body, &f.n, &f.Call); err != nil {
			return err
		}
		out = append(out, f)
		return revive(f.Document, ref, state, body)
	})
	return out, wrapped("documents", err)
}
