package journey_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What is looked at, of one address.
type sample struct {
	next   string // the step of the scenario before which it is looked at
	as     string // who looks; "" nobody
	path   string
	status int64 // 0: 200
}

// The moments at which pages are looked at.
const (
	writing    = "submission.submit" // a proposal that its partner has confirmed
	judging    = "sheet.seal"        // the committee scores
	scoring    = "sheet.save"        // it has its sheets
	assigning  = "sheet.assign"      // it has been convened
	concluding = "call.conclude"     // all opinions are given
	signing    = "submission.sign"   // a convention is out
	deciding   = "submission.award"  // the committee is through
	closing    = "submission.close"  // nearly all has happened
	setting    = "call.validate"     // a call is set up
	screening  = "submission.declare_eligible"
	gone       = http.StatusNotFound // what may not be seen is not there
	wrongly    = http.StatusUnprocessableEntity
)

// samples are the pages of each address. An address without any fails the test:
// a new page comes with a line here.
var samples = map[string][]sample{
	"/":                    {{writing, "ed_alfa", "/", 0}, {judging, "jury1", "/", 0}, {signing, "dg", "/", 0}, {closing, "fin", "/", 0}, {closing, "off", "/", 0}, {writing, "sig_beta", "/", 0}, {closing, "sig_asbl", "/", 0}},
	"/sign-in":             {{writing, "", "/sign-in", 0}, {writing, "", "/sign-in?next=%2Faccount&done=password", 0}},
	"/second-factor":       {{writing, "", "/second-factor", 0}},
	"/forgotten":           {{writing, "", "/forgotten", 0}},
	"/link/:token":         {{writing, "", "/link/nothing", gone}},
	"/account":             {{writing, "sig_alfa", "/account", 0}},
	"/account/tokens":      {{writing, "ed_alfa", "/account/tokens", 0}},
	"/appearance":          {{writing, "", "/appearance", 0}, {writing, "ed_alfa", "/appearance", 0}},
	"/accessibility":       {{writing, "", "/accessibility", 0}},
	"/privacy":             {{writing, "", "/privacy", 0}},
	"/contact":             {{writing, "", "/contact", 0}},
	"/faq":                 {{writing, "", "/faq", 0}, {writing, "ed_alfa", "/faq", 0}},
	"/calls":               {{writing, "", "/calls", 0}, {closing, "off", "/calls", 0}},
	"/calls/:call":         {{writing, "", "/calls/tiny-2025", 0}, {writing, "ed_alfa", "/calls/tiny-2025", 0}, {closing, "", "/calls/tiny-2025", 0}, {closing, "", "/calls/none", gone}},
	"/process":             {{writing, "", "/process", 0}},
	"/process/roles":       {{writing, "", "/process/roles", 0}},
	"/process/refusals":    {{writing, "", "/process/refusals", 0}},
	"/process/:entity":     {{writing, "", "/process/submission", 0}, {writing, "", "/process/call", 0}, {writing, "", "/process/none", gone}},
	"/check":               {{writing, "", "/check", 0}, {writing, "", "/check?number=&hash=1", wrongly}, {writing, "", "/check?number=TINY-2025-01&hash=0123456789abcdef", gone}},
	"/check/:number/:hash": {{writing, "", "/check/TINY-2025-01/0123456789abcdef", gone}},
	"/search":              {{closing, "off", "/search", 0}, {closing, "off", "/search?q=projet", 0}, {closing, "sig_beta", "/search?q=Projet+A", 0}, {closing, "off", "/search?q=%3Cb%3Eqqq", 0}},

	"/people":                 {{writing, "adm", "/people", 0}, {writing, "adm", "/people?q=nobody", 0}, {writing, "ed_alfa", "/people", gone}},
	"/people/new":             {{writing, "adm", "/people/new", 0}},
	"/people/:person":         {{writing, "adm", "/people/sig_alfa", 0}, {writing, "adm", "/people/adm", 0}, {writing, "adm", "/people/none", gone}},
	"/people/:person/do/:act": {{writing, "adm", "/people/ed_alfa/do/person.grant", 0}, {writing, "adm", "/people/ed_alfa/do/person.revoke", 0}, {writing, "adm", "/people/ed_alfa/do/person.erase", http.StatusConflict}},
	"/people/:person/replace": {{writing, "adm", "/people/sig_alfa/replace", 0}},
	"/organisations":          {{writing, "adm", "/organisations", 0}},
	"/organisations/new":      {{writing, "adm", "/organisations/new", 0}},
	"/organisations/:org":     {{writing, "adm", "/organisations/alfa", 0}, {writing, "adm", "/organisations/none", gone}, {writing, "off", "/organisations/alfa", gone}},
	"/organisations/:org/do/:act": {
		{writing, "adm", "/organisations/alfa/do/organisation.update", 0},
		{writing, "adm", "/organisations/alfa/do/organisation.ask_merge", 0},
		{writing, "adm", "/organisations/alfa/do/organisation.ask_unmerge", http.StatusConflict},
		{writing, "adm", "/organisations/alfa/do/organisation.ask_strike", http.StatusConflict},
	},

	"/dossiers": {{writing, "ed_alfa", "/dossiers", 0}, {closing, "off", "/dossiers", 0}, {judging, "jury1", "/dossiers", 0}, {writing, "sig_asbl", "/dossiers", 0}},
	"/dossiers/:id": {
		{writing, "ed_alfa", "/dossiers/tiny-2025.a", 0},
		{writing, "sig_asbl", "/dossiers/tiny-2025.a", 0},
		{writing, "sig_beta", "/dossiers/tiny-2025.a", gone},
		{judging, "jury1", "/dossiers/tiny-2025.a", 0},
		{signing, "sig_alfa", "/dossiers/tiny-2025.a", 0},
		{signing, "dg", "/dossiers/tiny-2025.a", 0},
		{closing, "off", "/dossiers/tiny-2025.a", 0},
		{closing, "fin", "/dossiers/tiny-2025.a", 0},
		{closing, "ed_alfa", "/dossiers/tiny-2025.a", 0},
		{closing, "sig_beta", "/dossiers/tiny-2025.b", 0},
	},
	"/calls/:id/work":           {{setting, "dir", "/calls/tiny-2025/work", 0}, {screening, "off", "/calls/tiny-2025/work", 0}, {writing, "off", "/calls/tiny-2025/work", 0}, {judging, "chair", "/calls/tiny-2025/work", 0}, {closing, "dir", "/calls/tiny-2025/work", 0}},
	"/calls/new":                {{writing, "off", "/calls/new", 0}, {closing, "off", "/calls/new?from=tiny-2025", 0}, {writing, "dir", "/calls/new", gone}},
	"/calls/:id/setup":          {{setting, "off", "/calls/tiny-2025/setup", 0}},
	"/calls/:id/setup/:section": setups("identity", "money", "dates", "criteria", "instalments", "committee", "themes", "objectives", "admissibility", "delays"),
	"/calls/:id/amend":          {{writing, "dir", "/calls/tiny-2025/amend", 0}, {closing, "dir", "/calls/tiny-2025/amend", http.StatusConflict}},
	"/calls/:id/amend/:section": {{writing, "dir", "/calls/tiny-2025/amend/criteria", 0}, {writing, "dir", "/calls/tiny-2025/amend/objectives", 0}},
	"/calls/:id/preview":        {{setting, "off", "/calls/tiny-2025/preview", 0}, {writing, "dir", "/calls/tiny-2025/preview?side=nl", 0}},
	"/dossiers/:id/screening":   {{screening, "off", "/dossiers/tiny-2025.a/screening", 0}, {closing, "off", "/dossiers/tiny-2025.a/screening", 0}, {screening, "ed_alfa", "/dossiers/tiny-2025.a/screening", gone}},
	"/agenda":                   {{writing, "off", "/agenda", 0}, {signing, "off", "/agenda?month=2025-06", 0}, {writing, "ed_alfa", "/agenda", gone}},

	"/dossiers/:id/do/:act": {
		{writing, "sig_alfa", "/dossiers/tiny-2025.a/do/submission.submit", 0},
		{writing, "sig_alfa", "/dossiers/tiny-2025.a/do/submission.withdraw", 0},
		{signing, "sig_alfa", "/dossiers/tiny-2025.a/do/submission.sign", 0},
		{closing, "fin", "/dossiers/tiny-2025.a/do/submission.close", 0},
		{closing, "sig_beta", "/dossiers/tiny-2025.b/do/submission.nothing", gone},
	},
	"/calls/:id/do/:act":                  {{writing, "dir", "/calls/tiny-2025/do/call.extend", 0}, {writing, "ed_alfa", "/calls/tiny-2025/do/question.ask", 0}},
	"/dossiers/:id/:entity/:part/do/:act": {{judging, "jury1", "/dossiers/tiny-2025.b/sheet/jury1/do/sheet.declare_conflict", 0}, {closing, "sig_alfa", "/dossiers/tiny-2025.a/instalment/1/do/instalment.claim", http.StatusConflict}},
	"/calls/:id/:entity/:part/do/:act":    {{judging, "off", "/calls/tiny-2025/member/jury1/do/member.dismiss", 0}},
	"/documents/:dossier/:n/:file":        {{signing, "sig_alfa", "/documents/tiny-2025.a/1/fr.html", 0}, {signing, "sig_alfa", "/documents/tiny-2025.a/1/nl.html", 0}},
	"/calls/:id/propose":                  {{writing, "ed_alfa", "/calls/tiny-2025/propose", 0}, {writing, "sig_beta", "/calls/tiny-2025/propose", 0}},
	"/dossiers/:id/edit":                  {{writing, "ed_alfa", "/dossiers/tiny-2025.a/edit", 0}},
	"/dossiers/:id/edit/:section":         sections("identity", "description", "objectives", "neighbourhoods", "partners", "activities", "budget", "deliverables", "indicators"),
	"/dossiers/:id/files":                 {{writing, "ed_alfa", "/dossiers/tiny-2025.a/files", 0}, {closing, "off", "/dossiers/tiny-2025.a/files", 0}},
	"/dossiers/:id/check":                 {{writing, "ed_alfa", "/dossiers/tiny-2025.a/check", 0}, {writing, "sig_alfa", "/dossiers/tiny-2025.a/check", 0}},
	"/dossiers/:id/receipt":               {{closing, "sig_alfa", "/dossiers/tiny-2025.a/receipt", 0}, {writing, "sig_alfa", "/dossiers/tiny-2025.a/receipt", gone}},
	"/calls/:id/ranking":                  {{deciding, "off", "/calls/tiny-2025/ranking", 0}, {deciding, "chair", "/calls/tiny-2025/ranking?view=projector", 0}, {judging, "jury1", "/calls/tiny-2025/ranking", 0}, {writing, "off", "/calls/tiny-2025/ranking", 0}, {deciding, "ed_alfa", "/calls/tiny-2025/ranking", gone}},
	"/calls/:id/scenarios":                {{deciding, "off", "/calls/tiny-2025/scenarios?at_most_per_sisp=1&hand=b:8000.00", 0}, {deciding, "chair", "/calls/tiny-2025/scenarios", 0}, {writing, "off", "/calls/tiny-2025/scenarios", 0}, {deciding, "off", "/calls/tiny-2025/scenarios?at_most_per_sisp=x", wrongly}, {deciding, "ed_alfa", "/calls/tiny-2025/scenarios", gone}},
	"/calls/:id/award":                    {{deciding, "dg", "/calls/tiny-2025/award", 0}, {deciding, "off", "/calls/tiny-2025/award", 0}, {closing, "dir", "/calls/tiny-2025/award", 0}, {deciding, "ed_alfa", "/calls/tiny-2025/award", gone}},
	"/calls/:id/letters":                  {{deciding, "dg", "/calls/tiny-2025/letters", 0}, {closing, "off", "/calls/tiny-2025/letters", 0}},
	"/dossiers/:id/letter/:language":      {{deciding, "dg", "/dossiers/tiny-2025.a/letter/fr", 0}, {signing, "dg", "/dossiers/tiny-2025.a/letter/nl", 0}},
	"/reading":                            {{closing, "dir", "/reading", 0}, {closing, "dir", "/reading?check=1", 0}},
	"/reading/:id":                        {{closing, "dir", "/reading/tiny-2025.a", 0}, {closing, "dir", "/reading/tiny-2025?check=1", 0}, {closing, "off", "/reading/tiny-2025", gone}},
	"/reading/:id/ledger":                 {{closing, "dir", "/reading/tiny-2025/ledger", 0}},
	"/calls/:id/data":                     {{closing, "off", "/calls/tiny-2025/data", 0}, {closing, "dir", "/calls/tiny-2025/data", 0}, {closing, "ed_alfa", "/calls/tiny-2025/data", gone}},
	"/admin":                              {{writing, "adm", "/admin", 0}, {writing, "off", "/admin", gone}},
	"/admin/jobs":                         {{writing, "adm", "/admin/jobs", 0}, {closing, "adm", "/admin/jobs?state=dead", 0}},
	"/admin/mails":                        {{writing, "adm", "/admin/mails", 0}},
	"/admin/settings":                     {{writing, "adm", "/admin/settings", 0}},
	"/calls/:id/committee":                {{judging, "off", "/calls/tiny-2025/committee", 0}, {setting, "off", "/calls/tiny-2025/committee", 0}, {closing, "dir", "/calls/tiny-2025/committee", 0}, {judging, "jury1", "/calls/tiny-2025/committee", gone}},
	"/calls/:id/committee/plan":           {{judging, "off", "/calls/tiny-2025/committee/plan", 0}, {assigning, "off", "/calls/tiny-2025/committee/plan?sheets=2&seed=a", 0}},
	"/calls/:id/scoring":                  {{judging, "jury1", "/calls/tiny-2025/scoring", 0}, {judging, "chair", "/calls/tiny-2025/scoring", 0}},
	"/calls/:id/deliberation":             {{judging, "chair", "/calls/tiny-2025/deliberation", 0}, {concluding, "chair", "/calls/tiny-2025/deliberation", 0}, {deciding, "off", "/calls/tiny-2025/deliberation", 0}, {concluding, "chair", "/calls/tiny-2025/deliberation?projector=1", 0}},
	"/calls/:id/minutes/:language":        {{concluding, "chair", "/calls/tiny-2025/minutes/fr", 0}, {judging, "chair", "/calls/tiny-2025/minutes/nl", 0}},
	"/dossiers/:id/sheet":                 {{scoring, "jury1", "/dossiers/tiny-2025.a/sheet", 0}, {deciding, "jury1", "/dossiers/tiny-2025.a/sheet", 0}, {judging, "off", "/dossiers/tiny-2025.a/sheet", gone}},
	"/dossiers/:id/part":                  {{writing, "sig_asbl", "/dossiers/tiny-2025.a/part", 0}},
}

