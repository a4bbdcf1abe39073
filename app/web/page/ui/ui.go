// Package ui draws the parts that pages are made of: tags, tables, pictures of
// money, and the form of any act, from the act's fields. It knows no data and no
// addresses but those that it is given; every word comes from locale.
package ui

import (
	"fmt"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// Link is a place to go to.
type Link struct {
	Text string
	Href string
	Lang string // of a name in another language than the page: "fr", "nl"
}

// Pair is a hidden input.
type Pair struct{ Name, Value string }

// T is a text of the site: T(l, "form.lines", "n", 3). Facts come as name and value.
func T(l locale.Language, key string, facts ...any) string {
	if len(facts) == 0 {
		return locale.Text(l, "site."+key, nil)
	}
	m := make(map[string]any, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		m[fmt.Sprint(facts[i])] = facts[i+1]
	}
	return locale.Text(l, "site."+key, m)
}

// HTMLLang is the page's language as HTML writes it.
func HTMLLang(l locale.Language) string {
	switch l {
	case locale.NL:
		return "nl-BE"
	case locale.EN:
		return "en"
	default:
		return "fr-BE"
	}
}

// Title is what the browser's tab says.
func Title(l locale.Language, title string, failed bool) string {
	if failed {
		title = T(l, "error.prefix", "title", title)
	}
	return title + " · Tremplin"
}

// ShortDate is a day as tables write it: "29/12/2023".
func ShortDate(d workflow.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return t.Format("02/01/2006")
}

// ShortTime is a moment as tables write it: "29/12/2023, 17:00".
func ShortTime(t time.Time) string { return t.In(workflow.Brussels).Format("02/01/2006, 15:04") }

// LongDate is a day as sentences write it: "vendredi 29 décembre 2023".
func LongDate(l locale.Language, d workflow.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return T(l, fmt.Sprintf("weekday.%d", t.Weekday())) + " " + locale.Date(l, d)
}

// LongTime is a moment as sentences write it: "vendredi 29 décembre 2023, 17:00".
func LongTime(l locale.Language, t time.Time) string {
	return LongDate(l, workflow.DateOf(t)) + ", " + t.In(workflow.Brussels).Format("15:04")
}

// iso is a moment as a time element's attribute writes it.
func iso(t time.Time) string { return t.In(workflow.Brussels).Format("2006-01-02T15:04") }
