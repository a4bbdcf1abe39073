package web

import (
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

// TestStatementsOfAPage: how many a page sends does not grow with the dossiers
// that it is about, or beside which it stands.
func TestStatementsOfAPage(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, db string) {
		demonstration(t, db)
		few := statements(t, db)
		storagetest.Multiply(t, db, storagetest.Copies{Call: "emp-2023", Calls: 2, Times: 5})
		for name, sent := range statements(t, db) {
			if len(sent) != len(few[name]) {
				t.Errorf("%s: %d statements, and %d beside ten times as many dossiers:\n%s", name, len(few[name]), len(sent), strings.Join(sent, "\n"))
			}
		}
	})
}

// statements are those of each page, opened a second time.
func statements(t *testing.T, db string) map[string][]string {
	t.Helper()
	var c storagetest.Counter
	d := served(t, db, c.Option())
	out := map[string][]string{}
	for _, p := range benchPages {
		d.get(t, p.by, p.path)
		out[p.name] = c.During(func() { d.get(t, p.by, p.path) })
	}
	return out
}
