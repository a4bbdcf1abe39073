package storage

import (
	"context"
	"fmt"

	"tremplin/workflow"
)

// VerifyDossier makes one dossier again from its events, as [Store.Verify] does
// all, and names each row of it that differs: of a submission its chain, its rows
// and its lines of the ledger; of a call all of that for each of its dossiers, and
// the ledger's sums; of the house people and roles.
func (s *Store) VerifyDossier(ctx context.Context, on workflow.Ref) ([]Finding, error) {
	v := &verifier{seen: map[string]bool{}, erased: map[string]int64{}}
	err := s.View(ctx, func(tx *Tx) error {
		v.tx = tx
		if err := v.house(); err != nil || on.Dossier == workflow.HouseID {
			return err
		}
		v.findings = nil // the house's own were not asked for: it only says what was erased
		if on.Entity == workflow.EntityCall {
			return v.oneCall(on.Dossier)
		}
		return v.one(on.Dossier)
	})
	if err != nil {
		return nil, fmt.Errorf("storage: verify %s: %w", on.Dossier, err)
	}
	return v.findings, nil
}

// one verifies a submission, measured by its call as the call's events left it.
func (v *verifier) one(id string) error {
	calls, err := v.strings("SELECT call_id FROM submissions WHERE id = ? UNION SELECT call_id FROM events WHERE dossier_id = ?", id, id)
	if err != nil || len(calls) == 0 {
		return err
	}
	v.call = &verifiedCall{id: calls[0], entries: map[int64]postedThen{}}
	if err := v.some(workflow.EntityCall, calls[:1], true); err != nil {
		return err
	}
	v.findings, v.call.entries = nil, map[int64]postedThen{}
	if err := v.some(workflow.EntitySubmission, []string{id}, false); err != nil {
		return err
	}
	return v.ownLines(id)
}

// ownLines compares the lines of the ledger that name a submission, or that its
// events posted, with what these say.
func (v *verifier) ownLines(id string) error {
	rows, err := v.table("ledger", ledgerColumns, "call_id", []string{v.call.id})
	there := map[int64]bool{}
	for _, r := range rows[v.call.id] {
		seq, _ := r[1].(int64)
		p, posted := v.call.entries[seq]
		if !posted && shown(r[2]) != shown(id) && shown(r[3]) != shown(id) {
			continue
		}
		there[seq] = true
		v.line(r, p, posted)
	}
	for seq := range v.call.entries {
		if !there[seq] {
			v.find("ledger", fmt.Sprintf("%s#%d", v.call.id, seq), "is missing")
		}
	}
	return err
}
