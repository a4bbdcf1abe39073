package storage

import (
	"context"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"tremplin/workflow"
)

// What somebody may see is said twice: by workflow.Sight for a dossier in hand,
// and here for queries. Every read for people goes through these scopes; a
// property test says that both agree.

// condition is a piece of SQL with its arguments.
type condition struct {
	sql  string
	args []any
}

// What holds for no row, and for every one.
const (
	never  = "1 = 0"
	always = "1 = 1"
)

// any of them, or no row where there are none.
func anyOf(cs ...condition) condition { return joined(" OR ", never, always, cs) }

// all of them.
func allOf(cs ...condition) condition { return joined(" AND ", always, never, cs) }

// joined leaves out what changes nothing, and all else beside what settles it: the
// databases would read it every time.
func joined(by, empty, settles string, cs []condition) condition {
	var parts []string
	var args []any
	for _, c := range cs {
		switch c.sql {
		case settles:
			return condition{sql: settles}
		case empty:
			continue
		}
		parts = append(parts, "("+c.sql+")")
		args = append(args, c.args...)
	}
	if len(parts) == 0 {
		return condition{sql: empty}
	}
	return condition{strings.Join(parts, by), args}
}

func not(c condition) condition {
	switch c.sql {
	case never:
		return condition{sql: always}
	case always:
		return condition{sql: never}
	}
	return condition{"NOT (" + c.sql + ")", c.args}
}

// Kinds and states are written out: an index over some of the rows is found by
// what a statement says, and SQLite compiles one anew for every value that might
// have to do with such an index.
const (
	isMember  = "entity = '" + string(workflow.EntityMember) + "'"
	sits      = "state = '" + string(workflow.MemberAppointed) + "'"
	isParty   = "entity = '" + string(workflow.EntityParty) + "'"
	still     = "state NOT IN ('" + string(workflow.PartyDeclined) + "', '" + string(workflow.PartyVoid) + "')"
	isSheet   = "entity = '" + string(workflow.EntitySheet) + "'"
	conflicts = "state = '" + string(workflow.SheetConflict) + "'"
)

// asked keeps Postgres from making a join of what follows: of a list it would read
// all dossiers to find the first few.
const asked = never + " OR "

// appointed: the person sits on the committee of the call whose id that is.
func appointed(see workflow.Sight, callID string) condition {
	if !see.Committee {
		return anyOf()
	}
	return condition{
		asked + "EXISTS (SELECT 1 FROM parts m WHERE m.dossier_id = " + callID + " AND m." + isMember + " AND m.person = ? AND m." + sits + ")",
		[]any{see.Person},
	}
}

// joins: one of the organisations carries the project or takes part in it.
func joins(orgs []string) condition {
	if len(orgs) == 0 {
		return anyOf()
	}
	carry := carries(orgs)
	return condition{
		carry.sql + " OR EXISTS (SELECT 1 FROM parts p WHERE p.dossier_id = submissions.id AND p." + isParty + " AND p.org IN ? AND p." + still + ")",
		append(carry.args, orgs),
	}
}

// carries: one of the organisations carries the project. Of one alone a list
// comes out of its index in order.
func carries(orgs []string) condition {
	if len(orgs) == 1 {
		return condition{"submissions.sisp = ?", []any{orgs[0]}}
	}
	return condition{"submissions.sisp IN ?", []any{orgs}}
}

// takesPart is joins without carries, beginning at the parties. That they are not
// empty is what the index over them wants to hear.
func takesPart(orgs []string) condition {
	return condition{
		"submissions.id IN (SELECT p.dossier_id FROM parts p WHERE p." + isParty + " AND p.org IN ? AND p.org <> '' AND p." + still + ")",
		[]any{orgs},
	}
}

// conflicted: by legal entity, or by a sheet that says so.
func conflicted(see workflow.Sight) condition {
	return anyOf(joins(see.Mandates), condition{
		asked + "EXISTS (SELECT 1 FROM parts x WHERE x.dossier_id = submissions.id AND x." + isSheet + " AND x.person = ? AND x." + conflicts + ")",
		[]any{see.Person},
	})
}

