package storage

import (
	"fmt"
	"maps"
	"slices"

	"tremplin/workflow"
)

var ledgerColumns = []string{
	"call_id", "seq", "dossier_id", "event_dossier", "event_seq", "kind", "amount", "at", "envelope", "committed", "paid",
}

// ledger compares a call's ledger with what its events posted, line by line,
// and the sums with both.
func (v *verifier) ledger() error {
	rows, err := v.table("ledger", ledgerColumns, "call_id", []string{v.call.id})
	if err != nil {
		return err
	}
	v.addUp()
	there := map[int64]bool{}
	for _, r := range rows[v.call.id] {
		seq, _ := r[1].(int64)
		key := fmt.Sprintf("%s#%v", v.call.id, r[1])
		p, ok := v.call.entries[seq]
		switch {
		case !ok:
			v.find("ledger", key, "no event made it")
			continue
		case there[seq]:
			v.find("ledger", key, "is there twice")
		}
		there[seq] = true
		v.line(r, p, true)
	}
	for seq := range v.call.entries {
		if !there[seq] {
			v.find("ledger", fmt.Sprintf("%s#%d", v.call.id, seq), "is missing")
		}
	}
	return v.sums()
}

// line compares a line of the ledger with what an event posted.
func (v *verifier) line(r []any, p postedThen, posted bool) {
	key := fmt.Sprintf("%s#%v", v.call.id, r[1])
	if !posted {
		v.find("ledger", key, "no event made it")
		return
	}
	v.compare("ledger", key, ledgerColumns, r, []any{
		v.call.id, p.Seq, p.Dossier, p.event.DossierID, p.event.Seq, p.Kind, p.Amount, p.event.At, p.Envelope, p.Committed, p.Paid,
	})
}

// addUp adds the lines that events posted, in their order.
func (v *verifier) addUp() {
	c := v.call
	for _, seq := range slices.Sorted(maps.Keys(c.entries)) {
		p := c.entries[seq]
		key := fmt.Sprintf("%s#%d", p.event.DossierID, p.event.Seq)
		c.total.add(workflow.EntryKind(p.Kind), p.Amount)
		t := c.total
		if seq != t.entries {
			v.find("events", key, "posts line %d of the ledger where %d is due", seq, t.entries)
			c.total.entries = seq
		}
		if t.envelope != p.Envelope || t.committed != p.Committed || t.paid != p.Paid {
			v.find("events", key, "the sums of line %d of the ledger are wrong", seq)
		}
		if t.committed < 0 || t.committed > t.envelope || t.paid < 0 {
			v.find("ledger", fmt.Sprintf("%s#%d", c.id, seq), "committed %d of an envelope of %d, paid %d", t.committed, t.envelope, t.paid)
		}
	}
}

// sums compares those on the call's row with the ledger's.
func (v *verifier) sums() error {
	rows, err := v.table("calls", append([]string{"id"}, sumColumns...), "id", []string{v.call.id})
	for _, r := range rows[v.call.id] {
		v.compare("calls", v.call.id, append([]string{"id"}, sumColumns...), r, append([]any{v.call.id}, v.call.total.values()...))
	}
	if len(rows[v.call.id]) == 0 && v.call.total.entries > 0 {
		v.find("calls", v.call.id, "has a ledger and is missing")
	}
	return err
}

// toward is what the ledger says of a submission; its own events post it all.
func (f *chainFold) toward() paidToward {
	var p paidToward
	for _, e := range f.entries {
		if e.Dossier != f.id {
			continue
		}
		switch workflow.EntryKind(e.Kind) {
		case workflow.EntryCommitment:
			p.committed += e.Amount
		case workflow.EntryRelease:
			p.committed -= e.Amount
		case workflow.EntryPayment:
			p.paid += e.Amount
		case workflow.EntryRecovery:
			p.paid -= e.Amount
		case workflow.EntryWriteOff:
			p.writtenOff += e.Amount
		case workflow.EntryEnvelope, workflow.EntryChange: // the call's
		}
	}
	return p
}
