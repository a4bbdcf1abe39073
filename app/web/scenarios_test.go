package web

import (
	"context"
	"errors"
	"testing"

	"tremplin/app"
)

// TestScenariosAreFoundOnce: a rule that nothing can break is none, and who no longer
// waits has nothing worked out.
func TestScenariosAreFoundOnce(t *testing.T) {
	w := seatedWorld(t, false)
	off := w.viewer("off")
	find := func(perSisp int) *app.Scenarios {
		s, err := w.app.ScenariosOf(t.Context(), off, "tiny-2025", app.ScenarioRules{PerSisp: perSisp}, "")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	gone, cancel := context.WithCancel(t.Context())
	c, err := w.app.RankPage(gone, off, "tiny-2025", app.RankWanted{})
	if err != nil || len(c.Rows) == 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	cancel()
	if _, err := w.app.ScenariosOf(gone, off, "tiny-2025", app.ScenarioRules{}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone away gets %v", err)
	}
	free := find(0)
	for _, n := range []int{len(c.Rows), app.MostPerSisp} {
		if got := find(n); &got.Each[0] != &free.Each[0] || got.Rules.PerSisp != n {
			t.Errorf("at most %d of each is looked for anew, or not said", n)
		}
	}
	if tight := find(1); &tight.Each[0] == &free.Each[0] {
		t.Error("at most one of each is no rule")
	}
}
