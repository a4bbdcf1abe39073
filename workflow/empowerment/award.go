package empowerment

import (
	"slices"
	"time"

	w "tremplin/workflow"
)

// The funder decides: award, reserve, rejection; within the envelope.

type (
	awardIn struct {
		Amount     w.Money       `name:"amount" need:"yes"`
		Reasons    w.Text        `name:"reasons" need:"yes" max:"10000"`
		Departure  w.Text        `name:"departure" max:"10000"`
		Budget     []w.Line      `name:"budget"`
		Conditions []conditionIn `name:"conditions"`
		w.Mandate
	}
	conditionIn struct {
		Text       w.Text `name:"text" need:"yes" max:"4000"`
		Instalment int    `name:"instalment" min:"1" max:"100"`
		Due        w.Date `name:"due"`
	}
	rejectIn struct {
		Reasons   w.Text `name:"reasons" need:"yes" max:"10000"`
		Departure w.Text `name:"departure" max:"10000"`
		w.Mandate
	}
	reserveIn struct {
		Place     int    `name:"place" need:"yes" min:"1" max:"1000"`
		Reasons   w.Text `name:"reasons" need:"yes" max:"10000"`
		Departure w.Text `name:"departure" max:"10000"`
		w.Mandate
	}
)

func (in awardIn) organ() w.Mandate   { return in.Mandate }
func (in awardIn) why() w.Text        { return in.Reasons }
func (in rejectIn) organ() w.Mandate  { return in.Mandate }
func (in rejectIn) why() w.Text       { return in.Reasons }
func (in reserveIn) organ() w.Mandate { return in.Mandate }
func (in reserveIn) why() w.Text      { return in.Reasons }

var (
	// someFree: without the smallest award left, none is offered.
	someFree = w.Guard{Code: "over_envelope", Holds: func(c *w.Case) bool { return c.Call.Free() >= rulesOf(c).Min }, Facts: freeFact}
	listRuns = w.Guard{Code: "reserve_over", Holds: func(c *w.Case) bool { return c.Today <= c.Call.Rules().ReserveUntil }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"until": c.Call.Rules().ReserveUntil}
	}}
	unnotified = w.Guard{Code: "letter_sent", Holds: func(c *w.Case) bool { return c.File.LetterOn == "" }}

	withinRequest = w.Check[awardIn]{Code: "over_request", Field: "amount", Holds: func(c *w.Case, in awardIn) bool { return in.Amount <= c.File.Requested }, Facts: func(c *w.Case, _ awardIn) map[string]any {
		return map[string]any{"requested": c.File.Requested}
	}}
	withinRules = w.Check[awardIn]{Code: "outside_caps", Field: "amount", Holds: func(c *w.Case, in awardIn) bool {
		return in.Amount >= rulesOf(c).Min && in.Amount <= rulesOf(c).Max
	}, Facts: func(c *w.Case, in awardIn) map[string]any {
		return map[string]any{"min": rulesOf(c).Min, "max": rulesOf(c).Max, "amount": in.Amount}
	}}
	withinEnvelope  = w.Check[awardIn]{Code: "over_envelope", Field: "amount", Holds: func(c *w.Case, in awardIn) bool { return in.Amount <= c.Call.Free() }, Facts: func(c *w.Case, _ awardIn) map[string]any { return freeFact(c) }}
	conditionsSound = w.Check[awardIn]{Code: "unknown", Kind: w.Invalid, Field: "conditions", Holds: func(c *w.Case, in awardIn) bool {
		return !slices.ContainsFunc(in.Conditions, func(x conditionIn) bool { return x.Instalment > len(rulesOf(c).Instalments) })
	}}
	awardBudget = w.Check[awardIn]{Code: "budget_sum", Field: "budget", Holds: func(_ *w.Case, in awardIn) bool {
		asked, _ := totals(in.Budget)
		return in.Budget == nil || asked == in.Amount
	}, Facts: func(_ *w.Case, in awardIn) map[string]any {
		asked, own := totals(in.Budget)
		return map[string]any{"asked": asked, "requested": in.Amount, "own": own, "cofinancing": own}
	}}
	departureAward = w.Check[awardIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "departure", Holds: func(c *w.Case, in awardIn) bool {
		return !in.Departure.Empty() || !departs(c, in.Amount)
	}}
	departureReject = w.Check[rejectIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "departure", Holds: func(c *w.Case, in rejectIn) bool {
		return !in.Departure.Empty() || !advisedFor(c)
	}}
	departureReserve = w.Check[reserveIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "departure", Holds: func(c *w.Case, in reserveIn) bool {
		return !in.Departure.Empty() || !advisedFor(c)
	}}
	placeFree = w.Check[reserveIn]{Code: "place_taken", Field: "place", Holds: func(c *w.Case, in reserveIn) bool {
		return !slices.ContainsFunc(c.Reserve, func(p w.Placed) bool { return p.Place == in.Place })
	}, Facts: func(c *w.Case, _ reserveIn) map[string]any { return map[string]any{"free": firstFree(c.Reserve)} }}
)

