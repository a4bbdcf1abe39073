package locale_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/workflow/empowerment"
)

// each runs a test on every edition of the documents' texts.
func each(t *testing.T, f func(t *testing.T, edition string, texts locale.Texts)) {
	t.Helper()
	all := locale.Editions()
	if len(all) == 0 {
		t.Fatal("no editions")
	}
	for _, edition := range all {
		t.Run(edition, func(t *testing.T) {
			texts, err := locale.ReadTexts(os.DirFS(filepath.Join("text", "documents", edition)))
			if err != nil {
				t.Fatal(err)
			}
			f(t, edition, texts)
		})
	}
}

// TestDocumentsSayTheSame: every section uses the same variables as often in
// French and in Dutch, and the same conditions, loops and includes in the same order.
func TestDocumentsSayTheSame(t *testing.T) {
	each(t, func(t *testing.T, _ string, texts locale.Texts) {
		for _, id := range texts.Sections() {
			marksFR, namesFR := texts.Form(id, locale.FR)
			marksNL, namesNL := texts.Form(id, locale.NL)
			if !slices.Equal(marksFR, marksNL) {
				t.Errorf("%s: marks\n%s in French,\n%s in Dutch", id, marksFR, marksNL)
			}
			if !slices.Equal(namesFR, namesNL) {
				t.Errorf("%s: variables\n%s in French,\n%s in Dutch", id, namesFR, namesNL)
			}
		}
	})
}

// plausible are facts for all that sections name: three of each, and every
// condition as asked.
func plausible(t testing.TB, edition string, sections []string, holds bool) locale.Facts {
	t.Helper()
	used, err := locale.Names(edition, sections)
	if err != nil {
		t.Error(err)
	}
	f := locale.Facts{Is: map[string]locale.Fact{}, If: map[string]bool{}, Each: map[string][]locale.Facts{}}
	for _, name := range used.Variables {
		f.Is[name] = guess(name)
	}
	for _, name := range used.Conditions {
		f.If[name] = holds
	}
	for _, name := range used.Loops {
		number := name + "_number"
		for i := range 3 {
			f.Each[name] = append(f.Each[name], locale.Facts{Is: map[string]locale.Fact{number: locale.Counted(i + 1)}})
		}
	}
	return f
}

// guess makes a fact of a name.
func guess(name string) locale.Fact {
	ends := func(all ...string) bool {
		return slices.ContainsFunc(all, func(s string) bool { return strings.HasSuffix(name, s) })
	}
	switch {
	case name == "signature_date":
		return locale.Blank()
	case name == "deciding_body":
		return locale.Named("deciding_body.board")
	case strings.HasPrefix(name, "lb_"):
		return locale.Both("la loi du 29 juillet 1991 relative à la motivation formelle", "de wet van 29 juli 1991 betreffende de uitdrukkelijke motivering")
	case ends("_words"):
		return locale.EurosInWords[int64](6270000)
	case ends("amount", "_total", "_sum", "_grant", "cofinancing", "_left", "_due_amount"):
		return locale.Euros[int64](6270000)
	case ends("_number", "_count", "_days", "_years"):
		return locale.Counted(3)
	case ends("_share", "_weight", "_cap"):
		return locale.PerCent(30)
	case ends("score"):
		return locale.Scored[int64](1425)
	case ends("_date", "_on", "_due", "deadline"):
		return locale.OnDay("2024-03-01")
	case ends("_reasons", "_facts", "_need", "_goal"):
		return locale.Said("Le comité a bien noté la participation des habitantes et des habitants, le partenariat et le budget. Le projet répond à un vrai besoin.")
	default:
		return locale.Said(strings.ReplaceAll(name, "_", " "))
	}
}

// TestDocumentsAreFilled: each document of the programme, with all conditions
// and with none, in both languages; nothing of the notation is left.
func TestDocumentsAreFilled(t *testing.T) {
	edition := locale.Edition("2024-03-01")
	for _, d := range empowerment.V1().Documents {
		for _, holds := range []bool{true, false} {
			facts := plausible(t, edition, d.Sections, holds)
			for _, l := range []locale.Language{locale.FR, locale.NL} {
				filled, err := locale.Compose(edition, l, d.Sections, facts)
				if err != nil {
					t.Errorf("%s %s: %v", d.Name, l, err)
					continue
				}
				if letter := slices.Contains(d.Sections, "B00"); letter != (filled.Subject != "") {
					t.Errorf("%s %s: subject %q", d.Name, l, filled.Subject)
				}
				sound(t, d.Name, l, filled.Blocks)
			}
		}
	}
}

// sound checks that blocks are as the printer wants them.
func sound(t *testing.T, name string, l locale.Language, blocks []locale.Block) {
	t.Helper()
	if len(blocks) == 0 {
		t.Errorf("%s %s is empty", name, l)
	}
	for _, b := range blocks {
		for _, row := range b.Rows {
			if b.Kind == locale.Table && len(b.Head) > 0 && len(row) != len(b.Head) {
				t.Errorf("%s %s: %d cells below %d heads: %s", name, l, len(row), len(b.Head), said(b))
			}
		}
	}
	all := said(blocks...)
	for _, bad := range []string{"{", "}", "[", "]", "**", "+ B", "\x01", "  ", " ,", " .", "..", "'", "###"} {
		if i := strings.Index(all, bad); i >= 0 {
			t.Errorf("%s %s: %q in %q", name, l, bad, all[max(0, i-40):min(len(all), i+40)])
		}
	}
	if l == locale.FR {
		if at := spaceBefore.FindString(all); at != "" {
			t.Errorf("%s: a space that may break: %q", name, at)
		}
	}
}

// said is all that blocks say.
func said(blocks ...locale.Block) string {
	var b strings.Builder
	put := func(runs []locale.Run) {
		for _, r := range runs {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	for _, x := range blocks {
		put(x.Runs)
		for _, item := range x.Items {
			put(item)
		}
		for _, row := range append([][][]locale.Run{x.Head}, x.Rows...) {
			for _, cell := range row {
				put(cell)
			}
		}
	}
	return b.String()
}

func TestEditionOfADay(t *testing.T) {
	all := []string{"2023-01-01", "2024-05-01", "2026-01-01"}
	for on, want := range map[string]string{
		"2022-12-31": "2023-01-01", "2023-01-01": "2023-01-01", "2024-04-30": "2023-01-01",
		"2024-05-01": "2024-05-01", "2030-01-01": "2026-01-01", "": "2023-01-01",
	} {
		same(t, on, locale.Newest(all, on), want)
	}
	same(t, "no editions", locale.Newest(nil, "2024-01-01"), "")
	if _, err := locale.Compose("1999-01-01", locale.FR, nil, locale.Facts{}); err == nil {
		t.Error("an edition that is not there")
	}
	if _, err := locale.Compose(locale.Edition(""), locale.EN, nil, locale.Facts{}); err == nil {
		t.Error("documents in English")
	}
	if _, err := locale.Compose(locale.Edition(""), locale.FR, []string{"Z9"}, locale.Facts{}); err == nil {
		t.Error("a section that is not there")
	}
}

func BenchmarkComposeConvention(b *testing.B) {
	edition := locale.Edition("2024-03-01")
	var sections []string
	for _, d := range empowerment.V1().Documents {
		if d.Name == "convention" {
			sections = d.Sections
		}
	}
	facts := plausible(b, edition, sections, true)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := locale.Compose(edition, locale.NL, sections, facts); err != nil {
			b.Fatal(err)
		}
	}
}
