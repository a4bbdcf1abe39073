package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var hrefs = regexp.MustCompile(`href="(/[^"#]*)`)

// wanders follows every link of the site that somebody is shown, from some pages on,
// and fails where one leads nowhere.
func (b *browser) wanders(who string, from ...string) {
	b.w.Helper()
	seen := map[string]bool{}
	for len(from) > 0 && len(seen) < 150 {
		page := from[0]
		from = from[1:]
		if seen[page] || strings.HasPrefix(page, "/static") || strings.HasPrefix(page, "/api") || strings.Contains(page, "lang=") {
			continue
		}
		seen[page] = true
		got := b.get(page)
		if got.status >= http.StatusBadRequest && got.status != http.StatusConflict {
			b.w.Errorf("%s is led to %s: %d", who, page, got.status)
			continue
		}
		if to := got.header.Get("Location"); to != "" {
			from = append(from, to)
		}
		for _, m := range hrefs.FindAllStringSubmatch(got.body, -1) {
			from = append(from, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
}

// TestADraftOfAnAbsorbedSisp: whoever stands now is named, and no page shows anybody a
// link that leads them nowhere.
func TestADraftOfAnAbsorbedSisp(t *testing.T) {
	w := begun(t, "submission.submit")
	w.administrator("adm")
	w.merges("alfa", "beta")
	for _, who := range []string{"sig_alfa", "ed_alfa", "sig_beta", "sig_asbl", "off"} {
		w.as(who).wanders(who, "/")
	}
	asbl := w.as("sig_asbl")
	asbl.get("/").is(http.StatusOK).says("SISP Beta Relire et introduire la candidature").hides("SISP Alfa Relire")
	asbl.get("/dossiers/tiny-2025.a").is(http.StatusOK).says("SISP Beta (a absorbé SISP Alfa)", "SISP Beta : relire et introduire la candidature").hides("SISP Alfa : ")
	w.as("sig_beta").get("/dossiers/tiny-2025.a/check").is(http.StatusOK).says("SISP Beta (a absorbé SISP Alfa)", "À vous : introduire la candidature")
}
