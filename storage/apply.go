package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tremplin/workflow"
)

// Apply writes a decision, once in a transaction: rows against the versions
// that were read, events, ledger and its sums, texts, jobs. It is the only
// writer of dossiers, so that nothing changes unrecorded. It is sent when the
// transaction ends; if somebody was faster, all is done again on what then
// stands.
func (tx *Tx) Apply(d *workflow.Decision) error {
	switch {
	case !tx.write || tx.read == nil:
		return errors.New("storage: apply: the transaction reads no case")
	case tx.applied:
		return errors.New("storage: apply: one decision for each transaction")
	case len(d.Events) == 0:
		return errors.New("storage: apply: a decision without an event")
	}
	w := &writer{tx: tx, d: d, now: tx.s.stamp(), chains: map[string]*chain{}}
	for _, step := range []func() error{w.follow, w.post, w.stand, w.seal, w.write} {
		if err := step(); err != nil {
			return fmt.Errorf("storage: apply: %w", err)
		}
	}
	tx.out = append(tx.out, w.out...)
	tx.applied = true
	return nil
}

// writer turns a decision into rows.
type writer struct {
	tx     *Tx
	d      *workflow.Decision
	now    time.Time
	chains map[string]*chain
	order  []string // dossiers in the order of their first event
	events []eventRow
	ledger [][]any
	sums   sums
	out    []stmt
}

// chain is a dossier with its new events.
type chain struct {
	id, callID string
	entity     workflow.Entity
	was        *held // nil: new
	change     *workflow.Change
	events     []int // indexes
	due        *time.Time
	body       string // of its own row, if that changed
	parts      []partThen
}

type partThen struct {
	row    rowThen
	values []any
}

// version and head before this decision.
func (c *chain) before() (int64, string) {
	if c.was == nil {
		return 0, ""
	}
	return c.was.version, c.was.head
}

// follow puts each event into the chain of its dossier.
func (w *writer) follow() error {
	w.events = make([]eventRow, len(w.d.Events))
	for i := range w.d.Events {
		e := &w.d.Events[i]
		c, err := w.chain(e.On.Dossier)
		if err != nil {
			return err
		}
		n, _ := c.before()
		c.events = append(c.events, i)
		input, err := json.Marshal(e.Input)
		if err != nil {
			return fmt.Errorf("input of %s: %w", e.Action, err)
		}
		w.events[i] = eventRow{
			DossierID: c.id, Seq: n + int64(len(c.events)), CallID: c.callID, At: whole(e.At), RecordedAt: w.now,
			Actor: e.By, Surface: e.Surface, ActingAs: e.As, Entity: string(e.On.Entity), PartID: e.On.ID, Action: string(e.Action),
			FromState: string(e.From), ToState: string(e.To), Input: string(input), FilledIn: strings.Join(e.FilledIn, ","),
		}
		if e.Cause > 0 && e.Cause <= i {
			cause := &w.events[e.Cause-1]
			w.events[i].CauseDossier, w.events[i].CauseSeq = cause.DossierID, cause.Seq
		}
	}
	for _, t := range w.d.Texts {
		w.events[0].noted = append(w.events[0].noted, rowThen{Entity: textEntity, ID: t.Ref, State: textTyped})
	}
	for i := range w.d.Changes {
		if id := w.d.Changes[i].Dossier.Ref().Dossier; w.chains[id] == nil {
			return fmt.Errorf("%s changed without an event", id)
		}
	}
	return nil
}

func (w *writer) chain(id string) (*chain, error) {
	if c := w.chains[id]; c != nil {
		return c, nil
	}
	c := &chain{id: id, was: w.tx.read.held(id)}
	for i := range w.d.Changes {
		if w.d.Changes[i].Dossier.Ref().Dossier == id {
			c.change = &w.d.Changes[i]
		}
	}
	var d workflow.Dossier
	switch {
	case c.change != nil:
		d = c.change.Dossier
		if c.change.New && c.was != nil {
			return nil, errStale
		}
	case c.was != nil:
		d = c.was.dossier
	}
	if d == nil || c.was == nil && !c.change.New {
		return nil, fmt.Errorf("%s was not read", id)
	}
	c.entity = d.Ref().Entity
	switch x := d.(type) {
	case *workflow.Call:
		c.callID = id
	case *workflow.Submission:
		c.callID = x.CallID
	}
	w.chains[id], w.order = c, append(w.order, id)
	return c, nil
}

