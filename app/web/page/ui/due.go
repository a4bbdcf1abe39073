package ui

import (
	"fmt"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// Due fills in when something waits: its day, its month, and how far it is from
// today. Without a day it says nothing.
func (w Waiting) Due(l locale.Language, due, today workflow.Date) Waiting {
	t, err := time.Parse(time.DateOnly, string(due))
	if err != nil {
		return w
	}
	now, _ := time.Parse(time.DateOnly, string(today))
	days := int(t.Sub(now).Hours()) / 24
	w.Day, w.Month, w.ISO = fmt.Sprint(t.Day()), T(l, fmt.Sprintf("month.%d", t.Month())), string(due)
	if t.Year() != now.Year() {
		w.Month += fmt.Sprintf(" %d", t.Year())
	}
	switch {
	case days < 0:
		w.In, w.Late = T(l, "due.late", "n", -days), true
	case days == 0:
		w.In = T(l, "due.today")
	default:
		w.In = T(l, "due.in", "n", days)
	}
	return w
}

func lightSign(light string) string {
	switch light {
	case "green":
		return "✓"
	case "red":
		return "×"
	default:
		return "!"
	}
}