func freeFact(c *w.Case) map[string]any {
	return map[string]any{"free": c.Call.Free(), "envelope": c.Call.Envelope, "committed": c.Call.Committed}
}

func firstFree(list []w.Placed) int {
	for n := 1; ; n++ {
		if !slices.ContainsFunc(list, func(p w.Placed) bool { return p.Place == n }) {
			return n
		}
	}
}

// departs: an award against the opinion, of another amount than advised, or in
// another order than that of the reserve (INTERFACES.md).
func departs(c *w.Case, amount w.Money) bool {
	o := c.File.Opinion
	if o == nil || o.Opinion == "reserve" || o.Opinion == "unfavourable" || o.Advised != amount {
		return true
	}
	if c.File.State() != Reserve || c.File.Verdict == nil {
		return false
	}
	return slices.ContainsFunc(c.Reserve, func(p w.Placed) bool { return p.Place < c.File.Verdict.Place })
}

// advisedFor: the committee advised an award.
func advisedFor(c *w.Case) bool {
	return c.File.Opinion != nil && c.File.Opinion.Opinion == "favourable"
}

func conditionsMade(c *w.Case) []w.Subject { return states(c.File.Conditions, w.Unborn) }
func conditionsOpen(c *w.Case) []w.Subject { return states(c.File.Conditions, "open") }

func award(k *w.Work, in awardIn) {
	k.File.Awarded = in.Amount
	verdict(k, &w.Verdict{Kind: "award", Amount: in.Amount, Reasons: in.Reasons, Departure: in.Departure, Budget: in.Budget, Mandate: in.Mandate})
	for _, x := range in.Conditions {
		w.Make(k, w.EntityCondition, "", &w.Condition{Text: x.Text, Instalment: x.Instalment, Due: x.Due})
	}
	k.Commit(in.Amount)
}

func reject(k *w.Work, in rejectIn) {
	verdict(k, &w.Verdict{Kind: "reject", Reasons: in.Reasons, Departure: in.Departure, Mandate: in.Mandate})
	k.File.Appeal = nil
}

func placeInReserve(k *w.Work, in reserveIn) {
	verdict(k, &w.Verdict{Kind: "reserve", Place: in.Place, Reasons: in.Reasons, Departure: in.Departure, Mandate: in.Mandate})
}

// verdict is the decision that now stands; its letter has not gone yet.
func verdict(k *w.Work, v *w.Verdict) {
	v.By, v.On, v.Mandate = k.Actor.Person, k.Today, organOf(&k.Case, v.Mandate)
	k.File.Verdict, k.File.Mandate, k.File.LetterOn, k.File.SignBy = v, v.Mandate, "", ""
}

func reconsider(k *w.Work, in organReasonsIn) {
	k.File.Verdict, k.File.Awarded, k.File.Reasons, k.File.Mandate = nil, 0, in.Reasons, organOf(&k.Case, in.Mandate)
	k.Commit(0)
}

// notify sends the letter of the decision.
func notify(k *w.Work) {
	DateLetter(k.File, rulesOf(&k.Case), k.Today)
	order(k, map[w.State]string{Awarded: "award", Reserve: "reserve", Rejected: "rejection"}[k.File.State()], k.File)
	tell(k, map[w.State]string{Awarded: "E21", Reserve: "E22", Rejected: "E23"}[k.File.State()], k.File)
}

// DateLetter puts a day on the letter of the decision that stands: an award's delay
// to sign begins (PROCESS.md, decline). Who shows a letter before it goes dates a
// copy by it.
func DateLetter(f *w.Submission, r *w.Rules, on w.Date) {
	f.LetterOn = on
	if f.State() == Awarded {
		f.SignBy = on.Plus(0, r.SigningDays)
	}
}

// reserveEnds is when the reserve list ends: after its last day.
func reserveEnds(c *w.Case) time.Time {
	if c.Call.DecidedOn == "" {
		return time.Time{} // what is not told yet does not end either
	}
	return c.Call.Rules().ReserveUntil.End()
}

// expire: the call's close ends drafts, its cancelling all but what ended before.
func expire(k *w.Work) {
	k.File.Closed = "cancel"
	if k.Call.State() == Closed {
		k.File.Closed = "close"
		tell(k, "E05", k.File)
	}
	letGo(k)
}

// expireReserve: with a letter.
func expireReserve(k *w.Work) {
	k.File.Closed, k.File.LetterOn = "reserve_until", k.Today
	letGo(k)
}

func withdraw(k *w.Work, in mayReasonsIn) {
	k.File.Reasons = in.Reasons
	if !k.File.SubmittedAt.IsZero() {
		order(k, "ended", k.File)
	}
	letGo(k)
}

func decline(k *w.Work, in mayReasonsIn) {
	k.File.Reasons = in.Reasons
	letGo(k)
}

// letGo gives back to the envelope what was committed to a project that never
// began.
func letGo(k *w.Work) {
	k.File.Awarded = 0
	k.Commit(0)
}
