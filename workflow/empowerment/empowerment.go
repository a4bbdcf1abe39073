// Package empowerment is the Empowerment programme as tables: which acts there
// are, from which state to which, by whom, and under which conditions
// (PROCESS.md, Lifecycles). Read call.go and submission.go from top to bottom;
// every other file is one of the smaller lifecycles, or what the acts of one
// phase ask and do. A surface never repeats a rule that stands here.
package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// States of a call.
const (
	Draft       = w.CallDraft     // the funder writes; validate leads out
	Validated   = w.CallValidated // rules are frozen; publish opens it
	Open        = w.State("open") // SISPs write and submit until the deadline
	Closed      = w.State("closed")
	InCommittee = w.State("in_committee") // members score, the chair ranks
	Deliberated = w.State("deliberated")  // the committee has advised; the funder decides
	Decided     = w.State("decided")      // letters are out; conventions are signed
	Running     = w.State("running")      // nothing waits for a signature any more
	Reviewed    = w.State("reviewed")
	Archived    = w.State("archived")
	Cancelled   = w.State("cancelled")
)

// States of a submission, then project.
const (
	SubDraft    = w.State("draft")
	Submitted   = w.State("submitted")  // the officer screens it
	Incomplete  = w.State("incomplete") // the SISP completes it
	Eligible    = w.State("eligible")   // waits for the committee; convene leads out
	UnderReview = w.SubmissionUnderReview
	Ranked      = w.SubmissionRanked // waits for the funder's decision
	Reserve     = w.SubmissionReserve
	Awarded     = w.SubmissionAwarded    // waits for its convention
	Contracting = w.State("contracting") // a version is out for signature
	InProgress  = w.State("in_progress")
	MidtermHeld = w.State("midterm_held")
	Suspended   = w.State("suspended")
	Reported    = w.State("reported") // the final report waits for its review
	SubReviewed = w.State("reviewed") // money is settled, then closed
	ClosedFile  = w.State("closed")
	Terminated  = w.State("terminated")
	Ineligible  = w.State("ineligible")
	Rejected    = w.SubmissionRejected
	UnderAppeal = w.State("under_appeal")
	Withdrawn   = w.State("withdrawn")
	Expired     = w.State("expired") // was never awarded
	Lapsed      = w.State("lapsed")  // an award not taken up
)

// Groups of states that PROCESS.md names.
var (
	living = []w.State{InProgress, MidtermHeld, Suspended, Reported}
	// amendable are those in which an avenant may be made.
	amendable = []w.State{InProgress, MidtermHeld, Suspended}

	decidedOn  = []w.State{Decided, Running, Reviewed}                                                    // where a person's row is silent
	fromOpen   = []w.State{Open, Closed, InCommittee, Deliberated, Decided, Running, Reviewed}            // party, sheet, question
	toRunning  = []w.State{Open, Closed, InCommittee, Deliberated, Decided, Running}                      // withdraw
	deciding   = []w.State{Deliberated, Decided, Running}                                                 // award, reserve, rejection
	reviewing  = []w.State{InCommittee, Deliberated, Decided, Running}                                    // rank, sheets
	appealing  = []w.State{Closed, InCommittee, Deliberated, Decided, Running}                            // appeal and its answer
	budgetMove = []w.State{Validated, Open, Closed, InCommittee, Deliberated, Decided, Running, Reviewed} // envelope.change
)

// V1 is the programme that calls from 2023 on are pinned to. It panics if its
// tables do not fit together, which no test lets pass.
func V1() *w.Programme {
	p := &w.Programme{Name: "empowerment", Version: 1, Documents: documents, Objectives: Vision(), Terms: terms, Leads: w.Leads{Awaited: awaited, Turns: turns, Way: way, Weights: weighty, Over: over}, Lifecycles: []w.Lifecycle{
		{Entity: w.EntityOrganisation, Rules: organisation},
		{Entity: w.EntityPerson, Rules: person},
		{Entity: w.EntityCall, Rules: call},
		{Entity: "envelope", Rules: envelope},
		{Entity: w.EntityMember, Rules: member},
		{Entity: w.EntityMeeting, Rules: meeting},
		{Entity: w.EntityQuestion, Rules: question},
		{Entity: w.EntitySubmission, Rules: submission},
		{Entity: w.EntityParty, Rules: party},
		{Entity: w.EntityFile, Rules: file},
		{Entity: w.EntitySheet, Rules: sheet},
		{Entity: w.EntityCondition, Rules: condition},
		{Entity: w.EntityVersion, Rules: version},
		{Entity: w.EntityInstalment, Rules: instalment},
		{Entity: w.EntitySpending, Rules: spending},
		{Entity: w.EntityRecovery, Rules: recovery},
		{Entity: w.EntityControl, Rules: control},
		{Entity: w.EntityDeliverable, Rules: deliverable},
		{Entity: w.EntityInterview, Rules: interview},
		{Entity: w.EntityDocument, Rules: document},
	}}
	if err := p.Compile(); err != nil {
		panic(err)
	}
	return p
}

