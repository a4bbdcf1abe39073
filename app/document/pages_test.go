package document

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/pdf/pdftest"
)

// A line of a page, as pdftotext finds it; in points from the upper edge.
type printedLine struct {
	top, bottom float64
	text        string // squashed
}

// What stands above and below the text of layout 1, in points.
const (
	belowHead = 70
	aboveFoot = 775
	depth     = aboveFoot - 76
)

// linesOf are the lines of each page, from above to below, without what stands
// around the text.
func linesOf(t *testing.T, file []byte) [][]printedLine {
	t.Helper()
	var found struct {
		Pages []struct {
			Lines []struct {
				Top    float64  `xml:"yMin,attr"`
				Bottom float64  `xml:"yMax,attr"`
				Words  []string `xml:"word"`
			} `xml:"flow>block>line"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal([]byte(pdftest.Tool(t, file, "pdftotext", "-bbox-layout", "FILE", "-")), &found); err != nil {
		t.Fatal(err)
	}
	out := make([][]printedLine, len(found.Pages))
	for i, page := range found.Pages {
		for _, l := range page.Lines {
			if (i == 0 || l.Top > belowHead) && l.Bottom < aboveFoot+5 {
				out[i] = append(out[i], printedLine{l.Top, l.Bottom, strings.Join(l.Words, "")})
			}
		}
		slices.SortStableFunc(out[i], func(a, b printedLine) int { return int(a.bottom - b.bottom) })
	}
	return out
}

// TestPagesOfPapers: no page is half empty but before an annex and at the end,
// none ends in a heading, the last is worth its paper but where the text is as
// long as it may be, and what is signed is not parted.
func TestPagesOfPapers(t *testing.T) {
	t.Parallel()
	each(t, append(plainPapers(), oddPapers()...), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		d, err := p.In(l)
		if err != nil {
			t.Fatal(err)
		}
		pages := linesOf(t, fileOf(t, k.name, p, l))
		headings := map[string]bool{}
		for _, b := range d.Blocks {
			if b.Kind == locale.Heading {
				headings[pdftest.Squash(parts(b)[0])] = true
			}
		}
		for i, page := range pages {
			if len(page) == 0 {
				t.Fatalf("page %d says nothing", i+1)
			}
			last := page[len(page)-1]
			if headings[last.text] {
				t.Errorf("page %d ends in %q", i+1, last.text)
			}
			if i+1 < len(pages) && !annexBegins(pages[i+1]) && last.bottom < aboveFoot-depth*0.4 {
				t.Errorf("page %d is half empty: it ends at %.0f points, in %q", i+1, last.bottom, last.text)
			}
			if i > 0 && !strings.HasSuffix(k.name, "-longest") && !annexBegins(page) && last.bottom-belowHead < depth*0.1 {
				t.Errorf("page %d holds next to nothing: %q", i+1, last.text)
			}
		}
		signedWhole(t, d.Blocks, pages)
	})
}

func annexBegins(page []printedLine) bool {
	return len(page) > 0 && (strings.HasPrefix(page[0].text, "Annexe") || strings.HasPrefix(page[0].text, "Bijlage"))
}

// signedWhole: who signs stands on one page with all that is to be filled in.
func signedWhole(t *testing.T, blocks []locale.Block, pages [][]printedLine) {
	t.Helper()
	texts := make([]string, len(pages))
	for i, page := range pages {
		for _, line := range page {
			texts[i] += line.text
		}
		texts[i] = loose(texts[i])
	}
	for _, b := range blocks {
		if b.Kind != locale.Signature {
			continue
		}
		whole := slices.ContainsFunc(texts, func(page string) bool {
			return !slices.ContainsFunc(parts(b), func(part string) bool {
				return slices.ContainsFunc(strings.Fields(part), func(word string) bool { return !strings.Contains(page, loose(word)) })
			})
		})
		if !whole {
			t.Errorf("what %s signs is parted", fmt.Sprint(parts(b)))
		}
	}
}
