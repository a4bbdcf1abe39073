package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"tremplin/workflow"
)

// Past is an event as the trail has it. Who may be told of which is
// workflow.Sight's to say.
type Past struct {
	workflow.Happened
	Seq      int64
	At       time.Time
	Recorded time.Time
	Surface  string
	As       string          // the role by which a person acted, "sisp_editor@lojega"; "" where none was kept
	Cause    string          // dossier of the event that caused it; "" if it was asked for
	CauseSeq int64           // and its number there
	Input    json.RawMessage // texts are references
	FilledIn []string        // its keys that no source gives (demonstrations)
	Hash     string
}

// pastColumns are those of an event that tell of it. What it left in other tables
// is most of what a row weighs.
const pastColumns = "seq, at, recorded_at, actor, surface, acting_as, entity, part_id, action, from_state, to_state, cause_dossier, cause_seq, input, filled_in, hash"

func (e *eventRow) scanPast(scan func(...any) error) error {
	err := scan(&e.Seq, &e.At, &e.RecordedAt, &e.Actor, &e.Surface, &e.ActingAs, &e.Entity, &e.PartID, &e.Action,
		&e.FromState, &e.ToState, &e.CauseDossier, &e.CauseSeq, &e.Input, &e.FilledIn, &e.Hash)
	e.At, e.RecordedAt = e.At.UTC(), e.RecordedAt.UTC()
	return err
}

// History lists the events of a chain after one, in order.
func (tx *Tx) History(dossier string, after int64, limit int) ([]Past, error) {
	var out []Past
	var e eventRow
	err := tx.each(tx.orm.Raw("SELECT "+pastColumns+" FROM events WHERE dossier_id = ? AND seq > ? ORDER BY seq LIMIT "+strconv.Itoa(Page{Limit: limit}.limit()), dossier, after),
		func(scan func(...any) error) error {
			e = eventRow{DossierID: dossier}
			if err := e.scanPast(scan); err != nil {
				return err
			}
			out = append(out, e.past())
			return nil
		})
	return out, wrapped("history", err)
}

// Turns are the events of these chains that are of one of the acts, by chain, each in
// order.
func (tx *Tx) Turns(dossiers []string, acts ...workflow.Action) (map[string][]Past, error) {
	out := make(map[string][]Past, len(dossiers))
	for some := range slices.Chunk(dossiers, maxBound) {
		var e eventRow
		err := tx.each(tx.orm.Raw("SELECT dossier_id, "+pastColumns+" FROM events WHERE dossier_id IN ? AND action IN ? ORDER BY dossier_id, seq", some, acts), func(scan func(...any) error) error {
			e = eventRow{}
			if err := e.scanPast(func(into ...any) error { return scan(append([]any{&e.DossierID}, into...)...) }); err != nil {
				return err
			}
			out[e.DossierID] = append(out[e.DossierID], e.past())
			return nil
		})
		if err != nil {
			return nil, wrapped("turns", err)
		}
	}
	return out, nil
}

// maxBound is how many values a statement is sure to take on either database.
const maxBound = 20_000

func (e *eventRow) past() Past {
	return Past{
		Happened: workflow.Happened{On: e.on(), Action: workflow.Action(e.Action), By: e.Actor, From: workflow.State(e.FromState), To: workflow.State(e.ToState)},
		Seq:      e.Seq, At: e.At, Recorded: e.RecordedAt, Surface: e.Surface, As: e.ActingAs,
		Cause: e.CauseDossier, CauseSeq: e.CauseSeq, Input: json.RawMessage(e.Input), FilledIn: listed(e.FilledIn), Hash: e.Hash,
	}
}

// listed takes a list apart that commas hold together.
func listed(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// FilledIn counts, for each act of a call and its dossiers and each key of its
// input that no source gives, how often that is so: "sheet.save scores".
func (tx *Tx) FilledIn(call string) (map[string]int, error) {
	out := map[string]int{}
	err := tx.each(tx.orm.Raw("SELECT entity, action, filled_in FROM events WHERE call_id = ? AND filled_in <> ''", call),
		func(scan func(...any) error) error {
			var entity, action, keys string
			err := scan(&entity, &action, &keys)
			for _, k := range listed(keys) {
				out[entity+"."+action+" "+k]++
			}
			return err
		})
	return out, wrapped("filled in", err)
}

// Posted is a line of a call's ledger with the sums after it, in cents.
type Posted struct {
	Seq                       int64
	Kind                      workflow.EntryKind
	Submission                string // "" for the envelope's own
	Event                     string // dossier of its event
	EventSeq                  int64
	Amount                    workflow.Money
	At                        time.Time
	Envelope, Committed, Paid workflow.Money
}

// LedgerOf lists the lines of a call's ledger after one, in order.
func (tx *Tx) LedgerOf(call string, after int64, limit int) ([]Posted, error) {
	var out []Posted
	err := tx.each(tx.orm.Raw("SELECT seq, kind, dossier_id, event_dossier, event_seq, amount, at, envelope, committed, paid FROM ledger "+
		"WHERE call_id = ? AND seq > ? ORDER BY seq LIMIT ?", call, after, Page{Limit: limit}.limit()),
		func(scan func(...any) error) error {
			var p Posted
			err := scan(&p.Seq, &p.Kind, &p.Submission, &p.Event, &p.EventSeq, &p.Amount, &p.At, &p.Envelope, &p.Committed, &p.Paid)
			p.At = p.At.UTC()
			out = append(out, p)
			return err
		})
	return out, wrapped("ledger", err)
}

// DueNow is a dossier that the clock has to look at.
type DueNow struct {
	At   time.Time
	Ref  workflow.Ref
	Call string
}

// Due lists what has fallen due, by time, then by id.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]DueNow, error) {
	var out []DueNow
	for _, q := range []struct {
		entity workflow.Entity
		sql    string
	}{
		{workflow.EntityCall, "SELECT due_at, id, id FROM calls WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"},
		{workflow.EntitySubmission, "SELECT due_at, id, call_id FROM submissions WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"},
	} {
		err := eachRow(s.read.orm.WithContext(ctx).Raw(q.sql, whole(now), limit), func(scan func(...any) error) error {
			d := DueNow{Ref: workflow.Ref{Entity: q.entity}}
			err := scan(&d.At, &d.Ref.Dossier, &d.Call)
			d.At = d.At.UTC()
			out = append(out, d)
			return err
		})
		if err != nil {
			return nil, wrapped("due", err)
		}
	}
	slices.SortFunc(out, func(a, b DueNow) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Ref.Dossier, b.Ref.Dossier))
	})
	return out[:min(len(out), limit)], nil
}

// NextDue is when something falls due next; false if nothing does.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) {
	var next time.Time
	for _, table := range []string{"calls", "submissions"} {
		var at []time.Time
		err := s.read.orm.WithContext(ctx).Table(table).Where("due_at IS NOT NULL").Order("due_at, id").Limit(1).Pluck("due_at", &at).Error
		if err != nil {
			return time.Time{}, false, wrapped("due", err)
		}
		if len(at) > 0 && (next.IsZero() || at[0].Before(next)) {
			next = at[0].UTC()
		}
	}
	return next, !next.IsZero(), nil
}
