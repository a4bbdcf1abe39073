// Package export writes what leaves the house in formats of others: calendars.
package export

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"tremplin/workflow"
)

// Calendar is a list of appointments for calendars of others.
type Calendar struct {
	Name string
	Made time.Time
	List []Appointment
}

// Appointment is a day, or a moment, by which something is done.
type Appointment struct {
	ID    string // the same each time, so that a second import does not double it
	Title string
	Text  string
	URL   string
	Day   workflow.Date
	At    time.Time // zero: the whole day
}

// Text is the calendar as an iCalendar file (RFC 5545).
func (c Calendar) Text() string {
	out := ics.NewCalendarFor("Tremplin")
	out.SetMethod(ics.MethodPublish)
	out.SetXWRCalName(c.Name)
	for _, a := range c.List {
		e := out.AddEvent(a.ID + "@tremplin")
		e.SetDtStampTime(c.Made)
		e.SetSummary(a.Title)
		e.SetDescription(a.Text)
		if a.URL != "" {
			e.SetURL(a.URL)
		}
		if !a.At.IsZero() {
			e.SetStartAt(a.At)
			e.SetEndAt(a.At)
			continue
		}
		day, next := a.Day.Start().In(workflow.Brussels), a.Day.End().In(workflow.Brussels)
		e.SetAllDayStartAt(day)
		e.SetAllDayEndAt(next)
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return out.Serialize(ics.WithNewLineWindows)
}
