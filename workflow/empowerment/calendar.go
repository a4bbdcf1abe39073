package empowerment

import (
	"strconv"

	w "tremplin/workflow"
)

// The dates of a proposal: only those that are given now are looked at, so that
// nobody is held up by what an earlier version let through.

func (in createIn) wrote() w.Proposal { return in.Proposal }
func (in updateIn) wrote() w.Proposal { return in.Proposal }

// inOrderOfTime: an activity does not end before it begins.
func inOrderOfTime[I interface{ wrote() w.Proposal }]() w.Check[I] {
	return w.Check[I]{Code: "until_before_from", Kind: w.Invalid, Where: func(_ *w.Case, in I) (out []string) {
		for i, a := range in.wrote().Activities {
			if a.Until != "" && a.Until < a.From {
				out = append(out, place("activities", i, "until"))
			}
		}
		return out
	}}
}

// sinceOpening: nothing is promised for a day before the call opened.
func sinceOpening[I interface{ wrote() w.Proposal }]() w.Check[I] {
	return w.Check[I]{Code: "before_call", Kind: w.Invalid, Where: func(c *w.Case, in I) (out []string) {
		first, p := firstDay(c), in.wrote()
		early := func(d w.Date, list string, i int, field string) {
			if d != "" && d < first {
				out = append(out, place(list, i, field))
			}
		}
		for i, a := range p.Activities {
			early(a.From, "activities", i, "from")
			early(a.Until, "activities", i, "until")
		}
		for i, d := range p.Deliverables {
			early(d.Due, "deliverables", i, "due")
		}
		return out
	}, Facts: func(c *w.Case, _ I) map[string]any { return map[string]any{"from": firstDay(c)} }}
}

// firstDay is that on which the call opened: it may have been published early.
func firstDay(c *w.Case) w.Date { return min(w.DateOf(c.Call.OpensAt), c.Today) }

// place is where an input stands: "activities[2].until".
func place(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}
