package ranking

import (
	"math"
	"math/bits"
	"slices"
)

// cover sets what themes there are to cover: as many as have room together, of
// equal numbers the first. It gives the lightest choice that covers them.
func (k *knapsack) cover() []bool {
	picked := make([]bool, len(k.items))
	if k.themes == 0 {
		return picked
	}
	var trail []pick
	best := []way{{last: -1}} // by what is covered; weight < 0: no way
	best = append(best, slices.Repeat([]way{{weight: math.MaxInt64}}, 1<<k.themes-1)...)
	for _, lightest := range k.lightest() {
		k.join(best, lightest, &trail)
	}
	for mask := range best {
		more := bits.OnesCount(uint(mask)) - bits.OnesCount(uint(k.need))
		if best[mask].weight <= k.room && (more > 0 || more == 0 && mask > k.need) {
			k.need = mask
		}
	}
	for at := best[k.need].last; at >= 0; at = trail[at].before {
		picked[trail[at].item] = true
	}
	return picked
}

// way is a choice that covers something, at the least weight.
type way struct {
	weight int64
	last   int32 // its last pick; -1: none
}

// pick is an item of a choice and the picks before it.
type pick struct {
	before int32
	item   int32
}

// lightest are, group by group, the lightest items of each theme.
func (k *knapsack) lightest() [][]int {
	out := make([][]int, max(k.groups, 1))
	for i := range k.items {
		it := &k.items[i]
		if it.theme < 0 {
			continue
		}
		at := slices.IndexFunc(out[it.group], func(j int) bool { return k.items[j].theme == it.theme })
		switch {
		case at < 0:
			out[it.group] = append(out[it.group], i)
		case it.weight < k.items[out[it.group][at]].weight:
			out[it.group][at] = i
		}
	}
	return out
}

// join adds what a group can cover with as many items as it may have.
func (k *knapsack) join(best []way, group []int, trail *[]pick) {
	most := len(group)
	if k.most > 0 {
		most = min(most, k.most)
	}
	rounds := make([][]way, most+1) // by items of the group
	rounds[0] = slices.Clone(best)
	for n := range most {
		rounds[n+1] = slices.Repeat([]way{{weight: math.MaxInt64}}, len(best))
	}
	for _, i := range group {
		it := &k.items[i]
		for n := most - 1; n >= 0; n-- {
			for mask, from := range rounds[n] {
				to := &rounds[n+1][mask|k.bit(it)]
				if mask&k.bit(it) != 0 || from.weight > k.room-it.weight || from.weight+it.weight >= to.weight {
					continue
				}
				*trail = append(*trail, pick{from.last, int32(i)})         //nolint:gosec // few
				*to = way{from.weight + it.weight, int32(len(*trail) - 1)} //nolint:gosec // few
			}
		}
	}
	for _, round := range rounds[1:] {
		for mask, w := range round {
			if w.weight < best[mask].weight {
				best[mask] = w
			}
		}
	}
}
