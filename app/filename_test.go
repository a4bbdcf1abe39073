package app_test

import (
	"testing"

	"tremplin/app"
)

// TestFileNameHoldsForAnyName, also where small letters are longer than their
// capitals.
func TestFileNameHoldsForAnyName(t *testing.T) {
	for in, want := range map[string]string{
		"a.pdf": "a.pdf", `C:\x\b.PDF`: "b.pdf", "../../etc/passwd": "passwd.pdf", "": "document.pdf", "...": "document.pdf", "x.docx": "x.docx.pdf",
		"a\x00b\n.pdf": "ab.pdf", "\xff.pdf": "document.pdf", "\u202Efdp.exe": "fdp.exe.pdf", ".ȺȺȺȺ": "ȺȺȺȺ.pdf", "plan.Ⱥ": "plan.Ⱥ.pdf",
	} {
		if got := app.FileName(in, "application/pdf"); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
