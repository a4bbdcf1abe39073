package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// The committee advises: quorum, opinion, and what a late conflict does to it.

type rankIn struct {
	Opinion    string   `name:"opinion" need:"yes" oneof:"favourable,favourable_with_conditions,reserve,unfavourable"`
	Advised    w.Money  `name:"advised" need:"yes"`
	Conditions []w.Text `name:"conditions" max:"4000"`
	Votes      *w.Votes `name:"votes"`
	Reasons    w.Text   `name:"reasons" need:"yes" max:"10000"`
}

func (in rankIn) why() w.Text { return in.Reasons }

var (
	quorum = w.Guard{Code: "quorum", Holds: func(c *w.Case) bool { return sealedSheets(c) >= rulesOf(c).Quorum }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"sealed": sealedSheets(c), "quorum": rulesOf(c).Quorum}
	}}
	quorumBroken = w.Guard{Code: "quorum", Holds: func(c *w.Case) bool {
		return sealedSheets(c) < rulesOf(c).Quorum || c.File.Opinion != nil && c.File.Opinion.Flagged
	}}
	opinionFlagged = w.Guard{Code: "nothing_to_answer", Holds: func(c *w.Case) bool {
		return c.File.Opinion != nil && c.File.Opinion.Flagged && c.File.Opinion.Answer.Empty()
	}}
	advisedWithinRequest = w.Check[rankIn]{Code: "over_request", Field: "advised", Holds: func(c *w.Case, in rankIn) bool { return in.Advised <= c.File.Requested }, Facts: func(c *w.Case, _ rankIn) map[string]any {
		return map[string]any{"requested": c.File.Requested}
	}}
)

// sealedSheets counts the sheets that make a quorum: sealed, and without
// conflict, be it one by mandates that no sheet says yet. The quorum is a fixed
// number and never shrinks.
func sealedSheets(c *w.Case) (n int) {
	for _, x := range c.File.Sheets {
		if (x.State() == sheetSealed || x.State() == sheetModerated) && !inConflict(c, x.Person) {
			n++
		}
	}
	return n
}

func rank(k *w.Work, in rankIn) {
	k.File.Opinion = &w.Opinion{Opinion: in.Opinion, Advised: in.Advised, Reasons: in.Reasons, Conditions: in.Conditions, Votes: in.Votes, By: k.Actor.Person}
}

func reopenOpinion(k *w.Work, in reasonsIn) {
	k.File.Opinion, k.File.Reasons = nil, in.Reasons
}

func dropOpinion(k *w.Work) { k.File.Opinion = nil }

func answerConflict(k *w.Work, in organReasonsIn) {
	o := *k.File.Opinion
	o.Answer = in.Reasons
	k.File.Opinion, k.File.Mandate = &o, organOf(&k.Case, in.Mandate)
}

// scored: whoever sealed a score sheet does not decide that award.
func scored(c *w.Case) (w.Code, bool) {
	return "sheet.seal", slices.ContainsFunc(c.File.Sheets, func(s *w.Sheet) bool {
		return s.Person == c.Actor.Person && (s.State() == sheetSealed || s.State() == sheetModerated || s.State() == w.SheetConflict && len(s.Scores) > 0)
	})
}
