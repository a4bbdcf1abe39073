package ranking_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// edition is a call of n submissions with five sheets of five criteria each.
func edition(n int) (*workflow.Rules, []ranking.Entry) {
	r := &workflow.Rules{Envelope: workflow.Money(n) * 1_700_000, Min: 1_000_000, Max: 6_500_000, Ties: []string{"c0", "submitted_at"}}
	for i, weight := range []int{30, 25, 20, 15, 10} {
		r.Criteria = append(r.Criteria, workflow.Criterion{ID: fmt.Sprint("c", i), Weight: weight, Max: 5 + 5*(i%2), Threshold: 100})
	}
	seed := uint32(1)
	draw := func(below int) int { // the same every time
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % below
	}
	var in []ranking.Entry
	for i := range n {
		e := ranking.Entry{
			ID: fmt.Sprint("s", i), Number: i + 1, SubmittedAt: time.Unix(int64(i), 0),
			Requested: 1_000_000 + workflow.Money(draw(5_500_000)),
		}
		for j := range 5 {
			s := ranking.Sheet{Person: fmt.Sprint("j", j)}
			for _, c := range r.Criteria {
				s.Scores = append(s.Scores, workflow.Score{Criterion: c.ID, Score: workflow.Number(100 + 50*draw(2*c.Max-1))})
			}
			e.Sheets = append(e.Sheets, s)
		}
		in = append(in, e)
	}
	return r, in
}

func BenchmarkRank(b *testing.B) {
	for _, n := range []int{200, 2000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, in := edition(n)
			for b.Loop() {
				ranking.Rank(r, in)
			}
		})
	}
}

func BenchmarkNear(b *testing.B) {
	for _, n := range []int{200, 2000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, in := edition(n)
			ranked, l := ranking.Rank(r, in), ranking.LimitsOf(r, r.Envelope)
			for b.Loop() {
				ranking.Near(r, l, ranked)
			}
		})
	}
}

// BenchmarkBestTotal has the worst of its rounds in max-ms, and how many of them
// are not exact.
func BenchmarkBestTotal(b *testing.B) {
	for _, with := range []struct {
		name    string
		perSisp int
		themes  int
	}{{"plain", 0, 0}, {"rules", 4, 6}} {
		for _, kind := range slices.Sorted(maps.Keys(nasty)) {
			b.Run(with.name+"/"+kind, func(b *testing.B) {
				worst, open, draw := time.Duration(0), 0, lot(7)
				for b.Loop() {
					b.StopTimer()
					ranked, l := hard(kind, 200, &draw)
					l.PerSisp, l.Themes = with.perSisp, []string{"t0", "t1", "t2", "t3", "t4", "t5"}[:with.themes]
					b.StartTimer()
					start := time.Now()
					s, err := ranking.BestTotal(l, ranked)
					if err != nil {
						b.Fatal(err)
					}
					worst = max(worst, time.Since(start))
					if !s.Exact {
						open++
						b.Logf("gap %s of %s", s.Gap.Fraction(), s.Score)
					}
				}
				b.ReportMetric(float64(worst.Microseconds())/1000, "max-ms")
				b.ReportMetric(float64(open)/float64(b.N), "open/op")
			})
		}
	}
}

func BenchmarkEqualCut200(b *testing.B) {
	r, in := edition(200)
	ranked, l := ranking.Rank(r, in), ranking.LimitsOf(r, r.Envelope)
	for b.Loop() {
		ranking.EqualCut(l, ranked)
	}
}

func BenchmarkAssign200(b *testing.B) {
	people, tasks := committee(200)
	for b.Loop() {
		ranking.AssignSeeded("2023", 5, people, tasks)
	}
}
