package empowerment_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	w "tremplin/workflow"
)

// The story drives one call and its dossiers into every state by real acts. A
// chapter goes on from another; each is made once, and tests fork it.
//
// Who is who: alfa's a is awarded and lives, beta's b is awarded, gamma's c is
// in reserve, delta's d is rejected, gamma's e is ineligible, alfa's f stays a
// draft, beta's g is withdrawn.
type chapter struct {
	name, from string
	acts       func(t teller, x *world)
}

// teller is the test that a chapter is told to: a failure is the chapter's.
type teller struct{ testing.TB }

const callInput = `{"reference": "EMP", "title": {"fr": "Appel", "nl": "Oproep"}, "envelope": "60000", "min_per_project": "10000",
"max_per_project": "50000", "duration_months": 12, "opens_at": "2025-02-03T09:00", "closes_at": "2025-03-14T17:00",
"committee": {"chair": "chair", "members": ["chair", "jury1", "jury2", "jury3", "judge"], "substitutes": ["sub1"]}, "quorum": 2,
"criteria": [{"id": "participation", "title": {"fr": "P", "nl": "P"}, "weight": 60, "max": 5}, {"id": "feasibility", "title": {"fr": "F", "nl": "F"}, "weight": 40, "max": 5}],
"ties": ["participation", "submitted_at"], "themes": [{"id": "culture", "title": {"fr": "C", "nl": "C"}}], "objectives": [{"id": "bonds", "title": {"fr": "L", "nl": "B"}}],
"admissibility": [{"id": "partner", "text": {"fr": "P", "nl": "P"}}], "texts": [{"id": "intro", "text": {"fr": "I", "nl": "I"}}], "required": ["deliverables", "letter"],
"instalments": [{"share": 50, "after": "signed"}, {"share": 30, "after": "midterm_held"}, {"share": 20, "after": "reviewed"}],
"signing_days": 45, "appeal_days": 30, "report_days": 60, "reserve_until": "2026-03-31", "reasons_min": 3,
"delegation": {"organ": "board", "date": "2025-01-10", "reference": "CA 2025/1"}}`

func proposal(sisp, requested, rest string) string {
	return fmt.Sprintf(`{"sisp": %q, "title": "Projet", "theme": "culture", "requested": %q, "budget": [{"category": "staff", "label": "x", "amount": %q}],
"deliverables": [{"title": "Recueil", "due": "2026-02-28"}], "indicators": [{"id": "people", "title": "x", "target": 30}]%s}`, sisp, requested, requested, rest)
}

const (
	proposalOfA = `{"sisp": "alfa", "title": "Projet A", "theme": "culture", "requested": "30000", "cofinancing": "500", "partners": [{"id": "asbl", "role": "x", "share": "1000"}],
"budget": [{"category": "staff", "label": "x", "amount": "20000"}, {"category": "operating", "label": "y", "amount": "10000"}, {"category": "overhead", "label": "z", "amount": "0", "own": "500"}],
"deliverables": [{"title": "Recueil", "due": "2026-02-28"}, {"title": "Recettes", "due": "2026-03-31", "party": "asbl"}],
"indicators": [{"id": "people", "title": "x", "base": 3, "target": 30}], "neighbourhoods": [{"name": "Bempt", "problems": {"isolation": 7}}], "objectives": ["bonds"],
"activities": ["x"], "texts": {"summary": "x"}}`
	letter = `{"name": "lettre.pdf", "kind": "letter", "hash": "00", "size": 10, "type": "application/pdf"}`
	scores = `{"scores": [{"criterion": "participation", "score": "4.5", "reasons": "x"}, {"criterion": "feasibility", "score": 3, "reasons": "x"}]}`
	why    = `{"reasons": "parce que"}`
)

func opinion(advised string) string {
	return fmt.Sprintf(`{"opinion": "favourable", "advised": %q, "reasons": "utile"}`, advised)
}

func amount(s string) string { return fmt.Sprintf(`{"amount": %q, "reasons": "utile"}`, s) }

