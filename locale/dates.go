package locale

import (
	"fmt"
	"time"
	_ "time/tzdata" // days are days in Brussels wherever the program runs
)

var brussels = mustLoad("Europe/Brussels")

func mustLoad(zone string) *time.Location {
	l, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // the zones are compiled in
	}
	return l
}

var months = map[Language][12]string{
	FR: {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	NL: {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Date prints a day that is written "2024-03-01": "1er mars 2024". What is no
// day is printed as it is.
func Date[D ~string](l Language, d D) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return l.day(t)
}

func (l Language) day(t time.Time) string {
	names, ok := months[l]
	if !ok {
		l, names = FR, months[FR]
	}
	number := fmt.Sprint(t.Day())
	if l == FR && t.Day() == 1 {
		number = "1er"
	}
	return fmt.Sprintf("%s %s %d", number, names[t.Month()-1], t.Year())
}

// Day prints the day in Brussels on which a moment falls.
func Day(l Language, t time.Time) string { return l.day(t.In(brussels)) }

// Moment prints a moment in Brussels: "31 octobre 2023 à 17 h 00".
func Moment(l Language, t time.Time) string {
	switch l {
	case NL:
		return Day(l, t) + " om " + Clock(l, t)
	case EN:
		return Day(l, t) + " at " + Clock(l, t)
	default:
		return Day(l, t) + " à " + Clock(l, t)
	}
}

// Clock prints the time of day in Brussels: "17 h 00".
func Clock(l Language, t time.Time) string {
	t = t.In(brussels)
	switch l {
	case NL:
		return fmt.Sprintf("%d.%02d%suur", t.Hour(), t.Minute(), nbsp)
	case EN:
		return t.Format("15:04")
	default:
		return fmt.Sprintf("%d%sh%s%02d", t.Hour(), nbsp, nbsp, t.Minute())
	}
}
