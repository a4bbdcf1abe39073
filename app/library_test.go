package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tremplin/app"
	"tremplin/storage/storagetest"
)

// What file systems take.
const (
	longestOnDisk = 255 // bytes of a name
	forbidden     = `/\:*?"<>|`
)

// fit complains of a name that some file system would not take, or that leads
// out of its folder.
func fit(name string) string {
	switch {
	case len(name) > longestOnDisk:
		return "too long"
	case strings.ContainsAny(name, forbidden):
		return "forbidden letters"
	case !utf8.ValidString(name):
		return "not UTF-8"
	case strings.TrimSpace(name) != name || strings.HasSuffix(name, "."):
		return "blank or full stop at its end"
	case name == "." || name == "..":
		return "another folder"
	case slices.Contains([]string{"con", "nul", "com1", "nul.txt"}, strings.ToLower(name)):
		return "a device"
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf) }):
		return "letters that nobody sees"
	}
	return ""
}

// titles are those that make bad names.
func titles() []string {
	return []string{
		"Le Bottin", "Le Bottin", "le bottin", "../../etc/passwd", "a/b\\c:d*e?f\"g<h>i|j", "...", ". ", "CON", "nul.txt", "COM1", "\u202eexe.fdp", "حي الأمل", "שכונה",
		"👩‍👩‍👧‍👦 en famille", strings.Repeat("🏘", 150), strings.Repeat("é", 300), strings.Repeat("quartier ", 33), "tab\there", "œuf & ij €", "~", "-rf",
		"a\u200bb", "fin.", "fin .", strings.Repeat("x", 299) + ".",
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	for _, title := range titles() {
		if bad := fit(app.LibraryName("EMP-2023-03 " + title)); bad != "" {
			t.Errorf("%.40q: %s", title, bad)
		}
		if bad := fit(app.LibraryName(title)); bad != "" {
			t.Errorf("%.40q alone: %s", title, bad)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.String().Draw(t, "title")
		if bad := fit(app.LibraryName(title)); bad != "" {
			t.Fatalf("%q becomes %q: %s", title, app.LibraryName(title), bad)
		}
	})
}

// TestLibraryPaths: whatever dossiers are called, each document has a place of
// its own, inside the folder, where a file can lie.
func TestLibraryPaths(t *testing.T) {
	c := newCrowd(t, storagetest.SQLite(t), 100_000_00, time.Now().AddDate(0, 0, 1))
	c.app = app.New(c.app.Store, c.app.Programmes...)
	for i, title := range titles() {
		cmd := crowdCommand(c.hour(1), crowdSig(i), "submission.create", crowdCall, fields{
			"sisp": fmt.Sprint("s", i%crowdSisps), "title": title, "theme": "t", "requested": "12000",
			"budget": []any{fields{"category": "staff", "label": "Animation", "amount": "12000"}},
		})
		cmd.Name = fmt.Sprintf("n%02d", i)
		if _, err := c.app.Perform(c.ctx, cmd); err != nil {
			t.Logf("%.40q: %v", title, err) // some are refused: no dossier, no folder
			continue
		}
		c.must(c.hour(2), crowdSig(i), "submission.submit", crowdID(cmd.Name), nil)
	}
	c.work()
	dir := t.TempDir()
	for _, moment := range []string{"open", "closed"} { // the close numbers them
		all, err := c.app.Library(c.ctx, crowdCall)
		if err != nil || len(all) < 2*15 {
			t.Fatalf("%d prints, %v", len(all), err)
		}
		taken := map[string]bool{}
		for i := range all {
			c.lies(filepath.Join(dir, moment), all[i].Path, taken)
		}
		c.clock(time.Now().AddDate(0, 0, 2))
	}
}

// lies writes a file where a document would lie.
func (c *crowd) lies(dir, path string, taken map[string]bool) {
	c.Helper()
	low := strings.ToLower(path)
	if taken[low] {
		c.Errorf("two documents lie at %s", path)
	}
	taken[low] = true
	for part := range strings.SplitSeq(path, "/") {
		if bad := fit(part); bad != "" {
			c.Errorf("%q: %s", path, bad)
		}
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) || slices.Contains(strings.Split(path, "/"), "") {
		c.Errorf("%q leaves its folder", path)
	}
	if !strings.HasPrefix(path, "CROWD-1/CROWD-1-") || strings.Count(path, "/") != 2 {
		c.Errorf("%q is not in its dossier's folder", path)
	}
	full := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
		c.Error(err)
	}
	if err := os.WriteFile(full, nil, 0o600); err != nil {
		c.Error(err)
	}
}
