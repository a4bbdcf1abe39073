package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// An avenant: no-cost extension, budget shift, change of partner or account,
// change of amount.

type amendProjectIn struct {
	Kind     string      `name:"kind" need:"yes" oneof:"extension,budget,partners,account,amount"`
	Reasons  w.Text      `name:"reasons" need:"yes" max:"10000"`
	EndOn    w.Date      `name:"end_on"`
	Budget   []w.Line    `name:"budget"`
	Partners []w.Partner `name:"partners"`
	Account  string      `name:"account" max:"50"`
	Amount   *w.Money    `name:"amount"`
	w.Mandate
}

var (
	amendRole = w.Check[amendProjectIn]{Code: w.CodeRole, Kind: w.Forbidden, Field: "kind", Holds: func(c *w.Case, in amendProjectIn) bool {
		if in.Kind == "amount" {
			return c.Has(w.FunderSig, false)
		}
		return c.Has(w.Officer, false)
	}, Facts: func(_ *w.Case, in amendProjectIn) map[string]any {
		if in.Kind == "amount" {
			return map[string]any{"by": []w.Role{w.FunderSig}}
		}
		return map[string]any{"by": []w.Role{w.Officer}}
	}}
	amendWhole = w.Check[amendProjectIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "kind", Holds: func(_ *w.Case, in amendProjectIn) bool {
		switch in.Kind {
		case "extension":
			return in.EndOn != ""
		case "budget":
			return in.Budget != nil
		case "partners":
			return in.Partners != nil
		case "account":
			return in.Account != ""
		default:
			return in.Amount != nil && in.Budget != nil
		}
	}, Facts: func(_ *w.Case, in amendProjectIn) map[string]any { return map[string]any{"kind": in.Kind} }}
	// amendSound: what the avenant brings is something else, and fits.
	amendSound = w.Check[amendProjectIn]{Code: "avenant_unsound", Kind: w.Invalid, Field: "kind", Holds: func(c *w.Case, in amendProjectIn) bool {
		asked, _ := totals(in.Budget)
		switch in.Kind {
		case "extension":
			return in.EndOn > c.File.EndOn
		case "budget":
			return asked == c.File.Signed
		case "partners":
			return partnersKnown(c, in.Partners, c.File.Sisp) && len(unmandated(c, ids(in.Partners))) == 0
		case "account":
			return in.Account != c.File.Account
		default:
			return in.Amount != nil && *in.Amount != c.File.Signed && asked == *in.Amount
		}
	}, Facts: func(_ *w.Case, in amendProjectIn) map[string]any { return map[string]any{"kind": in.Kind} }}
	amendWithinRequest  = amountCheck("over_request", func(c *w.Case, m w.Money) bool { return m <= c.File.Requested })
	amendWithinCaps     = amountCheck("outside_caps", func(c *w.Case, m w.Money) bool { return m <= rulesOf(c).Max })
	amendNotBelowPaid   = amountCheck("below_paid", func(c *w.Case, m w.Money) bool { return m >= c.File.Paid })
	amendWithinEnvelope = amountCheck("over_envelope", func(c *w.Case, m w.Money) bool { return m-c.File.Signed <= c.Call.Free() })
	amendOrgan          = w.Check[amendProjectIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "organ", Holds: func(c *w.Case, in amendProjectIn) bool {
		m := organOf(c, in.Mandate)
		return in.Kind != "amount" || m.Organ != "" && m.Date != "" && m.Reference != ""
	}}
)

func amountCheck(code w.Code, holds func(*w.Case, w.Money) bool) w.Check[amendProjectIn] {
	return w.Check[amendProjectIn]{Code: code, Field: "amount", Holds: func(c *w.Case, in amendProjectIn) bool {
		return in.Kind != "amount" || in.Amount == nil || holds(c, *in.Amount)
	}, Facts: func(c *w.Case, in amendProjectIn) map[string]any {
		return map[string]any{
			"requested": c.File.Requested, "min": rulesOf(c).Min, "max": rulesOf(c).Max, "paid": c.File.Paid,
			"free": c.Call.Free(), "envelope": c.Call.Envelope, "committed": c.Call.Committed,
		}
	}}
}

func ids(ps []w.Partner) (out []string) {
	for _, p := range ps {
		out = append(out, p.ID)
	}
	return out
}

func amendProject(k *w.Work, in amendProjectIn) {
	s := k.File
	v := &w.Version{Kind: in.Kind, Amount: s.Signed, Language: s.Versions[0].Language, Reasons: in.Reasons, Mandate: in.Mandate}
	switch in.Kind {
	case "extension":
		v.EndOn, v.ReportDue = in.EndOn, in.EndOn.Plus(0, rulesOf(&k.Case).ReportDays)
	case "budget":
		v.Budget = in.Budget
	case "partners":
		v.Partners = slices.Clone(in.Partners)
	case "account":
		v.Account = in.Account
	case "amount":
		v.Amount, v.Budget, v.Mandate = *in.Amount, in.Budget, organOf(&k.Case, in.Mandate)
		rise(k, v)
	}
	s.Reasons = in.Reasons
	draw(k, v)
	if v.Partners != nil {
		invite(k, v.Partners)
	}
}

// rise: more money is committed while the avenant is out, and raises the award.
func rise(k *w.Work, v *w.Version) {
	if v.Amount <= k.File.Signed {
		return
	}
	v.Before = k.File.Awarded
	k.File.Awarded = max(k.File.Awarded, v.Amount)
	k.Commit(v.Amount)
}
