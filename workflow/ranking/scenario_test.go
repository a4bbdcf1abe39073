package ranking_test

import (
	"fmt"
	"slices"
	"testing"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// ladder makes a ranking whose entries "a", "b", … have falling totals.
func ladder(amounts ...workflow.Money) []ranking.Ranked {
	var in []ranking.Entry
	for i, m := range amounts {
		s := workflow.Number(500 - 10*i)
		in = append(in, entry(string(rune('a'+i)), m, sheet("x", s, s)))
	}
	return ranking.Rank(rules, in)
}

func brief(s ranking.Scenario) string {
	out := ""
	for _, a := range s.Awards {
		out += fmt.Sprintf("%s=%d ", a.ID, a.Amount)
	}
	out += fmt.Sprintf("sum=%d left=%d holds=%v", s.Sum, s.Left, s.Holds)
	for _, o := range s.Out {
		out += fmt.Sprintf(" %s:%s", o.ID, o.Why)
	}
	return out
}

func expect(t *testing.T, s ranking.Scenario, want string) {
	t.Helper()
	if got := brief(s); got != want {
		t.Errorf("%s:\n got %s\nwant %s", s.Kind, got, want)
	}
}

func TestRankOrder(t *testing.T) {
	l := ranking.Limits{Envelope: 100, Min: 10, Max: 60}
	expect(t, ranking.RankOrder(l, ladder(50, 30, 40, 20)), "a=50 b=30 sum=80 left=20 holds=true c:over_envelope d:over_envelope")
	expect(t, ranking.RankOrder(l, ladder(61, 50, 5, 50)), "a=60 sum=60 left=40 holds=true b:over_envelope c:outside_caps d:over_envelope")
	expect(t, ranking.RankOrder(l, nil), "sum=0 left=100 holds=true")
}

func TestScenariosLeaveOutWhatIsAdvisedAgainst(t *testing.T) {
	in := []ranking.Entry{
		entry("low", 10, sheet("x", 100, 500)), entry("none", 10),
		entry("no", 10, sheet("x", 400, 400)), entry("later", 10, sheet("x", 400, 390)), entry("yes", 10, sheet("x", 300, 300)),
	}
	in[2].Opinion, in[2].Advised = "unfavourable", 10
	in[3].Opinion, in[3].Advised = "reserve", 10
	in[4].Opinion, in[4].Advised = "favourable_with_conditions", 9
	l := ranking.Limits{Envelope: 100, Min: 5, Max: 60}
	ranked := ranking.Rank(rules, in)
	const want = "yes=9 sum=9 left=91 holds=true no:opinion later:opinion low:threshold none:unscored"
	expect(t, ranking.RankOrder(l, ranked), want)
	expect(t, ranking.EqualCut(l, ranked), want)
	best, err := ranking.BestTotal(l, ranked)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, best, want)
}

func TestBestTotal(t *testing.T) {
	for _, c := range []struct {
		name    string
		amounts []workflow.Money
		want    string
	}{
		{"passes one over", []workflow.Money{60, 45, 40, 15}, "b=45 c=40 d=15 sum=100 left=0 holds=true a:over_envelope"},
		{"cheaper of equal scores", []workflow.Money{60, 60, 60, 60}, "a=60 sum=60 left=40 holds=true b:over_envelope c:over_envelope d:over_envelope"},
		{"everything", []workflow.Money{10, 10}, "a=10 b=10 sum=20 left=80 holds=true"},
		{"capped at the maximum", []workflow.Money{200}, "a=60 sum=60 left=40 holds=true"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ranking.BestTotal(ranking.Limits{Envelope: 100, Min: 10, Max: 60}, ladder(c.amounts...))
			if err != nil {
				t.Fatal(err)
			}
			expect(t, got, c.want)
		})
	}
}

func TestBestTotalOfEqualsKeepsTheBetterPlace(t *testing.T) {
	var in []ranking.Entry
	for _, id := range []string{"a", "b", "c", "d"} {
		in = append(in, entry(id, 40, sheet("x", 400, 400)))
	}
	got, err := ranking.BestTotal(ranking.Limits{Envelope: 100, Min: 10, Max: 60}, ranking.Rank(rules, in))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, "a=40 b=40 sum=80 left=20 holds=true c:over_envelope d:over_envelope")
}

