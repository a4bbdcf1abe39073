package app_test

import (
	"slices"
	"strings"
	"time"

	"tremplin/workflow"
)

// finish brings every call to its end by acts that lead there, as from every
// state it can be (invariant 13).
func (w *walker) finish() {
	w.Helper()
	for n, idle := 0, 0; ; n++ {
		moved, open := false, 0
		w.steps++
		w.now = w.now.Add(time.Hour)
		w.clock()
		for _, id := range w.calls {
			c := w.load(id, "")
			if s := c.Call.State(); s == "archived" || s == "cancelled" {
				continue
			}
			open++
			if n == 700 {
				w.Fatalf("call %s never ends: %s, %v", id, c.Call.State(), c.Counts)
			}
			moved = w.forward(c, onward) || moved
		}
		switch {
		case open == 0:
			return
		case moved:
			idle = 0
		case idle < 30: // what waits for a date
			idle++
			w.now = w.now.AddDate(0, 0, 7)
			w.clock()
		default:
			for _, id := range w.calls {
				w.forward(w.load(id, ""), lastResorts)
			}
		}
	}
}

// forward does one act that leads on; false if there is none.
func (w *walker) forward(c *workflow.Case, by map[string]int) bool {
	w.Helper()
	var best *offered
	var in *workflow.Case
	look := func(c *workflow.Case, d workflow.Dossier) {
		for _, o := range w.offers(c, d, false) {
			if o.leads(c) && by[o.name()] > 0 && (best == nil || by[o.name()] > by[best.name()]) {
				best, in = o, c
			}
		}
	}
	look(c, c.Call)
	for _, s := range c.All {
		look(w.load(c.Call.Ref().Dossier, s.Ref().Dossier), s)
	}
	if best == nil {
		return false
	}
	values := clone(best.how[0].Example)
	if best.name() == "member.appoint" {
		values["person"], values["as"] = "jury2", "acting_chair"
	}
	for k, x := range values { // reasons are each dossier's own
		if s, ok := x.(string); ok && len(s) > 1 && strings.Trim(s, "x") == "" {
			values[k] = w.say() + " " + best.on.Ref().Dossier
		}
	}
	if _, err := w.act(in, best.by[0], best, values); err != nil {
		w.Fatalf("%s is offered to %s on %s with %v, and answers %v", best.name(), best.by[0], best.on.Ref(), values, err)
	}
	return true
}

// leads leaves out what could be done for ever.
func (o *offered) leads(c *workflow.Case) bool {
	switch o.name() {
	case "submission.hold_midterm":
		return o.on.State() == "in_progress"
	case "meeting.plan":
		return !slices.ContainsFunc(c.Call.Meetings, func(m *workflow.Meeting) bool { return m.State() != "void" })
	case "sheet.save":
		return o.on.State() == "assigned"
	case "member.appoint":
		return !slices.ContainsFunc(c.Call.Members, func(m *workflow.Member) bool { return m.State() == "appointed" && m.As == "acting_chair" })
	default:
		return true
	}
}
