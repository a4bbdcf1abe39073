package empowerment_test

import (
	"testing"

	w "tremplin/workflow"
)

// Conflicts of interest, and what they do to opinions.

func TestConflictBreaksTheQuorum(t *testing.T) {
	x := stage(t, "ranked")
	x.do(t, "jury1", "sheet.declare_conflict", "a/sheet/jury1", "")
	x.want(t, "a", "under_review")
	x.want(t, "b", "ranked")
	if x.file(t, "a").Opinion != nil || !x.calls["emp"].Appointed("jury1").Conflict {
		t.Error("the opinion stands, or the seat knows of no conflict")
	}
	x.refuse(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "refused/unranked")
	if facts := x.refuse(t, "chair", "submission.rank", "a", opinion("30000"), "refused/quorum"); facts["sealed"] != 1 || facts["quorum"] != 2 {
		t.Errorf("facts %v", facts)
	}
	x.refuse(t, "jury1", "sheet.save", "a/sheet/jury1", scores, "not_found/not_found") // reads nothing any more
	x.refuse(t, "off", "sheet.assign", "a", `{"person": "jury1"}`, "forbidden/conflict")
	score(t, x, "a", "jury3")
	x.do(t, "chair", "submission.rank", "a", opinion("30000"))
}

func TestConflictWithoutNeedKeepsTheOpinion(t *testing.T) {
	x := stage(t, "scored")
	score(t, x, "a", "jury3")
	x.do(t, "chair", "submission.rank", "a", opinion("30000"))
	x.do(t, "jury3", "sheet.declare_conflict", "a/sheet/jury3", "")
	x.want(t, "a", "ranked")
}

func TestLateConflictIsAnswered(t *testing.T) {
	x := stage(t, "deliberated")
	x.do(t, "jury1", "sheet.declare_conflict", "a/sheet/jury1", "")
	x.want(t, "a", "ranked")
	if o := x.file(t, "a").Opinion; o == nil || !o.Flagged {
		t.Fatal("not flagged")
	}
	back := x.fork()
	back.do(t, "dg", "call.send_back", "emp", why)
	back.want(t, "a", "under_review")
	back.want(t, "b", "ranked")

	x.do(t, "dg", "submission.award", "a", amount("30000"))
	x.do(t, "dg", "submission.reject", "b", `{"reasons": "xxx", "departure": "x"}`)
	x.do(t, "dg", "submission.reject", "c", `{"reasons": "xxx", "departure": "x"}`)
	x.do(t, "dg", "submission.reject", "d", `{"reasons": "xxx", "departure": "x"}`)
	if facts := x.refuse(t, "dg", "call.decide", "emp", "", "refused/conflict_unanswered"); len(facts["submissions"].([]string)) != 1 {
		t.Errorf("facts %v", facts)
	}
	x.do(t, "dg", "submission.answer_conflict", "a", why)
	x.refuse(t, "dg", "submission.answer_conflict", "a", why, "refused/nothing_to_answer")
	again := x.fork()
	again.do(t, "jury2", "sheet.declare_conflict", "a/sheet/jury2", "") // another one
	again.refuse(t, "dg", "call.decide", "emp", "", "refused/conflict_unanswered")
	x.do(t, "dg", "call.decide", "emp", "")
}

