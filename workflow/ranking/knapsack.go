package ranking

import (
	"cmp"
	"errors"
	"math/big"
	"math/bits"
	"slices"

	"tremplin/workflow"
)

// maxThemes: what is covered is a set of bits.
const maxThemes = 16

var errThemes = errors.New("ranking: a project of each theme can be asked for up to 16 themes")

// item is a candidate of the knapsack.
type item struct {
	at     int   // place in the ranking
	weight int64 // its amount, in the greatest common divisor of all
	value  int64 // its exact total, times a common denominator
	group  int   // its SISP, where the rule counts them
	theme  int   // a bit of what is to be covered; -1: none
}

// knapsack is the search for the best total in whole numbers. Its items stand in
// the order of the ranking.
type knapsack struct {
	items  []item
	room   int64
	groups int
	most   int // items of a group; 0: no such rule
	themes int
	need   int     // the themes to cover, as bits; the first theme is the highest
	unit   big.Rat // points of one of value
	coarse bool    // values are rounded up: sums beyond 64 bits
	first  found   // the rank order, where it keeps the rules: nothing worse is proposed
}

func newKnapsack(l Limits, ranked []Ranked) (*knapsack, error) {
	if len(l.Themes) > maxThemes {
		return nil, errThemes
	}
	k := &knapsack{room: int64(max(l.Envelope, 0)), most: max(l.PerSisp, 0), themes: len(l.Themes)}
	in := slices.DeleteFunc(candidates(l, ranked), func(i int) bool { return l.Grant(&ranked[i].Entry) > l.Envelope })
	values := k.scale(ranked, in)
	themes, sisps, unit := l.themesOf(ranked), map[string]int{}, uint64(0)
	for n, i := range in {
		it := item{at: i, weight: int64(l.Grant(&ranked[i].Entry)), value: values[n], theme: -1}
		if k.most > 0 {
			g, known := sisps[ranked[i].Sisp]
			if !known {
				g = len(sisps)
				sisps[ranked[i].Sisp] = g
			}
			it.group = g
		}
		if themes[i] >= 0 {
			it.theme = k.themes - 1 - themes[i]
		}
		unit = divisor(unit, magnitude(it.weight))
		k.items = append(k.items, it)
	}
	k.groups = len(sisps)
	k.relax()
	k.shrink(int64(max(unit, 1)))
	return k, nil
}

// relax forgets the rule of SISPs where none has more than it allows.
func (k *knapsack) relax() {
	count := make([]int, k.groups+1)
	for i := range k.items {
		if k.most > 0 {
			count[k.items[i].group]++
		}
	}
	if k.most == 0 || slices.Max(count) > k.most {
		return
	}
	k.most, k.groups = 0, 0
	for i := range k.items {
		k.items[i].group = 0
	}
}

// shrink divides the weights by their common divisor: what is left over of the
// room can buy nothing.
func (k *knapsack) shrink(unit int64) {
	sum := int64(0)
	for i := range k.items {
		k.items[i].weight /= unit
		sum += k.items[i].weight
	}
	k.room = min(k.room/unit, sum)
}

// maxSum keeps sums of values, times a weight or two, within 64 bits.
const maxSum = 1 << 44

// scale gives the totals as whole numbers of one unit. Where their sum is beyond
// maxSum they are rounded up.
func (k *knapsack) scale(ranked []Ranked, in []int) []int64 {
	common := big.NewInt(1)
	for _, i := range in {
		common = multiple(common, ranked[i].Total.rat().Denom())
	}
	exact, sum, unit := make([]*big.Int, len(in)), new(big.Int), new(big.Int)
	for n, i := range in {
		v := new(big.Int).Mul(ranked[i].Total.rat().Num(), common)
		exact[n] = v.Div(v, ranked[i].Total.rat().Denom())
		sum.Add(sum, v)
		unit.GCD(nil, nil, unit, v)
	}
	if unit.Sign() == 0 {
		unit.SetInt64(1)
	}
	if limit := new(big.Int).Mul(unit, big.NewInt(maxSum)); sum.Cmp(limit) > 0 {
		k.coarse = true
		unit.Add(unit.Div(sum, big.NewInt(maxSum)), big.NewInt(1))
	}
	out := make([]int64, len(in))
	up := new(big.Int).Sub(unit, big.NewInt(1))
	for n, v := range exact {
		out[n] = new(big.Int).Div(new(big.Int).Add(v, up), unit).Int64()
	}
	k.unit.SetFrac(unit, common)
	return out
}

// points are a value as a score.
func (k *knapsack) points(value int64) Exact {
	r := new(big.Rat).SetInt64(value)
	return exactly(r.Mul(r, &k.unit))
}

// byRatio are the items by value per weight, the highest first.
func (k *knapsack) byRatio() []int {
	out := make([]int, len(k.items))
	for i := range out {
		out[i] = i
	}
	slices.SortFunc(out, func(i, j int) int { return cmp.Or(perWeight(&k.items[j], &k.items[i]), cmp.Compare(i, j)) })
	return out
}

// perWeight compares value per weight of two items, without dividing.
func perWeight(a, b *item) int {
	ah, al := bits.Mul64(magnitude(a.value), magnitude(b.weight))
	bh, bl := bits.Mul64(magnitude(b.value), magnitude(a.weight))
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
}

func (k *knapsack) bit(it *item) int {
	if it.theme < 0 {
		return 0
	}
	return 1 << it.theme
}

// found is a choice that keeps the rules.
type found struct {
	value  int64
	picked []bool // of the items
}

// ranks finds what the rank order takes of the items.
func (k *knapsack) ranks(l Limits, ranked []Ranked) {
	order := RankOrder(l, ranked)
	if !order.Holds {
		return
	}
	k.first.picked = make([]bool, len(k.items))
	for i := range k.items {
		if order.In(ranked[k.items[i].at].ID) > 0 {
			k.first.picked[i] = true
			k.first.value += k.items[i].value
		}
	}
}

// BestTotal chooses whole amounts so that the scores add up to the most. Of equal
// sums it takes the choice that keeps the better places: of two, the one that has
// the best placed project in which they differ. It is exact to the cent and the
// same every time.
//
// A search of this kind can take for ever, so that it has a budget of steps (not
// of time, which would give another answer on another day): some tenths of a
// second. Where it is not enough, Exact is false, and Bound and Gap say how far
// the best found may be from the best there is.
//
// Where not every theme of the limits can have a project, as many as can do, of
// equal numbers those that come first in the limits; Unmet names the others. The
// error says that there are more than 16 themes.
func BestTotal(l Limits, ranked []Ranked) (Scenario, error) {
	k, err := newKnapsack(l, ranked)
	if err != nil {
		return Scenario{}, err
	}
	k.ranks(l, ranked)
	best, bound, settled := k.solve()
	amounts := map[int]workflow.Money{}
	for i, in := range best.picked {
		if in {
			amounts[k.items[i].at] = l.Grant(&ranked[k.items[i].at].Entry)
		}
	}
	s := propose(BestTotalKind, l, ranked, amounts, OutEnvelope)
	s.Exact = settled && !k.coarse
	s.Bound = s.Score
	if bound > best.value || k.coarse {
		s.Bound = k.points(bound)
	}
	s.Gap = s.Bound.Minus(s.Score)
	return s, nil
}