// held is the dossier as it was read, or nil.
func (r *reading) held(id string) *held {
	switch {
	case id == workflow.HouseID && r.house.version > 0:
		return r.house
	case r.call != nil && r.call.dossier.Ref().Dossier == id:
		return r.call
	case r.file != nil && r.file.dossier.Ref().Dossier == id:
		return r.file
	}
	for _, h := range r.all {
		if h.dossier.Ref().Dossier == id {
			return h
		}
	}
	return nil
}

// post writes the lines of the ledger into their events.
func (w *writer) post() error {
	if len(w.d.Ledger) == 0 {
		return nil
	}
	call := w.tx.read.call
	if call == nil || !w.tx.ask.Exclusive {
		return errors.New("the ledger is written only by who holds the call alone")
	}
	callID := call.dossier.Ref().Dossier
	w.sums = call.sums
	of := map[int][]entryThen{}
	for _, e := range w.d.Ledger {
		if e.Event < 1 || e.Event > len(w.events) {
			return errors.New("a line of the ledger without its event")
		}
		w.sums.add(e.Kind, int64(e.Amount))
		s, ev := w.sums, &w.events[e.Event-1]
		of[e.Event-1] = append(of[e.Event-1], entryThen{
			Seq: s.entries, Kind: string(e.Kind), Dossier: e.Submission, Amount: int64(e.Amount),
			Envelope: s.envelope, Committed: s.committed, Paid: s.paid,
		})
		w.ledger = append(w.ledger, []any{
			callID, s.entries, e.Submission, ev.DossierID, ev.Seq, string(e.Kind),
			int64(e.Amount), ev.At, s.envelope, s.committed, s.paid,
		})
	}
	for i, lines := range of {
		text, err := json.Marshal(lines)
		if err != nil {
			return err
		}
		w.events[i].Ledger = string(text)
	}
	return nil
}

// stand writes, into the last event of each dossier, its rows as they now stand.
func (w *writer) stand() error {
	for _, id := range w.order {
		c := w.chains[id]
		var rows []rowThen
		if c.change != nil {
			own, err := w.own(c)
			if err != nil {
				return err
			}
			if err := c.makeParts(); err != nil {
				return err
			}
			rows = append(rows, own)
			for _, p := range c.parts {
				rows = append(rows, p.row)
			}
		}
		if c.entity == workflow.EntityHouse {
			rows = append(rows, w.erased()...)
		}
		if err := w.events[c.events[len(c.events)-1]].note(rows); err != nil {
			return err
		}
	}
	return nil
}

// note keeps rows with the event; the first of a decision also lists its texts,
// so that none can be lost or slipped in.
func (e *eventRow) note(rows []rowThen) error {
	rows = append(e.noted, rows...)
	if len(rows) == 0 {
		return nil
	}
	text, err := json.Marshal(rows)
	e.Rows, e.noted = string(text), nil
	return err
}

// own is the dossier's own row; it always says when the clock looks next.
func (w *writer) own(c *chain) (rowThen, error) {
	d := c.change.Dossier
	if c.was != nil {
		c.due = c.was.due
	}
	if t, ok := w.d.Due[c.id]; ok {
		c.due = nil
		if !t.IsZero() {
			t = whole(t)
			c.due = &t
		}
	}
	r := rowThen{Entity: string(c.entity), State: string(d.State())}
	if c.due != nil {
		r.Due = instant(*c.due)
	}
	if c.change.Own || c.change.New {
		body, err := json.Marshal(d)
		if err != nil {
			return r, err
		}
		c.body, r.Body = string(body), raw(body)
	}
	return r, nil
}

