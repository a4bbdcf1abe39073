package ranking

import "tremplin/workflow"

// Comparison sets scenarios of one ranking side by side. What each leaves stands
// in its Left.
type Comparison struct {
	Scenarios []Scenario
	Rows      []Beside   // the projects, in the order of the ranking
	Changes   [][]Change // from the first scenario to each; of the first itself none
}

// Beside is a project in each of the scenarios.
type Beside struct {
	ID      string
	Place   int
	Amounts []workflow.Money // cents; 0: out
	Why     []workflow.Code  // why it is out; "": in
	Differs bool             // not the same amount everywhere
}

// Change is what another scenario means for a project, in cents; 0: out.
type Change struct {
	ID       string
	From, To workflow.Money
}

// Compare sets scenarios of a ranking side by side.
func Compare(ranked []Ranked, scenarios ...Scenario) Comparison {
	out := Comparison{Scenarios: scenarios, Changes: make([][]Change, len(scenarios))}
	amounts, reasons := make([]map[string]workflow.Money, len(scenarios)), make([]map[string]workflow.Code, len(scenarios))
	for n, s := range scenarios {
		amounts[n], reasons[n] = map[string]workflow.Money{}, map[string]workflow.Code{}
		for _, a := range s.Awards {
			amounts[n][a.ID] = a.Amount
		}
		for _, o := range s.Out {
			reasons[n][o.ID] = o.Why
		}
	}
	for i := range ranked {
		row := Beside{ID: ranked[i].ID, Place: ranked[i].Place}
		for n := range scenarios {
			m, in := amounts[n][row.ID]
			why := reasons[n][row.ID]
			if in {
				why = "" // by hand a choice can be in and wrong
			}
			row.Amounts, row.Why = append(row.Amounts, m), append(row.Why, why)
			if m != row.Amounts[0] {
				row.Differs = true
				out.Changes[n] = append(out.Changes[n], Change{row.ID, row.Amounts[0], m})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// Changes are what it means for each project to go from one scenario to another,
// in the order of the ranking; those that stay as they are are left out.
func Changes(ranked []Ranked, from, to Scenario) []Change {
	return Compare(ranked, from, to).Changes[1]
}
