package api

import (
	"net/http"

	"tremplin/app"
	"tremplin/workflow"
)

// Person is somebody of the house.
type Person struct {
	ID           string        `json:"id"`
	State        string        `json:"state"`
	Name         string        `json:"name,omitempty"`
	Email        string        `json:"email,omitempty"`
	Organisation string        `json:"organisation,omitempty"`
	Function     Words         `json:"function,omitzero"`
	Language     string        `json:"language,omitempty"`
	Roles        []Grant       `json:"roles"`
	Mandates     []string      `json:"mandates,omitempty"`
	Asked        []AskedChange `json:"asked,omitempty" doc:"Changes of role that wait for a second"`
}

// Grant is a role that a person holds.
type Grant struct {
	Role         string `json:"role"`
	Organisation string `json:"organisation,omitempty"`
	From         Day    `json:"from,omitempty"`
	Until        Day    `json:"until,omitempty"`
}

// AskedChange is a change of role that one asked for and another has to repeat.
type AskedChange struct {
	Action string `json:"action"`
	Role   Grant  `json:"role"`
	By     string `json:"by"`
}

// Organisation is a legal entity.
type Organisation struct {
	ID         string   `json:"id"`
	State      string   `json:"state"`
	Kind       string   `json:"kind" enum:"funder,sisp,association,municipality,service"`
	Name       Words    `json:"name"`
	Language   string   `json:"language,omitempty"`
	Enterprise string   `json:"enterprise_number,omitempty"`
	Address    string   `json:"address,omitempty"`
	Aliases    []string `json:"aliases,omitempty"`
	Into       string   `json:"into,omitempty" doc:"What absorbed it"`
	MergedOn   Day      `json:"merged_on,omitempty" doc:"From this day on"`
	Former     []string `json:"former_numbers,omitempty" doc:"Enterprise numbers that it had"`
	Asked      *Merger  `json:"asked,omitempty" doc:"What waits for a second; for administrators and who may answer"`
}

