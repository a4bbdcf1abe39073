package app_test

import (
	"fmt"
	"slices"
	"testing"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/storage/storagetest"
)

// TestReport2025 compares both reports of the call where everything goes wrong.
func TestReport2025(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t, storagetest.SQLite(t), 25)
	defer done()
	app.ContractsOnly(w.app)
	w.replay("projectoproep-2025", 0)
	f := w.embedded("projectoproep-2025")
	ref, _ := f.Calls[0].Values["reference"].(string)
	w.reportsAgree(ref)
}

// reportsAgree: the programme report on paper has the figures of the report as
// JSON, each of them.
func (w *world) reportsAgree(ref string) {
	w.Helper()
	r, err := w.app.Report(w.ctx, ref)
	w.must(err)
	paper, err := w.app.ReportPaper(w.ctx, ref)
	w.must(err)
	f := paper.Facts
	for name, want := range map[string]int64{
		"submissions_received": int64(r.Submissions), "sisp_count": int64(r.Sisps), "requested_total": int64(r.Requested),
		"envelope_initial": int64(r.Initial), "envelope_amount": int64(r.Envelope), "awarded_count": int64(r.Awarded), "awarded_total": int64(r.AwardedTotal),
		"awarded_min": int64(r.AwardMin), "awarded_max": int64(r.AwardMax), "awarded_mean": int64(r.AwardMean), "over_initial_amount": int64(r.OverEnvelope),
		"instalments_planned": int64(r.Instalments.Planned), "instalments_claimed": int64(r.Instalments.Claimed), "paid_total": int64(r.Instalments.Paid),
		"deliverables_expected": int64(r.Deliverables.Expected), "deliverables_accepted": int64(r.Deliverables.Accepted), "deliverables_late": int64(r.Deliverables.Late),
	} {
		if got, ok := f.Is[name]; !ok || got.N != want {
			w.Errorf("%s: the paper has %d for %s, the report %d", ref, got.N, name, want)
		}
	}
	var theme, sisp, objective, indicators []string
	line := func(t app.Total) string { return fmt.Sprint(t.Projects, " for ", int64(t.AwardedTotal)) }
	for _, t := range r.ByTheme {
		theme = append(theme, line(t.Total))
	}
	for _, t := range r.BySisp {
		sisp = append(sisp, line(t.Total))
	}
	for _, t := range r.ByObjective {
		objective = append(objective, line(t.Total))
	}
	for _, i := range r.Indicators {
		indicators = append(indicators, fmt.Sprint(i.Projects, " for ", int64(i.Actual), " of ", int64(i.Target)))
	}
	total := func(x locale.Facts) string {
		return fmt.Sprint(x.Is["total_projects"].N, " for ", x.Is["total_awarded"].N)
	}
	w.sameLines(ref+" by theme", theme, f.Each["theme_total"], total)
	w.sameLines(ref+" by SISP", sisp, f.Each["sisp_total_line"], total)
	w.sameLines(ref+" by objective", objective, f.Each["objective_total"], total)
	w.sameLines(ref+" indicators", indicators, f.Each["programme_indicator"], func(x locale.Facts) string {
		return fmt.Sprint(x.Is["indicator_project_count"].N, " for ", x.Is["indicator_value"].N, " of ", x.Is["indicator_target"].N)
	})
	if len(theme) == 0 || len(sisp) == 0 || len(indicators) == 0 {
		w.Errorf("%s: nothing to compare: %v, %v, %v", ref, theme, sisp, indicators)
	}
}

// sameLines compares the lines of a table, in whichever order.
func (w *world) sameLines(what string, want []string, rows []locale.Facts, line func(locale.Facts) string) {
	w.Helper()
	var got []string
	for _, r := range rows {
		got = append(got, line(r))
	}
	if !slices.Equal(sorted(got), sorted(want)) {
		w.Errorf("%s: the paper has\n%q, the report\n%q", what, got, want)
	}
}
