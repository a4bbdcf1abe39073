package ranking_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

var rules = &workflow.Rules{
	Envelope: 25_500_000, Min: 1_000_000, Max: 6_500_000, Quorum: 1,
	Criteria: []workflow.Criterion{
		{ID: "participation", Weight: 60, Max: 5, Threshold: 200},
		{ID: "feasibility", Weight: 40, Max: 5},
	},
	Ties: []string{"participation", "submitted_at"},
}

// sheet scores participation and feasibility, in hundredths.
func sheet(person string, scores ...workflow.Number) ranking.Sheet {
	s := ranking.Sheet{Person: person}
	for i, n := range scores {
		s.Scores = append(s.Scores, workflow.Score{Criterion: rules.Criteria[i].ID, Score: n})
	}
	return s
}

func entry(id string, amount workflow.Money, sheets ...ranking.Sheet) ranking.Entry {
	return ranking.Entry{ID: id, Requested: amount, Sheets: sheets}
}

func ids(ranked []ranking.Ranked) (out []string) {
	for _, r := range ranked {
		out = append(out, r.ID)
	}
	return out
}

// The scores of design/example-scenario.yaml.
func TestRankWeighsAndAverages(t *testing.T) {
	got := ranking.Rank(rules, []ranking.Entry{
		entry("b", 1_000_000, sheet("chair", 300, 400), sheet("jury1", 300, 300)),
		entry("a", 1_200_000, sheet("jury1", 500, 400), sheet("chair", 400, 400)),
	})
	if !slices.Equal(ids(got), []string{"a", "b"}) {
		t.Fatalf("order %v", ids(got))
	}
	a := got[0]
	for _, c := range []struct{ what, got, want string }{
		{"total", a.Total.String(), "86.00"}, // (80 + 92) ÷ 2
		{"spread", a.Spread.String(), "12.00"},
		{"first sheet", fmt.Sprint(a.Each[0]), "{chair 80.00}"},
		{"participation", a.Criteria[0].Mean.String(), "4.50"},
		{"its spread", a.Criteria[0].Spread.String(), "1.00"},
		{"feasibility", a.Criteria[1].Mean.String(), "4.00"},
		{"b's total", got[1].Total.String(), "64.00"},
		{"cumulative", got[1].Cumulative.String(), "22000.00"},
	} {
		if c.got != c.want {
			t.Errorf("%s is %s, want %s", c.what, c.got, c.want)
		}
	}
}

func TestRankOrdersByExactValues(t *testing.T) {
	// 10/3 and 3,33 on a criterion print the same and are not.
	third := entry("third", 1_000_000, sheet("x", 300, 300), sheet("y", 300, 300), sheet("z", 400, 400))
	almost := entry("almost", 1_000_000, sheet("x", 333, 333))
	got := ranking.Rank(rules, []ranking.Entry{almost, third})
	if got[0].ID != "third" || got[0].Tied {
		t.Errorf("order %v, tied %v", ids(got), got[0].Tied)
	}
	if s := got[0].Total.Fraction(); s != "200/3" {
		t.Errorf("total %s, want 200/3", s)
	}
	if s := got[0].Total.String(); s != "66.67" {
		t.Errorf("shown as %s, want 66.67 (half up)", s)
	}
}

func TestRankUnderTies(t *testing.T) {
	at := func(e ranking.Entry, number, minute int) ranking.Entry {
		e.Number, e.SubmittedAt = number, time.Date(2023, 10, 30, 9, minute, 0, 0, time.UTC)
		return e
	}
	// 4 and 4; or 5 and 2,5; or 2 and 7 (out of scale, to make totals equal): 80 each.
	even := entry("even", 1, sheet("x", 400, 400))
	high := entry("high", 1, sheet("x", 500, 250))
	for _, c := range []struct {
		name string
		ties []string
		in   []ranking.Entry
		want []string
	}{
		{"criterion", []string{"participation"}, []ranking.Entry{even, high}, []string{"high", "even"}},
		{"other criterion", []string{"feasibility"}, []ranking.Entry{high, even}, []string{"even", "high"}},
		{"unknown names do nothing", []string{"beauty", "participation"}, []ranking.Entry{even, high}, []string{"high", "even"}},
		{"time", []string{"submitted_at"}, []ranking.Entry{at(high, 1, 30), at(even, 2, 20)}, []string{"even", "high"}},
		{"number", nil, []ranking.Entry{at(high, 2, 0), at(even, 1, 0)}, []string{"even", "high"}},
		{"id", nil, []ranking.Entry{high, even}, []string{"even", "high"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := *rules
			r.Ties = c.ties
			got := ranking.Rank(&r, c.in)
			if !slices.Equal(ids(got), c.want) {
				t.Errorf("order %v, want %v", ids(got), c.want)
			}
			if !got[0].Tied || !got[1].Tied {
				t.Error("a tie does not show")
			}
		})
	}
}

