package storage

import (
	"encoding/json"
	"time"

	"tremplin/workflow"
)

// DocumentsNumbered are all versions of the document of that number, the newest
// first: as a question of the site's own, whoever asks.
func (tx *Tx) DocumentsNumbered(number string) ([]*Filed, error) {
	return tx.filed(tx.inBody("number")+" = ? ORDER BY p.dossier_id, p.n DESC", number)
}

// inBody is a field of a part's body, as the indices over it have it.
func (tx *Tx) inBody(field string) string {
	if tx.s.dialect.name() == "postgres" {
		return "((p.body::jsonb) ->> '" + field + "')"
	}
	return "json_extract(p.body, '$." + field + "')"
}

// Results are the projects that a call ever awarded something and told so, in
// their true states and in the order of their numbers; none before the call's
// results are public.
func (tx *Tx) Results(c *workflow.Call) ([]Brief, error) {
	if c.PublishedOn == "" {
		return nil, nil
	}
	return tx.readBriefs(workflow.Sight{}, tx.orm.Table("submissions").Joins( //nolint:forbidigo // a join of its own writing, not an association
		"JOIN calls ON calls.id = submissions.call_id").
		Select(briefColumns+", submissions.awarded, submissions.state").
		Where("submissions.call_id = ? AND submissions.awarded > 0 AND submissions.letter_on <> '' AND submissions.title_ref <> ''", c.Ref().Dossier).
		Order(listOrder))
}

// AnsweredAt tells when the questions of these calls were published, by their
// refs.
func (tx *Tx) AnsweredAt(calls []string) (map[workflow.Ref]time.Time, error) {
	out := map[workflow.Ref]time.Time{}
	if len(calls) == 0 {
		return out, nil
	}
	q := tx.orm.Raw("SELECT dossier_id, part_id, at FROM events WHERE dossier_id IN ? AND entity = 'question' AND action = 'publish' ORDER BY dossier_id, seq", calls)
	err := tx.each(q, func(scan func(...any) error) error {
		ref := workflow.Ref{Entity: workflow.EntityQuestion}
		var at time.Time
		err := scan(&ref.Dossier, &ref.ID, &at)
		out[ref] = at.UTC()
		return err
	})
	return out, wrapped("answers", err)
}

// EnvelopeEvent is an act of a call that bears on its envelope: its change, or one by
// which the call is validated, its committee convened, its results published.
type EnvelopeEvent struct {
	Entity workflow.Entity
	Action workflow.Action
	Input  json.RawMessage
}

// EnvelopeEvents are those of calls, by their ids, in order.
func (tx *Tx) EnvelopeEvents(calls []string) (map[string][]EnvelopeEvent, error) {
	out := map[string][]EnvelopeEvent{}
	if len(calls) == 0 {
		return out, nil
	}
	q := tx.orm.Raw("SELECT dossier_id, entity, action, input FROM events WHERE dossier_id IN ? AND (entity = 'envelope' AND action = 'change'"+
		" OR entity = 'call' AND action IN ('validate', 'convene', 'publish_results')) ORDER BY dossier_id, seq", calls)
	err := tx.each(q, func(scan func(...any) error) error {
		var id string
		var e EnvelopeEvent
		var input []byte
		err := scan(&id, &e.Entity, &e.Action, &input)
		e.Input = input
		out[id] = append(out[id], e)
		return err
	})
	return out, wrapped("envelopes", err)
}
