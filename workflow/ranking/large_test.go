package ranking_test

import (
	"fmt"
	"testing"
	"time"

	"tremplin/workflow/ranking"
)

// TestLargeCallsWithRulesAnswer: with two thousand submissions and rules of SISPs and
// themes the best found comes soon, with how far it is from what no choice passes. It
// takes some tenths of a second; without limits within a SISP's projects, and for the
// order among equal totals, it took minutes.
func TestLargeCallsWithRulesAnswer(t *testing.T) {
	for _, c := range []struct {
		kind       string
		sisps, per int
	}{{"almost", 16, 40}, {"inversely", 16, 40}, {"weakly", 200, 10}, {"steps", 200, 10}} {
		draw := lot(7)
		ranked, l := hard(c.kind, 2000, &draw)
		for i := range ranked {
			ranked[i].Sisp = fmt.Sprint("o", draw.below(c.sisps))
		}
		l.PerSisp, l.Themes = c.per, []string{"t0", "t1", "t2", "t3", "t4", "t5"}
		start := time.Now()
		s, err := ranking.BestTotal(l, ranked)
		if took := time.Since(start); err != nil || took > 10*time.Second { // ten times as long as it should, beside other work
			t.Errorf("%s, %d SISPs: %s, %v", c.kind, c.sisps, took, err)
		}
		if rank := ranking.RankOrder(l, ranked); !s.Holds || s.Score.Cmp(rank.Score) < 0 {
			t.Errorf("%s, %d SISPs: holds %v, %s; the rank order has %s", c.kind, c.sisps, s.Holds, s.Score.Fraction(), rank.Score.Fraction())
		}
		if !s.Exact && s.Bound.Cmp(s.Score) < 0 {
			t.Errorf("%s, %d SISPs: %s passes its bound %s", c.kind, c.sisps, s.Score.Fraction(), s.Bound.Fraction())
		}
	}
}
