package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestExports: each format as a file of its kind, to whom it may go; what there is
// not is said.
func TestExports(t *testing.T) {
	w := begun(t, "submission.issue_convention", 1)
	const path = theCall + "/export"
	for _, c := range []struct{ query, kind, begins, name string }{
		{"", "text/csv; charset=utf-8", "number,id,sisp", "TINY-2025.csv"},
		{"?format=csv", "text/csv; charset=utf-8", "number,id,sisp", "TINY-2025.csv"},
		{"?format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK", "TINY-2025.xlsx"},
	} {
		got := w.as("off").get(path + c.query).is(http.StatusOK)
		if got.header.Get("Content-Type") != c.kind || !strings.HasPrefix(got.body, c.begins) || !strings.Contains(got.header.Get("Content-Disposition"), c.name) {
			t.Errorf("%s: %v\n%.80s", c.query, got.header, got.body)
		}
		w.as("off").with("If-None-Match", got.tag()).get(path + c.query).is(http.StatusNotModified)
		for _, who := range []string{"ed_alfa", "sig_beta", "sig_asbl", "jury1", "adm"} {
			w.as(who).get(path+c.query).refuses(http.StatusNotFound, "not_found/not_found")
		}
	}
	w.as("off").get(path+"?format=pdf").refuses(http.StatusUnprocessableEntity, "invalid/choice")
	w.as("off").get(path+"?format=360giving").refuses(http.StatusNotFound, "not_found/not_found")
	w.as("off").post(theCall+"/actions/publish_results", map[string]any{}).is(http.StatusOK)
	for _, who := range []string{"off", "ed_alfa", "sig_beta", "jury1"} {
		got := w.as(who).get(path + "?format=360giving").is(http.StatusOK)
		if got.header.Get("Content-Type") != "application/json" || strings.Count(got.body, `"awardDate"`) != 1 {
			t.Errorf("%s gets %s", who, got.body)
		}
	}
}
