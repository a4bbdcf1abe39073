package empowerment_test

import (
	"reflect"
	"slices"
	"testing"

	w "tremplin/workflow"
)

// Deadlines, and who is late.

// a and b have their letters of 6 May; 45 days later is 20 June.
func TestAwardsLapse(t *testing.T) {
	x := stage(t, "contracting")
	x.at(t, "2025-06-20T23:59")
	x.want(t, "a", "contracting")
	x.at(t, "2025-06-21T00:00")
	x.want(t, "a", "lapsed")
	x.want(t, "a/version/1", "void")
	x.want(t, "a/condition/1", "void")
	x.want(t, "emp", "running") // nothing is awarded or contracting any more
	x.money(t, "a", 0, 0, 0, 0, -1)
	x.call(t, 60000_00, 20000_01, 30000_00, 0)
}

func TestLapsingWaitsForTheFunder(t *testing.T) {
	x := stage(t, "decided") // all is complete, no version is out
	x.at(t, "2025-09-01")
	x.want(t, "a", "awarded")
	x.do(t, "off", "submission.issue_convention", "a", `{"language": "fr", "start_on": "2025-09-15"}`) // gets the whole delay anew
	if s := x.file(t, "a"); s.SignBy != "2025-10-16" {
		t.Errorf("sign by %s", s.SignBy)
	}
	late := x.fork()
	late.at(t, "2025-10-17T00:00")
	late.want(t, "a", "lapsed")
	sign(t, x, "a", "sig_alfa", "sig_asbl")
	x.at(t, "2025-12-01") // only SLRB's signature is missing
	x.want(t, "a", "contracting")
	recalled := x.fork()
	recalled.do(t, "off", "submission.recall_convention", "a", why) // the deadline runs on, and waits
	recalled.at(t, "2025-12-02")
	recalled.want(t, "a", "awarded")
	sign(t, x, "a", "dg")
	x.want(t, "a", "in_progress")
}

// On its last day a version is not late yet.
func TestIssuedInTimeKeepsTheDeadline(t *testing.T) {
	x := stage(t, "decided")
	x.at(t, "2025-06-20T23:59")
	x.do(t, "off", "submission.issue_convention", "a", `{"language": "fr", "start_on": "2025-07-01"}`)
	if s := x.file(t, "a"); s.SignBy != "2025-06-20" {
		t.Errorf("sign by %s", s.SignBy)
	}
	x.at(t, "2025-06-21T00:00")
	x.want(t, "a", "lapsed")
}

func TestIncompleteAwardsLapse(t *testing.T) {
	x := stage(t, "chosen")
	noAccount("alfa")(t, x)
	x.at(t, "2025-05-06")
	x.do(t, "dg", "call.decide", "emp", "")
	x.at(t, "2025-06-20T00:00")
	x.want(t, "a", "awarded")
	x.at(t, "2025-06-21T00:00")
	x.want(t, "a", "lapsed")
	x.want(t, "b", "awarded")
}

func TestSigningIsExtended(t *testing.T) {
	x := stage(t, "contracting")
	x.do(t, "dir", "submission.extend_signing", "a", `{"until": "2025-07-10", "reasons": "x"}`)
	x.at(t, "2025-07-10T23:59")
	x.want(t, "a", "contracting")
	x.at(t, "2025-07-11T00:00")
	x.want(t, "a", "lapsed")
}

func TestRefusedConventionIsRecalled(t *testing.T) {
	x := stage(t, "partly")
	x.do(t, "sig_asbl", "version.refuse", "a/version/1", why)
	x.want(t, "a", "awarded")
	x.money(t, "a", 30000_00, 0, 0, 30000_00, -1)
	contract(t, x, "a", "2025-06-01", "asbl")
	x.want(t, "a/version/2", "signed")
	x.want(t, "a", "in_progress")
}

// The reserve list includes its last day; what is still on it expires with a letter.
func TestReserveListEnds(t *testing.T) {
	x := stage(t, "decided")
	x.at(t, "2026-03-31T23:59")
	x.want(t, "c", "reserve")
	x.at(t, "2026-04-01T00:00")
	x.want(t, "c", "expired")
	if s := x.file(t, "c"); s.LetterOn != "2026-04-01" || s.Closed != "reserve_until" {
		t.Errorf("letter %q, by %q", s.LetterOn, s.Closed)
	}
}

