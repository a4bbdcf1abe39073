package storage

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tremplin/workflow"
)

// chainFold is a dossier as its events say that it is.
type chainFold struct {
	id      string
	entity  workflow.Entity
	events  []*eventRow
	own     *rowThen
	due     string
	dossier workflow.Dossier
	parts   map[string]*partFold // by entity and id
	typed   map[string]bool      // texts
	erased  map[string]int64     // by event
	entries []postedThen
}

type partFold struct {
	rowThen
	subject workflow.Subject
}

func (f *chainFold) key(seq int64) string { return f.id + "#" + strconv.FormatInt(seq, 10) }

// head is the number of events and the hash of the last one.
func (f *chainFold) head() (int64, string) {
	if len(f.events) == 0 {
		return 0, ""
	}
	last := f.events[len(f.events)-1]
	return int64(len(f.events)), last.Hash
}

// fold checks the links of a chain and makes the dossier of it.
func (v *verifier) fold(id string, entity workflow.Entity, events []*eventRow) *chainFold {
	f := &chainFold{id: id, entity: entity, events: events, parts: map[string]*partFold{}, typed: map[string]bool{}, erased: map[string]int64{}}
	prev := ""
	for i, e := range events {
		switch {
		case e.Seq != int64(i+1):
			v.find("events", f.key(e.Seq), "stands where number %d should", i+1)
		case e.Prev != prev:
			v.find("events", f.key(e.Seq), "does not follow the one before")
		}
		if e.digest() != e.Hash {
			v.find("events", f.key(e.Seq), "its hash does not fit its columns")
		}
		prev = e.Hash
		if err := f.take(e); err != nil {
			v.find("events", f.key(e.Seq), "%v", err)
		}
	}
	if err := f.make(); err != nil {
		v.find("events", id, "%v", err)
	}
	v.anchored(f)
	return f
}

// take adds what an event says.
func (f *chainFold) take(e *eventRow) error {
	var rows []rowThen
	if e.Rows != "" {
		if err := json.Unmarshal([]byte(e.Rows), &rows); err != nil {
			return fmt.Errorf("its rows: %w", err)
		}
	}
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Entity == textEntity && r.State == textTyped:
			f.typed[r.ID] = true
		case r.Entity == textEntity || r.Entity == fileEntity:
			if f.entity == workflow.EntityHouse {
				f.erased[r.ID] = e.Seq
			}
		case r.N == 0 && r.Entity != string(f.entity):
			return fmt.Errorf("it says of a %s that it is a %s", f.entity, r.Entity)
		case r.N == 0:
			f.due = r.Due
			if r.Body != "" {
				f.own = r
			} else if f.own != nil {
				f.own.State = r.State
			}
		default:
			f.parts[r.Entity+"/"+r.ID] = &partFold{rowThen: *r}
		}
	}
	var lines []entryThen
	if e.Ledger != "" {
		if err := json.Unmarshal([]byte(e.Ledger), &lines); err != nil {
			return fmt.Errorf("its lines of the ledger: %w", err)
		}
	}
	for _, l := range lines {
		f.entries = append(f.entries, postedThen{l, e})
	}
	return nil
}

// make revives the dossier and its parts.
func (f *chainFold) make() error {
	if f.own == nil {
		return nil
	}
	r := &dossierRow{id: f.id, state: f.own.State, body: string(f.own.Body), callID: f.events[0].CallID}
	h, err := hold(workflow.Entity(f.own.Entity), r, f.partRows())
	if err != nil {
		return err
	}
	f.dossier = h.dossier
	for _, s := range h.dossier.Parts() {
		if p := f.parts[string(s.Ref().Entity)+"/"+s.Ref().ID]; p != nil {
			p.subject = s
		}
	}
	return nil
}

func (f *chainFold) partRows() []partRow {
	out := make([]partRow, 0, len(f.parts))
	for _, p := range f.parts {
		out = append(out, partRow{dossier: f.id, entity: p.Entity, id: p.ID, state: p.State, body: string(p.Body), n: p.N})
	}
	slices.SortFunc(out, func(a, b partRow) int { return int(a.n - b.n) })
	return out
}

// events reads chains, row by row as they are: a column that holds what it
// cannot is a finding, not a failure.
func (v *verifier) events(ids []string) (map[string][]*eventRow, error) {
	out := map[string][]*eventRow{}
	rows, err := v.rows("SELECT "+eventColumns+" FROM events WHERE dossier_id IN ? ORDER BY dossier_id, seq", ids)
	for _, r := range rows {
		e, bad := eventOf(r)
		if bad != "" {
			v.find("events", fmt.Sprintf("%v#%v", r[0], r[1]), "%s cannot be read", bad)
		}
		out[e.DossierID] = append(out[e.DossierID], e)
	}
	return out, err
}

func eventOf(r []any) (e *eventRow, bad string) {
	e = &eventRow{}
	into := []any{
		&e.DossierID, &e.Seq, &e.CallID, &e.At, &e.RecordedAt, &e.Actor, &e.Surface, &e.ActingAs, &e.Entity, &e.PartID, &e.Action,
		&e.FromState, &e.ToState, &e.CauseDossier, &e.CauseSeq, &e.Input, &e.FilledIn, &e.Rows, &e.Ledger, &e.Prev, &e.Hash,
	}
	for i, p := range into {
		ok := false
		switch p := p.(type) {
		case *string:
			*p, ok = r[i].(string)
		case *int64:
			*p, ok = r[i].(int64)
		case *time.Time:
			if *p, ok = r[i].(time.Time); ok {
				*p = p.UTC()
			}
		}
		if !ok {
			bad = "column " + strconv.Itoa(i+1)
		}
	}
	return e, bad
}
