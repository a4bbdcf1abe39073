package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/app/scenario"
	"tremplin/workflow"
)

// entrant is a submission before a committee: of which SISP, of which theme, for how
// much, and how each member in turn scores it on both criteria; "" by nobody.
type entrant struct {
	id, sisp, theme string
	requested       int
	scores          []string // "54": five and four
	opinion         string
	advised         int
}

// hearing is a call that stands before its committee.
type hearing struct {
	members  int
	quorum   int
	envelope int
	mandates map[string]string // of a member: the SISPs with which they have a conflict, "gamma, delta"
	entrants []entrant
}

// yaml is the hearing as a scenario: the call is "hearing".
func (h hearing) yaml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line(`scenario: hearing`)
	line("organisations:\n  - {id: slrb, kind: funder, name: {fr: \"SLRB\", nl: \"BGHM\"}}")
	seen := map[string]bool{}
	for _, s := range append([]string{"gamma", "delta"}, sispsOf(h.entrants)...) {
		if !seen[s] {
			line(`  - {id: %s, kind: sisp, name: {fr: "SISP %s", nl: "OVM %s"}, language: fr}`, s, s, s)
		}
		seen[s] = true
	}
	line("people:")
	for id, role := range map[string]string{"off": "das_officer", "dir": "das_director", "dg": "funder_signatory", "dg2": "funder_signatory"} {
		line(`  - {id: %s, name: "%s", organisation: slrb, roles: [%s]}`, id, id, role)
	}
	for s := range seen {
		line(`  - {id: sig_%s, name: "sig %s", organisation: %s, roles: [sisp_editor, sisp_signatory]}`, s, s, s)
	}
	line(`  - {id: chair, name: "Présidente", roles: [committee_chair, committee_member]}`)
	var jury []string
	for n := range h.members {
		id := fmt.Sprintf("jury%d", n+1)
		jury = append(jury, id)
		line(`  - {id: %s, name: "Membre %d", roles: [committee_member], mandates: [%s]}`, id, n+1, h.mandates[id])
	}
	line(`calls:
  - id: hearing
    reference: HEARING
    title: {fr: "Audition", nl: "Hoorzitting"}
    envelope: %d
    min_per_project: 5000
    max_per_project: 15000
    duration_months: 12
    opens_at: 2025-02-03T09:00
    closes_at: 2025-03-14T17:00
    committee: {chair: chair, members: [chair, %s]}
    quorum: %d
    criteria:
      - {id: participation, title: {fr: "Participation", nl: "Participatie"}, weight: 60, max: 5, threshold: 2}
      - {id: feasibility, title: {fr: "Faisabilité", nl: "Haalbaarheid"}, weight: 40, max: 5}
    ties: [participation, submitted_at]
    themes: [{id: culture, title: {fr: "Culture", nl: "Cultuur"}}, {id: food, title: {fr: "Alimentation", nl: "Voeding"}}]
    instalments: [{share: 100, after: signed}]
    signing_days: 45
    appeal_days: 30
    report_days: 60
    reserve_until: 2099-03-31
    delegation: {organ: board, date: 2025-01-10, reference: "CA 2025/1"}
steps:
  - {at: 2025-01-15T10:00, by: dir, do: call.validate, on: hearing}`, h.envelope, strings.Join(jury, ", "), h.quorum)
	for _, e := range h.entrants {
		line(`  - {at: 2025-02-17T10:00, by: sig_%s, do: submission.create, on: hearing, as: %s, with: {sisp: %s, title: "Projet %s", theme: %s, requested: %d, budget: [{category: staff, label: "Animation", amount: %d}]}}`,
			e.sisp, e.id, e.sisp, e.id, e.theme, e.requested, e.requested)
	}
	for _, e := range h.entrants {
		line(`  - {at: 2025-02-18T10:00, by: sig_%s, do: submission.submit, on: %s}`, e.sisp, e.id)
	}
	for _, e := range h.entrants {
		line(`  - {at: 2025-03-18T10:00, by: off, do: submission.declare_eligible, on: %s}`, e.id)
	}
	line(`  - {at: 2025-03-20T10:00, by: off, do: call.convene, on: hearing}`)
	for _, e := range h.entrants {
		for n, s := range e.scores {
			if s == "" {
				continue
			}
			line(`  - {at: 2025-03-21T10:00, by: off, do: sheet.assign, on: %s, with: {person: %s}}`, e.id, jury[n])
			line(`  - {at: 2025-03-21T10:00, by: %s, do: sheet.save, on: %s/sheet/%s, with: {scores: [{criterion: participation, score: %c, reasons: "Vu."}, {criterion: feasibility, score: %c, reasons: "Vu."}]}}`, jury[n], e.id, jury[n], s[0], s[1])
			line(`  - {at: 2025-03-21T10:00, by: %s, do: sheet.seal, on: %s/sheet/%s}`, jury[n], e.id, jury[n])
		}
	}
	for _, e := range h.entrants {
		if e.opinion != "" {
			line(`  - {at: 2025-03-22T10:00, by: chair, do: submission.rank, on: %s, with: {opinion: %s, advised: %d, reasons: "Délibéré."}}`, e.id, e.opinion, e.advised)
		}
	}
	return b.String()
}

func sispsOf(all []entrant) (out []string) {
	for _, e := range all {
		out = append(out, e.sisp)
	}
	return out
}

// heard is the site over a database in which the hearing stands.
func heard(t testing.TB, db string, h hearing) *demo {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hearing.yaml")
	if err := os.WriteFile(path, []byte(h.yaml()), 0o600); err != nil {
		t.Fatal(err)
	}
	files, bad := scenario.Open(path)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	run := &scenario.Runner{App: running(t, db), Say: (*workflow.Error).Error}
	if bad, err := run.Prepare(t.Context(), files); err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	out, err := run.Run(t.Context(), files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range out.Steps {
		if !s.Met() {
			t.Fatalf("%+v", s)
		}
	}
	return served(t, db)
}

// open is a page as somebody is given it.
func (d *demo) open(t *testing.T, by, path string, form url.Values) answer {
	t.Helper()
	d.get(t, by, "/calls") // signs in
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if form != nil {
		r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "fr")
	r.Header.Set("Cookie", d.cookies[by])
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return answer{t: t, status: w.Code, header: w.Result().Header, body: w.Body.String(), at: path}
}