// Sums beyond 64 bits are rounded, and that is said.
func TestBestTotalOfVeryFineScores(t *testing.T) {
	fine := &workflow.Rules{}
	for i, m := range []int{97, 89, 83, 79, 73, 71, 67, 61, 59, 53} {
		fine.Criteria = append(fine.Criteria, workflow.Criterion{ID: fmt.Sprint(i), Weight: 10, Max: m})
	}
	var in []ranking.Entry
	for n := range 3 {
		s := ranking.Sheet{Person: "x"}
		for i := range fine.Criteria {
			s.Scores = append(s.Scores, workflow.Score{Criterion: fmt.Sprint(i), Score: workflow.Number(101 + n*i)})
		}
		in = append(in, entry(fmt.Sprint("s", n), 40, s))
	}
	got, err := ranking.BestTotal(ranking.Limits{Envelope: 100, Max: 100}, ranking.Rank(fine, in))
	if err != nil || got.Exact || got.Gap.Cmp(ranking.Exact{}) <= 0 || got.Gap.String() != "0.00" || !got.Holds {
		t.Errorf("exact %v, gap %s, %v", got.Exact, got.Gap.Fraction(), err)
	}
	expect(t, got, "s2=40 s1=40 sum=80 left=20 holds=true s0:over_envelope")
}

func TestBestTotalHasALimitOfThemes(t *testing.T) {
	l := ranking.Limits{Envelope: 100, Themes: slices.Repeat([]string{"t"}, 17)}
	if _, err := ranking.BestTotal(l, nil); err == nil {
		t.Error("17 themes give an answer")
	}
}

func TestEqualCut(t *testing.T) {
	for _, c := range []struct {
		name     string
		envelope workflow.Money
		amounts  []workflow.Money
		want     string
		cut      workflow.Number
	}{
		{"none needed", 100, []workflow.Money{50, 50}, "a=50 b=50 sum=100 left=0 holds=true", 0},
		{"half", 50, []workflow.Money{60, 40}, "a=30 b=20 sum=50 left=0 holds=true", 5000},
		{"cents by largest remainder", 100, []workflow.Money{51, 52, 53}, "a=33 b=33 c=34 sum=100 left=0 holds=true", 3590},
		{"cents by place", 100, []workflow.Money{50, 50, 50}, "a=34 b=33 c=33 sum=100 left=0 holds=true", 3333},
		{"who would fall under the minimum stays there", 100, []workflow.Money{60, 60, 12}, "a=45 b=45 c=10 sum=100 left=0 holds=true", 2500},
		{"not the minimum for all", 29, []workflow.Money{20, 20, 20}, "sum=0 left=29 holds=false a:over_envelope b:over_envelope c:over_envelope", 0},
		{"the minimum for all, to the cent", 30, []workflow.Money{20, 20, 20}, "a=10 b=10 c=10 sum=30 left=0 holds=true", 5000},
		{"from the cap down", 40, []workflow.Money{200, 20}, "a=30 b=10 sum=40 left=0 holds=true", 5000},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ranking.EqualCut(ranking.Limits{Envelope: c.envelope, Min: 10, Max: 60}, ladder(c.amounts...))
			expect(t, got, c.want)
			if got.Cut != c.cut {
				t.Errorf("cut %s, want %s", got.Cut, c.cut)
			}
		})
	}
}

// The six of 2023 do not fit; 255.000 € are spent to the cent.
func TestEqualCutOf2023(t *testing.T) {
	got := ranking.EqualCut(ranking.LimitsOf(rules, rules.Envelope), ladder(6_270_000, 1_850_000, 6_500_000, 3_640_000, 1_675_000, 6_500_000))
	if got.Sum != 25_500_000 || got.Cut != 354 || len(got.Awards) != 6 {
		t.Errorf("%s, cut %s", brief(got), got.Cut)
	}
}

func TestByHand(t *testing.T) {
	l := ranking.Limits{Envelope: 100, Min: 10, Max: 60}
	ranked := ladder(50, 30, 40)
	for _, c := range []struct {
		name   string
		choice []ranking.Award
		want   string
	}{
		{"holds", []ranking.Award{{"c", 40}, {"a", 45}}, "a=45 c=40 sum=85 left=15 holds=true b:not_chosen"},
		{"over", []ranking.Award{{"a", 50}, {"b", 30}, {"c", 40}}, "a=50 b=30 c=40 sum=120 left=-20 holds=false"},
		{"more than asked", []ranking.Award{{"b", 31}}, "b=31 sum=31 left=69 holds=false b:over_request a:not_chosen c:not_chosen"},
		{"under the minimum", []ranking.Award{{"b", 9}}, "b=9 sum=9 left=91 holds=false b:outside_caps a:not_chosen c:not_chosen"},
		{"unknown, twice", []ranking.Award{{"b", 20}, {"z", 20}, {"b", 25}}, "b=20 sum=20 left=80 holds=false z:not_found b:twice a:not_chosen c:not_chosen"},
		{"nothing", nil, "sum=0 left=100 holds=true a:not_chosen b:not_chosen c:not_chosen"},
	} {
		t.Run(c.name, func(t *testing.T) { expect(t, ranking.ByHand(l, ranked, c.choice), c.want) })
	}
}