// The list ends in summer time all the same: the whole day in Brussels.
func TestAppealIncludesItsLastDay(t *testing.T) {
	x := stage(t, "decided") // letters of 6 May, 30 days
	x.at(t, "2025-06-05T23:59")
	last := x.fork()
	last.do(t, "sig_delta", "submission.appeal", "d", `{"arguments": ["x"]}`)
	x.at(t, "2025-06-06T00:00")
	if facts := x.refuse(t, "sig_delta", "submission.appeal", "d", `{"arguments": ["x"]}`, "refused/deadline"); facts["until"] != w.Date("2025-06-05") {
		t.Errorf("facts %v", facts)
	}
}

func TestAppealsAreDecidedAnew(t *testing.T) {
	x := stage(t, "appealed")
	x.do(t, "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["x"]}`)
	x.want(t, "d", "ranked")
	x.refuse(t, "dg", "submission.award", "d", amount("15000"), "refused/over_envelope")
	x.do(t, "dg", "submission.reject", "d", `{"reasons": "non", "departure": "x"}`)
	x.do(t, "sig_delta", "submission.appeal", "d", `{"arguments": ["x"]}`) // a refusal of its own
	x.do(t, "dg2", "submission.dismiss", "d", `{"reasons": "non", "answers": ["x"]}`)
	x.want(t, "d", "rejected")
	x.refuse(t, "sig_delta", "submission.appeal", "d", `{"arguments": ["x"]}`, "refused/appealed_already")

	x = stage(t, "contested")
	x.do(t, "dg", "submission.uphold", "e", `{"reasons": "oui", "answers": ["x", "y"]}`)
	x.want(t, "e", "eligible")
	x = stage(t, "contested")
	x.at(t, "2025-03-20")
	x.do(t, "off", "call.convene", "emp", "")
	x.do(t, "dg", "submission.uphold", "e", `{"reasons": "oui", "answers": ["x", "y"]}`)
	x.want(t, "e", "under_review") // at once, past convene
}

func TestCloseNumbersInTheOrderOfSubmission(t *testing.T) {
	x := stage(t, "closed")
	for i, on := range []string{"a", "b", "c", "d", "e"} {
		if n := x.file(t, on).Number; n != i+1 {
			t.Errorf("%s is number %d", on, n)
		}
	}
	x = stage(t, "reopened")
	x.do(t, "sig_alfa", "submission.take_back", "a", "")
	x.do(t, "sig_alfa", "submission.submit", "a", "")
	x.at(t, "2025-03-20T17:00")
	if n := x.file(t, "a").Number; n != 5 || x.file(t, "b").Number != 1 {
		t.Errorf("a is number %d", n)
	}
}

// TestVeil: from rank to its letter a submission is under review for its SISP
// and its partners: they get the same offers and the same answers.
func TestVeil(t *testing.T) {
	x := stage(t, "deliberated")
	var want []string
	for _, state := range list[w.State]("under_review ranked reserve awarded rejected") {
		f := revived(x.files["emp.a"], state)
		f.LetterOn = ""
		if state != "under_review" && state != "ranked" {
			f.Verdict = &w.Verdict{Kind: string(state), Place: 1}
		}
		y := x.fork()
		y.files["emp.a"] = f
		var got []string
		for _, who := range []string{"ed_alfa", "sig_alfa", "sig_asbl"} {
			for _, on := range []string{"a", "a/party/asbl", "a/file/1"} {
				c := y.caseFor(y.actor(who), on, everything)
				for _, o := range programme.Offers(c) {
					got = append(got, who+" "+deed(o)+" "+outcomeOf(o.Blocked))
				}
				for _, r := range laws {
					if r.entity != w.EntitySubmission && r.entity != c.On.Ref().Entity && !slices.Contains(r.from, w.Unborn) {
						continue
					}
					_, err := programme.Decide(c, w.Ask{Entity: r.entity, Action: r.action})
					got = append(got, who+" "+r.name()+" "+told(err))
				}
			}
		}
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					t.Errorf("%s: %s, want %s", state, got[i], want[i])
				}
			}
		}
	}
}

func outcomeOf(e *w.Error) string {
	if e == nil {
		return "ok"
	}
	return e.Error()
}

func told(err error) string {
	if err == nil {
		return "ok"
	}
	return err.Error()
}
