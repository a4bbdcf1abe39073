package ranking_test

import (
	"fmt"
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

func BenchmarkRank200(b *testing.B) {
	r, in := edition(200)
	for b.Loop() {
		ranking.Rank(r, in)
	}
}

func BenchmarkBestTotal(b *testing.B) {
	for _, n := range []int{15, 60, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, in := edition(n)
			ranked, l := ranking.Rank(r, in), ranking.LimitsOf(r, r.Envelope)
			for b.Loop() {
				if _, err := ranking.BestTotal(l, ranked); err != nil {
					b.Fatal(err)
				}
			}
		})
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
	var tasks []ranking.Task
	for i := range 200 {
		tasks = append(tasks, ranking.Task{ID: fmt.Sprintf("s%03d", i), Orgs: []string{fmt.Sprint("o", i%16)}})
	}
	var people []ranking.Juror
	for i := range 12 {
		people = append(people, ranking.Juror{Person: fmt.Sprintf("j%02d", i), Mandates: []string{fmt.Sprint("o", i)}})
	}
	for b.Loop() {
		ranking.Assign(5, people, tasks)
	}
}

// TestBestTotalStaysFast holds the hard case: scores that follow the amounts.
func TestBestTotalStaysFast(t *testing.T) {
	var in []ranking.Entry
	for i := range 60 {
		amount := workflow.Money(1_000_000 + i*91_237)
		s := workflow.Number(250 + i*4)
		in = append(in, entry(fmt.Sprint("s", i), amount, sheet("x", s, s), sheet("y", s, s+1), sheet("z", s+2, s)))
	}
	start := time.Now()
	s, err := ranking.BestTotal(ranking.Limits{Envelope: 77_777_777, Min: 1_000_000, Max: 6_500_000}, ranking.Rank(rules, in))
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %s for %s", took, s.Score)
	}
}
