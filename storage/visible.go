package storage

import (
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

// any of them, or no row where there are none.
func anyOf(cs ...condition) condition { return joined(" OR ", "1 = 0", cs) }

// all of them.
func allOf(cs ...condition) condition { return joined(" AND ", "1 = 1", cs) }

func joined(by, empty string, cs []condition) condition {
	if len(cs) == 0 {
		return condition{sql: empty}
	}
	var parts []string
	var args []any
	for _, c := range cs {
		parts = append(parts, "("+c.sql+")")
		args = append(args, c.args...)
	}
	return condition{strings.Join(parts, by), args}
}

func not(c condition) condition { return condition{"NOT (" + c.sql + ")", c.args} }

// appointed: the person sits on the committee of the call whose id that is.
func appointed(see workflow.Sight, callID string) condition {
	if !see.Committee {
		return anyOf()
	}
	return condition{
		"EXISTS (SELECT 1 FROM parts m WHERE m.dossier_id = " + callID + " AND m.entity = ? AND m.person = ? AND m.state = ?)",
		[]any{string(workflow.EntityMember), see.Person, string(workflow.MemberAppointed)},
	}
}

// joins: one of the organisations carries the project or takes part in it.
func joins(orgs []string) condition {
	if len(orgs) == 0 {
		return anyOf()
	}
	carry := carries(orgs)
	return condition{
		carry.sql + " OR EXISTS (SELECT 1 FROM parts p WHERE p.dossier_id = submissions.id AND p.entity = ? AND p.org IN ? AND p.state NOT IN ?)",
		append(carry.args, string(workflow.EntityParty), orgs, []string{string(workflow.PartyDeclined), string(workflow.PartyVoid)}),
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
		"submissions.id IN (SELECT p.dossier_id FROM parts p WHERE p.entity = ? AND p.org IN ? AND p.org <> '' AND p.state NOT IN ?)",
		[]any{string(workflow.EntityParty), orgs, []string{string(workflow.PartyDeclined), string(workflow.PartyVoid)}},
	}
}

// conflicted: by legal entity, or by a sheet that says so.
func conflicted(see workflow.Sight) condition {
	return anyOf(joins(see.Mandates), condition{
		"EXISTS (SELECT 1 FROM parts x WHERE x.dossier_id = submissions.id AND x.entity = ? AND x.person = ? AND x.state = ?)",
		[]any{string(workflow.EntitySheet), see.Person, string(workflow.SheetConflict)},
	})
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
		err := tx.each(tx.orm.Raw("SELECT 1 FROM parts m WHERE m.entity = ? AND m.person = ? AND m.person <> '' AND m.state = ? LIMIT ?",
			string(workflow.EntityMember), see.Person, string(workflow.MemberAppointed), fewCalls+1), func(scan func(...any) error) error {
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
			"submissions.call_id IN (SELECT m.dossier_id FROM parts m WHERE m.entity = ? AND m.person = ? AND m.person <> '' AND m.state = ?)",
			[]any{string(workflow.EntityMember), see.Person, string(workflow.MemberAppointed)},
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
