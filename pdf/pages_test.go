package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/pdf/pdftest"
)

// Whatever the text, nothing runs over the foot of a page or over its
// neighbour, no heading stands at the foot, and no page is half empty but the
// last and those before an annex.
func TestPagesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sheet(locale.FR, "Titre", rapid.SliceOfN(rapid.Custom(anyBlock), 1, 40).Draw(t, "blocks")...)
		holds(t, pdf.Strips(d))
	})
}

func TestSamplesHold(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) { holds(t, pdf.Strips(d)) })
	}
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

func holds(t failer, pages [][]pdf.Strip) {
	t.Helper()
	const hair = 0.01
	for n, page := range pages {
		for i, s := range page {
			if s.Bottom > pdf.Foot(1)+hair {
				t.Errorf("page %d ends at %.1f mm", n+1, s.Bottom)
			}
			if i > 0 && s.Top < page[i-1].Bottom-hair {
				t.Errorf("page %d: what begins at %.1f mm runs over what ends at %.1f mm", n+1, s.Top, page[i-1].Bottom)
			}
		}
		last := page[len(page)-1]
		if last.Keep && n < len(pages)-1 && len(page) < 20 {
			t.Errorf("page %d ends in what should stand with the next", n+1)
		}
		if n < len(pages)-1 && !pages[n+1][0].Begins && last.Bottom < pdf.Foot(1)-pdf.Depth(1)*0.55 {
			t.Errorf("page %d is half empty: it ends at %.1f mm", n+1, last.Bottom)
		}
	}
}

// anyBlock makes blocks as documents have them, without page breaks.
func anyBlock(t *rapid.T) locale.Block {
	text := func(most int) string {
		return strings.TrimSpace(strings.Repeat("des habitantes et habitants ", rapid.IntRange(1, most).Draw(t, "length")))
	}
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		return heading(rapid.IntRange(1, 3).Draw(t, "level"), text(8))
	case 1:
		return bullets(text(12), text(3))
	case 2:
		return numbers("1.1 "+text(20), "1.2 "+text(5))
	case 3:
		var rows []string
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			rows = append(rows, text(4)+"|"+text(15)+"|1.000,00 €")
		}
		return withTotal(table("llr", "a|b|c", rows...))
	case 4:
		return table("ll", "", text(2)+"|"+text(120), text(2)+"|"+text(5))
	case 5:
		return signature(text(4), "|"+text(3), "Date|", "Signature|")
	default:
		return para(text(60))
	}
}

func TestRowsAndSignaturesAreNotCut(t *testing.T) {
	var rows []string
	for i := range 60 {
		rows = append(rows, fmt.Sprintf("début%d %s fin%d|%d,00 €", i, strings.Repeat("une ligne de budget ", 14), i, i))
	}
	d := sheet(locale.FR, "Budget", withTotal(table("lr", "ligne|montant", append(rows, "Total|60,00 €")...)))
	for i := range 11 {
		d.Blocks = append(d.Blocks, para(strings.Repeat("Une phrase. ", 40*i)), signature(fmt.Sprintf("partie%d", i), "Date|", fmt.Sprintf("signature%d|", i)))
	}
	pages := strings.Split(pdftest.Tool(t, printed(t, d), "pdftotext", "FILE", "-"), "\f")
	for n, page := range pages {
		for i := range 60 {
			if strings.Contains(page, fmt.Sprintf("début%d ", i)) != strings.Contains(strings.ReplaceAll(page, "\n", " ")+" ", fmt.Sprintf("fin%d ", i)) {
				t.Errorf("page %d has a part of row %d", n+1, i)
			}
		}
		for i := range 11 {
			if strings.Contains(page, fmt.Sprintf("partie%d\n", i)) != strings.Contains(page, fmt.Sprintf("signature%d\n", i)) {
				t.Errorf("page %d has a part of signature %d", n+1, i)
			}
		}
		if strings.Contains(page, "début") && !strings.Contains(page, "montant") {
			t.Errorf("page %d has rows and no header", n+1)
		}
		if strings.Contains(page, "Total") && !strings.Contains(page, "fin59") {
			t.Errorf("page %d has the sum alone", n+1)
		}
	}
}

func TestItemStandsWithItsTable(t *testing.T) {
	for n := 30; n < 54; n++ {
		d := sheet(locale.FR, "Titre", para(strings.Repeat("x\n", n)+"x"), numbers("7.1 La subvention est payée en 3 tranches :"), table("lr", "tranche|montant", "première|1,00 €", "seconde|2,00 €"))
		for i, page := range strings.Split(pdftest.Tool(t, printed(t, d), "pdftotext", "FILE", "-"), "\f") {
			if strings.Contains(page, "3 tranches") != strings.Contains(page, "première") {
				t.Errorf("%d lines above: page %d has the one without the other", n, i+1)
			}
		}
	}
}

func TestNoLineStandsAlone(t *testing.T) {
	for n := range 12 {
		var blocks []locale.Block
		for i := range 40 {
			blocks = append(blocks, para(strings.Repeat("Une phrase de longueur moyenne, comme il y en a tant. ", 1+(i*7+n)%9)))
		}
		d := sheet(locale.FR, "Titre", blocks...)
		d.Blocks = append([]locale.Block{para(strings.Repeat("x\n", n) + "x")}, blocks...)
		holds(t, pdf.Strips(d))
	}
}

func TestLastPageIsWorthIt(t *testing.T) {
	for n := 20; n < 60; n++ {
		var blocks []locale.Block
		for range n {
			blocks = append(blocks, para("Une phrase."))
		}
		pages := pdf.Strips(sheet(locale.FR, "Titre", blocks...))
		last := pages[len(pages)-1]
		if len(pages) == 2 && len(last) < 3 {
			t.Errorf("%d paragraphs leave %d on the second page", n, len(last))
		}
	}
}

func TestTallHeaderIsNotRepeated(t *testing.T) {
	for _, n := range []int{10, 60, 200, 900} {
		head := strings.Repeat("un titre qui n’en finit pas ", n)
		d := sheet(locale.FR, "Titre", table("lll", "a|"+head+"|"+head, "1|2|3", "4|5|6"), para("Fin."))
		for i, page := range pdf.Strips(d) {
			if last := page[len(page)-1]; last.Bottom > pdf.Foot(1)+0.01 {
				t.Errorf("%d: page %d ends at %.1f mm", n, i+1, last.Bottom)
			}
		}
		if got := readBack(t, printed(t, d)); strings.Count(got, "finit") != 2*n || !strings.Contains(got, "Fin.") {
			t.Errorf("%d: %d of %d are there", n, strings.Count(got, "finit"), 2*n)
		}
	}
}
