package workflow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/looplab/fsm"
)

// Ask is what somebody wants done.
type Ask struct {
	Entity   Entity
	Action   Action
	Values   map[string]any // raw: strings, lists, maps with text keys
	FilledIn []string       // keys of Values that no source gives
}

// Decide answers what the action would do to the case, or why not. It changes
// nothing of c. The error is an *Error unless the tables are at fault.
func (p *Programme) Decide(c *Case, ask Ask) (*Decision, error) {
	k := &Work{
		Case: *c, p: p, d: &Decision{},
		asker: c.Actor, origin: map[string]Dossier{}, parts: map[string][]Subject{}, private: map[Subject]bool{}, copied: map[string]Dossier{},
		binder: &binder{house: c.House, seed: c.Seed, said: c.Said},
	}
	if c.Seed == nil {
		k.binder.seed = []byte{}
	}
	on, err := k.wanted(ask)
	if err != nil {
		return nil, err
	}
	if e := on.Ref().Entity; e != ask.Entity && !under(ask.Entity, e) {
		return nil, noSuch(ask) // nobody confirms the party of a call
	}
	if err := k.step(on, ask, 0); err != nil {
		return nil, k.veil(err)
	}
	k.d.Texts = k.binder.typed
	if err := k.collect(); err != nil {
		return nil, err
	}
	k.agenda()
	return k.d, nil
}

// noSuch answers an act that there is not, or not on this.
func noSuch(ask Ask) *Error {
	return &Error{Kind: NotFound, Code: "action", Facts: map[string]any{"action": string(ask.Entity) + "." + string(ask.Action)}}
}

// wanted is what the act is about, if the actor may see it: what may not be
// seen answers "not found".
func (k *Work) wanted(ask Ask) (Subject, error) {
	if k.On == nil {
		return nil, NotThere()
	}
	if !k.seen() && !(k.p.anyDay(ask) && k.onceSeen()) {
		return nil, NotThere()
	}
	return k.named(ask)
}

// veil leaves of a refusal, for who may see the dossier no more, only that its
// mandate has ended.
func (k *Work) veil(err error) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Code != CodeMandate && !k.seen() {
		return NotThere()
	}
	return err
}

// Naming is the input that names what an act on the house or on a call is about;
// "" where its place does (INTERFACES.md, person and member).
func Naming(e Entity) string {
	switch e {
	case EntityPerson, EntityMember:
		return "person"
	case EntityOrganisation:
		return "organisation"
	default:
		return ""
	}
}

// named is whom an act on the house or on a call is about.
func (k *Work) named(ask Ask) (Subject, error) {
	id, ok := ask.Values[Naming(ask.Entity)].(string)
	d, whole := k.On.(Dossier)
	if !ok || !whole || k.p.Makes(ask.Entity, ask.Action) {
		return k.On, nil
	}
	for _, x := range d.Parts() {
		if x.Ref().Entity == ask.Entity && x.Ref().ID == id {
			return x, nil
		}
	}
	return nil, NotThere()
}

// maxDepth is how far causes may cause: a table that goes round is a fault.
const maxDepth = 16

func (k *Work) step(on Subject, ask Ask, cause int) error {
	if k.depth++; k.depth > maxDepth {
		return errors.New("workflow: causes go round in circles")
	}
	defer func() { k.depth-- }()
	m := k.p.machines[ask.Entity]
	if m == nil {
		return noSuch(ask)
	}
	wasOn, wasFile := k.On, k.File
	defer func() { k.leave(wasOn, wasFile) }()
	k.enter(on)
	r, in, err := k.admit(m, ask)
	if err != nil {
		return err
	}
	spent := len(k.d.Ledger)
	if err := k.act(m, r, in, ask, cause); err != nil {
		return err
	}
	if len(k.d.Ledger) > spent && !r.Spends {
		return fmt.Errorf("workflow: %s.%s writes the ledger but does not say Spends", ask.Entity, ask.Action)
	}
	me := k.event
	for _, j := range r.Jobs {
		k.Order(j, k.On.Ref())
	}
	return k.follow(r, me)
}

// enter makes on, as it now stands, what is acted on, in its dossier.
func (k *Work) enter(on Subject) {
	k.On = k.latest(on)
	switch d := k.dossierOf(on.Ref()).(type) {
	case *Submission:
		k.File = d
	case *Call:
		k.File = nil
	}
}

// leave goes back to what was acted on before, as it now stands.
func (k *Work) leave(on Subject, file *Submission) {
	k.On, k.File = k.latest(on), nil
	if file != nil {
		k.File, _ = k.latest(file).(*Submission)
	}
}

// latest is the subject as this decision has it by now.
func (k *Work) latest(s Subject) Subject {
	if s == nil {
		return nil
	}
	r := s.Ref()
	if d, ok := k.copied[r.Dossier]; ok && d.Ref() == r {
		return d
	}
	for _, p := range k.parts[r.Dossier] {
		if p.Ref() == r {
			return p
		}
	}
	return s
}

