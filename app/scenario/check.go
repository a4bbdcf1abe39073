package scenario

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

func parseInt(s string) (int, error) { return strconv.Atoi(s) }

func between(x workflow.Field) string {
	if x.Max > 0 {
		return fmt.Sprintf("%d to %d", x.Min, x.Max)
	}
	return fmt.Sprintf("%d or more", x.Min)
}

// checker knows all files of a run and who is there already.
type checker struct {
	p       *workflow.Programme
	ground  Ground
	house   *workflow.House // of the ground
	people  map[string]said
	orgs    map[string]said
	names   map[string]said // scenarios
	calls   map[string]said // references
	calling map[string]bool // ids of calls of the present file
	codes   []Code          // all that a step can be answered with
}

// said is where something was said first.
type said struct {
	file string
	line int
	what string
}

// Ground is what the files are to be brought into. The zero one is empty.
type Ground struct {
	House *workflow.House              // who the database knows; nil without one
	Calls map[string]bool              // of the files' calls, those that it has
	Now   time.Time                    // when what has no steps is brought in; zero: any time
	Say   func(*workflow.Error) string // the sentence of a refusal; nil: its code
}

// Check complains about everything in the files that makes no sense to the
// programme, or of which two say different things, or that cannot be brought
// into the ground.
func Check(files []*File, p *workflow.Programme, g Ground) Complaints {
	c := &checker{p: p, ground: g, house: g.House, people: map[string]said{}, orgs: map[string]said{}, names: map[string]said{}, calls: map[string]said{}}
	var all Complaints
	readers := make([]*reader, len(files))
	for i, f := range files {
		r := &reader{path: f.Path}
		readers[i] = r
		c.once(r, f.line, c.names, f.Name, "scenario")
		c.same(r, f.Organisations, c.orgs, "organisation")
		c.same(r, f.People, c.people, "person")
	}
	for i, f := range files {
		c.items(readers[i], f)
		c.steps(readers[i], f)
	}
	c.rehearse(readers, files)
	for _, r := range readers {
		all = append(all, r.complaints...)
	}
	return all.Sorted()
}

func at(line int) *yaml.Node { return &yaml.Node{Line: line} }

// once complains where a name is another file's already.
func (c *checker) once(r *reader, line int, in map[string]said, name, what string) {
	if first, twice := in[name]; twice && name != "" {
		r.say(at(line), "the %s %q is in %s as well, on line %d: give it another name", what, name, first.file, first.line)
		return
	}
	in[name] = said{file: r.path, line: line}
}

// same complains where files say different things of one organisation or person.
func (c *checker) same(r *reader, items []*Item, in map[string]said, what string) {
	for _, it := range items {
		if it.ID == "" {
			continue
		}
		now := said{r.path, it.Line, canonical(it.Values)}
		first, known := in[it.ID]
		switch {
		case !known:
			in[it.ID] = now
		case first.file != r.path && first.what != now.what:
			r.say(it.node, "the %s %q is told otherwise in %s on line %d: make them the same, or give one another id", what, it.ID, first.file, first.line)
		}
	}
}

func canonical(v any) string {
	b, err := json.Marshal(v) // maps come out sorted
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(b)
}

func (c *checker) items(r *reader, f *File) {
	for _, it := range f.Organisations {
		c.form(r, it.node, "organisation", "register", "id", "filled_in")
	}
	for _, it := range f.People {
		c.form(r, it.node, "person", "register", "id", "filled_in")
		c.terms(r, it.node)
	}
	c.calling = map[string]bool{}
	for _, it := range f.Calls {
		c.calling[it.ID] = true
		c.form(r, it.node, "call", "create", "id", "by", "filled_in")
		c.seats(r, it.node)
		c.thresholds(r, it.node)
		if it.By != "" && !c.person(it.By) {
			r.say(it.node, "`by` names %q, whom no file and no database knows: add them under `people`", short(it.By))
		}
		if ref, _ := it.Values["reference"].(string); ref != "" {
			if !idPattern.MatchString(ref) {
				r.say(it.node, "the reference %q cannot be referred to: use letters, digits, - and _ (60 at most)", short(ref))
			}
			c.once(r, it.Line, c.calls, strings.ToLower(ref), "reference")
		}
	}
}

func (c *checker) form(r *reader, n *yaml.Node, e workflow.Entity, a workflow.Action, beside ...string) {
	fields, ok := c.p.Input(e, a)
	if !ok {
		r.say(n, "%s cannot be made by this programme", e)
		return
	}
	fields = slices.DeleteFunc(withRoles(c.p, fields), func(x workflow.Field) bool { return slices.Contains(beside, x.Name) })
	f := &form{reader: r, expect: "ok", whole: true, refer: c.refer}
	f.fields(n, n, fields, "", beside...)
}

func (c *checker) person(id string) bool {
	_, ok := c.people[id]
	return ok || c.house.Person(id) != nil
}

func (c *checker) org(id string) bool {
	_, ok := c.orgs[id]
	return ok || c.house.Org(id) != nil
}

// Inputs that name an organisation or a person, whatever act they are of.
var (
	namesOrg    = []string{"sisp", "organisation", "mandates", "partners", "party"}
	namesPerson = []string{"person", "chair", "members", "substitutes"}
)

// refer complains where an input names somebody whom nobody knows.
func (c *checker) refer(r *reader, n *yaml.Node, path, id string) {
	name := path[strings.LastIndex(path, ".")+1:]
	if name == "id" {
		parent := strings.TrimSuffix(path, ".id")
		name = parent[strings.LastIndex(parent, ".")+1:]
	}
	switch {
	case slices.Contains(namesOrg, name) && !c.org(id):
		r.say(n, "`%s` names the organisation %q, which no file and no database knows: add it under `organisations`", path, short(id))
	case slices.Contains(namesPerson, name) && !c.person(id):
		r.say(n, "`%s` names %q, whom no file and no database knows: add them under `people`", path, short(id))
	}
}
