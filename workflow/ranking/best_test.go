package ranking_test

import (
	"fmt"
	"math/big"
	"math/bits"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// exhaustive tries every choice of a few: the themes that can be covered
// together, the best total, and of equal ones the choice that keeps the better
// places.
func exhaustive(l ranking.Limits, ranked []ranking.Ranked) (ids []string, score *big.Rat) {
	fundable := slices.DeleteFunc(slices.Clone(ranked), func(r ranking.Ranked) bool { return l.Why(&r) != "" })
	score = new(big.Rat)
	var best uint
	covered := -1
	n := len(fundable)
	scores := make([]*big.Rat, n)
	for i := range fundable {
		scores[i], _ = new(big.Rat).SetString(fundable[i].Total.Fraction())
	}
	better := func(cover int, sum *big.Rat, set uint) bool {
		if c := bits.OnesCount(uint(cover)) - bits.OnesCount(uint(max(covered, 0))); covered < 0 || c != 0 {
			return covered < 0 || c > 0
		}
		if cover != covered {
			return cover > covered
		}
		if c := sum.Cmp(score); c != 0 {
			return c > 0
		}
		return bits.Reverse(set) > bits.Reverse(best)
	}
	for set := range uint(1) << n {
		sum, money, cover, sisps := new(big.Rat), workflow.Money(0), 0, map[string]int{}
		for rest := set; rest != 0; rest &= rest - 1 {
			i := bits.TrailingZeros(rest)
			money += l.Grant(&fundable[i].Entry)
			sum.Add(sum, scores[i])
			sisps[fundable[i].Sisp]++
			if t := slices.Index(l.Themes, fundable[i].Theme); t >= 0 {
				cover |= 1 << (len(l.Themes) - 1 - t)
			}
		}
		full := false
		for _, c := range sisps {
			full = full || l.PerSisp > 0 && c > l.PerSisp
		}
		if money <= l.Envelope && !full && better(cover, sum, set) {
			covered, score, best = cover, sum, set
		}
	}
	for i := range fundable {
		if best>>i&1 == 1 {
			ids = append(ids, fundable[i].ID)
		}
	}
	return ids, score
}

func awarded(s ranking.Scenario) (ids []string) {
	for _, a := range s.Awards {
		ids = append(ids, a.ID)
	}
	return ids
}

// drawSisps spreads entries over a few SISPs and themes.
func drawSisps(t *rapid.T, in []ranking.Entry) {
	for i := range in {
		in[i].Sisp = rapid.SampledFrom([]string{"alfa", "beta", "gamma"}).Draw(t, "sisp")
		in[i].Theme = rapid.SampledFrom([]string{"food", "digital", "culture", "parents"}).Draw(t, "theme")
	}
}

func drawRules(t *rapid.T) ranking.Limits {
	l := drawLimits(t)
	l.PerSisp = rapid.IntRange(0, 3).Draw(t, "per SISP")
	l.Themes = rapid.SampledFrom([][]string{nil, {"food"}, {"digital", "food"}, {"culture", "digital", "food", "nothing"}}).Draw(t, "themes")
	switch rapid.IntRange(0, 9).Draw(t, "edge") {
	case 0:
		l.Envelope = 0
	case 1:
		l.Max = max(l.Min, 1)
		l.Min = l.Max
	}
	return l
}

// failer is a test, of this package or of rapid's.
type failer interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// checkBest holds an answer against every choice there is.
func checkBest(t failer, l ranking.Limits, ranked []ranking.Ranked) {
	got, err := ranking.BestTotal(l, ranked)
	if err != nil {
		t.Fatal(err)
	}
	ids, score := exhaustive(l, ranked)
	if got.Score.Fraction() != score.RatString() || !slices.Equal(awarded(got), ids) {
		t.Fatalf("%+v of %d: %v with %s, the best is %v with %s", l, len(ranked), awarded(got), got.Score.Fraction(), ids, score.RatString())
	}
	if !got.Exact || got.Bound.Cmp(got.Score) != 0 || got.Gap.Cmp(ranking.Exact{}) != 0 {
		t.Fatalf("not said to be exact: bound %s, gap %s", got.Bound, got.Gap)
	}
	if got.Sum > l.Envelope || len(got.Full) > 0 {
		t.Fatalf("%s over the limits", brief(got))
	}
}

// TestBestTotalIsTheBest tries every choice, under all rules.
func TestBestTotalIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEntries(t, 11)
		drawSisps(t, in)
		l, ranked := drawRules(t), ranking.Rank(quorate, in)
		if rapid.IntRange(0, 4).Draw(t, "to the cent") == 0 { // hit the envelope exactly
			l.Envelope = 0
			for i := range ranked {
				if l.Why(&ranked[i]) == "" && rapid.Bool().Draw(t, "in") {
					l.Envelope += l.Grant(&ranked[i].Entry)
				}
			}
		}
		checkBest(t, l, ranked)
	})
}

