package empowerment_test

import (
	"testing"

	w "tremplin/workflow"
)

// jury3 has mandates in bsbl and delta; alfa carries a.
func alfaAbsorbsDelta(t testing.TB, x *world) {
	t.Helper()
	acts(act("adm", "organisation.ask_merge", "house", merging("delta", "alfa", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("delta", "alfa", "2025-01-01")))(t, x)
}

// scoredByThree: a has three sheets, that of jury1 in conflict: without jury3's there
// is no quorum.
func scoredByThree(t testing.TB, x *world) {
	t.Helper()
	thirdSheet(t, x)
	acts(act("jury3", "sheet.save", "a/sheet/jury3", scores), act("jury3", "sheet.seal", "a/sheet/jury3", ""))(t, x)
	ranking("a", "b", "c", "d")(t, x)
}

// A merger after an opinion takes the sheet out by the engine's hand, and reopens the
// opinion where the quorum breaks; until it has, nobody concludes.
func TestAMergerAfterRankReopensTheOpinion(t *testing.T) {
	x := stage(t, "scored")
	scoredByThree(t, x)
	x.do(t, "jury1", "sheet.declare_conflict", "a/sheet/jury1", "")
	x.want(t, "a", "ranked")
	if _, err := x.decide(act("engine", "call.find_conflicts", "emp", "")); outcome(err) != "refused/nothing_found" {
		t.Errorf("before the merger: %v", err)
	}
	alfaAbsorbsDelta(t, x)
	x.refuse(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "refused/conflict_unrecorded")
	x.do(t, "engine", "call.find_conflicts", "emp", "")
	x.want(t, "a/sheet/jury3", "conflict")
	x.want(t, "a", "under_review")
	x.want(t, "b", "ranked")
	if s := x.file(t, "a"); s.Opinion != nil || !partOf(s, "sheet/jury3").(*w.Sheet).ByMandate {
		t.Error("the opinion stands, or the sheet does not say why it is out")
	}
	x.refuse(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "refused/unranked")
	x.refuse(t, "engine", "call.find_conflicts", "emp", "", "refused/nothing_found")
}

// Where the quorum holds without the sheet, the opinion stays.
func TestAMergerThatBreaksNoQuorum(t *testing.T) {
	x := stage(t, "scored")
	scoredByThree(t, x)
	alfaAbsorbsDelta(t, x)
	x.do(t, "engine", "call.find_conflicts", "emp", "")
	x.want(t, "a/sheet/jury3", "conflict")
	x.want(t, "a", "ranked")
	x.do(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`)
}

// A merger after conclude flags the opinion: decide waits for an answer.
func TestAMergerAfterConcludeFlagsTheOpinion(t *testing.T) {
	x := stage(t, "scored")
	scoredByThree(t, x)
	x.do(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`)
	for _, on := range []string{"a", "b", "c", "d"} {
		x.do(t, "dg", "submission.reject", on, `{"reasons": "xxx", "departure": "x"}`)
	}
	alfaAbsorbsDelta(t, x)
	x.refuse(t, "dg", "call.decide", "emp", "", "refused/conflict_unrecorded")
	x.do(t, "engine", "call.find_conflicts", "emp", "")
	if o := x.file(t, "a").Opinion; o == nil || !o.Flagged {
		t.Fatal("not flagged")
	}
	x.refuse(t, "dg", "call.decide", "emp", "", "refused/conflict_unanswered")
	x.do(t, "dg", "submission.answer_conflict", "a", why)
	x.do(t, "dg", "call.decide", "emp", "")
	// What was decided then stays, whoever merges later.
	acts(act("adm", "organisation.ask_merge", "house", merging("beta", "alfa", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("beta", "alfa", "2025-01-01")))(t, x)
	x.refuse(t, "engine", "call.find_conflicts", "emp", "", "refused/nothing_found")
}

// A chair whom a merger puts in conflict with one dossier ranks and reopens none, at
// once; its seat says so by the engine's hand, and an acting chair takes over.
func TestAChairInConflictByMergerRanksNothing(t *testing.T) {
	x := stage(t, "ranked")
	x.do(t, "import", "person.register", "house", `{"id": "lead", "name": "lead", "email": "x@example.org", "roles": ["committee_chair", "committee_member"], "mandates": ["town"]}`)
	x.do(t, "off", "member.appoint", "emp", `{"person": "lead", "as": "acting_chair"}`)
	x.do(t, "lead", "submission.reopen_opinion", "c", why)
	other := ""
	for _, on := range []string{"a", "b", "c", "d"} { // asbl takes part in some, and not in others
		if !x.file(t, on).Joins("asbl") {
			other = on
		}
	}
	if other == "" {
		t.Fatal("asbl takes part everywhere")
	}
	if x.file(t, other).State() == "ranked" {
		x.do(t, "lead", "submission.reopen_opinion", other, why)
	}
	before := x.fork()
	acts(act("adm", "organisation.ask_merge", "house", merging("town", "asbl", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("town", "asbl", "2025-01-01")))(t, x)
	x.refuse(t, "lead", "submission.rank", other, opinion("15000"), "forbidden/conflict")
	before.do(t, "lead", "submission.rank", other, opinion("15000"))
	acts(act("adm", "organisation.ask_merge", "house", merging("town", "asbl", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("town", "asbl", "2025-01-01")))(t, before)
	before.refuse(t, "lead", "submission.reopen_opinion", other, why, "forbidden/conflict")

	x.do(t, "engine", "call.find_conflicts", "emp", "")
	if !x.calls["emp"].Appointed("lead").Conflict {
		t.Error("the seat does not say so")
	}
	x.do(t, "off", "member.dismiss", "emp/member/lead", why)
	x.do(t, "off", "member.appoint", "emp", `{"person": "sub1", "as": "acting_chair"}`)
	x.do(t, "sub1", "submission.rank", other, opinion("15000"))
}

// After decide each decision on a dossier waits for what decide would have waited for:
// a conflict that is not noted, or not answered.
func TestNoDecisionPassesOverAConflictAfterDecide(t *testing.T) {
	const refusal = `{"reasons": "xxx", "departure": "x"}`
	back := stage(t, "appealed") // d, that was rejected
	back.do(t, "dg", "envelope.change", "emp", `{"envelope": "100000"}`)
	upheld := back.fork()
	upheld.do(t, "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["un"]}`)
	for on, acts := range map[string][]asked{
		"d": {act("dg", "submission.award", "d", amount("15000")), act("dg", "submission.place_in_reserve", "d", `{"place": 2, "reasons": "xxx", "departure": "x"}`), act("dg", "submission.reject", "d", refusal)},
		"c": {act("dg", "submission.award", "c", amount("20000")), act("dg", "submission.reject", "c", refusal)},
	} {
		x := upheld.fork()
		all := func(want string) {
			t.Helper()
			for _, a := range acts {
				if _, err := x.decide(a); outcome(err) != want {
					t.Errorf("%s: %v, want %s", a, err, want)
				}
			}
		}
		all("ok")
		mandate("jury1", x.file(t, on).Sisp)(t, x)
		all("refused/conflict_unrecorded")
		x.do(t, "engine", "call.find_conflicts", "emp", "")
		x.want(t, on+"/sheet/jury1", "conflict")
		all("refused/conflict_unanswered")
		x.do(t, "dg", "submission.answer_conflict", on, why)
		all("ok")
	}
}

// What came up while a dossier was refused is noted when an appeal brings it back.
func TestAnUpheldAppealLooksForConflicts(t *testing.T) {
	x := stage(t, "appealed")
	x.do(t, "dg", "submission.reject", "c", `{"reasons": "xxx", "departure": "x"}`) // nothing is at stake
	all(mandate("jury1", "delta"), mandate("sub1", "delta"))(t, x)
	x.refuse(t, "engine", "call.find_conflicts", "emp", "", "refused/nothing_found")
	x.do(t, "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["un"]}`)
	x.want(t, "d", "ranked")
	x.want(t, "d/sheet/jury1", "conflict")
	if o := x.file(t, "d").Opinion; o == nil || !o.Flagged {
		t.Error("not flagged")
	}
	for _, who := range []string{"jury1", "sub1"} {
		if !x.calls["emp"].Appointed(who).Conflict {
			t.Errorf("the seat of %s does not say so", who)
		}
	}
	x.refuse(t, "engine", "call.find_conflicts", "emp", "", "refused/nothing_found")
}
