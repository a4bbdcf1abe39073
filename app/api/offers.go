package api

import (
	"net/http"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

// Action is something that this person may do: now, or not yet and why.
type Action struct {
	Action   string         `json:"action" example:"award"`
	Entity   string         `json:"entity" example:"submission"`
	Name     string         `json:"name" example:"submission.award" doc:"As in scenario files and in the trail"`
	On       string         `json:"on,omitempty" doc:"What it is done on"`
	Method   string         `json:"method" enum:"POST"`
	Href     string         `json:"href"`
	Possible bool           `json:"possible"`
	Refusal  *Refusal       `json:"refusal,omitempty" doc:"Why not, if it is not possible"`
	StepUp   bool           `json:"step_up,omitempty" doc:"Asks for password or second factor again: no token does it"`
	Awaited  bool           `json:"awaited,omitempty" doc:"The process waits for it"`
	IfMatch  bool           `json:"if_match,omitempty" doc:"A change of content: If-Match has to be there"`
	Input    map[string]any `json:"input" doc:"JSON Schema of the body"`
}

// Refusal is why an act is not possible.
type Refusal struct {
	Kind   string         `json:"kind"`
	Code   string         `json:"code"`
	Field  string         `json:"field,omitempty"`
	Detail string         `json:"detail"`
	Facts  map[string]any `json:"facts,omitempty"`
}

func (s *Server) offerRoutes() {
	add(s, route{id: "list-actions", path: Prefix + "/actions", tag: "house", summary: "What this person may do that is about nothing yet: register, create a call", answers: List[Action]{}}, listHouseActions)
	add(s, route{id: "list-person-actions", path: pathPeople + "/{id}/actions", tag: "house", summary: "What this person may do about somebody", answers: List[Action]{}}, listPersonActions)
	add(s, route{id: "list-organisation-actions", path: pathOrgs + "/{id}/actions", tag: "house", summary: "What this person may do about an organisation", answers: List[Action]{}}, listOrganisationActions)
	for _, on := range []string{pathCalls, pathSubmissions} {
		one := on[len(Prefix)+1 : len(on)-1]
		add(s, route{
			id: "list-" + one + "-actions", path: on + "/{id}/actions", tag: one + "s", summary: "What this person may do now with the " + one + " and its parts, with the inputs, and what not yet, with the reason", answers: List[Action]{},
		}, func(v *visit, in *ByID) (*answer, error) {
			view, err := v.look(on, in.ID)
			if err != nil {
				return nil, err
			}
			return v.offered(view.Acts), nil
		})
	}
	for e, plural := range plurals {
		if e != envelope {
			s.partOffers(e, plural)
		}
	}
}

func (s *Server) partOffers(e workflow.Entity, plural string) {
	base := partBase(e)
	on := pathSubmissions
	if base[:len(pathCalls)] == pathCalls {
		on = pathCalls
	}
	add(s, route{
		id: "list-" + string(e) + "-actions", path: base + "/{n}/actions", tag: on[len(Prefix)+1:], summary: "What this person may do with one of the " + plural, answers: List[Action]{},
	}, func(v *visit, in *ByPart) (*answer, error) {
		view, err := v.look(on, in.ID)
		if err != nil {
			return nil, err
		}
		ref := workflow.Ref{Entity: e, Dossier: view.Dossier().Ref().Dossier, ID: in.N}
		if view.Part(ref) == nil {
			return nil, workflow.NotThere()
		}
		var own []app.Act
		for _, x := range view.Acts {
			if x.On == ref {
				own = append(own, x)
			}
		}
		return v.offered(own), nil
	})
}

func listHouseActions(v *visit, _ *nothing) (*answer, error) {
	acts, err := v.App.HouseActs(v.who)
	if err != nil {
		return nil, err
	}
	return v.offered(acts), nil
}

func listPersonActions(v *visit, in *ByID) (*answer, error) {
	view, err := v.App.LookAtPerson(v.ctx, v.who, in.ID, 0)
	if err != nil {
		return nil, err
	}
	return v.offered(view.Acts), nil
}

func listOrganisationActions(v *visit, in *ByID) (*answer, error) {
	view, err := v.App.LookAtOrganisation(v.ctx, v.who, in.ID, 0)
	if err != nil {
		return nil, err
	}
	return v.offered(view.Acts), nil
}

func (v *visit) offered(acts []app.Act) *answer {
	l := List[Action]{Items: []Action{}}
	for i := range acts {
		if a := v.actFor(&acts[i]); a != nil {
			l.Items = append(l.Items, v.offer(a, &acts[i]))
		}
	}
	return ok(l)
}

// actFor is the address of what is offered.
func (v *visit) actFor(x *app.Act) *act {
	for _, a := range v.acts {
		if a.entity == x.Entity && a.action == x.Action && a.makes == (x.On.Entity != x.Entity) {
			return a
		}
	}
	return nil
}

func (v *visit) offer(a *act, x *app.Act) Action {
	out := Action{
		Action: string(a.action), Entity: string(a.entity), Name: a.name(), On: x.On.String(), Method: http.MethodPost, Href: a.at(x.On),
		StepUp: x.StepUp, Awaited: x.Awaited, IfMatch: a.replaces(), Input: v.schemaOf(a),
	}
	no := v.within(a)
	if no == nil {
		no = x.Blocked
	}
	if out.Possible = no == nil; !out.Possible {
		out.Refusal = &Refusal{Kind: no.Kind.String(), Code: string(no.Code), Field: no.Field, Detail: v.says(no.Kind, no.Code, no.Field, no.Facts)}
		if len(no.Facts) > 0 {
			out.Refusal.Facts, _ = plain(no.Facts).(map[string]any)
		}
	}
	return out
}

// within refuses what the token is not for: no token does what asks for the
// password again. Of a session that is asked when it acts.
func (v *visit) within(a *act) *workflow.Error {
	switch {
	case v.token == nil:
		return nil
	case !v.token.Allows(a.scope):
		return &workflow.Error{Kind: workflow.Forbidden, Code: auth.CodeScope, Facts: map[string]any{"want": a.scope, "has": v.token.Scope}}
	case a.stepUp:
		return &workflow.Error{Kind: workflow.Forbidden, Code: auth.CodeStepUp}
	}
	return nil
}