// lot draws numbers, the same every time.
type lot uint64

func (x *lot) below(n int) int {
	*x += 0x9e3779b97f4a7c15
	z := uint64(*x)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

// TestBestTotalOfThousands: small worlds of each nasty kind, against every choice.
func TestBestTotalOfThousands(t *testing.T) {
	for kind := range nasty {
		t.Run(kind, func(t *testing.T) {
			draw := lot(len(kind))
			for round := range 120 {
				ranked, l := hard(kind, 1+draw.below(11), &draw)
				if round%2 == 1 {
					l.PerSisp = 1 + draw.below(3)
				}
				if round%3 == 1 {
					l.Themes = []string{"t0", "t1", "t2"}[:1+draw.below(3)]
				}
				checkBest(t, l, ranked)
			}
		})
	}
}

// nasty are ways in which amounts (cents) and scores (hundredths, on two
// criteria) can conspire.
var nasty = map[string]func(i int, draw *lot) (workflow.Money, workflow.Number){
	"random": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		return money(d), 100 + workflow.Number(d.below(400))
	},
	"halves": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		return money(d) / 100_000 * 100_000, 50 * workflow.Number(d.below(11))
	},
	"equal scores": func(_ int, d *lot) (workflow.Money, workflow.Number) { return money(d), 400 },
	"equal both":   func(int, *lot) (workflow.Money, workflow.Number) { return 2_345_677, 400 },
	"proportional": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		s := 100 + workflow.Number(d.below(400))
		return workflow.Money(s) * 13_001, s
	},
	"odd room": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		s := 100 + 2*workflow.Number(d.below(200))
		return workflow.Money(s) * 13_001, s
	},
	"strongly": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		s := 100 + workflow.Number(d.below(400))
		return 1_000_000 + workflow.Money(s)*10_007, s
	},
	"inversely": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		s := 200 + workflow.Number(d.below(300))
		return workflow.Money(s)*13_001 - 1_500_000, s
	},
	"almost": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		s := 100 + workflow.Number(d.below(400))
		return 1_000_000 + workflow.Money(s)*10_007 + workflow.Money(d.below(2_000)), s
	},
	"weakly": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		s := 120 + workflow.Number(d.below(360))
		return 1_000_000 + workflow.Money(int(s)+d.below(40)-20)*10_007, s
	},
	"near equal": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		return 3_000_000 + workflow.Money(d.below(1_000)), 400 + workflow.Number(d.below(20))
	},
	"primes": func(i int, d *lot) (workflow.Money, workflow.Number) {
		return prime(1_000_000 + 9_973*(i+d.below(400))), 100 + workflow.Number(d.below(400))
	},
	"ladder": func(i int, _ *lot) (workflow.Money, workflow.Number) {
		return workflow.Money(1_000_000 + i*27_237), workflow.Number(150 + i*7/4)
	},
	"steps": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		m := money(d)
		return m, 100 + workflow.Number(m/650_000)*40
	},
	"scanty": func(_ int, d *lot) (workflow.Money, workflow.Number) {
		return 1_000_000 + workflow.Money(d.below(4))*500_000, 100 * workflow.Number(2+d.below(4))
	},
	"doubles": func(i int, d *lot) (workflow.Money, workflow.Number) {
		return workflow.Money(1_000_000 + 1<<(i%22)), 100 + workflow.Number(d.below(400))
	},
}

func money(d *lot) workflow.Money { return workflow.Money(1_000_000 + d.below(5_500_001)) }

func prime(n int) workflow.Money {
	for n |= 1; !big.NewInt(int64(n)).ProbablyPrime(0); n += 2 {
	}
	return workflow.Money(n)
}

