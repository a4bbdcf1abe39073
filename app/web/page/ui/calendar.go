package ui

import (
	"time"

	"tremplin/workflow"
)

// Calendar is a project's time as a picture, with the same days as a table
// beside it. However many days a row has, it stays one row.
type Calendar struct {
	ID       string
	Title    string
	Text     string // how to read the signs
	Label    string // the picture as a sentence, for who does not see it
	From, To workflow.Date
	Today    workflow.Date
	Rows     []Span
	Table    Table
	More     string // opens the table
}

// Span is a row: a stretch of time, or days.
type Span struct {
	Label    string
	From, To workflow.Date // "" for none
	Days     []Mark
}

// Mark is a day: done, ahead, or late.
type Mark struct {
	Day  workflow.Date
	Done bool
	Late bool
}

func days(from, to workflow.Date) int64 {
	a, errA := time.Parse(time.DateOnly, string(from))
	b, errB := time.Parse(time.DateOnly, string(to))
	if errA != nil || errB != nil {
		return 0
	}
	return int64(b.Sub(a).Hours()) / 24
}

// at is where a day lies, in per cent; days outside lie at the ends.
func (c Calendar) at(d workflow.Date) string {
	all := days(c.From, c.To)
	return percent(workflow.Money(min(max(days(c.From, d), 0), all)), workflow.Money(all))
}

func (c Calendar) long(s Span) string {
	return percent(workflow.Money(days(s.From, s.To)), workflow.Money(max(days(c.From, c.To), 1)))
}

// now: today lies within the calendar.
func (c Calendar) now() bool { return c.Today > c.From && c.Today < c.To }

// lean keeps a text that stands under a day within the picture.
func (c Calendar) lean(d workflow.Date) string {
	all, n := days(c.From, c.To), days(c.From, d)
	switch {
	case n*5 < all:
		return "t"
	case n*5 > all*4:
		return "t e"
	}
	return "t m"
}

// ends is where the first and the last day stand, under the rows and under today.
func (c Calendar) ends() int {
	if c.now() {
		return 32
	}
	return 14
}

func (c Calendar) height() string { return c.foot(c.ends() + 8) }

// foot is the height of a line under the rows, for texts.
func (c Calendar) foot(tenths int) string { return barY(len(c.Rows), tenths) }
