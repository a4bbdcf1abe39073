package scenario

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

// What a file alone shows to be wrong, and no form tells.

// withRoles makes a choice of the role in `roles`, which every entry needs.
func withRoles(p *workflow.Programme, fields []workflow.Field) []workflow.Field {
	out := slices.Clone(fields)
	for i, x := range out {
		if x.Name != "roles" || len(x.Of) == 0 || x.Of[0].Name != "role" {
			continue
		}
		x.Of = slices.Clone(x.Of)
		x.Of[0].Kind, x.Of[0].Need = workflow.KindChoice, true
		for _, r := range p.Roles() {
			x.Of[0].OneOf = append(x.Of[0].OneOf, string(r))
		}
		out[i] = x
	}
	return out
}

// below is the value of a key; nil without one.
func below(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// entriesOf are the elements of a list; a single value is its only one.
func entriesOf(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil || blank(n):
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	default:
		return []*yaml.Node{n}
	}
}

func valueOf(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || isNull(n) {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// terms: no role ends before it begins.
func (c *checker) terms(r *reader, person *yaml.Node) {
	for _, g := range entriesOf(below(person, "roles")) {
		until := below(g, "until")
		from, err := workflow.ParseDate(valueOf(below(g, "from")))
		to, bad := workflow.ParseDate(valueOf(until))
		if err == nil && bad == nil && to < from {
			r.say(until, "`roles.until` %s is before `roles.from` %s: the role would never hold, put a later day", to, from)
		}
	}
}

// seats: nobody sits on a committee twice; the chair may be named among the
// members.
func (c *checker) seats(r *reader, call *yaml.Node) {
	seen := map[string]int{}
	for _, key := range []string{"members", "substitutes"} {
		for _, n := range entriesOf(below(below(call, "committee"), key)) {
			id := valueOf(n)
			if first, twice := seen[id]; twice && id != "" {
				r.say(n, "`committee.%s` names %q a second time, first on line %d: leave one out", key, short(id), first)
			}
			seen[id] = n.Line
		}
	}
}

// thresholds: each can be reached.
func (c *checker) thresholds(r *reader, call *yaml.Node) {
	for _, n := range entriesOf(below(call, "criteria")) {
		threshold := below(n, "threshold")
		most, err := workflow.ParseNumber(valueOf(below(n, "max")))
		least, bad := workflow.ParseNumber(valueOf(threshold))
		if err == nil && bad == nil && least > most {
			r.say(threshold, "`criteria.threshold` %s is over `criteria.max` %s: nobody could reach it, lower it", least, most)
		}
	}
}
