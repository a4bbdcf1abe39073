package empowerment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	w "tremplin/workflow"
	"tremplin/workflow/empowerment"
)

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

const (
	printedFR = `{"language": "fr", "hash": "` + zeros + `", "size": "9"}`
	printedNL = `{"language": "nl", "hash": "` + zeros + `", "size": "9"}`
	receipt   = `{"kind": "receipt", "number": "EMP-L01", "version": 1, "edition": "2023-01-01", "layout": 1, "facts": "` + zeros + `", "size": 7,
"made": "2025-03-01T10:00:00Z", "prints": [` + printedFR + `, ` + printedNL + `]}`
	newCall = `{"reference": "NEW", "title": {"fr": "x", "nl": "x"}, "envelope": 1, "min_per_project": 1, "max_per_project": 1, "duration_months": 1,
"opens_at": "2026-01-01T10:00", "closes_at": "2026-02-01T10:00", "terms": `
)

var documentProbes = []probe{
	on("submitted", "engine", "document.file", "a", receipt, "ok"),
	on("archived", "engine", "document.file", "a", receipt, "ok"),
	on("archived", "engine", "document.file", "emp", receipt, "ok"),
	on("submitted", "off", "document.file", "a", receipt, "forbidden/role"),
	on("submitted", "engine", "document.file", "a", replaced(receipt, `"receipt"`, `"recept"`), "invalid/unknown"),
	on("submitted", "engine", "document.file", "a", replaced(receipt, `, `+printedNL, ""), "invalid/missing"),
	on("submitted", "engine", "document.file", "a", replaced(receipt, printedNL, printedFR), "invalid/missing"),
	on("submitted", "engine", "document.file", "a", replaced(receipt, `"number"`, `"to": "version/1", "number"`), "invalid/unknown"),
	on("contracting", "engine", "document.file", "a", replaced(receipt, `"number"`, `"to": "version/1", "number"`), "invalid/unknown"), // a letter is about no version
	on("contracting", "engine", "document.file", "a", replaced(receipt, `"receipt"`, `"convention"`), "invalid/unknown"),               // and a convention is about one
	on("contracting", "engine", "document.file", "a", replaced(receipt, `"receipt"`, `"avenant_budget", "to": "version/1"`), "invalid/unknown"),
	on("contracting", "engine", "document.file", "a", replaced(receipt, `"receipt"`, `"convention", "to": "version/1"`), "ok"),
	on("submitted", "engine", "document.file", "a", receipt, "refused/document_there").after(acts(act("engine", "document.file", "a", receipt))),
	on("submitted", "engine", "document.file", "a", replaced(receipt, `"version": 1`, `"version": 2`), "ok").after(acts(act("engine", "document.file", "a", receipt))),
	on("paid", "off", "submission.amend", "a", `{"kind": "budget", "reasons": "x", "budget": [{"category": "staff", "label": "x", "amount": "30000"}]}`, "ok"),
	on("closed", "off", "submission.declare_ineligible", "a", ineligible, "invalid/reasons_copied").after(copying("")),
	on("incomplete", "off", "submission.declare_ineligible", "a", ineligible, "invalid/reasons_copied").after(copying("2025-03-22")),
	on("deliberated", "dg", "submission.award", "a", `{"amount": "30000", "reasons": "utile"}`, "invalid/reasons_copied").after(copying("")),
	on("deliberated", "dg", "submission.place_in_reserve", "a", `{"place": 1, "reasons": "utile", "departure": "x"}`, "invalid/reasons_copied").after(copying("")),
	on("deliberated", "dg", "submission.reject", "a", `{"reasons": "utile", "departure": "x"}`, "invalid/reasons_copied").after(copying("")),
	on("house", "off", "call.create", "house", newCall+`{"payment_days": 20}}`, "ok"),
	on("house", "off", "call.create", "house", newCall+`{"payment_day": 20}}`, "invalid/unknown"),
	on("draft", "off", "call.update", "emp", `{"terms": {"payment_days": 20}}`, "ok"),
	on("draft", "off", "call.update", "emp", `{"terms": {"x": 20}}`, "invalid/unknown"),
	on("open", "dir", "call.amend_rules", "emp", `{"changes": {"terms": {"payment_days": 20}}}`, "ok"),
	on("open", "dir", "call.amend_rules", "emp", `{"changes": {"terms": {"x": 20}}}`, "invalid/unknown"),
}

