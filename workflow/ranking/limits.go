package ranking

import (
	"slices"

	"tremplin/workflow"
)

// Limits are what a scenario has to keep. Amounts are cents.
type Limits struct {
	Envelope workflow.Money // what is free
	Min, Max workflow.Money // per project; Max 0: no such limit
	PerSisp  int            // at most so many projects of one SISP; 0: no such rule
	Themes   []string       // at least one project of each; nil: no such rule
}

// LimitsOf are those of a call with so much left, without the optional rules.
func LimitsOf(rules *workflow.Rules, free workflow.Money) Limits {
	return Limits{Envelope: free, Min: rules.Min, Max: rules.Max}
}

// ThemesOf are the themes of a call, in its order: what Limits.Themes takes
// where each wants a project.
func ThemesOf(rules *workflow.Rules) []string {
	out := make([]string, len(rules.Themes))
	for i, t := range rules.Themes {
		out[i] = t.ID
	}
	return out
}

// Grant is what a project gets in a scenario where it is in, in cents: what the
// committee advises, and until it does, what was requested; never more than was
// requested, or than a project may get.
func (l Limits) Grant(e *Entry) workflow.Money {
	m := min(e.Amount(), e.Requested)
	if l.Max > 0 {
		m = min(m, l.Max)
	}
	return m
}

func (l Limits) within(m workflow.Money) bool {
	return m > 0 && m >= l.Min && (l.Max <= 0 || m <= l.Max)
}

// Why tells what keeps a project out of every scenario but one by hand; "" if
// nothing does.
func (l Limits) Why(r *Ranked) workflow.Code {
	switch {
	case !r.Scored():
		return OutUnscored
	case r.Opinion == "unfavourable" || r.Opinion == "reserve":
		return OutOpinion
	case r.Below():
		return OutThreshold
	case !r.Whole():
		return OutQuorum
	case !l.within(l.Grant(&r.Entry)):
		return OutCaps
	}
	return ""
}

// candidates are the places in the ranking of what could be funded.
func candidates(l Limits, ranked []Ranked) []int {
	var out []int
	for i := range ranked {
		if l.Why(&ranked[i]) == "" {
			out = append(out, i)
		}
	}
	return out
}

// themesOf are the places in Limits.Themes of those of the ranking; -1 where a
// project's theme is not among them.
func (l Limits) themesOf(ranked []Ranked) []int {
	out := make([]int, len(ranked))
	for i := range ranked {
		out[i] = slices.Index(l.Themes, ranked[i].Theme)
	}
	return out
}
