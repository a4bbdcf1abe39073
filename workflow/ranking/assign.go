package ranking

import (
	"cmp"
	"maps"
	"slices"

	"tremplin/workflow"
)

// Juror is somebody who may be asked to score.
type Juror struct {
	Person     string
	Mandates   []string // organisations: a conflict by legal entity
	Substitute bool     // is asked only where the others do not make a quorum
}

// Task is a submission that needs its quorum of sheets.
type Task struct {
	ID     string
	Orgs   []string // the SISP and its partners
	Has    []string // people who have a sheet here already
	Barred []string // people who declared a conflict here
}

// Pair is a sheet to assign.
type Pair struct {
	Submission, Person string
}

// Short is a submission whose quorum cannot be reached.
type Short struct {
	Submission string
	Free       int // people without conflict, those who have a sheet already among them
	Quorum     int
}

// Plan is a proposal. Short is empty where it is complete.
type Plan struct {
	Pairs []Pair         // by submission, then person
	Short []Short        // by submission; those there are proposed all the same
	Load  map[string]int // sheets per person, with those they have already
}

// JurorsOf are the members appointed to the call's committee.
func JurorsOf(h *workflow.House, c *workflow.Call) []Juror {
	var out []Juror
	for _, m := range c.Members {
		if m.State() != workflow.MemberAppointed {
			continue
		}
		out = append(out, Juror{Person: m.Person, Substitute: m.As == "substitute", Mandates: h.MandatesOf(m.Person)})
	}
	return out
}

// TaskOf is what a submission needs.
func TaskOf(f *workflow.Submission) Task {
	t := Task{ID: f.Ref().Dossier, Orgs: []string{f.Sisp}}
	for _, p := range f.Parties {
		if f.Joins(p.Org) {
			t.Orgs = append(t.Orgs, p.Org)
		}
	}
	for _, s := range f.Sheets {
		switch s.State() {
		case workflow.SheetConflict:
			t.Barred = append(t.Barred, s.Person)
		case "assigned", "draft", "sealed", "moderated":
			t.Has = append(t.Has, s.Person)
		}
	}
	return t
}

func (t Task) conflicted(j Juror) bool {
	return slices.Contains(t.Barred, j.Person) ||
		slices.ContainsFunc(j.Mandates, func(org string) bool { return slices.Contains(t.Orgs, org) })
}

// slot is a task with those among whom its missing sheets are shared out.
type slot struct {
	id     string
	pool   []string // may be asked, by id
	picked []string
	fixed  []string // asked in any case: substitutes only fill what they leave
}

// Assign proposes who scores what: a quorum for each submission, never with a
// conflict, and the work shared out as evenly as the conflicts allow: no sheet,
// and no chain of sheets, can pass from one person to another who has two less.
// The order of what is given does not matter.
func Assign(quorum int, jurors []Juror, tasks []Task) Plan {
	plan := Plan{Load: map[string]int{}}
	jurors = slices.Clone(jurors)
	slices.SortFunc(jurors, func(a, b Juror) int { return cmp.Compare(a.Person, b.Person) })
	tasks = slices.Clone(tasks)
	slices.SortFunc(tasks, func(a, b Task) int { return cmp.Compare(a.ID, b.ID) })
	for _, j := range jurors {
		plan.Load[j.Person] = 0
	}
	slots := make([]slot, 0, len(tasks))
	for _, t := range tasks {
		s, free := open(t, jurors, quorum)
		for _, p := range slices.Concat(has(t, jurors), s.fixed) {
			plan.Load[p]++
		}
		if free < quorum {
			plan.Short = append(plan.Short, Short{Submission: t.ID, Free: free, Quorum: quorum})
		}
		slots = append(slots, s)
	}
	fill(quorum, slots, tasks, jurors, plan.Load)
	for even(slots, plan.Load) {
	}
	for _, s := range slots {
		people := slices.Concat(s.fixed, s.picked)
		slices.Sort(people)
		for _, p := range people {
			plan.Pairs = append(plan.Pairs, Pair{s.id, p})
		}
	}
	return plan
}

// has are the jurors with a sheet that counts.
func has(t Task, jurors []Juror) []string {
	var out []string
	for _, j := range jurors {
		if slices.Contains(t.Has, j.Person) && !t.conflicted(j) {
			out = append(out, j.Person)
		}
	}
	return out
}

// open finds who may be asked for a task, and how many are free of conflict.
func open(t Task, jurors []Juror, quorum int) (slot, int) {
	s := slot{id: t.ID}
	have := has(t, jurors)
	var members, substitutes []string
	for _, j := range jurors {
		switch {
		case t.conflicted(j) || slices.Contains(have, j.Person):
		case j.Substitute:
			substitutes = append(substitutes, j.Person)
		default:
			members = append(members, j.Person)
		}
	}
	missing := max(quorum-len(have), 0)
	switch {
	case len(members) > missing:
		s.pool = members
	default:
		s.fixed = members
		if len(members) < missing {
			s.pool = substitutes
		}
	}
	return s, len(have) + len(members) + len(substitutes)
}

// fill gives each slot what it lacks, to those with the least so far.
func fill(quorum int, slots []slot, tasks []Task, jurors []Juror, load map[string]int) {
	for i := range slots {
		s := &slots[i]
		lacks := min(max(quorum-len(has(tasks[i], jurors))-len(s.fixed), 0), len(s.pool))
		byLoad := slices.Clone(s.pool)
		slices.SortStableFunc(byLoad, func(a, b string) int { return cmp.Compare(load[a], load[b]) })
		for _, p := range byLoad[:lacks] {
			s.picked = append(s.picked, p)
			load[p]++
		}
	}
}

// pass is a sheet that could go from one person to another.
type pass struct {
	slot     int
	from, to string
}

// even finds somebody from whom a sheet can pass, through others if need be, to
// somebody with two less, and does it. It reports whether it found one.
func even(slots []slot, load map[string]int) bool {
	people := slices.Sorted(maps.Keys(load))
	slices.SortStableFunc(people, func(a, b string) int { return cmp.Compare(load[b], load[a]) })
	for _, from := range people {
		if chain := find(slots, load, from); chain != nil {
			for _, p := range chain {
				s := &slots[p.slot]
				s.picked[slices.Index(s.picked, p.from)] = p.to
			}
			load[from]--
			load[chain[len(chain)-1].to]++
			return true
		}
	}
	return false
}

// find searches, nearest first, the chain of passes from somebody to the first
// with two less.
func find(slots []slot, load map[string]int, from string) []pass {
	came := map[string]pass{from: {}}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for i := range slots {
			if !slices.Contains(slots[i].picked, at) {
				continue
			}
			for _, to := range slots[i].pool {
				if _, seen := came[to]; seen || slices.Contains(slots[i].picked, to) {
					continue
				}
				came[to] = pass{i, at, to}
				if load[to] <= load[from]-2 {
					return trace(came, from, to)
				}
				queue = append(queue, to)
			}
		}
	}
	return nil
}

func trace(came map[string]pass, from, to string) []pass {
	var out []pass
	for to != from {
		p := came[to]
		out = append(out, p)
		to = p.from
	}
	slices.Reverse(out)
	return out
}
