package ranking_test

import (
	"fmt"
	"slices"
	"testing"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

func jurors(people ...string) (out []ranking.Juror) {
	for _, p := range people {
		out = append(out, ranking.Juror{Person: p})
	}
	return out
}

func TestAssign(t *testing.T) {
	members := jurors("j1", "j2", "j3")
	reserve := append(slices.Clone(members), ranking.Juror{Person: "s1", Substitute: true}, ranking.Juror{Person: "s2", Substitute: true})
	mandated := append(jurors("j1"), ranking.Juror{Person: "j2", Mandates: []string{"alfa"}}, ranking.Juror{Person: "j3", Mandates: []string{"asbl"}})
	task := func(id string) ranking.Task { return ranking.Task{ID: id, Orgs: []string{"alfa", "asbl"}} }
	has := func(t ranking.Task, people ...string) ranking.Task { t.Has = people; return t }
	barred := func(t ranking.Task, people ...string) ranking.Task { t.Barred = people; return t }
	for _, c := range []struct {
		name   string
		quorum int
		jurors []ranking.Juror
		tasks  []ranking.Task
		want   string
	}{
		{"balanced", 2, members, []ranking.Task{task("a"), task("b"), task("c")}, "[{a j1} {a j2} {b j1} {b j3} {c j2} {c j3}] [] map[j1:2 j2:2 j3:2]"},
		{"what is there counts", 2, members, []ranking.Task{has(task("a"), "j1", "j2"), has(task("b"), "j1")}, "[{b j3}] [] map[j1:2 j2:1 j3:1]"},
		{"mandates with SISP and partner", 1, mandated, []ranking.Task{task("a"), task("b")}, "[{a j1} {b j1}] [] map[j1:2 j2:0 j3:0]"},
		{"declared", 2, members, []ranking.Task{barred(task("a"), "j2")}, "[{a j1} {a j3}] [] map[j1:1 j2:0 j3:1]"},
		{"a sheet in conflict does not count", 2, members, []ranking.Task{barred(has(task("a"), "j2", "j3"), "j2")}, "[{a j1}] [] map[j1:1 j2:0 j3:1]"},
		{"substitutes stay out", 3, reserve, []ranking.Task{task("a")}, "[{a j1} {a j2} {a j3}] [] map[j1:1 j2:1 j3:1 s1:0 s2:0]"},
		{"substitutes step in", 3, reserve, []ranking.Task{barred(task("a"), "j2"), barred(task("b"), "j1")}, "[{a j1} {a j3} {a s1} {b j2} {b j3} {b s2}] [] map[j1:1 j2:1 j3:2 s1:1 s2:1]"},
		{"impossible", 3, mandated, []ranking.Task{task("a")}, "[{a j1}] [{a 1 3}] map[j1:1 j2:0 j3:0]"},
		{"nobody", 1, nil, []ranking.Task{task("a")}, "[] [{a 0 1}] map[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := ranking.Assign(c.quorum, c.jurors, c.tasks)
			if got := fmt.Sprint(p.Pairs, p.Short, p.Load); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// Filling in order would give j1 the sheets of b and c, though only j1 may do c.
func TestAssignPassesOnAlongChains(t *testing.T) {
	tasks := []ranking.Task{
		{ID: "a", Barred: []string{"j3"}},
		{ID: "b", Barred: []string{"j3"}},
		{ID: "c", Barred: []string{"j1"}},
		{ID: "d", Barred: []string{"j2", "j3"}},
		{ID: "e", Barred: []string{"j2", "j3"}},
	}
	p := ranking.Assign(1, jurors("j1", "j2", "j3"), tasks)
	if got := fmt.Sprint(p.Load); got != "map[j1:2 j2:2 j3:1]" {
		t.Errorf("load %s of %v", got, p.Pairs)
	}
}

func TestJurorsAndTasksOfTheCase(t *testing.T) {
	h := &workflow.House{}
	p := &workflow.Person{Mandates: []string{"alfa"}}
	workflow.Revive(p, workflow.Ref{Entity: workflow.EntityPerson, Dossier: workflow.HouseID, ID: "j1"}, workflow.PersonActive)
	workflow.Attach(h, p)
	c := &workflow.Call{}
	for id, m := range map[string]struct {
		as    string
		state workflow.State
	}{"j1": {"chair", "appointed"}, "j2": {"substitute", "appointed"}, "j3": {"member", "dismissed"}} {
		x := &workflow.Member{Person: id, As: m.as}
		workflow.Revive(x, workflow.Ref{Entity: workflow.EntityMember, Dossier: "c", ID: id}, m.state)
		workflow.Attach(c, x)
	}
	got := ranking.JurorsOf(h, c)
	slices.SortFunc(got, func(a, b ranking.Juror) int { return int(a.Person[1]) - int(b.Person[1]) })
	if s := fmt.Sprint(got); s != "[{j1 [alfa] false} {j2 [] true}]" {
		t.Errorf("jurors %s", s)
	}
	f := &workflow.Submission{Sisp: "alfa"}
	workflow.Revive(f, workflow.Ref{Entity: workflow.EntitySubmission, Dossier: "s"}, "under_review")
	for org, state := range map[string]workflow.State{"asbl": "confirmed", "left": "declined"} {
		x := &workflow.Party{Org: org}
		workflow.Revive(x, workflow.Ref{Entity: workflow.EntityParty, Dossier: "s", ID: org}, state)
		workflow.Attach(f, x)
	}
	for _, x := range []struct {
		who   string
		state workflow.State
	}{{"j1", "conflict"}, {"j2", "sealed"}, {"j3", "void"}} {
		s := &workflow.Sheet{Person: x.who}
		workflow.Revive(s, workflow.Ref{Entity: workflow.EntitySheet, Dossier: "s", ID: x.who}, x.state)
		workflow.Attach(f, s)
	}
	if s := fmt.Sprint(ranking.TaskOf(f)); s != "{s [alfa asbl] [j2] [j1]}" {
		t.Errorf("task %s", s)
	}
}
