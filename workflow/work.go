package workflow

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// Work is a case whose dossiers become private copies as soon as an effect
// edits them; what was copied is what is written.
type Work struct {
	Case
	p       *Programme
	asker   Actor // who asked; the engine acts for what follows
	d       *Decision
	origin  map[string]Dossier // the dossier as it was read; absent: made here
	touched []Dossier          // private copies, in the order of first touch
	copied  map[string]Dossier // the same, by id
	parts   map[string][]Subject
	private map[Subject]bool
	index   map[string]int // of All
	event   int            // 1 + index of the event being made
	binder  *binder
	depth   int
	counted bool // Counts is private
}

// own makes the dossier private and gives the copy.
func (k *Work) own(d Dossier) Dossier {
	if k.private[d] {
		return d
	}
	n := d.clone().(Dossier) //nolint:forcetypeassert // a dossier's clone is a dossier
	id := d.Ref().Dossier
	k.origin[id] = d
	k.adopt(n)
	return n
}

// adopt puts a private dossier in its place in the case.
func (k *Work) adopt(n Dossier) {
	k.private[n] = true
	k.touched = append(k.touched, n)
	k.copied[n.Ref().Dossier] = n
	switch x := n.(type) {
	case *Call:
		k.Call = x
	case *House:
		k.House = x
	case *Submission:
		if i, ok := k.place(x.ref.Dossier); ok {
			k.All[i] = x
		}
		if k.File != nil && k.File.ref == x.ref {
			k.File = x
		}
	}
}

func (k *Work) place(id string) (int, bool) {
	if k.index == nil && len(k.All) > 0 {
		k.All = slices.Clone(k.All)
		k.index = make(map[string]int, len(k.All))
		for i, s := range k.All {
			k.index[s.ref.Dossier] = i
		}
	}
	i, ok := k.index[id]
	return i, ok
}

// dossierOf finds the dossier of a ref in the case, as it now stands.
func (k *Work) dossierOf(r Ref) Dossier {
	switch {
	case k.Call != nil && k.Call.ref.Dossier == r.Dossier:
		return k.Call
	case k.File != nil && k.File.ref.Dossier == r.Dossier:
		return k.File
	case k.House != nil && r.Dossier == HouseID:
		return k.House
	}
	if i, ok := k.place(r.Dossier); ok {
		return k.All[i]
	}
	return nil
}

// Asker is who asked for what now follows.
func (k *Work) Asker() Actor { return k.asker }

// OwnCall is the call, ready to be edited.
func (k *Work) OwnCall() *Call { return k.own(k.Call).(*Call) } //nolint:forcetypeassert // own keeps the type

// Own is a part, or a dossier, of the case, ready to be edited.
func Own[S Subject](k *Work, s S) S {
	if k.private[s] {
		return s
	}
	if d, ok := any(s).(Dossier); ok {
		return any(k.own(d)).(S) //nolint:forcetypeassert // own keeps the type
	}
	d := k.own(k.dossierOf(s.Ref()))
	n := s.clone()
	d.attach(n)
	k.private[n] = true
	k.parts[s.Ref().Dossier] = append(k.parts[s.Ref().Dossier], n)
	return n.(S) //nolint:forcetypeassert // clone keeps the type
}

// Make adds a new part to the dossier acted in (the call's own where there is
// no other): unborn until the rule, or a cause, gives it a state. Parts are
// numbered from 1 as they come, unless id names them.
func Make[S Subject](k *Work, entity Entity, id string, part S) S {
	var d Dossier = k.Call
	switch {
	case k.File != nil:
		d = k.File
	case k.Call == nil:
		d = k.House
	}
	d = k.own(d)
	if id == "" {
		n := 1
		for _, x := range d.Parts() {
			if x.Ref().Entity == entity {
				n++
			}
		}
		id = strconv.Itoa(n)
	}
	part.life().ref = Ref{Entity: entity, Dossier: d.Ref().Dossier, ID: id}
	d.attach(part)
	k.private[part] = true
	k.parts[d.Ref().Dossier] = append(k.parts[d.Ref().Dossier], part)
	return part
}

