package empowerment_test

var story = []chapter{
	{"house", "", func(t teller, x *world) {
		x.at(t, "2025-01-02")
		people(t, x)
	}},
	{"draft", "house", func(t teller, x *world) {
		x.at(t, "2025-01-10")
		x.do(t, "off", "call.create", "house", callInput)
	}},
	{"validated", "draft", func(t teller, x *world) {
		x.at(t, "2025-01-15")
		x.do(t, "dir", "call.validate", "emp", "")
	}},
	{"open", "validated", func(t teller, x *world) { x.at(t, "2025-02-03T09:00") }},
	{"asking", "open", func(t teller, x *world) { // a waits for its partner
		x.at(t, "2025-02-10")
		x.do(t, "ed_alfa", "submission.create", "emp", proposalOfA, "a")
		x.do(t, "ed_alfa", "file.attach", "a", letter)
	}},
	{"confirmed", "asking", func(t teller, x *world) { x.do(t, "sig_asbl", "party.confirm", "a/party/asbl", "") }},
	{"submitted", "confirmed", func(t teller, x *world) {
		x.at(t, "2025-03-01")
		x.do(t, "sig_alfa", "submission.submit", "a", "")
		submitAs(t, x, "b", "beta", "25000.55")
		submitAs(t, x, "c", "gamma", "20000")
		submitAs(t, x, "d", "delta", "15000")
		submitAs(t, x, "e", "gamma", "12000")
		submitAs(t, x, "g", "beta", "11000")
		x.do(t, "ed_alfa", "submission.create", "emp", proposal("alfa", "10000", `, "partners": ["bsbl"]`), "f")
		x.do(t, "sig_beta", "submission.withdraw", "g", "")
	}},
	{"closed", "submitted", func(t teller, x *world) { x.at(t, "2025-03-14T17:00") }},
	{"reopened", "closed", func(t teller, x *world) {
		x.at(t, "2025-03-15")
		x.do(t, "dir", "call.reopen", "emp", `{"closes_at": "2025-03-20T17:00", "reasons": "panne"}`)
	}},
	{"incomplete", "closed", func(t teller, x *world) {
		x.at(t, "2025-03-17")
		x.do(t, "off", "submission.request_completion", "a", `{"missing": [{"part": "indicators", "explanation": "x"}], "until": "2025-03-21"}`)
	}},
	{"screened", "closed", func(t teller, x *world) {
		x.at(t, "2025-03-18")
		for _, on := range []string{"a", "b", "c", "d"} {
			x.do(t, "off", "submission.declare_eligible", on, "")
		}
		x.do(t, "off", "submission.declare_ineligible", "e", `{"facts": "sans partenaire", "law": "art. 3", "failed": ["partner"]}`)
	}},
	{"contested", "screened", func(t teller, x *world) { // e appeals while the call is closed
		x.do(t, "sig_gamma", "submission.appeal", "e", `{"arguments": ["un", "deux"]}`)
	}},
	{"convened", "screened", func(t teller, x *world) {
		x.at(t, "2025-03-20")
		x.do(t, "off", "call.convene", "emp", "")
	}},
	{"assigned", "convened", func(t teller, x *world) {
		x.do(t, "off", "sheet.assign", "a", `{"person": "jury1"}`)
		x.do(t, "off", "sheet.assign", "b", `{"person": "jury2"}`)
		x.do(t, "jury2", "sheet.save", "b/sheet/jury2", scores)
	}},
	{"scored", "convened", func(t teller, x *world) {
		x.at(t, "2025-03-28")
		for _, on := range []string{"a", "b", "c", "d"} {
			score(t, x, on, "jury1", "jury2")
		}
	}},
	{"ranked", "scored", func(t teller, x *world) {
		x.at(t, "2025-04-10")
		for i, advised := range []string{"30000", "20000.01", "20000", "15000"} {
			x.do(t, "chair", "submission.rank", "abcd"[i:i+1], opinion(advised))
		}
	}},
	{"deliberated", "ranked", func(t teller, x *world) {
		x.do(t, "chair", "call.conclude", "emp", `{"present": ["chair", "jury1", "M. Dupont"]}`)
	}},
	{"chosen", "deliberated", func(t teller, x *world) {
		x.at(t, "2025-05-05")
		x.do(t, "dg", "submission.award", "a", `{"amount": "30000", "reasons": "utile", "conditions": [{"text": "x", "instalment": 2}, {"text": "y", "instalment": 3}]}`)
		x.do(t, "dg", "submission.award", "b", `{"amount": "20000.01", "reasons": "utile"}`)
		x.do(t, "dg", "submission.place_in_reserve", "c", `{"place": 1, "reasons": "utile", "departure": "plus rien"}`)
		x.do(t, "dg", "submission.reject", "d", `{"reasons": "utile", "departure": "plus rien"}`)
	}},
	{"decided", "chosen", func(t teller, x *world) {
		x.at(t, "2025-05-06")
		x.do(t, "dg", "call.decide", "emp", "")
	}},
	{"appealed", "decided", func(t teller, x *world) {
		x.at(t, "2025-05-20")
		x.do(t, "sig_delta", "submission.appeal", "d", `{"arguments": ["un"]}`)
	}},
	{"contracting", "decided", func(t teller, x *world) {
		x.at(t, "2025-05-13")
		x.do(t, "off", "submission.issue_convention", "a", `{"language": "fr", "start_on": "2025-06-01"}`)
		contract(t, x, "b", "2025-06-01")
	}},
	{"partly", "contracting", func(t teller, x *world) {
		x.at(t, "2025-05-20")
		x.do(t, "sig_alfa", "submission.sign", "a", "")
	}},
	{"in_progress", "partly", func(t teller, x *world) { // the call runs
		x.do(t, "sig_asbl", "submission.sign", "a", "")
		x.do(t, "dg", "submission.sign", "a", "")
	}},
	{"claimed", "in_progress", func(t teller, x *world) {
		x.at(t, "2025-06-02")
		x.do(t, "sig_alfa", "instalment.claim", "a/instalment/1", `{"declaration": "DC", "spending": [{"line": 1, "amount": "1000"}]}`)
	}},
	{"approved", "claimed", func(t teller, x *world) { x.do(t, "dir", "instalment.approve", "a/instalment/1", "") }},
	{"paid", "approved", func(t teller, x *world) {
		x.at(t, "2025-06-10")
		x.do(t, "fin", "instalment.pay", "a/instalment/1", `{"paid_on": "2025-06-10", "reference": "BK"}`)
	}},
	{"suspended", "paid", func(t teller, x *world) {
		x.at(t, "2025-07-01")
		x.do(t, "dir", "submission.suspend", "a", why)
	}},
	{"extending", "paid", func(t teller, x *world) { // an avenant of a is out
		x.at(t, "2025-07-01")
		x.do(t, "off", "submission.amend", "a", `{"kind": "extension", "reasons": "retard", "end_on": "2026-08-31"}`)
	}},
	{"midterm", "paid", func(t teller, x *world) {
		x.at(t, "2025-11-10")
		x.do(t, "off", "interview.plan", "a", `{"on": "2025-11-20"}`)
		x.do(t, "off", "interview.invite", "a/interview/1", "")
		x.at(t, "2025-11-20")
		x.do(t, "off", "submission.hold_midterm", "a", `{"held_on": "2025-11-20", "present": ["off", "ed_alfa"], "findings": "x", "light": "green", "indicators": [{"id": "people", "value": 18}]}`)
		x.do(t, "off", "condition.meet", "a/condition/1", why)
		pay(t, x, "a", "2")
	}},
	{"reported", "midterm", func(t teller, x *world) {
		x.at(t, "2026-07-15")
		x.do(t, "sig_alfa", "submission.submit_final_report", "a", `{"spending": [{"line": 1, "amount": "18000"}, {"line": 2, "amount": "8000.5"}, {"line": 3, "amount": "500"}],
"indicators": [{"id": "people", "value": 34}], "deliverables": [{"number": 1, "note": "x"}, {"number": 2, "explanation": "x"}]}`)
	}},
	{"judged", "reported", func(t teller, x *world) {
		x.at(t, "2026-07-16")
		for _, n := range []string{"1", "2", "3", "4"} {
			x.do(t, "off", "spending.accept", "a/spending/"+n, "")
		}
		x.do(t, "off", "deliverable.accept", "a/deliverable/1", "")
		x.do(t, "off", "deliverable.accept", "a/deliverable/2", "")
	}},
	{"met", "judged", func(t teller, x *world) {
		x.at(t, "2026-08-03")
		x.do(t, "off", "meeting.plan", "emp", `{"on": "2026-08-20"}`)
		x.do(t, "off", "meeting.invite", "emp/meeting/1", "")
		x.at(t, "2026-08-20")
		x.do(t, "off", "meeting.hold", "emp/meeting/1", `{"present": ["off"]}`)
	}},
	{"reviewed", "met", func(t teller, x *world) { // 27000.50 accepted, 24000 paid: a balance of 3000.50
		x.at(t, "2026-09-02")
		x.do(t, "dir", "submission.review", "a", `{"conclusions": "x", "lessons": "x", "publish_lessons": true, "continue": "own_means"}`)
	}},
	{"balanced", "reviewed", func(t teller, x *world) {
		x.do(t, "dir", "condition.waive", "a/condition/2", why)
		pay(t, x, "a", "4")
	}},
	{"shut", "balanced", func(t teller, x *world) { x.do(t, "fin", "submission.close", "a", "") }},
	{"overpaid", "paid", func(t teller, x *world) { // 15000 paid, nothing accepted: all to recover
		x.at(t, "2025-08-01")
		x.do(t, "dg", "submission.terminate", "a", `{"reasons": "faillite", "ground": "faillite"}`)
	}},
	{"kept", "in_progress", func(t teller, x *world) { // what the director holds an avenant does not release
		x.do(t, "dir", "instalment.hold", "a/instalment/1", why)
		x.do(t, "off", "submission.amend", "a", `{"kind": "account", "reasons": "banque", "account": "BE71 0961 2345 6769"}`)
		for _, s := range []string{"sig_alfa", "sig_asbl", "dg"} {
			x.do(t, s, "submission.sign", "a", "")
		}
	}},
	{"resting", "shut", func(t teller, x *world) { // b ends as well: everything is at rest
		x.do(t, "dg", "submission.terminate", "b", `{"reasons": "faillite", "ground": "faillite"}`)
	}},
	{"call_reviewed", "resting", func(t teller, x *world) { x.do(t, "dir", "call.review", "emp", "") }},
	{"doubted", "call_reviewed", func(t teller, x *world) { // a conflict is found in the end
		x.do(t, "off", "sheet.declare_conflict", "d/sheet/jury1", "")
		x.do(t, "dg", "submission.answer_conflict", "d", why)
	}},
	{"archived", "call_reviewed", func(t teller, x *world) { x.do(t, "dir", "call.archive", "emp", "") }},
	{"cancelled", "chosen", func(t teller, x *world) { x.do(t, "dir", "call.cancel", "emp", why) }},
}
