package scenario_test

import (
	"strings"
	"testing"

	"tremplin/app/scenario"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

const roleList = "admin, auditor, committee_chair, committee_member, das_director, das_officer, finance_officer, funder_signatory, partner_signatory, sisp_editor, sisp_signatory"

// TestWhatCannotBeBroughtIn: every refusal of the import is a complaint of the
// first pass, with its line; nothing that leans on it is complained about.
func TestWhatCannotBeBroughtIn(t *testing.T) {
	people := "scenario: a\npeople:\n  - {id: p, name: A}\n  - "
	for _, c := range []struct{ name, text, want string }{
		{"unknown role", people + "{id: q, name: B, roles: [das_offizer]}\n", "x.yaml:4: `roles`: `das_offizer` is none of these: " + roleList},
		{"unknown role with dates", people + "{id: q, name: B, roles: [{role: das_offizer, from: 2023-01-01}]}\n", "x.yaml:4: `roles.role`: `das_offizer` is none of these: " + roleList},
		{"a number for a role", people + "{id: q, name: B, roles: [3]}\n", "x.yaml:4: `roles`: `3` is none of these: " + roleList},
		{"no role", people + "{id: q, name: B, roles: [{from: 2023-01-01}]}\n", "x.yaml:4: `roles.role` is missing: add it"},
		{"a role that ends before it begins", people + "{id: q, name: B, roles: [{role: admin, from: 2023-02-01, until: 2023-01-01}]}\n", "x.yaml:4: `roles.until` 2023-01-01 is before `roles.from` 2023-02-01: the role would never hold, put a later day"},
		{"control character in a name", people + "{id: q, name: \"B\\a\"}\n", "x.yaml:4: `name` holds a control character: take it out"},
		{"control character in a title", call("title: {fr: \"a\\x01\", nl: b}"), "x.yaml:3: `title.fr` holds a control character: take it out"},
		{"control character in a reference", call("delegation: {organ: board, date: 2025-01-10, reference: \"C\\x02\"}"), "x.yaml:3: `delegation.reference` holds a control character: take it out"},
		{"a call by who may not", strings.Replace(head+created, "{id: c, reference", "{id: c, by: ed, reference", 1), "x.yaml:9: `by` of the call \"c\" does not hold the role das_officer then: name who does, or leave `by` out"},
		{"a reference that the rules do not take", call("reference: C_1"), "x.yaml:3: the call \"c\": invalid/reference"},
		{"a member twice", strings.Replace(head, "closes_at:", "committee: {members: [off, ed, off]}, closes_at:", 1), "x.yaml:10: `committee.members` names \"off\" a second time, first on line 10: leave one out"},
		{"a threshold that nobody reaches", call("criteria: [{id: x, title: {fr: a, nl: b}, weight: 100, max: 5, threshold: 6}]"), "x.yaml:3: `criteria.threshold` 6 is over `criteria.max` 5: nobody could reach it, lower it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := complaints(c.text).Error(); got != c.want {
				t.Errorf("complaints:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// TestTheGroundDecides: what the database has is not brought in again.
func TestTheGroundDecides(t *testing.T) {
	f := parse(t, "x.yaml", strings.Replace(head, "{id: c, reference", "{id: c, by: ed, reference", 1))
	ground := scenario.Ground{Calls: map[string]bool{"c-1": true}}
	if all := scenario.Check([]*scenario.File{f}, empowerment.V1(), ground); len(all) > 0 {
		t.Errorf("complaints: %v", all)
	}
	ground.Calls, ground.Say = nil, func(e *workflow.Error) string { return "said of " + e.Outcome() }
	bad := parse(t, "y.yaml", call("reference: C_1"))
	if got := scenario.Check([]*scenario.File{bad}, empowerment.V1(), ground).Error(); got != "y.yaml:3: the call \"c\": said of invalid/reference" {
		t.Errorf("complaints: %s", got)
	}
}

// TestLaterFilesAreRehearsedToo: what is wrong with the second is told before
// the first is stored.
func TestLaterFilesAreRehearsedToo(t *testing.T) {
	one := parse(t, "one.yaml", head)
	two := parse(t, "two.yaml", strings.Replace(call("reference: D-1"), "{id: c,", "{id: c, by: ed,", 1))
	want := "two.yaml:3: `by` of the call \"c\" does not hold the role das_officer then: name who does, or leave `by` out"
	now := scenario.Ground{Now: parse(t, "t.yaml", head+created).Steps[0].At}
	if got := scenario.Check([]*scenario.File{one, two}, empowerment.V1(), now).Error(); got != want {
		t.Errorf("complaints:\n%s\nwant:\n%s", got, want)
	}
}

func TestRolesAreInTheSchema(t *testing.T) {
	if s := line(t, scenario.Schema(empowerment.V1())); !strings.Contains(s, `"enum":["`+strings.ReplaceAll(roleList, ", ", `","`)+`"]`) {
		t.Error("the schema does not list the roles")
	}
}