// copying has the reasons be another dossier's.
func copying(day string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		if day != "" {
			x.at(t, day)
		}
		x.copied = true
	}
}

// unprinted has the papers of what follows left to be made.
func unprinted(list ...asked) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		x.unprinted = true
		acts(list...)(t, x)
	}
}

// TestSigningWaitsForItsDocument: what is signed is the document's facts, and
// its bytes in the language of the version.
func TestSigningWaitsForItsDocument(t *testing.T) {
	for _, language := range []string{"fr", "nl"} {
		x := stage(t, "decided")
		x.unprinted = true
		x.do(t, "off", "submission.issue_convention", "a", replaced(convention, "fr", language))
		x.refuse(t, "sig_alfa", "submission.sign", "a", "", "refused/document_pending")
		job := w.Job{Kind: "document.convention", On: x.file(t, "a").Versions[0].Ref()}
		values := paperOf(x, job, "nl").Values
		x.raw(t, "engine", "document.file", "a", values)
		v := x.file(t, "a").Versions[0]
		bytes := map[string]string{}
		for _, p := range x.file(t, "a").Documents[0].Prints {
			bytes[p.Language] = p.Hash
		}
		if v.Hash != values["facts"] || v.File != bytes[language] || v.File == "" {
			t.Errorf("%s: signed is %s, %s, of %v", language, v.Hash, v.File, values)
		}
		x.refuse(t, "sig_alfa", "submission.sign", "a", fmt.Sprintf(`{"hash": %q}`, zeros), "refused/hash_mismatch")
		x.do(t, "sig_alfa", "submission.sign", "a", fmt.Sprintf(`{"hash": %q}`, v.Hash))
		x.do(t, "sig_asbl", "submission.sign", "a", fmt.Sprintf(`{"hash": %q}`, v.File))
		x.do(t, "dg", "submission.sign", "a", "")
		for _, s := range x.file(t, "a").Versions[0].Signed {
			if s.Hash != v.Hash || s.File != v.File {
				t.Errorf("%s signed %s, %s", s.Org, s.Hash, s.File)
			}
		}
		x.want(t, "a", "in_progress")
	}
}

// TestVoidVersionKeepsNoHash: its document may still come.
func TestVoidVersionKeepsNoHash(t *testing.T) {
	x := stage(t, "decided")
	x.unprinted = true
	x.do(t, "off", "submission.issue_convention", "a", convention)
	job := w.Job{Kind: "document.convention", On: x.file(t, "a").Versions[0].Ref()}
	x.do(t, "off", "submission.recall_convention", "a", why)
	x.raw(t, "engine", "document.file", "a", paperOf(x, job, "fr").Values)
	if v := x.file(t, "a").Versions[0]; v.State() != "void" || v.Hash != "" || len(x.file(t, "a").Documents) != 1 {
		t.Errorf("%s with %q", v.State(), v.Hash)
	}
}

// raw does what a job asks for.
func (x *world) raw(t testing.TB, by, do, on string, values map[string]any) {
	t.Helper()
	d, err := x.decide(asked{by: by, do: do, on: on, raw: values})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.apply(d); err != nil {
		t.Fatal(err)
	}
}

