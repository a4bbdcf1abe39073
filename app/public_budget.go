package app

import (
	"cmp"
	"encoding/json"

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
// as it now is before anything competes and once the results are published, with the
// decisions that changed it; in between as it stood when the committee was convened,
// for a change would tell of decisions before their letters.
func publicBudgets(tx *storage.Tx, calls ...*workflow.Call) (map[string]budget, error) {
	out := make(map[string]budget, len(calls))
	var changed []string
	for _, c := range calls {
		out[c.Ref().Dossier] = budget{now: c.Rules().Envelope}
		if c.Envelope != c.Rules().Envelope {
			changed = append(changed, c.Ref().Dossier)
		}
	}
	events, err := tx.EnvelopeEvents(changed)
	if err != nil {
		return nil, err
	}
	for _, c := range calls {
		if told, ok := events[c.Ref().Dossier]; ok {
			out[c.Ref().Dossier] = budgetOf(c, told)
		}
	}
	return out, nil
}

func budgetOf(c *workflow.Call, events []storage.EnvelopeEvent) budget {
	convened, d, out := false, c.Rules().Delegation, budget{now: c.Rules().Envelope}
	for _, e := range events {
		var in struct {
			Envelope workflow.Money
			workflow.Mandate
		}
		convened = convened || e.Convened
		if e.Convened || convened && c.PublishedOn == "" || json.Unmarshal(e.Input, &in) != nil {
			continue
		}
		in.Organ, in.Date, in.Reference = cmp.Or(in.Organ, d.Organ), cmp.Or(in.Date, d.Date), cmp.Or(in.Reference, d.Reference)
		out.changes = append(out.changes, BudgetChange{From: out.now, To: in.Envelope, Mandate: in.Mandate})
		out.now = in.Envelope
	}
	if c.PublishedOn == "" {
		out.changes = nil
	}
	return out
}
