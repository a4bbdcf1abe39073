package app

import (
	"cmp"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// Refusals are all that an act can be answered with but a yes: what the tables
// say, and what is found around them; by kind, then code.
func (a *App) Refusals() []workflow.Refusal {
	out := append(a.Programme().Refusals(),
		workflow.Refusal{Kind: workflow.Invalid, Code: storage.CodeReferenceTaken},
		workflow.Refusal{Kind: workflow.Invalid, Code: "key_reused"},
		workflow.Refusal{Kind: workflow.Forbidden, Code: "step_up"},
	)
	slices.SortFunc(out, func(x, y workflow.Refusal) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Code, y.Code))
	})
	return slices.Compact(out)
}
