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
		entry("a", 100, sheet("x", 400, 400)), entry("b", 100, sheet("x", 400, 400)), entry("c", 100, sheet("x", 300, 300)),
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
	if all[0].Cumulative != 100 || !all[0].Tied {
		t.Error("the ranking itself changed")
	}
}

func TestLine(t *testing.T) {
	ranked := ranking.Rank(rules, []ranking.Entry{
		entry("a", 100, sheet("x", 500, 500)), entry("b", 200, sheet("x", 400, 400)), entry("c", 50, sheet("x", 300, 300)),
	})
	for envelope, want := range map[workflow.Money]int{0: 0, 99: 0, 100: 1, 299: 1, 300: 2, 349: 2, 350: 3, 1000: 3} {
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
