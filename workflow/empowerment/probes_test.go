package empowerment_test

import (
	"slices"
	"strings"
	"testing"

	w "tremplin/workflow"
)

// The probes, in the order of the process.
var probes = slices.Concat(houseProbes, callProbes, proposalProbes, calendarProbes, screeningProbes, committeeProbes, decisionProbes, conventionProbes, projectProbes, moneyProbes, documentProbes, okProbes)

const newPerson = `{"id": "new", "name": "x"}`

const asDirector = `{"person": "off", "role": "das_director"}`

// Changes that an administrator has asked for.
var (
	directorAsked = acts(act("adm", "person.grant", "house", asDirector))
	endAsked      = acts(act("adm", "person.revoke", "house", `{"person": "fin", "role": "finance_officer", "until": "2030-12-31"}`))
)

func newOrg(rest string) string {
	return `{"id": "new", "kind": "service", "name": {"fr": "x", "nl": "x"}, ` + rest + `}`
}

// then is one preparation after the other.
func then(all ...func(testing.TB, *world)) func(testing.TB, *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		for _, prep := range all {
			prep(t, x)
		}
	}
}

// merging asks that one organisation be absorbed into another.
func merging(org, into, on string) string {
	return `{"organisation": "` + org + `", "into": "` + into + `", "on": "` + on + `", "reasons": "x"}`
}

// mergedAs repeats it.
func mergedAs(org, into, on string) string {
	return `{"organisation": "` + org + `", "into": "` + into + `", "on": "` + on + `"}`
}

