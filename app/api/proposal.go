package api

import "tremplin/workflow"

// Proposal is what the SISP wrote.
type Proposal struct {
	Title          string            `json:"title"`
	Theme          string            `json:"theme"`
	Requested      Euros             `json:"requested"`
	Budget         []BudgetLine      `json:"budget,omitempty"`
	Partners       []Partner         `json:"partners,omitempty"`
	Cofinancing    Euros             `json:"cofinancing,omitempty"`
	Deliverables   []Promise         `json:"deliverables,omitempty"`
	Indicators     []Indicator       `json:"indicators,omitempty"`
	Neighbourhoods []Neighbourhood   `json:"neighbourhoods,omitempty"`
	Objectives     []string          `json:"objectives,omitempty"`
	Activities     []Activity        `json:"activities,omitempty"`
	Continues      string            `json:"continues,omitempty"`
	Texts          map[string]string `json:"texts,omitempty"`
}

// BudgetLine is a line of a budget.
type BudgetLine struct {
	Category string `json:"category" enum:"staff,operating,subcontracting,investment,overhead"`
	Label    string `json:"label"`
	Amount   Euros  `json:"amount" doc:"Asked"`
	Own      Euros  `json:"own,omitempty" doc:"Co-financed"`
}

// Partner is a partner as the proposal names it.
type Partner struct {
	ID    string `json:"id"`
	Role  string `json:"role,omitempty"`
	Share Euros  `json:"share,omitempty"`
}

// Activity is something that the project does, with its place in the calendar.
type Activity struct {
	Title string `json:"title"`
	From  Day    `json:"from,omitempty"`
	Until Day    `json:"until,omitempty"`
	Times string `json:"times,omitempty" doc:"How often"`
	Place string `json:"place,omitempty"`
}

// Promise is a deliverable as proposed.
type Promise struct {
	Title string `json:"title"`
	Due   Day    `json:"due"`
	Party string `json:"party,omitempty"`
}

// Indicator is what is measured.
type Indicator struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Unit   string `json:"unit,omitempty"`
	Base   Figure `json:"base"`
	Target Figure `json:"target"`
}

// Neighbourhood is one the project works in.
type Neighbourhood struct {
	Name     string         `json:"name"`
	Problems map[string]int `json:"problems,omitempty" doc:"What is reported there, 1 to 10"`
}

func proposalOf(p *workflow.Proposal) *Proposal {
	if p == nil {
		return nil
	}
	return &Proposal{
		Title: p.Title.Body, Theme: p.Theme, Requested: euros(p.Requested), Budget: each(p.Budget, budgetLineOf), Partners: each(p.Partners, partnerOf),
		Cofinancing: some(p.Cofinancing), Deliverables: each(p.Deliverables, func(d workflow.Promise) Promise { return Promise{d.Title.Body, Day(d.Due), d.Party} }),
		Indicators: each(p.Indicators, func(i workflow.Indicator) Indicator {
			return Indicator{i.ID, i.Title.Body, i.Unit.Body, Figure(i.Base.String()), Figure(i.Target.String())}
		}),
		Neighbourhoods: each(p.Neighbourhoods, func(n workflow.Neighbourhood) Neighbourhood { return Neighbourhood{n.Name.Body, n.Problems} }),
		Objectives:     p.Objectives, Activities: each(p.Activities, activityOf), Continues: p.Continues, Texts: texts(p.Texts),
	}
}

func activityOf(a workflow.Activity) Activity {
	return Activity{a.Title.Body, Day(a.From), Day(a.Until), a.Times.Body, a.Place.Body}
}

func budgetLineOf(l workflow.Line) BudgetLine {
	return BudgetLine{l.Category, l.Label.Body, euros(l.Amount), some(l.Own)}
}

func partnerOf(p workflow.Partner) Partner { return Partner{p.ID, p.Role.Body, some(p.Share)} }
