package scenario

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

// made is what a name stands for, as far as a file alone can tell.
type made struct {
	entity workflow.Entity // "" where a name stands for two things
	line   int
}

func (c *checker) steps(r *reader, f *File) {
	names := map[string]made{}
	for _, it := range f.Calls {
		names[it.ID] = made{workflow.EntityCall, it.Line}
	}
	for _, s := range f.Steps {
		if s.By != "" && !c.person(s.By) {
			r.say(s.keys["by"], "`by` names %q, whom no file and no database knows: add them under `people`", short(s.By))
		}
		c.expectation(r, s)
		if s.Do == "" {
			continue
		}
		if !c.p.Knows(s.Entity, s.Action) {
			r.say(s.keys["do"], "there is no act %q: %s", short(s.Do), c.acts(s.Entity))
			continue
		}
		c.target(r, s, names)
		c.inputs(r, f, s)
		c.name(r, s, names)
		c.registered(r, s)
	}
}

// registered: whoever a step registers is known to those after it.
func (c *checker) registered(r *reader, s *Step) {
	id, _ := s.With["id"].(string)
	switch {
	case s.Action != "register" || id == "":
	case s.Entity == workflow.EntityPerson:
		c.people[id] = said{file: r.path, line: s.Line}
	case s.Entity == workflow.EntityOrganisation:
		c.orgs[id] = said{file: r.path, line: s.Line}
	}
}

func (c *checker) acts(e workflow.Entity) string {
	var out []string
	for _, l := range c.p.Lifecycles {
		if l.Entity != e {
			continue
		}
		for i := range l.Rules {
			if a := string(e) + "." + string(l.Rules[i].Action); !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	if len(out) > 0 {
		return "there are " + strings.Join(out, ", ")
	}
	for _, l := range c.p.Lifecycles {
		out = append(out, string(l.Entity))
	}
	return "write <entity>.<action>, with one of " + strings.Join(out, ", ")
}

// expectation complains about a code that nothing ever answers.
func (c *checker) expectation(r *reader, s *Step) {
	if c.codes == nil {
		c.codes = Codes(c.p)
	}
	kind, code, coded := strings.Cut(s.Expect, "/")
	if coded && !slices.Contains(c.codes, Code{kind, code}) {
		r.say(s.keys["expect"], "nothing is ever answered with %q: `tremplin replay --codes` lists what is", short(s.Expect))
	}
}

// target complains where `on` is of another kind than the act is for.
func (c *checker) target(r *reader, s *Step, names map[string]made) {
	makes := c.p.Makes(s.Entity, s.Action)
	if onHouse(s.Entity, s.Action) {
		if s.On != "" {
			r.say(s.keys["on"], "%s is done on nothing: leave `on` out", s.Do)
		}
		return
	}
	if s.On == "" {
		r.say(at(s.Line), "the `on` of this step is missing: name the %s that %s is done on", wanted(s.Entity, makes), s.Do)
		return
	}
	entity, ok := c.points(r, s, names)
	if !ok || entity == "" {
		return
	}
	if !fits(s.Entity, entity, makes) {
		r.say(s.keys["on"], "%s is done on a %s, and %q is a %s: name the right one", s.Do, wanted(s.Entity, makes), short(s.On), entity)
	}
}

// onHouse tells the acts that are done on nothing that a file could name.
func onHouse(e workflow.Entity, a workflow.Action) bool {
	return e == workflow.EntityPerson || e == workflow.EntityOrganisation || e == workflow.EntityHouse || e == workflow.EntityCall && a == "create"
}

// points is the kind of what `on` names.
func (c *checker) points(r *reader, s *Step, names map[string]made) (workflow.Entity, bool) {
	parts := strings.Split(s.On, "/")
	m, known := names[parts[0]]
	switch {
	case !known:
		r.say(s.keys["on"], "%q is neither a call of this file nor made by an earlier step: name it there with `as`", short(parts[0]))
		return "", false
	case len(parts) == 1:
		return m.entity, true
	case len(parts) != 3 || parts[2] == "":
		r.say(s.keys["on"], "%q names no part: write <name>/<entity>/<number or name>, as a/sheet/jury1", short(s.On))
		return "", false
	}
	e := workflow.Entity(parts[1])
	if workflow.New(e) == nil || e == workflow.EntityCall || e == workflow.EntitySubmission || onHouse(e, "") {
		r.say(s.keys["on"], "%q is no kind of part: write <name>/<entity>/<number or name>, as a/sheet/jury1", short(parts[1]))
		return "", false
	}
	return e, true
}

// callParts lie in the call's own dossier; a file may lie in either.
var callParts = []workflow.Entity{"member", "meeting", "question", "envelope"}

// fits tells whether an act on e may be done on that.
func fits(e, on workflow.Entity, makes bool) bool {
	switch {
	case !makes:
		return e == on
	case e == on && e != workflow.EntitySubmission && e != workflow.EntityCall:
		return true
	case e == workflow.EntityFile:
		return true
	case e == workflow.EntitySubmission || slices.Contains(callParts, e):
		return on == workflow.EntityCall
	default:
		return on == workflow.EntitySubmission
	}
}

func wanted(e workflow.Entity, makes bool) string {
	switch {
	case !makes:
		return string(e)
	case e == workflow.EntityFile:
		return "call, a submission or a part"
	case e == workflow.EntitySubmission || slices.Contains(callParts, e):
		return "call"
	default:
		return "submission"
	}
}

// name keeps what the step's `as` stands for.
func (c *checker) name(r *reader, s *Step, names map[string]made) {
	if s.As == "" {
		return
	}
	if !c.p.Makes(s.Entity, s.Action) || s.Entity == "envelope" {
		r.say(s.keys["as"], "%s makes nothing that could be named: leave `as` out", s.Do)
		return
	}
	if first, twice := names[s.As]; twice {
		r.say(s.keys["as"], "the name %q is taken on line %d: choose another", s.As, first.line)
		names[s.As] = made{"", first.line} // either might be meant from here on
		return
	}
	names[s.As] = made{s.Entity, s.Line}
}

// inputs checks the form of what is given with the step.
func (c *checker) inputs(r *reader, f *File, s *Step) {
	if s.with != nil && s.with.Kind != yaml.MappingNode {
		return // told already
	}
	fields, _ := c.p.Input(s.Entity, s.Action)
	var beside []string
	if s.Entity == workflow.EntityFile && s.Action == "attach" {
		fields = attachFields(fields)
		beside = []string{"file"}
		c.attached(r, f, s)
	}
	x := &form{reader: r, expect: s.Expect, refer: c.refer}
	x.fields(s.with, at(s.Line), fields, "", beside...)
}

// attachFields are those that a file names; the rest is read from the bytes.
func attachFields(fields []workflow.Field) []workflow.Field {
	return slices.DeleteFunc(slices.Clone(fields), func(x workflow.Field) bool {
		return x.Name == "hash" || x.Name == "size" || x.Name == "type"
	})
}
