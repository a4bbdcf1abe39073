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

const entityEnvelope workflow.Entity = "envelope"

// publicBudget is the envelope of a call as everybody may know it: as it now is before
// anything competes and once the results are published, with the decisions that
// changed it; in between as it stood when the committee was convened, for a change
// would tell of decisions before their letters.
func publicBudget(tx *storage.Tx, c *workflow.Call) (workflow.Money, []BudgetChange, error) {
	now := c.Rules().Envelope
	if c.Envelope == now {
		return now, nil, nil
	}
	past, err := wholePast(tx, c.Ref().Dossier)
	if err != nil {
		return 0, nil, err
	}
	convened, d := false, c.Rules().Delegation
	var out []BudgetChange
	for _, p := range past {
		convened = convened || p.On == c.Ref() && p.Action == "convene"
		var in struct {
			Envelope workflow.Money
			workflow.Mandate
		}
		if p.On.Entity != entityEnvelope || convened && c.PublishedOn == "" || json.Unmarshal(p.Input, &in) != nil {
			continue
		}
		in.Organ, in.Date, in.Reference = cmp.Or(in.Organ, d.Organ), cmp.Or(in.Date, d.Date), cmp.Or(in.Reference, d.Reference)
		out = append(out, BudgetChange{From: now, To: in.Envelope, Mandate: in.Mandate})
		now = in.Envelope
	}
	if c.PublishedOn == "" {
		out = nil
	}
	return now, out, nil
}
