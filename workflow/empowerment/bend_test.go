package empowerment_test

import (
	"slices"
	"testing"

	w "tremplin/workflow"
)

// What no act brings about is bent by hand: a copy of what the world holds.

func rules(f func(*w.Rules)) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		c := *x.calls["emp"]
		c.Editions = slices.Clone(c.Editions)
		for i, r := range c.Editions {
			n := *r
			f(&n)
			c.Editions[i] = &n
		}
		x.calls["emp"] = &c
	}
}

// noOrgan takes the delegation away: acts have to name the organ themselves.
var noOrgan = rules(func(r *w.Rules) { r.Delegation = w.Mandate{} })

// asleep moves time to a moment without the clock's doing anything.
func asleep(moment string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		m, err := w.ParseMoment(moment)
		if err != nil {
			t.Fatal(err)
		}
		x.now = m
		clear(x.due)
	}
}

// grants replaces the roles that somebody holds.
func grants(person string, g ...w.Grant) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		n, err := reread(x.house.Person(person))
		if err != nil {
			t.Fatal(err)
		}
		n.(*w.Person).Grants = g
		x.house = revived(x.house, x.house.State())
		w.Attach(x.house, n)
	}
}

func noAccount(org string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		n, err := reread(x.house.Org(org))
		if err != nil {
			t.Fatal(err)
		}
		n.(*w.Organisation).Account = ""
		x.house = revived(x.house, x.house.State())
		w.Attach(x.house, n)
	}
}

func all(preps ...func(t testing.TB, x *world)) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		for _, p := range preps {
			p(t, x)
		}
	}
}

// mandate gives somebody a seat in an organisation.
func mandate(person, org string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		n, err := reread(x.house.Person(person))
		if err != nil {
			t.Fatal(err)
		}
		n.(*w.Person).Mandates = []string{org}
		x.house = revived(x.house, x.house.State())
		w.Attach(x.house, n)
	}
}
