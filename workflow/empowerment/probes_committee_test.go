package empowerment_test

import "testing"

const (
	ineligible = `{"facts": "sans partenaire", "law": "art. 3", "failed": ["partner"]}`
	organ      = `, "organ": "delegate", "date": "2025-05-01", "reference": "1"}`
)

func asking(part string) func(t testing.TB, x *world) {
	return acts(act("off", "submission.request_completion", "a", `{"missing": [{"part": "`+part+`", "explanation": "x"}], "until": "2025-03-21"}`))
}

var screeningProbes = []probe{
	on("closed", "off", "submission.request_completion", "a", `{"missing": [{"part": "x", "explanation": "x"}], "until": "2025-03-14"}`, "invalid/date_past"),
	on("incomplete", "ed_alfa", "submission.update", "a", `{"indicators": []}`, "ok").after(later("2025-03-21T23:59")),
	on("incomplete", "ed_alfa", "submission.update", "a", `{"indicators": []}`, "refused/deadline").after(later("2025-03-22T00:00")),
	on("incomplete", "ed_alfa", "submission.update", "a", `{"title": "x"}`, "refused/not_asked"),
	on("incomplete", "ed_alfa", "submission.update", "a", `{"indicators": [{"id": "a", "title": "x", "target": 1}, {"id": "a", "title": "x", "target": 1}]}`, "invalid/unknown"),
	on("incomplete", "sig_alfa", "submission.resubmit", "a", "", "ok").after(later("2025-03-21T23:59")),
	on("incomplete", "sig_alfa", "submission.resubmit", "a", "", "refused/deadline").after(later("2025-03-22T00:00")),
	on("incomplete", "sig_alfa", "submission.resubmit", "a", `{"requested": "20000"}`, "refused/not_asked"),
	on("incomplete", "sig_alfa", "submission.resubmit", "a", `{"indicators": [{"id": "a", "title": "x", "target": 1}, {"id": "a", "title": "x", "target": 1}]}`, "invalid/unknown"),
	on("closed", "sig_alfa", "submission.resubmit", "a", `{"requested": "20000"}`, "refused/completion_unsound").after(asking("requested")),
	on("closed", "sig_alfa", "submission.resubmit", "a", `{"deliverables": [{"title": "x", "due": "2026-01-01", "party": "asbl"}]}`, "refused/completion_unsound").after(asking("deliverables")),
	on("closed", "sig_alfa", "submission.resubmit", "a", `{"deliverables": [{"title": "x", "due": "2026-01-01", "party": "asbl"}]}`, "refused/completion_unsound").after(all(asking("deliverables"),
		acts(act("ed_alfa", "submission.update", "a", `{"deliverables": [{"title": "x", "due": "2026-01-01", "party": "asbl"}]}`)))),
	on("closed", "sig_alfa", "submission.resubmit", "a", "", "ok").after(all(asking("deliverables"),
		acts(act("ed_alfa", "submission.update", "a", `{"deliverables": [{"title": "x", "due": "2026-01-01", "party": "asbl"}]}`), act("sig_asbl", "party.confirm", "a/party/asbl", "")))),
	on("closed", "off", "submission.declare_eligible", "a", `{"checks": [{"point": "partner", "met": false}]}`, "refused/point_failed"),
	on("closed", "off", "submission.declare_eligible", "a", `{"checks": [{"point": "other", "met": true}]}`, "refused/point_failed"),
	on("closed", "off", "submission.declare_eligible", "a", `{"checks": [{"point": "partner", "met": true}]}`, "ok"),
	on("closed", "off", "submission.declare_ineligible", "a", `{"facts": "xxx", "law": "x", "failed": ["zzz"]}`, "invalid/unknown"),
	on("closed", "off", "submission.declare_ineligible", "a", `{"facts": "xx", "law": "x", "failed": ["partner"]}`, "invalid/reasons_short"),
	on("incomplete", "off", "submission.declare_ineligible", "a", ineligible, "refused/completion_open"),
	on("incomplete", "off", "submission.declare_ineligible", "a", ineligible, "ok").after(later("2025-03-22T00:00")),
	on("incomplete", "off", "submission.declare_ineligible", "a", `{"facts": "xxx", "law": "x", "failed": ["zzz"]}`, "invalid/unknown").after(later("2025-03-22")),
	on("incomplete", "off", "submission.declare_ineligible", "a", `{"facts": "xx", "law": "x", "failed": ["partner"]}`, "invalid/reasons_short").after(later("2025-03-22")),
	on("contested", "sig_gamma", "submission.appeal", "e", `{"arguments": ["x"]}`, "refused/appealed_already").after(acts(act("dg", "submission.dismiss", "e", `{"reasons": "non", "answers": ["un", "deux"]}`))),
	on("screened", "sig_gamma", "submission.appeal", "e", `{"arguments": ["x"]}`, "ok").after(later("2025-04-17T23:59")),
	on("screened", "sig_gamma", "submission.appeal", "e", `{"arguments": ["x"]}`, "refused/deadline").after(later("2025-04-18T00:00")),
	on("contested", "dg", "submission.uphold", "e", `{"reasons": "oui", "answers": ["un"]}`, "invalid/answers_missing"),
	on("contested", "dg", "submission.uphold", "e", `{"reasons": "ou", "answers": ["un", "deux"]}`, "invalid/reasons_short"),
	on("contested", "dg", "submission.uphold", "e", `{"reasons": "oui", "answers": ["un", "deux"]}`, "invalid/missing").after(noOrgan),
	on("contested", "dg", "submission.uphold", "e", `{"reasons": "oui", "answers": ["un", "deux"]`+organ, "ok").after(noOrgan),
	on("contested", "dg", "submission.dismiss", "e", `{"reasons": "non", "answers": ["un"]}`, "invalid/answers_missing"),
	on("contested", "dg", "submission.dismiss", "e", `{"reasons": "no", "answers": ["un", "deux"]}`, "invalid/reasons_short"),
	on("contested", "dg", "submission.dismiss", "e", `{"reasons": "non", "answers": ["un", "deux"]}`, "invalid/missing").after(noOrgan),
	on("appealed", "dg", "submission.uphold", "d", `{"reasons": "oui", "answers": ["un"]}`, "forbidden/apart"),
	on("appealed", "dg", "submission.dismiss", "d", `{"reasons": "non", "answers": ["un"]}`, "forbidden/apart"),
	on("appealed", "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["un"]}`, "ok"),
	on("appealed", "dg2", "submission.dismiss", "d", `{"reasons": "non", "answers": ["un"]}`, "ok"),
}

const chairLeaves = "sheet.declare_conflict"

// jury3 gets a sheet of a, which stays open.
var thirdSheet = acts(act("off", "sheet.assign", "a", `{"person": "jury3"}`))

func ranking(targets ...string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		for _, on := range targets {
			x.do(t, "chair", "submission.rank", on, opinion("15000"))
		}
	}
}

