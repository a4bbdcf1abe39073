package ranking

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// partial is a choice among the items decided so far.
type partial struct {
	weight, value int64
	last          int32 // its last pick; -1: none
	count         int32 // its items
}

// beam is one run of the search: item by item it keeps the partial choices that
// no other beats in weight and value and that may yet pass the best one known.
// Where they are more than its width, it lets go those of least promise, and
// remembers what they promised.
type beam struct {
	*knapsack

	tangents []tangent
	counts   [2]int64 // how many items a better choice can have, from and to
	order    []int    // the items as they are decided: the sure ones first
	rest     [][]int64
	width    int
	tailSize int // choices among the last items, which are joined with the others
	known    found
	lost     int64 // the highest bound among what it let go; -1: none
	trail    []pick
	hot      int // the tangent that told last
	steps    int
}

// lists are partial choices by what they cover and how many they have of the
// group at hand; each rises in weight and in value.
type lists map[int][]partial

func (b *beam) key(mask, taken int) int { return mask*(b.most+1) + taken }

// arrange orders the items: by group the sure ones first, so that those about
// which the choice turns come last, when nearly all is known.
func (b *beam) arrange() {
	t := &b.tangents[0]
	best := int64(math.MaxInt64)
	for i := range b.tangents { // the prices that tell most
		if u := b.total(&b.tangents[i], b.counts[1]); b.tangents[i].count == 0 && u < best {
			best, t = u, &b.tangents[i]
		}
	}
	sure, group := make([]int64, len(b.items)), slices.Repeat([]int64{math.MaxInt64}, b.groups)
	b.order = b.order[:0]
	for i := range b.items {
		sure[i] = int64(magnitude(t.worth(&b.items[i]))) //nolint:gosec // less than 2⁶⁰
		b.order = append(b.order, i)
		if b.most > 0 {
			group[b.items[i].group] = min(group[b.items[i].group], sure[i])
		}
	}
	slices.SortFunc(b.order, func(i, j int) int {
		c := 0
		if g, h := b.items[i].group, b.items[j].group; b.most > 0 {
			c = cmp.Or(cmp.Compare(group[h], group[g]), cmp.Compare(g, h))
		}
		return cmp.Or(c, cmp.Compare(sure[j], sure[i]), cmp.Compare(i, j))
	})
}

// ends: the item at a place of the order is the last of its group.
func (b *beam) ends(place int) bool {
	return b.most == 0 || place+1 == len(b.order) || b.items[b.order[place]].group != b.items[b.order[place+1]].group
}

// reckon sums for each tangent what the items from each place on may add, by how
// many the group at hand may still have.
func (b *beam) reckon() {
	b.rest = make([][]int64, len(b.tangents))
	wide := b.most + 1
	for n := range b.tangents {
		rest := make([]int64, (len(b.order)+1)*wide)
		var group []int64
		later := int64(0)
		for place, i := range slices.Backward(b.order) {
			if b.ends(place) {
				group, later = group[:0], rest[(place+1)*wide+b.most]
			}
			if w := b.tangents[n].worth(&b.items[i]); w > 0 {
				at, _ := slices.BinarySearchFunc(group, w, descending)
				group = slices.Insert(group, at, w)
			}
			sum := later
			for left := range wide {
				if b.most == 0 {
					sum = later
					for _, w := range group {
						sum += w
					}
				} else if left > 0 && left <= len(group) {
					sum += group[left-1]
				}
				rest[place*wide+left] = sum
			}
		}
		b.rest[n] = rest
	}
}

// bound is what a partial choice surely does not pass, in values, with the items
// from a place on yet to decide.
func (b *beam) bound(p *partial, place, mask, taken int) int64 {
	least := int64(math.MaxInt64)
	for n := range b.tangents {
		least = min(least, b.price(n, p, place, mask, taken)/b.tangents[n].scale)
	}
	return p.value + least
}

// price is what a tangent says may be added, times its scale.
func (b *beam) price(n int, p *partial, place, mask, taken int) int64 {
	t := &b.tangents[n]
	sum := t.weight*(b.room-p.weight) + b.rest[n][place*(b.most+1)+b.most-taken]
	if t.count != 0 {
		to := b.counts[0]
		if t.count > 0 {
			to = b.counts[1]
		}
		sum += t.count * (to - int64(p.count))
	}
	if t.themes != nil {
		sum -= t.missing(b.need, mask)
	}
	return sum
}