// jury3 has mandates in bsbl and delta.
func TestConflictByMandate(t *testing.T) {
	x := stage(t, "convened")
	if !x.calls["emp"].Appointed("jury3").Conflict || x.calls["emp"].Appointed("jury1").Conflict {
		t.Error("convene does not mark the mandates")
	}
	x.refuse(t, "off", "sheet.assign", "d", `{"person": "jury3"}`, "forbidden/conflict")
	x.refuse(t, "jury3", "sheet.declare_conflict", "d", "", "not_found/not_found")
	score(t, x, "a", "jury1", "jury3")
	for _, on := range []string{"b", "c", "d"} {
		score(t, x, on, "jury1", "jury2")
	}
	ranking("a", "b", "c", "d")(t, x)
	x.do(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`)
	x.do(t, "dg", "submission.award", "a", amount("15000"))
	for _, on := range []string{"b", "c", "d"} {
		x.do(t, "dg", "submission.reject", on, `{"reasons": "xxx", "departure": "x"}`)
	}
	x.do(t, "dg", "call.decide", "emp", "")
	x.do(t, "ed_alfa", "submission.update", "a", `{"partners": ["asbl", "bsbl"]}`) // a new partner, after all
	x.want(t, "a/sheet/jury3", "conflict")
	if s := x.file(t, "a"); !s.Opinion.Flagged || !s.Sheets[1].ByMandate {
		t.Error("the opinion is not flagged")
	}
	x.want(t, "a/party/bsbl", "asked")
	x.do(t, "dg", "submission.answer_conflict", "a", why)
	contract(t, x, "a", "2025-06-01", "asbl", "bsbl")
	x.want(t, "a/party/bsbl", "confirmed")
}

// Who comes late to the committee is in conflict all the same: the chair of a
// dossier that an appeal brings back is replaced.
func TestUpheldDossierRecusesTheChair(t *testing.T) {
	x := stage(t, "screened")
	mandate("chair", "gamma")(t, x) // of c as well: it is set aside
	x.do(t, "sig_gamma", "submission.withdraw", "c", "")
	x.at(t, "2025-03-20")
	x.do(t, "off", "call.convene", "emp", "")
	if x.calls["emp"].Appointed("chair").Conflict {
		t.Error("a conflict with what is ineligible")
	}
	x.do(t, "sig_gamma", "submission.appeal", "e", `{"arguments": ["x"]}`)
	x.do(t, "dg", "submission.uphold", "e", `{"reasons": "oui", "answers": ["x"]}`)
	x.want(t, "e", "under_review")
	if !x.calls["emp"].Appointed("chair").Conflict {
		t.Error("the chair has no conflict with what came back")
	}
	score(t, x, "a", "jury1", "jury2")
	x.refuse(t, "chair", "submission.rank", "a", opinion("1"), "forbidden/conflict")
}

func TestActingChair(t *testing.T) {
	x := stage(t, "scored")
	x.do(t, "chair", "sheet.declare_conflict", "b", "")
	for _, do := range []asked{act("chair", "submission.rank", "a", opinion("1")), act("chair", "call.conclude", "emp", `{"present": ["x"]}`)} {
		if _, err := x.decide(do); outcome(err) != "forbidden/conflict" && outcome(err) != "refused/unranked" {
			t.Errorf("%s: %v", do, err)
		}
	}
	x.do(t, "off", "member.appoint", "emp", `{"person": "sub1", "as": "acting_chair"}`)
	for _, on := range []string{"a", "b", "c", "d"} {
		x.do(t, "sub1", "submission.rank", on, opinion("15000"))
	}
	x.do(t, "sub1", "submission.reopen_opinion", "b", why)
	x.do(t, "sub1", "submission.rank", "b", opinion("15000"))
	x.do(t, "sub1", "call.conclude", "emp", `{"present": ["sub1"]}`)
}

func TestDismissedMembersLeaveTheirOpenSheets(t *testing.T) {
	x := stage(t, "assigned")
	x.do(t, "off", "member.dismiss", "emp", `{"person": "jury2", "reasons": "x"}`)
	x.want(t, "b/sheet/jury2", "void")
	x.want(t, "a/sheet/jury1", "assigned")
	x.refuse(t, "jury2", "sheet.save", "b/sheet/jury2", scores, "not_found/not_found")
	x.do(t, "off", "member.appoint", "emp", `{"person": "jury2", "as": "member"}`)
	x.do(t, "off", "sheet.assign", "b", `{"person": "jury2"}`)
	x.want(t, "b/sheet/jury2", "assigned")
}

// A sheet's total is kept when it is sealed, and when it is moderated.
func TestTotalIsKeptWithTheSheet(t *testing.T) {
	x := stage(t, "assigned")
	x.do(t, "jury1", "sheet.save", "a/sheet/jury1", scores)
	total := func() *w.Number { return partOf(x.file(t, "a"), "sheet/jury1").(*w.Sheet).Total }
	if total() != nil {
		t.Errorf("a draft has a total: %v", *total())
	}
	x.do(t, "jury1", "sheet.seal", "a/sheet/jury1", "")
	if got := total(); got == nil || *got != 78_00 { // 60 × 4,5/5 + 40 × 3/5
		t.Errorf("sealed: %v", got)
	}
	x.do(t, "jury1", "sheet.moderate", "a/sheet/jury1", moderated)
	if got := total(); got == nil || *got != 70_00 {
		t.Errorf("moderated: %v", got)
	}
}

// Moderation keeps both values.
func TestModerationKeepsBothValues(t *testing.T) {
	x := stage(t, "scored")
	x.do(t, "jury1", "sheet.moderate", "a/sheet/jury1", moderated)
	s := x.file(t, "a").Sheets[0]
	if s.Scores[1].Score != 300 || s.Moderated[0].Score != 200 || s.Current()[1].Score != 200 || s.Current()[0].Score != 450 {
		t.Errorf("%+v", s)
	}
}

func TestSheetsAreReadOnceOnesOwnIsSealed(t *testing.T) {
	x := stage(t, "assigned")
	x.do(t, "off", "sheet.assign", "a", `{"person": "jury2"}`)
	x.do(t, "jury2", "sheet.save", "a/sheet/jury2", scores)
	x.do(t, "jury2", "sheet.seal", "a/sheet/jury2", "")
	sees := func(who, whose string) bool {
		f := x.file(t, "a")
		return w.SightOf(x.house, x.actor(who), w.DateOf(x.now)).Sheet(x.calls["emp"], f, partOf(f, "sheet/"+whose).(*w.Sheet))
	}
	if sees("jury1", "jury2") || !sees("jury2", "jury1") || !sees("jury1", "jury1") || !sees("off", "jury1") || sees("sig_alfa", "jury1") || sees("chair", "jury1") {
		t.Error("sheets are seen by the wrong people")
	}
}
