package storage

import (
	"strings"
	"time"

	"tremplin/workflow"
)

// Waiting lists, in the order of a list, the dossiers that the reader may see
// and that stand where somebody may be waited for, with all their parts; of one
// call, if it is named. What stands nowhere costs nothing: an index finds which.
// The cursor is the last one's id.
func (tx *Tx) Waiting(see workflow.Sight, where []workflow.Standing, call string, p Page) ([]*Found[*workflow.Submission], error) {
	if len(where) == 0 {
		return nil, nil
	}
	var cs []condition
	for _, s := range where {
		cs = append(cs, standing(see, s))
	}
	some := unionOf(cs)
	q := asListed(tx.orm.Table("submissions")).Where("submissions.id IN ("+some.sql+")", some.args...).Scopes(visibleSubmissions(see)).Limit(p.limit())
	if call != "" {
		q = q.Where("submissions.call_id = ?", call)
	}
	if p.After != "" {
		var err error
		if q, err = tx.behind(see, q, p.After); err != nil || q == nil {
			return nil, err
		}
	}
	var ids []string
	if err := q.Pluck("submissions.id", &ids).Error; err != nil {
		return nil, wrapped("waiting", err)
	}
	return tx.submissions(ids)
}

func unionOf(cs []condition) condition {
	var out condition
	for i, c := range cs {
		if i > 0 {
			out.sql += " UNION "
		}
		out.sql += c.sql
		out.args = append(out.args, c.args...)
	}
	return out
}

// standing finds the ids of the dossiers that stand so.
func standing(see workflow.Sight, s workflow.Standing) condition {
	c := condition{sql: "SELECT w.id FROM submissions w WHERE w.state IN " + literals(s.States)}
	calls := " AND w.call_id IN (SELECT k.id FROM calls k WHERE k.state IN " + literals(s.Calls) + ")"
	if s.Entity != workflow.EntitySubmission {
		c = condition{sql: "SELECT w.dossier_id FROM parts w WHERE w.entity = '" + string(s.Entity) + "' AND w.state IN " + literals(s.States)}
		calls = " AND w.dossier_id IN (SELECT f.id FROM submissions f JOIN calls k ON k.id = f.call_id WHERE k.state IN " + literals(s.Calls) + ")"
		if s.Own {
			c.sql, c.args = c.sql+" AND w.person = ?", append(c.args, see.Person)
		} else if s.Entity == workflow.EntityParty {
			c.sql, c.args = c.sql+" AND w.org IN ?", append(c.args, see.Orgs)
		}
	}
	if len(s.Calls) > 0 {
		c.sql += calls
	}
	return c
}

// literals are states as a statement says them: the rules', never what anybody wrote.
func literals(states []workflow.State) string {
	return "('" + strings.Join(words(states), "', '") + "')"
}

func words(states []workflow.State) []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = string(s)
	}
	return out
}

// CallsGoing lists the calls that may be seen and are not in one of these states,
// the newest first. They may be shared: nobody edits them.
func (tx *Tx) CallsGoing(see workflow.Sight, over []workflow.State, limit int) ([]*Found[*workflow.Call], error) {
	return tx.heldCalls(tx.orm.Table("calls").Select(callHeads).Scopes(visibleCalls(see)).Where("calls.state NOT IN ?", words(over)).
		Order("calls.opens_at DESC NULLS FIRST, calls.id DESC").Limit(limit))
}

// CallsOf are calls by their ids, whoever reads; they may be shared.
func (tx *Tx) callsOf(ids []string) (map[string]*Found[*workflow.Call], error) {
	out := map[string]*Found[*workflow.Call]{}
	if len(ids) == 0 {
		return out, nil
	}
	all, err := tx.calls(ids)
	for _, c := range all {
		out[c.Dossier.Ref().Dossier] = c
	}
	return out, err
}

// CallsAt are the ids of the calls in one of the states.
func (tx *Tx) CallsAt(states []workflow.State) (out []string, err error) {
	err = tx.orm.Table("calls").Where("state IN ?", states).Order("id").Pluck("id", &out).Error
	return out, wrapped("calls", err)
}

// Beside is what rules look at beside a dossier: how many there are in each
// state of its call, the call's reserve list, and what the SISP owes elsewhere.
type Beside struct {
	Calls   map[string]*Found[*workflow.Call]
	Counts  map[string]map[workflow.State]int
	Reserve map[string][]workflow.Placed
	Arrears map[string][]workflow.Arrear // by dossier
}

// Beside reads what rules look at beside these calls and dossiers, of all at
// once.
func (tx *Tx) Beside(calls, dossiers []string, now time.Time) (*Beside, error) {
	b := &Beside{Counts: map[string]map[workflow.State]int{}, Reserve: map[string][]workflow.Placed{}, Arrears: map[string][]workflow.Arrear{}}
	var err error
	if b.Calls, err = tx.callsOf(calls); err != nil || len(calls) == 0 {
		return b, err
	}
	err = tx.each(tx.orm.Raw("SELECT call_id, state, count(*) FROM submissions WHERE call_id IN ? GROUP BY call_id, state", calls), func(scan func(...any) error) error {
		var call, state string
		var n int
		err := scan(&call, &state, &n)
		if b.Counts[call] == nil {
			b.Counts[call] = map[workflow.State]int{}
		}
		b.Counts[call][workflow.State(state)] = n
		return err
	})
	if err != nil || len(dossiers) == 0 {
		return b, wrapped("counts", err)
	}
	err = tx.each(tx.orm.Raw("SELECT call_id, id, place FROM submissions WHERE call_id IN ? AND place IS NOT NULL ORDER BY call_id, place, id", calls), func(scan func(...any) error) error {
		var call string
		var p workflow.Placed
		err := scan(&call, &p.Submission, &p.Place)
		b.Reserve[call] = append(b.Reserve[call], p)
		return err
	})
	if err != nil {
		return nil, wrapped("reserve", err)
	}
	return b, wrapped("arrears", tx.arrears(b, dossiers, workflow.DateOf(now)))
}
