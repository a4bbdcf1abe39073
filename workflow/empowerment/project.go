package empowerment

import (
	"fmt"
	"slices"
	"time"

	w "tremplin/workflow"
)

// The project runs: mid-term interview, suspension, notice, final report,
// review, end.

type (
	midtermIn struct {
		HeldOn     w.Date       `name:"held_on"`
		Present    []w.Attendee `name:"present"`
		Findings   w.Text       `name:"findings" max:"10000"`
		Light      string       `name:"light" oneof:"green,amber,red"`
		Indicators []w.Value    `name:"indicators"`
		Actions    []w.Text     `name:"actions" max:"4000"`
		NotHeld    w.Text       `name:"not_held" max:"10000"`
	}
	noticeIn struct {
		Grounds      w.Text `name:"grounds" need:"yes" max:"10000"`
		Consequences w.Text `name:"consequences" need:"yes" max:"10000"`
		Until        w.Date `name:"until" need:"yes"`
	}
	terminateIn struct {
		Reasons w.Text `name:"reasons" need:"yes" max:"10000"`
		Ground  string `name:"ground" max:"500"`
		w.Mandate
	}
	reportIn struct {
		Spending     []spendingIn    `name:"spending" need:"yes"`
		Indicators   []w.Value       `name:"indicators"`
		Evaluation   w.Text          `name:"evaluation" max:"10000"`
		Deliverables []deliverableIn `name:"deliverables"`
	}
	spendingIn struct {
		Line     int     `name:"line" need:"yes" min:"1" max:"500"`
		Amount   w.Money `name:"amount" need:"yes"`
		Supplier w.Text  `name:"supplier" max:"300"`
		Number   w.Text  `name:"number" max:"100"`
		Date     w.Date  `name:"date"`
		Note     w.Text  `name:"note" max:"2000"`
		File     string  `name:"file" max:"300"`
	}
	deliverableIn struct {
		Number      int    `name:"number" need:"yes" min:"1" max:"500"`
		Note        w.Text `name:"note" max:"4000"`
		Explanation w.Text `name:"explanation" max:"4000"`
	}
	reviewIn struct {
		Conclusions    w.Text `name:"conclusions" need:"yes" max:"10000"`
		Lessons        w.Text `name:"lessons" need:"yes" max:"10000"`
		PublishLessons bool   `name:"publish_lessons" need:"yes"`
		Continue       string `name:"continue" need:"yes" oneof:"yes,no,own_means"`
	}
	reassessIn struct {
		Accepted w.Money `name:"accepted" need:"yes"`
		Reasons  w.Text  `name:"reasons" need:"yes" max:"10000"`
		w.Mandate
	}
)

func (in noticeIn) until() w.Date       { return in.Until }
func (in terminateIn) organ() w.Mandate { return in.Mandate }
func (in terminateIn) why() w.Text      { return in.Reasons }
func (in reassessIn) organ() w.Mandate  { return in.Mandate }
func (in midtermIn) values() []w.Value  { return in.Indicators }
func (in reportIn) values() []w.Value   { return in.Indicators }
func (in reportIn) lines() []spendingIn { return in.Spending }

