package empowerment_test

import (
	"strings"
	"testing"

	w "tremplin/workflow"
)

const (
	convention = `{"language": "fr", "start_on": "2025-06-01"}`
	midterm    = `{"held_on": "2025-06-10", "present": ["off"], "findings": "x", "light": "green"}`
	report     = `{"spending": [{"line": 1, "amount": 1}], "deliverables": [{"number": 1, "note": "x"}, {"number": 2, "note": "x"}]}`
	conclusion = `{"conclusions": "x", "lessons": "x", "publish_lessons": false, "continue": "no"}`
	notice     = `{"grounds": "x", "consequences": "x", "until": "2025-07-01"}`
)

// unsigned: the partner's signatory has left.
var unsigned = grants("sig_asbl", w.Grant{Role: w.PartnerSig, Org: "asbl", Until: "2025-05-01"})

func replaced(in, old, now string) string {
	if !strings.Contains(in, old) {
		panic(in + " lacks " + old)
	}
	return strings.Replace(in, old, now, 1)
}

var conventionProbes = []probe{
	on("decided", "off", "submission.issue_convention", "a", convention, "ok"),
	on("decided", "off", "submission.issue_convention", "a", convention, "refused/mandate").after(unsigned),
	on("decided", "off", "submission.issue_convention", "a", convention, "refused/account_missing").after(noAccount("alfa")),
	on("decided", "off", "submission.issue_convention", "a", `{"language": "fr", "start_on": "2025-06-01", "account": "BE1"}`, "ok").after(noAccount("alfa")),
	on("decided", "off", "submission.issue_convention", "a", `{"language": "fr", "start_on": "2024-05-05"}`, "invalid/date_past"),
	on("decided", "off", "submission.issue_convention", "a", `{"language": "fr", "start_on": "2027-05-07"}`, "invalid/date_past"),
	on("contracting", "dir", "submission.extend_signing", "a", `{"until": "2025-06-20", "reasons": "x"}`, "invalid/date_past"), // the present one
	on("contracting", "dir", "submission.extend_signing", "a", `{"until": "2025-06-21", "reasons": "x"}`, "ok"),
	on("partly", "sig_alfa", "submission.sign", "a", "", "refused/signed_already"),
	on("in_progress", "sig_alfa", "submission.sign", "a", "", "refused/signed_already"),
	on("partly", "dg", "submission.sign", "a", "", "ok"),
	on("contracting", "past", "submission.sign", "a", "", "refused/mandate"),
	on("partly", "sig_asbl", "submission.sign", "a", "", "refused/mandate").after(unsigned),
	on("partly", "sig_bsbl", "submission.sign", "a", "", "not_found/not_found"),
	on("partly", "dg", "submission.sign", "a", `{"hash": "00"}`, "refused/hash_mismatch"),
	on("partly", "dg", "submission.sign", "a", "", "ok").after(acts(act("sig_asbl", "submission.sign", "a", ""))), // the last
	on("decided", "sig_alfa", "submission.sign", "a", "", "refused/document_pending").after(unprinted(act("off", "submission.issue_convention", "a", convention))),
	on("contracting", "off", "version.void", "a/version/1", why, "refused/first_version"),
	on("contracting", "sig_asbl", "version.refuse", "a/version/1", why, "ok"),
	on("paid", "sig_asbl", "version.refuse", "a/version/2", why, "refused/mandate").after(acts(act("off", "submission.amend", "a", `{"kind": "partners", "reasons": "x", "partners": ["bsbl"]}`))),
}

