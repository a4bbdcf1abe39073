package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// Diagram draws a lifecycle as a Mermaid state diagram, from its table.
func (p *Programme) Diagram(e Entity) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	type arrow struct{ from, to string }
	labels := map[arrow][]string{}
	var order []arrow
	rules := p.Table(e)
	for i := range rules {
		r := &rules[i]
		for _, from := range r.froms() {
			for _, to := range r.targets() {
				if from == to {
					continue
				}
				a := arrow{stateName(from), string(to)}
				if labels[a] == nil {
					order = append(order, a)
				}
				if !slices.Contains(labels[a], string(r.Action)) {
					labels[a] = append(labels[a], string(r.Action))
				}
			}
		}
	}
	for _, a := range order {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", a.from, a.to, strings.Join(labels[a], ", "))
	}
	return b.String()
}

func stateName(s State) string {
	if s == Unborn {
		return "[*]"
	}
	return string(s)
}

// States lists the states of a lifecycle in the order in which its table names them.
func (p *Programme) States(e Entity) []State {
	var out []State
	add := func(s State) {
		if s != Unborn && s != Stay && s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	rules := p.Table(e)
	for i := range rules {
		for _, f := range rules[i].From {
			add(f)
		}
		for _, t := range rules[i].targets() {
			add(t)
		}
	}
	return out
}
