package document

import (
	"flag"
	"path/filepath"
	"testing"

	"tremplin/locale"
	"tremplin/pdf/pdftest"
	"tremplin/workflow/empowerment"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden compares what each kind of document says, page by page, and how
// some of them look.
func TestGolden(t *testing.T) {
	each(t, append(plainPapers(), oddPapers()...), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		path := filepath.Join("testdata", "golden", k.name+"."+string(l))
		if k.golden {
			text := pdftest.Tidy(pdftest.Tool(t, fileOf(t, k.name, p, l), "pdftotext", "-layout", "FILE", "-"))
			pdftest.SameText(t, path+".txt", text, *update)
		}
		if k.shown == l {
			pdftest.SamePicture(t, path+".png", pdftest.Picture(t, fileOf(t, k.name, p, l)), *update)
		}
	})
}

// TestEveryKindIsShown: no kind of document is without its golden text.
func TestEveryKindIsShown(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range plainPapers() {
		seen[k.kind] = k.golden
	}
	for _, k := range empowerment.V1().Documents {
		if !seen[k.Name] {
			t.Errorf("nothing shows %s", k.Name)
		}
	}
}
