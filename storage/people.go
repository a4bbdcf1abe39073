package storage

import (
	"encoding/json"
	"slices"

	"tremplin/workflow"
)

// PersonPast is an event of a person, with how the person stood after it. The
// texts are references.
type PersonPast struct {
	Past

	Then *workflow.Person // nil where the event did not change it
}

// PersonHistory lists the events of one person, the newest first: those before
// an event, or the last for 0.
func (tx *Tx) PersonHistory(person string, before int64, limit int) ([]PersonPast, error) {
	var out []PersonPast
	err := tx.pastOf(workflow.EntityPerson, person, before, limit, func(e *eventRow) error {
		p := PersonPast{Past: e.past()}
		then, err := e.personThen()
		p.Then = then
		out = append(out, p)
		return err
	})
	return out, wrapped("history of a person", err)
}

// OrganisationHistory lists the events of one organisation likewise.
func (tx *Tx) OrganisationHistory(org string, before int64, limit int) ([]Past, error) {
	var out []Past
	err := tx.pastOf(workflow.EntityOrganisation, org, before, limit, func(e *eventRow) error {
		out = append(out, e.past())
		return nil
	})
	return out, wrapped("history of an organisation", err)
}

// pastOf reads the events of a part of the house, the newest first.
func (tx *Tx) pastOf(entity workflow.Entity, id string, before int64, limit int, f func(*eventRow) error) error {
	return tx.each(tx.orm.Raw("SELECT "+eventColumns+" FROM events WHERE dossier_id = '"+workflow.HouseID+"' AND entity = ? AND part_id = ? AND (? = 0 OR seq < ?) ORDER BY seq DESC LIMIT ?",
		entity, id, before, before, Page{Limit: limit}.limit()),
		func(scan func(...any) error) error {
			var e eventRow
			if err := e.scan(scan); err != nil {
				return err
			}
			return f(&e)
		})
}

// personThen is the person of the event as its rows say.
func (e *eventRow) personThen() (*workflow.Person, error) {
	var rows []rowThen
	if e.Rows == "" {
		return nil, nil //nolint:nilnil // nothing changed
	}
	if err := json.Unmarshal([]byte(e.Rows), &rows); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(rows, func(r rowThen) bool { return r.Entity == e.Entity && r.ID == e.PartID && r.Body != "" })
	if i < 0 {
		return nil, nil //nolint:nilnil // nothing changed
	}
	p := &workflow.Person{}
	return p, json.Unmarshal([]byte(rows[i].Body), p)
}
