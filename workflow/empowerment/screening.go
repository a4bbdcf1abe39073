package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// The officer screens what was submitted; the SISP completes it or appeals.

type (
	completionIn struct {
		Missing []w.Missing `name:"missing" need:"yes"`
		Until   w.Date      `name:"until" need:"yes"`
	}
	pointIn struct {
		Point string `name:"point" need:"yes"`
		Met   bool   `name:"met" need:"yes"`
	}
	eligibleIn struct {
		Checks []pointIn `name:"checks"`
	}
	ineligibleIn struct {
		Facts  w.Text   `name:"facts" need:"yes" max:"10000"`
		Law    w.Text   `name:"law" need:"yes" max:"10000"`
		Failed []string `name:"failed" need:"yes"`
	}
	appealIn struct {
		Arguments []w.Text `name:"arguments" need:"yes" max:"10000"`
	}
	appealAnswerIn struct {
		Reasons w.Text   `name:"reasons" need:"yes" max:"10000"`
		Answers []w.Text `name:"answers" need:"yes" max:"10000"`
		w.Mandate
	}
)

func (in completionIn) until() w.Date      { return in.Until }
func (in appealAnswerIn) organ() w.Mandate { return in.Mandate }
func (in appealAnswerIn) why() w.Text      { return in.Reasons }

// untilAhead: a delay that is already over gives nobody a chance.
func untilAhead[I interface{ until() w.Date }]() w.Check[I] {
	return w.Check[I]{Code: "date_past", Kind: w.Invalid, Field: "until", Holds: func(c *w.Case, in I) bool { return in.until() > c.Today }}
}

var (
	completionMissed = w.Guard{Code: "completion_open", Holds: func(c *w.Case) bool { return c.Today > c.File.Completion.Until }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"until": c.File.Completion.Until}
	}}
	appealInTime = w.Guard{Code: "deadline", Holds: func(c *w.Case) bool { return c.File.LetterOn != "" && c.Today <= appealUntil(c.Call, c.File) }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"until": appealUntil(c.Call, c.File)}
	}}
	appealOnce = w.Guard{Code: "appealed_already", Holds: func(c *w.Case) bool { return c.File.Appeal == nil }}

	everyPointMet = w.Check[eligibleIn]{Code: "point_failed", Field: "checks", Holds: func(c *w.Case, in eligibleIn) bool { return len(failed(c, in)) == 0 }, Facts: func(c *w.Case, in eligibleIn) map[string]any {
		return map[string]any{"points": failed(c, in)}
	}}
	knownPoints = w.Check[ineligibleIn]{Code: "unknown", Kind: w.Invalid, Field: "failed", Holds: func(c *w.Case, in ineligibleIn) bool {
		points := rulesOf(c).Admissibility
		return len(points) == 0 || !slices.ContainsFunc(in.Failed, func(id string) bool {
			return !slices.ContainsFunc(points, func(p w.Point) bool { return p.ID == id })
		})
	}}
	factsReasoned = w.Check[ineligibleIn]{Code: "reasons_short", Kind: w.Invalid, Field: "facts", Holds: func(c *w.Case, in ineligibleIn) bool {
		return letters(in.Facts) >= rulesOf(c).ReasonsMin
	}, Facts: func(c *w.Case, _ ineligibleIn) map[string]any { return map[string]any{"min": rulesOf(c).ReasonsMin} }}
	everyArgument = w.Check[appealAnswerIn]{Code: "answers_missing", Kind: w.Invalid, Field: "answers", Holds: func(c *w.Case, in appealAnswerIn) bool {
		return len(in.Answers) >= len(c.File.Appeal.Arguments)
	}, Facts: func(c *w.Case, _ appealAnswerIn) map[string]any {
		return map[string]any{"arguments": len(c.File.Appeal.Arguments)}
	}}
)

// failed lists the points answered with a no, or, where points are answered one
// by one, not at all.
func failed(c *w.Case, in eligibleIn) (out []string) {
	if in.Checks == nil {
		return nil // left out: every point a yes
	}
	for _, p := range rulesOf(c).Admissibility {
		if !slices.ContainsFunc(in.Checks, func(x pointIn) bool { return x.Point == p.ID && x.Met }) {
			out = append(out, p.ID)
		}
	}
	for _, x := range in.Checks {
		if !x.Met && !slices.Contains(out, x.Point) {
			out = append(out, x.Point)
		}
	}
	return out
}

// refused: whoever refused does not judge the appeal.
func refused(c *w.Case) (w.Code, bool) {
	return "submission.reject", c.File.Appeal != nil && c.File.Appeal.Against == c.Actor.Person
}

func requestCompletion(k *w.Work, in completionIn) {
	k.File.Completion = w.Completion{Missing: in.Missing, Until: in.Until}
	k.File.Screening = w.Screening{By: k.Actor.Person}
}

func resubmit(k *w.Work, in updateIn) {
	update(k, in)
	k.File.Completion, k.File.CompletedAt = w.Completion{}, k.Now
}

func declareEligible(k *w.Work, _ eligibleIn) { k.File.Screening = w.Screening{By: k.Actor.Person} }

// declareIneligible sends its letter at once: the delay to appeal begins.
func declareIneligible(k *w.Work, in ineligibleIn) {
	k.File.Screening = w.Screening{Facts: in.Facts, Law: in.Law, Failed: in.Failed, By: k.Actor.Person}
	k.File.LetterOn, k.File.Appeal = k.Today, nil
}

func appeal(k *w.Work, in appealIn) {
	against := k.File.Screening.By
	if k.File.Verdict != nil {
		against = k.File.Verdict.By
	}
	k.File.Appeal = &w.Appeal{Arguments: in.Arguments, On: k.Today, Against: against}
}

// uphold: what was refused is decided anew, with what is left of the envelope.
func uphold(k *w.Work, in appealAnswerIn) {
	answerAppeal(k, in, "upheld")
	k.File.LetterOn, k.File.Verdict, k.File.Screening.Failed = "", nil, nil
}

// dismiss: the refusal stands, past appeal.
func dismiss(k *w.Work, in appealAnswerIn) { answerAppeal(k, in, "dismissed") }

func answerAppeal(k *w.Work, in appealAnswerIn, outcome string) {
	a := *k.File.Appeal
	a.Outcome, a.Reasons, a.Answers = outcome, in.Reasons, in.Answers
	k.File.Appeal = &a
	k.File.Mandate = organOf(&k.Case, in.Mandate)
}