// admit finds the rule that allows the action, and reads its input.
func (k *Work) admit(m *machine, ask Ask) (*Rule, any, error) {
	from := k.On.State()
	if k.On.Ref().Entity != m.entity {
		from = Unborn
	}
	r, err := m.permit(&k.Case, ask.Action, from)
	if err != nil {
		return nil, nil, err
	}
	k.binder.problems = nil
	in, problems := r.Does.bind(k.binder, ask.Values)
	if len(problems) == 0 {
		problems = r.Does.check(&k.Case, in)
	}
	if len(problems) > 0 {
		return nil, nil, refusal(problems)
	}
	return r, in, nil
}

// refusal is an answer with all that is wrong with an input; the first says why.
func refusal(problems []Problem) *Error {
	first := problems[0]
	return &Error{Kind: first.Kind, Code: first.Code, Field: first.Field, Facts: first.Facts, Problems: problems}
}

// act runs the effect, moves the subject and writes the event.
func (k *Work) act(m *machine, r *Rule, in any, ask Ask, cause int) error {
	makes := k.On.Ref().Entity != m.entity
	if !makes {
		k.On = Own(k, k.On)
	}
	k.d.Events = append(k.d.Events, Event{Action: ask.Action, By: k.Actor.Person, As: k.capacity(r), Surface: k.Actor.Surface, At: k.Now, Cause: cause, Input: in, FilledIn: ask.FilledIn})
	k.event = len(k.d.Events)
	me := k.event
	parent := k.On
	r.Does.do(k, in)
	if makes {
		if err := k.born(m.entity, parent); err != nil {
			return err
		}
	}
	l := k.On.life()
	from := l.state
	to, err := k.target(r, from)
	if err != nil {
		return err
	}
	if to != from {
		f := fsm.NewFSM(string(from), m.leave[from], nil)
		if err := f.Event(context.Background(), string(ask.Action)+">"+string(to)); err != nil {
			return fmt.Errorf("workflow: %s.%s: table and engine disagree: %w", m.entity, ask.Action, err)
		}
		l.state = State(f.Current())
		k.count(from, l.state)
	}
	e := &k.d.Events[me-1]
	e.On, e.From, e.To = k.On.Ref(), from, l.state
	if e.On.ID == "" {
		e.On.Entity = m.entity // envelope.change is done on a call, and is no act of the call
	}
	return nil
}

// count keeps the call's counts in step with what this decision has done.
func (k *Work) count(from, to State) {
	if _, ok := k.On.(*Submission); !ok || k.Counts == nil {
		return
	}
	if !k.counted {
		k.Counts, k.counted = maps.Clone(k.Counts), true
	}
	if from != Unborn {
		k.Counts[from]--
	}
	k.Counts[to]++
}

// born makes what the effect has made the subject of its event.
func (k *Work) born(e Entity, parent Subject) error {
	if k.On != parent {
		return nil // the effect said itself which
	}
	switch e {
	case EntitySubmission:
		k.On = k.File
		return nil
	case EntityCall:
		k.On = k.Call
		return nil
	}
	for _, parts := range k.parts {
		for _, p := range slices.Backward(parts) {
			if p.Ref().Entity == e && p.State() == Unborn {
				k.On = p
				return nil
			}
		}
	}
	return fmt.Errorf("workflow: nothing of kind %s was made", e)
}

// target is where the rule leads from here.
func (k *Work) target(r *Rule, from State) (State, error) {
	if r.Once != nil && !r.Once(&k.Case) || r.To == Stay {
		return from, nil
	}
	if len(r.Back) == 0 {
		return r.To, nil
	}
	for _, e := range slices.Backward(k.Past) {
		if e.On == k.On.Ref() && e.From != e.To && e.To == from {
			if to, ok := r.Back[e.From]; ok {
				return to, nil
			}
		}
	}
	return "", fmt.Errorf("workflow: %s: its past does not say where it goes back to", r.Action)
}

// follow does what the action causes.
func (k *Work) follow(r *Rule, me int) error {
	asker := k.Actor
	defer func() { k.Actor = asker }()
	for _, cs := range r.Causes {
		for _, s := range cs.On(&k.Case) {
			k.Actor = Actor{Person: engine.Person, Grants: engine.Grants, Surface: asker.Surface}
			if !cs.Must && !k.permitted(s, cs) {
				continue
			}
			if err := k.step(s, Ask{Entity: cs.Entity, Action: cs.Action}, me); err != nil {
				if e, ok := errors.AsType[*Error](err); ok && cs.Must && e.Kind == Forbidden {
					return fmt.Errorf("workflow: %s must be possible for the engine: %w", cs.Action, err)
				}
				return err
			}
		}
		k.Actor = asker
	}
	return nil
}

func (k *Work) permitted(s Subject, cs Cause) bool {
	wasOn, wasFile := k.On, k.File
	defer func() { k.leave(wasOn, wasFile) }()
	k.enter(s)
	_, err := k.p.machines[cs.Entity].permit(&k.Case, cs.Action, k.On.State())
	return err == nil
}

// agenda notes when the clock has to look at each changed dossier next.
func (k *Work) agenda() {
	k.d.Due = make(map[string]time.Time, len(k.d.Changes))
	for _, ch := range k.d.Changes {
		c := k.Case
		c.File, c.On = nil, ch.Dossier
		if s, ok := ch.Dossier.(*Submission); ok {
			c.File = s
		}
		k.d.Due[ch.Dossier.Ref().Dossier] = k.p.NextDue(&c)
	}
}
