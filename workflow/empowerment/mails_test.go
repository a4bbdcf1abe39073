package empowerment_test

import (
	"strings"
	"testing"
)

// TestActsOrderTheirMails: each act tells once, about the right thing (texts,
// part 10), and none tells of a decision before its letter.
func TestActsOrderTheirMails(t *testing.T) {
	const reasons = `{"reasons": "x"}`
	for _, c := range []struct{ stage, by, do, on, with, want string }{
		{"open", "dir", "call.extend", "emp", `{"closes_at": "2025-04-01T12:00", "reasons": "x"}`, "E02 emp"},
		{"confirmed", "sig_alfa", "submission.withdraw", "a", reasons, "E24 a"},
		{"submitted", "sig_beta", "submission.withdraw", "b", reasons, "E24 b"},
		{"confirmed", "sig_alfa", "submission.submit", "a", "", "E17 a"},
		{"closed", "off", "submission.request_completion", "a", `{"missing": [{"part": "indicators", "explanation": "x"}], "until": "2025-03-21"}`, "E18 a"},
		{"incomplete", "sig_alfa", "submission.resubmit", "a", `{"indicators": [{"id": "people", "title": "x", "target": 30}]}`, "E17 a"},
		{"closed", "off", "submission.declare_ineligible", "a", `{"facts": "sans partenaire", "law": "art. 3", "failed": ["partner"]}`, "E20 a"},
		{"ranked", "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "E14 emp"},
		{"ranked", "chair", "submission.reopen_opinion", "a", reasons, ""},
		{"deliberated", "dg", "submission.award", "a", `{"amount": "30000", "reasons": "utile"}`, ""},
		{"chosen", "dg", "submission.reconsider", "a", reasons, ""},
		{"chosen", "dg", "call.decide", "emp", "", "E21 a, E21 b, E22 c, E23 d"},
		{"appealed", "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["x"]}`, "E26 d"},
		{"appealed", "dg2", "submission.dismiss", "d", `{"reasons": "non", "answers": ["x"]}`, "E27 d"},
		{"decided", "off", "submission.issue_convention", "a", convention, ""}, // its paper is not there yet
		{"contracting", "sig_alfa", "submission.decline", "a", reasons, "E31 a"},
		{"in_progress", "sig_alfa", "instalment.claim", "a/instalment/1", `{"declaration": "DC"}`, "E45 a/instalment/1"},
		{"claimed", "dir", "instalment.approve", "a/instalment/1", "", "E45 a/instalment/1"},
		{"claimed", "dir", "instalment.hold", "a/instalment/1", reasons, "E47 a/instalment/1"},
		{"paid", "dir", "submission.suspend", "a", reasons, "E50 a"},
		{"suspended", "dir", "submission.resume", "a", reasons, "E50 a"},
		{"paid", "dir", "submission.give_notice", "a", notice, "E49 a"},
		{"paid", "off", "submission.hold_midterm", "a", midterm, "E34 a, E44 a/instalment/2"},
		{"paid", "dg", "submission.terminate", "a", `{"reasons": "faillite", "ground": "x"}`, "E48 a/recovery/1, E51 a"},
		{"met", "dir", "submission.review", "a", conclusion, "E42 a, E44 a/instalment/4"},
		{"resting", "dir", "call.review", "emp", "", ""},
		{"deliberated", "dir", "call.cancel", "emp", reasons, "E06 a, E06 b, E06 c, E06 d, E06 e"},
	} {
		x := stage(t, c.stage)
		d, err := x.decide(asked{by: c.by, do: c.do, on: c.on, with: c.with})
		if err != nil {
			t.Errorf("%s: %s: %v", c.stage, c.do, err)
			continue
		}
		if got := orderedOf(d, "mail."); got != c.want {
			t.Errorf("%s: %s orders %q, want %q", c.stage, c.do, got, c.want)
		}
	}
}

// TestAPaperToSignIsTold once it is filed, and a last signature too.
func TestAPaperToSignIsTold(t *testing.T) {
	x := stage(t, "in_progress")
	told := map[string]int{}
	for _, j := range x.jobs {
		if name, ok := strings.CutPrefix(j.Kind, "mail."); ok && j.On.Dossier == "emp.a" {
			told[name]++
		}
	}
	if told["E28"] != 1 || told["E30"] != 1 || told["E21"] != 1 {
		t.Errorf("told %v", told)
	}
}
