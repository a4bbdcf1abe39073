package api

import (
	"slices"
	"strings"

	"tremplin/app/auth"
	"tremplin/workflow"
)

// act is an act of the tables at its address.
type act struct {
	entity workflow.Entity
	action workflow.Action
	makes  bool // a new thing, else it is done on one that is there
	base   string
	path   string
	fields []workflow.Field
	named  bool // the address names the person that the input would
	scope  auth.Scope
	stepUp bool
	rules  []workflow.Rule
}

// plurals are the parts in addresses.
var plurals = map[workflow.Entity]string{
	workflow.EntityMember: "members", workflow.EntityMeeting: "meetings", workflow.EntityQuestion: "questions", envelope: "envelope",
	workflow.EntityParty: "parties", workflow.EntityFile: "files", workflow.EntitySheet: "sheets", workflow.EntityCondition: "conditions",
	workflow.EntityVersion: "versions", workflow.EntityInstalment: "instalments", workflow.EntitySpending: "spending", workflow.EntityRecovery: "recoveries",
	workflow.EntityControl: "controls", workflow.EntityDeliverable: "deliverables", workflow.EntityInterview: "interviews",
	workflow.EntityDocument: "documents",
}

const envelope workflow.Entity = "envelope"

// deciding are the roles whose acts a token does only with the scope of that
// name: those that decide, approve or pay, conclude for the committee, or give
// others their roles.
var deciding = []workflow.Role{workflow.Director, workflow.FunderSig, workflow.Finance, workflow.CommitteeChair, workflow.Admin}

// content are the acts that replace what others may have changed meanwhile: they
// have to say what they replace (If-Match).
var content = []string{"call.update", "call.amend_rules", "submission.update", "submission.resubmit", "sheet.save"}

func (a *act) name() string { return string(a.entity) + "." + string(a.action) }

// replaces reports whether the act is a change of content.
func (a *act) replaces() bool { return slices.Contains(content, a.name()) }

// upload reports whether its input comes as a form with a file.
func (a *act) upload() bool { return a.name() == "file.attach" }

// actsOf are all acts of the tables that a person may do: each is an address. One
// that makes a new thing from some states and moves an old one from others has
// two.
func actsOf(p *workflow.Programme) []*act {
	var out []*act
	for _, l := range p.Lifecycles {
		var done []workflow.Action
		for i := range l.Rules {
			name := l.Rules[i].Action
			if slices.Contains(done, name) {
				continue
			}
			done = append(done, name)
			for _, makes := range []bool{true, false} {
				if a := actOf(l, name, makes); a != nil {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// actOf is an act by those of its rules that make, or do not; nil if no person
// does it so.
func actOf(l workflow.Lifecycle, name workflow.Action, makes bool) *act {
	a := &act{entity: l.Entity, action: name, makes: makes, scope: auth.ScopeWrite}
	for _, r := range l.Rules {
		if r.Action != name || len(r.From) == 0 != makes || !slices.ContainsFunc(r.By, human) {
			continue
		}
		a.rules = append(a.rules, r)
		a.stepUp = a.stepUp || r.StepUp
		if slices.ContainsFunc(r.By, func(x workflow.Role) bool { return slices.Contains(deciding, x) }) {
			a.scope = auth.ScopeDecide
		}
	}
	if len(a.rules) == 0 {
		return nil
	}
	a.fields = fieldsOf(a.rules)
	a.base, a.path = addresses(a)
	if !makes && a.base != pathCalls && a.base != pathSubmissions {
		n := len(a.fields)
		a.fields = slices.DeleteFunc(a.fields, func(f workflow.Field) bool { return f.Name == workflow.Naming(a.entity) })
		a.named = len(a.fields) < n
	}
	return a
}

func human(r workflow.Role) bool {
	return r != workflow.Clock && r != workflow.Engine && r != workflow.Import
}

// fieldsOf are the inputs of all rules of an act; what one of them does not ask
// for has not to be there.
func fieldsOf(rules []workflow.Rule) []workflow.Field {
	var out []workflow.Field
	for i, r := range rules {
		own := r.Does.Fields()
		has := func(in []workflow.Field, name string) bool {
			return slices.ContainsFunc(in, func(f workflow.Field) bool { return f.Name == name && f.Need })
		}
		for j := range out {
			out[j].Need = out[j].Need && has(own, out[j].Name)
		}
		for _, f := range own {
			if slices.ContainsFunc(out, func(x workflow.Field) bool { return x.Name == f.Name }) {
				continue
			}
			f.Need = f.Need && i == 0
			out = append(out, f)
		}
	}
	return out
}

// addresses are of what an act is done on, and of the act.
func addresses(a *act) (base, path string) {
	verb := "/actions/" + string(a.action)
	switch a.entity {
	case workflow.EntityOrganisation:
		base = pathOrgs
	case workflow.EntityPerson:
		base = pathPeople
	case workflow.EntityCall:
		base = pathCalls
	case workflow.EntitySubmission:
		if a.makes {
			return pathCalls + "/{id}/submissions", pathCalls + "/{id}/submissions"
		}
		base = pathSubmissions
	default:
		base = partBase(a.entity)
		if a.makes {
			return base, base + verb
		}
		return base, base + "/{n}" + verb
	}
	if a.makes {
		return base, base
	}
	return base, base + "/{id}" + verb
}

// partBase is where the parts of a kind are.
func partBase(e workflow.Entity) string {
	on := pathSubmissions
	if e == workflow.EntityMember || e == workflow.EntityMeeting || e == workflow.EntityQuestion || e == envelope {
		on = pathCalls
	}
	return on + "/{id}/" + plurals[e]
}

// at is the address of an act on something: the pattern, filled in.
func (a *act) at(on workflow.Ref) string {
	id, n := on.Dossier, on.ID
	if on.Dossier == workflow.HouseID {
		id = n
	}
	return strings.NewReplacer("{id}", segment(id), "{n}", segment(n)).Replace(a.path)
}
