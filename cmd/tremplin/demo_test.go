package main

import (
	"encoding/json"
	"errors"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestDemo: the real program replays the edition into a new folder, quickly and in
// little memory; a second start finds all of it done.
func TestDemo(t *testing.T) {
	dir := small(t)
	sourced(t, dir)
	shelved(t, filepath.Join(dir, shelfName), 200)
	before := size(t, dir)
	code, stdout, stderr := tremplin(t, nil, "demo", "--dir", dir, "--no-serve")
	where := "Its documents are in " + filepath.Join(dir, "documents", "index.html") + ", its database is " + filepath.Join(dir, "tremplin.db")
	if code != fine || strings.Contains(stdout, "The site is") || !strings.Contains(stdout, where) {
		t.Errorf("a second start: code %d, %s%s", code, stdout, stderr)
	}
	if size(t, dir) != before {
		t.Error("a second start did something")
	}
	shelved(t, filepath.Join(dir, shelfName), 200)
}

// left is a folder that an older demonstration left, with a database that nobody
// can read any more and something that is not its own.
func left(t *testing.T) (dir, notes string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "demo")
	notes = filepath.Join(dir, "notes.txt")
	for path, text := range map[string]string{notes: "mine", filepath.Join(dir, marker): "", filepath.Join(dir, "tremplin.db"): "spoilt", filepath.Join(dir, shelfName, "old.pdf"): ""} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir, notes
}

// sourced: the figures of the report are those of PROCESS.md, What really happened.
func sourced(t *testing.T, dir string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "report-emp-2023.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r map[string]any
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"call": "EMP-2023", "submissions": 15.0, "sisps": 13.0, "requested": "650000.00", "envelope_initial": "255000.00", "awarded": 6.0,
		"awarded_total": "264350.00", "award_min": "16750.00", "award_max": "65000.00", "award_mean": "44058.33", "over_envelope_before_change": "9350.00",
	} {
		if r[key] != want {
			t.Errorf("%s is %v, want %v", key, r[key], want)
		}
	}
}

var link = regexp.MustCompile(`href="([^"]*)"`)

// shelved: so many PDFs lie in the folder, in folders whose names people can
// read, each in both languages; the index leads to every one and to nothing else.
func shelved(t *testing.T, dir string, n int) {
	t.Helper()
	there := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "index.html" {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		there[filepath.ToSlash(rel)] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(there) != n {
		t.Errorf("%d files, want %d", len(there), n)
	}
	for path := range there {
		twin := strings.TrimSuffix(strings.TrimSuffix(path, ".fr.pdf"), ".nl.pdf")
		if twin == path {
			t.Errorf("%s is no PDF in French or Dutch", path)
		}
		if strings.ContainsFunc(path, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`\:*?"<>|`, r) }) {
			t.Errorf("%q cannot lie everywhere", path)
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil || !strings.HasPrefix(string(data), "%PDF-") {
			t.Errorf("%s: %.10q, %v", path, data, err)
		}
	}
	for _, want := range []string{"EMP-2023", "EMP-2023/EMP-2023-03 Le Bottin des Voisins"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(want))); err != nil {
			t.Error(err)
		}
	}
	indexed(t, dir, there)
}

func indexed(t *testing.T, dir string, there map[string]bool) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range link.FindAllStringSubmatch(string(page), -1) {
		path, err := url.PathUnescape(html.UnescapeString(m[1]))
		if err != nil || !there[path] {
			t.Errorf("the index leads to %s, where nothing is (%v)", path, err)
		}
		delete(there, path)
	}
	for path := range there {
		t.Errorf("the index does not lead to %s", path)
	}
}

func size(t *testing.T, dir string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, "tremplin.db"))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
