package storage

import (
	"slices"

	"tremplin/workflow"
)

// The typed columns repeat what bodies say. Each table has one function that
// derives them; Apply writes what it gives and Verify compares with it, so that
// a column that was changed by hand is found.

// States that columns depend on; the tables of every programme have them.
const demanded = "demanded" // a repayment that is out

// unreported are the states in which a project's report is still out.
var unreported = []workflow.State{"in_progress", "midterm_held", "suspended"}

var callColumns = []string{"reference", "programme", "programme_version", "opens_at", "closes_at"}

func callValues(c *workflow.Call) []any {
	return []any{c.Reference, c.Programme, int64(c.Version), moment(c.OpensAt), moment(c.ClosesAt)}
}

var sumColumns = []string{"entries", "envelope", "committed", "released", "paid"}

func (s sums) values() []any { return []any{s.entries, s.envelope, s.committed, s.released, s.paid} }

var submissionColumns = []string{
	"call_id", "number", "sisp", "theme", "title_ref", "requested", "min_award", "max_award",
	"awarded", "signed", "paid", "written_off", "committed", "accepted", "final",
	"submitted_at", "place", "letter_on", "report_due", "signed_at", "flagged",
}

// submissionValues needs the call for the caps; those of an edition never
// change, and what has none was never submitted.
func submissionValues(s *workflow.Submission, c *workflow.Call) []any {
	var theme, title, reportDue string
	if s.Proposal != nil {
		theme, title = s.Proposal.Theme, s.Proposal.Title.Ref
	}
	var minAward, maxAward, flagged int64
	if s.Edition > 0 && c != nil {
		r := c.Edition(s.Edition)
		minAward, maxAward = int64(r.Min), int64(r.Max)
	}
	var final, place any
	if s.Final != nil {
		final = int64(*s.Final)
	}
	if s.State() == workflow.SubmissionReserve && s.Verdict != nil {
		place = int64(s.Verdict.Place)
	}
	if slices.Contains(unreported, s.State()) {
		reportDue = string(s.ReportDue)
	}
	if s.Opinion != nil && s.Opinion.Flagged {
		flagged = 1
	}
	return []any{
		s.CallID, int64(s.Number), s.Sisp, theme, title, int64(s.Requested), minAward, maxAward,
		int64(s.Awarded), int64(s.Signed), int64(s.Paid), int64(s.WrittenOff), int64(s.Committed), int64(s.Accepted), final,
		moment(s.SubmittedAt), place, string(s.LetterOn), reportDue, moment(s.SignedAt), flagged,
	}
}

var partFacts = []string{"org", "person", "amount", "due_on"}

func partValues(s workflow.Subject) []any {
	var org, person, due string
	var amount workflow.Money
	switch p := s.(type) {
	case *workflow.Party:
		org = p.Org
	case *workflow.Question:
		org = p.Org
	case *workflow.Person:
		org, person = p.Org, p.Ref().ID
	case *workflow.Organisation:
		org = p.Ref().ID
	case *workflow.Member:
		person = p.Person
	case *workflow.Sheet:
		person = p.Person
	case *workflow.Version:
		amount = p.Amount
	case *workflow.Instalment:
		amount = p.Amount
	case *workflow.Spending:
		amount = p.Amount
	case *workflow.Recovery:
		amount, due = p.Amount, string(p.Due)
	case *workflow.Condition:
		due = string(p.Due)
	case *workflow.Deliverable:
		org, due = p.Party, string(p.Due)
	}
	return []any{org, person, int64(amount), due}
}

// tableOf is where the rows of a dossier are kept.
func tableOf(e workflow.Entity) string {
	switch e {
	case workflow.EntityHouse:
		return "houses"
	case workflow.EntityCall:
		return "calls"
	default:
		return "submissions"
	}
}

// derived gives the typed columns of a dossier's own row.
func derived(d workflow.Dossier, c *workflow.Call) ([]string, []any) {
	switch x := d.(type) {
	case *workflow.Call:
		return callColumns, callValues(x)
	case *workflow.Submission:
		return submissionColumns, submissionValues(x, c)
	default:
		return nil, nil
	}
}
