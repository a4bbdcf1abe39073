package empowerment_test

import (
	"strings"
	"testing"

	w "tremplin/workflow"
)

// fileLate files the paper to sign, whose job has waited.
func fileLate(t testing.TB, x *world, on string) {
	t.Helper()
	id, _ := x.name(on)
	for _, j := range x.jobs {
		if j.On.Dossier == id && j.On.Entity == w.EntityVersion {
			x.raw(t, "engine", "document.file", on, paperOf(x, j, "fr").Values)
			return
		}
	}
	t.Fatalf("nothing was ordered for %s", on)
}

// What was taken back before its receipt was filed is a draft, which the
// funder's side does not see: the receipt is filed all the same.
func TestReceiptIsFiledInADraft(t *testing.T) {
	x := stage(t, "confirmed")
	x.do(t, "sig_alfa", "submission.submit", "a", "")
	x.do(t, "sig_alfa", "submission.take_back", "a", "")
	x.want(t, "a", "draft")
	id := x.file(t, "a").Ref()
	job := w.Job{Kind: "document.receipt", On: id}
	values := paperOf(x, job, "fr").Values
	values["to"] = ""
	x.raw(t, "engine", "document.file", "a", values)
	x.want(t, "a/document/1", "filed")
	x.want(t, "a", "draft")
}

// An award does not lapse while nobody can sign because the paper is not there;
// once it is, the whole delay begins.
func TestAwardWaitsForItsPaper(t *testing.T) {
	x := stage(t, "decided")
	x.unprinted = true
	by := x.file(t, "a").SignBy
	x.do(t, "off", "submission.issue_convention", "a", convention)
	x.at(t, string(by.Plus(0, 3)))
	x.want(t, "a", "contracting")
	fileLate(t, x, "a")
	if got, want := x.file(t, "a").SignBy, w.DateOf(x.now).Plus(0, 45); got != want {
		t.Errorf("to be signed by %s, want %s", got, want)
	}
	x.do(t, "sig_alfa", "submission.sign", "a", "")
	x.at(t, string(x.file(t, "a").SignBy.Plus(0, 1)))
	x.want(t, "a", "lapsed")
}

// In time, a paper moves no delay.
func TestPaperInTimeMovesNoDelay(t *testing.T) {
	x := stage(t, "decided")
	by := x.file(t, "a").SignBy
	x.do(t, "off", "submission.issue_convention", "a", convention)
	if v := x.file(t, "a").Versions[0]; v.Hash == "" || x.file(t, "a").SignBy != by {
		t.Errorf("to be signed by %s, want %s; hash %q", x.file(t, "a").SignBy, by, v.Hash)
	}
}

// TestFilingIsToldToTheFunder: others find the documents that they may read;
// that a payment order was filed they are not told.
func TestFilingIsToldToTheFunder(t *testing.T) {
	x := stage(t, "contracting")
	for who, want := range map[string]bool{"off": true, "sig_alfa": false, "sig_asbl": false, "jury1": false} {
		c := x.caseFor(x.actor(who), "a", w.Needs{Past: true})
		got := false
		for _, e := range w.SightOf(c.House, c.Actor, c.Today).Told(c.Call, c.File, c.Past) {
			got = got || e.On.Entity == w.EntityDocument
		}
		if got != want {
			t.Errorf("%s is told of a filing: %t", who, got)
		}
	}
}

// TestReserveEndsWithALetter: the end of the reserve list is told like a
// rejection, and only once.
func TestReserveEndsWithALetter(t *testing.T) {
	x := stage(t, "decided")
	before := len(x.jobs)
	x.at(t, "2026-04-01")
	x.want(t, "c", "expired")
	n := 0
	for _, j := range x.jobs[before:] {
		if j.On.Dossier == "emp.c" {
			n++
			if j.Kind != "document.rejection" && j.Kind != "mail.E23" {
				t.Errorf("%s is ordered", j.Kind)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d letters and mails", n)
	}
}

// TestRefusedActsOrderNothing: a decision that is refused gives no jobs, and a
// cause that is left out orders none: an award before decide sends no letter.
func TestRefusedActsOrderNothing(t *testing.T) {
	x := stage(t, "deliberated")
	d, err := x.decide(asked{by: "dg", do: "submission.award", on: "a", with: amount("30000")})
	if err != nil || len(d.Jobs) > 0 {
		t.Errorf("%v, %v", d, err)
	}
	x = stage(t, "decided")
	x.refuse(t, "dg", "submission.terminate", "a", why, "refused/notice_needed")
	for _, j := range x.jobs {
		if strings.Contains(j.Kind, "termination") {
			t.Errorf("%s is ordered", j.Kind)
		}
	}
}

// papers are what an act that passes orders.
func papers(t testing.TB, x *world, by, do, on, with string) string {
	t.Helper()
	d, err := x.decide(asked{by: by, do: do, on: on, with: with})
	if err != nil {
		t.Fatal(err)
	}
	return ordered(d)
}

// TestInvitations: an interview's is about the interview; a meeting's goes to
// each project that is under way, and to no other dossier of the call.
func TestInvitations(t *testing.T) {
	x := stage(t, "in_progress")
	x.do(t, "off", "interview.plan", "a", `{"on": "2025-11-20"}`)
	x.do(t, "off", "meeting.plan", "emp", `{"on": "2026-08-20"}`)
	if got := papers(t, x, "off", "interview.invite", "a/interview/1", ""); got != "interview a/interview/1" {
		t.Errorf("the interview: %s", got)
	}
	if got := papers(t, x, "off", "meeting.invite", "emp/meeting/1", ""); got != "meeting a, meeting b" {
		t.Errorf("the meeting: %s", got)
	}
}

// TestDecisionsAfterDecideSendTheirLetters: at once, and a demand is made anew.
func TestDecisionsAfterDecideSendTheirLetters(t *testing.T) {
	x := stage(t, "decided")
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "70000"}`)
	if got := papers(t, x, "dg", "submission.award", "c", `{"amount": "10000", "reasons": "utile", "departure": "utile"}`); got != "award c" {
		t.Errorf("award: %s", got)
	}
	if got := papers(t, x, "dg", "submission.reject", "c", `{"reasons": "utile", "departure": "utile"}`); got != "rejection c" {
		t.Errorf("reject: %s", got)
	}
	x = stage(t, "overpaid")
	if got := papers(t, x, "dg", "submission.reassess", "a", `{"accepted": "1", "reasons": "utile"}`); got != "reassessment a, recovery a/recovery/2" {
		t.Errorf("reassess: %s", got)
	}
}
