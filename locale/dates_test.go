package locale_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tremplin/locale"
)

func TestDates(t *testing.T) {
	type date string
	for _, c := range []struct {
		day        date
		fr, nl, en string
	}{
		{"2024-03-01", "1er mars 2024", "1 maart 2024", "1 March 2024"},
		{"2024-03-02", "2 mars 2024", "2 maart 2024", "2 March 2024"},
		{"2023-08-31", "31 août 2023", "31 augustus 2023", "31 August 2023"},
		{"not a day", "not a day", "not a day", "not a day"},
		{"", "", "", ""},
	} {
		same(t, "fr", locale.Date(locale.FR, c.day), c.fr)
		same(t, "nl", locale.Date(locale.NL, c.day), c.nl)
		same(t, "en", locale.Date(locale.EN, c.day), c.en)
	}
}

func TestMoments(t *testing.T) {
	for _, c := range []struct {
		utc        string
		fr, nl, en string
	}{
		{"2023-10-31T16:00:00Z", "31 octobre 2023 à 17 h 00", "31 oktober 2023 om 17.00 uur", "31 October 2023 at 17:00"},
		{"2023-06-30T22:05:59Z", "1er juillet 2023 à 0 h 05", "1 juli 2023 om 0.05 uur", "1 July 2023 at 00:05"},
	} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "fr", breakable(locale.Moment(locale.FR, at)), c.fr)
		same(t, "nl", breakable(locale.Moment(locale.NL, at)), c.nl)
		same(t, "en", locale.Moment(locale.EN, at), c.en)
	}
	if s := locale.Clock(locale.FR, time.Date(2023, 1, 1, 16, 0, 0, 0, time.UTC)); strings.Contains(s, " ") {
		t.Errorf("%q may break over two lines", s)
	}
}

// FuzzDayThereAndBack: two days never print the same, and no day prints as another.
func FuzzDayThereAndBack(f *testing.F) {
	f.Add(0)
	f.Add(19_783)
	f.Fuzz(func(t *testing.T, n int) {
		at := time.Date(1970, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n%100_000)
		for _, l := range locale.Languages {
			got := locale.Date(l, at.Format(time.DateOnly))
			same(t, "of a moment", locale.Day(l, at), got)
			var day, year int
			var month string
			if _, err := fmt.Sscanf(strings.Replace(got, "1er ", "1 ", 1), "%d %s %d", &day, &month, &year); err != nil {
				t.Fatalf("%q: %v", got, err)
			}
			if day != at.Day() || year != at.Year() || month != monthOf(l, at.Month()) {
				t.Errorf("%s is %q", at.Format(time.DateOnly), got)
			}
		}
	})
}

func monthOf(l locale.Language, m time.Month) string {
	_, rest, _ := strings.Cut(locale.Date(l, fmt.Sprintf("2000-%02d-02", m)), " ")
	name, _, _ := strings.Cut(rest, " ")
	return name
}
