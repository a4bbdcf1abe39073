package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
)

// PersonPast is an event of a person.
type PersonPast = storage.PersonPast

// PersonView is somebody of the house, as one who keeps it may have it: with
// what that one may do, and what happened.
type PersonView struct {
	Person  *workflow.Person
	House   *workflow.House
	Acts    []Act
	Past    []PersonPast // the newest first
	More    bool         // there is older
	Version int64        // of the house
	Last    int64        // the number of the person's last event
	Keeper  bool         // else it is a second's view: what is asked alone
}

// Act finds an act of the view; nil if the role does not know it here.
func (v *PersonView) Act(action workflow.Action) *Act {
	for i := range v.Acts {
		if v.Acts[i].Entity == workflow.EntityPerson && v.Acts[i].Action == action {
			return &v.Acts[i]
		}
	}
	return nil
}

// perPerson is how many events of a person are shown at once.
const perPerson = 20

// LookAtPerson shows somebody of the house. Who keeps the house sees everybody;
// anybody else those alone on whom an act is theirs; others are not found.
func (a *App) LookAtPerson(ctx context.Context, who *Viewer, id string, before int64) (*PersonView, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*PersonView, error) {
		c, err := tx.Load(storage.Ask{House: true, Now: a.now()})
		if err != nil {
			return nil, err
		}
		v := &PersonView{Version: tx.Version(), Keeper: who.Sight.Keeper}
		if v.House, err = tx.People(); err != nil {
			return nil, err
		}
		if v.Person = v.House.Person(id); v.Person == nil {
			return nil, workflow.NotThere()
		}
		if v.Acts, err = a.offersOn(c, who, c.House.Person(id)); err != nil {
			return nil, err
		}
		if !v.Keeper && len(v.Acts) == 0 {
			return nil, workflow.NotThere()
		}
		last, err := tx.PersonHistory(id, 0, 1)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 {
			v.Last = last[0].Seq
		}
		if !v.Keeper {
			return v, nil
		}
		if v.Past, err = tx.PersonHistory(id, before, perPerson+1); err != nil {
			return nil, err
		}
		if v.More = len(v.Past) > perPerson; v.More {
			v.Past = v.Past[:perPerson]
		}
		return v, nil
	})
}

// HouseActs are what somebody may do in the house itself: register people and
// organisations.
func (a *App) HouseActs(who *Viewer) ([]Act, error) { return a.houseActs(who, who.House) }

func (a *App) houseActs(who *Viewer, on workflow.Subject) ([]Act, error) {
	p, err := a.of(nil)
	if err != nil {
		return nil, err
	}
	var out []Act
	for _, o := range p.Offers(&workflow.Case{Actor: who.Actor, House: who.House, On: on, Now: a.now(), Today: who.Today}) {
		out = append(out, Act{o, on.Ref()})
	}
	return out, nil
}

// AskedOf is a change of role that waits for a second, and what the reader may
// answer: nil where another has to.
type AskedOf struct {
	workflow.Asked

	Person          *workflow.Person
	Confirm, Refuse *Act
}

// Asked lists the changes of role that wait for a second: to who keeps the house
// all of them, to others those that they may answer. It reads nothing.
func (a *App) Asked(who *Viewer) ([]AskedOf, error) {
	var out []AskedOf
	for _, p := range who.House.People {
		if len(p.Asked) == 0 || p.State() != workflow.PersonActive {
			continue
		}
		acts, err := a.houseActs(who, p)
		if err != nil {
			return nil, err
		}
		for _, x := range p.Asked {
			w := AskedOf{Asked: x, Person: p}
			for i := range acts {
				switch act := &acts[i]; {
				case act.Blocked != nil && act.Blocked.Code == workflow.CodeApart && p.Ref().ID == who.ID():
				case act.Action == x.Act && x.By != who.ID():
					w.Confirm = act
				case act.Action == "refuse":
					w.Refuse = act
				}
			}
			if who.Sight.Keeper || w.Confirm != nil || w.Refuse != nil {
				out = append(out, w)
			}
		}
	}
	return out, nil
}

// FreeID is an id that nobody in the house has: a word and a number. It stays in
// the trail when a person is erased, so it is made of no name.
func FreeID(h *workflow.House, word string) string {
	if word = strings.Trim(word, "-"); word == "" {
		word = "p"
	}
	for n := 1; ; n++ {
		id := word + "-" + strconv.Itoa(n)
		if h.Person(id) == nil && h.Org(id) == nil && !slices.Contains([]string{workflow.HouseID}, id) {
			return id
		}
	}
}
