package ranking

import (
	"cmp"
	"errors"
	"math/big"
	"math/bits"
	"slices"

	"tremplin/workflow"
)

// The best total is a knapsack. It is found exactly or not at all.
const (
	maxItems    = 256     // candidates: the bits of a choice
	maxPartials = 1 << 20 // partial choices kept at once: some 60 MB
)

var (
	errTooMany = errors.New("ranking: too many projects to find the best total exactly")
	errTooFine = errors.New("ranking: the scores are too fine to find the best total exactly")
)

// BestTotal chooses whole amounts so that the scores add up to the most. Of
// equal sums it takes the cheaper, then the one that keeps the best place that
// the other leaves out. The error says that the exact answer would take too
// long; sixty projects never do in practice.
func BestTotal(l Limits, ranked []Ranked) (Scenario, error) {
	k, err := newKnapsack(l, ranked)
	if err != nil {
		return Scenario{}, err
	}
	best, err := k.solve()
	if err != nil {
		return Scenario{}, err
	}
	amounts := map[int]workflow.Money{}
	for _, it := range k.items {
		if best.has(it.bit) {
			amounts[it.at] = l.Grant(&ranked[it.at].Entry)
		}
	}
	return propose(BestTotalKind, l, ranked, amounts, OutEnvelope), nil
}

// item is a candidate; its value is the exact total times a common denominator.
type item struct {
	at, bit       int // place in the ranking; place among the candidates
	weight, value int64
}

// partial is a choice among the items seen so far.
type partial struct {
	weight, value int64
	picked        choice
}

// choice has a bit per candidate, the best place highest, so that the larger of
// two choices is the one that has the better place where they first differ.
type choice [maxItems / 64]uint64

func (c *choice) add(bit int)     { c[bit/64] |= 1 << (63 - bit%64) }
func (c choice) has(bit int) bool { return c[bit/64]&(1<<(63-bit%64)) != 0 }

type knapsack struct {
	room  int64
	items []item  // by value per cent, falling
	sums  []int64 // sums[i]: weight of the first i items
	gains []int64 // gains[i]: their value
}

func newKnapsack(l Limits, ranked []Ranked) (*knapsack, error) {
	in := candidates(l, ranked)
	if len(in) > maxItems {
		return nil, errTooMany
	}
	common := big.NewInt(1)
	for _, i := range in {
		common = multiple(common, ranked[i].Total.rat().Denom())
	}
	k := &knapsack{room: int64(max(l.Envelope, 0))}
	total := int64(0)
	for bit, i := range in {
		v := new(big.Int).Mul(ranked[i].Total.rat().Num(), common)
		v.Div(v, ranked[i].Total.rat().Denom())
		if !v.IsInt64() || v.Int64() > (1<<62)-total {
			return nil, errTooFine
		}
		total += v.Int64()
		if w := int64(l.Grant(&ranked[i].Entry)); w <= k.room && v.Sign() > 0 {
			k.items = append(k.items, item{at: i, bit: bit, weight: w, value: v.Int64()})
		}
	}
	slices.SortStableFunc(k.items, func(a, b item) int { return perCent(b, a) })
	k.sums, k.gains = make([]int64, len(k.items)+1), make([]int64, len(k.items)+1)
	for i, it := range k.items {
		k.sums[i+1], k.gains[i+1] = k.sums[i]+it.weight, k.gains[i]+it.value
	}
	return k, nil
}

// perCent compares value per cent of two items, without dividing.
func perCent(a, b item) int {
	ah, al := bits.Mul64(uint64(a.value), uint64(b.weight)) //nolint:gosec // both positive
	bh, bl := bits.Mul64(uint64(b.value), uint64(a.weight)) //nolint:gosec // both positive
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
}

// solve keeps, item by item, the partial choices that no other beats in both
// weight and value, and drops those that can no longer reach the best complete
// one known.
func (k *knapsack) solve() (choice, error) {
	kept, with := []partial{{}}, []partial(nil)
	known := int64(0)
	for i, it := range k.items {
		for _, p := range kept {
			known = max(known, k.greedy(p, i))
		}
		with = with[:0]
		for _, p := range kept {
			if p.weight+it.weight > k.room {
				break // kept rises by weight
			}
			q := partial{p.weight + it.weight, p.value + it.value, p.picked}
			q.picked.add(it.bit)
			with = append(with, q)
		}
		kept = merge(kept, with)
		kept = slices.DeleteFunc(kept, func(p partial) bool { return k.bound(p, i+1) < known })
		if len(kept) > maxPartials {
			return choice{}, errTooMany
		}
	}
	return kept[len(kept)-1].picked, nil // the last has the most value
}

// merge joins two lists that rise in weight and in value, and keeps what no
// other beats.
func merge(a, b []partial) []partial {
	out := make([]partial, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		var p partial
		if len(b) == 0 || len(a) > 0 && before(a[0], b[0]) {
			p, a = a[0], a[1:]
		} else {
			p, b = b[0], b[1:]
		}
		if len(out) == 0 || p.value > out[len(out)-1].value {
			out = append(out, p)
		}
	}
	return out
}

// before puts the lighter first, then the more valuable, then the one with the
// better places: the later of two that are equal is dropped.
func before(a, b partial) bool {
	return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(b.value, a.value), slices.Compare(b.picked[:], a.picked[:])) < 0
}

// fits is how many of the items from i on, in their order, still fit.
func (k *knapsack) fits(p partial, i int) int {
	n, exact := slices.BinarySearch(k.sums[i:], k.room-p.weight+k.sums[i])
	if exact {
		return n
	}
	return n - 1
}

// greedy is a value that the partial choice surely reaches.
func (k *knapsack) greedy(p partial, i int) int64 {
	n := i + k.fits(p, i)
	return p.value + k.gains[n] - k.gains[i]
}

// bound is a value that it surely does not pass: the items from i on in their
// order, and a slice of the first that does not fit.
func (k *knapsack) bound(p partial, i int) int64 {
	n := i + k.fits(p, i)
	sure := p.value + k.gains[n] - k.gains[i]
	if n == len(k.items) {
		return sure
	}
	room := k.room - p.weight - (k.sums[n] - k.sums[i])
	hi, lo := bits.Mul64(uint64(k.items[n].value), uint64(room)) //nolint:gosec // neither is negative
	slice, _ := bits.Div64(hi, lo, uint64(k.items[n].weight))    //nolint:gosec // room is less than the weight
	return sure + int64(slice)                                   //nolint:gosec // less than the value
}
