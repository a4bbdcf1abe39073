package ranking_test

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// drawEntries gives entries with many ties: few scores, few moments.
func drawEntries(t *rapid.T, most int) []ranking.Entry {
	n := rapid.IntRange(0, most).Draw(t, "entries")
	out := make([]ranking.Entry, n)
	for i := range out {
		e := ranking.Entry{
			ID: fmt.Sprint("s", i), Requested: workflow.Money(rapid.IntRange(1, 120).Draw(t, "amount")),
			SubmittedAt: time.Unix(int64(rapid.IntRange(0, 3).Draw(t, "moment")), 0),
			Opinion:     rapid.SampledFrom([]string{"", "", "favourable", "unfavourable"}).Draw(t, "opinion"),
		}
		e.Advised = e.Requested
		for j := range rapid.IntRange(0, 3).Draw(t, "sheets") {
			e.Sheets = append(e.Sheets, sheet(fmt.Sprint("j", j), drawScore(t), drawScore(t)))
		}
		out[i] = e
	}
	return out
}

// quorate are the rules with a quorum that some drawn entries miss.
var quorate = func() *workflow.Rules {
	r := *rules
	r.Quorum = 2
	return &r
}()

func drawScore(t *rapid.T) workflow.Number {
	return workflow.Number(50 * rapid.IntRange(0, 10).Draw(t, "score"))
}

func drawLimits(t *rapid.T) ranking.Limits {
	l := ranking.Limits{Min: workflow.Money(rapid.IntRange(0, 40).Draw(t, "min"))}
	l.Max = l.Min + workflow.Money(rapid.IntRange(1, 80).Draw(t, "width"))
	l.Envelope = workflow.Money(rapid.IntRange(0, 600).Draw(t, "envelope"))
	return l
}

// What is kept with a sheet is what the ranking makes of it.
func TestWeightedIsTheRankingsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := *rules
		r.Criteria = slices.Clone(rules.Criteria)
		r.Criteria[0].Max, r.Criteria[1].Max = rapid.IntRange(1, 100).Draw(t, "max"), rapid.IntRange(1, 100).Draw(t, "other")
		x := sheet("x", workflow.Number(rapid.IntRange(0, 100*r.Criteria[0].Max).Draw(t, "a")), workflow.Number(rapid.IntRange(0, 100*r.Criteria[1].Max).Draw(t, "b")))
		want := ranking.Rank(&r, []ranking.Entry{entry("a", 1, x)})[0].Each[0].Total.Number()
		if got := r.Weighted(x.Scores); got != want {
			t.Fatalf("%v: %d, the ranking says %d", x.Scores, got, want)
		}
	})
}

func TestRankDoesNotDependOnTheOrderOfEntries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEntries(t, 12)
		want := ranking.Rank(quorate, in)
		shuffled := rapid.Permutation(in).Draw(t, "shuffled")
		for i := range shuffled {
			shuffled[i].Sheets = rapid.Permutation(shuffled[i].Sheets).Draw(t, "sheets shuffled")
		}
		got := ranking.Rank(quorate, shuffled)
		if !slices.Equal(ids(got), ids(want)) {
			t.Fatalf("%v, want %v", ids(got), ids(want))
		}
		for i := range got {
			if got[i].Total.Cmp(want[i].Total) != 0 || got[i].Cumulative != want[i].Cumulative || got[i].Tied != want[i].Tied {
				t.Fatalf("%+v, want %+v", got[i], want[i])
			}
			if i > 0 && got[i].Whole() == got[i-1].Whole() && got[i].Total.Cmp(got[i-1].Total) > 0 {
				t.Fatal("a higher total stands lower")
			}
		}
	})
}

// TestRankIsExact holds totals, spreads and ties against fractions of any size.
func TestRankIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &workflow.Rules{}
		for i := range rapid.IntRange(1, 6).Draw(t, "criteria") {
			r.Criteria = append(r.Criteria, workflow.Criterion{ID: fmt.Sprint("c", i), Weight: rapid.IntRange(1, 100).Draw(t, "weight"), Max: rapid.IntRange(1, 100).Draw(t, "max")})
		}
		var in []ranking.Entry
		means := map[string]*big.Rat{}
		for n := range rapid.IntRange(1, 6).Draw(t, "entries") {
			e, sum := entry(fmt.Sprint("s", n), 1), new(big.Rat)
			sheets := rapid.IntRange(1, 7).Draw(t, "sheets")
			for j := range sheets {
				s := ranking.Sheet{Person: fmt.Sprint("j", j)}
				for _, c := range r.Criteria {
					score := rapid.IntRange(0, 4).Draw(t, "score") * c.Max * 25
					s.Scores = append(s.Scores, workflow.Score{Criterion: c.ID, Score: workflow.Number(score)})
					sum.Add(sum, big.NewRat(int64(score*c.Weight), int64(100*c.Max)))
				}
				e.Sheets = append(e.Sheets, s)
			}
			in = append(in, e)
			means[e.ID] = sum.Mul(sum, big.NewRat(1, int64(sheets)))
		}
		got := ranking.Rank(r, in)
		for i := range got {
			if f := got[i].Total.Fraction(); f != means[got[i].ID].RatString() {
				t.Fatalf("%s has %s, want %s", got[i].ID, f, means[got[i].ID].RatString())
			}
			tied := i > 0 && means[got[i-1].ID].Cmp(means[got[i].ID]) == 0 || i+1 < len(got) && means[got[i+1].ID].Cmp(means[got[i].ID]) == 0
			if got[i].Tied != tied || i > 0 && means[got[i-1].ID].Cmp(means[got[i].ID]) < 0 {
				t.Fatalf("%s: tied %v, or out of order", got[i].ID, got[i].Tied)
			}
		}
	})
}

func TestWithoutIsTheRankingOfTheRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEntries(t, 10)
		hide := rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "hide")
		hidden := func(id string) bool {
			return slices.ContainsFunc(hide, func(i int) bool { return id == fmt.Sprint("s", i) })
		}
		got := ranking.Without(ranking.Rank(quorate, in), hidden)
		want := ranking.Rank(quorate, slices.DeleteFunc(in, func(e ranking.Entry) bool { return hidden(e.ID) }))
		for i := range want {
			want[i].Cumulative = 0
		}
		if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, want %+v: something tells of what is hidden", got, want)
		}
	})
}

func TestScenariosKeepTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, ranked := drawLimits(t), ranking.Rank(quorate, drawEntries(t, 14))
		order, cut := ranking.RankOrder(l, ranked), ranking.EqualCut(l, ranked)
		best, err := ranking.BestTotal(l, ranked)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []ranking.Scenario{order, cut, best} {
			keeps(t, l, ranked, s)
		}
		if best.Score.Cmp(order.Score) < 0 {
			t.Fatalf("the best total %s is less than that of the rank order, %s", best.Score, order.Score)
		}
		if cut.Holds && cut.Cut > 0 && cut.Left != 0 {
			t.Fatalf("a cut leaves %d unspent", cut.Left)
		}
		if again, _ := ranking.BestTotal(l, ranked); !reflect.DeepEqual(best.Awards, again.Awards) {
			t.Fatal("two answers to one question")
		}
	})
}

func keeps(t *rapid.T, l ranking.Limits, ranked []ranking.Ranked, s ranking.Scenario) {
	var sum workflow.Money
	for _, a := range s.Awards {
		i := slices.IndexFunc(ranked, func(r ranking.Ranked) bool { return r.ID == a.ID })
		if a.Amount > ranked[i].Amount() || a.Amount < l.Min || a.Amount > l.Max {
			t.Fatalf("%s: %s gets %d", s.Kind, a.ID, a.Amount)
		}
		sum += a.Amount
	}
	if sum != s.Sum || sum > l.Envelope || s.Left != l.Envelope-sum {
		t.Fatalf("%s: sum %d, said %d, of %d, left %d", s.Kind, sum, s.Sum, l.Envelope, s.Left)
	}
	if len(s.Awards)+len(s.Out) != len(ranked) {
		t.Fatalf("%s forgets somebody", s.Kind)
	}
	if by := ranking.ByHand(l, ranked, s.Awards); !by.Holds && len(s.Awards) > 0 || by.Sum != s.Sum || by.Score.Cmp(s.Score) != 0 {
		t.Fatalf("%s does not hold by hand: %s", s.Kind, brief(by))
	}
}

// TestEqualCutIsEqual: of two that are cut, the one with more keeps no smaller
// share, and nobody keeps more than a cent beyond it.
func TestEqualCutIsEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, ranked := drawLimits(t), ranking.Rank(quorate, drawEntries(t, 14))
		s := ranking.EqualCut(l, ranked)
		for _, a := range s.Awards {
			for _, b := range s.Awards {
				x, y := grant(l, ranked, a.ID), grant(l, ranked, b.ID)
				// Above the minimum, a's share may pass b's by the cent that each may be off.
				if a.Amount > l.Min && (a.Amount-1)*y > (b.Amount+1)*x {
					t.Fatalf("%s keeps %d of %d, %s %d of %d", a.ID, a.Amount, x, b.ID, b.Amount, y)
				}
			}
		}
	})
}

func grant(l ranking.Limits, ranked []ranking.Ranked, id string) workflow.Money {
	return l.Grant(&ranked[slices.IndexFunc(ranked, func(r ranking.Ranked) bool { return r.ID == id })].Entry)
}

