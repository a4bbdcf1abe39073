package ranking

import (
	"slices"

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
	OutThreshold workflow.Code = "threshold"    // a criterion is under its threshold
	OutOpinion   workflow.Code = "opinion"      // the committee advised against it, or the reserve
	OutCaps      workflow.Code = "outside_caps" // the amount is not between the call's min and max
	OutEnvelope  workflow.Code = "over_envelope"
	OutRequest   workflow.Code = "over_request" // more than was asked for
	OutUnknown   workflow.Code = "not_found"    // chosen, and not in the ranking
	OutTwice     workflow.Code = "twice"        // chosen more than once
	OutNotChosen workflow.Code = "not_chosen"
)

// Limits are what a scenario has to keep, in cents. Envelope is what is free.
type Limits struct {
	Envelope, Min, Max workflow.Money
}

// LimitsOf are those of a call with so much left.
func LimitsOf(rules *workflow.Rules, free workflow.Money) Limits {
	return Limits{Envelope: free, Min: rules.Min, Max: rules.Max}
}

// Award is what a project would get.
type Award struct {
	ID     string
	Amount workflow.Money
}

// Out is a project, or a choice, that is left out, and why.
type Out struct {
	ID  string
	Why workflow.Code
}

// Scenario is a proposal. Nothing is decided by it.
type Scenario struct {
	Kind   string
	Awards []Award // in the order of the ranking
	Out    []Out   // in the order of the ranking
	Sum    workflow.Money
	Left   workflow.Money  // negative where a choice by hand goes over
	Score  Exact           // of the awarded, added up
	Cut    workflow.Number // of an equal cut: per cent off, in hundredths, rounded half up; less for who is at the minimum
	Holds  bool            // keeps all limits
}

// why tells what keeps a project out of every scenario but one by hand; "" if
// nothing does.
func why(l Limits, r *Ranked) workflow.Code {
	switch {
	case !r.Scored():
		return OutUnscored
	case r.Opinion == "unfavourable" || r.Opinion == "reserve":
		return OutOpinion
	case r.Below():
		return OutThreshold
	case !l.within(r.Amount()):
		return OutCaps
	}
	return ""
}

func (l Limits) within(m workflow.Money) bool { return m > 0 && m >= l.Min && m <= l.Max }

// candidates are the places in the ranking of what could be funded.
func candidates(l Limits, ranked []Ranked) []int {
	var out []int
	for i := range ranked {
		if why(l, &ranked[i]) == "" {
			out = append(out, i)
		}
	}
	return out
}

// RankOrder goes down the ranking and stops at the first candidate that does
// not fit: to pass one over is a departure, which wants reasons and a hand.
func RankOrder(l Limits, ranked []Ranked) Scenario {
	amounts := map[int]workflow.Money{}
	free := l.Envelope
	for _, i := range candidates(l, ranked) {
		if free -= ranked[i].Amount(); free < 0 {
			break
		}
		amounts[i] = ranked[i].Amount()
	}
	return propose(RankOrderKind, l, ranked, amounts, OutEnvelope)
}

// ByHand checks what somebody chose. The answer adds up what is in the ranking,
// each once, and says of the rest why it does not hold.
func ByHand(l Limits, ranked []Ranked, choice []Award) Scenario {
	amounts := map[int]workflow.Money{}
	var wrong []Out
	for _, a := range choice {
		i := slices.IndexFunc(ranked, func(r Ranked) bool { return r.ID == a.ID })
		_, twice := amounts[i]
		switch {
		case i < 0:
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
	for i := range ranked {
		r := &ranked[i]
		if m, ok := amounts[i]; ok {
			s.Awards = append(s.Awards, Award{r.ID, m})
			s.Sum += m
			scores = append(scores, r.Total)
			continue
		}
		reason := rest
		if w := why(l, r); w != "" && rest != OutNotChosen {
			reason = w
		}
		s.Out = append(s.Out, Out{r.ID, reason})
	}
	s.Left, s.Score = l.Envelope-s.Sum, sumOf(scores)
	s.Holds = s.Left >= 0
	return s
}
