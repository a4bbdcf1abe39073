package workflow_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	w "tremplin/workflow"
)

// kinHouse is a house of so many organisations and one person with mandates in two of
// them. Names, numbers and mergers come from few, so that chains are frequent.
func kinHouse(r *rand.Rand, orgs, names int) *w.House {
	h := &w.House{}
	add := func(s w.Subject, e w.Entity, id string, state w.State) {
		w.Revive(s, w.Ref{Entity: e, Dossier: w.HouseID, ID: id}, state)
		w.Attach(h, s)
	}
	name := func() string { return fmt.Sprintf("Nom %d", r.IntN(names)) }
	id := func(i int) string { return fmt.Sprintf("org%d", i) }
	for i := range orgs {
		o := &w.Organisation{Kind: "association", Name: w.Words{FR: name(), NL: name()}}
		if r.IntN(6) == 0 {
			o.Aliases = []string{"nom-" + name()[4:]}
		}
		if r.IntN(3) == 0 {
			o.Enterprise = fmt.Sprintf("0%09d", r.IntN(names*3))
		}
		if i > 0 && r.IntN(8) == 0 {
			o.Into, o.MergedOn = id(r.IntN(i)), "2025-01-01"
		}
		add(o, w.EntityOrganisation, id(i), w.OrganisationOn)
	}
	add(&w.Person{Mandates: []string{id(orgs / 2), id(orgs - 1)}, Org: id(0)}, w.EntityPerson, "member", w.PersonActive)
	return h
}

// TestKinshipIsWhatComparingAllGives, in the same order: the nearest first.
func TestKinshipIsWhatComparingAllGives(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	met := 0
	for range 300 {
		h := kinHouse(r, 1+r.IntN(12), 8)
		for range 2 {
			got, want := h.MandatesOf("member"), w.ComparedWithAll(h, "member")
			if !slices.Equal(got, want) {
				t.Fatalf("%v, want %v", got, want)
			}
			met += len(got)
			o := *h.Organisations[r.IntN(len(h.Organisations))] // one changes
			o.Aliases = append(slices.Clone(o.Aliases), "NOM 3")
			w.Attach(h, &o)
		}
	}
	if met < 1500 {
		t.Errorf("only %d organisations were found", met)
	}
}

// BenchmarkMandatesOf: what each sheet and each seat asks, in a house of so many
// organisations; by the kinship, and as it was done before, by comparing all.
func BenchmarkMandatesOf(b *testing.B) {
	for _, orgs := range []int{20, 300, 3000} {
		h := kinHouse(rand.New(rand.NewPCG(1, 2)), orgs, orgs*50)
		b.Run(fmt.Sprintf("kinship/%d", orgs), func(b *testing.B) {
			for b.Loop() {
				h.MandatesOf("member")
			}
		})
		b.Run(fmt.Sprintf("compared/%d", orgs), func(b *testing.B) {
			for b.Loop() {
				w.ComparedWithAll(h, "member")
			}
		})
	}
}
