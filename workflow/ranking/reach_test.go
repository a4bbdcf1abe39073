package ranking_test

import (
	"fmt"
	"testing"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

func TestReach(t *testing.T) {
	advise := func(ranked []ranking.Ranked, i int, opinion string, m workflow.Money) {
		ranked[i].Opinion, ranked[i].Advised = opinion, m
	}
	ranked := ladder(50, 30, 40, 15, 5, 10)
	advise(ranked, 0, "favourable", 40)
	advise(ranked, 2, "favourable", 30)
	advised := ladder(50, 30, 40, 15, 5, 10)
	advise(advised, 1, "unfavourable", 0)
	for _, c := range []struct {
		name     string
		envelope workflow.Money
		ranked   []ranking.Ranked
		want     string
	}{
		{"both lines", 95, ranked, "{2 0.80 0.15 c 0.40 0.25 [d]} {2 0.70 0.25 c 0.30 0.05 [d e]}"},
		{"to the cent", 120, ranked, "{3 1.20 0.00 d 0.15 0.15 []} {5 1.20 0.00 f 0.10 0.10 []}"},
		{"nothing", 0, ranked, "{0 0.00 0.00 a 0.50 0.50 []} {0 0.00 0.00 a 0.40 0.40 []}"},
		{"all", 150, ranked, "{6 1.50 0.00  0.00 0.00 []} {6 1.30 0.20  0.00 0.00 []}"},
		{"who is advised against counts for nothing", 89, advised, "{2 0.50 0.39 c 0.40 0.01 [d e f]} {2 0.50 0.39 c 0.40 0.01 [d e f]}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			requested, advised := ranking.ReachOf(ranking.Limits{Envelope: c.envelope, Min: 1}, c.ranked)
			if got := fmt.Sprint(requested, advised); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	l := ranking.Limits{Envelope: 100, Min: 10, Max: 60}
	ranked := ladder(60, 45, 40, 15)
	best, err := ranking.BestTotal(l, ranked)
	if err != nil {
		t.Fatal(err)
	}
	order, hand := ranking.RankOrder(l, ranked), ranking.ByHand(l, ranked, []ranking.Award{{"a", 50}, {"c", 40}})
	c := ranking.Compare(ranked, order, best, hand)
	for i, want := range []string{
		"{a 1 [0.60 0.00 0.50] [ over_envelope ] true}",
		"{b 2 [0.00 0.45 0.00] [over_envelope  not_chosen] true}",
		"{c 3 [0.00 0.40 0.40] [over_envelope  ] true}",
		"{d 4 [0.00 0.15 0.00] [over_envelope  not_chosen] true}",
	} {
		if got := fmt.Sprint(c.Rows[i]); got != want {
			t.Errorf("row %d is %s, want %s", i, got, want)
		}
	}
	if got := fmt.Sprint(c.Changes); got != "[[] [{a 0.60 0.00} {b 0.00 0.45} {c 0.00 0.40} {d 0.00 0.15}] [{a 0.60 0.50} {c 0.00 0.40}]]" {
		t.Errorf("changes %s", got)
	}
	if got := fmt.Sprint(ranking.Changes(ranked, best, hand)); got != "[{a 0.00 0.50} {b 0.45 0.00} {d 0.15 0.00}]" {
		t.Errorf("from the best to the one by hand: %s", got)
	}
	if got := ranking.Changes(ranked, best, best); got != nil {
		t.Errorf("from one to itself: %v", got)
	}
}
