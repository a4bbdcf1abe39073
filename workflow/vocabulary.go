package workflow

import (
	"cmp"
	"slices"
)

// Roles are those that a person may hold: whoever the tables let act, and who
// only reads; sorted.
func (p *Programme) Roles() []Role {
	out := []Role{Auditor}
	for _, l := range p.Lifecycles {
		for i := range l.Rules {
			for _, r := range l.Rules[i].By {
				if r != Clock && r != Engine && r != Import {
					out = append(out, r)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Refusal is an answer that the tables can give.
type Refusal struct {
	Kind Kind
	Code Code
}

// Refusals are all that the engine, the binder, the guards and the checks can
// answer, each with its kind; sorted.
func (p *Programme) Refusals() []Refusal {
	out := []Refusal{
		{NotFound, CodeNotFound},
		{NotFound, "action"},
		{Forbidden, CodeRole},
		{Forbidden, CodeApart},
		{Refused, CodeState},
		{Refused, CodeCallState},
		{Conflict, CodeStale},
	}
	for _, c := range BindCodes {
		out = append(out, Refusal{Invalid, c})
	}
	for _, l := range p.Lifecycles {
		for i := range l.Rules {
			out = append(out, l.Rules[i].Refusals()...)
		}
	}
	slices.SortFunc(out, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code))
	})
	return slices.Compact(out)
}

// Refusals are what the rule's guards, then its checks, can answer.
func (r *Rule) Refusals() []Refusal {
	var out []Refusal
	for _, g := range r.When {
		out = append(out, Refusal{ruled(g.Kind), g.Code})
	}
	if x, ok := r.Does.(interface{ refusals() []Refusal }); ok {
		out = append(out, x.refusals()...)
	}
	return out
}

// ruled is the kind of a guard or a check; left out, a rule says no.
func ruled(k Kind) Kind {
	if k == Internal {
		return Refused
	}
	return k
}

func (a *act[I]) refusals() []Refusal {
	out := make([]Refusal, 0, len(a.checked))
	for _, k := range a.checked {
		out = append(out, Refusal{ruled(k.Kind), k.Code})
	}
	return out
}

// Targets lists where a rule may lead; none where it stays.
func (r *Rule) Targets() []State { return r.targets() }
