// Package pdftest reads printed files back with the tools of others, and
// compares them with what was kept: for the tests of whoever prints.
package pdftest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Tool runs a program on a file, whose path stands where its arguments say FILE,
// and gives what it says.
func Tool(t testing.TB, file []byte, name string, args ...string) string {
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
	cmd := exec.CommandContext(t.Context(), name, args...)
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

// Squash leaves out all space: where lines end is not text.
func Squash(text string) string { return strings.Join(strings.Fields(text), "") }

// Tidy leaves columns parted by two spaces and no empty lines: how many there
// are differs between versions of the tool.
func Tidy(text string) string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\f", "\n----\n"), "\n") {
		var cols []string
		for col := range strings.SplitSeq(line, "  ") {
			if col = strings.TrimSpace(col); col != "" {
				cols = append(cols, col)
			}
		}
		if len(cols) > 0 {
			out = append(out, strings.Join(cols, "  "))
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// SameText compares got with a file, or rewrites the file.
func SameText(t testing.TB, path, got string, rewrite bool) {
	t.Helper()
	if rewrite {
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
		t.Errorf("%s: %s\nmake golden rewrites it; read the difference", path, firstDifference(string(want), got))
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
