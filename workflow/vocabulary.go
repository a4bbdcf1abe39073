package workflow

import "slices"

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