// makeParts gives new parts their place in the order of making.
func (c *chain) makeParts() error {
	known, last := map[workflow.Ref]int64{}, int64(0)
	if c.was != nil {
		known, last = c.was.order, c.was.last
	}
	parts := c.change.Parts
	if slices.ContainsFunc(parts, func(s workflow.Subject) bool { return known[s.Ref()] == 0 }) {
		parts = inOrder(c.change)
	}
	for _, s := range parts {
		n := known[s.Ref()]
		if n == 0 {
			last++
			n = last
		}
		body, err := json.Marshal(s)
		if err != nil {
			return err
		}
		r := s.Ref()
		row := rowThen{Entity: string(r.Entity), ID: r.ID, State: string(s.State()), N: n, Body: raw(body)}
		c.parts = append(c.parts, partThen{row: row, values: append([]any{c.id, row.Entity, row.ID, n, row.State, string(body)}, partValues(s)...)})
	}
	return nil
}

// inOrder lists the changed parts as the dossier lists them, so that parts of a
// kind are read back in the order in which they now stand.
func inOrder(ch *workflow.Change) []workflow.Subject {
	changed := make(map[workflow.Ref]bool, len(ch.Parts))
	for _, s := range ch.Parts {
		changed[s.Ref()] = true
	}
	var out []workflow.Subject
	for _, s := range ch.Dossier.Parts() {
		if changed[s.Ref()] {
			out = append(out, s)
		}
	}
	return out
}

// seal chains the events by their hashes.
func (w *writer) seal() error {
	if err := w.events[0].note(nil); err != nil {
		return err
	}
	for _, id := range w.order {
		c := w.chains[id]
		_, head := c.before()
		for _, i := range c.events {
			w.events[i].Prev = head
			head = w.events[i].digest()
			w.events[i].Hash = head
		}
	}
	return nil
}

// write makes the statements: events first, since they fail first if somebody
// was faster.
func (w *writer) write() error {
	var events, parts [][]any
	for i := range w.events {
		events = append(events, w.events[i].values())
	}
	w.add(inserts("INSERT INTO events ("+eventColumns+") VALUES", "", events))
	for _, id := range w.sorted() {
		c := w.chains[id]
		w.add([]stmt{w.dossier(c)})
		for _, p := range c.parts {
			parts = append(parts, p.values)
		}
	}
	w.add(inserts("INSERT INTO parts (dossier_id, entity, id, n, state, body, org, person, amount, due_on) VALUES",
		"ON CONFLICT (dossier_id, entity, id) DO UPDATE SET n = excluded.n, state = excluded.state, body = excluded.body, "+
			"org = excluded.org, person = excluded.person, amount = excluded.amount, due_on = excluded.due_on", parts))
	w.add(inserts("INSERT INTO ledger (call_id, seq, dossier_id, event_dossier, event_seq, kind, amount, at, envelope, committed, paid) VALUES", "", w.ledger))
	w.add(w.total())
	w.add(w.texts())
	titles, err := w.titles()
	if err != nil {
		return err
	}
	w.add(titles)
	w.add(w.erasure())
	for _, j := range w.d.Jobs {
		asked := w.events[0].At
		at := w.now
		if asked.Before(at) {
			at = asked // a replay's
		}
		w.add([]stmt{w.tx.job(j, w.version(j.On.Dossier), at, asked)})
	}
	return nil
}

func (w *writer) add(s []stmt) { w.out = append(w.out, s...) }

// sorted is calls before their submissions, so that two writers never wait for
// each other, and by id within.
func (w *writer) sorted() []string {
	return slices.SortedFunc(maps.Keys(w.chains), func(a, b string) int {
		x, y := w.chains[a].entity == workflow.EntitySubmission, w.chains[b].entity == workflow.EntitySubmission
		if x != y {
			if y {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
}

func (w *writer) version(id string) int64 {
	if c := w.chains[id]; c != nil {
		n, _ := c.before()
		return n + int64(len(c.events))
	}
	if h := w.tx.read.held(id); h != nil {
		return h.version
	}
	return 0
}
