package ranking

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// AssignSeeded proposes who scores what, as Assign does, with so many sheets for
// each submission, which may be more than the quorum. Where several plans are as
// even, the seed chooses: the same seed gives the same plan, another one another
// plan of the same balance. The order of what is given does not matter.
func AssignSeeded(seed string, sheets int, jurors []Juror, tasks []Task) Plan {
	people, tasked := veil{seed: seed + "\x00person\x00"}, veil{seed: seed + "\x00task\x00"}
	jurors, tasks = slices.Clone(jurors), slices.Clone(tasks)
	for i := range jurors {
		jurors[i].Person = people.of(jurors[i].Person)
	}
	for i := range tasks {
		tasks[i].ID = tasked.of(tasks[i].ID)
		tasks[i].Has, tasks[i].Barred = people.all(tasks[i].Has), people.all(tasks[i].Barred)
	}
	plan := Assign(sheets, jurors, tasks)
	out := Plan{Load: make(map[string]int, len(plan.Load))}
	for _, p := range plan.Pairs {
		out.Pairs = append(out.Pairs, Pair{tasked.back[p.Submission], people.back[p.Person]})
	}
	slices.SortFunc(out.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Submission, b.Submission), cmp.Compare(a.Person, b.Person))
	})
	for _, s := range plan.Short {
		s.Submission = tasked.back[s.Submission]
		out.Short = append(out.Short, s)
	}
	slices.SortFunc(out.Short, func(a, b Short) int { return cmp.Compare(a.Submission, b.Submission) })
	for p, n := range plan.Load {
		out.Load[people.back[p]] = n
	}
	return out
}

// veil gives names an order that follows from a seed.
type veil struct {
	seed        string
	names, back map[string]string
}

func (v *veil) of(name string) string {
	if v.names == nil {
		v.names, v.back = map[string]string{}, map[string]string{}
	}
	if v.names[name] == "" {
		sum := sha256.Sum256([]byte(v.seed + name))
		v.names[name] = hex.EncodeToString(sum[:16])
		v.back[v.names[name]] = name
	}
	return v.names[name]
}

func (v *veil) all(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = v.of(n)
	}
	return out
}
