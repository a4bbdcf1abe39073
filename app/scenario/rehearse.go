package scenario

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

// rehearsal brings all that the files begin with into a house in memory, by the
// same rules, so that what is refused is told before anything is stored.
type rehearsal struct {
	p *workflow.Programme
	Ground
	// unsure are ids of which nothing more can be told: they were complained
	// about, lean on such a one, or are what steps of an earlier file make of them.
	unsure map[string]bool
}

func (c *checker) rehearse(readers []*reader, files []*File) {
	x := &rehearsal{p: c.p, Ground: c.ground, unsure: map[string]bool{}}
	if x.House == nil {
		x.House = newHouse()
	}
	for i, f := range files {
		for _, d := range f.drafts() {
			x.bring(readers[i], d, f.begins(x.Now))
		}
		for _, s := range f.Steps {
			x.after(s)
		}
	}
}

func newHouse() *workflow.House {
	h := &workflow.House{}
	workflow.Revive(h, workflow.Ref{Entity: workflow.EntityHouse, Dossier: workflow.HouseID}, workflow.Unborn)
	return h
}

// begins is when the scenario brings in what it begins with.
func (f *File) begins(now time.Time) time.Time {
	if len(f.Steps) > 0 && !f.Steps[0].At.IsZero() {
		return f.Steps[0].At
	}
	return now
}

func (x *rehearsal) bring(r *reader, d draft, at time.Time) {
	switch {
	case r.blames(d.node), d.By != "" && x.unsure[d.By], leansOn(d.Values, x.unsure):
		x.unsure[d.ID] = true
		return
	case x.has(d), d.By != "" && at.IsZero():
		return
	}
	c := &workflow.Case{Now: at.UTC(), Today: workflow.DateOf(at), House: x.House, On: x.House, Seed: d.Seed, NewID: d.ID}
	c.Actor = workflow.ImportActor(Surface)
	if d.By != "" {
		c.Actor = workflow.Actor{Person: d.By, Surface: Surface}
		if p := x.House.Person(d.By); p != nil {
			c.Actor.Grants = p.Grants
		}
	}
	done, err := x.p.Decide(c, d.Ask())
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		x.refused(r, d, no)
		return
	}
	if err != nil {
		return // a fault of the tables, for the import to meet
	}
	for _, ch := range done.Changes {
		if h, ok := ch.Dossier.(*workflow.House); ok {
			x.House = h
		}
	}
}

// has tells what is there already.
func (g Ground) has(d draft) bool {
	switch d.Entity {
	case workflow.EntityOrganisation:
		return g.House.Org(d.ID) != nil
	case workflow.EntityPerson:
		return g.House.Person(d.ID) != nil
	default:
		return g.Calls[d.ID]
	}
}

func (x *rehearsal) refused(r *reader, d draft, no *workflow.Error) {
	x.unsure[d.ID] = true
	problems := no.Problems
	if len(problems) == 0 {
		problems = []workflow.Problem{{Kind: no.Kind, Code: no.Code, Field: no.Field, Facts: no.Facts}}
	}
	for _, p := range problems {
		one := &workflow.Error{Kind: p.Kind, Code: p.Code, Field: p.Field, Facts: p.Facts}
		r.say(at(lineOf(d.node, p.Field)), "%s", refused(d.Entity, d.name, one, x.Say))
	}
}

// refused is what is said of something that cannot be brought in.
func refused(e workflow.Entity, name string, no *workflow.Error, say func(*workflow.Error) string) string {
	if no.Kind == workflow.Forbidden && no.Code == workflow.CodeRole && e == workflow.EntityCall {
		return fmt.Sprintf("`by` of the %s %q does not hold the role %s then: name who does, or leave `by` out", e, name, workflow.Officer)
	}
	why := no.Outcome()
	if say != nil {
		why = say(no)
	}
	return fmt.Sprintf("the %s %q: %s", e, name, why)
}

// after notes what a step changes of who there is.
func (x *rehearsal) after(s *Step) {
	if s.Entity != workflow.EntityPerson && s.Entity != workflow.EntityOrganisation {
		return
	}
	for _, key := range []string{"id", "person", "organisation", "into"} {
		if id, _ := s.With[key].(string); id != "" {
			x.unsure[id] = true
		}
	}
}

// blames reports whether something in those lines was complained about.
func (r *reader) blames(n *yaml.Node) bool {
	last := lastLine(n)
	for _, c := range r.complaints {
		if c.Line >= n.Line && c.Line <= last {
			return true
		}
	}
	return false
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}

// lineOf is where a field stands, by its path: "criteria[1].weight".
func lineOf(n *yaml.Node, path string) int {
	line := n.Line
	for step := range strings.SplitSeq(path, ".") {
		name, place, listed := strings.Cut(step, "[")
		if n = below(n, name); n == nil {
			return line
		}
		line = n.Line
		if i, err := strconv.Atoi(strings.TrimSuffix(place, "]")); listed && err == nil && n.Kind == yaml.SequenceNode && i < len(n.Content) {
			n = n.Content[i]
			line = n.Line
		}
	}
	return line
}

// leansOn reports whether one of the ids stands anywhere in a value.
func leansOn(v any, ids map[string]bool) bool {
	switch x := v.(type) {
	case string:
		return ids[strings.TrimSpace(x)]
	case []any:
		for _, y := range x {
			if leansOn(y, ids) {
				return true
			}
		}
	case map[string]any:
		for _, y := range x {
			if leansOn(y, ids) {
				return true
			}
		}
	}
	return false
}