// TestActsOrderTheirDocuments: each act orders its paper once, about the right thing.
func TestActsOrderTheirDocuments(t *testing.T) {
	const reasons = `{"reasons": "x"}`
	for _, c := range []struct{ stage, by, do, on, with, want string }{
		{"confirmed", "sig_alfa", "submission.withdraw", "a", reasons, ""}, // a draft: nobody wrote to anybody
		{"submitted", "sig_beta", "submission.withdraw", "b", reasons, "ended b"},
		{"confirmed", "sig_alfa", "submission.submit", "a", "", "receipt a"},
		{"closed", "off", "submission.request_completion", "a", `{"missing": [{"part": "indicators", "explanation": "x"}], "until": "2025-03-21"}`, "completion a"},
		{"incomplete", "sig_alfa", "submission.resubmit", "a", `{"indicators": [{"id": "people", "title": "x", "target": 30}]}`, "receipt a"},
		{"closed", "off", "submission.declare_ineligible", "a", `{"facts": "sans partenaire", "law": "art. 3", "failed": ["partner"]}`, "ineligible a"},
		{"ranked", "chair", "call.conclude", "emp", `{"present": ["chair"]}`, "minutes emp"},
		{"deliberated", "dg", "submission.award", "a", `{"amount": "30000", "reasons": "utile"}`, ""},
		{"chosen", "dg", "call.decide", "emp", "", "award a, award b, rejection d, reserve c"},
		{"appealed", "dg2", "submission.uphold", "d", `{"reasons": "oui", "answers": ["x"]}`, "upheld d"},
		{"appealed", "dg2", "submission.dismiss", "d", `{"reasons": "non", "answers": ["x"]}`, "dismissed d"},
		{"decided", "off", "submission.issue_convention", "a", convention, "convention a/version/1"},
		{"contracting", "sig_alfa", "submission.decline", "a", reasons, "ended a"},
		{"in_progress", "sig_alfa", "instalment.claim", "a/instalment/1", `{"declaration": "DC"}`, "claim a/instalment/1"},
		{"claimed", "dir", "instalment.approve", "a/instalment/1", "", "payment a/instalment/1"},
		{"paid", "dir", "submission.suspend", "a", reasons, "suspension a"},
		{"suspended", "dir", "submission.resume", "a", reasons, "suspension a"},
		{"paid", "dir", "submission.give_notice", "a", notice, "notice a"},
		{"paid", "off", "submission.hold_midterm", "a", midterm, "midterm a"},
		{"paid", "off", "submission.amend", "a", `{"kind": "extension", "reasons": "x", "end_on": "2026-08-31"}`, "avenant_extension a/version/2"},
		{"paid", "off", "submission.amend", "a", `{"kind": "budget", "reasons": "x", "budget": [{"category": "staff", "label": "x", "amount": "30000"}]}`, "avenant_budget a/version/2"},
		{"paid", "off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`, "avenant_account a/version/2"},
		{"paid", "off", "submission.hold_midterm", "a", `{"not_held": "malade"}`, "midterm a"},
		{"paid", "dg", "submission.terminate", "a", `{"reasons": "faillite", "ground": "x"}`, "recovery a/recovery/1, termination a"},
		{"met", "dir", "submission.review", "a", conclusion, "final_review a"},
		{"resting", "dir", "call.review", "emp", "", "programme_report emp"},
		{"decided", "dir", "submission.extend_signing", "a", `{"until": "2025-07-10", "reasons": "x"}`, "signing_extended a"},
		{"end asked", "dg", "submission.refuse_end", "a", reasons, "end_refused a"},
		{"overpaid", "dg", "submission.reassess", "a", `{"accepted": "1", "reasons": "x"}`, "reassessment a, recovery a/recovery/2"},
		{"overpaid", "dg", "recovery.write_off", "a/recovery/1", why, "write_off a/recovery/1"},
	} {
		var x *world
		if c.stage == "end asked" {
			x = stage(t, "paid")
			x.do(t, "sig_alfa", "submission.ask_end", "a", reasons)
		} else {
			x = stage(t, c.stage)
		}
		d, err := x.decide(asked{by: c.by, do: c.do, on: c.on, with: c.with})
		if err != nil {
			t.Errorf("%s: %s: %v", c.stage, c.do, err)
			continue
		}
		if got := ordered(d); got != c.want {
			t.Errorf("%s: %s orders %q, want %q", c.stage, c.do, got, c.want)
		}
	}
}

func ordered(d *w.Decision) string { return orderedOf(d, "document.") }

// orderedOf are the jobs of one sort that a decision orders, and about what.
func orderedOf(d *w.Decision, sort string) string {
	var out []string
	for _, j := range d.Jobs {
		if name, ok := strings.CutPrefix(j.Kind, sort); ok {
			out = append(out, name+" "+strings.TrimPrefix(j.On.String(), "emp."))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// TestEveryDocumentIsOrdered: in the stories every kind is asked for by some
// act, and no act asks for one that there is not.
func TestEveryDocumentIsOrdered(t *testing.T) {
	seen := map[string]bool{}
	for i := range probes {
		x := probes[i].ready(t)
		d, err := x.decide(probes[i].asked)
		for _, j := range x.jobs {
			seen[j.Kind] = true
		}
		if err == nil {
			for _, j := range d.Jobs {
				seen[j.Kind] = true
			}
		}
	}
	for kind := range seen {
		if strings.HasPrefix(kind, "document.") && programme.Document(kind) == nil {
			t.Errorf("%s is ordered, and no kind", kind)
		}
	}
	for _, k := range empowerment.V1().Documents {
		if !seen[w.JobDocument(k.Name).Kind] {
			t.Errorf("nothing orders %s", k.Name)
		}
	}
}