// HiddenCalls are the calls, by their ids, on whose committees the person sits and
// has by its mandates of today a conflict with a dossier that goes, or went, there:
// a merger may put somebody in conflict long after the seat was given.
func (s *Store) HiddenCalls(ctx context.Context, see workflow.Sight) ([]string, error) {
	if !see.Committee || len(see.Mandates) == 0 {
		return nil, nil
	}
	return Get(ctx, s, func(tx *Tx) ([]string, error) { return tx.HiddenCalls(see) })
}

// HiddenCalls is [Store.HiddenCalls] within a transaction.
func (tx *Tx) HiddenCalls(see workflow.Sight) (out []string, err error) {
	if !see.Committee || len(see.Mandates) == 0 {
		return nil, nil
	}
	seats := condition{
		"submissions.call_id IN (SELECT m.dossier_id FROM parts m WHERE m." + isMember + " AND m.person = ? AND m.person <> '' AND m." + sits + ")",
		[]any{see.Person},
	}
	err = tx.orm.Table("submissions").Distinct("submissions.call_id").Scopes(scope(allOf(seats, joins(see.Mandates)))).
		Where("submissions.submitted_at IS NOT NULL AND submissions.state NOT IN ('withdrawn', 'expired', 'ineligible')").
		Order("submissions.call_id").Pluck("submissions.call_id", &out).Error
	return out, wrapped("hidden calls", err)
}

func maySeeSubmission(see workflow.Sight) condition {
	member := appointed(see, "submissions.call_id")
	others := []condition{allOf(member, not(conflicted(see)))}
	if see.Funder {
		others = append(others, not(member))
	}
	return anyOf(joins(see.Orgs), allOf(condition{sql: "submissions.submitted_at IS NOT NULL"}, anyOf(others...)))
}

// fewCalls is of how many calls a member's dossiers are gathered; who sits in
// more sees so many that they stand close together in the list.
const fewCalls = 8

// ways are conditions that together say the same, each of which an index leads
// to: who sees few of many dossiers does not look at all of them.
func (tx *Tx) ways(see workflow.Sight) ([]condition, error) {
	seats := 0
	if see.Committee && !see.Funder {
		err := tx.each(tx.orm.Raw("SELECT 1 FROM parts m WHERE m."+isMember+" AND m.person = ? AND m.person <> '' AND m."+sits+" LIMIT "+strconv.Itoa(fewCalls+1), see.Person), func(scan func(...any) error) error {
			seats++
			var one int
			return scan(&one)
		})
		if err != nil {
			return nil, wrapped("seats", err)
		}
	}
	if see.Funder || seats > fewCalls {
		return []condition{maySeeSubmission(see)}, nil
	}
	var out []condition
	if len(see.Orgs) > 0 {
		out = append(out, carries(see.Orgs), takesPart(see.Orgs))
	}
	if seats > 0 {
		out = append(out, allOf(condition{
			"submissions.call_id IN (SELECT m.dossier_id FROM parts m WHERE m." + isMember + " AND m.person = ? AND m.person <> '' AND m." + sits + ")",
			[]any{see.Person},
		}, condition{sql: "submissions.submitted_at IS NOT NULL"}, not(conflicted(see))))
	}
	return out, nil
}

func maySeeCall(see workflow.Sight) condition {
	if see.Funder {
		return allOf()
	}
	return anyOf(appointed(see, "calls.id"), condition{
		"calls.state NOT IN ?", []any{[]string{string(workflow.CallDraft), string(workflow.CallValidated)}},
	})
}

// visibleSubmissions keeps the dossiers that may be seen.
func visibleSubmissions(see workflow.Sight) func(*gorm.DB) *gorm.DB {
	return scope(maySeeSubmission(see))
}

// visibleCalls keeps the calls that may be seen.
func visibleCalls(see workflow.Sight) func(*gorm.DB) *gorm.DB { return scope(maySeeCall(see)) }

func scope(c condition) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB { return db.Where(c.sql, c.args...) }
}
