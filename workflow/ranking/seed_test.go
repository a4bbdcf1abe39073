package ranking_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tremplin/workflow/ranking"
)

// committee is twelve members with a mandate each, and n submissions of 16 SISPs.
func committee(n int) (people []ranking.Juror, tasks []ranking.Task) {
	for i := range n {
		tasks = append(tasks, ranking.Task{ID: fmt.Sprintf("s%03d", i), Orgs: []string{fmt.Sprint("o", i%16)}})
	}
	for i := range 12 {
		people = append(people, ranking.Juror{Person: fmt.Sprintf("j%02d", i), Mandates: []string{fmt.Sprint("o", i)}})
	}
	return people, tasks
}

func TestASeedRepeatsAPlan(t *testing.T) {
	people, tasks := committee(40)
	plain := ranking.AssignSeeded("2023", 3, people, tasks)
	if again := ranking.AssignSeeded("2023", 3, people, tasks); !reflect.DeepEqual(plain, again) {
		t.Error("the same seed gives two plans")
	}
	plans := map[string]bool{}
	for i := range 20 {
		p := ranking.AssignSeeded(fmt.Sprint(i), 3, people, tasks)
		plans[fmt.Sprint(p.Pairs)] = true
		if low, high := slices.Min(slices.Collect(maps.Values(p.Load))), slices.Max(slices.Collect(maps.Values(p.Load))); low != 10 || high != 10 {
			t.Errorf("seed %d: loads from %d to %d, of 120 sheets for 12", i, low, high)
		}
	}
	if len(plans) < 19 {
		t.Errorf("20 seeds give %d plans", len(plans))
	}
}

// TestSeedsShareOutAlike: with any seed the loads are as even, nobody has a
// conflict, and what cannot be reached is the same.
func TestSeedsShareOutAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := drawJurors(t)
		tasks := drawTasks(t, people)
		sheets := rapid.IntRange(1, 6).Draw(t, "sheets")
		seed := rapid.String().Draw(t, "seed")
		want, got := ranking.Assign(sheets, people, tasks), ranking.AssignSeeded(seed, sheets, people, tasks)
		loads := func(p ranking.Plan) []int { return slices.Sorted(maps.Values(p.Load)) }
		if len(got.Pairs) != len(want.Pairs) || !reflect.DeepEqual(got.Short, want.Short) {
			t.Fatalf("%v short %v, without a seed %v short %v", got.Pairs, got.Short, want.Pairs, want.Short)
		}
		members := !slices.ContainsFunc(people, func(j ranking.Juror) bool { return j.Substitute })
		if members && !slices.Equal(loads(got), loads(want)) {
			t.Fatalf("loads %v, without a seed %v", loads(got), loads(want))
		}
		for _, p := range got.Pairs {
			task := tasks[slices.IndexFunc(tasks, func(t ranking.Task) bool { return t.ID == p.Submission })]
			if slices.Contains(task.Barred, p.Person) || slices.Contains(task.Has, p.Person) {
				t.Fatalf("%v: a conflict, or a second sheet", p)
			}
		}
		other := ranking.AssignSeeded(seed, sheets, rapid.Permutation(people).Draw(t, "people"), rapid.Permutation(tasks).Draw(t, "tasks"))
		if !reflect.DeepEqual(got, other) {
			t.Fatalf("%v, and in another order %v", got, other)
		}
	})
}