// kin gives a ladder SISPs and themes.
func kin(ranked []ranking.Ranked, sisps, themes string) []ranking.Ranked {
	for i := range ranked {
		ranked[i].Sisp, ranked[i].Theme = sisps[i:i+1], themes[i:i+1]
	}
	return ranked
}

func TestRulesOfSispsAndThemes(t *testing.T) {
	ranked := func(amounts ...workflow.Money) []ranking.Ranked { return kin(ladder(amounts...), "xxyxz", "fffdc") }
	for _, c := range []struct {
		name   string
		limits ranking.Limits
		order  string
		cut    string
	}{
		{
			"no rule",
			ranking.Limits{Envelope: 100, Min: 10, Max: 60},
			"a=50 b=30 sum=80 left=20 holds=true c:over_envelope d:over_envelope e:over_envelope",
			"a=28 b=17 c=22 d=16 e=17 sum=100 left=0 holds=true",
		},
		{
			"one of each SISP",
			ranking.Limits{Envelope: 120, Min: 10, Max: 60, PerSisp: 1},
			"a=50 c=40 e=30 sum=120 left=0 holds=true b:per_sisp d:per_sisp",
			"a=50 c=40 e=30 sum=120 left=0 holds=true b:per_sisp d:per_sisp",
		},
		{
			"one of each theme",
			ranking.Limits{Envelope: 110, Min: 10, Max: 60, Themes: []string{"c", "d", "f"}},
			"a=50 d=28 e=30 sum=108 left=2 holds=true b:over_envelope c:over_envelope",
			"a=31 b=19 c=25 d=17 e=18 sum=110 left=0 holds=true",
		},
		{
			"a theme that does not fit",
			ranking.Limits{Envelope: 100, Min: 10, Max: 60, Themes: []string{"d", "c"}},
			"d=28 e=30 sum=58 left=42 holds=true a:over_envelope b:over_envelope c:over_envelope",
			"",
		},
		{
			"a theme beyond its SISP's share",
			ranking.Limits{Envelope: 100, Min: 10, Max: 60, PerSisp: 1, Themes: []string{"f", "d"}},
			"a=50 c=40 sum=90 left=10 holds=false b:per_sisp d:per_sisp e:over_envelope",
			"a=42 c=33 e=25 sum=100 left=0 holds=false b:per_sisp d:per_sisp",
		},
		{
			"a theme that nobody has",
			ranking.Limits{Envelope: 50, Min: 10, Max: 60, Themes: []string{"s"}},
			"a=50 sum=50 left=0 holds=false b:over_envelope c:over_envelope d:over_envelope e:over_envelope",
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, ranking.RankOrder(c.limits, ranked(50, 30, 40, 28, 30)), c.order)
			if c.cut != "" {
				expect(t, ranking.EqualCut(c.limits, ranked(50, 30, 40, 28, 30)), c.cut)
			}
		})
	}
}

func TestByHandUnderRules(t *testing.T) {
	ranked := kin(ladder(50, 30, 40, 28, 30), "xxyxz", "fffdc")
	l := ranking.Limits{Envelope: 200, Min: 10, Max: 60, PerSisp: 1, Themes: []string{"d", "c", "f"}}
	all := ranking.ByHand(l, ranked, []ranking.Award{{"a", 50}, {"b", 30}, {"d", 28}})
	if got := fmt.Sprint(all.Full, all.Unmet, all.Holds); got != "[{x 3}] [c] false" {
		t.Errorf("full, unmet, holds: %s", got)
	}
	good := ranking.ByHand(l, ranked, []ranking.Award{{"d", 28}, {"c", 40}, {"e", 30}})
	if !good.Holds || good.Full != nil || good.Unmet != nil || good.Left != 102 {
		t.Errorf("%+v", good)
	}
}

func TestGrantIsWithinTheRequestAndTheMaximum(t *testing.T) {
	for _, c := range []struct {
		requested, advised workflow.Money
		opinion            string
		max, want          workflow.Money
	}{
		{50, 0, "", 60, 50},
		{70, 0, "", 60, 60},
		{50, 40, "favourable", 60, 40},
		{50, 55, "favourable", 60, 50},
		{70, 65, "favourable", 60, 60},
		{70, 0, "", 0, 70},
		{50, 0, "unfavourable", 60, 0},
	} {
		e := ranking.Entry{Requested: c.requested, Advised: c.advised, Opinion: c.opinion}
		if got := (ranking.Limits{Max: c.max}).Grant(&e); got != c.want {
			t.Errorf("%+v gives %d", c, got)
		}
	}
}