var projectProbes = []probe{
	on("paid", "off", "submission.hold_midterm", "a", `{"light": "green"}`, "invalid/missing"),
	on("paid", "off", "submission.hold_midterm", "a", replaced(midterm, "green", "amber"), "invalid/missing"),
	on("paid", "off", "submission.hold_midterm", "a", replaced(midterm, "2025-06-10", "2025-06-11"), "invalid/date_future"),
	on("paid", "off", "submission.hold_midterm", "a", replaced(midterm, "{", `{"indicators": [{"id": "zzz", "value": 1}], `), "invalid/unknown"),
	on("midterm", "off", "submission.hold_midterm", "a", `{"light": "green"}`, "invalid/missing"),
	on("midterm", "off", "submission.hold_midterm", "a", replaced(midterm, "2025-06-10", "2025-11-21"), "invalid/date_future"),
	on("midterm", "off", "submission.hold_midterm", "a", replaced(midterm, "{", `{"indicators": [{"id": "people", "value": 1, "on": "2025-11-21"}], `), "invalid/unknown"),
	on("midterm", "off", "submission.hold_midterm", "a", replaced(replaced(midterm, "green", "red"), "{", `{"actions": ["x"], `), "ok"),
	on("extending", "off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`, "refused/avenant_out"),
	on("paid", "off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`, "refused/mandate").after(unsigned),
	on("paid", "dg", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`, "forbidden/role"),
	on("paid", "off", "submission.amend", "a", avenant("20000"), "forbidden/role"),
	on("paid", "off", "submission.amend", "a", `{"kind": "extension", "reasons": "x"}`, "invalid/missing"),
	on("paid", "off", "submission.amend", "a", `{"kind": "budget", "reasons": "x"}`, "invalid/missing"),
	on("paid", "off", "submission.amend", "a", `{"kind": "partners", "reasons": "x"}`, "invalid/missing"),
	on("paid", "off", "submission.amend", "a", `{"kind": "account", "reasons": "x"}`, "invalid/missing"),
	on("paid", "off", "submission.amend", "a", `{"kind": "extension", "reasons": "x", "end_on": "2026-05-31"}`, "invalid/avenant_unsound"),
	on("paid", "off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE68 5390 0754 7034"}`, "invalid/avenant_unsound"),
	on("paid", "off", "submission.amend", "a", `{"kind": "partners", "reasons": "x", "partners": ["town"]}`, "invalid/avenant_unsound"), // nobody may sign for it
	on("paid", "off", "submission.amend", "a", `{"kind": "budget", "reasons": "x", "budget": [{"category": "staff", "label": "x", "amount": "29999"}]}`, "invalid/avenant_unsound"),
	on("paid", "dg", "submission.amend", "a", avenant("30000.01"), "refused/over_request"),
	on("paid", "dg", "submission.amend", "a", avenant("29000"), "refused/outside_caps").after(rules(func(r *w.Rules) { r.Max = 28000_00 })),
	on("paid", "dg", "submission.amend", "a", avenant("14999.99"), "refused/below_paid"),
	on("paid", "dg", "submission.amend", "a", avenant("15000"), "ok"),
	on("paid", "dg", "submission.amend", "b", avenant("25000.55"), "refused/over_envelope").after(acts(act("dg", "envelope.change", "emp", `{"envelope": "55000.54"}`))),
	on("paid", "dg", "submission.amend", "b", avenant("25000.55"), "ok").after(acts(act("dg", "envelope.change", "emp", `{"envelope": "55000.55"}`))),
	on("paid", "dg", "submission.amend", "a", avenant("20000"), "invalid/missing").after(noOrgan),
	on("paid", "dir", "submission.give_notice", "a", replaced(notice, "2025-07-01", "2025-06-10"), "invalid/date_past"),
	on("paid", "sig_alfa", "submission.ask_end", "a", why, "refused/end_asked_already").after(acts(act("sig_alfa", "submission.ask_end", "a", why))),
	on("paid", "dg", "submission.refuse_end", "a", why, "refused/end_not_asked"),
	on("paid", "dg", "submission.refuse_end", "a", why, "invalid/missing").after(all(acts(act("sig_alfa", "submission.ask_end", "a", why)), noOrgan)),
	on("midterm", "sig_alfa", "submission.submit_final_report", "a", report, "refused/avenant_out").after(acts(act("off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`))),
	on("midterm", "sig_alfa", "submission.submit_final_report", "a", replaced(report, `, {"number": 2, "note": "x"}`, ""), "refused/deliverables_open"),
	on("midterm", "sig_alfa", "submission.submit_final_report", "a", replaced(report, `"line": 1`, `"line": 4`), "invalid/unknown"),
	on("midterm", "sig_alfa", "submission.submit_final_report", "a", replaced(report, "{", `{"indicators": [{"id": "zzz", "value": 1}], `), "invalid/unknown"),
	on("midterm", "sig_alfa", "submission.submit_final_report", "a", report, "ok"),
	on("midterm", "sig_alfa", "submission.submit_final_report", "a", replaced(report, `"amount": 1`, `"amount": 1, "file": "9"`), "invalid/unknown"),
	on("paid", "ed_alfa", "deliverable.deliver", "a/deliverable/1", `{"note": "x", "file": "9"}`, "invalid/unknown"),
	on("paid", "ed_alfa", "file.attach", "a", replaced(letter, "{", `{"to": "deliverable/9", `), "invalid/unknown"),
	on("paid", "ed_alfa", "file.attach", "a", replaced(letter, "{", `{"to": "deliverable/1", `), "ok"),
	on("paid", "ed_alfa", "deliverable.deliver", "a/deliverable/1", `{"note": "x", "file": "2"}`, "ok").after(acts(act("ed_alfa", "file.attach", "a", letter))),
	on("paid", "ed_alfa", "deliverable.deliver", "a/deliverable/1", `{"note": "x", "file": "2"}`, "invalid/unknown").after(acts(act("ed_alfa", "file.attach", "a", letter), act("ed_alfa", "file.remove", "a/file/2", ""))),
	on("paid", "ed_alfa", "file.remove", "a/file/2", "", "refused/file_kept").after(acts(act("ed_alfa", "file.attach", "a", letter), act("ed_alfa", "deliverable.deliver", "a/deliverable/1", `{"note": "x", "file": "2"}`))),
	on("paid", "ed_alfa", "file.remove", "a/file/2", "", "ok").after(acts(act("ed_alfa", "file.attach", "a", letter), act("ed_alfa", "deliverable.deliver", "a/deliverable/1", `{"note": "x", "file": "2"}`), act("off", "deliverable.return", "a/deliverable/1", `{"reasons": "Trop court."}`))),
	on("reported", "off", "submission.request_revision", "a", `{"missing": [{"part": "x", "explanation": "x"}], "until": "2026-07-15"}`, "invalid/date_past"),
	on("judged", "dir", "submission.review", "a", conclusion, "refused/meeting_missing"),
	on("reported", "dir", "submission.review", "a", conclusion, "refused/spending_unjudged").after(meeting),
	on("reported", "dir", "submission.review", "a", conclusion, "refused/deliverables_unjudged").after(all(meeting, acts(act("off", "spending.accept", "a/spending/1", ""),
		act("off", "spending.accept", "a/spending/2", ""), act("off", "spending.refuse", "a/spending/3", why), act("off", "spending.accept", "a/spending/4", `{"amount": 0}`)))),
	on("met", "dir", "submission.review", "a", conclusion, "ok"),
	on("reviewed", "fin", "submission.close", "a", "", "refused/money_open"),
	on("overpaid", "dg", "submission.reassess", "a", `{"accepted": "20000", "reasons": "x"}`, "refused/over_envelope").after(acts(act("dg", "envelope.change", "emp", `{"envelope": "40000"}`))),
	on("overpaid", "dg", "submission.reassess", "a", `{"accepted": "20000", "reasons": "x"}`, "invalid/missing").after(noOrgan),
	on("paid", "dg", "submission.terminate", "a", why, "refused/notice_needed"),
	on("paid", "dg", "submission.terminate", "a", why, "refused/notice_needed").after(all(acts(act("dir", "submission.give_notice", "a", notice)), later("2025-07-01T23:59"))),
	on("paid", "dg", "submission.terminate", "a", why, "ok").after(all(acts(act("dir", "submission.give_notice", "a", notice)), later("2025-07-02T00:00"))),
	on("paid", "dg", "submission.terminate", "a", why, "ok").after(acts(act("sig_alfa", "submission.ask_end", "a", why))),
	on("paid", "dg", "submission.terminate", "a", why, "refused/notice_needed").after(acts(act("sig_alfa", "submission.ask_end", "a", why), act("dg", "submission.refuse_end", "a", why))),
	on("paid", "dg", "submission.terminate", "a", firm, "invalid/missing").after(noOrgan),
	on("paid", "dg", "submission.terminate", "a", `{"reasons": "xx", "ground": "x"}`, "invalid/reasons_short"),
	on("reported", "off", "interview.plan", "a", `{"on": "2026-08-01"}`, "refused/state"),
	on("decided", "off", "control.record", "a", `{"held_on": "2025-05-06", "place": "x", "present": ["off"], "findings": "x"}`, "refused/state"),
	on("paid", "aud", "control.record", "a", `{"held_on": "2025-06-11", "place": "x", "present": ["off"], "findings": "x"}`, "invalid/date_future"),
}

var meeting = acts(act("off", "meeting.plan", "emp", `{"on": "2026-07-20"}`), act("off", "meeting.invite", "emp/meeting/1", ""), act("off", "meeting.hold", "emp/meeting/1", `{"present": ["off"]}`))

const payment = `{"paid_on": "2025-06-02", "reference": "BK"}`

// owing: the same SISP has a project signed earlier whose report is late.
func owing(t testing.TB, x *world) {
	t.Helper()
	n := revived(x.files["emp.b"], "in_progress")
	n.Sisp, n.ReportDue, n.SignedAt = "alfa", "2025-06-01", x.file(t, "a").SignedAt.Add(-1)
	x.files["emp.b"] = n
}

var moneyProbes = []probe{
	on("reviewed", "sig_alfa", "instalment.claim", "a/instalment/4", `{"declaration": "x", "spending": [{"line": 1, "amount": 1}]}`, "refused/state"),
	on("reviewed", "sig_alfa", "instalment.claim", "a/instalment/4", `{"declaration": "x"}`, "ok"),
	on("in_progress", "sig_alfa", "instalment.claim", "a/instalment/1", `{"declaration": "x", "spending": [{"line": 4, "amount": 1}]}`, "invalid/unknown"),
	on("in_progress", "sig_alfa", "instalment.claim", "a/instalment/1", `{"declaration": "x", "spending": [{"line": 3, "amount": 0}]}`, "invalid/unknown"),
	on("in_progress", "sig_alfa", "instalment.claim", "a/instalment/1", `{"declaration": "x", "spending": [{"line": 3, "amount": 1, "file": "9"}]}`, "invalid/unknown"),
	on("approved", "fin", "instalment.pay", "a/instalment/1", payment, "ok"),
	on("approved", "fin", "instalment.pay", "a/instalment/1", payment, "refused/state").after(acts(act("dir", "submission.suspend", "a", why))),
	on("approved", "fin", "instalment.pay", "a/instalment/1", payment, "refused/avenant_out").after(acts(act("dg", "submission.amend", "a", avenant("20000")))),
	on("approved", "fin", "instalment.pay", "a/instalment/1", payment, "ok").after(acts(act("off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`))),
	on("approved", "fin", "instalment.pay", "a/instalment/1", payment, "refused/arrears").after(owing),
	on("midterm", "fin", "instalment.pay", "a/instalment/2", payment, "refused/state"),
	on("paid", "fin", "instalment.pay", "a/instalment/2", `{"paid_on": "2025-06-10", "reference": "BK"}`, "refused/conditions_unmet").after(acts(act("off", "submission.hold_midterm", "a", midterm),
		act("sig_alfa", "instalment.claim", "a/instalment/2", `{"declaration": "x"}`), act("dir", "instalment.approve", "a/instalment/2", ""))),
	on("claimed", "payer", "instalment.pay", "a/instalment/1", payment, "forbidden/apart").after(acts(act("payer", "instalment.approve", "a/instalment/1", ""))),
	on("approved", "payer", "instalment.pay", "a/instalment/1", payment, "ok"),
	on("approved", "fin", "instalment.pay", "a/instalment/1", replaced(payment, "06-02", "06-03"), "invalid/date_future"),
	on("overpaid", "fin", "instalment.bounce", "a/instalment/1", "", "refused/repaid").after(acts(act("fin", "recovery.receive", "a/recovery/1", `{"amount": "0.01", "received_on": "2025-08-01"}`))),
	on("paid", "off", "spending.accept", "a/spending/1", `{"amount": "1000.01"}`, "refused/over_claim"),
	on("overpaid", "fin", "recovery.receive", "a/recovery/1", `{"amount": "15000.01", "received_on": "2025-08-01"}`, "refused/over_owed"),
	on("overpaid", "fin", "recovery.receive", "a/recovery/1", `{"amount": "0", "received_on": "2025-08-01"}`, "refused/over_owed"),
	on("overpaid", "fin", "recovery.receive", "a/recovery/1", `{"amount": "1", "received_on": "2025-08-02"}`, "invalid/date_future"),
	on("overpaid", "dg", "recovery.write_off", "a/recovery/1", why, "invalid/missing").after(noOrgan),
	on("overpaid", "dg", "recovery.write_off", "a/recovery/1", `{"reasons": "xx"}`, "invalid/reasons_short"),
}