// hard is a ranking of n of a kind, five sheets each, and an envelope for some
// third of them.
func hard(kind string, n int, draw *lot) ([]ranking.Ranked, ranking.Limits) {
	r := *rules
	r.Criteria = slices.Clone(r.Criteria)
	r.Criteria[0].Threshold = 0
	var in []ranking.Entry
	sum := workflow.Money(0)
	for i := range n {
		m, s := nasty[kind](i, draw)
		e := entry(fmt.Sprintf("s%03d", i), m)
		for j := range 5 {
			e.Sheets = append(e.Sheets, sheet(fmt.Sprint("j", j), s, s))
		}
		e.Sisp, e.Theme, e.Number = fmt.Sprint("o", draw.below(1+min(n/3, 15))), fmt.Sprint("t", draw.below(6)), i+1
		in, sum = append(in, e), sum+m
	}
	l := ranking.Limits{Envelope: sum / 3, Min: 1, Max: 10_000_000}
	if kind == "odd room" {
		l.Envelope = sum/3 | 1
	}
	return ranking.Rank(&r, in), l
}

// rounded is a hard ranking whose amounts are whole hundreds of euros, so that a
// table by amount gives the best total.
func rounded(kind string, draw *lot) ([]ranking.Ranked, ranking.Limits) {
	ranked, l := hard(kind, 200, draw)
	for i := range ranked {
		ranked[i].Requested -= ranked[i].Requested % 10_000
	}
	l.Envelope -= l.Envelope % 10_000
	return ranked, l
}

// table is the best value, in the hundredths of points of hard, of the entries
// from each on, by hundreds of euros.
func table(l ranking.Limits, ranked []ranking.Ranked) [][]int64 {
	room := int(l.Envelope / 10_000)
	best := make([][]int64, len(ranked)+1)
	best[len(ranked)] = make([]int64, room+1)
	for i := len(ranked) - 1; i >= 0; i-- {
		best[i] = slices.Clone(best[i+1])
		w, v := int(ranked[i].Requested/10_000), int64(ranked[i].Total.Number())
		for r := w; r <= room; r++ {
			best[i][r] = max(best[i][r], v+best[i+1][r-w])
		}
	}
	return best
}

// TestBestTotalAtFullSize holds 200 of each kind against a table, to the choice
// among equal totals.
func TestBestTotalAtFullSize(t *testing.T) {
	for kind := range nasty {
		t.Run(kind, func(t *testing.T) {
			draw := lot(3 * len(kind))
			ranked, l := rounded(kind, &draw)
			best := table(l, ranked)
			room := int(l.Envelope / 10_000)
			var want []string
			for i, r := 0, room; i < len(ranked); i++ {
				w, v := int(ranked[i].Requested/10_000), int64(ranked[i].Total.Number())
				if w <= r && v+best[i+1][r-w] == best[i][r] {
					want, r = append(want, ranked[i].ID), r-w
				}
			}
			got, err := ranking.BestTotal(l, ranked)
			if err != nil || !got.Exact || got.Score.Fraction() != big.NewRat(best[0][room], 100).RatString() {
				t.Fatalf("exact %v, %s, the best is %d hundredths: %v", got.Exact, got.Score, best[0][room], err)
			}
			if !slices.Equal(awarded(got), want) {
				t.Errorf("of equal totals %v, the first is %v", awarded(got), want)
			}
		})
	}
}

// ruledTable is the best value with at most so many of each SISP.
func ruledTable(l ranking.Limits, ranked []ranking.Ranked) int64 {
	room := int(l.Envelope / 10_000)
	sisps := map[string][]ranking.Ranked{}
	for _, r := range ranked {
		sisps[r.Sisp] = append(sisps[r.Sisp], r)
	}
	best := make([]int64, room+1)
	for _, group := range sisps {
		rows := make([][]int64, l.PerSisp+1) // by how many at most of this SISP
		for n := range rows {
			rows[n] = slices.Clone(best)
		}
		for _, e := range group {
			w, v := int(e.Requested/10_000), int64(e.Total.Number())
			for n := l.PerSisp; n > 0; n-- {
				for r := room; r >= w; r-- {
					rows[n][r] = max(rows[n][r], v+rows[n-1][r-w])
				}
			}
		}
		best = rows[l.PerSisp]
	}
	return best[room]
}