var (
	endNotAsked    = w.Guard{Code: "end_asked_already", Holds: func(c *w.Case) bool { return c.File.EndAsked.Empty() }}
	endWasAsked    = w.Guard{Code: "end_not_asked", Holds: func(c *w.Case) bool { return !c.File.EndAsked.Empty() }}
	meetingHeld    = w.Guard{Code: "meeting_missing", Holds: func(c *w.Case) bool { return has(c.Call.Meetings, "held") }}
	spendingJudged = w.Guard{Code: "spending_unjudged", Holds: func(c *w.Case) bool { return !has(c.File.Spending, "claimed") }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"left": len(states(c.File.Spending, "claimed"))}
	}}
	deliverablesJudged = w.Guard{Code: "deliverables_unjudged", Holds: func(c *w.Case) bool {
		return !has(c.File.Deliverables, "expected", "delivered", "explained", "returned")
	}, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"left": len(states(c.File.Deliverables, "expected", "delivered", "explained", "returned"))}
	}}
	accountEven = w.Guard{Code: "money_open", Holds: func(c *w.Case) bool {
		s := c.File
		return !moneyOpen(s) && s.Final != nil && s.Paid-s.WrittenOff == *s.Final
	}, Facts: func(c *w.Case) map[string]any { return map[string]any{"paid": c.File.Paid} }}

	midtermWhole = w.Check[midtermIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "findings", Holds: func(_ *w.Case, in midtermIn) bool {
		if !in.NotHeld.Empty() {
			return true
		}
		return in.HeldOn != "" && len(in.Present) > 0 && !in.Findings.Empty() && in.Light != "" && (in.Light == "green" || len(in.Actions) > 0)
	}, Facts: func(_ *w.Case, in midtermIn) map[string]any { return map[string]any{"light": in.Light} }}
	midtermPast = w.Check[midtermIn]{Code: "date_future", Kind: w.Invalid, Field: "held_on", Holds: func(c *w.Case, in midtermIn) bool { return in.HeldOn <= c.Today }}
	// heard: nobody's project ends unheard (PROCESS.md, terminate).
	heard = w.Check[terminateIn]{Code: "notice_needed", Field: "ground", Holds: func(c *w.Case, in terminateIn) bool {
		n := c.File.Notice.Until
		return in.Ground != "" || !c.File.EndAsked.Empty() || n != "" && c.Today > n
	}, Facts: func(c *w.Case, _ terminateIn) map[string]any { return map[string]any{"until": c.File.Notice.Until} }}
	deliverablesTold = w.Check[reportIn]{Code: "deliverables_open", Field: "deliverables", Holds: func(c *w.Case, in reportIn) bool { return len(untold(c, in)) == 0 }, Facts: func(c *w.Case, in reportIn) map[string]any {
		return map[string]any{"deliverables": untold(c, in)}
	}}
	reassessWithinEnvelope = w.Check[reassessIn]{Code: "over_envelope", Field: "accepted", Holds: func(c *w.Case, in reassessIn) bool {
		return max(min(c.File.Signed, in.Accepted), c.File.Paid)-c.File.Committed <= c.Call.Free()
	}, Facts: func(c *w.Case, _ reassessIn) map[string]any { return freeFact(c) }}
)

// knownValues: an indicator's id is one of the project's.
func knownValues[I interface{ values() []w.Value }]() w.Check[I] {
	return w.Check[I]{Code: "unknown", Kind: w.Invalid, Field: "indicators", Holds: func(c *w.Case, in I) bool {
		return !slices.ContainsFunc(in.values(), func(v w.Value) bool {
			return v.On > c.Today || !slices.ContainsFunc(c.File.Proposal.Indicators, func(i w.Indicator) bool { return i.ID == v.ID })
		})
	}}
}

// knownLines: spending names a place in the budget that holds, and an amount.
func knownLines[I interface{ lines() []spendingIn }]() w.Check[I] {
	return w.Check[I]{Code: "unknown", Kind: w.Invalid, Field: "spending", Holds: func(c *w.Case, in I) bool {
		return !slices.ContainsFunc(in.lines(), func(l spendingIn) bool { return l.Line > len(budgetNow(c.File)) || l.Amount == 0 })
	}, Facts: func(c *w.Case, _ I) map[string]any { return map[string]any{"lines": len(budgetNow(c.File))} }}
}

// knownProofs: the proof of spending is a file that lies with the dossier.
func knownProofs[I interface{ lines() []spendingIn }]() w.Check[I] {
	unknown := func(c *w.Case, in I) (at []string) {
		for i, l := range in.lines() {
			if l.File != "" && !attachedHere(c, l.File) {
				at = append(at, fmt.Sprintf("spending[%d].file", i))
			}
		}
		return at
	}
	return w.Check[I]{Code: "unknown", Kind: w.Invalid, Field: "spending", Holds: func(c *w.Case, in I) bool { return len(unknown(c, in)) == 0 }, Where: unknown}
}

// untold lists the deliverables that are neither delivered nor explained, nor
// are by this report.
func untold(c *w.Case, in reportIn) (out []string) {
	for i, d := range c.File.Deliverables {
		if d.State() != "expected" && d.State() != "returned" {
			continue
		}
		if !slices.ContainsFunc(in.Deliverables, func(x deliverableIn) bool {
			return x.Number == i+1 && x.Note.Empty() != x.Explanation.Empty()
		}) {
			out = append(out, d.Ref().ID)
		}
	}
	return out
}

