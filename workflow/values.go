package workflow

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // days are days in Brussels wherever the program runs
)

type (
	// Entity is a kind of thing with a lifecycle: "call", "submission", "sheet".
	Entity string
	// Action is what someone does to it: "award"; unique with its entity.
	Action string
	// State is where it stands.
	State string
	// Role is what a person acts as.
	Role string
	// Code names a refusal for ever; locale has its sentence in three languages.
	Code string
	// Date is a day in Brussels, "2023-12-14"; it compares as text.
	Date string
)

// Money is an amount in EUR cents. Floats never hold money.
type Money int64

// MaxMoney is the largest amount that anything may say: ten thousand million euro.
const MaxMoney Money = 1_000_000_000_000

// ParseMoney reads euros with at most two decimals: "62700", "62700.5",
// "62700.50". A sign, a thousands separator or a third decimal is an error.
func ParseMoney(s string) (Money, error) {
	n, err := parseHundredths(s)
	if err != nil || n > int64(MaxMoney) {
		return 0, fmt.Errorf("not an amount: %q", s)
	}
	return Money(n), nil
}

// String prints euros with two decimals, as JSON carries them: "62700.00".
func (m Money) String() string { return hundredths(int64(m)) }

// Number is a measured value in hundredths: an indicator's, a score's.
type Number int64

// ParseNumber reads a decimal with at most two decimals.
func ParseNumber(s string) (Number, error) {
	n, err := parseHundredths(s)
	if err != nil || n > int64(MaxMoney) {
		return 0, fmt.Errorf("not a number: %q", s)
	}
	return Number(n), nil
}

// String prints the number without needless zeros: "45", "4.5".
func (n Number) String() string {
	return strings.TrimSuffix(strings.TrimRight(hundredths(int64(n)), "0"), ".")
}

func parseHundredths(s string) (int64, error) {
	whole, cents, point := strings.Cut(s, ".")
	if point && cents == "" || len(cents) > 2 || len(whole) > 13 {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.ParseUint(whole+(cents + "00")[:2], 10, 62)
	if whole == "" || err != nil {
		return 0, strconv.ErrSyntax
	}
	return int64(n), nil
}

func hundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// Text is free text that somebody typed. Rows and events keep only Ref, its
// salted hash; the text itself lies beside, so that it can be erased while the
// chain holds. Body is filled where the text was just typed, or read for display.
type Text struct {
	Ref  string
	Body string
}

// Empty reports whether nothing was ever typed here.
func (t Text) Empty() bool { return t.Ref == "" && t.Body == "" }

// MarshalText gives the reference alone: no row and no event holds the text.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.Ref), nil }

// UnmarshalText reads the reference back.
func (t *Text) UnmarshalText(b []byte) error { t.Ref = string(b); return nil }

// IsZero lets encoding/json leave out what was never typed.
func (t Text) IsZero() bool { return t.Empty() }

// Words is a public text in both languages of the law. It names no person.
type Words struct {
	FR string `json:"fr,omitempty" name:"fr" max:"4000"`
	NL string `json:"nl,omitempty" name:"nl" max:"4000"`
}

// Both reports whether French and Dutch are there.
func (w Words) Both() bool { return strings.TrimSpace(w.FR) != "" && strings.TrimSpace(w.NL) != "" }

// Attendee is somebody who was there: a person known here, or a name.
type Attendee struct {
	Person string `json:"person,omitempty"`
	Name   Text   `json:"name,omitzero"`
}

// Brussels is where days begin and end.
var Brussels = mustLoad("Europe/Brussels")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

const day = "2006-01-02"

// DateOf is the day in Brussels on which t falls.
func DateOf(t time.Time) Date { return Date(t.In(Brussels).Format(day)) }

// ParseDate reads "2023-12-14"; a day that does not exist is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(day, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return "", fmt.Errorf("not a date: %q", s)
	}
	return Date(s), nil
}

// Start is the moment at which the day begins, in UTC; zero for no date.
func (d Date) Start() time.Time {
	t, err := time.ParseInLocation(day, string(d), Brussels)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// End is the first moment after the day: a date includes its whole day.
func (d Date) End() time.Time {
	if d == "" {
		return time.Time{}
	}
	return d.Plus(0, 1).Start()
}

// Plus is the day so many months and days later; the 31st of a short month
// becomes its last day.
func (d Date) Plus(months, days int) Date {
	t, err := time.Parse(day, string(d))
	if err != nil {
		return d
	}
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1+days).Format(day))
}

// What is wrong with a moment, for whoever says so in words.
var (
	ErrFraction = errors.New("local moments are whole seconds")
	ErrYear     = errors.New("the year is out of range")
	ErrNever    = errors.New("this local time never was")
	ErrTwice    = errors.New("this local time was twice")
)

// ParseMoment reads a moment: RFC 3339, its seconds left out or not, or local
// Brussels time without a zone ("2023-10-31T17:00"). A local time that exists
// there twice or never is an error.
func ParseMoment(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t.UTC().Truncate(time.Microsecond), s)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		t, err := time.ParseInLocation(layout, s, Brussels)
		if err != nil {
			continue
		}
		if strings.ContainsAny(s, ".,") {
			return time.Time{}, fmt.Errorf("%w: %q", ErrFraction, s)
		}
		if t.Format(layout) != s {
			return time.Time{}, fmt.Errorf("%w: %q", ErrNever, s)
		}
		for _, shift := range []time.Duration{time.Hour, -time.Hour} {
			if t.Add(shift).Format(layout) == s {
				return time.Time{}, fmt.Errorf("%w: %q", ErrTwice, s)
			}
		}
		return plausible(t.UTC(), s)
	}
	return time.Time{}, fmt.Errorf("not a moment: %q", s)
}

func plausible(t time.Time, s string) (time.Time, error) {
	if t.Year() < 1900 || t.Year() > 2200 {
		return time.Time{}, fmt.Errorf("%w: %q", ErrYear, s)
	}
	return t, nil
}
