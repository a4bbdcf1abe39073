package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// awaited are the acts that carry a call and its dossiers on (PROCESS.md,
// Lifecycles): whoever may do one of them now is whom the others wait for. What
// ends something, or only changes it, is possible and awaited by nobody, unless
// it is an answer: a refusal, where there is no money to award.
var awaited = []w.Await{
	// The call.
	{Act: "call.validate"},
	{Act: "call.publish", Due: opensOn},
	{Act: "member.appoint", At: from(Closed), When: func(c *w.Case) bool { return !seated.Holds(c) }},
	{Act: "call.convene"},
	{Act: "call.conclude"},
	{Act: "call.decide"},
	{Act: "call.publish_results", When: func(c *w.Case) bool { return c.Call.PublishedOn == "" }},
	{Act: "call.review"},
	{Act: "call.archive"},
	{Act: "question.answer"},
	{Act: "question.publish"},
	{Act: "meeting.invite", Due: meetsOn},
	{Act: "meeting.hold", Due: meetsOn},

	// Roles that one administrator has asked for (The house).
	{Act: "person.grant", When: askedFor("grant")},
	{Act: "person.revoke", When: askedFor("revoke")},

	// The SISP writes, its partners confirm, the signatory submits.
	{Act: "submission.update", At: from(SubDraft, Incomplete), When: unfinished},
	{Act: "party.confirm", Or: []string{"party.decline"}, Due: fileDue},
	{Act: "submission.submit"},
	{Act: "submission.resubmit"},
	{Act: "submission.declare_eligible", Or: []string{"submission.declare_ineligible"}},
	{Act: "submission.declare_ineligible", At: from(Incomplete)},

	// The committee advises and the funder decides: that is told by letter.
	{Act: "sheet.assign", At: from(UnderReview, sheetVoid), Inner: true, When: tooFewSheets},
	{Act: "sheet.save", Own: true, Inner: true, When: func(c *w.Case) bool { return len(unscored(c)) > 0 }},
	{Act: "sheet.seal", Own: true, Inner: true},
	{Act: "submission.rank", Inner: true},
	{Act: "submission.award", At: from(Ranked), Or: []string{"submission.place_in_reserve", "submission.reject"}, Inner: true},
	{Act: "submission.award", At: from(Reserve), Inner: true},
	{Act: "submission.answer_conflict", Inner: true},
	{Act: "submission.uphold", Or: []string{"submission.dismiss"}},

	// The convention.
	{Act: "submission.issue_convention"},
	{Act: "submission.sign"},

	// The project.
	{Act: "interview.invite", Due: func(c *w.Case) w.Date { return w.On[*w.Interview](c).On }},
	{Act: "submission.hold_midterm", At: from(InProgress)}, // no rule gives it a day, but an interview that is planned
	{Act: "deliverable.deliver", Due: deliverableDue},
	{Act: "deliverable.accept", Or: []string{"deliverable.return"}},
	{Act: "submission.submit_final_report"},
	{Act: "submission.terminate", Or: []string{"submission.refuse_end"}, When: func(c *w.Case) bool { return endWasAsked.Holds(c) }},
	{Act: "submission.review"},
	{Act: "submission.close"},

	// The money.
	{Act: "condition.meet", Due: func(c *w.Case) w.Date { return w.On[*w.Condition](c).Due }},
	{Act: "instalment.claim"},
	{Act: "instalment.approve"},
	{Act: "instalment.pay"},
	{Act: "spending.accept", Or: []string{"spending.refuse"}},
	{Act: "recovery.receive", Due: func(c *w.Case) w.Date { return w.On[*w.Recovery](c).Due }},
}

// unfinished: the proposal still lacks what its own side has to write, or what
// was asked to be completed.
func unfinished(c *w.Case) bool {
	if c.File.State() == Incomplete {
		return true
	}
	return !complete.Holds(c) || !withinCaps.Holds(c) || !budgetAddsUp.Holds(c) || !documentsThere.Holds(c)
}

// tooFewSheets: there are fewer sheets than the quorum, and somebody may still
// get one.
func tooFewSheets(c *w.Case) bool {
	if c.File.State() != UnderReview {
		return false
	}
	left := assignable(c)
	if s := w.On[*w.Sheet](c); len(left) == 0 || s != nil && !slices.Contains(left, s.Person) {
		return false
	}
	return len(c.File.Sheets)-len(states(c.File.Sheets, sheetVoid, w.SheetConflict)) < rulesOf(c).Quorum
}

// askedFor: another administrator has asked for it; by two (The house).
func askedFor(act w.Action) func(*w.Case) bool {
	return func(c *w.Case) bool {
		return slices.ContainsFunc(w.On[*w.Person](c).Asked, func(a w.Asked) bool { return a.Act == act && a.By != c.Actor.Person })
	}
}

func opensOn(c *w.Case) w.Date        { return w.DateOf(c.Call.OpensAt) }
func meetsOn(c *w.Case) w.Date        { return w.On[*w.Meeting](c).On }
func deliverableDue(c *w.Case) w.Date { return w.On[*w.Deliverable](c).Due }

// fileDue is until when the dossier that the part is of may stand as it does.
func fileDue(c *w.Case) w.Date {
	for _, t := range turns {
		if t.State == c.File.State() && t.Due != nil {
			return t.Due(c.Call, c.File)
		}
	}
	return ""
}
