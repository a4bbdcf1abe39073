package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestDataIsTakenAlong: who reads a call's books takes its data along; open data is
// everybody's once results are published; nothing is anybody's else.
func TestDataIsTakenAlong(t *testing.T) {
	w := begun(t, "submission.issue_convention")
	const at = "/calls/tiny-2025/data"
	off := w.as("off")
	off.get("/calls/tiny-2025/work").is(http.StatusOK).links(at)
	off.get(at).is(http.StatusOK).says("Données de l'appel TINY-2025", "Elles existent dès que").links(at+"/xlsx", at+"/csv").linksNot(at + "/360giving")
	for _, c := range []struct{ format, kind, begins, name string }{
		{"csv", "text/csv; charset=utf-8", "\uFEFFNuméro;", "TINY-2025.csv"},
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04", "TINY-2025.xlsx"},
	} {
		got := off.get(at + "/" + c.format).is(http.StatusOK)
		if got.header.Get("Content-Type") != c.kind || !strings.HasPrefix(got.body, c.begins) || !strings.Contains(got.header.Get("Content-Disposition"), c.name) {
			t.Errorf("%s: %v %.40q", c.format, got.header, got.body)
		}
		for _, who := range []string{"ed_alfa", "sig_beta", "sig_asbl", "chair", "jury1"} {
			w.as(who).get(at + "/" + c.format).is(http.StatusNotFound)
		}
		w.nobody().get(at + "/" + c.format).is(http.StatusSeeOther)
	}
	for _, who := range []string{"ed_alfa", "chair"} {
		x := w.as(who)
		x.get(at).is(http.StatusNotFound)
		x.get("/calls/tiny-2025").linksNot(at)
	}
	for _, path := range []string{at + "/360giving", at + "/pdf", "/calls/none/data", "/calls/none/data/csv"} {
		off.get(path).is(http.StatusNotFound)
	}
	w.do("off", "call.publish_results", "tiny-2025", nil)
	off.get(at).links(at + "/360giving")
	w.nobody().get("/calls/tiny-2025").is(http.StatusOK).links(at + "/360giving")
	open := w.nobody().get(at + "/360giving").is(http.StatusOK)
	if strings.Count(open.body, "awardDate") != 1 || !strings.Contains(open.header.Get("Content-Disposition"), "TINY-2025-360giving.json") {
		t.Errorf("%v %s", open.header, open.body)
	}
	w.auditor().get("/reading").links(at)
}

// links: the page leads there.
func (a answer) links(to ...string) answer {
	a.t.Helper()
	for _, x := range to {
		if !strings.Contains(a.body, `href="`+x+`"`) {
			a.t.Errorf("%s does not lead to %s", a.at, x)
		}
	}
	return a
}

// linksNot: nothing on the page leads there, or below.
func (a answer) linksNot(to string) {
	a.t.Helper()
	if strings.Contains(a.body, `href="`+to) {
		a.t.Errorf("%s leads to %s", a.at, to)
	}
}