// The words of which the tables are made.

func from(s ...w.State) []w.State  { return s }
func by(r ...w.Role) []w.Role      { return r }
func when(g ...w.Guard) []w.Guard  { return g }
func then(c ...w.Cause) []w.Cause  { return c }
func and(a, b []w.State) []w.State { return append(slices.Clone(a), b...) }
func must(e w.Entity, a w.Action, on func(*w.Case) []w.Subject) w.Cause {
	return w.Cause{Entity: e, Action: a, On: on, Must: true}
}

func try(e w.Entity, a w.Action, on func(*w.Case) []w.Subject) w.Cause {
	return w.Cause{Entity: e, Action: a, On: on}
}

// Inputs that many acts share.
type (
	// reasonsIn says why.
	reasonsIn struct {
		Reasons w.Text `name:"reasons" need:"yes" max:"10000"`
	}
	// mayReasonsIn says why, where no reason is due.
	mayReasonsIn struct {
		Reasons w.Text `name:"reasons" max:"10000"`
	}
	// organReasonsIn says why, and which organ decided.
	organReasonsIn struct {
		Reasons w.Text `name:"reasons" need:"yes" max:"10000"`
		w.Mandate
	}
	// organIn says which organ decided, where it is not the call's delegation.
	organIn struct {
		w.Mandate
	}
)

func (in organReasonsIn) organ() w.Mandate { return in.Mandate }
func (in organIn) organ() w.Mandate        { return in.Mandate }
func (in reasonsIn) why() w.Text           { return in.Reasons }
func (in organReasonsIn) why() w.Text      { return in.Reasons }

// organOf completes the organ that decided by the call's delegation.
func organOf(c *w.Case, m w.Mandate) w.Mandate {
	if c.Call == nil {
		return m
	}
	return m.Or(c.Call.Rules().Delegation)
}

// organNamed: validate and every act of the funder's signatory name the organ
// that decided, date and reference (PROCESS.md, Who takes part).
func organNamed[I interface{ organ() w.Mandate }]() w.Check[I] {
	return w.Check[I]{Code: w.CodeMissing, Kind: w.Invalid, Field: "organ", Holds: func(c *w.Case, in I) bool {
		m := organOf(c, in.organ())
		return m.Organ != "" && m.Date != "" && m.Reference != ""
	}}
}

// reasoned: a reason is as long as the call asks (texts, rule 1).
func reasoned[I interface{ why() w.Text }]() w.Check[I] {
	return w.Check[I]{
		Code: "reasons_short", Kind: w.Invalid, Field: "reasons",
		Holds: func(c *w.Case, in I) bool { return letters(in.why()) >= rulesOf(c).ReasonsMin },
		Facts: func(c *w.Case, _ I) map[string]any { return map[string]any{"min": rulesOf(c).ReasonsMin} },
	}
}

// ownReasons: where the call asks for reasons of a length, a decision's are of
// this project's own: no other dossier of the call was told the same (texts, rule 1).
func ownReasons[I any](field string) w.Check[I] {
	return w.Check[I]{Code: "reasons_copied", Kind: w.Invalid, Field: field, Holds: func(c *w.Case, _ I) bool {
		return !c.Copied || rulesOf(c).ReasonsMin <= 1
	}}
}

func letters(t w.Text) int { return len([]rune(t.Body)) }

// rulesOf are the rules that hold for the dossier: those that it was last
// submitted under; for a draft and for the call, the present ones.
func rulesOf(c *w.Case) *w.Rules {
	if c.Call == nil {
		return &w.Rules{}
	}
	if c.File == nil {
		return c.Call.Rules()
	}
	return c.Call.Edition(c.File.Edition)
}

// states narrows to the subjects that stand in one of the states.
func states[S w.Subject](in []S, st ...w.State) []w.Subject {
	var out []w.Subject
	for _, x := range in {
		if slices.Contains(st, x.State()) {
			out = append(out, x)
		}
	}
	return out
}

func has[S w.Subject](in []S, st ...w.State) bool {
	return slices.ContainsFunc(in, func(x S) bool { return slices.Contains(st, x.State()) })
}

func theCall(c *w.Case) []w.Subject { return []w.Subject{c.Call} }
func theFile(c *w.Case) []w.Subject { return []w.Subject{c.File} }
