package workflow

import (
	"slices"
)

// HouseID names the one chain of people, roles and organisations.
const HouseID = "house"

// House is who there is: one dossier, read whole. A case never changes it but
// through the house's own acts, so that many cases may share one.
type House struct {
	Life     `json:"-"`
	Erasures int `json:"erasures,omitempty"`

	People        []*Person       `json:"-"`
	Organisations []*Organisation `json:"-"`
	byPerson      map[string]*Person
	byOrg         map[string]*Organisation
	kinship       *kinship
}

// Person is somebody who may act here. The name and the address are texts, so
// that they can be erased.
type Person struct {
	Life     `json:"-"`
	Name     Text     `json:"name" name:"name" need:"yes" max:"200"`
	Email    Text     `json:"email,omitzero" name:"email" max:"200"`
	Org      string   `json:"organisation,omitempty" name:"organisation"`
	Function Words    `json:"function,omitzero" name:"function"`
	Language string   `json:"language,omitempty" name:"language" oneof:"fr,nl,en"`
	Grants   []Grant  `json:"grants,omitempty" name:"roles"`
	Mandates []string `json:"mandates,omitempty" name:"mandates"` // organisations: a conflict by legal entity
	Asked    []Asked  `json:"asked,omitempty"`                    // changes of role that wait for a second administrator
	FilledIn []string `json:"filled_in,omitempty" name:"filled_in"`
	Erased   []string `json:"erased,omitempty"` // refs of the texts that went with the person's name
}

// Asked is a change of a deciding, signing or paying role that one
// administrator asked for and another has to repeat.
type Asked struct {
	Act   Action `json:"act"`
	Grant Grant  `json:"grant"`
	By    string `json:"by"`
}

// Organisation is a legal entity.
type Organisation struct {
	Life       `json:"-"`
	Kind       string   `json:"kind" name:"kind" need:"yes" oneof:"funder,sisp,association,municipality,service"`
	Name       Words    `json:"name" name:"name" need:"yes"`
	Language   string   `json:"language,omitempty" name:"language" oneof:"fr,nl"`
	Account    string   `json:"account,omitempty" name:"account" max:"50"`
	Enterprise string   `json:"enterprise_number,omitempty" name:"enterprise_number" max:"30"`
	Address    string   `json:"address,omitempty" name:"address" max:"300"`
	Aliases    []string `json:"aliases,omitempty" name:"aliases"` // former names, and what else it is called
	FilledIn   []string `json:"filled_in,omitempty" name:"filled_in"`
	// FormerNumbers are enterprise numbers that it had: conflicts are found by them.
	FormerNumbers []string `json:"former_numbers,omitempty"`
	Into          string   `json:"into,omitempty"`      // what absorbed it
	MergedOn      Date     `json:"merged_on,omitempty"` // from this day on
	Reasons       Text     `json:"reasons,omitzero"`    // of the last act that two took part in
	Asked         *Merger  `json:"asked,omitempty"`     // waits for a second
}

func (p *Person) clone() Subject {
	n := *p
	n.Grants, n.Asked = slices.Clone(p.Grants), slices.Clone(p.Asked)
	return &n
}

func (o *Organisation) clone() Subject {
	n := *o
	n.Aliases, n.FormerNumbers = slices.Clone(o.Aliases), slices.Clone(o.FormerNumbers)
	return &n
}

// Person finds somebody, or nil.
func (h *House) Person(id string) *Person {
	if h == nil {
		return nil
	}
	return h.byPerson[id]
}

// Org finds an organisation, or nil.
func (h *House) Org(id string) *Organisation {
	if h == nil {
		return nil
	}
	return h.byOrg[id]
}

// Funder is the organisation that funds; "" where none is known.
func (h *House) Funder() string {
	for _, o := range h.Organisations {
		if o.Kind == "funder" {
			return o.Ref().ID
		}
	}
	return ""
}

// Signatory reports whether somebody may sign for the organisation that day.
func (h *House) Signatory(org string, role Role, on Date) bool {
	for _, p := range h.People {
		for _, g := range h.GrantsOf(p) {
			if g.Role == role && g.Org == org && g.On(on) && p.State() == PersonActive {
				return true
			}
		}
	}
	return false
}

func (h *House) clone() Subject {
	n := *h
	n.People, n.Organisations = slices.Clone(h.People), slices.Clone(h.Organisations)
	n.index()
	return &n
}

func (h *House) index() {
	h.byPerson, h.byOrg = make(map[string]*Person, len(h.People)), make(map[string]*Organisation, len(h.Organisations))
	for _, p := range h.People {
		h.byPerson[p.Ref().ID] = p
	}
	for _, o := range h.Organisations {
		h.byOrg[o.Ref().ID] = o
	}
	h.kinship = &kinship{}
}

// Parts lists organisations, then people.
func (h *House) Parts() []Subject {
	return join(join(make([]Subject, 0, len(h.Organisations)+len(h.People)), h.Organisations), h.People)
}

func (h *House) attach(s Subject) {
	if h.byPerson == nil {
		h.index()
	}
	switch p := s.(type) {
	case *Person:
		if _, known := h.byPerson[p.ref.ID]; known {
			h.People = put(h.People, p)
		} else {
			h.People = append(h.People, p)
		}
		h.byPerson[p.ref.ID] = p
	case *Organisation:
		if _, known := h.byOrg[p.ref.ID]; known {
			h.Organisations = put(h.Organisations, p)
		} else {
			h.Organisations = append(h.Organisations, p)
		}
		h.byOrg[p.ref.ID] = p
		h.unknow()
	default:
		panic("workflow: the house has no " + string(s.Ref().Entity))
	}
}