// hopes: the choice may yet pass the best one known.
func (b *beam) hopes(p *partial, place, mask, taken int) bool {
	wanted := b.known.value + 1 - p.value
	dead := func(n int) bool { return b.price(n, p, place, mask, taken) < wanted*b.tangents[n].scale }
	if dead(b.hot) {
		return false
	}
	for n := range b.tangents {
		if n != b.hot && dead(n) {
			b.hot = n
			return false
		}
	}
	return true
}

// decide goes on by one item.
func (b *beam) decide(now lists, place int, bounded bool) lists {
	i := b.order[place]
	it := &b.items[i]
	with := lists{}
	for _, key := range slices.Sorted(maps.Keys(now)) {
		mask, taken := key/(b.most+1), key%(b.most+1)
		if b.most > 0 && taken == b.most {
			continue
		}
		to, next := mask|b.bit(it)&b.need, taken
		if b.most > 0 {
			next++
		}
		var some []partial
		for _, p := range now[key] {
			if p.weight+it.weight > b.room {
				break // they rise by weight
			}
			q := partial{p.weight + it.weight, p.value + it.value, p.last, p.count + 1}
			if !bounded || b.hopes(&q, place+1, to, b.after(place, next)) {
				b.trail = append(b.trail, pick{p.last, int32(i)}) //nolint:gosec // few
				q.last = int32(len(b.trail) - 1)                  //nolint:gosec // the budget is less
				some = append(some, q)
			}
		}
		b.steps += len(now[key]) + len(some)
		with[b.key(to, next)] = merge(with[b.key(to, next)], some)
	}
	for key, list := range now {
		if bounded {
			mask, taken := key/(b.most+1), key%(b.most+1)
			list = slices.DeleteFunc(list, func(p partial) bool { return !b.hopes(&p, place+1, mask, b.after(place, taken)) })
		}
		with[key] = merge(list, with[key])
	}
	return b.turn(with, place)
}

// after is how many a choice has of the group at hand once a place is decided.
func (b *beam) after(place, taken int) int {
	if b.ends(place) {
		return 0
	}
	return taken
}

// turn forgets, at the end of a group, how many there are of it.
func (b *beam) turn(all lists, place int) lists {
	out := lists{}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		to := b.key(key/(b.most+1), b.after(place, key%(b.most+1)))
		if len(all[key]) > 0 {
			out[to] = merge(out[to], all[key])
		}
	}
	return out
}

// merge joins two lists that rise in weight and in value, and keeps what no
// other beats.
func merge(a, b []partial) []partial {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	out := make([]partial, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		var p partial
		if len(b) == 0 || len(a) > 0 && (a[0].weight < b[0].weight || a[0].weight == b[0].weight && a[0].value >= b[0].value) {
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

// narrow lets go what is beyond the width: first what promises least.
func (b *beam) narrow(now lists, place int) {
	size := 0
	for _, list := range now {
		size += len(list)
	}
	if size <= b.width {
		return
	}
	var bounds []int64
	keys := slices.Sorted(maps.Keys(now))
	for _, key := range keys {
		for _, p := range now[key] {
			bounds = append(bounds, b.bound(&p, place, key/(b.most+1), key%(b.most+1)))
		}
	}
	b.steps += size
	sorted := slices.Clone(bounds)
	slices.Sort(sorted)
	cut := sorted[size-b.width] // those above it stay
	from, _ := slices.BinarySearch(sorted, cut)
	to, _ := slices.BinarySearch(sorted, cut+1)
	same, spare := to-from, b.width-(size-to) // of those equal to it so many stay
	at, seen := 0, 0
	for _, key := range keys {
		now[key] = slices.DeleteFunc(now[key], func(partial) bool {
			u := bounds[at]
			at++
			if u == cut { // evenly spread: their weights differ
				seen++
				if seen*spare/same > (seen-1)*spare/same {
					return false
				}
			}
			if u <= cut {
				b.lost = max(b.lost, u)
			}
			return u <= cut
		})
	}
}

func descending(a, b int64) int { return cmp.Compare(b, a) }
