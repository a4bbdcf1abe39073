package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

// TestExport writes each format to standard output or into a file, and says what
// to do where it cannot.
func TestExport(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		if code, _, stderr := tremplin(t, nil, "replay", tiny, "--database", url); code != fine {
			t.Fatal(stderr)
		}
		dir := t.TempDir()
		for _, c := range []struct {
			name string
			args []string
			code int
			says string // the beginning of what comes out, or part of the complaint
		}{
			{"csv", []string{"TINY-2025", "--format", "csv"}, fine, "number,id,sisp,"},
			{"csv in Dutch", []string{"tiny-2025", "--format", "csv", "--language", "nl"}, fine, "\uFEFFNummer;Identificatie;OVM;"},
			{"xlsx", []string{"TINY-2025", "--format", "xlsx"}, fine, "PK\x03\x04"},
			{"xlsx into a file", []string{"TINY-2025", "--format", "xlsx", "--out", filepath.Join(dir, "x.xlsx")}, fine, "PK\x03\x04"},
			{"no published results", []string{"TINY-2025", "--format", "360giving", "--out", filepath.Join(dir, "x.json")}, failed, "no call TINY-2025 with published results"},
			{"no such call", []string{"TINY-1999", "--format", "csv"}, failed, "there is no call TINY-1999"},
			{"no such format", []string{"TINY-2025", "--format", "ods"}, nonsense, `no export as "ods"`},
			{"no such language", []string{"TINY-2025", "--format", "csv", "--language", "de"}, nonsense, `no export in "de"`},
			{"no format", []string{"TINY-2025"}, nonsense, "--format"},
			{"no such folder", []string{"TINY-2025", "--format", "csv", "--out", filepath.Join(dir, "none", "x.csv")}, failed, "name a file in a folder that is there"},
		} {
			code, stdout, stderr := tremplin(t, nil, append([]string{"export", "--database", url}, c.args...)...)
			if i := len(c.args) - 2; code == fine && c.args[i] == "--out" {
				b, err := os.ReadFile(c.args[i+1])
				if stdout != "" || err != nil {
					t.Errorf("%s: %v, and %.20q besides", c.name, err, stdout)
				}
				stdout = string(b)
			}
			if code != c.code || code == fine && (!strings.HasPrefix(stdout, c.says) || stderr != "") || code != fine && !strings.Contains(stderr, c.says) {
				t.Errorf("%s: code %d, %.40q, %s", c.name, code, stdout, stderr)
			}
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) != 1 {
			t.Errorf("in the folder are %v, %v", left, err)
		}
	})
}
