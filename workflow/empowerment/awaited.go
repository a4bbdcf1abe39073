package empowerment

// awaited are the acts that carry a call and its dossiers on: whoever may do one
// of them now is whom the others wait for. What ends something, or only changes
// it, is possible and awaited by nobody.
var awaited = []string{
	"call.validate", "call.publish", "call.convene", "call.conclude", "call.decide", "call.publish_results", "call.review", "call.archive",
	"question.answer", "question.publish", "meeting.invite", "meeting.hold", "person.grant",

	"party.confirm", "submission.submit", "submission.resubmit", "submission.declare_eligible",
	"sheet.assign", "sheet.save", "sheet.seal", "submission.rank", "submission.award", "submission.answer_conflict", "submission.uphold", "submission.dismiss",
	"submission.issue_convention", "submission.sign", "submission.hold_midterm", "submission.submit_final_report", "submission.review", "submission.close",

	"instalment.claim", "instalment.approve", "instalment.pay", "spending.accept", "recovery.receive",
	"condition.meet", "deliverable.deliver", "deliverable.accept", "interview.invite",
}
