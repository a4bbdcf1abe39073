package scenario

import (
	"errors"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

func (r *reader) file(root *yaml.Node) *File {
	f := &File{Path: r.path, line: 1}
	top := r.entries(root, "a scenario", "scenario", "organisations", "people", "calls", "steps")
	f.Name = r.id(top["scenario"], root, "the name under `scenario`", true)
	if n := top["scenario"]; n != nil {
		f.line = n.Line
	}
	f.Organisations = r.items(top["organisations"], "organisation")
	f.People = r.items(top["people"], "person")
	f.Calls = r.items(top["calls"], "call")
	for i, n := range r.list(top["steps"], "`steps`") {
		if s := r.step(n); s != nil {
			s.N = i + 1
			f.Steps = append(f.Steps, s)
		}
	}
	r.inOrder(f.Steps)
	return f
}

func (r *reader) inOrder(steps []*Step) {
	var last *Step
	for _, s := range steps {
		if s.At.IsZero() {
			continue
		}
		if last != nil && s.At.Before(last.At) {
			r.say(s.keys["at"], "step %d is earlier than step %d on line %d: put the steps in order of time", s.N, last.N, last.Line)
		}
		if last == nil || !s.At.Before(last.At) {
			last = s
		}
	}
}

// reserved are the actors that are no people.
var reserved = []string{string(workflow.Clock), string(workflow.Engine), string(workflow.Import), workflow.HouseID}

func (r *reader) items(n *yaml.Node, what string) []*Item {
	var out []*Item
	seen := map[string]int{}
	for _, x := range r.list(n, "`"+plural(what)+"`") {
		keys := r.entries(x, "an entry of `"+plural(what)+"`")
		if keys == nil {
			continue
		}
		it := &Item{ID: r.id(keys["id"], x, "the `id` of this "+what, true), Line: x.Line, node: x}
		if slices.Contains(reserved, it.ID) {
			r.say(keys["id"], "%q is a name of the program itself: choose another id", it.ID)
		}
		if first, twice := seen[it.ID]; twice && it.ID != "" {
			r.say(keys["id"], "the id %q is given twice, first on line %d: choose another", it.ID, first)
		}
		seen[it.ID] = x.Line
		if what == "call" {
			it.By = r.word(keys["by"], x, "`by`", false)
		}
		it.Values = rawMap(x)
		delete(it.Values, "id")
		if what == "call" {
			delete(it.Values, "by")
		}
		r.filledIn(it.Values, keys)
		out = append(out, it)
	}
	return out
}

func plural(what string) string {
	switch what {
	case "person":
		return "people"
	default:
		return what + "s"
	}
}

// filledIn puts the list of the keys that no source gives in the place of
// `true`. Who makes a call is no input of it.
func (r *reader) filledIn(values map[string]any, keys map[string]*yaml.Node) {
	list := slices.DeleteFunc(r.unsourced(keys["filled_in"], keys, nil), func(k string) bool { return k == "by" })
	delete(values, "filled_in")
	if len(list) > 0 {
		values["filled_in"] = anys(list)
	}
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// unsourced reads `filled_in`: true, or keys of the entry or of its inputs.
func (r *reader) unsourced(n *yaml.Node, keys, inputs map[string]*yaml.Node) []string {
	if n == nil || isNull(n) {
		return nil
	}
	switch {
	case n.Kind == yaml.ScalarNode && n.Value == "false":
		return nil
	case n.Kind == yaml.ScalarNode && n.Value == "true":
		return everything(keys, inputs)
	}
	var out []string
	if n.Kind != yaml.SequenceNode {
		r.say(n, "`filled_in` has to be true, or a list of the keys that no source gives")
		return nil
	}
	for _, x := range n.Content {
		k := r.word(x, x, "a key under `filled_in`", true)
		if k == "" {
			continue
		}
		if keys[k] == nil && inputs[k] == nil {
			r.say(x, "`filled_in` names %q, which is not given here: name keys of this entry", short(k))
			continue
		}
		out = append(out, k)
	}
	return out
}

// everything is what `filled_in: true` stands for: all keys of an entry; of a
// step its inputs, when it was, and by whom.
func everything(keys, inputs map[string]*yaml.Node) []string {
	var all []string
	for k := range keys {
		if !slices.Contains([]string{"filled_in", "id", "do", "on", "as", "with", "expect"}, k) {
			all = append(all, k)
		}
	}
	for k := range inputs {
		all = append(all, k)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (r *reader) step(n *yaml.Node) *Step {
	k := r.entries(n, "a step", "at", "by", "do", "on", "as", "with", "expect", "filled_in")
	if k == nil {
		return nil
	}
	s := &Step{Line: n.Line, keys: k, with: k["with"]}
	if at := r.word(k["at"], n, "the `at` of this step", true); at != "" {
		s.At = r.moment(k["at"], "`at`", at)
	}
	s.By = r.word(k["by"], n, "the `by` of this step", true)
	s.Do = r.word(k["do"], n, "the `do` of this step", true)
	entity, action, _ := strings.Cut(s.Do, ".")
	s.Entity, s.Action = workflow.Entity(entity), workflow.Action(action)
	s.On = r.word(k["on"], n, "`on`", false)
	s.As = r.id(k["as"], n, "the name under `as`", false)
	s.Expect = r.expect(k["expect"], n)
	var inputs map[string]*yaml.Node
	if s.with != nil && isNull(s.with) {
		s.with = nil
	}
	if s.with != nil {
		inputs = r.entries(s.with, "`with`")
	}
	s.With = rawMap(s.with)
	s.FilledIn = r.unsourced(k["filled_in"], k, inputs)
	return s
}

// moment reads a time, and says what is wrong with it in the words of a clock.
func (r *reader) moment(n *yaml.Node, what, value string) time.Time {
	t, err := workflow.ParseMoment(value)
	if err != nil {
		r.say(n, "%s %s", what, momentRemedy(value, err))
	}
	return t
}

func momentRemedy(value string, err error) string {
	switch {
	case errors.Is(err, workflow.ErrFraction):
		return "`" + short(value) + "` has a fraction of a second: write whole seconds, as 2023-10-31T17:00:00"
	case errors.Is(err, workflow.ErrYear):
		return "`" + short(value) + "` is out of range: write a year from 1900 to 2200"
	case errors.Is(err, workflow.ErrNever):
		return "`" + short(value) + "` never was in Brussels, where the clock went forward: write another time"
	case errors.Is(err, workflow.ErrTwice):
		return "`" + short(value) + "` was twice in Brussels, where the clock went back: add the zone, as `" + value + "+02:00` for the first or `+01:00` for the second"
	default:
		return "`" + short(value) + "` is not a time: write it as 2023-10-31T17:00"
	}
}

// expectable are the kinds that a step can end with; who asks is known here.
var expectable = []workflow.Kind{
	workflow.Invalid, workflow.Forbidden, workflow.NotFound, workflow.Refused, workflow.Conflict,
}

func (r *reader) expect(n, where *yaml.Node) string {
	if n == nil {
		return "ok"
	}
	s := r.word(n, where, "`expect`", false)
	if s == "ok" || n.Kind != yaml.ScalarNode {
		return "ok"
	}
	kind, code, coded := strings.Cut(s, "/")
	known := slices.ContainsFunc(expectable, func(k workflow.Kind) bool { return k.String() == kind })
	if !known || coded && !idPattern.MatchString(code) {
		r.say(n, "`expect` has to be ok, or a kind and a code such as refused/over_envelope: `tremplin replay --codes` lists them")
		return "ok"
	}
	return s
}
