package api

import (
	"net/http"
	"slices"
	"strconv"

	"tremplin/app"
	"tremplin/workflow"
)

func (s *Server) rankingRoutes() {
	const sight = "For the committee and for the funder's side. "
	add(s, route{
		id: "get-ranking", path: pathCalls + "/{id}/ranking", tag: "calls", summary: "The committee's ranking", answers: Ranking{},
		text: sight + "Who has a conflict gets the others alone, renumbered and without sums; others' scores count once one's own sheet is sealed.",
	}, getRanking)
	add(s, route{
		id: "get-scenarios", path: pathCalls + "/{id}/scenarios", tag: "calls", summary: "Ways of sharing out the call's budget, side by side", answers: Scenarios{},
		text:    sight + "Made from the ranking; nothing is decided or kept. Who has a conflict in the call gets none until results are public.",
		refuses: []int{http.StatusUnprocessableEntity},
	}, getScenarios)
}

// Ranking is what the committee's scores come to. Amounts and the line are left
// out where sums may not be known, and the line and what is added up down to it where
// some scores are hidden too.
type Ranking struct {
	Call     string   `json:"call"`
	Envelope Euros    `json:"envelope,omitempty"`
	Line     *int     `json:"line,omitempty" doc:"So many from the top stand above the line: by the amounts advised, and until there are, requested"`
	Lines    *Lines   `json:"lines,omitempty" doc:"Where the envelope ends"`
	Ties     []string `json:"ties,omitempty" doc:"What decides between equal totals, in order: criteria, or submitted_at; then the dossier's number"`
	Items    []Ranked `json:"items"`
}

// Lines are where the envelope ends.
type Lines struct {
	Requested Line  `json:"requested" doc:"By the amounts requested"`
	Advised   *Line `json:"advised,omitempty" doc:"By those advised, and until there are, requested; none while none is advised"`
}

// Line is where the envelope ends, read from the top. What cannot be funded counts for
// nothing.
type Line struct {
	Above int      `json:"above" doc:"So many from the top stand above the line"`
	Sum   Euros    `json:"sum" doc:"Of these"`
	Left  Euros    `json:"left"`
	Next  string   `json:"next,omitempty" doc:"The first that does not fit whole; none where all fit"`
	Asks  Euros    `json:"next_amount,omitempty"`
	Short Euros    `json:"short,omitempty" doc:"What is missing for it"`
	Fit   []string `json:"still_fit,omitempty" doc:"Further down, those that what is left would still pay for, each beside the ones before"`
}

// Ranked is a submission in its place.
type Ranked struct {
	Place      int            `json:"place"`
	Submission string         `json:"submission"`
	Title      string         `json:"title,omitempty"`
	Sisp       string         `json:"sisp"`
	Theme      string         `json:"theme,omitempty"`
	Tied       bool           `json:"tied,omitempty" doc:"The call's list of ties decided"`
	TieBy      string         `json:"tie_by,omitempty" doc:"What put it after its neighbour: a criterion, submitted_at or number"`
	Total      string         `json:"total,omitempty" doc:"Mean of the sheets that may be seen, out of 100; none where none counts"`
	Spread     string         `json:"spread,omitempty" doc:"Between the highest and the lowest"`
	Wide       bool           `json:"wide,omitempty" doc:"The sheets lie wide_spread of the call's rules or more apart: to be discussed"`
	Sheets     int            `json:"sheets"`
	Missing    int            `json:"missing,omitempty" doc:"Sheets to the quorum; while any is missing and no opinion is given, it is listed and not ranked"`
	Below      bool           `json:"below,omitempty" doc:"A criterion is under its threshold"`
	Criteria   []CriterionSum `json:"criteria,omitempty"`
	Opinion    string         `json:"opinion,omitempty"`
	Requested  Euros          `json:"requested"`
	Advised    Euros          `json:"advised,omitempty"`
	Cumulative Euros          `json:"cumulative,omitempty" doc:"Amounts that would be granted down to here; none where it cannot be funded"`
	Asked      Euros          `json:"cumulative_requested,omitempty" doc:"Amounts requested, likewise"`
}

// CriterionSum is how the sheets judge one criterion.
type CriterionSum struct {
	ID     string `json:"id"`
	Mean   string `json:"mean"`
	Spread string `json:"spread"`
	Below  bool   `json:"below,omitempty" doc:"Under the call's threshold"`
}

