package ranking

import (
	"slices"
	"strings"

	"tremplin/workflow"
)

// The ways of sharing out what is there.
const (
	RankOrderKind = "rank_order" // from the top, whole amounts, until one does not fit
	BestTotalKind = "best_total" // whole amounts, so that the scores add up to the most
	EqualCutKind  = "equal_cut"  // everybody, the same percentage less
	ByHandKind    = "by_hand"    // as somebody chose
)

// Why a project gets nothing in a scenario, or why a choice does not hold.
const (
	OutUnscored  workflow.Code = "unscored"     // no sheet counts
	OutQuorum    workflow.Code = "quorum"       // fewer sheets than the quorum, and no opinion
	OutThreshold workflow.Code = "threshold"    // a criterion is under its threshold
	OutOpinion   workflow.Code = "opinion"      // the committee advised against it, or the reserve
	OutCaps      workflow.Code = "outside_caps" // the amount is not between the call's min and max
	OutSisp      workflow.Code = "per_sisp"     // its SISP has as many projects as the rule allows
	OutEnvelope  workflow.Code = "over_envelope"
	OutRequest   workflow.Code = "over_request" // more than was asked for
	OutUnknown   workflow.Code = "not_found"    // chosen, and not in the ranking
	OutTwice     workflow.Code = "twice"        // chosen more than once
	OutNotChosen workflow.Code = "not_chosen"
)

// Award is what a project would get, in cents.
type Award struct {
	ID     string
	Amount workflow.Money
}

// Out is a project, or a choice, that is left out, and why.
type Out struct {
	ID  string
	Why workflow.Code
}

// Scenario is a proposal. Nothing is decided by it. Amounts are cents.
type Scenario struct {
	Kind   string
	Awards []Award // in the order of the ranking
	Out    []Out   // in the order of the ranking
	Sum    workflow.Money
	Left   workflow.Money  // negative where a choice by hand goes over
	Score  Exact           // of the awarded, added up
	Cut    workflow.Number // of an equal cut: per cent off, in hundredths, rounded half up; less for who is at the minimum
	Holds  bool            // keeps all limits
	Unmet  []string        // themes of the limits of which no project is in, in their order
	Full   []Full          // SISPs that have more projects than the rule allows, by id: by hand only

	// Of the best total. Exact: it is proven that no choice has a higher total, and
	// that none of the same total keeps better places. Else Bound is a total that
	// surely no choice passes, and Gap how far Score is from it; Gap may be nought,
	// and then only the order among equal totals is not proven.
	Exact      bool
	Bound, Gap Exact
}

// Full is a SISP with more projects than Limits.PerSisp.
type Full struct {
	Sisp     string
	Projects int
}

// In is what a project gets in the scenario, in cents; 0 where it is out.
func (s *Scenario) In(id string) workflow.Money {
	for _, a := range s.Awards {
		if a.ID == id {
			return a.Amount
		}
	}
	return 0
}

// RankOrder goes down the ranking and stops at the first candidate that does
// not fit: to pass one over is a departure, which wants reasons and a hand. Who
// comes after as many of its SISP as the rule allows is no candidate. Where each
// theme wants a project, the best placed of each that fits comes first, and then
// the others from the top.
func RankOrder(l Limits, ranked []Ranked) Scenario {
	o := newOrder(l, ranked)
	o.walk()
	return propose(RankOrderKind, l, ranked, o.amounts(), OutEnvelope)
}

// ByHand checks what somebody chose. The answer adds up what is in the ranking,
// each once, and says what does not hold: in Out before the projects that were not
// chosen, in Unmet and Full, and in Left, which is then negative.
func ByHand(l Limits, ranked []Ranked, choice []Award) Scenario {
	amounts := map[int]workflow.Money{}
	places := make(map[string]int, len(ranked))
	for i := range ranked {
		places[ranked[i].ID] = i
	}
	var wrong []Out
	for _, a := range choice {
		i, known := places[a.ID]
		_, twice := amounts[i]
		switch {
		case !known:
			wrong = append(wrong, Out{a.ID, OutUnknown})
			continue
		case twice:
			wrong = append(wrong, Out{a.ID, OutTwice})
			continue
		case a.Amount > ranked[i].Requested:
			wrong = append(wrong, Out{a.ID, OutRequest})
		case !l.within(a.Amount):
			wrong = append(wrong, Out{a.ID, OutCaps})
		}
		amounts[i] = a.Amount
	}
	s := propose(ByHandKind, l, ranked, amounts, OutNotChosen)
	s.Holds = s.Holds && len(wrong) == 0
	s.Out = append(wrong, s.Out...)
	return s
}

// propose writes the scenario down; rest is why candidates without an amount
// get none.
func propose(kind string, l Limits, ranked []Ranked, amounts map[int]workflow.Money, rest workflow.Code) Scenario {
	s := Scenario{Kind: kind}
	var scores []Exact
	sisps, themes := map[string]int{}, map[string]bool{}
	for i := range ranked {
		if m, ok := amounts[i]; ok {
			r := &ranked[i]
			s.Awards = append(s.Awards, Award{r.ID, m})
			s.Sum += m
			scores = append(scores, r.Total)
			sisps[r.Sisp]++
			themes[r.Theme] = true
		}
	}
	for i := range ranked {
		if _, ok := amounts[i]; !ok {
			s.Out = append(s.Out, Out{ranked[i].ID, l.reason(&ranked[i], rest, sisps)})
		}
	}
	s.Left, s.Score = l.Envelope-s.Sum, sumOf(scores)
	s.judge(l, sisps, themes)
	return s
}

// reason is why a project without an amount gets none.
func (l Limits) reason(r *Ranked, rest workflow.Code, sisps map[string]int) workflow.Code {
	if rest == OutNotChosen {
		return rest
	}
	if w := l.Why(r); w != "" {
		return w
	}
	if l.PerSisp > 0 && sisps[r.Sisp] >= l.PerSisp {
		return OutSisp
	}
	return rest
}

// judge holds the scenario against the limits.
func (s *Scenario) judge(l Limits, sisps map[string]int, themes map[string]bool) {
	for _, t := range l.Themes {
		if !themes[t] && !slices.Contains(s.Unmet, t) {
			s.Unmet = append(s.Unmet, t)
		}
	}
	for sisp, n := range sisps {
		if l.PerSisp > 0 && n > l.PerSisp {
			s.Full = append(s.Full, Full{sisp, n})
		}
	}
	slices.SortFunc(s.Full, func(a, b Full) int { return strings.Compare(a.Sisp, b.Sisp) })
	s.Holds = s.Left >= 0 && len(s.Unmet) == 0 && len(s.Full) == 0
}
