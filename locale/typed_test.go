package locale_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tremplin/locale"
)

// TestTypedMarkupIsLiteral: what people write has no form of its own.
func TestTypedMarkupIsLiteral(t *testing.T) {
	texts := notation(t)
	for _, s := range []string{
		"**gras**", "*", "a | b | c", "|---|---|", "[si late]x[fin si late]", "[fin si late]", "{amount}", "{", "}}", "+ B20", "+ B20 + B90", "- un", "1. un", "a) un",
		"# tête", "## C1 · Un / Een", "### NL", "> note", "---", "*Objet : autre*", "Signature :", "x – Signature :", "Date :", "**Article 1 – x**", "**Annexe 1**",
		"ligne\n- autre\n\n| c |\n# tête", "fin.\n", "«\u00a0déjà\u00a0»", "l'eau ? oui ; non : 10 %", "<b>&amp;</b>", "\u202eabc", "שלום", "😀👩\u200d🚒", "é", "ij", "...", strings.Repeat("mot ", 2500) + "fin",
	} {
		literally(t, texts, s)
	}
}

// literally checks that s is printed as it is wherever a text may have it, and
// that the document has the form that it has of a plain word.
func literally(t *testing.T, texts locale.Texts, s string) {
	t.Helper()
	want := locale.Literal(s)
	for _, l := range []locale.Language{locale.FR, locale.NL} {
		for _, sections := range [][]string{{"C00", "C1", "C2", "C3"}, {"B0", "L1"}} {
			filled, err := texts.Compose(l, sections, typedEverywhere(s))
			if want == "" {
				if err == nil {
					t.Errorf("%q is empty and printed", s)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%q: %v", s, err)
			}
			plain, err := texts.Compose(l, sections, typedEverywhere("Mot"))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := form(filled.Blocks), form(plain.Blocks); got != want {
				t.Errorf("%s %q: form %s, want %s", l, s, got, want)
			}
			flat := strings.Join(strings.FieldsFunc(want, func(r rune) bool { return r == '\n' }), " ")
			all := said(filled.Blocks...)
			if !strings.Contains(all, want) || !strings.Contains(all, flat) {
				t.Errorf("%s %q is not in %q", l, want, all)
			}
		}
	}
}

// typedEverywhere are the made-up facts with s for every free text.
func typedEverywhere(s string) locale.Facts {
	f := facts()
	var put func(f locale.Facts)
	put = func(f locale.Facts) {
		for name, fact := range f.Is {
			if fact.Kind == locale.FactText {
				f.Is[name] = locale.Said(s)
			}
		}
		for _, items := range f.Each {
			for _, item := range items {
				put(item)
			}
		}
	}
	put(f)
	return f
}

// form is what blocks are, without what they say.
func form(blocks []locale.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		fmt.Fprintf(&b, "%d.%d:", x.Kind, x.Level)
		for _, item := range x.Items {
			fmt.Fprintf(&b, " i%d", len(item))
		}
		fmt.Fprint(&b, x.Align, x.Total, len(x.Head))
		for _, row := range x.Rows {
			fmt.Fprintf(&b, " r%d", len(row))
		}
		b.WriteString("; ")
	}
	return b.String()
}

func FuzzCompose(f *testing.F) {
	for _, s := range []string{"**", "[si late]", "{amount}", "| a", "\u202e\u200f", "😀", "\x00\x01\x02", "\r\n- a\r", "\xff", "+ B20", strings.Repeat("é", 10000)} {
		f.Add(s)
	}
	texts := notation(f)
	f.Fuzz(func(t *testing.T, s string) { literally(t, texts, s) })
}

// FuzzTexts: no text makes the reader fail in any way but by an error.
func FuzzTexts(f *testing.F) {
	f.Add("[si several]*Objet : {place}*\n+ B20[fin si several]")
	f.Add("| a | b |\n|---|---|\n| {place} |\n|")
	f.Add("1. **x** – Signature :\n- a\n  b\n{condition_number}) c")
	f.Add("**\n****\n- \n1. \n|\n||\nDate : – Signature :")
	shared := "\n## B20 · Un / Een\n### FR\nx\n### NL\nx\n"
	f.Fuzz(func(t *testing.T, body string) {
		texts, err := locale.ReadTexts(fstest.MapFS{"t.md": {Data: []byte("## C1 · Un / Een\n### FR\n" + body + "\n### NL\nx\n" + shared)}})
		if err != nil || !slices.Contains(texts.Sections(), "C1") {
			return
		}
		if _, err := texts.Names([]string{"C1"}); err != nil {
			t.Error(err)
		}
		filled, err := texts.Compose(locale.FR, []string{"C1"}, facts())
		if err == nil && strings.ContainsAny(said(filled.Blocks...), "\x01\x02") {
			t.Errorf("%q leaves a place", body)
		}
	})
}