func holdMidterm(k *w.Work, in midtermIn) {
	s := k.File
	s.Midterms = append(slices.Clone(s.Midterms), w.Midterm{HeldOn: in.HeldOn, Present: in.Present, Findings: in.Findings, Light: in.Light, Actions: in.Actions, NotHeld: in.NotHeld})
	s.MidtermOn = k.Today
	order(k, "midterm", s)
	appendValues(k, in.Indicators)
}

// appendValues appends indicator values with their date; none is overwritten.
func appendValues(k *w.Work, in []w.Value) {
	out := slices.Clone(k.File.Values)
	for _, v := range in {
		if v.On == "" {
			v.On = k.Today
		}
		out = append(out, v)
	}
	k.File.Values = out
}

func because(k *w.Work, in reasonsIn) { k.File.Reasons = in.Reasons }

func giveNotice(k *w.Work, in noticeIn) {
	k.File.Notice = w.Notice{Grounds: in.Grounds, Consequences: in.Consequences, Until: in.Until}
}

func askEnd(k *w.Work, in reasonsIn) { k.File.EndAsked = in.Reasons }

func refuseEnd(k *w.Work, in organReasonsIn) {
	k.File.EndAsked, k.File.Reasons, k.File.Mandate = w.Text{}, in.Reasons, organOf(&k.Case, in.Mandate)
}

func submitReport(k *w.Work, in reportIn) {
	s := k.File
	s.ReportedAt, s.Evaluation, s.Revision = k.Now, in.Evaluation, w.Completion{}
	appendValues(k, in.Indicators)
	spend(k, in.Spending, true)
	for _, x := range in.Deliverables {
		if x.Number > len(s.Deliverables) {
			continue
		}
		d := s.Deliverables[x.Number-1]
		if d.State() != "expected" && d.State() != "returned" {
			continue
		}
		d = w.Own(k, d)
		d.On, d.Missed, d.Note, d.Reasons = k.Today, x.Note.Empty(), x.Note, x.Explanation
	}
}

func deliverablesGiven(c *w.Case) (out []w.Subject)  { return toldNow(c, false) }
func deliverablesMissed(c *w.Case) (out []w.Subject) { return toldNow(c, true) }

func toldNow(c *w.Case, missed bool) (out []w.Subject) {
	for _, d := range c.File.Deliverables {
		if (d.State() == "expected" || d.State() == "returned") && d.On != "" && d.Missed == missed {
			out = append(out, d)
		}
	}
	return out
}

func deliverablesMade(c *w.Case) []w.Subject { return states(c.File.Deliverables, w.Unborn) }
func deliverablesOpen(c *w.Case) []w.Subject {
	return states(c.File.Deliverables, "expected", "delivered", "explained", "returned")
}

func requestRevision(k *w.Work, in completionIn) {
	s := k.File
	s.Revision, s.ReportedAt = w.Completion{Missing: in.Missing, Until: in.Until}, time.Time{}
	s.ReportDue = max(s.ReportDue, in.Until)
}

func review(k *w.Work, in reviewIn) {
	k.File.Review = w.Review{Conclusions: in.Conclusions, Lessons: in.Lessons, Publish: in.PublishLessons, Continue: in.Continue, On: k.Today}
	k.File.Accepted = acceptedSpending(k.File)
	settle(k)
}

func reassess(k *w.Work, in reassessIn) {
	k.File.Before = w.Reckoned{Accepted: k.File.Accepted}
	if k.File.Final != nil {
		k.File.Before.Final = *k.File.Final
	}
	k.File.Accepted, k.File.Reasons, k.File.Mandate = in.Accepted, in.Reasons, organOf(&k.Case, in.Mandate)
	settle(k) // recovery begins anew
}

// terminate: spending accepted so far fixes the final subsidy; nothing, where
// nothing was signed.
func terminate(k *w.Work, in terminateIn) {
	k.File.Reasons, k.File.Ground, k.File.Mandate = in.Reasons, in.Ground, organOf(&k.Case, in.Mandate)
	k.File.EndAsked = w.Text{}
	k.File.Accepted = acceptedSpending(k.File)
	settle(k)
}
