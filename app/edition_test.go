package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage/storagetest"
)

// TestEdition2023 replays the edition of 2023 and finds the figures that its
// sources give, and where each call and project stands in the end.
func TestEdition2023(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 2023)
		defer done()
		if !strings.HasPrefix(url, "sqlite:") { // all its documents once are enough
			app.ContractsOnly(w.app)
		}
		result := w.replay("empowerment-2023", 0)
		w.figures()
		w.reportsAgree("EMP-2023")
		w.ends(result)
		w.holds()
	})
}

func (w *world) figures() {
	w.Helper()
	r, err := w.app.Report(w.ctx, "EMP-2023")
	w.must(err)
	text, err := json.Marshal(r)
	w.must(err)
	var got map[string]any
	w.must(json.Unmarshal(text, &got))
	for k, want := range map[string]any{
		"call": "EMP-2023", "submissions": 15.0, "sisps": 13.0, "awarded": 6.0, "requested": "650000.00", "envelope_initial": "255000.00", "envelope": "264350.00",
		"awarded_total": "264350.00", "award_min": "16750.00", "award_max": "65000.00", "award_mean": "44058.33", "over_envelope_before_change": "9350.00",
	} {
		if got[k] != want {
			w.Errorf("the report has %v for %s, the sources %v", got[k], k, want)
		}
	}
	if want := w.marked(); !slices.Equal(r.FilledIn, want) {
		w.Errorf("the report says that it filled in\n%q, the file marks\n%q", r.FilledIn, want)
	}
}

// marked is what the file itself marks: keys of the call, then each input of
// each act that was done, with how often.
func (w *world) marked() (out []string) {
	w.Helper()
	f := w.embedded("empowerment-2023")
	for _, k := range anys(f.Calls[0].Values["filled_in"]) {
		out = append(out, fmt.Sprint(k))
	}
	counts := map[string]int{}
	for _, s := range f.Steps {
		if s.Expect != "ok" {
			continue // left nothing behind
		}
		for _, k := range s.FilledIn {
			if s.Entity != "person" && s.Entity != "organisation" {
				counts[s.Do+" "+k]++
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, fmt.Sprintf("%s (%d)", k, counts[k]))
	}
	return out
}

// ends: six projects closed, the reserve expired, the rest rejected; the money
// spent is what was signed but for what one project did not spend.
func (w *world) ends(result *scenario.Result) {
	w.Helper()
	if c := result.Calls["emp2023"]; fmt.Sprint(c) != "{archived 264350.00 263150.00 1200.00 263150.00}" {
		w.Errorf("the call ends as %v", c)
	}
	if len(result.Submissions) != 15 || len(result.Steps) < 400 {
		w.Errorf("%d submissions, %d steps", len(result.Submissions), len(result.Steps))
	}
	for name, s := range result.Submissions {
		awarded, supported := six[name]
		want := "rejected 0.00 0.00 0.00 -"
		switch {
		case name == "bempt": // 1.200 € were not spent
			want = "closed 62700.00 62700.00 61500.00 61500.00"
		case supported:
			want = strings.ReplaceAll("closed X X X X", "X", awarded+".00")
		case name == "nr1" || name == "nr2":
			want = strings.Replace(want, "rejected", "expired", 1)
		}
		final := "-"
		if s.Final != nil {
			final = *s.Final
		}
		if got := fmt.Sprintf("%s %s %s %s %s", s.State, s.Awarded, s.Signed, s.Paid, final); got != want {
			w.Errorf("%s ends as %s, want %s", name, got, want)
		}
	}
}

// TestEmbeddedScenariosAreWhatShips compares what is compiled in with the files.
func TestEmbeddedScenariosAreWhatShips(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("scenario/files/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		if !slices.Contains(scenario.Names(), name) {
			t.Errorf("%s does not come with the program", name)
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		inside, c1 := scenario.Embedded(name)
		outside, c2 := scenario.Parse(filepath.Base(path), data, os.DirFS("scenario/files"))
		if len(c1) > 0 || len(c2) > 0 {
			t.Fatal(c1, c2)
		}
		for i, s := range inside.Steps {
			if fmt.Sprint(s.N, s.At, s.By, s.Do, s.On, s.With, s.Expect) != fmt.Sprint(outside.Steps[i].N, outside.Steps[i].At, outside.Steps[i].By, outside.Steps[i].Do, outside.Steps[i].On, outside.Steps[i].With, outside.Steps[i].Expect) {
				t.Errorf("%s: step %d differs", name, s.N)
			}
		}
		if len(inside.Steps) != len(outside.Steps) {
			t.Errorf("%s: %d steps inside, %d in the file", name, len(inside.Steps), len(outside.Steps))
		}
	}
}
