package workflow_test

import (
	"strings"
	"testing"

	w "tremplin/workflow"
)

// Tables of what waits that name what no lifecycle has do not compile.
func TestCompileFindsFaultsOfLeads(t *testing.T) {
	call := table(w.Rule{Action: "a", From: from("x"), To: "y", By: officer, Does: nothing})
	file := w.Lifecycle{Entity: w.EntitySubmission, Rules: []w.Rule{{Action: "go", From: from("here"), To: "there", By: officer, Does: nothing}}}
	for want, l := range map[string]w.Leads{
		"awaited: call.b is in no table":                 {Awaited: []w.Await{{Act: "call.b"}}},
		"awaited: call.c is in no table":                 {Awaited: []w.Await{{Act: "call.a", Or: []string{"call.c"}}}},
		"awaited call.a: no call is ever there":          {Awaited: []w.Await{{Act: "call.a", At: from("there")}}},
		"turns: submission.stay is in no table":          {Turns: []w.Turn{{State: "here", Role: w.Officer, Act: "submission.stay"}}},
		"turns: no submission is ever nowhere":           {Turns: []w.Turn{{State: "nowhere", Role: w.Officer, Act: "submission.go"}}},
		"turns: submission.go is not for a das_director": {Turns: []w.Turn{{State: "here", Role: w.Director, Act: "submission.go"}}},
		"way: no submission is ever nowhere":             {Way: []w.Phase{{Name: "one", States: from("here", "nowhere")}}},
		"weights: submission.stay is in no table":        {Weights: []w.Weight{{Act: "submission.stay"}}},
		"weights: submission.go twice":                   {Weights: []w.Weight{{Act: "submission.go"}, {Act: "submission.go", Takes: true}}},
		"over: no call is ever here":                     {Over: map[w.Entity][]w.State{w.EntityCall: from("here")}},
	} {
		p := &w.Programme{Lifecycles: []w.Lifecycle{call, file}, Leads: l}
		if err := p.Compile(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	p := &w.Programme{Lifecycles: []w.Lifecycle{call, file}, Leads: w.Leads{
		Awaited: []w.Await{{Act: "submission.go", At: from("here")}}, Turns: []w.Turn{{State: "here", Role: w.Officer, Act: "submission.go"}},
		Way: []w.Phase{{Name: "one", States: from("here", "there")}}, Weights: []w.Weight{{Act: "submission.go"}}, Over: map[w.Entity][]w.State{w.EntityCall: from("y")},
	}}
	if err := p.Compile(); err != nil {
		t.Error(err)
	}
}