// MakeSubmission opens a new dossier of the call, named by the case's NewID.
func (k *Work) MakeSubmission(s *Submission) {
	s.ref = Ref{Entity: EntitySubmission, Dossier: k.NewID}
	s.CallID = k.Call.ref.Dossier
	k.File = s
	k.adopt(s)
}

// MakeCall opens the dossier of a new call, named by the case's NewID.
func (k *Work) MakeCall(c *Call) {
	c.ref = Ref{Entity: EntityCall, Dossier: k.NewID}
	k.Call = c
	k.adopt(c)
}

// Post writes a line of the call's ledger, and its sums. amount is positive;
// an envelope's change may be negative.
func (k *Work) Post(kind EntryKind, amount Money) {
	if amount == 0 {
		return
	}
	c := k.OwnCall()
	e := Entry{Kind: kind, Amount: amount, Event: k.event}
	if k.File != nil {
		e.Submission = k.File.ref.Dossier
	}
	switch kind {
	case EntryEnvelope, EntryChange:
		e.Submission = ""
		c.Envelope += amount
	case EntryCommitment:
		c.Committed += amount
	case EntryRelease:
		c.Committed -= amount
		c.Released += amount
	case EntryPayment:
		c.Paid += amount
	case EntryRecovery:
		c.Paid -= amount
	case EntryWriteOff: // moves no sum: it says that nothing will come back
	}
	k.d.Ledger = append(k.d.Ledger, e)
}

// Commit brings what is committed to the dossier acted in to target, in cents,
// by a commitment or a release.
func (k *Work) Commit(target Money) {
	s := Own(k, k.File)
	switch diff := target - s.Committed; {
	case diff > 0:
		k.Post(EntryCommitment, diff)
	case diff < 0:
		k.Post(EntryRelease, -diff)
	}
	s.Committed = target
}

// Erase says which free texts the person's erasure takes away.
func (k *Work) Erase(refs []string) { k.d.Erased = append(k.d.Erased, refs...) }

// Order asks for work after the commit.
func (k *Work) Order(j JobOf, on Ref) {
	job := Job{Kind: j.Kind, On: on}
	if j.Unique {
		job.Unique = j.Kind + " " + on.String()
	}
	k.d.Jobs = append(k.d.Jobs, job)
}

// collect is what differs: each touched dossier with its changed parts.
func (k *Work) collect() error {
	last := map[string]bool{}
	for _, e := range k.d.Events {
		last[e.On.Dossier] = true
	}
	slices.SortStableFunc(k.touched, func(a, b Dossier) int { return rank(a) - rank(b) })
	for _, d := range k.touched {
		id := d.Ref().Dossier
		was := k.origin[id]
		c := Change{New: was == nil, Dossier: d, Parts: k.parts[id]}
		c.Own = was == nil || differs(was, d)
		for _, p := range c.Parts {
			if p.State() == Unborn {
				return fmt.Errorf("workflow: %s was made and never born", p.Ref())
			}
		}
		if !last[id] {
			if c.Own || len(c.Parts) > 0 {
				return fmt.Errorf("workflow: %s changed without an event", id)
			}
			continue // only sums of the ledger moved
		}
		k.d.Changes = append(k.d.Changes, c)
	}
	return nil
}

func rank(d Dossier) int {
	switch d.(type) {
	case *House:
		return 0
	case *Call:
		return 1
	default:
		return 2
	}
}

// differs compares the dossiers' own rows, without parts and sums.
func differs(a, b Dossier) bool {
	if a.State() != b.State() {
		return true
	}
	return !reflect.DeepEqual(bare(a), bare(b))
}

func bare(d Dossier) any {
	switch x := d.(type) {
	case *Call:
		n := *x
		n.Members, n.Meetings, n.Questions, n.Files, n.Documents = nil, nil, nil, nil, nil
		n.Envelope, n.Committed, n.Released, n.Paid = 0, 0, 0, 0
		return n
	case *Submission:
		n := *x
		n.Parties, n.Files, n.Sheets, n.Conditions, n.Versions, n.Instalments = nil, nil, nil, nil, nil, nil
		n.Spending, n.Recoveries, n.Controls, n.Deliverables, n.Interviews, n.Documents = nil, nil, nil, nil, nil, nil
		return n
	case *House:
		return x.Erasures
	default:
		panic("workflow: not a dossier")
	}
}
