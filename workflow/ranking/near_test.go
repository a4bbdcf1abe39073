package ranking_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

func within(l ranking.Limits, ranked []ranking.Ranked, id string) bool {
	s := ranking.RankOrder(l, ranked)
	return s.In(id) > 0
}

func TestNear(t *testing.T) {
	// a 100, b 98, c 96, d 94 points
	l := ranking.Limits{Envelope: 100, Min: 10, Max: 60}
	ranked := ladder(50, 30, 40, 20)
	number := func(n workflow.Number) *workflow.Number { return &n }
	cents := func(m workflow.Money) *workflow.Money { return &m }
	for i, want := range []struct {
		in     bool
		score  *workflow.Number
		amount *workflow.Money
	}{
		{true, number(-401), nil},        // behind c, who then fits beside b
		{true, number(-201), nil},        // behind c, who takes its room
		{false, number(201), cents(-20)}, // past b; or the 20 that are left
		{false, number(201), nil},        // past c: the 20 that are left; where it stands no amount helps
	} {
		got := ranking.Near(rules, l, ranked)[i]
		if got.In != want.in || !same(got.Score, want.score) || !same(got.Amount, want.amount) {
			t.Errorf("%s: in %v, score %v, amount %v", got.ID, got.In, show(got.Score), show(got.Amount))
		}
	}
}

func same[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

func show[T any](x *T) any {
	if x == nil {
		return "none"
	}
	return *x
}

// TestNearIsTheSmallestChange applies what is said, and one unit less.
func TestNearIsTheSmallestChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEntries(t, 9)
		drawSisps(t, in)
		l, ranked := drawRules(t), ranking.Rank(quorate, in)
		near := ranking.Near(quorate, l, ranked)
		for i, n := range near {
			if n.ID != ranked[i].ID || n.In != within(l, ranked, n.ID) || n.Why != l.Why(&ranked[i]) {
				t.Fatalf("%+v", n)
			}
			checkScore(t, l, ranked, n)
			checkAmount(t, l, ranked, i, n)
		}
	})
}

func checkScore(t *rapid.T, l ranking.Limits, ranked []ranking.Ranked, n ranking.Nearness) {
	if n.Why != "" {
		if n.Score != nil {
			t.Fatalf("%s: %s, and a score would move it", n.ID, n.Why)
		}
		return
	}
	from, to := workflow.Number(0), workflow.Number(0) // no change in between moves it
	total := ranked[slices.IndexFunc(ranked, func(r ranking.Ranked) bool { return r.ID == n.ID })].Total.Number()
	switch {
	case n.Score != nil:
		if within(l, ranking.Raised(quorate, ranked, n.ID, *n.Score), n.ID) == n.In {
			t.Fatalf("%s: a change of %d does not move it", n.ID, *n.Score)
		}
		from, to = min(*n.Score+1, 0), max(*n.Score-1, 0)
	case n.In:
		from = -total
	default:
		to = 10_000 - total
	}
	for _, d := range []workflow.Number{from, to, from / 2, to / 2, from / 3, to / 3} {
		if within(l, ranking.Raised(quorate, ranked, n.ID, d), n.ID) != n.In {
			t.Fatalf("%s: a change of %d moves it, said %v", n.ID, d, show(n.Score))
		}
	}
}

func checkAmount(t *rapid.T, l ranking.Limits, ranked []ranking.Ranked, i int, n ranking.Nearness) {
	if n.Why != "" && n.Why != ranking.OutCaps {
		if n.Amount != nil {
			t.Fatalf("%s: %s, and an amount would move it", n.ID, n.Why)
		}
		return
	}
	now := l.Grant(&ranked[i].Entry)
	with := func(m workflow.Money) bool {
		other := slices.Clone(ranked)
		other[i].Opinion, other[i].Advised = "favourable", m
		return within(l, other, n.ID)
	}
	least, most := max(l.Min, 1), ranked[i].Requested
	if l.Max > 0 {
		most = min(most, l.Max)
	}
	for m := least; m <= most; m++ {
		d := m - now
		if with(m) != n.In && (n.Amount == nil || magnitude(d) < magnitude(*n.Amount)) {
			t.Fatalf("%s: %d moves it, said %v", n.ID, d, show(n.Amount))
		}
	}
	if n.Amount != nil && with(now+*n.Amount) == n.In {
		t.Fatalf("%s: %d does not move it", n.ID, *n.Amount)
	}
}

func magnitude(m workflow.Money) workflow.Money { return max(m, -m) }
