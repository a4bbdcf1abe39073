package workflow

import (
	"cmp"
	"slices"
)

// RefusalsOf are all that an action can be answered with by its own guards and
// checks, sorted; what the engine and the binder can answer to any act is not
// among them.
func (p *Programme) RefusalsOf(e Entity, a Action) []Refusal {
	var out []Refusal
	for _, r := range p.Table(e) {
		if r.Action != a {
			continue
		}
		if r.Apart != nil {
			out = append(out, Refusal{Forbidden, CodeApart})
		}
		for _, g := range r.When {
			out = append(out, Refusal{ruled(g.Kind), g.Code})
		}
		if x, ok := r.Does.(interface{ refusals() []Refusal }); ok {
			out = append(out, x.refusals()...)
		}
	}
	slices.SortFunc(out, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code))
	})
	return slices.Compact(out)
}

// Checked is the input that a check of the action, with this code, looks at; "" if it
// has no such check.
func (p *Programme) Checked(e Entity, a Action, code Code) string {
	for _, r := range p.Table(e) {
		x, ok := r.Does.(interface{ checkedAt(Code) string })
		if r.Action != a || !ok {
			continue
		}
		if field := x.checkedAt(code); field != "" {
			return field
		}
	}
	return ""
}