// voted is a favourable opinion on which so many voted for it.
func voted(n string) string {
	return `{"opinion": "favourable", "advised": "15000", "reasons": "utile", "votes": {"for": ` + n + `}}`
}

// revoted gives the opinion on a again, with a vote.
func revoted(n, more string) func(t testing.TB, x *world) {
	return acts(act("chair", "submission.reopen_opinion", "a", why), act("chair", "submission.rank", "a", voted(n+`, "`+more)))
}

var dismissed = acts(act("off", "member.dismiss", "emp/member/jury3", why))

var committeeProbes = []probe{
	on("scored", "chair", "submission.rank", "a", opinion("15000"), "forbidden/conflict").after(acts(act("chair", chairLeaves, "b", ""))),
	on("scored", "chair", "submission.rank", "a", opinion("15000"), "not_found/not_found").after(acts(act("chair", chairLeaves, "a", ""))),
	on("scored", "jury1", "submission.rank", "a", opinion("15000"), "forbidden/role"),
	on("scored", "sub1", "submission.rank", "a", opinion("15000"), "ok").after(acts(act("chair", chairLeaves, "b", ""), act("off", "member.appoint", "emp", `{"person": "sub1", "as": "acting_chair"}`))),
	on("convened", "chair", "submission.rank", "a", opinion("15000"), "refused/quorum"),
	on("scored", "chair", "submission.rank", "a", opinion("30000.01"), "refused/over_request"),
	on("scored", "chair", "submission.rank", "a", `{"opinion": "favourable", "advised": "1", "reasons": "xx"}`, "invalid/reasons_short"),
	on("scored", "chair", "submission.rank", "a", `{"opinion": "unfavourable", "advised": "15000", "reasons": "xxx"}`, "ok"), // what it names binds nobody
	on("scored", "chair", "submission.rank", "a", `{"opinion": "favourable", "advised": "0", "reasons": "xxx"}`, "ok"),       // whatever is awarded departs from it
	on("scored", "chair", "submission.rank", "a", voted("6, \"against\": 0"), "ok"),                                          // six seats
	on("scored", "chair", "submission.rank", "a", voted("6, \"against\": 1"), "refused/votes_over"),
	on("scored", "chair", "submission.rank", "a", voted("3, \"against\": 2, \"abstain\": 1"), "refused/votes_over").after(acts(act("off", "sheet.declare_conflict", "a", `{"person": "jury3"}`), act("off", "member.dismiss", "emp/member/judge", why))),
	on("ranked", "chair", "call.conclude", "emp", `{"present": ["chair", "jury1"]}`, "ok").after(revoted("1", "against\": 1")),
	on("ranked", "chair", "call.conclude", "emp", `{"present": ["chair", "M. Dupont"]}`, "refused/votes_over").after(revoted("1", "against\": 1")),
	on("ranked", "chair", "call.conclude", "emp", `{"present": ["chair", "jury1", "jury2", "jury3", "judge", "sub1"]}`, "refused/votes_conflicted").after(all(revoted("6", "against\": 0"),
		acts(act("off", "sheet.declare_conflict", "a", `{"person": "judge"}`)))),
	on("ranked", "chair", "submission.reopen_opinion", "a", why, "forbidden/conflict").after(acts(act("chair", chairLeaves, "b", ""))),
	on("ranked", "chair", "sheet.declare_conflict", "a", "", "ok"), // no quorum breaks
	on("ranked", "engine", "call.find_conflicts", "emp", "", "refused/nothing_found"),
	on("scored", "engine", "call.find_conflicts", "emp", "", "ok").after(then(scoredByThree, alfaAbsorbsDelta)),
	on("scored", "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "refused/conflict_unrecorded").after(then(scoredByThree, alfaAbsorbsDelta)),
	on("scored", "dg", "call.decide", "emp", "", "refused/conflict_unrecorded").after(then(scoredByThree, acts(
		act("chair", "call.conclude", "emp", `{"present": ["chair"]}`),
		act("dg", "submission.reject", "a", `{"reasons": "xxx", "departure": "x"}`), act("dg", "submission.reject", "b", `{"reasons": "xxx", "departure": "x"}`),
		act("dg", "submission.reject", "c", `{"reasons": "xxx", "departure": "x"}`), act("dg", "submission.reject", "d", `{"reasons": "xxx", "departure": "x"}`),
	), alfaAbsorbsDelta)),
	on("ranked", "jury1", "sheet.declare_conflict", "a/sheet/jury1", "", "ok"),
	on("chosen", "dg", "submission.answer_conflict", "a", why, "refused/nothing_to_answer"),
	on("chosen", "dg", "submission.answer_conflict", "a", why, "ok").after(flaw),
	on("chosen", "dg", "submission.answer_conflict", "a", why, "invalid/missing").after(all(flaw, noOrgan)),
	on("chosen", "dg", "submission.answer_conflict", "a", `{"reasons": "xx"}`, "invalid/reasons_short").after(flaw),
	on("ranked", "off", "sheet.assign", "a", `{"person": "jury3"}`, "refused/state"),
	on("assigned", "jury1", "sheet.save", "a/sheet/jury1", `{"scores": [{"criterion": "participation", "score": "4.5"}]}`, "ok"), // a draft
	on("assigned", "jury1", "sheet.save", "a/sheet/jury1", `{"scores": [{"criterion": "participation", "reasons": "x"}]}`, "invalid/missing"),
	on("assigned", "jury1", "sheet.seal", "a/sheet/jury1", "", "refused/scores_missing").after(acts(act("jury1", "sheet.save", "a/sheet/jury1", replaced(scores, `"score": 3, "reasons": "x"`, `"score": 3`)))),
	on("scored", "off", "sheet.assign", "a", `{"person": "nobody"}`, "refused/not_appointed"),
	on("scored", "off", "sheet.assign", "d", `{"person": "jury3"}`, "forbidden/conflict"),
	on("scored", "off", "sheet.assign", "a", `{"person": "jury1"}`, "refused/assigned_already"),
	on("scored", "off", "sheet.assign", "a/sheet/jury3", `{"person": "jury3"}`, "refused/state").after(all(thirdSheet, dismissed, ranking("a"))),
	on("scored", "off", "sheet.assign", "a/sheet/jury3", `{"person": "jury3"}`, "refused/not_appointed").after(all(thirdSheet, dismissed)),
	on("scored", "off", "sheet.assign", "a/sheet/jury3", `{"person": "jury3"}`, "forbidden/conflict").after(all(thirdSheet, dismissed, acts(act("off", "member.appoint", "emp", `{"person": "jury3", "as": "member"}`)),
		mandate("jury3", "alfa"))),
	on("scored", "off", "sheet.assign", "a/sheet/jury3", `{"person": "jury1"}`, "invalid/unknown").after(all(thirdSheet, dismissed)),
	on("scored", "off", "sheet.assign", "a/sheet/jury3", `{"person": "jury3"}`, "ok").after(all(thirdSheet, dismissed, acts(act("off", "member.appoint", "emp", `{"person": "jury3", "as": "member"}`)))),
	on("scored", "jury3", "sheet.save", "a/sheet/jury3", scores, "refused/state").after(all(thirdSheet, ranking("a"))),
	on("scored", "jury3", "sheet.save", "a/sheet/jury3", `{"scores": [{"criterion": "zzz", "score": 1, "reasons": "x"}]}`, "invalid/unknown").after(thirdSheet),
	on("scored", "jury3", "sheet.save", "a/sheet/jury3", `{"scores": [{"criterion": "feasibility", "score": "5.01", "reasons": "x"}]}`, "invalid/range").after(thirdSheet),
	on("scored", "jury3", "sheet.save", "a/sheet/jury3", scores, "refused/state").after(all(thirdSheet, partScored, ranking("a"))),
	on("scored", "jury3", "sheet.save", "a/sheet/jury3", `{"scores": [{"criterion": "feasibility", "score": 1, "reasons": "x"}, {"criterion": "feasibility", "score": 1, "reasons": "x"}]}`, "invalid/unknown").after(all(thirdSheet, partScored)),
	on("scored", "jury3", "sheet.save", "a/sheet/jury3", `{"scores": [{"criterion": "feasibility", "score": 6, "reasons": "x"}]}`, "invalid/range").after(all(thirdSheet, partScored)),
	on("scored", "jury1", "sheet.save", "a/sheet/jury3", scores, "forbidden/role").after(thirdSheet),
	on("scored", "jury3", "sheet.save", "a/sheet/jury1", scores, "not_found/not_found").after(thirdSheet),
	on("scored", "jury3", "sheet.seal", "a/sheet/jury3", "", "refused/scores_missing").after(all(thirdSheet, partScored)),
	on("scored", "jury3", "sheet.seal", "a/sheet/jury3", "", "refused/state").after(all(thirdSheet, acts(act("jury3", "sheet.save", "a/sheet/jury3", scores)), ranking("a"))),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", moderated, "refused/state").after(ranking("a")),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", moderated, "refused/sheets_unsealed").after(thirdSheet),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", `{"criterion": "zzz", "score": 2, "reasons": "x"}`, "invalid/unknown"),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", `{"criterion": "feasibility", "score": 6, "reasons": "x"}`, "invalid/range"),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", moderated, "refused/state").after(all(moderate, ranking("a"))),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", moderated, "refused/sheets_unsealed").after(all(moderate, thirdSheet)),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", `{"criterion": "zzz", "score": 2, "reasons": "x"}`, "invalid/unknown").after(moderate),
	on("scored", "jury1", "sheet.moderate", "a/sheet/jury1", `{"criterion": "feasibility", "score": 6, "reasons": "x"}`, "invalid/range").after(moderate),
	on("scored", "jury1", "sheet.declare_conflict", "a", `{"person": "jury2"}`, "forbidden/role"),
	on("scored", "off", "sheet.declare_conflict", "a", `{"person": "nobody"}`, "refused/not_appointed"),
	on("scored", "off", "sheet.declare_conflict", "a", `{"person": "jury2"}`, "ok"),
	on("scored", "off", "sheet.declare_conflict", "a", `{"person": "jury2"}`, "refused/not_appointed").after(acts(
		act("off", "member.dismiss", "emp/member/chair", why), act("off", "member.dismiss", "emp/member/jury1", why), act("off", "member.dismiss", "emp/member/jury2", why),
		act("off", "member.dismiss", "emp/member/jury3", why), act("off", "member.dismiss", "emp/member/judge", why), act("off", "member.dismiss", "emp/member/sub1", why))),
}

