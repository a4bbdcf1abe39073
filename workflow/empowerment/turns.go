package empowerment

import (
	w "tremplin/workflow"
)

// turns is whose turn it is in each state of a submission, then project, and by
// which act it goes on if all goes well (PROCESS.md, Submission, then project).
// Until when it may stand so is what its guards and its clock go by.
var turns = []w.Turn{
	{State: SubDraft, Role: w.SispSig, Act: "submission.submit", Due: callCloses},
	{State: Submitted, Role: w.Officer, Act: "submission.declare_eligible"},
	{State: Incomplete, Role: w.SispSig, Act: "submission.resubmit", Due: func(_ *w.Call, s *w.Submission) w.Date { return s.Completion.Until }},
	{State: Eligible, Role: w.Officer, Act: "call.convene"},
	{State: UnderReview, Role: w.CommitteeChair, Act: "submission.rank"},
	{State: Ranked, Role: w.FunderSig, Act: "submission.award"},
	{State: Reserve, Role: w.FunderSig, Act: "submission.award", Due: func(c *w.Call, _ *w.Submission) w.Date { return c.Rules().ReserveUntil }},
	{State: Awarded, Role: w.Officer, Act: "submission.issue_convention", Due: signBy},
	{State: Contracting, Act: "submission.sign", Due: signBy},
	{State: InProgress, Role: w.Officer, Act: "submission.hold_midterm", Due: interviewOn},
	{State: MidtermHeld, Role: w.SispSig, Act: "submission.submit_final_report", Due: reportBy},
	{State: Suspended, Role: w.Director, Act: "submission.resume"},
	{State: Reported, Role: w.Director, Act: "submission.review"},
	{State: SubReviewed, Role: w.Finance, Act: "submission.close"},
	{State: UnderAppeal, Role: w.FunderSig, Act: "submission.uphold"},
}

func callCloses(c *w.Call, _ *w.Submission) w.Date { return w.DateOf(c.ClosesAt) }
func signBy(_ *w.Call, s *w.Submission) w.Date     { return s.SignBy }
func reportBy(_ *w.Call, s *w.Submission) w.Date   { return s.ReportDue }

// interviewOn is the day of the interview that is planned, if one is.
func interviewOn(_ *w.Call, s *w.Submission) (first w.Date) {
	for _, x := range s.Interviews {
		if st := x.State(); (st == "planned" || st == "invited") && (first == "" || x.On < first) {
			first = x.On
		}
	}
	return first
}

// way is the line of a dossier that goes well, phase by phase (PROCESS.md,
// Submission, then project). Every other state is a branch of it.
var way = []w.Phase{
	{Name: "apply", States: from(SubDraft, Submitted, Eligible)},
	{Name: "advise", States: from(UnderReview, Ranked)},
	{Name: "decide", States: from(Awarded, Contracting)},
	{Name: "project", States: from(InProgress, MidtermHeld, Reported, SubReviewed)},
	{Name: "close", States: from(ClosedFile)},
}

// over is where a call, or a dossier, waits for nothing more but for money
// (PROCESS.md, Lifecycles: at rest).
var over = map[w.Entity][]w.State{
	w.EntityCall:       {Archived, Cancelled},
	w.EntitySubmission: {Ineligible, Rejected, Withdrawn, Expired, Lapsed, ClosedFile, Terminated},
}

// weighty are the acts that nobody takes back by another act of the lifecycles
// (PROCESS.md): they hand in, decide, sign, pay or end. Final are those of which
// no row leads back.
var weighty = []w.Weight{
	{Act: "submission.submit"},                 // take_back ends with the deadline
	{Act: "submission.take_back", Takes: true}, // the submission counts no more
	{Act: "submission.resubmit"},
	{Act: "submission.declare_ineligible", Takes: true},
	{Act: "submission.rank"},
	{Act: "submission.award"},
	{Act: "submission.place_in_reserve"},
	{Act: "submission.reject", Takes: true},
	{Act: "submission.appeal", Final: true}, // once per refusal
	{Act: "submission.uphold"},
	{Act: "submission.dismiss", Takes: true},
	{Act: "submission.recall_convention", Takes: true},
	{Act: "submission.sign", Final: true},
	{Act: "submission.decline", Takes: true, Final: true},
	{Act: "submission.withdraw", Takes: true, Final: true},
	{Act: "submission.submit_final_report"},
	{Act: "submission.review"},
	{Act: "submission.close", Final: true},
	{Act: "submission.reassess"},
	{Act: "submission.terminate", Takes: true, Final: true},

	{Act: "call.validate"},
	{Act: "call.publish"},
	{Act: "call.convene"},
	{Act: "call.conclude"},
	{Act: "call.decide", Final: true},
	{Act: "call.publish_results", Final: true},
	{Act: "call.review"},
	{Act: "call.archive", Final: true},
	{Act: "call.cancel", Takes: true, Final: true},
	{Act: "envelope.change"},

	{Act: "party.decline", Takes: true},
	{Act: "sheet.seal", Final: true},
	{Act: "sheet.declare_conflict", Takes: true, Final: true},
	{Act: "version.refuse", Takes: true},
	{Act: "version.void", Takes: true},
	{Act: "condition.waive", Takes: true},
	{Act: "spending.refuse", Takes: true},
	{Act: "instalment.approve"},
	{Act: "instalment.pay", Final: true},
	{Act: "instalment.bounce", Takes: true},
	{Act: "recovery.receive"},
	{Act: "recovery.write_off", Takes: true, Final: true},
}
