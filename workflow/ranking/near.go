package ranking

import (
	"math/big"
	"slices"
	"sort"

	"tremplin/workflow"
)

// Nearness is how near the line of the rank order a project stands: the smallest
// change, everything else being as it is, that moves it to the other side.
type Nearness struct {
	ID string
	In bool // of the rank order

	// Score is the change of its total, in hundredths of a point, exactly added to
	// the mean; the criteria, which break ties and have thresholds, stay as they
	// are. Nil: no total from 0 to 100 moves it.
	Score *workflow.Number
	// Amount is the change of what it would get, in cents, negative for less, to
	// an amount that the committee may advise: from the call's minimum to what was
	// requested, or the maximum. Nil: no such amount moves it.
	Amount *workflow.Money
	// Why is what keeps it out whatever its score: no quorum, a threshold, the
	// opinion, or the limits per project.
	Why workflow.Code
}

// Near gives the nearness of each project, in the order of the ranking. The walk
// down the ranking takes a project that stands higher, or costs less, if it takes
// it at all: so that both changes are found by halving.
func Near(rules *workflow.Rules, l Limits, ranked []Ranked) []Nearness {
	n := &nearby{w: weightsOf(rules), limits: l, ranked: ranked, full: newOrder(l, ranked)}
	n.full.walk()
	out := make([]Nearness, len(ranked))
	for i := range ranked {
		out[i] = n.of(i)
	}
	return out
}

// nearby moves one project at a time.
type nearby struct {
	w      *weights
	limits Limits
	ranked []Ranked
	full   *order
}

func (n *nearby) of(i int) Nearness {
	r := &n.ranked[i]
	out := Nearness{ID: r.ID, Why: n.limits.Why(r)}
	least, most := max(n.limits.Min, 1), r.Requested
	if n.limits.Max > 0 {
		most = min(most, n.limits.Max)
	}
	now := n.limits.Grant(&r.Entry)
	rest, at := n.without(i)
	if out.Why == OutCaps {
		if least <= most && now < least && rest.takes(at, least) {
			out.Amount = new(least - now)
		}
		return out
	}
	if out.Why != "" {
		return out
	}
	out.In = rest.takes(at, now)
	out.Score = n.score(i, rest, now)
	if out.In {
		// the smallest amount above it that is not taken
		if up := sort.Search(int(most-now), func(d int) bool { return !rest.takes(at, now+1+workflow.Money(d)) }); up < int(most-now) {
			out.Amount = new(workflow.Money(up + 1))
		}
	} else if down := sort.Search(int(now-least), func(d int) bool { return rest.takes(at, now-1-workflow.Money(d)) }); down < int(now-least) {
		out.Amount = new(-workflow.Money(down + 1))
	}
	return out
}

// score is the change of the total that moves a candidate; nil where none does.
func (n *nearby) score(i int, rest *moved, amount workflow.Money) *workflow.Number {
	r := &n.ranked[i]
	// the lowest place, as the number of others before it, where it is taken
	last := sort.Search(len(rest.at)+1, func(k int) bool { return !rest.takes(k, amount) }) - 1
	here, _ := slices.BinarySearch(rest.at, i)
	switch {
	case last < 0 || last == len(rest.at):
		return nil // out on top, or in at the bottom
	case here <= last: // in: behind the next one it is out
		return n.past(r, &n.ranked[rest.at[last]], -1)
	}
	return n.past(r, &n.ranked[rest.at[last]], 1)
}

// past is the change of a total, up or down, that just passes another project.
func (n *nearby) past(r, other *Ranked, way int) *workflow.Number {
	gap := new(big.Rat).Sub(other.Total.rat(), r.Total.rat())
	gap.Mul(gap, big.NewRat(int64(way)*100, 1)) // hundredths to go, the way we go
	up := new(big.Int).Add(gap.Num(), new(big.Int).Sub(gap.Denom(), big.NewInt(1)))
	steps := up.Div(up, gap.Denom()).Int64() // rounded up
	if level := *r; gap.IsInt() {
		level.Total = other.Total
		if n.w.compare(&level, other)*way > 0 { // level is not past it
			steps++
		}
	}
	change := workflow.Number(int64(way) * steps)
	if total := plus(r.Total, change); total.Cmp(Exact{}) < 0 || total.Cmp(exact(100, 1)) > 0 {
		return nil
	}
	return &change
}

func plus(x Exact, hundredths workflow.Number) Exact {
	return exactly(new(big.Rat).Add(x.rat(), big.NewRat(int64(hundredths), 100)))
}

// moved is the rank order without one candidate, which may be put in anywhere.
type moved struct {
	*order

	sispOf, themeOf int
}

// without takes a project out of the order; at is how many candidates are before it.
func (n *nearby) without(i int) (rest *moved, at int) {
	o := n.full
	at, found := slices.BinarySearch(o.at, i)
	rest = &moved{order: &order{limits: o.limits, at: slices.Clone(o.at), amount: slices.Clone(o.amount), sisp: slices.Clone(o.sisp), theme: slices.Clone(o.theme)}}
	if found {
		rest.sispOf, rest.themeOf = o.sisp[at], o.theme[at]
		rest.remove(at)
	} else {
		rest.sispOf = len(o.count)
		for j, k := range o.at {
			if n.ranked[k].Sisp == n.ranked[i].Sisp {
				rest.sispOf = o.sisp[j]
			}
		}
		rest.themeOf = slices.Index(n.limits.Themes, n.ranked[i].Theme)
	}
	rest.in, rest.count, rest.served = make([]bool, len(o.at)+1), make([]int, len(o.count)+1), make([]bool, len(o.served))
	return rest, at
}

// takes: at a place, with so many before it, and with an amount, the walk takes it.
func (m *moved) takes(at int, amount workflow.Money) bool {
	m.insert(at, amount)
	m.walk()
	in := m.in[at]
	m.remove(at)
	return in
}

func (m *moved) insert(at int, amount workflow.Money) {
	m.at = slices.Insert(m.at, at, -1)
	m.amount = slices.Insert(m.amount, at, amount)
	m.sisp, m.theme = slices.Insert(m.sisp, at, m.sispOf), slices.Insert(m.theme, at, m.themeOf)
}

func (m *moved) remove(at int) {
	m.at = slices.Delete(m.at, at, at+1)
	m.amount = slices.Delete(m.amount, at, at+1)
	m.sisp, m.theme = slices.Delete(m.sisp, at, at+1), slices.Delete(m.theme, at, at+1)
}

// Raised is the ranking as it would be with the total of one project so many
// hundredths of a point higher, everything else being as it is.
func Raised(rules *workflow.Rules, ranked []Ranked, id string, change workflow.Number) []Ranked {
	w, out := weightsOf(rules), slices.Clone(ranked)
	for i := range out {
		if out[i].ID == id {
			out[i].Total = plus(out[i].Total, change)
		}
	}
	slices.SortFunc(out, func(a, b Ranked) int { return w.compare(&a, &b) })
	number(out)
	accumulate(LimitsOf(rules, 0), out)
	return out
}