func getRanking(v *visit, in *ByID) (*answer, error) {
	r, err := v.App.RankPage(v.ctx, v.who, in.ID, app.RankWanted{})
	if err != nil {
		return nil, err
	}
	return ok(rankingOf(r)), nil
}

func rankingOf(r *app.RankPage) Ranking {
	out := Ranking{Call: r.Call.Ref().Dossier, Ties: r.Call.Rules().Ties, Items: all(r.Lines, rankedOf)}
	if r.Sums {
		out.Envelope = euros(r.Total)
	}
	if r.Lined {
		requested, advised := r.Reaches()
		out.Line, out.Lines = &advised.Rows, &Lines{Requested: lineOf(requested)}
		if r.Advises() {
			l := lineOf(advised)
			out.Lines.Advised = &l
		}
	}
	return out
}

func lineOf(r app.Reach) Line {
	return Line{Above: r.Rows, Sum: euros(r.Sum), Left: euros(r.Left), Next: r.Next, Asks: some(r.Amount), Short: some(r.Missing), Fit: r.Fit}
}

func rankedOf(r app.RankLine) Ranked {
	out := Ranked{
		Place: r.Place, Submission: r.ID, Title: r.Title, Sisp: r.File.Sisp, Tied: r.Tied, TieBy: r.Tie, Wide: r.Has(app.RankSpread), Sheets: len(r.Each),
		Below: r.Has(app.RankBelow), Opinion: r.Opinion, Requested: euros(r.Requested), Cumulative: some(r.Cumulative), Asked: some(r.Asked),
	}
	if r.Has(app.RankMissing) {
		out.Missing = r.Missing
	}
	if r.File.Proposal != nil {
		out.Theme = r.File.Proposal.Theme
	}
	if r.Opinion != "" {
		out.Advised = euros(r.Advised)
	}
	if r.Scored() {
		out.Total, out.Spread = r.Total.String(), r.Spread.String()
		out.Criteria = each(r.Criteria, func(c app.CriterionScore) CriterionSum {
			return CriterionSum{c.ID, c.Mean.String(), c.Spread.String(), c.Below}
		})
	}
	return out
}

// Scenarios are ways of sharing out a call's budget.
type Scenarios struct {
	Call      string        `json:"call"`
	Envelope  Euros         `json:"envelope"`
	Rules     ScenarioRules `json:"rules"`
	Near      []Near        `json:"near" doc:"How near the line of the rank order each stands, in the ranking's order"`
	Scenarios []Scenario    `json:"scenarios" doc:"Rank order, best total, equal cut; then by hand, if somebody chose"`
}

// ScenarioRules are what the scenarios keep besides the budget and the amounts per project.
type ScenarioRules struct {
	PerSisp   int  `json:"at_most_per_sisp,omitempty" doc:"None: no such rule"`
	EachTheme bool `json:"at_least_one_per_theme,omitempty"`
}

// Scenario is one way.
type Scenario struct {
	Kind   string          `json:"kind" enum:"rank_order,best_total,equal_cut,by_hand"`
	Holds  bool            `json:"holds" doc:"Keeps the budget and all rules"`
	Awards []ScenarioAward `json:"awards"`
	Out    []ScenarioOut   `json:"out"`
	Sum    Euros           `json:"sum"`
	Left   Euros           `json:"left" doc:"Less than nothing where a choice by hand passes the budget"`
	Score  string          `json:"score" doc:"Of those awarded, added up"`
	Cut    string          `json:"cut,omitempty" doc:"Of an equal cut: per cent off"`
	Exact  *bool           `json:"exact,omitempty" doc:"Of the best total: it is proven that none is better"`
	Bound  string          `json:"bound,omitempty" doc:"Where it is not proven: a score that no choice passes"`
	Gap    string          `json:"gap,omitempty" doc:"And how far this one is from it at most"`
	Unmet  []string        `json:"unmet_themes,omitempty"`
	Full   []string        `json:"over_sisps,omitempty" doc:"SISPs with more projects than the rule allows"`
	Comes  []string        `json:"comes_in,omitempty" doc:"Against the rank order"`
	Goes   []string        `json:"drops_out,omitempty" doc:"Against the rank order"`
}

