package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Report is the programme report of a call, as `report --format json` prints
// it. Amounts are euros.
type Report struct {
	Call         string            `json:"call"`
	Submissions  int               `json:"submissions"`
	Sisps        int               `json:"sisps"`
	Requested    Euro              `json:"requested"`
	Initial      Euro              `json:"envelope_initial"`
	Envelope     Euro              `json:"envelope"`
	Awarded      int               `json:"awarded"` // projects
	AwardedTotal Euro              `json:"awarded_total"`
	AwardMin     Euro              `json:"award_min"`
	AwardMax     Euro              `json:"award_max"`
	AwardMean    Euro              `json:"award_mean"`
	OverEnvelope Euro              `json:"over_envelope_before_change"`
	ByTheme      []ThemeTotal      `json:"by_theme"`
	BySisp       []SispTotal       `json:"by_sisp"`
	ByObjective  []ObjectiveTotal  `json:"by_objective"`
	Indicators   []IndicatorTotal  `json:"indicators"`
	Instalments  InstalmentTotals  `json:"instalments"`
	Deliverables DeliverableTotals `json:"deliverables"`

	// Titles of what the totals are by, for people; JSON has the ids alone.
	Titles map[string]workflow.Words `json:"-"`

	FilledIn []string `json:"filled_in"` // what no source gives: keys of the call, then inputs of acts
}

// Euro is an amount that JSON carries as a decimal string.
type Euro workflow.Money

// MarshalText is "62700.00".
func (e Euro) MarshalText() ([]byte, error) { return []byte(workflow.Money(e).String()), nil }

// Figure is a measured value.
type Figure workflow.Number

// MarshalJSON is 45 or 4.5.
func (f Figure) MarshalJSON() ([]byte, error) { return []byte(workflow.Number(f).String()), nil }

