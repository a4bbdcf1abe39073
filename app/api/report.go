package api

import (
	"tremplin/app"
	"tremplin/workflow"
)

// Report is the programme report of a call.
type Report struct {
	Call         string            `json:"call"`
	Submissions  int               `json:"submissions"`
	Sisps        int               `json:"sisps"`
	Requested    Euros             `json:"requested"`
	Initial      Euros             `json:"envelope_initial"`
	Envelope     Euros             `json:"envelope"`
	Awarded      int               `json:"awarded" doc:"Projects"`
	AwardedTotal Euros             `json:"awarded_total"`
	AwardMin     Euros             `json:"award_min"`
	AwardMax     Euros             `json:"award_max"`
	AwardMean    Euros             `json:"award_mean"`
	OverEnvelope Euros             `json:"over_envelope_before_change"`
	ByTheme      []ThemeTotal      `json:"by_theme"`
	BySisp       []SispTotal       `json:"by_sisp"`
	ByObjective  []ObjectiveTotal  `json:"by_objective"`
	Indicators   []IndicatorTotal  `json:"indicators"`
	Instalments  InstalmentTotals  `json:"instalments"`
	Deliverables DeliverableTotals `json:"deliverables"`
	FilledIn     []string          `json:"filled_in" doc:"What no source gives"`
}

// Total counts awarded projects and what they were awarded.
type Total struct {
	Projects     int   `json:"projects"`
	AwardedTotal Euros `json:"awarded_total"`
}

// ThemeTotal is a theme's.
type ThemeTotal struct {
	Theme string `json:"theme"`
	Total
}

// SispTotal is a SISP's.
type SispTotal struct {
	Sisp string `json:"sisp"`
	Total
}

// ObjectiveTotal is an objective's.
type ObjectiveTotal struct {
	Objective string `json:"objective"`
	Total
}

// IndicatorTotal is what projects promised and reached last.
type IndicatorTotal struct {
	ID       string  `json:"id"`
	Target   float64 `json:"target"`
	Actual   float64 `json:"actual"`
	Projects int     `json:"projects"`
}

// InstalmentTotals are amounts.
type InstalmentTotals struct {
	Planned Euros `json:"planned"`
	Claimed Euros `json:"claimed"`
	Paid    Euros `json:"paid"`
}

// DeliverableTotals are counts.
type DeliverableTotals struct {
	Expected int `json:"expected"`
	Accepted int `json:"accepted"`
	Late     int `json:"late"`
}

func reportOf(r *app.Report) Report {
	return Report{
		Call: r.Call, Submissions: r.Submissions, Sisps: r.Sisps, Requested: euro(r.Requested), Initial: euro(r.Initial), Envelope: euro(r.Envelope),
		Awarded: r.Awarded, AwardedTotal: euro(r.AwardedTotal), AwardMin: euro(r.AwardMin), AwardMax: euro(r.AwardMax), AwardMean: euro(r.AwardMean),
		OverEnvelope: euro(r.OverEnvelope),
		ByTheme:      all(r.ByTheme, func(t app.ThemeTotal) ThemeTotal { return ThemeTotal{t.Theme, totalOf(t.Total)} }),
		BySisp:       all(r.BySisp, func(t app.SispTotal) SispTotal { return SispTotal{t.Sisp, totalOf(t.Total)} }),
		ByObjective:  all(r.ByObjective, func(t app.ObjectiveTotal) ObjectiveTotal { return ObjectiveTotal{t.Objective, totalOf(t.Total)} }),
		Indicators: all(r.Indicators, func(i app.IndicatorTotal) IndicatorTotal {
			return IndicatorTotal{i.ID, hundredths(i.Target), hundredths(i.Actual), i.Projects}
		}),
		Instalments:  InstalmentTotals{euro(r.Instalments.Planned), euro(r.Instalments.Claimed), euro(r.Instalments.Paid)},
		Deliverables: DeliverableTotals{r.Deliverables.Expected, r.Deliverables.Accepted, r.Deliverables.Late},
		FilledIn:     all(r.FilledIn, func(s string) string { return s }),
	}
}

func euro(e app.Euro) Euros { return euros(workflow.Money(e)) }

// hundredths is a measured value as the report writes it: a number.
func hundredths(f app.Figure) float64 { return float64(f) / 100 }

func totalOf(t app.Total) Total { return Total{t.Projects, euro(t.AwardedTotal)} }
