package pdf_test

import (
	"bytes"
	"flag"
	"path/filepath"
	"testing"

	"tremplin/pdf"
	"tremplin/pdf/pdftest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// print gives the bytes of d.
func printed(t testing.TB, d pdf.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Print(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readBack is the text of a file, without its lines.
func readBack(t testing.TB, file []byte) string {
	t.Helper()
	return pdftest.Squash(pdftest.Tool(t, file, "pdftotext", "FILE", "-"))
}

// golden compares got with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	pdftest.SameText(t, filepath.Join("testdata", name), got, *update)
}
