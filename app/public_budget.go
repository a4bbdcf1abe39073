package app

import (
	"encoding/json"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// BudgetChange is a decision that changed the envelope of a call.
type BudgetChange struct {
	From, To workflow.Money
	workflow.Mandate
}

// budget is what everybody may know of a call's envelope.
type budget struct {
	now     workflow.Money
	changes []BudgetChange
}

// publicBudgets are the envelopes of calls as everybody may know them, by their ids:
// as it now is before anything competes; then as it stood when the committee was
// convened, for a change would tell of decisions before their letters; and as it was
// whenever the results were published, with the decisions that changed it.
func publicBudgets(tx *storage.Tx, calls ...*workflow.Call) (map[string]budget, error) {
	ids := make([]string, len(calls))
	for i, c := range calls {
		ids[i] = c.Ref().Dossier
	}
	events, err := tx.EnvelopeEvents(ids)
	out := make(map[string]budget, len(calls))
	for _, c := range calls {
		out[c.Ref().Dossier] = budgetOf(c, events[c.Ref().Dossier])
	}
	return out, err
}

func budgetOf(c *workflow.Call, events []storage.EnvelopeEvent) budget {
	first := budget{now: c.Rules().Envelope}
	known, is, convened := first, first, false
	for _, e := range events {
		switch {
		case e.Entity == workflow.EntityCall && e.Action == "validate": // anew, with the rules of now
			known, is, convened = first, first, false
		case e.Entity == workflow.EntityCall && e.Action == "convene":
			convened = true
		case e.Entity == workflow.EntityCall:
			known = is
		default:
			is = is.changed(c, e)
			if !convened {
				known = budget{now: is.now}
			}
		}
	}
	return known
}

func (b budget) changed(c *workflow.Call, e storage.EnvelopeEvent) budget {
	var in struct {
		Envelope workflow.Money
		workflow.Mandate
	}
	if json.Unmarshal(e.Input, &in) != nil {
		return b
	}
	change := BudgetChange{From: b.now, To: in.Envelope, Mandate: in.Or(c.Rules().Delegation)}
	return budget{in.Envelope, append(slices.Clone(b.changes), change)}
}