func people(t testing.TB, x *world) {
	t.Helper()
	org := func(id, kind, account string) {
		x.do(t, "import", "organisation.register", "house", fmt.Sprintf(`{"id": %q, "kind": %q, "name": {"fr": %q, "nl": %q}, "account": %q}`, id, kind, id, id, account))
	}
	org("slrb", "funder", "")
	for _, id := range []string{"alfa", "beta", "gamma", "delta"} {
		org(id, "sisp", "BE68 5390 0754 7034")
	}
	for _, id := range []string{"asbl", "bsbl"} {
		org(id, "association", "")
	}
	org("town", "municipality", "")
	person := func(id, org, roles, mandates string) {
		x.do(t, "import", "person.register", "house", fmt.Sprintf(`{"id": %q, "name": %q, "email": "x@example.org", "organisation": %q, "roles": [%s], "mandates": [%s]}`, id, id, org, roles, mandates))
	}
	holds := func(roles ...string) string {
		for i, r := range roles {
			roles[i] = fmt.Sprintf(`{"role": %q}`, r)
		}
		return strings.Join(roles, ", ")
	}
	for _, p := range []struct {
		id, org, mandates string
		roles             []string
	}{
		{"off", "slrb", "", []string{"das_officer"}},
		{"off2", "slrb", "", []string{"das_officer"}},
		{"dir", "slrb", "", []string{"das_director"}},
		{"dg", "slrb", "", []string{"funder_signatory"}},
		{"dg2", "slrb", "", []string{"funder_signatory"}},
		{"fin", "slrb", "", []string{"finance_officer"}},
		{"both", "slrb", "", []string{"das_officer", "das_director"}},
		{"payer", "slrb", "", []string{"das_director", "finance_officer"}},
		{"judge", "slrb", "", []string{"funder_signatory", "committee_member"}},
		{"aud", "slrb", "", []string{"auditor"}},
		{"adm", "slrb", "", []string{"admin"}},
		{"adm2", "slrb", "", []string{"admin"}},
		{"sig_asbl", "asbl", "", []string{"partner_signatory"}},
		{"sig_bsbl", "bsbl", "", []string{"partner_signatory"}},
		{"chair", "", "", []string{"committee_chair", "committee_member"}},
		{"jury1", "", "", []string{"committee_member"}},
		{"jury2", "", "", []string{"committee_member"}},
		{"jury3", "", `"bsbl", "delta"`, []string{"committee_member"}},
		{"sub1", "", "", []string{"committee_member"}},
		{"nobody", "", "", nil},
	} {
		person(p.id, p.org, holds(p.roles...), p.mandates)
	}
	for _, id := range []string{"alfa", "beta", "gamma", "delta"} {
		person("ed_"+id, id, holds("sisp_editor"), "")
		person("sig_"+id, id, holds("sisp_signatory"), "")
	}
	person("past", "alfa", `{"role": "sisp_signatory", "until": "2025-04-01"}`, "")
}

// submitAs makes a dossier and submits it.
func submitAs(t testing.TB, x *world, name, sisp, requested string) {
	t.Helper()
	x.do(t, "ed_"+sisp, "submission.create", "emp", proposal(sisp, requested, ""), name)
	x.do(t, "ed_"+sisp, "file.attach", name, letter)
	x.do(t, "sig_"+sisp, "submission.submit", name, "")
}

func score(t testing.TB, x *world, on string, members ...string) {
	t.Helper()
	for _, m := range members {
		x.do(t, "off", "sheet.assign", on, fmt.Sprintf(`{"person": %q}`, m))
		x.do(t, m, "sheet.save", on+"/sheet/"+m, scores)
		x.do(t, m, "sheet.seal", on+"/sheet/"+m, "")
	}
}

// pay claims, approves and pays an instalment.
func pay(t testing.TB, x *world, on, n string) {
	t.Helper()
	at := on + "/instalment/" + n
	x.do(t, "sig_"+x.file(t, on).Sisp, "instalment.claim", at, `{"declaration": "DC"}`)
	x.do(t, "dir", "instalment.approve", at, "")
	x.do(t, "fin", "instalment.pay", at, fmt.Sprintf(`{"paid_on": %q, "reference": "BK"}`, w.DateOf(x.now)))
}

// contract issues the convention and has every party sign.
func contract(t testing.TB, x *world, on, start string, partners ...string) {
	t.Helper()
	x.do(t, "off", "submission.issue_convention", on, fmt.Sprintf(`{"language": "fr", "start_on": %q}`, start))
	x.do(t, "sig_"+x.file(t, on).Sisp, "submission.sign", on, "")
	for _, p := range partners {
		x.do(t, "sig_"+p, "submission.sign", on, "")
	}
	x.do(t, "dg", "submission.sign", on, "")
}

var (
	stages     = map[string]*world{}
	stagesLock sync.Mutex
)

// stage is a world of one's own that stands at the end of a chapter.
func stage(t testing.TB, name string) *world {
	t.Helper()
	stagesLock.Lock()
	defer stagesLock.Unlock()
	return made(t, name).fork()
}

func made(t testing.TB, name string) *world {
	t.Helper()
	if x := stages[name]; x != nil {
		return x
	}
	for _, ch := range story {
		if ch.name != name {
			continue
		}
		x := newWorld()
		if ch.from != "" {
			x = made(t, ch.from).fork()
		}
		ch.acts(teller{t}, x)
		stages[name] = x
		return x
	}
	t.Fatalf("no chapter %q", name)
	return nil
}
