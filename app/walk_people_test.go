package app_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tremplin/workflow"
)

// people are everybody: some with one role, some with more than they should
// use together, some in conflict by a mandate.
func (w *walker) people() {
	w.Helper()
	org := func(id, kind, account string) {
		v := fields{"kind": kind, "name": fields{"fr": id, "nl": id}}
		if id == "beta" {
			v["language"] = "nl"
		}
		if account != "" {
			v["account"] = account
		}
		w.imports(workflow.EntityOrganisation, id, v)
	}
	person := func(id, org string, mandates []string, roles ...any) {
		v := fields{"name": "Personne " + id, "roles": roles, "email": id + "@walk.test"}
		if org != "" {
			v["organisation"] = org
		}
		if strings.HasPrefix(id, "par_") { // else as their organisation is
			v["language"] = "nl"
		}
		if mandates != nil {
			v["mandates"] = list(mandates...)
		}
		w.imports(workflow.EntityPerson, id, v)
	}
	org("slrb", "funder", "")
	for _, id := range []string{"alfa", "beta", "gamma"} {
		org(id, "sisp", "BE68 5390 0754 7034")
	}
	org("delta", "sisp", "")
	org("asbl1", "association", "")
	org("asbl2", "association", "")
	org("town", "municipality", "")
	person("off1", "slrb", nil, "das_officer")
	person("off2", "slrb", nil, "das_officer", "das_director")
	person("dir", "slrb", nil, "das_director")
	person("dg", "slrb", nil, "funder_signatory")
	person("dg2", "slrb", nil, "funder_signatory", "finance_officer")
	person("fin", "slrb", nil, "finance_officer")
	person("hats", "slrb", nil, "funder_signatory", "das_director", "finance_officer", "committee_member")
	person("audit", "slrb", nil, "auditor")
	person("root1", "", nil, "admin")
	person("root2", "", nil, "admin")
	for _, id := range []string{"alfa", "beta", "gamma", "delta"} {
		person("ed_"+id, id, nil, "sisp_editor")
		person("sig_"+id, id, nil, "sisp_signatory", "sisp_editor")
	}
	person("late", "beta", nil, fields{"role": "sisp_signatory", "from": "2030-02-01", "until": "2030-03-15"})
	person("par_beta", "beta", nil, "partner_signatory")
	for _, id := range []string{"asbl1", "asbl2", "town"} {
		person("par_"+id, id, nil, "partner_signatory")
	}
	person("chair", "", nil, "committee_chair", "committee_member")
	person("jury1", "", nil, "committee_member")
	person("jury2", "", nil, "committee_member")
	person("jury3", "", []string{"asbl2"}, "committee_member")
	person("jury4", "", []string{"alfa"}, "committee_member")
	person("guest", "gamma", nil)
}

func list(ids ...string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// newCall drafts a call whose envelope holds about three of its projects.
func (w *walker) newCall() {
	w.Helper()
	n := len(w.calls) + 1
	opens := w.now.AddDate(0, 0, 1+25*(n-1))
	both := func(s string) fields { return fields{"fr": s, "nl": s} }
	v := fields{
		"reference": fmt.Sprintf("WALK-%d", n), "title": both("Appel"), "envelope": strconv.Itoa(1200 + w.rng.IntN(1500)),
		"min_per_project": "100", "max_per_project": "1000", "duration_months": "12",
		"opens_at": opens.Format(time.RFC3339), "closes_at": opens.AddDate(0, 0, 12).Format(time.RFC3339),
		"quorum": strconv.Itoa(1 + w.rng.IntN(2)), "ties": []any{"use", "submitted_at"},
		"criteria": []any{
			fields{"id": "use", "title": both("Utile"), "weight": "60", "max": "5"}, fields{"id": "plan", "title": both("Plan"), "weight": "40", "max": "10"},
		},
		"themes":        []any{fields{"id": "food", "title": both("Table")}, fields{"id": "art", "title": both("Art")}},
		"objectives":    []any{fields{"id": "living", "title": both("Vivre")}},
		"admissibility": []any{fields{"id": "partner", "text": both("Un partenaire")}},
		"signing_days":  "30", "appeal_days": "20", "report_days": "40", "recovery_days": "15", "reasons_min": strconv.Itoa(w.rng.IntN(12)),
		"reserve_until": string(workflow.DateOf(opens.AddDate(0, 4, 0))), "instalments": []any{},
		"delegation": fields{"organ": "board", "date": "2030-01-01", "reference": "CA 2030/1"},
		"committee":  fields{"chair": "chair", "members": list("jury1", "jury3", "hats"), "substitutes": list("jury4")},
	}
	plans := [][]any{
		{fields{"share": "100", "after": "signed"}},
		{fields{"share": "50", "after": "signed"}, fields{"share": "30", "after": "midterm_held"}, fields{"share": "20", "after": "reviewed"}},
		{fields{"share": "33", "after": "signed"}, fields{"share": "33", "after": "midterm_held"}, fields{"share": "34", "after": "reported"}},
		{fields{"share": "70", "after": "midterm_held"}, fields{"share": "30", "after": "reviewed"}},
	}
	v["instalments"] = pick(w.rng, plans)
	if w.rng.IntN(3) == 0 {
		v["required"] = list("deliverables", "letter")
	}
	w.calls = append(w.calls, w.imports(workflow.EntityCall, "", v))
	w.learn(w.calls[n-1], nil)
}
