package ranking

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// How far the search among equal totals goes: a step takes longer with rules.
const (
	maxNodes      = 300_000
	maxRuledNodes = 100_000
	maxLooks      = 16_000_000 // prices read, by nodes, tangents and SISPs
	maxCells      = 16_000_000 // of what is reckoned before, for all places
)

// settler looks, down the ranking, for the first of all choices of the best
// total: it takes each project if the best total can still be reached with it.
type settler struct {
	*beam

	goal   int64
	rest   [][][]int64 // by tangent and place: per group, by how many it may still have
	ends   [][]partial // by place, from tail on: all choices from there, where they are few
	failed map[string][]partial
	taken  []int
	picked []bool
	nodes  int // left
}

// settle gives the first of the best choices in the order of the ranking; false
// where the search would be too long.
func (b *beam) settle() (found, bool) {
	s := &settler{
		beam: b, goal: b.known.value, failed: map[string][]partial{},
		taken: make([]int, max(b.groups, 1)), picked: make([]bool, len(b.items)), nodes: maxNodes,
	}
	if b.most > 0 || b.need != 0 {
		s.nodes = maxRuledNodes
	}
	b.known.value-- // what hopes to pass it reaches the goal
	b.count()
	ok := s.affords()
	if ok {
		s.sum()
		s.suffixes()
		ok = s.search(0, partial{}, 0)
	}
	b.known.value++
	if !ok {
		return b.known, false
	}
	return found{b.known.value, s.picked}, true
}

// affords: of many SISPs with many projects, fewer nodes are looked at, and where even
// what is reckoned before would be too much, none.
func (s *settler) affords() bool {
	if s.most == 0 {
		return true
	}
	each := len(s.tangents) * s.groups
	s.nodes = min(s.nodes, maxLooks/max(each, 1))
	return each*(s.most+1)*(len(s.items)+1) <= maxCells
}

// sum reckons what the items from each place on may add.
func (s *settler) sum() {
	n, wide := len(s.items), s.most+1
	s.rest = make([][][]int64, len(s.tangents))
	for k := range s.tangents {
		s.rest[k] = make([][]int64, n+1)
		s.rest[k][n] = make([]int64, max(s.groups, 1)*wide)
		groups := make([][]int64, max(s.groups, 1))
		for place := n - 1; place >= 0; place-- {
			row := slices.Clone(s.rest[k][place+1])
			it := &s.items[place]
			if w := s.tangents[k].worth(it); w > 0 && s.most == 0 {
				row[0] += w
			} else if w > 0 {
				at, _ := slices.BinarySearchFunc(groups[it.group], w, descending)
				groups[it.group] = slices.Insert(groups[it.group], at, w)
				sum := int64(0)
				for left := 1; left < wide; left++ {
					if left <= len(groups[it.group]) {
						sum += groups[it.group][left-1]
					}
					row[it.group*wide+left] = sum
				}
			}
			s.rest[k][place] = row
		}
	}
}

// suffixes lists all choices among the last items, as long as they are few.
func (s *settler) suffixes() {
	s.ends = make([][]partial, len(s.items)+1)
	if s.most > 0 || s.need != 0 {
		return
	}
	list := []partial{{}}
	for place := len(s.items); ; place-- {
		s.ends[place] = list
		if place == 0 || len(list) > maxEnds {
			return
		}
		it := &s.items[place-1]
		var with []partial
		for _, p := range list {
			if p.weight+it.weight <= s.room {
				with = append(with, partial{weight: p.weight + it.weight, value: p.value + it.value})
			}
		}
		list = merge(list, with)
	}
}

// reaches: the goal may be reached from here.
func (s *settler) reaches(p *partial, place, mask int) bool {
	if list := s.ends[place]; list != nil {
		at, _ := slices.BinarySearchFunc(list, s.goal-p.value, func(q partial, want int64) int { return cmp.Compare(q.value, want) })
		return at < len(list) && list[at].weight <= s.room-p.weight
	}
	for k := range s.tangents {
		t := &s.tangents[k]
		sum := t.weight*(s.room-p.weight) - t.missing(s.need, mask)
		if t.count > 0 {
			sum += t.count * (s.counts[1] - int64(p.count))
		} else if t.count < 0 {
			sum += t.count * (s.counts[0] - int64(p.count))
		}
		row := s.rest[k][place]
		for g, n := range s.taken {
			sum += row[g*(s.most+1)+s.most-n]
		}
		if sum < (s.goal-p.value)*t.scale {
			return false
		}
	}
	return true
}

// search decides from a place on; what it finds stands in picked.
func (s *settler) search(place int, p partial, mask int) bool {
	if s.nodes--; s.nodes < 0 || !s.reaches(&p, place, mask) {
		return false
	}
	if place == len(s.items) {
		return p.value >= s.goal && mask == s.need
	}
	key := s.name(place, mask)
	if s.fails(key, &p) {
		return false
	}
	it := &s.items[place]
	if p.weight+it.weight <= s.room && (s.most == 0 || s.taken[it.group] < s.most) {
		s.take(place, 1)
		if s.search(place+1, partial{weight: p.weight + it.weight, value: p.value + it.value, count: p.count + 1}, mask|s.bit(it)&s.need) {
			return true
		}
		s.take(place, -1)
	}
	if s.search(place+1, p, mask) {
		return true
	}
	if s.nodes >= 0 {
		s.fail(key, &p)
	}
	return false
}

// fails: something as light and as valuable failed here.
func (s *settler) fails(key string, p *partial) bool {
	list := s.failed[key]
	at, _ := slices.BinarySearchFunc(list, p.weight+1, lighter)
	return at > 0 && list[at-1].value >= p.value
}

// fail keeps what failed, without what that makes needless: a list that rises in
// weight and in value.
func (s *settler) fail(key string, p *partial) {
	list := s.failed[key]
	at, _ := slices.BinarySearchFunc(list, p.weight, lighter)
	to := at
	for to < len(list) && list[to].value <= p.value {
		to++
	}
	s.failed[key] = slices.Replace(list, at, to, *p)
}

func lighter(q partial, weight int64) int { return cmp.Compare(q.weight, weight) }

func (s *settler) take(place, n int) {
	s.picked[place] = n > 0
	if s.most > 0 {
		s.taken[s.items[place].group] += n
	}
}

// name is what two choices have to share so that what fails for one fails for
// another that weighs no less and is worth no more.
func (s *settler) name(place, mask int) string {
	b := binary.AppendVarint(nil, int64(place))
	b = binary.AppendVarint(b, int64(mask))
	for _, n := range s.taken {
		b = binary.AppendVarint(b, int64(n))
	}
	return string(b)
}