func TestRankCountsOnlyWholeSheets(t *testing.T) {
	got := ranking.Rank(rules, []ranking.Entry{
		entry("none", 1),
		entry("half", 1, sheet("x", 500)),
		entry("low", 1, sheet("x", 100, 0)),
	})
	if want := []string{"low", "half", "none"}; !slices.Equal(ids(got), want) {
		t.Errorf("order %v, want %v", ids(got), want)
	}
	if !got[0].Below() || !got[0].Criteria[0].Below || got[0].Criteria[1].Below {
		t.Error("participation 1 is under the threshold of 2, and only that")
	}
	if got[1].Scored() || got[1].Tied || got[2].Tied {
		t.Error("what is not scored has no total and ties with nobody")
	}
}

func TestThresholdIsOfTheMean(t *testing.T) {
	got := ranking.Rank(rules, []ranking.Entry{entry("a", 1, sheet("x", 100, 300), sheet("y", 300, 300))})
	if got[0].Below() {
		t.Error("a mean of 2 is not below 2")
	}
}

func TestWithoutRenumbersAndHidesSums(t *testing.T) {
	tied := []ranking.Entry{
		entry("a", 1_000_000, sheet("x", 400, 400)), entry("b", 1_000_000, sheet("x", 400, 400)), entry("c", 1_000_000, sheet("x", 300, 300)),
	}
	all := ranking.Rank(rules, tied)
	got := ranking.Without(all, func(id string) bool { return id == "b" })
	if !slices.Equal(ids(got), []string{"a", "c"}) || got[0].Place != 1 || got[1].Place != 2 {
		t.Fatalf("%v with places %d, %d", ids(got), got[0].Place, got[1].Place)
	}
	if got[0].Tied {
		t.Error("the tie tells of what is hidden")
	}
	if got[1].Cumulative != 0 {
		t.Error("the sum tells of what is hidden")
	}
	if all[0].Cumulative != 1_000_000 || !all[0].Tied {
		t.Error("the ranking itself changed")
	}
}

func TestLine(t *testing.T) {
	against := entry("against", 60, sheet("x", 450, 450))
	against.Opinion, against.Advised = "unfavourable", 60
	open := *rules
	open.Min = 1
	ranked := ranking.Rank(&open, []ranking.Entry{
		entry("a", 100, sheet("x", 500, 500)), against, entry("b", 200, sheet("x", 400, 400)), entry("c", 50, sheet("x", 300, 300)), entry("none", 70),
	})
	got := ""
	for i := range ranked {
		got += fmt.Sprintf("%s %d %t ", ranked[i].ID, ranked[i].Cumulative, ranked[i].Counts)
	}
	if want := "a 100 true against 100 false b 300 true c 350 true none 350 false "; got != want {
		t.Errorf("adds up to %s, want %s", got, want)
	}
	for envelope, want := range map[workflow.Money]int{0: 0, 99: 0, 100: 2, 299: 2, 300: 3, 349: 3, 350: 5, 1000: 5} {
		if got := ranking.Line(ranked, envelope); got != want {
			t.Errorf("with %d: %d, want %d", envelope, got, want)
		}
	}
	advised := entry("a", 100, sheet("x", 500, 500))
	advised.Opinion, advised.Advised = "favourable", 60
	if got := advised.Amount(); got != 60 {
		t.Errorf("an opinion's amount is what it advises, not %d", got)
	}
}

