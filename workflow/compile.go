package workflow

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/looplab/fsm"
)

type edge struct {
	action Action
	from   State
}

// machine is a compiled lifecycle.
type machine struct {
	entity  Entity
	rules   []Rule
	at      map[edge][]int       // rules for an action and a state, in the table's order; more than one if their roles differ
	byName  map[Action][]int     // all rules of an action
	clocked []int                // the rules that fall due by themselves
	leave   map[State]fsm.Events // the edges out of each state: NewFSM copies all that it is given
}

// Needs is what a decision has to be given, and how it holds the call. It is
// known from the table before anything is read.
type Needs struct {
	Exclusive bool   // the call's own state, money, or anything that it may cause
	All       bool   // every dossier of the call
	Past      bool   // what happened in the dossier
	Counts    bool   // dossiers per state: an act on the call itself is asked or caused
	Said      bool   // the words of the proposal as it stands, with their references
	Own       string // whether the reasons in this input were given to another dossier
}

// Compile checks the tables and builds the machines. Each edge of the table is
// one fsm event with a name of its own ("uphold>ranked"), so that looplab never
// has to choose between two.
func (p *Programme) Compile() error {
	var errs []error
	p.machines = map[Entity]*machine{}
	for _, l := range p.Lifecycles {
		m := &machine{
			entity: l.Entity, rules: l.Rules, at: map[edge][]int{},
			byName: map[Action][]int{}, leave: map[State]fsm.Events{},
		}
		for i := range l.Rules {
			if err := m.add(i); err != nil {
				errs = append(errs, fmt.Errorf("%s.%s: %w", l.Entity, l.Rules[i].Action, err))
			}
		}
		p.machines[l.Entity] = m
		p.partsFall = p.partsFall || len(m.clocked) > 0 && l.Entity != EntityCall && l.Entity != EntitySubmission
	}
	for _, m := range p.machines {
		for i := range m.rules {
			for _, c := range m.rules[i].Causes {
				if p.machines[c.Entity] == nil || len(p.machines[c.Entity].byName[c.Action]) == 0 {
					errs = append(errs, fmt.Errorf("%s.%s causes %s.%s, which is in no table", m.entity, m.rules[i].Action, c.Entity, c.Action))
				}
			}
		}
	}
	return errors.Join(errors.Join(errs...), p.lead())
}

func (m *machine) add(i int) error {
	r := &m.rules[i]
	if len(r.By) == 0 || r.Does == nil || r.To == "" && len(r.Back) == 0 {
		return errors.New("by nobody, does nothing, or leads nowhere")
	}
	m.byName[r.Action] = append(m.byName[r.Action], i)
	if r.Due != nil {
		m.clocked = append(m.clocked, i)
	}
	for _, f := range r.froms() {
		for _, j := range m.at[edge{r.Action, f}] {
			if slices.ContainsFunc(r.By, func(x Role) bool { return slices.Contains(m.rules[j].By, x) }) {
				return fmt.Errorf("from %q: two rules for the same role", f)
			}
		}
		m.at[edge{r.Action, f}] = append(m.at[edge{r.Action, f}], i)
		for _, to := range r.targets() {
			if f == to {
				return fmt.Errorf("from %q: goes nowhere, say Stay", f)
			}
			e := fsm.EventDesc{Name: string(r.Action) + ">" + string(to), Src: []string{string(f)}, Dst: string(to)}
			if !slices.ContainsFunc(m.leave[f], func(x fsm.EventDesc) bool { return x.Name == e.Name }) {
				m.leave[f] = append(m.leave[f], e)
			}
		}
	}
	return nil
}

func (r *Rule) froms() []State {
	if len(r.From) == 0 {
		return []State{Unborn}
	}
	return r.From
}

// targets lists where a rule may lead, in a fixed order.
func (r *Rule) targets() []State {
	if len(r.Back) > 0 {
		var out []State
		for _, to := range r.Back {
			if !slices.Contains(out, to) {
				out = append(out, to)
			}
		}
		slices.Sort(out)
		return out
	}
	if r.To == Stay {
		return nil
	}
	return []State{r.To}
}

// Table is the rules of an entity, in the order of the process; nil if none.
func (p *Programme) Table(e Entity) []Rule {
	if m := p.machines[e]; m != nil {
		return m.rules
	}
	return nil
}

// Knows reports whether an action is in the tables.
func (p *Programme) Knows(e Entity, a Action) bool {
	m := p.machines[e]
	return m != nil && len(m.byName[a]) > 0
}

// Input are the fields of an action; nil, false if there is no such action.
func (p *Programme) Input(e Entity, a Action) ([]Field, bool) {
	if !p.Knows(e, a) {
		return nil, false
	}
	m := p.machines[e]
	var out []Field
	for _, i := range m.byName[a] {
		for _, f := range m.rules[i].Does.Fields() {
			if !slices.ContainsFunc(out, func(x Field) bool { return x.Name == f.Name }) {
				out = append(out, f)
			}
		}
	}
	return out, true
}

// anyDay tells that the dates of a role are a guard's matter in the act.
func (p *Programme) anyDay(ask Ask) bool {
	m := p.machines[ask.Entity]
	return m != nil && slices.ContainsFunc(m.byName[ask.Action], func(i int) bool { return m.rules[i].AnyDay })
}

// Makes reports whether the action makes a new thing under what it is done on.
func (p *Programme) Makes(e Entity, a Action) bool {
	m := p.machines[e]
	return m != nil && len(m.at[edge{a, Unborn}]) > 0
}

// Needs says what a decision on the action has to be given.
func (p *Programme) Needs(e Entity, a Action) Needs {
	var n Needs
	p.needs(e, a, &n, map[Ref]bool{})
	return n
}

func (p *Programme) needs(e Entity, a Action, n *Needs, seen map[Ref]bool) {
	m, key := p.machines[e], Ref{Entity: e, ID: string(a)}
	if m == nil || seen[key] {
		return
	}
	seen[key] = true
	n.Exclusive = n.Exclusive || e == EntityCall || ofCall(e)
	n.Counts = n.Counts || e == EntityCall
	for _, i := range m.byName[a] {
		r := &m.rules[i]
		n.Exclusive = n.Exclusive || r.Spends || r.NeedsAll
		n.All = n.All || r.NeedsAll
		n.Past = n.Past || r.NeedsPast || len(r.Back) > 0
		n.Said = n.Said || r.KeepsWords
		n.Own = cmp.Or(n.Own, r.OwnReasons)
		for _, c := range r.Causes {
			p.needs(c.Entity, c.Action, n, seen)
		}
	}
}

// ofCall tells the parts that lie in the call's own dossier.
func ofCall(e Entity) bool {
	return e == EntityMember || e == EntityMeeting || e == EntityQuestion || e == "envelope"
}
