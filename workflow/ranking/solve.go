package ranking

import (
	"maps"
	"slices"
)

// The budget of the search. Each beam goes on from the best that the one before
// found; together they take some tenths of a second.
var beams = []struct{ width, tail int }{{200, 256}, {3_000, 2_048}, {40_000, 8_192}}

const (
	maxSteps = 2_500_000 // partial choices looked at; then the narrowest beam goes on to the end
	widest   = 16        // so many times its size the tail may be within a group, whose end joins what differs only there
	maxEnds  = 2_048     // choices among the last places of the ranking
)

// solve gives the best choice found, a value that none passes, and whether it is
// settled that the choice is the best one, and the first of equal ones.
func (k *knapsack) solve() (best found, bound int64, settled bool) {
	best = k.start()
	if len(k.items) == 0 {
		return best, 0, true
	}
	b := &beam{knapsack: k, tangents: k.tangents(), known: best, counts: [2]int64{0, int64(len(k.items))}}
	bound = b.root()
	for n, size := range beams {
		plain := k.most == 0 && k.need == 0 // where it takes next to no time
		if (n > 0 || plain) && bound > b.known.value && !b.count() {
			bound = b.known.value
		}
		if bound <= b.known.value {
			break
		}
		b.width, b.tailSize, b.lost = size.width, size.tail, -1
		b.run()
		bound = min(bound, max(b.lost, b.known.value))
		if b.steps > maxSteps {
			break
		}
	}
	if bound > b.known.value {
		return b.known, bound, false
	}
	best, settled = b.settle()
	return best, bound, settled
}

// start is a first choice: what covers the themes, and from the most valuable per
// weight on what still goes with it.
func (k *knapsack) start() found {
	f := found{picked: k.cover()}
	free, taken := k.room, make([]int, max(k.groups, 1))
	for i := range k.items {
		if f.picked[i] {
			free -= k.items[i].weight
			f.value += k.items[i].value
			taken[k.items[i].group]++
		}
	}
	for _, i := range k.byRatio() {
		it := &k.items[i]
		if !f.picked[i] && it.weight <= free && (k.most == 0 || taken[it.group] < k.most) {
			f.picked[i] = true
			free -= it.weight
			f.value += it.value
			taken[it.group]++
		}
	}
	if k.first.value > f.value {
		return found{picked: slices.Clone(k.first.picked), value: k.first.value}
	}
	return f
}

// root is the tightest bound before anything is decided.
func (b *beam) root() int64 {
	out := b.total(&b.tangents[0], 0)
	for i := range b.tangents {
		out = min(out, b.total(&b.tangents[i], 0))
	}
	return out
}

// run searches once. The last items, which are hard to decide one by one, are
// joined with the others all at once.
func (b *beam) run() {
	b.trail = b.trail[:0]
	b.arrange()
	b.reckon()
	tail, from := b.tail()
	now := lists{0: {{last: -1}}}
	for place := range from {
		if b.steps > maxSteps {
			b.width = beams[0].width
		}
		now = b.decide(now, place, true)
		b.narrow(now, place+1)
	}
	b.join(now, tail)
}

// join finds the best of what goes together with a choice among the last items.
func (b *beam) join(now, tail lists) {
	b.known.picked = slices.Clone(b.known.picked)
	for _, key := range slices.Sorted(maps.Keys(now)) {
		var rest []partial
		for _, other := range slices.Sorted(maps.Keys(tail)) {
			if (key/(b.most+1) | other/(b.most+1)) == b.need {
				rest = merge(rest, slices.Clone(tail[other]))
			}
		}
		at := len(rest) - 1
		for _, p := range now[key] {
			for at >= 0 && rest[at].weight > b.room-p.weight {
				at--
			}
			if at < 0 {
				break
			}
			if v := p.value + rest[at].value; v > b.known.value {
				b.known.value = v
				b.recall(p.last, rest[at].last)
			}
		}
		b.steps += len(now[key]) + len(rest)
	}
}

// recall writes down the best known choice from its picks.
func (b *beam) recall(ends ...int32) {
	clear(b.known.picked)
	for _, at := range ends {
		for ; at >= 0; at = b.trail[at].before {
			b.known.picked[b.trail[at].item] = true
		}
	}
}

// tail are all choices among the last groups, and the place where they begin.
func (b *beam) tail() (lists, int) {
	now, from := lists{0: {{last: -1}}}, len(b.order)
	for from > 0 {
		first := from - 1
		for first > 0 && !b.ends(first-1) {
			first--
		}
		next := now
		for place := first; place < from && next.size() <= widest*b.tailSize; place++ {
			next = b.decide(next, place, false)
		}
		if next.size() > b.tailSize {
			break
		}
		now, from = next, first
	}
	return now, from
}

func (l lists) size() (n int) {
	for _, list := range l {
		n += len(list)
	}
	return n
}
