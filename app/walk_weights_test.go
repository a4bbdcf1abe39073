package app_test

import "slices"

// choose takes an act by its weight, then one of those that it may be done on.
func (w *walker) choose(from []*offered) *offered {
	total, by := 0, map[string][]*offered{}
	var names []string
	for _, o := range from {
		if o.weight() > 0 && by[o.name()] == nil {
			names, total = append(names, o.name()), total+o.weight()
		}
		by[o.name()] = append(by[o.name()], o)
	}
	if total == 0 {
		return nil
	}
	n := w.rng.IntN(total)
	for _, name := range names {
		if n -= by[name][0].weight(); n < 0 {
			return pick(w.rng, by[name])
		}
	}
	return nil
}

// weight is less for what was done already and could be done for ever.
func (o *offered) weight() int {
	switch {
	case o.name() == "sheet.save" && o.on.State() != "assigned", o.name() == "submission.hold_midterm" && o.on.State() == "midterm_held":
		return 3
	case slices.Contains(endings, o.name()) || weights[o.name()] >= leading:
		return weights[o.name()]
	default:
		return min(3*weights[o.name()], leading-1)
	}
}

// endings are acts that one does not want often.
var endings = []string{"call.cancel", "submission.withdraw", "submission.terminate", "submission.decline", "sheet.save", "submission.hold_midterm"}

// leading is from which weight on an act leads on.
const leading = 12

// weights say how likely an offered act is: what leads on is, what ends things
// early is not.
var weights = map[string]int{
	"call.update": 2, "call.validate": 60, "call.reopen_draft": 2, "call.publish": 60, "call.amend_rules": 5, "call.extend": 3, "call.reopen": 3,
	"call.convene": 40, "call.conclude": 30, "call.send_back": 6, "call.decide": 40, "call.publish_results": 4, "call.review": 30, "call.archive": 30, "call.cancel": 1,
	"envelope.change": 6, "member.appoint": 5, "member.dismiss": 1, "meeting.plan": 4, "meeting.invite": 30, "meeting.hold": 30, "meeting.cancel": 2,
	"question.ask": 2, "question.answer": 8, "question.publish": 8,

	"submission.create": 24, "submission.update": 8, "submission.submit": 60, "submission.take_back": 6, "submission.request_completion": 14, "submission.resubmit": 40,
	"submission.declare_eligible": 50, "submission.declare_ineligible": 14, "submission.rank": 60, "submission.reopen_opinion": 4, "submission.answer_conflict": 40,
	"submission.award": 60, "submission.place_in_reserve": 14, "submission.reject": 16, "submission.reconsider": 12, "submission.issue_convention": 60,
	"submission.recall_convention": 4, "submission.extend_signing": 4, "submission.sign": 90, "submission.decline": 2, "submission.hold_midterm": 30,
	"submission.amend": 18, "submission.suspend": 12, "submission.resume": 30, "submission.give_notice": 4, "submission.ask_end": 3, "submission.refuse_end": 12,
	"submission.submit_final_report": 40, "submission.request_revision": 6, "submission.review": 60, "submission.close": 40, "submission.reassess": 14,
	"submission.terminate": 4, "submission.withdraw": 2, "submission.appeal": 50, "submission.uphold": 30, "submission.dismiss": 25,

	"party.confirm": 60, "party.decline": 4, "file.attach": 5, "file.remove": 2, "sheet.assign": 50, "sheet.save": 40, "sheet.seal": 60, "sheet.moderate": 4,
	"sheet.declare_conflict": 5, "version.refuse": 4, "version.void": 5, "instalment.claim": 40, "instalment.return": 5, "instalment.approve": 60, "instalment.pay": 60,
	"instalment.hold": 6, "instalment.release": 30, "instalment.bounce": 8, "spending.accept": 50, "spending.refuse": 12, "recovery.receive": 40, "recovery.write_off": 20,
	"condition.meet": 30, "condition.waive": 8, "control.record": 3, "deliverable.deliver": 30, "deliverable.explain": 10, "deliverable.accept": 40, "deliverable.return": 6,
	"interview.plan": 4, "interview.invite": 8, "interview.cancel": 3,
}

// onward are the acts that bring a call to its end, the first choice the
// heaviest.
var onward = map[string]int{
	"call.archive": 900, "call.review": 900, "call.validate": 800, "call.publish": 800,
	"instalment.release": 760, "instalment.pay": 750, "instalment.approve": 740, "instalment.claim": 730, "recovery.receive": 720, "condition.meet": 770,
	"submission.close": 700, "submission.review": 690, "spending.accept": 680, "deliverable.accept": 670, "submission.submit_final_report": 660, "submission.refuse_end": 655,
	"submission.hold_midterm": 645, "submission.resume": 650, "submission.sign": 640, "submission.issue_convention": 630, "call.decide": 620, "submission.answer_conflict": 615,
	"submission.dismiss": 610, "submission.award": 605, "submission.reject": 600, "call.conclude": 590, "submission.rank": 580, "sheet.seal": 575, "sheet.save": 570, "sheet.assign": 560,
	"call.convene": 550, "submission.declare_eligible": 540, "submission.declare_ineligible": 530, "submission.resubmit": 520, "meeting.hold": 510, "meeting.invite": 505,
	"meeting.plan": 400,
}

// lastResorts end what otherwise would not.
var lastResorts = map[string]int{
	"member.appoint": 9, "recovery.write_off": 8, "submission.withdraw": 7, "submission.terminate": 6, "call.cancel": 1,
}