// sections are those of a proposal.
func sections(names ...string) []sample {
	var out []sample
	for _, n := range names {
		out = append(out, sample{writing, "ed_alfa", "/dossiers/tiny-2025.a/edit/" + n, 0})
	}
	return out
}

// setups are the sections of a call's rules.
func setups(names ...string) []sample {
	var out []sample
	for _, n := range names {
		out = append(out, sample{setting, "off", "/calls/tiny-2025/setup/" + n, 0})
	}
	return out
}

// byMoment are all samples, by the moment at which they are looked at.
func byMoment() map[string][]sample {
	out := map[string][]sample{}
	for _, all := range samples {
		for _, s := range all {
			out[s.next] = append(out[s.next], s)
		}
	}
	return out
}

// noPages are addresses that show nothing to a reader.
var noPages = []string{"/healthz", "/readyz", "/files/:dossier/:id", "/agenda/tremplin.ics", "/reading/:id/ledger.csv", "/calls/:id/data/:format"}

// TestEveryPageIsLookedAt: no address of the router has been forgotten, and none
// is in the list that is no more.
func TestEveryPageIsLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, kind{databases["sqlite"], "fr"}, writing, true)
	var there []string
	for _, r := range w.site.Routes() {
		if r.Method != http.MethodGet || r.Path == "" || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		there = append(there, r.Path)
		if len(samples[r.Path]) == 0 && !slices.Contains(noPages, r.Path) {
			t.Errorf("no sample of %s: add one to the list", r.Path)
		}
	}
	for path, all := range samples {
		if !slices.Contains(there, path) {
			t.Errorf("%s is in the list and not on the site", path)
			continue
		}
		for _, s := range all {
			p, _, _ := strings.Cut(s.path, "?")
			if strings.Count(p, "/") != strings.Count(path, "/") {
				t.Errorf("%s is no sample of %s", s.path, path)
			}
		}
	}
}