// ScenarioAward is what a submission would get.
type ScenarioAward struct {
	Submission string `json:"submission"`
	Amount     Euros  `json:"amount"`
}

// ScenarioOut is a submission that is out, and why.
type ScenarioOut struct {
	Submission string `json:"submission"`
	Reason     string `json:"reason"`
}

// Near is the smallest change of one submission, all else being as it is, that moves it
// to the other side of the line of the rank order. Of the best total there is no such
// line: what one project loses may come back by a change of another.
type Near struct {
	Submission string `json:"submission"`
	In         bool   `json:"in" doc:"Of the rank order: for the best total nothing of the kind is told, since a change of one project may swap several others"`
	Score      string `json:"score,omitempty" doc:"Change of its total, in points; none: no total moves it"`
	Amount     Euros  `json:"amount,omitempty" doc:"Change of its amount; none: no amount that may be advised moves it"`
	Why        string `json:"why,omitempty" doc:"What keeps it out whatever its score"`
}

func nearOf(n *app.Nearness) Near {
	out := Near{Submission: n.ID, In: n.In, Why: string(n.Why)}
	if n.Score != nil {
		out.Score = workflow.Money(*n.Score).String()
	}
	if n.Amount != nil {
		out.Amount = euros(*n.Amount)
	}
	return out
}

type scenariosIn struct {
	ByID

	PerSisp   string `query:"at_most_per_sisp" doc:"At most so many projects of one SISP, 1 to 99"`
	EachTheme string `query:"at_least_one_per_theme" doc:"true: at least one project of each theme of the call"`
	Hand      string `query:"hand" doc:"A choice by hand: submissions with commas between, each with :amount where it is another than the whole: bottin,mimosa:12000.00"`
}

func getScenarios(v *visit, in *scenariosIn) (*answer, error) {
	rules := app.ScenarioRules{EachTheme: in.EachTheme == "true"}
	if in.PerSisp != "" {
		n, err := strconv.Atoi(in.PerSisp)
		if err != nil || n < 1 || n > app.MostPerSisp {
			return nil, &workflow.Error{Kind: workflow.Invalid, Code: "range", Field: "at_most_per_sisp", Facts: map[string]any{"min": 1, "max": app.MostPerSisp}}
		}
		rules.PerSisp = n
	}
	s, err := v.App.ScenariosOf(v.ctx, v.who, in.ID, rules, in.Hand)
	if err != nil {
		return nil, err
	}
	out := Scenarios{Near: []Near{}, Scenarios: []Scenario{}, Call: s.Call.Ref().Dossier, Envelope: euros(s.Total), Rules: ScenarioRules{rules.PerSisp, rules.EachTheme}}
	for i := range s.Lines {
		out.Near = append(out.Near, nearOf(&s.Lines[i].Near))
	}
	for i := range s.Each {
		out.Scenarios = append(out.Scenarios, scenarioOf(&s.Each[i], &s.Each[0]))
	}
	return ok(out), nil
}

func scenarioOf(s, first *app.Scenario) Scenario {
	out := Scenario{
		Kind: s.Kind, Holds: s.Holds, Sum: euros(s.Sum), Left: euros(s.Left), Score: s.Score.String(), Unmet: s.Unmet,
		Awards: []ScenarioAward{}, Out: []ScenarioOut{}, Comes: missing(s, first), Goes: missing(first, s),
	}
	for _, a := range s.Awards {
		out.Awards = append(out.Awards, ScenarioAward{a.ID, euros(a.Amount)})
	}
	for _, o := range s.Out {
		out.Out = append(out.Out, ScenarioOut{o.ID, string(o.Why)})
	}
	for _, f := range s.Full {
		out.Full = append(out.Full, f.Sisp)
	}
	switch s.Kind {
	case "equal_cut":
		out.Cut = workflow.Money(s.Cut).String()
	case "best_total":
		exact := s.Exact
		if out.Exact = &exact; !exact {
			out.Bound, out.Gap = s.Bound.String(), s.Gap.String()
		}
	}
	return out
}

// missing are the submissions that one scenario has and another has not.
func missing(has, not *app.Scenario) (out []string) {
	for _, a := range has.Awards {
		if !slices.ContainsFunc(not.Awards, func(b app.Chosen) bool { return a.ID == b.ID }) {
			out = append(out, a.ID)
		}
	}
	return out
}
