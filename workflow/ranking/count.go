package ranking

import (
	"cmp"
	"math"
	"slices"
)

// maxCounts is how far from the known choice's number of items count looks.
const maxCounts = 6

// count finds between which numbers of items a choice that passes the best known
// one must lie, and adds prices for them: where scores follow amounts, or all
// amounts are much alike, the number of items is what bounds. It reports false
// where no number will do: the best known is the best.
func (b *beam) count() bool {
	b.tangents = slices.DeleteFunc(b.tangents, func(t tangent) bool { return t.count != 0 })
	b.counts, b.hot = [2]int64{0, int64(len(b.items))}, 0
	if b.most > 0 || b.need != 0 {
		return b.countRuled()
	}
	at := b.full()
	fewer, more := b.scan(at, -1), b.scan(at+1, 1)
	if fewer+more == 0 {
		return false
	}
	from, to := at+1-fewer, at+more
	if fewer < maxCounts {
		b.counts[0] = int64(max(from, 0))
	}
	if more < maxCounts {
		b.counts[1] = int64(to)
	}
	return true
}

// full is how many of the most valuable per weight have room. The bound without
// whole items only falls from there: below, and above the next number.
func (b *beam) full() int {
	free := b.room
	for n, i := range b.byRatio() {
		if free -= b.items[i].weight; free < 0 {
			return n
		}
	}
	return len(b.items)
}

// scan counts the numbers of items, from one on and one way, that may pass.
func (b *beam) scan(from, way int) int {
	for n := range maxCounts {
		at := from + way*n
		if at < 0 || at > len(b.items) || !b.passes(at) {
			return n
		}
	}
	return maxCounts
}

// passes: a choice of so many items may pass the best known. Its prices are kept.
func (b *beam) passes(n int) bool {
	price, order := b.balance(n)
	if order == nil {
		return false
	}
	least := int64(math.MaxInt64)
	for _, t := range append(b.swaps(n, price, order), b.free(n)) {
		u := b.total(&t, int64(n))
		if t.count == 0 {
			continue
		}
		if u <= b.known.value {
			return false
		}
		if u < least {
			least = u
			b.tangents = append(b.tangents, t)
		}
	}
	return true
}

// free is the price of being one of n where weight costs nothing.
func (b *beam) free(n int) tangent {
	values := make([]int64, 0, len(b.items)+1)
	for i := range b.items {
		values = append(values, b.items[i].value)
	}
	slices.SortFunc(values, descending)
	return tangent{scale: 1, count: append(values, 0)[max(n-1, 0)]}
}

// balance is the price of weight at which the n items of most worth have room,
// and the items by worth at that price; none where no n items have room.
func (b *beam) balance(n int) (float64, []int) {
	low, high := 0.0, 0.0
	for i := range b.items {
		high = max(high, float64(b.items[i].value)/float64(b.items[i].weight)*4)
	}
	order, worth := make([]int, len(b.items)), make([]float64, len(b.items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(b.items[i].weight, b.items[j].weight) })
	if b.load(order[:n]) > b.room {
		return 0, nil
	}
	for range 36 {
		price := (low + high) / 2
		for i := range b.items {
			worth[i] = float64(b.items[i].value) - price*float64(b.items[i].weight)
		}
		slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(worth[j], worth[i]), cmp.Compare(i, j)) })
		if b.load(order[:n]) > b.room {
			low = price
		} else {
			high = price
		}
	}
	return high, order
}

func (b *beam) load(items []int) (sum int64) {
	for _, i := range items {
		sum += b.items[i].weight
	}
	return sum
}

// swaps are the prices at which one of the last that are in is worth as much as
// one of the first that are out: there the bound bends.
func (b *beam) swaps(n int, price float64, order []int) (out []tangent) {
	const reach = 3
	for _, i := range order[max(n-reach, 0):n] {
		for _, j := range order[n:min(n+reach, len(order))] {
			x, y := &b.items[i], &b.items[j]
			t := tangent{scale: x.weight - y.weight, weight: x.value - y.value}
			if t.scale < 0 {
				t.scale, t.weight = -t.scale, -t.weight
			}
			if t.scale == 0 || t.weight < 0 || !b.holds(&t) {
				continue
			}
			t.count = t.scale*x.value - t.weight*x.weight
			out = append(out, t)
		}
	}
	off := func(t tangent) float64 { return math.Abs(float64(t.weight)/float64(t.scale) - price) }
	slices.SortStableFunc(out, func(a, b tangent) int { return cmp.Compare(off(a), off(b)) })
	return out[:min(len(out), 2)]
}

// holds: the tangent's sums keep within 64 bits.
func (b *beam) holds(t *tangent) bool {
	top := int64(1)
	for i := range b.items {
		top = max(top, b.items[i].value)
	}
	n := int64(len(b.items) + 1)
	return t.scale <= 1<<58/(top*n) && t.weight <= 1<<58/max(b.room, 1)/n
}
