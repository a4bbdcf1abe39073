package page

import (
	"maps"
	"slices"
)

// entry is one input of a page around signing in.
type entry struct {
	Name, Label, Hint, Type, Auto, Value, Mode string
	Err                                        string
}

func (f Frame) entry(w Wrong, name, kind, auto string) entry {
	e := entry{Name: name, Type: kind, Auto: auto, Label: f.t("input." + name), Err: w[name]}
	return e
}

func (e entry) with(value string) entry { e.Value = value; return e }

func (e entry) hinted(hint string) entry { e.Hint = hint; return e }

func (e entry) called(label string) entry { e.Label = label; return e }

func (e entry) described() string {
	s := ""
	if e.Hint != "" {
		s = e.Name + "-h"
	}
	if e.Err != "" {
		if s != "" {
			s += " "
		}
		s += e.Name + "-e"
	}
	return s
}

// lines are what is wrong, in the order of the inputs' names, the whole first.
func (w Wrong) lines() []struct{ Name, Text string } {
	var out []struct{ Name, Text string }
	for _, name := range slices.Sorted(maps.Keys(w)) {
		out = append(out, struct{ Name, Text string }{name, w[name]})
	}
	return out
}
