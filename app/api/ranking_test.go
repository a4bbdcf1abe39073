package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestScenariosOfACall: rank order, best total and equal cut, and a choice by hand; to
// who has a conflict in the call, or is not of it, there are none.
func TestScenariosOfACall(t *testing.T) {
	w := begun(t, "call.conclude", 1)
	const path = theCall + "/scenarios"
	first := w.as("off").get(path).is(http.StatusOK)
	got := read[Scenarios](first)
	if len(got.Scenarios) != 3 || got.Envelope != "20000.00" || len(got.Near) != 2 {
		t.Fatalf("%+v", got)
	}
	rank, best, cut := got.Scenarios[0], got.Scenarios[1], got.Scenarios[2]
	if rank.Kind != "rank_order" || len(rank.Awards) != 1 || rank.Awards[0] != (ScenarioAward{"tiny-2025.a", "12000.00"}) || rank.Left != "8000.00" || rank.Out[0].Reason != "over_envelope" {
		t.Errorf("%+v", rank)
	}
	if best.Kind != "best_total" || best.Exact == nil || !*best.Exact || best.Bound != "" || best.Sum != "12000.00" {
		t.Errorf("%+v", best)
	}
	if cut.Kind != "equal_cut" || cut.Sum != "20000.00" || cut.Left != "0.00" || cut.Cut != "9.09" || len(cut.Comes) != 1 || cut.Comes[0] != "tiny-2025.b" {
		t.Errorf("%+v", cut)
	}
	if b := got.Near[1]; b.In || b.Amount != "-2000.00" {
		t.Errorf("%+v", b)
	}
	w.as("off").with("If-None-Match", first.tag()).get(path).is(http.StatusNotModified)
	hand := read[Scenarios](w.as("dg").get(path + "?hand=b,a:15000.00&at_most_per_sisp=1&at_least_one_per_theme=true").is(http.StatusOK))
	if x := hand.Scenarios[3]; x.Kind != "by_hand" || x.Holds || x.Left != "-5000.00" || !hand.Rules.EachTheme || hand.Rules.PerSisp != 1 {
		t.Errorf("%+v", x)
	}
	w.as("off").get(path+"?at_most_per_sisp=0").refuses(http.StatusUnprocessableEntity, "invalid/range")
	w.as("off").get(path+"?hand=a:much").refuses(http.StatusUnprocessableEntity, "invalid/amount")
	for _, who := range []string{"sig_alfa", "ed_alfa", "sig_asbl", "adm"} {
		w.as(who).get(path).refuses(http.StatusNotFound, "not_found/not_found")
	}
	w.as("jury1").get(path).is(http.StatusOK)
	w.as("off").post(dossier+"/sheets/jury1/actions/declare_conflict", map[string]any{"reasons": "Parenté"}).is(http.StatusOK)
	hidden := w.as("jury1").get(path).refuses(http.StatusNotFound, "not_found/not_found")
	if chosen := w.as("jury1").get(path + "?hand=a"); chosen.status != hidden.status || strings.Contains(chosen.body, "Projet A") {
		t.Errorf("a choice tells of it: %s", chosen.body)
	}
}

// TestRankingTellsItsLines: where the envelope ends by requested and by advised amounts.
func TestRankingTellsItsLines(t *testing.T) {
	w := begun(t, "call.conclude", 1)
	got := read[Ranking](w.as("off").get(theCall + "/ranking").is(http.StatusOK))
	if got.Lines == nil || got.Lines.Advised == nil || got.Lines.Requested.Above != 1 || got.Lines.Requested.Short != "2000.00" || got.Lines.Advised.Next != "tiny-2025.b" || got.Lines.Advised.Left != "8000.00" {
		t.Errorf("%+v", got.Lines)
	}
	if a := got.Items[0]; a.Title != "Projet A" || a.Sisp != "alfa" || a.Theme != "culture" || a.Missing != 0 || len(got.Ties) != 2 {
		t.Errorf("%+v", a)
	}
}
