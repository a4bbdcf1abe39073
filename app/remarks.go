package app

import (
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// Remarks are what no rule refuses of an act on a project and whoever does it should
// know; values are raw, as a command has them.
func Remarks(f *workflow.Submission, act *Act, values map[string]any) []workflow.Remark {
	return empowerment.Remarks(f, act.Entity, act.Action, values)
}

// RemarksOn are the same of a line of spending, for who judges it.
func RemarksOn(f *workflow.Submission, x *workflow.Spending) []workflow.Remark {
	return empowerment.RemarksOn(f, x)
}

// BudgetNow is the budget that holds for a project; for a proposal its own.
func BudgetNow(f *workflow.Submission) []workflow.Line { return empowerment.BudgetNow(f) }