// Merger is what one administrator asked for and a second has to repeat.
type Merger struct {
	Act     string   `json:"act" enum:"merge,unmerge,strike"`
	Into    string   `json:"into,omitempty"`
	On      Day      `json:"on,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
	Numbers []string `json:"former_numbers,omitempty"`
	By      string   `json:"by"`
}

// Me is who asks.
type Me struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Organisation string    `json:"organisation,omitempty" doc:"The one that stands today"`
	Was          *Absorbed `json:"was,omitempty" doc:"The organisation that the person was registered with, where another has absorbed it"`
	Roles        []MyRole  `json:"roles" doc:"Those that hold today, for organisations that stand today"`
	Scope        string    `json:"scope,omitempty" enum:"read,write,decide" doc:"Of the token; none for the site's session"`
}

// MyRole is a role that holds today.
type MyRole struct {
	Role         string    `json:"role"`
	Organisation string    `json:"organisation,omitempty" doc:"The one that stands today"`
	From         Day       `json:"from,omitempty"`
	Until        Day       `json:"until,omitempty"`
	For          *Absorbed `json:"for,omitempty" doc:"What the organisation has absorbed, whose dossiers this role is for"`
}

// Absorbed is an organisation that another has absorbed: dossiers of before bear it.
type Absorbed struct {
	ID   string `json:"id"`
	Name Words  `json:"name"`
	On   Day    `json:"on" doc:"From this day on"`
}

func (s *Server) houseRoutes() {
	unfit := []int{http.StatusUnprocessableEntity}
	add(s, route{id: "get-me", path: Prefix + "/me", tag: "house", summary: "Who asks, with which roles", answers: Me{}}, getMe)
	add(s, route{id: "list-people", path: pathPeople, tag: "house", summary: "People, in the order of their ids", text: "Administrators see everybody; others those on whom an act is theirs.", answers: List[Person]{}, refuses: unfit}, listPeople)
	add(s, route{id: "get-person", path: pathPeople + "/{id}", tag: "house", summary: "Somebody of the house", answers: Person{}}, getPerson)
	add(s, route{id: "list-organisations", path: pathOrgs, tag: "house", summary: "Organisations, in the order of their ids", answers: List[Organisation]{}, refuses: unfit}, listOrganisations)
	add(s, route{id: "get-organisation", path: pathOrgs + "/{id}", tag: "house", summary: "An organisation", answers: Organisation{}}, getOrganisation)
}

func getMe(v *visit, _ *nothing) (*answer, error) {
	p, h := v.who.Person, v.who.House
	out := Me{ID: v.who.ID(), Name: p.Name.Body, Organisation: h.Heir(p.Org), Was: absorbedOf(h, p.Org), Roles: []MyRole{}}
	for _, g := range h.GrantsOf(p) {
		if g.On(v.who.Today) {
			out.Roles = append(out.Roles, MyRole{string(g.Role), h.Heir(g.Org), Day(g.From), Day(g.Until), absorbedOf(h, g.Org)})
		}
	}
	if v.token != nil {
		out.Scope = string(v.token.Scope)
	}
	return ok(out), nil
}

// absorbedOf is an organisation that stands no more; nil if it does.
func absorbedOf(h *workflow.House, id string) *Absorbed {
	o := h.Org(id)
	if o == nil || o.Into == "" {
		return nil
	}
	return &Absorbed{id, words(o.Name), Day(o.MergedOn)}
}

func listPeople(v *visit, in *Paged) (*answer, error) {
	after, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	people, more, err := v.App.Registered(v.who, after, limit)
	if err != nil {
		return nil, err
	}
	last := ""
	if more {
		last = people[len(people)-1].Ref().ID
	}
	return listed(v, all(people, func(p *workflow.Person) Person { return entryOf(p, v.who.Sight.Keeper) }), last), nil
}

func getPerson(v *visit, in *ByID) (*answer, error) {
	view, err := v.App.LookAtPerson(v.ctx, v.who, in.ID, 0)
	if err != nil {
		return nil, err
	}
	return ok(personOf(view)), nil
}

func listOrganisations(v *visit, in *Paged) (*answer, error) {
	after, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	orgs, more := v.App.Organisations(v.who, after, limit)
	last := ""
	if more {
		last = orgs[len(orgs)-1].Ref().ID
	}
	return listed(v, all(orgs, func(o *workflow.Organisation) Organisation { return organisationOf(o, v.who) }), last), nil
}

func getOrganisation(v *visit, in *ByID) (*answer, error) {
	o, err := v.App.Organisation(v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(organisationOf(o, v.who)), nil
}

func personOf(view *app.PersonView) Person { return entryOf(view.Person, view.Keeper) }

// entryOf tells whoever keeps the house all; a second who has to answer a change
// of role no more than that takes.
func entryOf(p *workflow.Person, keeper bool) Person {
	out := Person{
		ID: p.Ref().ID, State: string(p.State()), Name: p.Name.Body, Organisation: p.Org, Function: words(p.Function),
		Roles: all(p.Grants, grantOf),
		Asked: each(p.Asked, func(a workflow.Asked) AskedChange { return AskedChange{string(a.Act), grantOf(a.Grant), a.By} }),
	}
	if keeper {
		out.Email, out.Language, out.Mandates = p.Email.Body, p.Language, p.Mandates
	}
	return out
}

func grantOf(g workflow.Grant) Grant { return Grant{string(g.Role), g.Org, Day(g.From), Day(g.Until)} }

// organisationOf tells of a merger that nobody has confirmed those who can.
func organisationOf(o *workflow.Organisation, who *app.Viewer) Organisation {
	out := Organisation{
		ID: o.Ref().ID, State: string(o.State()), Kind: o.Kind, Name: words(o.Name), Language: o.Language, Enterprise: o.Enterprise, Address: o.Address, Aliases: o.Aliases,
		Into: o.Into, MergedOn: Day(o.MergedOn), Former: o.FormerNumbers,
	}
	if a := o.Asked; a != nil && who.Answers() {
		out.Asked = &Merger{string(a.What()), a.Into, Day(a.On), a.Aliases, a.Numbers, a.By}
	}
	return out
}