var (
	mergeAsked = acts(act("adm", "organisation.ask_merge", "house", merging("alfa", "beta", "2025-01-01")))
	// alfaAskedBetaGone: what was to absorb it has been absorbed itself.
	alfaAskedBetaGone = then(mergeAsked, acts(act("adm", "organisation.ask_merge", "house", merging("beta", "gamma", "2025-01-01")), act("adm2", "organisation.merge", "house", mergedAs("beta", "gamma", "2025-01-01"))))
	alfaMerged        = then(mergeAsked, acts(act("dir", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"))))
	unmergeAsked      = then(alfaMerged, acts(act("adm", "organisation.ask_unmerge", "house", undone)))
	alfaNamed         = acts(act("adm", "organisation.update", "house", `{"organisation": "alfa", "name": {"fr": "alfa", "nl": "alfa"}, "aliases": ["x"]}`))
	strikeAsked       = then(alfaNamed, acts(act("adm", "organisation.ask_strike", "house", strikeX)))
)

const (
	ofAlfa   = `{"organisation": "alfa"}`
	unmerged = `{"organisation": "alfa", "into": "beta"}`
	struckX  = `{"organisation": "alfa", "aliases": ["x"]}`
	strikeX  = `{"organisation": "alfa", "aliases": ["x"], "reasons": "x"}`
)

var houseProbes = []probe{
	on("house", "adm", "organisation.register", "house", `{"id": "alfa", "kind": "sisp", "name": {"fr": "x", "nl": "x"}}`, "conflict/taken"),
	on("house", "adm", "person.register", "house", newPerson, "ok"),
	on("house", "adm", "person.register", "house", `{"id": "off", "name": "x"}`, "conflict/taken"),
	on("house", "adm", "person.register", "house", `{"id": "new", "name": "x", "organisation": "zzz"}`, "invalid/unknown"),
	on("house", "adm", "person.register", "house", `{"id": "new", "name": "x", "roles": [{"role": "auditor"}]}`, "forbidden/role"),
	on("house", "import", "person.register", "house", `{"id": "new", "name": "x", "roles": [{"role": "king"}]}`, "invalid/unknown"),
	on("house", "adm", "person.grant", "house", `{"person": "zzz", "role": "auditor"}`, "not_found/not_found"),
	on("house", "adm", "person.grant", "house", `{"person": "adm", "role": "auditor"}`, "forbidden/apart"),
	on("house", "adm", "person.grant", "house", `{"person": "off", "role": "king"}`, "invalid/unknown"),
	on("house", "adm2", "person.grant", "house", `{"person": "off", "role": "das_director", "until": "2030-12-31"}`, "refused/asked_otherwise").after(acts(act("adm", "person.grant", "house", `{"person": "off", "role": "das_director"}`))),
	on("house", "adm", "person.grant", "house", `{"person": "off", "role": "das_director"}`, "forbidden/apart").after(acts(act("adm", "person.grant", "house", `{"person": "off", "role": "das_director"}`))),
	on("house", "adm", "person.revoke", "house", `{"person": "adm", "role": "admin"}`, "forbidden/apart"),
	on("house", "adm", "person.revoke", "house", `{"person": "off", "role": "auditor"}`, "refused/not_held"),
	on("house", "adm", "person.revoke", "house", `{"person": "dir", "role": "das_director"}`, "forbidden/apart").after(acts(act("adm", "person.revoke", "house", `{"person": "dir", "role": "das_director"}`))),
	on("house", "adm", "organisation.register", "house", newOrg(`"enterprise_number": "0206.731.646"`), "invalid/enterprise_number"),
	on("house", "adm", "organisation.register", "house", newOrg(`"account": "BE68 5390 0754 7035"`), "invalid/account"),
	on("house", "adm", "organisation.register", "house", newOrg(`"enterprise_number": "BE 0206.731.645", "account": "be68 5390 0754 7034"`), "ok"),
	on("house", "import", "organisation.register", "house", newOrg(`"enterprise_number": "x", "account": "x"`), "ok"),
	on("house", "adm", "organisation.update", "house", `{"organisation": "alfa", "name": {"fr": "y", "nl": "y"}, "enterprise_number": "0206.731.646"}`, "invalid/enterprise_number"),
	on("house", "adm", "organisation.update", "house", `{"organisation": "alfa", "name": {"fr": "y", "nl": "y"}, "account": "BE68 5390 0754 7035"}`, "invalid/account"),
	on("house", "adm", "organisation.update", "house", `{"organisation": "zzz", "name": {"fr": "y", "nl": "y"}}`, "not_found/not_found"),
	on("house", "adm", "organisation.update", "house", `{"organisation": "alfa", "name": {"fr": "y", "nl": "y"}, "enterprise_number": "0206.731.645"}`, "ok"),
	on("house", "off", "organisation.update", "house", `{"organisation": "alfa", "name": {"fr": "y", "nl": "y"}}`, "forbidden/role"),
	on("house", "adm", "organisation.ask_merge", "house", merging("slrb", "alfa", "2025-01-01"), "refused/no_heir"),
	on("house", "adm", "organisation.ask_merge", "house", merging("alfa", "alfa", "2025-01-01"), "invalid/merge_itself"),
	on("house", "adm", "organisation.ask_merge", "house", merging("alfa", "zzz", "2025-01-01"), "invalid/unknown"),
	on("house", "adm", "organisation.ask_merge", "house", merging("alfa", "slrb", "2025-01-01"), "refused/merge_kind"),
	on("house", "adm", "organisation.ask_merge", "house", merging("alfa", "asbl", "2025-01-01"), "refused/merge_kind"),
	on("house", "adm", "organisation.ask_merge", "house", merging("asbl", "alfa", "2025-01-01"), "ok"),
	on("house", "adm", "organisation.ask_merge", "house", merging("alfa", "beta", "2035-01-01"), "invalid/date_future"),
	on("house", "adm", "organisation.ask_merge", "house", merging("alfa", "beta", "2025-01-01"), "refused/merge_asked").after(mergeAsked),
	on("house", "adm", "organisation.ask_merge", "house", merging("gamma", "alfa", "2025-01-01"), "refused/absorbed").after(alfaMerged),
	on("house", "adm", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "refused/nothing_merged"),
	on("house", "adm", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "forbidden/apart").after(mergeAsked),
	on("house", "adm2", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "ok").after(mergeAsked),
	on("house", "dir", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "ok").after(mergeAsked),
	on("house", "adm2", "organisation.merge", "house", mergedAs("alfa", "gamma", "2025-01-01"), "refused/asked_otherwise").after(mergeAsked),
	on("house", "dir", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-02"), "refused/asked_otherwise").after(mergeAsked),
	on("house", "adm2", "organisation.merge", "house", ofAlfa, "invalid/missing").after(mergeAsked),
	on("house", "adm2", "organisation.unmerge", "house", `{"organisation": "alfa", "into": "gamma"}`, "refused/asked_otherwise").after(unmergeAsked),
	on("house", "dir", "organisation.unmerge", "house", `{"organisation": "alfa", "into": "gamma"}`, "refused/asked_otherwise").after(unmergeAsked),
	on("house", "adm2", "organisation.strike", "house", ofAlfa, "refused/asked_otherwise").after(strikeAsked),
	on("house", "dir", "organisation.strike", "house", `{"organisation": "alfa", "aliases": ["x", "y"]}`, "refused/asked_otherwise").after(strikeAsked),
	on("house", "dir", "organisation.strike", "house", `{"organisation": "alfa", "aliases": ["x"], "former_numbers": ["1"]}`, "refused/asked_otherwise").after(strikeAsked),
	on("house", "fin", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "forbidden/role").after(mergeAsked),
	on("house", "dir", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "forbidden/role"),
	on("house", "dir", "organisation.refuse_merge", "house", `{"organisation": "alfa"}`, "forbidden/role"),
	on("house", "dir", "organisation.refuse_merge", "house", `{"organisation": "alfa"}`, "ok").after(mergeAsked),
	on("house", "dir", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "refused/absorbed").after(alfaAskedBetaGone),
	on("house", "both", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "forbidden/apart").after(then(grants("both", w.Grant{Role: w.Admin}), acts(act("both", "organisation.ask_merge", "house", merging("alfa", "beta", "2025-01-01"))), grants("both", w.Grant{Role: w.Director}))),
	on("house", "adm2", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "refused/absorbed").after(alfaAskedBetaGone),
	on("house", "adm", "organisation.refuse_merge", "house", `{"organisation": "alfa"}`, "refused/nothing_merged"),
	on("house", "adm", "organisation.refuse_merge", "house", `{"organisation": "alfa"}`, "ok").after(mergeAsked),
	on("house", "adm2", "organisation.merge", "house", mergedAs("alfa", "beta", "2025-01-01"), "refused/nothing_merged").after(strikeAsked),
	on("house", "adm", "organisation.ask_unmerge", "house", undone, "refused/state"),
	on("house", "adm", "organisation.ask_unmerge", "house", undone, "ok").after(alfaMerged),
	on("house", "adm2", "organisation.ask_unmerge", "house", undone, "refused/merge_asked").after(unmergeAsked),
	on("house", "adm", "organisation.unmerge", "house", unmerged, "refused/nothing_merged").after(alfaMerged),
	on("house", "adm", "organisation.unmerge", "house", unmerged, "forbidden/apart").after(unmergeAsked),
	on("house", "both", "organisation.unmerge", "house", unmerged, "forbidden/apart").after(then(alfaMerged, grants("both", w.Grant{Role: w.Admin}), acts(act("both", "organisation.ask_unmerge", "house", undone)), grants("both", w.Grant{Role: w.Director}))),
	on("house", "adm2", "organisation.unmerge", "house", unmerged, "ok").after(unmergeAsked),
	on("house", "dir", "organisation.unmerge", "house", unmerged, "ok").after(unmergeAsked),
	on("house", "dir", "organisation.unmerge", "house", unmerged, "forbidden/role").after(alfaMerged),
	on("house", "dir", "organisation.refuse_unmerge", "house", ofAlfa, "forbidden/role").after(alfaMerged),
	on("house", "dir", "organisation.refuse_unmerge", "house", ofAlfa, "ok").after(unmergeAsked),
	on("house", "adm", "organisation.refuse_unmerge", "house", ofAlfa, "refused/nothing_merged").after(alfaMerged),
	on("house", "adm", "organisation.refuse_unmerge", "house", ofAlfa, "ok").after(unmergeAsked),
	on("house", "adm", "organisation.ask_strike", "house", `{"organisation": "alfa", "aliases": ["x"], "reasons": "x"}`, "refused/nothing_to_strike"),
	on("house", "adm", "organisation.ask_strike", "house", undone, "refused/nothing_to_strike"),
	on("house", "adm", "organisation.ask_strike", "house", undone, "invalid/missing").after(alfaNamed),
	on("house", "adm", "organisation.ask_strike", "house", `{"organisation": "alfa", "aliases": ["zzz"], "reasons": "x"}`, "invalid/unknown").after(alfaNamed),
	on("house", "adm", "organisation.ask_strike", "house", `{"organisation": "alfa", "former_numbers": ["zzz"], "reasons": "x"}`, "invalid/unknown").after(alfaNamed),
	on("house", "adm2", "organisation.ask_strike", "house", strikeX, "refused/merge_asked").after(strikeAsked),
	on("house", "adm", "organisation.strike", "house", struckX, "refused/nothing_merged").after(alfaNamed),
	on("house", "adm", "organisation.strike", "house", struckX, "forbidden/apart").after(strikeAsked),
	on("house", "both", "organisation.strike", "house", struckX, "forbidden/apart").after(then(alfaNamed, grants("both", w.Grant{Role: w.Admin}), acts(act("both", "organisation.ask_strike", "house", strikeX)), grants("both", w.Grant{Role: w.Director}))),
	on("house", "adm2", "organisation.strike", "house", struckX, "ok").after(strikeAsked),
	on("house", "dir", "organisation.strike", "house", struckX, "ok").after(strikeAsked),
	on("house", "dir", "organisation.strike", "house", struckX, "forbidden/role").after(mergeAsked),
	on("house", "dir", "organisation.refuse_strike", "house", ofAlfa, "forbidden/role"),
	on("house", "dir", "organisation.refuse_strike", "house", ofAlfa, "ok").after(strikeAsked),
	on("house", "adm", "organisation.refuse_strike", "house", ofAlfa, "refused/nothing_merged").after(mergeAsked),
	on("house", "adm", "organisation.refuse_strike", "house", ofAlfa, "ok").after(strikeAsked),
	on("open", "ed_beta", "submission.create", "emp", proposal("alfa", "20000", ""), "refused/absorbed").after(alfaMerged),
	on("house", "adm", "person.grant", "house", `{"person": "off", "role": "auditor", "until": "2020-12-31"}`, "invalid/role_dates"),
	on("house", "adm", "person.revoke", "house", `{"person": "off", "role": "das_officer", "until": "2020-12-31"}`, "invalid/role_dates"),
	on("house", "adm2", "person.revoke", "house", `{"person": "fin", "role": "finance_officer", "until": "2031-12-31"}`, "refused/asked_otherwise").after(endAsked),
	on("house", "dir", "person.grant", "house", asDirector, "forbidden/role"),
	on("house", "dir", "person.grant", "house", `{"person": "off"}`, "forbidden/role"),
	on("house", "dir", "person.revoke", "house", `{"person": "off"}`, "forbidden/role"),
	on("house", "adm", "person.refuse", "house", `{"person": "off"}`, "refused/nothing_asked"),
	on("house", "dir", "person.grant", "house", asDirector, "ok").after(directorAsked),
	on("house", "dir", "person.grant", "house", `{"person": "off", "role": "auditor"}`, "forbidden/role").after(directorAsked),
	on("house", "dir", "person.grant", "house", `{"person": "off", "role": "das_director", "until": "2030-12-31"}`, "refused/asked_otherwise").after(directorAsked),
	on("house", "dir", "person.grant", "house", asDirector, "invalid/role_dates").after(then(acts(act("adm", "person.grant", "house", `{"person": "off", "role": "das_director", "until": "2030-12-31"}`)), later("2031-01-01"))),
	on("house", "dir", "person.grant", "house", `{"person": "dir", "role": "finance_officer"}`, "forbidden/apart").after(acts(act("adm", "person.grant", "house", `{"person": "dir", "role": "finance_officer"}`))),
	on("house", "adm", "person.grant", "house", asDirector, "forbidden/apart").after(then(directorAsked, grants("adm", w.Grant{Role: w.Director}))),
	on("house", "dir", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`, "forbidden/role"),
	on("house", "dir", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`, "ok").after(endAsked),
	on("house", "dir", "person.revoke", "house", `{"person": "fin", "role": "auditor"}`, "forbidden/role").after(endAsked),
	on("house", "dir", "person.revoke", "house", `{"person": "fin", "role": "finance_officer", "until": "2031-12-31"}`, "refused/asked_otherwise").after(endAsked),
	on("house", "dir", "person.revoke", "house", `{"person": "dir", "role": "das_director"}`, "forbidden/apart").after(acts(act("adm", "person.revoke", "house", `{"person": "dir", "role": "das_director"}`))),
	on("house", "adm", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`, "forbidden/apart").after(then(endAsked, grants("adm", w.Grant{Role: w.Director}))),
	on("house", "adm", "person.refuse", "house", `{"person": "off", "role": "das_director", "change": "grant"}`, "refused/nothing_asked"),
	on("house", "adm", "person.refuse", "house", `{"person": "off", "role": "das_director", "change": "revoke"}`, "refused/nothing_asked").after(directorAsked),
	on("house", "adm", "person.refuse", "house", `{"person": "off", "role": "das_director", "change": "grant"}`, "ok").after(directorAsked),
	on("house", "adm", "person.refuse", "house", `{"person": "adm", "role": "admin", "change": "revoke"}`, "forbidden/apart"),
	on("house", "dir", "person.refuse", "house", `{"person": "off", "role": "das_director", "change": "grant"}`, "forbidden/role"),
	on("house", "dir", "person.refuse", "house", `{"person": "off", "role": "auditor", "change": "grant"}`, "refused/nothing_asked").after(directorAsked),
	on("house", "dir", "person.refuse", "house", `{"person": "off", "role": "das_director", "change": "grant"}`, "ok").after(directorAsked),
	on("house", "dir", "person.refuse", "house", `{"person": "dir", "role": "finance_officer", "change": "grant"}`, "forbidden/apart").after(acts(act("adm", "person.grant", "house", `{"person": "dir", "role": "finance_officer"}`))),
	on("house", "adm", "person.erase", "house", `{"person": "off"}`, "refused/duty_left"),
	on("house", "adm", "person.erase", "house", `{"person": "adm"}`, "forbidden/apart").after(grants("adm", w.Grant{Role: w.Admin, Until: "2024-12-31"}, w.Grant{Role: w.Admin})),
	on("house", "adm", "person.erase", "house", `{"person": "nobody"}`, "ok"),
}

var callProbes = []probe{
	on("house", "off", "call.create", "house", strings.Replace(callInput, `"EMP"`, `"EMP 1"`, 1), "invalid/reference"),
	on("house", "off", "call.create", "house", strings.Replace(callInput, `"sub1"`, `"zzz"`, 1), "invalid/unknown"),
	on("draft", "off", "call.update", "emp", `{"committee": {"chair": "zzz"}}`, "invalid/unknown"),
	on("draft", "dir", "call.validate", "emp", "", "refused/caps").after(rules(func(r *w.Rules) { r.Min = 0 })),
	on("draft", "dir", "call.validate", "emp", "", "refused/caps").after(rules(func(r *w.Rules) { r.Max = r.Envelope + 1 })),
	on("draft", "dir", "call.validate", "emp", "", "refused/caps").after(rules(func(r *w.Rules) { r.Min = r.Max + 1 })),
	on("draft", "dir", "call.validate", "emp", "", "refused/dates").after(rules(func(r *w.Rules) { r.ReserveUntil = "2025-03-13" })),
	on("draft", "dir", "call.validate", "emp", "", "refused/dates").after(acts(act("off", "call.update", "emp", `{"opens_at": "2025-03-14T17:00"}`))),
	on("draft", "dir", "call.validate", "emp", "", "refused/weights").after(rules(func(r *w.Rules) { r.Criteria = r.Criteria[:1] })),
	on("draft", "dir", "call.validate", "emp", "", "refused/shares").after(rules(func(r *w.Rules) { r.Instalments = r.Instalments[:2] })),
	on("draft", "dir", "call.validate", "emp", "", "refused/rules_unset").after(rules(func(r *w.Rules) { r.Quorum = 0 })),
	on("draft", "dir", "call.validate", "emp", "", "refused/rules_unset").after(rules(func(r *w.Rules) { r.Ties = []string{"zzz"} })),
	on("draft", "dir", "call.validate", "emp", "", "refused/texts_missing").after(rules(func(r *w.Rules) { r.Title.NL = " " })),
	on("draft", "dir", "call.validate", "emp", "", "refused/texts_missing").after(rules(func(r *w.Rules) { r.Texts = []w.PublicText{{ID: "x", Text: w.Words{FR: "x"}}} })),
	on("draft", "dir", "call.validate", "emp", "", "invalid/missing").after(noOrgan),
	on("draft", "dir", "call.validate", "emp", `{"organ": "board", "date": "2025-01-01", "reference": "1"}`, "ok").after(noOrgan),
	on("house", "both", "call.validate", "emp", "", "forbidden/apart").after(acts(act("both", "call.create", "house", callInput))),
	on("house", "both", "call.validate", "emp", "", "ok").after(acts(act("both", "call.create", "house", callInput), act("off", "call.update", "emp", `{"quorum": 2}`))),
	on("draft", "off", "call.publish", "emp", "", "refused/deadline").after(all(later("2025-03-20"), acts(act("dir", "call.validate", "emp", "")))),
	on("open", "dir", "call.amend_rules", "emp", `{"changes": {"quorum": 3}}`, "refused/deadline").after(asleep("2025-03-14T17:00")),
	on("open", "dir", "call.amend_rules", "emp", `{"changes": {"quorum": 3}}`, "ok"),
	on("submitted", "dir", "call.amend_rules", "emp", `{"changes": {"quorum": 3}}`, "refused/frozen"),
	on("submitted", "dir", "call.amend_rules", "emp", `{"changes": {"signing_days": 50}}`, "ok"),
	on("submitted", "dir", "call.amend_rules", "emp", `{"changes": {"max_per_project": "60000.01"}}`, "invalid/rules_unsound"),
	on("open", "dir", "call.extend", "emp", `{"closes_at": "2025-03-20T17:00", "reasons": "x"}`, "refused/deadline").after(asleep("2025-03-14T17:00")),
	on("open", "dir", "call.extend", "emp", `{"closes_at": "2025-03-14T17:00", "reasons": "x"}`, "refused/deadline_earlier"),
	on("open", "dir", "call.extend", "emp", `{"closes_at": "2026-04-01T17:00", "reasons": "x"}`, "refused/deadline_earlier"),
	on("screened", "dir", "call.reopen", "emp", `{"closes_at": "2025-03-20T17:00", "reasons": "x"}`, "refused/screened_already"),
	on("closed", "dir", "call.reopen", "emp", `{"closes_at": "2025-03-14T17:00", "reasons": "x"}`, "refused/deadline_earlier"),
	on("screened", "off", "call.convene", "emp", "", "refused/committee_incomplete").after(acts(act("off", "member.dismiss", "emp/member/chair", why))),
	on("closed", "off", "call.convene", "emp", "", "refused/unscreened"),
	on("ranked", "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "forbidden/conflict").after(acts(act("chair", "sheet.declare_conflict", "a", ""))),
	on("scored", "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "refused/unranked"),
	on("chosen", "dg", "call.send_back", "emp", why, "refused/decided_already"),
	on("deliberated", "dg", "call.send_back", "emp", why, "invalid/missing").after(noOrgan),
	on("deliberated", "dg", "call.decide", "emp", "", "refused/undecided"),
	on("chosen", "dg", "call.decide", "emp", "", "refused/conflict_unanswered").after(acts(act("jury1", "sheet.declare_conflict", "a/sheet/jury1", ""))),
	on("chosen", "dg", "call.decide", "emp", "", "invalid/missing").after(noOrgan),
	on("chosen", "dg", "call.decide", "emp", "", "ok"),
	on("shut", "dir", "call.review", "emp", "", "refused/not_at_rest"),
	on("reviewed", "dir", "call.archive", "emp", "", "refused/unsettled").after(acts(act("dg", "submission.terminate", "b", firm), act("dir", "call.review", "emp", ""))),
	on("open", "dg", "envelope.change", "emp", `{"envelope": "60001"}`, "invalid/missing").after(noOrgan),
	on("chosen", "dg", "envelope.change", "emp", `{"envelope": "50000"}`, "refused/below_committed"),
	on("open", "dg", "envelope.change", "emp", `{"envelope": "60000"}`, "refused/no_change"),
	on("open", "off", "member.appoint", "emp", `{"person": "zzz", "as": "member"}`, "invalid/unknown"),
	on("open", "off", "member.appoint", "emp", `{"person": "sub1", "as": "chair"}`, "refused/chair_taken"),
	on("open", "off", "member.appoint", "emp/member/sub1", `{"person": "zzz", "as": "member"}`, "invalid/unknown").after(acts(act("off", "member.dismiss", "emp/member/sub1", why))),
	on("open", "off", "member.appoint", "emp/member/sub1", `{"person": "sub1", "as": "chair"}`, "refused/chair_taken").after(acts(act("off", "member.dismiss", "emp/member/sub1", why))),
	on("open", "off", "member.appoint", "emp/member/sub1", `{"person": "jury1", "as": "member"}`, "invalid/unknown").after(acts(act("off", "member.dismiss", "emp/member/sub1", why))),
	on("open", "off", "member.dismiss", "emp", `{"person": "sub1", "reasons": "x"}`, "ok"),
	on("open", "off", "question.answer", "emp/question/1", `{"fr": "x"}`, "invalid/missing").after(acts(act("ed_alfa", "question.ask", "emp", `{"text": "x"}`))),
}

const deadline = "2025-03-14T17:00"

// thin is a proposal that lacks something.
func thin(old, replaced string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		with := strings.Replace(proposal("beta", "12000", ""), old, replaced, 1)
		x.do(t, "ed_beta", "submission.create", "emp", with, "z")
		x.do(t, "ed_beta", "file.attach", "z", letter)
	}
}

var proposalProbes = []probe{
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", ""), "refused/deadline").after(asleep(deadline)),
	on("open", "ed_alfa", "submission.create", "emp", proposal("beta", "1", ""), "forbidden/role"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("asbl", "1", ""), "invalid/unknown").after(grants("ed_alfa", w.Grant{Role: w.Editor, Org: "alfa"}, w.Grant{Role: w.Editor, Org: "asbl"})),
	on("open", "ed_alfa", "submission.create", "emp", strings.Replace(proposal("alfa", "1", ""), "culture", "zzz", 1), "invalid/unknown"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "partners": ["alfa"]`), "invalid/unknown"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "partners": ["slrb"]`), "invalid/unknown"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "partners": ["beta"]`), "ok"), // a second SISP
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "objectives": ["zzz"]`), "invalid/unknown"),
	on("asking", "ed_alfa", "submission.update", "a", `{"title": "x"}`, "refused/deadline").after(asleep(deadline)),
	on("asking", "ed_alfa", "submission.update", "a", `{"partners": ["zzz"]}`, "invalid/unknown"),
	on("asking", "ed_beta", "submission.update", "a", `{"title": "x"}`, "not_found/not_found"),
	on("asking", "off", "submission.update", "a", `{"title": "x"}`, "not_found/not_found"),
	on("asking", "sig_asbl", "party.confirm", "a/party/asbl", "", "ok"),
	on("asking", "sig_asbl", "party.confirm", "a/party/asbl", "", "refused/state").after(asleep(deadline)),
	on("asking", "sig_asbl", "party.decline", "a/party/asbl", "", "refused/state").after(asleep(deadline)),
	on("asking", "sig_bsbl", "party.confirm", "a/party/asbl", "", "not_found/not_found"),
	on("asking", "sig_alfa", "submission.submit", "a", "", "refused/parties_unconfirmed"),
	on("asking", "sig_alfa", "submission.submit", "a", "", "refused/parties_unconfirmed").after(acts(act("sig_asbl", "party.decline", "a/party/asbl", ""))),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "refused/parties_unconfirmed").after(acts(act("ed_alfa", "submission.update", "a", `{"partners": [{"id": "asbl", "share": 5}]}`))),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "ok").after(acts(act("ed_alfa", "submission.update", "a", `{"title": "autre"}`))),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "ok").after(asleep("2025-03-14T16:59:59")),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "refused/deadline").after(asleep(deadline)),
	on("open", "sig_beta", "submission.submit", "z", "", "invalid/missing").after(thin(`"deliverables": [{"title": "Recueil", "due": "2026-02-28"}], `, "")),
	on("open", "sig_beta", "submission.submit", "z", "", "refused/outside_caps").after(func(t testing.TB, x *world) {
		t.Helper()
		x.do(t, "ed_beta", "submission.create", "emp", proposal("beta", "9999.99", ""), "z")
	}),
	on("open", "sig_beta", "submission.submit", "z", "", "refused/outside_caps").after(func(t testing.TB, x *world) {
		t.Helper()
		x.do(t, "ed_beta", "submission.create", "emp", proposal("beta", "50000.01", ""), "z")
	}),
	on("open", "sig_beta", "submission.submit", "z", "", "refused/budget_sum").after(thin(`"requested": "12000"`, `"requested": "12000.01"`)),
	on("open", "sig_beta", "submission.submit", "z", "", "refused/budget_sum").after(thin(`"requested": "12000"`, `"cofinancing": 1, "requested": "12000"`)),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "refused/documents_missing").after(acts(act("ed_alfa", "file.remove", "a/file/1", ""))),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "refused/file_infected").after(infecting("1")),
	on("confirmed", "sig_alfa", "submission.submit", "a", "", "ok").after(infecting("7")),
	on("incomplete", "sig_alfa", "submission.resubmit", "a", "", "refused/file_infected").after(infecting("1")),
	on("confirmed", "ed_alfa", "file.remove", "a/file/1", "", "ok").after(infecting("1")),
	on("incomplete", "ed_alfa", "file.remove", "a/file/1", "", "ok").after(infecting("1")),
	on("incomplete", "ed_alfa", "file.remove", "a/file/1", "", "refused/file_kept"),
	on("submitted", "sig_alfa", "submission.take_back", "a", "", "refused/deadline").after(asleep(deadline)),
	on("submitted", "sig_alfa", "submission.take_back", "a", "", "ok"),
	on("submitted", "ed_alfa", "file.attach", "a", letter, "refused/state"),
	on("submitted", "ed_alfa", "file.remove", "a/file/1", "", "refused/state"),
	on("incomplete", "ed_alfa", "file.attach", "a", letter, "refused/not_asked"),
	on("midterm", "ed_alfa", "file.remove", "a/file/1", "", "refused/file_kept"),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "30000", "reasons": "premier du classement", "conditions": [{"text": "x", "instalment": 77}]}`, "invalid/unknown"),
	on("asking", "ed_alfa", "file.attach", "a", strings.Replace(letter, "application/pdf", "text/html", 1), "invalid/file"),
	on("asking", "ed_alfa", "file.attach", "a", strings.Replace(letter, "10", "26214401", 1), "invalid/file"),
	on("asking", "ed_alfa", "file.attach", "a", large, "refused/file_total").after(acts(act("ed_alfa", "file.attach", "a", large), act("ed_alfa", "file.attach", "a", large), act("ed_alfa", "file.attach", "a", large))),
	on("asking", "ed_alfa", "file.attach", "a", strings.Replace(letter, "10", "26214390", 1), "ok").after(acts(act("ed_alfa", "file.attach", "a", large), act("ed_alfa", "file.attach", "a", large), act("ed_alfa", "file.attach", "a", large))),
	on("decided", "ed_alfa", "submission.update", "a", `{"partners": ["alfa"]}`, "invalid/unknown"),
	on("decided", "ed_alfa", "submission.update", "a", `{"title": "x"}`, "invalid/unknown_field"),
}

// large is a file as large as one may be.
var large = strings.Replace(letter, "10", "26214400", 1)

// infecting has a virus be found in a file.
func infecting(id string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		x.infected = map[string]string{id: "plan.txt"}
	}
}