// Total counts awarded projects and what they were awarded.
type Total struct {
	Projects     int  `json:"projects"`
	AwardedTotal Euro `json:"awarded_total"`
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

// ObjectiveTotal is an objective's; a project counts in each of its own.
type ObjectiveTotal struct {
	Objective string `json:"objective"`
	Total
}

// IndicatorTotal adds up what the awarded projects promised and reached last.
type IndicatorTotal struct {
	ID       string `json:"id"`
	Target   Figure `json:"target"`
	Actual   Figure `json:"actual"`
	Projects int    `json:"projects"`
}

// InstalmentTotals are amounts: of all instalments that stand, of those that
// were claimed, paid or not, and of those paid.
type InstalmentTotals struct {
	Planned Euro `json:"planned"`
	Claimed Euro `json:"claimed"`
	Paid    Euro `json:"paid"`
}

// DeliverableTotals are counts; late is what came, or is still out, after its date.
type DeliverableTotals struct {
	Expected int `json:"expected"`
	Accepted int `json:"accepted"`
	Late     int `json:"late"`
}

// Report adds up a call, named by its id or its reference.
func (a *App) Report(ctx context.Context, call string) (*Report, error) {
	var r *Report
	err := a.Store.View(ctx, func(tx *storage.Tx) error {
		c, err := tx.Load(storage.Ask{Call: CallID(call), All: true, Now: a.now()})
		if err != nil {
			return err
		}
		initial, err := initialEnvelope(tx, c.Call)
		if err != nil {
			return err
		}
		filled, err := tx.FilledIn(c.Call.Ref().Dossier)
		if err != nil {
			return err
		}
		r = newReport(c, initial)
		for _, k := range slices.Sorted(maps.Keys(filled)) {
			r.FilledIn = append(r.FilledIn, fmt.Sprintf("%s (%d)", k, filled[k]))
		}
		return nil
	})
	return r, err
}

// initialEnvelope is what the validation gave: the ledger without its changes.
func initialEnvelope(tx *storage.Tx, c *workflow.Call) (sum workflow.Money, err error) {
	const page = 1000
	for after := int64(0); ; {
		lines, err := tx.LedgerOf(c.Ref().Dossier, after, page)
		if err != nil {
			return 0, err
		}
		for _, l := range lines {
			after = l.Seq
			if l.Kind == workflow.EntryEnvelope {
				sum += l.Amount
			}
		}
		if len(lines) < page {
			break
		}
	}
	if sum == 0 {
		sum = c.Rules().Envelope // nothing is validated yet
	}
	return sum, nil
}

// EnvelopeOf is the call's present envelope; until it is validated, the one that
// its rules are to give.
func EnvelopeOf(c *workflow.Call) workflow.Money {
	if c.Envelope == 0 {
		return c.Rules().Envelope
	}
	return c.Envelope
}

// funded are the states in which a project counts as awarded.
var funded = []workflow.State{
	"awarded", "contracting", "in_progress", "midterm_held", "suspended", "reported", "reviewed", "closed", "terminated",
}

func newReport(c *workflow.Case, initial workflow.Money) *Report {
	r := &Report{
		Call: c.Call.Reference, Initial: Euro(initial), Envelope: Euro(EnvelopeOf(c.Call)), FilledIn: []string{},
		ByTheme: []ThemeTotal{}, BySisp: []SispTotal{}, ByObjective: []ObjectiveTotal{}, Indicators: []IndicatorTotal{},
	}
	r.FilledIn = append(r.FilledIn, c.Call.Rules().FilledIn...)
	r.Titles = titles(c)
	sums := newSums()
	for _, s := range c.All {
		if !s.SubmittedAt.IsZero() {
			r.Submissions++
			r.Requested += Euro(s.Requested)
			sums.sisps[s.Sisp] = true
		}
		if slices.Contains(funded, s.State()) && s.Awarded > 0 {
			r.award(s, c.Today)
			sums.add(s)
		}
	}
	r.Sisps = len(sums.sisps)
	if r.Awarded > 0 {
		n := Euro(r.Awarded)
		r.AwardMean = (2*r.AwardedTotal + n) / (2 * n) // rounded half up
	}
	r.OverEnvelope = max(0, r.AwardedTotal-r.Initial)
	sums.into(r, c.Call.Rules())
	return r
}

// titles are those of the call's themes and objectives, and of organisations,
// each under its kind and id.
func titles(c *workflow.Case) map[string]workflow.Words {
	out := map[string]workflow.Words{}
	for _, n := range c.Call.Rules().Themes {
		out["theme "+n.ID] = n.Title
	}
	for _, n := range c.Call.Rules().Goals() {
		out["objective "+n.ID] = n.Title
	}
	if c.House != nil {
		for _, o := range c.House.Organisations {
			out["sisp "+o.Ref().ID] = o.Name
		}
	}
	return out
}

// award adds an awarded project.
func (r *Report) award(s *workflow.Submission, today workflow.Date) {
	amount := Euro(s.Awarded)
	if r.Awarded == 0 || amount < r.AwardMin {
		r.AwardMin = amount
	}
	r.AwardMax = max(r.AwardMax, amount)
	r.Awarded++
	r.AwardedTotal += amount
	for _, i := range s.Instalments {
		switch i.State() {
		case "void":
			continue
		case "paid":
			r.Instalments.Paid += Euro(i.Amount)
			r.Instalments.Claimed += Euro(i.Amount)
		case "claimed", "approved":
			r.Instalments.Claimed += Euro(i.Amount)
		case "held":
			if i.HeldFrom != "claimable" {
				r.Instalments.Claimed += Euro(i.Amount)
			}
		}
		r.Instalments.Planned += Euro(i.Amount)
	}
	for _, d := range s.Deliverables {
		if d.State() == "void" {
			continue
		}
		r.Deliverables.Expected++
		if d.State() == "accepted" {
			r.Deliverables.Accepted++
		}
		if d.On > d.Due || d.On == "" && today > d.Due {
			r.Deliverables.Late++
		}
	}
}

// sums are totals by what they are of.
type sums struct {
	sisps                  map[string]bool
	theme, sisp, objective map[string]Total
	target, actual         map[string]workflow.Number
	measured               map[string]int
}

func newSums() *sums {
	return &sums{
		sisps: map[string]bool{}, theme: map[string]Total{}, sisp: map[string]Total{}, objective: map[string]Total{},
		target: map[string]workflow.Number{}, actual: map[string]workflow.Number{}, measured: map[string]int{},
	}
}

func plus(m map[string]Total, key string, amount workflow.Money) {
	t := m[key]
	m[key] = Total{t.Projects + 1, t.AwardedTotal + Euro(amount)}
}

func (x *sums) add(s *workflow.Submission) {
	plus(x.sisp, s.Sisp, s.Awarded)
	p := s.Proposal
	if p == nil {
		return
	}
	plus(x.theme, p.Theme, s.Awarded)
	for _, o := range p.Objectives {
		plus(x.objective, o, s.Awarded)
	}
	last := map[string]workflow.Number{}
	for _, v := range s.Values {
		last[v.ID] = v.Value
	}
	for _, i := range p.Indicators {
		x.target[i.ID] += i.Target
		x.actual[i.ID] += last[i.ID]
		x.measured[i.ID]++
	}
}

// into writes the totals in a fixed order: the call's own, or else by name.
func (x *sums) into(r *Report, rules *workflow.Rules) {
	for _, k := range inOrder(x.theme, rules.Themes) {
		r.ByTheme = append(r.ByTheme, ThemeTotal{k, x.theme[k]})
	}
	for _, k := range inOrder(x.sisp, nil) {
		r.BySisp = append(r.BySisp, SispTotal{k, x.sisp[k]})
	}
	for _, k := range inOrder(x.objective, rules.Goals()) {
		r.ByObjective = append(r.ByObjective, ObjectiveTotal{k, x.objective[k]})
	}
	for _, k := range inOrder(x.measured, nil) {
		r.Indicators = append(r.Indicators, IndicatorTotal{k, Figure(x.target[k]), Figure(x.actual[k]), x.measured[k]})
	}
}

func inOrder[V any](m map[string]V, first []workflow.Named) []string {
	place := func(k string) int {
		if i := slices.IndexFunc(first, func(n workflow.Named) bool { return n.ID == k }); i >= 0 {
			return i
		}
		return len(first)
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(place(a)-place(b), cmp.Compare(a, b)) })
	return keys
}
