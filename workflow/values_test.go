package workflow_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	w "tremplin/workflow"
)

func TestParseMoney(t *testing.T) {
	for in, want := range map[string]w.Money{
		"0": 0, "1": 100, "62700": 62700_00, "62700.5": 62700_50, "62700.50": 62700_50, "0.01": 1, "007": 700, "10000000000": w.MaxMoney,
	} {
		if got, err := w.ParseMoney(in); got != want || err != nil {
			t.Errorf("%q is %d, %v; want %d", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", " 1", "-1", "+1", "1.", ".5", "1.234", "1,5", "1e3", "1.-5", "1.+5", "0x10", "1_000", "10000000000.01", "99999999999999999999", "1 000", "١", "NaN", "1.2.3",
	} {
		if got, err := w.ParseMoney(in); err == nil {
			t.Errorf("%q is %d", in, got)
		}
	}
}

func TestNumberPrintsShort(t *testing.T) {
	for in, want := range map[string]string{"4.50": "4.5", "4": "4", "100": "100", "0.05": "0.05", "0": "0", "10.10": "10.1"} {
		n, err := w.ParseNumber(in)
		if err != nil || n.String() != want {
			t.Errorf("%q prints %q, %v", in, n, err)
		}
	}
	if s := w.Money(-1).String(); s != "-0.01" {
		t.Errorf("%q", s)
	}
}

func TestParseMoment(t *testing.T) {
	for in, want := range map[string]string{
		"2023-10-31T17:00":          "2023-10-31T16:00:00Z",
		"2023-07-31T17:00":          "2023-07-31T15:00:00Z",
		"2023-07-31T17:00:30":       "2023-07-31T15:00:30Z",
		"2023-10-29T01:59":          "2023-10-28T23:59:00Z", // the last hour that was once
		"2023-10-29T03:00":          "2023-10-29T02:00:00Z",
		"2023-03-26T01:59":          "2023-03-26T00:59:00Z",
		"2023-03-26T03:00":          "2023-03-26T01:00:00Z",
		"2023-10-29T02:30:00+02:00": "2023-10-29T00:30:00Z", // with a zone there is no doubt
		"2023-10-29T02:30:00+01:00": "2023-10-29T01:30:00Z",
		"2023-01-01T00:00:00Z":      "2023-01-01T00:00:00Z",
		"2023-01-01T00:00Z":         "2023-01-01T00:00:00Z", // seconds may be left out here as well
		"2023-10-29T02:30+01:00":    "2023-10-29T01:30:00Z",
	} {
		got, err := w.ParseMoment(in)
		if err != nil || got.Format(time.RFC3339) != want || got.Location() != time.UTC {
			t.Errorf("%s is %s, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{
		"2023-10-29T02:00", "2023-10-29T02:30", "2023-10-29T02:59:59", // twice
		"2023-03-26T02:00", "2023-03-26T02:30", "2023-03-26T02:59:59", // never
		"2023-10-31", "17:00", "2023-13-01T00:00", "2023-02-29T00:00", "2023-10-31 17:00", "0001-01-01T00:00:00Z", "9999-01-01T00:00", "",
	} {
		if got, err := w.ParseMoment(in); err == nil {
			t.Errorf("%q is %s", in, got)
		}
	}
	for in, want := range map[string]error{
		"2023-10-29T02:30": w.ErrTwice, "2023-03-26T02:30": w.ErrNever, "2023-03-26T01:30:00.5": w.ErrFraction,
		"1023-01-01T00:00": w.ErrYear, "9999-01-01T00:00Z": w.ErrYear,
	} {
		if got, err := w.ParseMoment(in); !errors.Is(err, want) {
			t.Errorf("%q is %s, %v; want %v", in, got, err, want)
		}
	}
	// Whole microseconds: the database keeps no more.
	if got, err := w.ParseMoment("2023-01-01T00:00:00.123456789Z"); err != nil || got.Nanosecond() != 123456000 {
		t.Errorf("%s, %v", got, err)
	}
}

func TestDates(t *testing.T) {
	if _, err := w.ParseDate("2024-02-29"); err != nil {
		t.Error(err)
	}
	for _, in := range []string{"2023-02-29", "2023-2-1", "31-12-2023", "2023-12-32", "", "20231231", "1899-12-31", "2201-01-01"} {
		if d, err := w.ParseDate(in); err == nil {
			t.Errorf("%q is %s", in, d)
		}
	}
	for _, c := range []struct {
		from         w.Date
		months, days int
		want         w.Date
	}{
		{"2025-01-31", 1, 0, "2025-02-28"},
		{"2024-01-31", 1, 0, "2024-02-29"},
		{"2025-01-31", 1, 1, "2025-03-01"},
		{"2025-06-01", 12, -1, "2026-05-31"},
		{"2025-12-31", 2, 0, "2026-02-28"},
		{"2025-03-31", -1, 0, "2025-02-28"},
		{"2025-01-01", 0, -1, "2024-12-31"},
		{"", 1, 1, ""},
	} {
		if got := c.from.Plus(c.months, c.days); got != c.want {
			t.Errorf("%s plus %d months %d days is %s, want %s", c.from, c.months, c.days, got, c.want)
		}
	}
	// A date includes its whole day in Brussels: 23 hours, 25 hours.
	for day, hours := range map[w.Date]float64{"2023-03-26": 23, "2023-10-29": 25, "2023-12-14": 24} {
		if got := day.End().Sub(day.Start()); got.Hours() != hours {
			t.Errorf("%s lasts %s", day, got)
		}
		if w.DateOf(day.Start()) != day || w.DateOf(day.End().Add(-time.Microsecond)) != day || w.DateOf(day.End()) == day {
			t.Errorf("%s begins %s and ends %s", day, day.Start(), day.End())
		}
	}
	if !w.Date("").Start().IsZero() || !w.Date("").End().IsZero() {
		t.Error("no date begins")
	}
}

// No row and no event holds a text.
func TestTextsMarshalTheirReference(t *testing.T) {
	b, err := json.Marshal(map[string]any{"a": w.Text{Ref: "r", Body: "secret"}, "b": w.Attendee{Name: w.Text{Ref: "n", Body: "secret"}}})
	if err != nil || strings.Contains(string(b), "secret") || !strings.Contains(string(b), `"r"`) {
		t.Errorf("%s, %v", b, err)
	}
	if w.TextRef("a", "b") == w.TextRef("ab", "") || w.TextRef("a", "b") == w.TextRef("b", "b") {
		t.Error("salts do not tell texts apart")
	}
}

func FuzzMoney(f *testing.F) {
	for _, s := range []string{"1", "0.01", "62700.50", "1e3", "-1", "10000000000", "1."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := w.ParseMoney(s)
		if err != nil {
			return
		}
		if m < 0 || m > w.MaxMoney || strings.Trim(s, "0123456789.") != "" {
			t.Errorf("%q is %d", s, m)
		}
		if again, err := w.ParseMoney(m.String()); again != m || err != nil {
			t.Errorf("%q prints %s, which is %d, %v", s, m, again, err)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2024-02-29", "2023-02-29", "2023-10-29"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := w.ParseDate(s)
		if err != nil {
			return
		}
		if string(d) != s || w.DateOf(d.Start()) != d || w.DateOf(d.End()) != d.Plus(0, 1) || !d.Start().Before(d.End()) {
			t.Errorf("%q: %s, from %s to %s", s, d, d.Start(), d.End())
		}
	})
}

func FuzzMoment(f *testing.F) {
	for _, s := range []string{"2023-10-29T02:30", "2023-03-26T02:30", "2023-10-31T17:00", "2023-10-31T17:00:00Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := w.ParseMoment(s)
		if err != nil {
			return
		}
		if m.Nanosecond()%1000 != 0 || m.Location() != time.UTC {
			t.Errorf("%q is %s", s, m)
		}
		if again, err := w.ParseMoment(m.Format(time.RFC3339Nano)); err != nil || !again.Equal(m) {
			t.Errorf("%q is %s, which is %s, %v", s, m, again, err)
		}
		if local := m.In(w.Brussels).Format("2006-01-02T15:04:05"); len(s) == 16 && local != s+":00" {
			t.Errorf("%q is %s in Brussels", s, local)
		}
	})
}
