package storage

import (
	"slices"

	"tremplin/workflow"
)

// CountShown counts the dossiers of calls that may be seen, by the state that
// they are shown in.
func (tx *Tx) CountShown(see workflow.Sight, calls []string) (map[string]map[workflow.State]int, error) {
	out := map[string]map[workflow.State]int{}
	if len(calls) == 0 {
		return out, nil
	}
	state := shownState(see)
	q := tx.orm.Table("submissions").Select("submissions.call_id, "+state.sql+" AS shown, count(*)", state.args...).
		Scopes(visibleSubmissions(see)).Where("submissions.call_id IN ?", calls).Group("1, 2")
	err := tx.each(q, func(scan func(...any) error) error {
		var call, state string
		var n int
		err := scan(&call, &state, &n)
		if out[call] == nil {
			out[call] = map[workflow.State]int{}
		}
		out[call][workflow.State(state)] = n
		return err
	})
	return out, wrapped("counts", err)
}

// going is what has not ended, whatever is shown of it: the words of the index
// over these.
const going = "submissions.state NOT IN ('ineligible', 'withdrawn', 'expired', 'lapsed', 'closed', 'terminated') AND (submissions.state <> 'rejected' OR submissions.letter_on = '')"

// OwnOpen lists the dossiers of the reader's organisations that are shown as
// going on, with all their parts.
func (tx *Tx) OwnOpen(see workflow.Sight, ended []workflow.State, limit int) ([]*Found[*workflow.Submission], error) {
	if len(see.Orgs) == 0 {
		return nil, nil
	}
	own, state := joins(see.Orgs), shownState(see)
	over := make([]string, len(ended))
	for i, s := range ended {
		over[i] = string(s)
	}
	var ids []string
	err := asListed(tx.orm.Table("submissions")).Where(going).Where(own.sql, own.args...).
		Where("("+state.sql+") NOT IN ?", append(slices.Clone(state.args), over)...).Limit(limit).Pluck("submissions.id", &ids).Error
	if err != nil {
		return nil, wrapped("own", err)
	}
	return tx.submissions(ids)
}

// OwedSheets counts in a call, of each of these people, the sheets that are not sealed:
// in the dossiers under review that may stand before the committee as this sight has it
// ([workflow.Sight.Bench]).
func (tx *Tx) OwedSheets(see workflow.Sight, call string, people []string) (map[string]int, error) {
	out := map[string]int{}
	if len(people) == 0 {
		return out, nil
	}
	before := allOf(
		condition{"submissions.id = o.dossier_id AND submissions.call_id = ? AND submissions.state = '" + string(workflow.SubmissionUnderReview) + "'", []any{call}},
		maySeeSubmission(see), anyOf(not(appointed(see, "submissions.call_id")), not(conflicted(see))),
	)
	// A join would look at each dossier for each sheet where the database knows no
	// statistics yet.
	q := tx.orm.Table("parts AS o").Select("o.person, count(*)").
		Where("o."+isSheet+" AND o.state IN ('assigned', 'draft') AND o.person IN ?", people).
		Where(asked+"EXISTS (SELECT 1 FROM submissions WHERE "+before.sql+")", before.args...).
		Group("o.person")
	err := tx.each(q, func(scan func(...any) error) error {
		var person string
		var n int
		err := scan(&person, &n)
		out[person] = n
		return err
	})
	return out, wrapped("owed sheets", err)
}
