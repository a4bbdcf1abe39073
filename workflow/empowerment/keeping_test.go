package empowerment_test

import (
	"testing"

	w "tremplin/workflow"
)

// What is kept, and what is replaced.

// A submission keeps the rules that it was last submitted under.
func TestRulesOfTheLastSubmission(t *testing.T) {
	x := stage(t, "confirmed")
	x.do(t, "sig_alfa", "submission.submit", "a", "")
	submitAs(t, x, "b", "beta", "25000.55")
	x.do(t, "dir", "call.amend_rules", "emp", `{"changes": {"max_per_project": "20000", "signing_days": 10, "appeal_days": 5, "reasons_min": 9}}`)
	x.refuse(t, "sig_alfa", "submission.submit", "a", "", "refused/state")
	old := x.fork()
	x.do(t, "sig_alfa", "submission.take_back", "a", "")
	x.refuse(t, "sig_alfa", "submission.submit", "a", "", "refused/outside_caps")
	x.do(t, "ed_alfa", "submission.update", "a", `{"requested": "20000", "budget": [{"category": "staff", "label": "x", "amount": "20000", "own": "500"}]}`)
	x.do(t, "sig_alfa", "submission.submit", "a", "")
	for _, c := range []struct {
		x      *world
		amount string
		reason string
		days   int
	}{{old, "25000", "xxx", 45}, {x, "20000", "xxxxxxxxx", 10}} {
		y := c.x
		y.at(t, "2025-03-18")
		for _, on := range []string{"a", "b"} {
			y.do(t, "off", "submission.declare_eligible", on, "")
		}
		y.do(t, "off", "call.convene", "emp", "")
		for _, on := range []string{"a", "b"} {
			score(t, y, on, "jury1", "jury2")
			y.do(t, "chair", "submission.rank", on, `{"opinion": "unfavourable", "advised": "10000", "reasons": "xxxxxxxxx"}`)
		}
		y.do(t, "chair", "call.conclude", "emp", `{"present": ["chair"]}`)
		award := func(amount, reason string) string {
			return `{"amount": "` + amount + `", "reasons": "` + reason + `", "departure": "x"}`
		}
		if y == x {
			y.refuse(t, "dg", "submission.award", "a", award("20000", "xxx"), "invalid/reasons_short")
			y.refuse(t, "dg", "submission.award", "a", award("20000.01", c.reason), "refused/over_request")
		}
		y.do(t, "dg", "submission.award", "a", award(c.amount, c.reason))
		y.do(t, "dg", "submission.reject", "b", `{"reasons": "xxx"}`)
		y.do(t, "dg", "call.decide", "emp", "")
		if s := y.file(t, "a"); s.SignBy != s.LetterOn.Plus(0, c.days) {
			t.Errorf("letter %s, sign by %s: %d days", s.LetterOn, s.SignBy, c.days)
		}
		y.now = y.file(t, "b").LetterOn.Plus(0, 30).Start()
		y.do(t, "sig_beta", "submission.appeal", "b", `{"arguments": ["x"]}`) // b was submitted before the change
	}
}

func TestModeratedSheetsMakeTheQuorum(t *testing.T) {
	x := stage(t, "scored")
	x.do(t, "jury1", "sheet.moderate", "a/sheet/jury1", moderated)
	x.do(t, "chair", "submission.rank", "a", opinion("30000"))
}

// What was freed goes to the reserve in its order; another one is justified.
func TestReserveInItsOrder(t *testing.T) {
	x := stage(t, "deliberated")
	x.do(t, "dg", "submission.place_in_reserve", "b", `{"place": 1, "reasons": "xxx", "departure": "x"}`)
	x.do(t, "dg", "submission.place_in_reserve", "c", `{"place": 2, "reasons": "xxx", "departure": "x"}`)
	x.refuse(t, "dg", "submission.award", "c", amount("20000"), "invalid/missing")
	x.do(t, "dg", "submission.award", "b", amount("20000.01"))
	x.do(t, "dg", "submission.award", "c", amount("20000"))
}

func TestAvenantReplacesAPartner(t *testing.T) {
	x := stage(t, "paid")
	x.do(t, "off", "submission.amend", "a", `{"kind": "partners", "reasons": "depart", "partners": [{"id": "bsbl", "role": "x"}]}`)
	x.want(t, "a/party/bsbl", "asked")
	x.want(t, "a/party/asbl", "confirmed") // until the last signature
	sign(t, x, "a", "sig_bsbl", "dg", "sig_alfa")
	x.want(t, "a/version/2", "signed")
	x.want(t, "a/party/bsbl", "confirmed")
	x.want(t, "a/party/asbl", "void")
	if p := x.file(t, "a").Proposal.Partners; len(p) != 1 || p[0].ID != "bsbl" {
		t.Errorf("partners %v", p)
	}
	x.refuse(t, "sig_asbl", "submission.sign", "a", "", "not_found/not_found")
}

// A refusal may be appealed until the end of its delay: so long the call is not
// reviewed, and nothing else waits.
func TestDelaysToAppealHoldBackTheReview(t *testing.T) {
	x := stage(t, "decided")
	x.do(t, "sig_alfa", "submission.withdraw", "a", "")
	x.do(t, "sig_beta", "submission.decline", "b", "")
	x.do(t, "sig_gamma", "submission.withdraw", "c", "")
	x.want(t, "emp", "running")
	x.at(t, "2025-06-05T23:59")
	if facts := x.refuse(t, "dir", "call.review", "emp", "", "refused/not_at_rest"); len(facts["submissions"].([]string)) != 1 {
		t.Errorf("facts %v", facts)
	}
	x.at(t, "2025-06-06T00:00")
	x.do(t, "dir", "call.review", "emp", "")
	x.do(t, "dir", "call.archive", "emp", "")
}

// An appeal that is upheld takes the refusal and its letter away.
func TestUpheldAppealTakesTheLetterAway(t *testing.T) {
	x := stage(t, "appealed")
	x.do(t, "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["x"]}`)
	if s := x.file(t, "d"); s.LetterOn != "" || s.Verdict != nil || s.Appeal.Outcome != "upheld" || w.Shown(s) != "under_review" {
		t.Errorf("letter %q, verdict %v, appeal %v", s.LetterOn, s.Verdict, s.Appeal)
	}
}
