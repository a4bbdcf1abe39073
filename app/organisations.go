package app

import (
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// HousePast is an event of the house.
type HousePast = storage.Past

// OrganisationView is an organisation as one who keeps the house, or has to answer
// for a merger, may have it.
type OrganisationView struct {
	Organisation *workflow.Organisation
	House        *workflow.House
	Acts         []Act
	Past         []HousePast // the newest first
	More         bool        // there is older
	Version      int64       // of the house
	Last         int64       // the number of the organisation's last event
	Keeper       bool        // else it is a second's view
}

// Act finds an act of the view; nil if the role does not know it here.
func (v *OrganisationView) Act(action workflow.Action) *Act {
	for i := range v.Acts {
		if v.Acts[i].Entity == workflow.EntityOrganisation && v.Acts[i].Action == action {
			return &v.Acts[i]
		}
	}
	return nil
}

// LookAtOrganisation shows an organisation with what may be done about it: to who
// keeps the house any, to a second those on which something waits for an answer;
// others are not found. The texts of what is asked are filled in.
func (a *App) LookAtOrganisation(ctx context.Context, who *Viewer, id string, before int64) (*OrganisationView, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*OrganisationView, error) {
		c, err := tx.Load(storage.Ask{House: true, Now: a.now()})
		if err != nil {
			return nil, err
		}
		v := &OrganisationView{Version: tx.Version(), Keeper: who.Sight.Keeper}
		if v.House, err = tx.People(); err != nil {
			return nil, err
		}
		if v.Organisation = v.House.Org(id); v.Organisation == nil {
			return nil, workflow.NotThere()
		}
		if v.Acts, err = a.offersOn(c, who, c.House.Org(id)); err != nil {
			return nil, err
		}
		if !v.Keeper && (v.Organisation.Asked == nil || v.Act(v.Organisation.Asked.What()) == nil) {
			return nil, workflow.NotThere()
		}
		last, err := tx.OrganisationHistory(id, 0, 1)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 {
			v.Last = last[0].Seq
		}
		if !v.Keeper {
			return v, nil
		}
		if v.Past, err = tx.OrganisationHistory(id, before, perPerson+1); err != nil {
			return nil, err
		}
		if v.More = len(v.Past) > perPerson; v.More {
			v.Past = v.Past[:perPerson]
		}
		return v, nil
	})
}

func (a *App) offersOn(c *workflow.Case, who *Viewer, on workflow.Subject) ([]Act, error) {
	p, err := a.of(nil)
	if err != nil {
		return nil, err
	}
	c.Actor, c.On = who.Actor, on
	var out []Act
	for _, o := range p.Offers(c) {
		out = append(out, Act{o, on.Ref()})
	}
	return out, nil
}

// MergersToAnswer are the organisations on which something waits for the reader's yes
// or no. It reads nothing.
func (a *App) MergersToAnswer(who *Viewer) ([]*workflow.Organisation, error) {
	var out []*workflow.Organisation
	for _, o := range who.House.Organisations {
		if o.Asked == nil || o.Asked.By == who.ID() {
			continue
		}
		acts, err := a.houseActs(who, o)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(acts, func(x Act) bool { return x.Action == o.Asked.What() && x.Blocked == nil }) {
			out = append(out, o)
		}
	}
	return out, nil
}

// MergersAsked are the organisations on which something waits for a second: for who
// keeps the house all of them, for others those that they may answer. It reads
// nothing.
func (a *App) MergersAsked(who *Viewer) ([]*workflow.Organisation, error) {
	var out []*workflow.Organisation
	for _, o := range who.House.Organisations {
		if o.Asked == nil {
			continue
		}
		acts, err := a.houseActs(who, o)
		if err != nil {
			return nil, err
		}
		for i := range acts {
			if acts[i].Action == o.Asked.What() {
				out = append(out, o)
				break
			}
		}
	}
	return out, nil
}
