package empowerment_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	w "tremplin/workflow"
)

// apply writes a decision the way storage does: only rows that the decision
// names, through their JSON; sums from the ledger alone.
func (x *world) apply(d *w.Decision) error {
	if len(d.Events) == 0 {
		return errors.New("a decision without an event")
	}
	x.chance++
	x.last = x.now
	call := ""
	for _, ch := range d.Changes {
		id := ch.Dossier.Ref().Dossier
		was := x.dossier(id)
		if ch.New != (was == nil) {
			return fmt.Errorf("%s: new is %t", id, ch.New)
		}
		n, err := written(was, ch)
		if err != nil {
			return err
		}
		switch y := n.(type) {
		case *w.House:
			x.house = y
		case *w.Call:
			if c := x.calls[id]; c != nil {
				y.Envelope, y.Committed, y.Released, y.Paid = c.Envelope, c.Committed, c.Released, c.Paid
			}
			x.calls[id], call = y, id
		case *w.Submission:
			y.CallID = ch.Dossier.(*w.Submission).CallID
			x.files[id], call = y, y.CallID
		}
		x.due[id] = d.Due[id]
	}
	if err := x.note(d); err != nil {
		return err
	}
	if len(d.Ledger) > 0 {
		if err := x.post(call, d); err != nil {
			return err
		}
	}
	if x.after != nil {
		x.after(x, d)
	}
	return x.print(d)
}

// print files the papers that parties sign, as the jobs do that the decision
// orders.
func (x *world) print(d *w.Decision) error {
	for _, j := range d.Jobs {
		if x.p.Document(j.Kind) == nil || j.On.Entity != w.EntityVersion || x.unprinted {
			continue
		}
		filed, err := x.p.Decide(x.caseFor(w.EngineActor("job"), j.On.Dossier, w.Needs{}), paperOf(x, j, "fr"))
		if err != nil {
			return err
		}
		if err := x.apply(filed); err != nil {
			return err
		}
	}
	return nil
}

// paperOf is what a job would file: hashes that nobody else has.
func paperOf(x *world, j w.Job, first string) w.Ask {
	kind := programme.Document(j.Kind)
	hash := func(of string) string {
		sum := sha256.Sum256([]byte(fmt.Sprint(of, j.On, x.chance)))
		return hex.EncodeToString(sum[:])
	}
	second := map[string]string{"fr": "nl", "nl": "fr"}[first]
	return w.Ask{Entity: w.EntityDocument, Action: "file", Values: map[string]any{
		"kind": kind.Name, "to": string(j.On.Entity) + "/" + j.On.ID, "number": j.On.String(), "version": "1", "edition": "2023-01-01", "layout": "1",
		"facts": hash("facts"), "size": "7", "made": x.now.UTC().Format(time.RFC3339),
		"prints": []any{map[string]any{"language": first, "hash": hash(first), "size": "9"}, map[string]any{"language": second, "hash": hash(second), "size": "9"}},
	}}
}

func (x *world) dossier(id string) w.Dossier {
	switch {
	case id == w.HouseID:
		return x.house
	case x.calls[id] != nil:
		return x.calls[id]
	case x.files[id] != nil:
		return x.files[id]
	}
	return nil
}

// written is the dossier as it would be read again: its own row and the parts
// that the change names through JSON, all else as it was.
func written(was w.Dossier, ch w.Change) (w.Dossier, error) {
	var from w.Subject = ch.Dossier
	if !ch.Own && was != nil {
		from = was
	}
	again, err := reread(from)
	if err != nil {
		return nil, err
	}
	n := again.(w.Dossier)
	if n.State() != ch.Dossier.State() {
		return nil, fmt.Errorf("%s moved and its row is not written", n.Ref())
	}
	old := map[w.Ref]w.Subject{}
	if was != nil {
		for _, p := range was.Parts() {
			old[p.Ref()] = p
		}
	}
	for _, p := range ch.Dossier.Parts() {
		switch {
		case slices.ContainsFunc(ch.Parts, func(y w.Subject) bool { return y.Ref() == p.Ref() }):
			p, err = reread(p)
			if err != nil {
				return nil, err
			}
		case old[p.Ref()] == nil:
			return nil, fmt.Errorf("%s is new and not written", p.Ref())
		default:
			p = old[p.Ref()]
		}
		w.Attach(n, p)
	}
	return n, nil
}

func reread(s w.Subject) (w.Subject, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	n := w.New(s.Ref().Entity)
	if err := json.Unmarshal(body, n); err != nil {
		return nil, err
	}
	w.Revive(n, s.Ref(), s.State())
	return n, nil
}

// note keeps the events, each in the past of its dossier.
func (x *world) note(d *w.Decision) error {
	for i, e := range d.Events {
		if e.Cause > i {
			return fmt.Errorf("%s.%s was caused by what came later", e.On.Entity, e.Action)
		}
		if _, err := json.Marshal(e.Input); err != nil {
			return err
		}
		id := e.On.Dossier
		x.past[id] = append(slices.Clip(x.past[id]), w.Happened{On: e.On, Action: e.Action, By: e.By, From: e.From, To: e.To})
	}
	x.events = append(x.events, d.Events...)
	x.jobs = append(x.jobs, d.Jobs...)
	return nil
}

// post adds the lines of the ledger to the sums of the call.
func (x *world) post(call string, d *w.Decision) error {
	if call == "" && d.Ledger[0].Submission == "" {
		for _, e := range d.Events {
			if x.calls[e.On.Dossier] != nil {
				call = e.On.Dossier
			}
		}
	}
	c := *x.calls[call]
	for _, e := range d.Ledger {
		if e.Event < 1 || e.Event > len(d.Events) {
			return errors.New("a line of the ledger without its event")
		}
		x.ledger = append(x.ledger, posted{call, e})
		switch e.Kind {
		case w.EntryEnvelope, w.EntryChange:
			c.Envelope += e.Amount
		case w.EntryCommitment:
			c.Committed += e.Amount
		case w.EntryRelease:
			c.Committed -= e.Amount
			c.Released += e.Amount
		case w.EntryPayment:
			c.Paid += e.Amount
		case w.EntryRecovery:
			c.Paid -= e.Amount
		case w.EntryWriteOff: // moves no money
		}
	}
	x.calls[call] = &c
	for _, ch := range d.Changes {
		if n, ok := ch.Dossier.(*w.Call); ok && (n.Envelope != c.Envelope || n.Committed != c.Committed || n.Paid != c.Paid || n.Released != c.Released) {
			return fmt.Errorf("the decision's sums are not the ledger's: %v %v", n.Committed, c.Committed)
		}
	}
	return nil
}
