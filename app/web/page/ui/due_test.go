package ui_test

import (
	"testing"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func TestDue(t *testing.T) {
	for _, c := range []struct {
		due       workflow.Date
		day, in   string
		month     string
		late, iso bool
	}{
		{"", "", "", "", false, false},
		{"2026-11-22", "22", "1 jour de retard", "novembre", true, true},
		{"2026-11-23", "23", "aujourd'hui", "novembre", false, true},
		{"2026-12-01", "1", "dans 8 jours", "décembre", false, true},
		{"2027-12-17", "17", "dans 389 jours", "décembre 2027", false, true},
	} {
		w := ui.Waiting{}.Due(locale.FR, c.due, "2026-11-23")
		if w.Day != c.day || w.Month != c.month || w.In != c.in || w.Late != c.late || (w.ISO != "") != c.iso {
			t.Errorf("%q: %+v", c.due, w)
		}
	}
}
