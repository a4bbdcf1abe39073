package ui_test

import (
	"strings"
	"testing"

	"tremplin/app/web/page/ui"
)

// TestIsolate: a text in which nothing turns stays as it is; any other ends what
// it began, and no mark of its own gets out.
func TestIsolate(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "",
		"L'été à Forest":               "L'été à Forest",
		"=1+1":                         "=1+1",
		"<b>gras</b>":                  "<b>gras</b>",
		"שלום":                         "\u2068שלום\u2069",
		"sos\u202etxt.exe":             "\u2068sostxt.exe\u2069",
		"a\u2069\u2069b\u2067":         "\u2068ab\u2069",
		strings.Repeat("x", 300):       strings.Repeat("x", 300),
		"\u200emarked \u061cand\u200f": "\u2068marked and\u2069",
	} {
		if got := ui.Isolate(in); got != want {
			t.Errorf("Isolate(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestOwnTextStaysApart: cells, facts, acts and crumbs hold what turns in an
// element of its own; sentences that already did are left as they are.
func TestOwnTextStaysApart(t *testing.T) {
	const name = "\u202eשלום"
	for what, got := range map[string]string{
		"cell":  render(t, ui.DataTable(ui.Table{Heads: []ui.Head{{Text: "x"}}, Rows: []ui.Row{{Cells: []ui.Cell{{Text: name}}}}})),
		"small": render(t, ui.DataTable(ui.Table{Heads: []ui.Head{{Text: "x"}}, Rows: []ui.Row{{Cells: []ui.Cell{{Text: "a", Small: name}}}}})),
		"fact":  render(t, ui.Facts("fr", []ui.Fact{{Term: "x", Text: name}})),
		"act":   render(t, ui.Acts([]ui.Act{{Name: name, Href: "/"}})),
		"crumb": render(t, ui.Crumbs("fr", []ui.Link{{Text: name, Href: "/"}})),
	} {
		if !strings.Contains(got, "<bdi>"+name+"</bdi>") {
			t.Errorf("%s: %s", what, got)
		}
	}
	if got := render(t, ui.Facts("fr", []ui.Fact{{Term: "x", Text: ui.Isolate(name) + " : signer"}})); strings.Contains(got, "<bdi>") {
		t.Error(got)
	}
}
