package pdf_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/pdf"
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

// tool runs a program on a file, which is its last argument but for after, and
// gives what it says.
func tool(t testing.TB, file []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is missing: make deps installs it", name)
	}
	path := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "FILE", path)
	}
	cmd := exec.Command(name, args...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out, &problems)
	}
	if problems.Len() > 0 {
		t.Errorf("%s complains: %s", name, &problems)
	}
	return string(out)
}

// readBack is the text of a file, without its lines.
func readBack(t testing.TB, file []byte) string {
	t.Helper()
	return squash(tool(t, file, "pdftotext", "FILE", "-"))
}

// squash leaves out all space: where lines end is not text.
func squash(text string) string { return strings.Join(strings.Fields(text), "") }

// golden compares got with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: %s\nmake golden rewrites it; read the difference", name, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\n got " + g[i]
		}
	}
	return "the lengths differ"
}
