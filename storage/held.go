package storage

import (
	"encoding/json"
	"fmt"
	"time"

	"tremplin/workflow"
)

// held is a dossier as it was read, with its place in its chain.
type held struct {
	dossier workflow.Dossier
	version int64
	head    string
	due     *time.Time
	order   map[workflow.Ref]int64 // in which its parts were made
	last    int64                  // the highest of these
	sums    sums                   // of a call
	house   string                 // the house's head when its texts were filled in
}

// sums are those of a call's ledger.
type sums struct{ entries, envelope, committed, released, paid int64 }

// dossierRow is a row of houses, calls or submissions, without what repeats its
// body.
type dossierRow struct {
	id, callID, head, state, body string
	version                       int64
	due                           *time.Time
	sums                          sums
}

type partRow struct {
	dossier, entity, id, state, body string
	n                                int64
}

const partColumns = "dossier_id, entity, id, n, state, body"

func (p *partRow) scan(scan func(...any) error) error {
	return scan(&p.dossier, &p.entity, &p.id, &p.n, &p.state, &p.body)
}

// hold makes a dossier from its rows; parts are in the order of their making.
func hold(entity workflow.Entity, r *dossierRow, parts []partRow) (*held, error) {
	d, ok := workflow.New(entity).(workflow.Dossier)
	if !ok {
		return nil, fmt.Errorf("storage: %s: no dossier", entity)
	}
	if err := revive(d, workflow.Ref{Entity: entity, Dossier: r.id}, r.state, r.body); err != nil {
		return nil, err
	}
	if s, ok := d.(*workflow.Submission); ok {
		s.CallID = r.callID
	}
	h := &held{dossier: d, version: r.version, head: r.head, due: r.due, sums: r.sums, order: make(map[workflow.Ref]int64, len(parts))}
	for i := range parts {
		p := &parts[i]
		s := workflow.New(workflow.Entity(p.entity))
		if s == nil {
			return nil, fmt.Errorf("storage: part %s/%s/%s: no such entity", p.dossier, p.entity, p.id)
		}
		ref := workflow.Ref{Entity: workflow.Entity(p.entity), Dossier: r.id, ID: p.id}
		if err := revive(s, ref, p.state, p.body); err != nil {
			return nil, err
		}
		workflow.Attach(d, s)
		h.order[ref] = p.n
		h.last = max(h.last, p.n)
	}
	return h, nil
}

func revive(s workflow.Subject, ref workflow.Ref, state, body string) error {
	if err := json.Unmarshal([]byte(body), s); err != nil {
		return fmt.Errorf("storage: %s: %w", ref, err)
	}
	workflow.Revive(s, ref, workflow.State(state))
	return nil
}

// call is the call with the sums of its ledger: a copy, since the one that is
// held may be shared and its sums move without its chain.
func (h *held) call() *workflow.Call {
	c, ok := h.dossier.(*workflow.Call)
	if !ok {
		return nil
	}
	n := *c
	n.Envelope, n.Committed = workflow.Money(h.sums.envelope), workflow.Money(h.sums.committed)
	n.Released, n.Paid = workflow.Money(h.sums.released), workflow.Money(h.sums.paid)
	return &n
}

func (h *held) submission() *workflow.Submission {
	if h == nil {
		return nil
	}
	s, _ := h.dossier.(*workflow.Submission)
	return s
}

// emptyHouse is the house before its first act.
func emptyHouse() *held {
	h := &workflow.House{}
	workflow.Revive(h, workflow.Ref{Entity: workflow.EntityHouse, Dossier: workflow.HouseID}, workflow.Unborn)
	return &held{dossier: h, order: map[workflow.Ref]int64{}}
}
