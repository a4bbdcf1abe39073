package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"tremplin/app"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestReportAsPDF writes the programme report to standard output, in both
// languages, with the figures that the report has as text.
func TestReportAsPDF(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", url); code != fine {
			t.Fatal(stderr)
		}
		for _, c := range []struct {
			args []string
			want []string
		}{
			{nil, []string{"Rapport de programme", "TINY-2025", "12.000,00 €", "20.000,00 €"}},
			{[]string{"--language", "fr"}, []string{"Rapport de programme", "12.000,00 €"}},
			{[]string{"--language", "nl"}, []string{"Programmaverslag", "TINY-2025", "12.000,00 €", "20.000,00 €"}},
		} {
			code, stdout, stderr := tremplin(t, nil, append([]string{"report", "tiny-2025", "--format", "pdf", "--database", url}, c.args...)...)
			if code != fine || stderr != "" || !strings.HasPrefix(stdout, "%PDF-") {
				t.Fatalf("%v: code %d, %.20q, %s", c.args, code, stdout, stderr)
			}
			text := textOf(t, stdout)
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%v: the report lacks %q:\n%s", c.args, want, text)
				}
			}
		}
	})
}

// textOf is what a PDF says.
func textOf(t *testing.T, data string) string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = strings.NewReader(data)
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(out.String())
}

func TestReportForPeople(t *testing.T) {
	r := &app.Report{
		Call: "X-1", Awarded: 2, AwardedTotal: 300, FilledIn: []string{"quorum"},
		ByTheme: []app.ThemeTotal{{Theme: "food", Total: app.Total{Projects: 1, AwardedTotal: 100}}, {Theme: "énergie", Total: app.Total{Projects: 12, AwardedTotal: 1000000}}},
		Titles:  map[string]workflow.Words{"theme food": {FR: "Alimentation durable"}, "theme énergie": {NL: "Énergie"}},
	}
	for i := range 60 {
		r.FilledIn = append(r.FilledIn, fmt.Sprint("a key of the call ", i))
	}
	var b strings.Builder
	if err := printReport(&b, r); err != nil {
		t.Fatal(err)
	}
	wide := map[int]bool{}
	for l := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(l); n > lineWidth+1 {
			t.Errorf("%d characters: %s", n, l)
		}
		if strings.HasSuffix(l, "EUR\n") && strings.HasPrefix(l, "  ") {
			wide[utf8.RuneCountInString(l)] = true
		}
	}
	for _, want := range []string{"2 projects, 3.00 EUR", "Filled in, from no source\n  quorum, a key", "  Alimentation durable ", "  Énergie "} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, b.String())
		}
	}
	if len(wide) != 1 {
		t.Errorf("columns are not aligned: %v\n%s", wide, b.String())
	}
}
