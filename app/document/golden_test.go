package document

import (
	"bytes"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/pdf/pdftest"
	"tremplin/workflow/empowerment"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden compares what each kind of document says, page by page, and how
// some of them look.
func TestGolden(t *testing.T) {
	t.Parallel()
	each(t, append(plainPapers(), oddPapers()...), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		if !k.golden && k.shown != l {
			return
		}
		file := withoutHash(t, p, l)
		path := filepath.Join("testdata", "golden", k.name+"."+string(l))
		if k.golden {
			text := pdftest.Tidy(pdftest.Tool(t, file, "pdftotext", "-layout", "FILE", "-"))
			pdftest.SameText(t, path+".txt", text, *update)
		}
		if k.shown == l {
			pdftest.SamePicture(t, path+".png", pdftest.Picture(t, file), *update)
		}
	})
}

// withoutHash prints a paper as if its hash were nothing but zeros: any other
// word would change it, and the code that leads to the check.
func withoutHash(t *testing.T, p *Paper, l locale.Language) []byte {
	t.Helper()
	d, err := p.In(l)
	if err != nil {
		t.Fatal(err)
	}
	none := strings.Repeat("0", hashShown)
	for _, b := range d.Blocks {
		for i := range b.Runs {
			b.Runs[i].Text = strings.ReplaceAll(b.Runs[i].Text, d.Hash[:hashShown], none)
		}
	}
	d.CheckURL = strings.ReplaceAll(d.CheckURL, d.Hash[:hashShown], none)
	d.Hash = none
	var b bytes.Buffer
	if err := pdf.Print(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
