package web

import (
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

// TestStatementsOfAPage: how many a page sends does not grow with the dossiers
// that it is about, or beside which it stands; nor with the sheets, the seats and
// the conflicts of the call.
func TestStatementsOfAPage(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, db string) {
		demonstration(t, db, "demo-committee.yaml")
		few, committee := statements(t, db, benchPages), statements(t, db, committeePages("/calls/emp-demo-2", "/dossiers/emp-demo-2.jardins"))
		storagetest.Multiply(t, db, storagetest.Copies{Call: "emp-2023", Calls: 2, Times: 5})
		compare(t, few, statements(t, db, benchPages))
		storagetest.Multiply(t, db, storagetest.Copies{Call: "emp-demo-2", Calls: 1, After: 2, Times: 10})
		compare(t, committee, statements(t, db, committeePages("/calls/past-1003", "/dossiers/past-1003.jardins-3")))
	})
}

// committeePages are those of a call before its committee, and of a dossier there.
func committeePages(call, dossier string) []benchPage {
	return []benchPage{
		{"scoring", "jury1", call + "/scoring"},
		{"sheet", "jury1", dossier + "/sheet"},
		{"ranking-member", "jury1", call + "/ranking"},
		{"deliberation", "jury1", call + "/deliberation"},
		{"committee", "das1", call + "/committee"},
		{"plan", "das1", call + "/committee/plan"},
		{"ranking", "das1", call + "/ranking"},
		{"scenarios", "das1", call + "/scenarios"},
		{"award", "dg", call + "/award"},
		{"letters", "das1", call + "/letters"},
		{"work", "das1", call + "/work"},
	}
}

func compare(t *testing.T, few, many map[string][]string) {
	t.Helper()
	for name, sent := range many {
		if len(sent) != len(few[name]) {
			t.Errorf("%s: %d statements, and %d beside ten times as many dossiers:\n%s", name, len(few[name]), len(sent), strings.Join(sent, "\n"))
		}
	}
}

// statements are those of each page, opened a second time.
func statements(t *testing.T, db string, pages []benchPage) map[string][]string {
	t.Helper()
	var c storagetest.Counter
	d := served(t, db, c.Option())
	out := map[string][]string{}
	for _, p := range pages {
		d.get(t, p.by, p.path)
		out[p.name] = c.During(func() { d.get(t, p.by, p.path) })
	}
	return out
}
