package empowerment

import (
	w "tremplin/workflow"
)

// documents are what the programme puts on paper, in French and in Dutch
// (PROCESS.md, Documents; texts, part 10). The sections are those of the texts.
var documents = []w.DocumentKind{
	// The SISP is told.
	{Name: "receipt", Code: "L01", For: w.ForParties, Sections: letter("L01"), Running: true},
	{Name: "completion", Code: "L02", For: w.ForParties, Sections: letter("L02"), Running: true},
	{Name: "ineligible", Code: "L03", For: w.ForParties, Sections: letter("L03"), Decision: true, Running: true},
	{Name: "award", Code: "L04", For: w.ForParties, Sections: letter("L04"), Decision: true, Running: true},
	{Name: "reserve", Code: "L05", For: w.ForParties, Sections: letter("L05"), Decision: true, Running: true},
	{Name: "rejection", Code: "L06", For: w.ForParties, Sections: letter("L06"), Decision: true, Running: true},
	{Name: "upheld", Code: "L07A", For: w.ForParties, Sections: letter("L07a"), Decision: true, Running: true},
	{Name: "dismissed", Code: "L07B", For: w.ForParties, Sections: letter("L07b"), Decision: true, Running: true},
	{Name: "notice", Code: "L08", For: w.ForParties, Sections: letter("L08"), Running: true},
	{Name: "termination", Code: "L09", For: w.ForParties, Sections: letter("L09"), Decision: true},
	{Name: "recovery", Code: "L10", For: w.ForSisp, Sections: letter("L10"), Decision: true},
	{Name: "interview", Code: "L11", For: w.ForParties, Sections: letter("L11")},
	{Name: "meeting", Code: "L12", For: w.ForParties, Sections: letter("L12"), Running: true},
	{Name: "suspension", Code: "L13", For: w.ForParties, Sections: letter("L13"), Running: true},
	{Name: "ended", Code: "L14", For: w.ForParties, Sections: letter("L14")},
	{Name: "signing_extended", Code: "L15", For: w.ForParties, Sections: letter("L15"), Running: true},
	{Name: "end_refused", Code: "L16", For: w.ForParties, Sections: letter("L16"), Decision: true, Running: true},
	{Name: "reassessment", Code: "L17", For: w.ForParties, Sections: letter("L17"), Decision: true, Running: true},
	{Name: "write_off", Code: "L18", For: w.ForSisp, Sections: letter("L18")},

	// What the parties sign.
	{Name: "convention", For: w.ForParties, Sections: articles},
	{Name: "avenant_extension", Code: "A", For: w.ForParties, Sections: avenant("V1", "CA4")},
	{Name: "avenant_budget", Code: "A", For: w.ForParties, Sections: avenant("V2", "CA2")},
	{Name: "avenant_partners", Code: "A", For: w.ForParties, Sections: avenant("V3", "CA1", "CA2", "CA3", "CA4")},
	{Name: "avenant_account", Code: "A", For: w.ForParties, Sections: avenant("V5")},
	{Name: "avenant_amount", Code: "A", For: w.ForParties, Sections: avenant("V4", "CA2", "CA3")},

	// Money.
	{Name: "claim", Code: "O02", For: w.ForSisp, Sections: []string{"O02"}},
	{Name: "payment", Code: "O01", For: w.ForFunder, Sections: []string{"O01"}},

	// The committee, the project's course, the programme.
	{Name: "minutes", Code: "PV", For: w.ForCommittee, Sections: []string{"M01", "M02", "M03", "M04", "M05", "M06", "M08", "M09", "M10", "M11"}, All: true},
	{Name: "midterm", Code: "R01", For: w.ForParties, Sections: []string{"R01"}, Running: true},
	{Name: "final_review", Code: "R02", For: w.ForParties, Sections: []string{"R02"}, Decision: true},
	{Name: "programme_report", Code: "R03", For: w.ForFunder, Sections: []string{"R03"}, All: true},
}

// articles are those of the convention, in their order: always all, so that
// references between them hold; then its signatures and annexes.
var articles = []string{
	"C00", "C01", "C02", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C13", "C14", "C15",
	"C16", "C17", "C18", "C19", "C20", "C21", "C22", "C23", "CA1", "CA2", "CA3", "CA4",
}

// terms are delays and numbers that a call's rules may set; these values are
// proposed in the texts, part 6, and no source gives them.
var terms = map[string]int{
	"payment_days": 30, "review_days": 60, "reply_days": 15, "retention_years": 10, "overhead_cap": 10, "budget_shift_cap": 10, "electronic_signature": 1, "resident_seat_count": 0,
	"formal_notice_days": 15, "council_days": 60, "amendment_request_days": 30, "control_notice_days": 5, "partner_payment_days": 15,
	"steering_meetings": 2, "steering_minutes_days": 15, "quote_threshold": 2500, "quote_count": 3, "amicable_days": 15, "yearly_report_days": 60,
	"screening_days": 30, "contract_data_days": 15, "preparation_days": 7, "comments_days": 15,
	"own_score_disclosed": 0, "reserve_rank_disclosed": 0, // 1: letters tell the SISP its own
}

// letter is the head of every letter, and its own body, which names the blocks it ends with.
func letter(body string) []string { return []string{"B00", body} }

// avenant is the frame around the body of its kind, and the annexes that it replaces.
func avenant(body string, annexes ...string) []string {
	return append([]string{"V00", body, "V90"}, annexes...)
}