const moderated = `{"criterion": "feasibility", "score": 2, "reasons": "x"}`

var (
	// flaw is a conflict found after the committee had concluded.
	flaw = acts(act("jury1", "sheet.declare_conflict", "a/sheet/jury1", ""))
	// broughtBack: an appeal has made d ranked again, after decide; there is money.
	broughtBack = acts(act("dg", "envelope.change", "emp", `{"envelope": "100000"}`), act("dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["un"]}`))
	flawOfD     = acts(act("jury1", "sheet.declare_conflict", "d/sheet/jury1", ""))
	moderate    = acts(act("jury1", "sheet.moderate", "a/sheet/jury1", moderated))
	partScored  = acts(act("jury3", "sheet.save", "a/sheet/jury3", `{"scores": [{"criterion": "feasibility", "score": 1, "reasons": "x"}]}`))
)

// advisedAs gives such an opinion on a, and ends the deliberation.
func advisedAs(opinion, advised string) func(t testing.TB, x *world) {
	return then(acts(act("chair", "submission.rank", "a", `{"opinion": "`+opinion+`", "advised": "`+advised+`", "reasons": "xxx"}`)), ranking("b", "c", "d"),
		acts(act("chair", "call.conclude", "emp", `{"present": ["chair"]}`)))
}

// judged: the funder's signatory judge sat on the committee and sealed a sheet.
func judged(t testing.TB, x *world) {
	t.Helper()
	score(t, x, "a", "judge")
	ranking("a", "b", "c", "d")(t, x)
	x.do(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`)
}

var decisionProbes = []probe{
	on("chosen", "dg", "submission.award", "c", amount("9000"), "refused/over_envelope"), // less than the smallest award is free
	on("scored", "judge", "submission.award", "a", amount("15000"), "forbidden/apart").after(judged),
	on("scored", "judge", "submission.award", "b", amount("15000"), "ok").after(judged),
	on("scored", "judge", "submission.place_in_reserve", "a", `{"place": 1, "reasons": "xxx", "departure": "x"}`, "forbidden/apart").after(judged),
	on("scored", "judge", "submission.reject", "a", `{"reasons": "xxx", "departure": "x"}`, "forbidden/apart").after(judged),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "30000.01", "reasons": "utile", "departure": "x"}`, "refused/over_request"),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "9999.99", "reasons": "utile", "departure": "x"}`, "refused/outside_caps"),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "10000", "reasons": "utile", "departure": "x"}`, "ok"),
	on("deliberated", "dg", "submission.award", "b", amount("20000.01"), "refused/over_envelope").after(acts(act("dg", "submission.award", "a", amount("30000")), act("dg", "submission.award", "d", amount("15000")))),
	on("deliberated", "dg", "submission.award", "a", amount("29999.99"), "invalid/missing"),
	on("scored", "dg", "submission.award", "a", amount("15000"), "invalid/missing").after(advisedAs("unfavourable", "15000")),
	on("scored", "dg", "submission.award", "a", amount("15000"), "invalid/missing").after(advisedAs("favourable", "0")),
	on("scored", "dg", "submission.reject", "a", `{"reasons": "xxx"}`, "ok").after(advisedAs("unfavourable", "15000")),
	on("scored", "dg", "submission.reject", "a", `{"reasons": "xxx"}`, "invalid/missing").after(advisedAs("favourable", "0")),
	on("deliberated", "dg", "submission.award", "a", amount("30000"), "invalid/missing").after(noOrgan),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "30000", "reasons": "xx"}`, "invalid/reasons_short"),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "30000", "reasons": "xxx", "budget": [{"category": "staff", "label": "x", "amount": "29999.99"}]}`, "refused/budget_sum"),
	on("deliberated", "dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "xxx", "departure": "x"}`, "ok").after(later("2026-03-31T23:59")),
	on("deliberated", "dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "xxx", "departure": "x"}`, "refused/reserve_over").after(later("2026-04-01T00:00")),
	on("deliberated", "dg", "submission.place_in_reserve", "b", `{"place": 1, "reasons": "xxx", "departure": "x"}`, "refused/place_taken").after(acts(act("dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "xxx", "departure": "x"}`))),
	on("deliberated", "dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "xxx"}`, "invalid/missing"),
	on("deliberated", "dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "xxx", "departure": "x"}`, "invalid/missing").after(noOrgan),
	on("deliberated", "dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "xx", "departure": "x"}`, "invalid/reasons_short"),
	on("deliberated", "dg", "submission.reject", "c", `{"reasons": "xxx"}`, "invalid/missing"),
	on("deliberated", "dg", "submission.reject", "c", `{"reasons": "xxx", "departure": "x"}`, "invalid/missing").after(noOrgan),
	on("deliberated", "dg", "submission.reject", "c", `{"reasons": "xx", "departure": "x"}`, "invalid/reasons_short"),
	on("appealed", "dg", "submission.award", "d", amount("15000"), "refused/conflict_unrecorded").after(all(broughtBack, mandate("jury1", "delta"))),
	on("appealed", "dg", "submission.place_in_reserve", "d", `{"place": 2, "reasons": "xxx", "departure": "x"}`, "refused/conflict_unrecorded").after(all(broughtBack, mandate("jury1", "delta"))),
	on("appealed", "dg", "submission.reject", "d", `{"reasons": "xxx", "departure": "x"}`, "refused/conflict_unrecorded").after(all(broughtBack, mandate("jury1", "delta"))),
	on("appealed", "dg", "submission.award", "d", amount("15000"), "refused/conflict_unanswered").after(all(broughtBack, flawOfD)),
	on("appealed", "dg", "submission.place_in_reserve", "d", `{"place": 2, "reasons": "xxx", "departure": "x"}`, "refused/conflict_unanswered").after(all(broughtBack, flawOfD)),
	on("appealed", "dg", "submission.reject", "d", `{"reasons": "xxx", "departure": "x"}`, "refused/conflict_unanswered").after(all(broughtBack, flawOfD)),
	on("deliberated", "dg", "submission.award", "a", amount("30000"), "ok").after(flaw), // there it is decide that waits
	on("chosen", "dg", "submission.reconsider", "a", why, "invalid/missing").after(noOrgan),
	on("chosen", "dg", "submission.reconsider", "a", why, "ok"),
}
