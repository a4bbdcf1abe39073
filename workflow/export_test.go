package workflow

import "slices"

// ComparedWithAll are a person's mandates, each organisation compared with each.
func ComparedWithAll(h *House, person string) []string {
	p := h.Person(person)
	out := slices.Clone(p.Mandates)
	if o := h.Org(p.Org); o != nil && o.Kind != "funder" && !slices.Contains(out, p.Org) {
		out = append(out, p.Org)
	}
	for i := 0; i < len(out); i++ {
		for _, o := range h.Organisations {
			if one := h.Org(out[i]); !slices.Contains(out, o.ref.ID) && one.same(o) {
				out = append(out, o.ref.ID)
			}
		}
	}
	return out
}
