package ranking

import (
	"cmp"
	"math/bits"
	"slices"

	"tremplin/workflow"
)

// EqualCut gives every candidate the same share of its amount, so that all is
// spent, but nobody less than the call's minimum. Amounts are rounded down; the
// cents that this leaves go one each to the largest remainders, then to the
// better places. Where not even the minimum for everybody is there, it does not
// hold and awards nothing. Of a SISP with more candidates than the rule allows the
// best placed take part.
func EqualCut(l Limits, ranked []Ranked) Scenario {
	l.Min = max(l.Min, 1) // nobody is awarded nothing
	in := l.firstOfEach(ranked, candidates(l, ranked))
	amounts := map[int]workflow.Money{}
	var sum workflow.Money
	for _, i := range in {
		amounts[i] = l.Grant(&ranked[i].Entry)
		sum += amounts[i]
	}
	switch {
	case sum <= l.Envelope:
		return propose(EqualCutKind, l, ranked, amounts, OutEnvelope)
	case workflow.Money(len(in))*l.Min > l.Envelope:
		s := propose(EqualCutKind, l, ranked, nil, OutEnvelope)
		s.Holds = false
		return s
	}
	share, rest := shareOf(l, amounts, in)
	spread(amounts, in, share, rest, l.Min)
	s := propose(EqualCutKind, l, ranked, amounts, OutEnvelope)
	s.Cut = share.cut()
	return s
}

// firstOfEach leaves of each SISP's candidates as many as the rule allows.
func (l Limits) firstOfEach(ranked []Ranked, in []int) []int {
	if l.PerSisp <= 0 {
		return in
	}
	seen := map[string]int{}
	return slices.DeleteFunc(in, func(i int) bool {
		seen[ranked[i].Sisp]++
		return seen[ranked[i].Sisp] > l.PerSisp
	})
}

// fraction is what everybody keeps: num ÷ den of its amount, at most one.
type fraction struct{ num, den uint64 }

// of is the amount's share, rounded down, and what the rounding left, in
// den-ths of a cent.
func (f fraction) of(m workflow.Money) (workflow.Money, uint64) {
	hi, lo := bits.Mul64(uint64(m), f.num) //nolint:gosec // candidates' amounts are positive
	q, r := bits.Div64(hi, lo, f.den)
	return workflow.Money(q), r //nolint:gosec // at most m
}

// cut is 100 % − the fraction, in hundredths of a per cent, half up.
func (f fraction) cut() workflow.Number {
	hi, lo := bits.Mul64(f.den-f.num, 20_000)
	lo, carry := bits.Add64(lo, f.den, 0)
	q, _ := bits.Div64(hi+carry, lo, 2*f.den)
	return workflow.Number(q) //nolint:gosec // at most 10.000
}

// shareOf finds the fraction that spends all once those whom it would push
// below the minimum are held there. Each round holds more of them, so the
// fraction only falls.
func shareOf(l Limits, amounts map[int]workflow.Money, in []int) (fraction, []int) {
	free := slices.Clone(in)
	for {
		var sum workflow.Money
		for _, i := range free {
			sum += amounts[i]
		}
		held := workflow.Money(len(in) - len(free))
		f := fraction{num: uint64(l.Envelope - held*l.Min), den: uint64(sum)} //nolint:gosec // the minimum for all fits
		still := slices.DeleteFunc(slices.Clone(free), func(i int) bool {
			q, _ := f.of(amounts[i])
			return q < l.Min
		})
		if len(still) == len(free) || len(still) == 0 {
			return f, still
		}
		free = still
	}
}

// spread sets the amounts: the share for those in free, the minimum for others.
func spread(amounts map[int]workflow.Money, in []int, f fraction, free []int, least workflow.Money) {
	type part struct {
		at   int
		left uint64
	}
	var parts []part
	rest := workflow.Money(f.num) //nolint:gosec // an amount
	for _, i := range in {
		if !slices.Contains(free, i) {
			amounts[i] = least
			continue
		}
		q, r := f.of(amounts[i])
		amounts[i] = q
		rest -= q
		parts = append(parts, part{i, r})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.left, a.left) })
	for _, p := range parts {
		if rest <= 0 {
			return
		}
		amounts[p.at]++
		rest--
	}
}