func TestEntryOfTakesSealedAndModeratedSheets(t *testing.T) {
	f := &workflow.Submission{Number: 3, Requested: 100, Opinion: &workflow.Opinion{Opinion: "favourable", Advised: 90}}
	workflow.Revive(f, workflow.Ref{Entity: workflow.EntitySubmission, Dossier: "s"}, "ranked")
	score := func(n workflow.Number) []workflow.Score { return []workflow.Score{{Criterion: "c", Score: n}} }
	for person, state := range map[string]workflow.State{
		"a": "assigned", "b": "draft", "c": "sealed", "d": "moderated", "e": "conflict", "f": "void",
	} {
		s := &workflow.Sheet{Person: person, Scores: score(1), Moderated: score(2)}
		if state != "moderated" {
			s.Moderated = nil
		}
		workflow.Revive(s, workflow.Ref{Entity: workflow.EntitySheet, Dossier: "s", ID: person}, state)
		workflow.Attach(f, s)
	}
	got := ranking.EntriesOf([]*workflow.Submission{f})[0]
	slices.SortFunc(got.Sheets, func(a, b ranking.Sheet) int { return int(a.Person[0]) - int(b.Person[0]) })
	want := ranking.Entry{
		ID: "s", Number: 3, Requested: 100, Advised: 90, Opinion: "favourable",
		Sheets: []ranking.Sheet{{Person: "c", Scores: score(1)}, {Person: "d", Scores: score(2)}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestRoundingIsHalfUp(t *testing.T) {
	// One criterion of weight 1 and max 8: a score of n hundredths is n/800 points.
	r := &workflow.Rules{Criteria: []workflow.Criterion{{ID: "participation", Weight: 1, Max: 8}}}
	for score, want := range map[workflow.Number]string{0: "0.00", 3: "0.00", 4: "0.01", 5: "0.01", 11: "0.01", 12: "0.02", 800: "1.00"} {
		if got := ranking.Rank(r, []ranking.Entry{entry("a", 1, sheet("x", score))})[0].Total.String(); got != want {
			t.Errorf("%d/800 is shown as %s, want %s", score, got, want)
		}
	}
	if (ranking.Exact{}).String() != "0.00" {
		t.Error("nothing is 0.00")
	}
}

// What misses the quorum is listed after what has it, and gets nothing, unless the
// committee gave its opinion before a conflict took a sheet.
func TestBelowTheQuorum(t *testing.T) {
	two := func(n workflow.Number) []ranking.Sheet { return []ranking.Sheet{sheet("x", n, n), sheet("y", n, n)} }
	in := []ranking.Entry{
		entry("short", 10, sheet("x", 500, 500)), entry("none", 10), entry("low", 10, two(200)...), entry("high", 10, two(300)...),
		entry("stands", 10, sheet("x", 400, 400)),
	}
	in[4].Opinion, in[4].Advised = "favourable", 10
	got := ranking.Rank(quorate, in)
	if want := []string{"stands", "high", "low", "short", "none"}; !slices.Equal(ids(got), want) {
		t.Fatalf("order %v, want %v", ids(got), want)
	}
	for i, want := range []struct {
		missing int
		whole   bool
	}{{1, true}, {0, true}, {0, true}, {1, false}, {2, false}} {
		if got[i].Missing != want.missing || got[i].Whole() != want.whole {
			t.Errorf("%s misses %d, whole %v", got[i].ID, got[i].Missing, got[i].Whole())
		}
	}
	s := ranking.RankOrder(ranking.Limits{Envelope: 100}, got)
	expect(t, s, "stands=10 high=10 low=10 sum=30 left=70 holds=true short:quorum none:unscored")
}

func TestWide(t *testing.T) {
	for _, c := range []struct {
		sheets []ranking.Sheet
		want   bool
	}{
		{[]ranking.Sheet{sheet("x", 400, 400), sheet("y", 300, 300)}, true},  // 80 and 60: 20 points
		{[]ranking.Sheet{sheet("x", 400, 400), sheet("y", 301, 300)}, false}, // 19,88
		{[]ranking.Sheet{sheet("x", 400, 400)}, false},
		{nil, false},
	} {
		if got := ranking.Rank(rules, []ranking.Entry{entry("a", 1, c.sheets...)})[0]; got.Wide() != c.want {
			t.Errorf("a spread of %s of %d sheets: %v", got.Spread.Fraction(), len(c.sheets), got.Wide())
		}
	}
}

// How far apart is the call's to say.
func TestWideIsTheCallsToSay(t *testing.T) {
	apart := entry("a", 1, sheet("x", 400, 400), sheet("y", 301, 300)) // 19,88 points
	for limit, want := range map[int]bool{0: false, 19: true, 20: false, 1: true, 100: false} {
		r := *rules
		r.WideSpread = limit
		if got := ranking.Rank(&r, []ranking.Entry{apart})[0]; got.Wide() != want {
			t.Errorf("from %d points on: %v", limit, got.Wide())
		}
	}
}

// Scores on scales and in numbers that 64 bits do not hold are ranked as exactly.
func TestRankBeyond64Bits(t *testing.T) {
	r := &workflow.Rules{}
	for i, m := range []int{97, 89, 83, 79, 73, 71, 67, 61, 59, 53} {
		r.Criteria = append(r.Criteria, workflow.Criterion{ID: fmt.Sprint(i), Weight: 10, Max: m})
	}
	full := func(person string, cut workflow.Number) ranking.Sheet {
		s := ranking.Sheet{Person: person}
		for i, c := range r.Criteria {
			n := workflow.Number(c.Max) * 100
			if i == 0 {
				n -= cut
			}
			s.Scores = append(s.Scores, workflow.Score{Criterion: c.ID, Score: n})
		}
		return s
	}
	got := ranking.Rank(r, []ranking.Entry{
		entry("c", 1, full("x", 2)), entry("b", 1, full("x", 1), full("y", 1), full("z", 1)), entry("a", 1, full("x", 0), full("y", 2)),
	})
	if want := []string{"a", "b", "c"}; !slices.Equal(ids(got), want) || !got[0].Tied || !got[1].Tied || got[2].Tied {
		t.Fatalf("order %v, tied %v %v %v", ids(got), got[0].Tied, got[1].Tied, got[2].Tied)
	}
	if f := got[0].Total.Fraction(); f != "96999/970" || got[0].Spread.Fraction() != "1/485" {
		t.Errorf("total %s, spread %s", f, got[0].Spread.Fraction())
	}
}
