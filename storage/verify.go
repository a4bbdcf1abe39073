package storage

import (
	"context"
	"fmt"
	"slices"

	"tremplin/workflow"
)

// Finding is a row that does not hold.
type Finding struct {
	Table   string
	Key     string // "emp-2023.bottin#12"
	Problem string
}

// String is one line for people.
func (f Finding) String() string { return f.Table + " " + f.Key + ": " + f.Problem }

// VerifyOptions are what a verification may be given.
type VerifyOptions struct {
	Checkpoint *Checkpoint // finds lost ends of chains and older copies of them
}

// dossiersAtOnce is how many dossiers are in memory.
const dossiersAtOnce = 50

// Verify makes everything again from the events and names each row that
// differs: links and hashes of the chains, rows and their columns, the ledger
// and its sums, texts, files, and rows that no event made. It reads one
// snapshot, some dossiers at a time.
func (s *Store) Verify(ctx context.Context, o VerifyOptions) ([]Finding, error) {
	v := &verifier{checkpoint: o.Checkpoint, seen: map[string]bool{}, erased: map[string]int64{}}
	err := s.View(ctx, func(tx *Tx) error {
		v.tx = tx
		for _, step := range []func() error{v.house, v.calls, v.strays, v.titled, v.files} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("storage: verify: %w", err)
	}
	v.missingChains()
	return v.findings, nil
}

type verifier struct {
	tx         *Tx
	checkpoint *Checkpoint
	findings   []Finding
	seen       map[string]bool  // dossiers of the checkpoint that were there
	erased     map[string]int64 // texts and files that the house erased, by its event
	call       *verifiedCall
}

// verifiedCall is the call whose dossiers are being looked at.
type verifiedCall struct {
	id      string
	call    *workflow.Call       // as its events left it; nil if none made it
	entries map[int64]postedThen // lines of the ledger that events posted
	total   sums
}

type postedThen struct {
	entryThen
	event *eventRow
}

// paidToward is what the ledger says of one submission.
type paidToward struct{ committed, paid, writtenOff int64 }

func (v *verifier) find(table, key, problem string, args ...any) {
	v.findings = append(v.findings, Finding{Table: table, Key: key, Problem: fmt.Sprintf(problem, args...)})
}

// house verifies the chain of people and roles, and learns what it erased.
func (v *verifier) house() error {
	if err := v.some(workflow.EntityHouse, []string{workflow.HouseID}, true); err != nil {
		return err
	}
	others, err := v.strings("SELECT id FROM houses WHERE id <> ?", workflow.HouseID)
	for _, id := range others {
		v.find("houses", id, "no event made it")
	}
	return err
}

// calls verifies each call: its chain, those of its submissions, its ledger.
// What names a call that is not there is looked at as if it were.
func (v *verifier) calls() error {
	ids, err := v.strings("SELECT id FROM calls UNION SELECT call_id FROM submissions UNION SELECT call_id FROM events UNION SELECT call_id FROM ledger ORDER BY 1")
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := v.oneCall(id); err != nil {
			return err
		}
	}
	return nil
}

// oneCall verifies a call, the dossiers under it, and its ledger.
func (v *verifier) oneCall(id string) error {
	v.call = &verifiedCall{id: id, entries: map[int64]postedThen{}}
	if id != "" {
		if err := v.some(workflow.EntityCall, []string{id}, true); err != nil {
			return err
		}
	}
	under, err := v.strings("SELECT id FROM submissions WHERE call_id = ? UNION SELECT dossier_id FROM events WHERE call_id = ? AND dossier_id <> ? AND dossier_id <> ? "+
		"AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.id = dossier_id) AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = dossier_id) ORDER BY 1",
		id, id, id, workflow.HouseID)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(under, dossiersAtOnce) {
		if err := v.some(workflow.EntitySubmission, some, false); err != nil {
			return err
		}
	}
	return v.ledger()
}

// some verifies dossiers of one kind: their chains, then their rows against
// what the chains say.
func (v *verifier) some(entity workflow.Entity, ids []string, alone bool) error {
	events, err := v.events(ids)
	if err != nil {
		return err
	}
	table := tableOf(entity)
	own, err := v.table(table, ownColumns(entity), "id", ids)
	if err != nil {
		return err
	}
	parts, err := v.table("parts", partAll, "dossier_id", ids)
	if err != nil {
		return err
	}
	texts, err := v.table("texts", []string{"dossier_id", "ref", "salt", "body", "erased_by"}, "dossier_id", ids)
	if err != nil {
		return err
	}
	titles, err := v.table("titles", titleColumns, "submission_id", ids)
	if err != nil {
		return err
	}
	ends, err := v.table("title_ends", []string{"submission_id", "ending"}, "submission_id", ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		f := v.fold(id, entity, events[id])
		if alone && len(events[id]) == 0 && len(own[id]) == 0 && len(parts[id]) == 0 && len(texts[id]) == 0 {
			continue // an empty house; a call that only others name is said there
		}
		v.remember(f)
		v.ownRow(f, own[id])
		v.partRows(f, parts[id])
		v.textRows(f, texts[id])
		v.titleRows(f, texts[id], titles[id], ends[id])
		v.against(f)
		if err := v.attached(f); err != nil {
			return err
		}
	}
	return nil
}

// remember keeps what other rows are measured by.
func (v *verifier) remember(f *chainFold) {
	if f.entity == workflow.EntityHouse {
		v.erased = f.erased
		return
	}
	if c, ok := f.dossier.(*workflow.Call); ok {
		v.call.call = c
	}
	for _, p := range f.entries {
		if was, twice := v.call.entries[p.Seq]; twice {
			v.find("events", f.key(p.event.Seq), "posts line %d of the ledger, as does %s#%d", p.Seq, was.event.DossierID, was.event.Seq)
		}
		v.call.entries[p.Seq] = p
	}
}

func (v *verifier) strings(q string, args ...any) ([]string, error) {
	var out []string
	err := v.tx.each(v.tx.orm.Raw(q, args...), func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		out = append(out, s)
		return err
	})
	return out, err
}

// strays finds rows of dossiers that have neither a row nor an event.
func (v *verifier) strays() error {
	const alone = "NOT EXISTS (SELECT 1 FROM events e WHERE e.dossier_id = x.dossier_id) AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.id = x.dossier_id) " +
		"AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = x.dossier_id)"
	for _, t := range []struct{ table, key string }{{"parts", "x.dossier_id || '/' || x.entity || '/' || x.id"}, {"texts", "x.ref"}} {
		keys, err := v.strings("SELECT " + t.key + " FROM " + t.table + " x WHERE " + alone + " ORDER BY 1")
		if err != nil {
			return err
		}
		for _, k := range keys {
			v.find(t.table, k, "no event made it")
		}
	}
	return nil
}