func drawTasks(t *rapid.T, people []ranking.Juror) []ranking.Task {
	out := make([]ranking.Task, rapid.IntRange(0, 12).Draw(t, "tasks"))
	for i := range out {
		out[i].ID = fmt.Sprint("s", i)
		for _, p := range people {
			switch rapid.IntRange(0, 9).Draw(t, "tie") {
			case 0:
				out[i].Barred = append(out[i].Barred, p.Person)
			case 1:
				out[i].Has = append(out[i].Has, p.Person)
			}
		}
	}
	return out
}

func drawJurors(t *rapid.T) []ranking.Juror {
	out := make([]ranking.Juror, rapid.IntRange(0, 7).Draw(t, "jurors"))
	for i := range out {
		out[i] = ranking.Juror{Person: fmt.Sprint("j", i), Substitute: rapid.IntRange(0, 3).Draw(t, "substitute") == 0}
	}
	return out
}

func TestAssignReachesTheQuorumWithoutConflict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := drawJurors(t)
		tasks := drawTasks(t, people)
		quorum := rapid.IntRange(1, 5).Draw(t, "quorum")
		p := ranking.Assign(quorum, people, tasks)
		load := map[string]int{}
		for _, j := range people {
			load[j.Person] = 0
		}
		for _, task := range tasks {
			n := len(task.Has)
			for _, who := range task.Has {
				load[who]++
			}
			for _, pair := range p.Pairs {
				if pair.Submission != task.ID {
					continue
				}
				n++
				load[pair.Person]++
				if slices.Contains(task.Barred, pair.Person) || slices.Contains(task.Has, pair.Person) {
					t.Fatalf("%v: a conflict, or a second sheet", pair)
				}
			}
			short := slices.ContainsFunc(p.Short, func(s ranking.Short) bool { return s.Submission == task.ID && s.Free == len(people)-len(task.Barred) })
			if free := len(people) - len(task.Barred); n < quorum != short || n < min(quorum, free) || n > max(quorum, len(task.Has)) {
				t.Fatalf("%s has %d of %d, free %d, said %v", task.ID, n, quorum, free, p.Short)
			}
		}
		if !reflect.DeepEqual(load, p.Load) {
			t.Fatalf("load %v, said %v", load, p.Load)
		}
		again := ranking.Assign(quorum, rapid.Permutation(people).Draw(t, "people"), rapid.Permutation(tasks).Draw(t, "tasks"))
		if !reflect.DeepEqual(p, again) {
			t.Fatalf("%v, and in another order %v", p, again)
		}
	})
}

// TestAssignIsFair: nobody has two more than somebody who could take one over;
// without conflicts that means within one.
func TestAssignIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := drawJurors(t)
		for i := range people {
			people[i].Substitute = false
		}
		tasks := drawTasks(t, people)
		for i := range tasks {
			tasks[i].Has = nil
			if rapid.Bool().Draw(t, "free") {
				tasks[i].Barred = nil
			}
		}
		p := ranking.Assign(rapid.IntRange(1, 5).Draw(t, "quorum"), people, tasks)
		free := !slices.ContainsFunc(tasks, func(t ranking.Task) bool { return t.Barred != nil })
		for _, from := range people {
			for _, to := range people {
				gap := p.Load[from.Person] - p.Load[to.Person]
				if gap > 1 && (free || canPass(p, tasks, from.Person, to.Person)) {
					t.Fatalf("%s has %d more than %s: %v", from.Person, gap, to.Person, p.Pairs)
				}
			}
		}
	})
}

func canPass(p ranking.Plan, tasks []ranking.Task, from, to string) bool {
	return slices.ContainsFunc(tasks, func(t ranking.Task) bool {
		return slices.Contains(p.Pairs, ranking.Pair{Submission: t.ID, Person: from}) &&
			!slices.Contains(p.Pairs, ranking.Pair{Submission: t.ID, Person: to}) && !slices.Contains(t.Barred, to)
	})
}

// TestTheLineIsOne: the sums down the ranking, Line and ReachOf say the same.
func TestTheLineIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits, r := drawLimits(t), *quorate
		r.Min, r.Max = limits.Min, limits.Max
		ranked := ranking.Rank(&r, drawEntries(t, 12))
		_, by := ranking.ReachOf(limits, ranked)
		if got := ranking.Line(ranked, limits.Envelope); got != by.Rows {
			t.Fatalf("the line is under %d and under %d", got, by.Rows)
		}
		if by.Rows > 0 && ranked[by.Rows-1].Cumulative != by.Sum {
			t.Fatalf("down to the line %s and %s", ranked[by.Rows-1].Cumulative, by.Sum)
		}
	})
}