// TestBestTotalUnderRulesAtFullSize: it is the best, or not said to be, and then
// the best lies within the bound.
func TestBestTotalUnderRulesAtFullSize(t *testing.T) {
	for kind := range nasty {
		t.Run(kind, func(t *testing.T) {
			draw := lot(5 * len(kind))
			ranked, l := rounded(kind, &draw)
			l.PerSisp = 4
			got, err := ranking.BestTotal(l, ranked)
			if err != nil {
				t.Fatal(err)
			}
			best, _ := new(big.Rat).SetString(fmt.Sprint(ruledTable(l, ranked), "/100"))
			score, _ := new(big.Rat).SetString(got.Score.Fraction())
			bound, _ := new(big.Rat).SetString(got.Bound.Fraction())
			gap, _ := new(big.Rat).SetString(got.Gap.Fraction())
			if score.Cmp(best) > 0 || bound.Cmp(best) < 0 || got.Exact && score.Cmp(best) != 0 || gap.Add(gap, score).Cmp(bound) != 0 {
				t.Errorf("exact %v, %s to %s, the best is %s", got.Exact, got.Score, got.Bound, best.FloatString(2))
			}
			if !got.Holds || got.Sum > l.Envelope || len(got.Full) > 0 {
				t.Errorf("breaks a rule: %v, left %s", got.Full, got.Left)
			}
			if again, _ := ranking.BestTotal(l, ranked); !reflect.DeepEqual(got, again) {
				t.Error("two answers to one question")
			}
		})
	}
}

// TestUnmetThemes: what cannot have a project is named, and the rest is as good as
// it can be.
func TestUnmetThemes(t *testing.T) {
	ranked := ladder(50, 30, 40, 20)
	for i, theme := range []string{"food", "food", "digital", "culture"} {
		ranked[i].Theme, ranked[i].Sisp = theme, []string{"alfa", "beta", "alfa", "alfa"}[i]
	}
	for _, c := range []struct {
		name   string
		limits ranking.Limits
		want   string
	}{
		{"all", ranking.Limits{Envelope: 90, Themes: []string{"digital", "food", "culture"}}, "[b c d] []"},
		{"nobody proposes it", ranking.Limits{Envelope: 90, Themes: []string{"sports", "food"}}, "[b c d] [sports]"},
		{"none that fits", ranking.Limits{Envelope: 39, Themes: []string{"digital", "culture"}}, "[d] [digital]"},
		{"not both, the first named", ranking.Limits{Envelope: 55, Themes: []string{"digital", "culture"}}, "[c] [culture]"},
		{"as many as can be", ranking.Limits{Envelope: 50, Themes: []string{"digital", "food", "culture"}}, "[b d] [digital]"},
		{"the SISP is full", ranking.Limits{Envelope: 150, PerSisp: 1, Themes: []string{"digital", "culture"}}, "[b c] [culture]"},
		{"nothing at all", ranking.Limits{Themes: []string{"digital"}}, "[] [digital]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ranking.BestTotal(c.limits, ranked)
			if got := fmt.Sprint(awarded(s), s.Unmet); err != nil || got != c.want || s.Holds != (len(s.Unmet) == 0) || !s.Exact {
				t.Errorf("%s, holds %v, exact %v, %v; want %s", got, s.Holds, s.Exact, err, c.want)
			}
		})
	}
}

// FuzzBestTotal: whatever the bytes, the answer is the best and the same in any
// order of what is given.
func FuzzBestTotal(f *testing.F) {
	f.Add([]byte{100, 1, 2, 10, 80, 0, 20, 70, 1, 30, 60, 2, 40, 50, 5})
	f.Add([]byte{0, 0, 0, 9, 9, 9})
	f.Add([]byte{255, 3, 7, 10, 10, 3, 10, 10, 3, 10, 10, 4, 20, 20, 4})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 3 {
			return
		}
		l := ranking.Limits{Envelope: 2 * workflow.Money(b[0]), Min: 1, PerSisp: int(b[1] % 4), Themes: []string{"0", "1", "2"}[:b[2]%4]}
		var in []ranking.Entry
		for i := 3; i+2 < len(b) && len(in) < 11; i += 3 {
			e := entry(fmt.Sprint("s", len(in)), workflow.Money(b[i]), sheet("x", workflow.Number(b[i+1])+200, workflow.Number(b[i+1])))
			e.Sisp, e.Theme = fmt.Sprint(b[i+2]%3), fmt.Sprint(b[i+2]/3%4)
			in = append(in, e)
		}
		ranked := ranking.Rank(rules, in)
		checkBest(t, l, ranked)
		slices.Reverse(in)
		first, _ := ranking.BestTotal(l, ranked)
		again, _ := ranking.BestTotal(l, ranking.Rank(rules, in))
		if !reflect.DeepEqual(first, again) {
			t.Fatalf("%s, and in another order %s", brief(first), brief(again))
		}
	})
}
