package empowerment_test

import (
	"slices"
	"testing"
)

const undone = `{"organisation": "alfa", "reasons": "erreur"}`

// A merger is undone as it was made: one asks, another repeats it.
func TestAMergerIsUndoneByTwo(t *testing.T) {
	x := stage(t, "confirmed") // a is alfa's draft
	alfaMerged(t, x)
	x.refuse(t, "adm", "organisation.unmerge", "house", unmerged, "refused/nothing_merged")
	x.do(t, "adm", "organisation.ask_unmerge", "house", undone)
	if x.house.Heir("alfa") != "beta" {
		t.Error("asked is done already")
	}
	x.refuse(t, "adm", "organisation.ask_unmerge", "house", undone, "refused/merge_asked")
	x.refuse(t, "adm", "organisation.unmerge", "house", unmerged, "forbidden/apart")
	x.refuse(t, "off", "organisation.unmerge", "house", unmerged, "forbidden/role")
	no := x.fork()
	no.do(t, "dir", "organisation.refuse_unmerge", "house", ofAlfa)
	if o := no.house.Org("alfa"); o.Asked != nil || o.Into != "beta" {
		t.Errorf("refused: %+v", o)
	}
	x.do(t, "dir", "organisation.unmerge", "house", unmerged)
	if o := x.house.Org("alfa"); o.Asked != nil || o.Into != "" || o.MergedOn != "" || o.Reasons.Empty() {
		t.Errorf("undone: %+v", o)
	}
	x.do(t, "sig_alfa", "submission.submit", "a", "")
}

// What one person leaves out of an organisation stays among what it is known by, so
// that no conflict of interest goes; two may strike it.
func TestOnePersonLiftsNoConflict(t *testing.T) {
	update := func(rest string) string {
		return `{"organisation": "gamma", "name": {"fr": "gamma", "nl": "gamma"}` + rest + `}`
	}
	x := stage(t, "house")
	conflicts := func() []string { return slices.Sorted(slices.Values(x.house.MandatesOf("jury3"))) }
	of := func(when string, want ...string) {
		t.Helper()
		if got := conflicts(); !slices.Equal(got, want) {
			t.Errorf("%s: a conflict with %v, want %v", when, got, want)
		}
	}
	of("at first", "bsbl", "delta")
	x.do(t, "adm", "organisation.update", "house", update(`, "aliases": ["Delta", "L'autre"]`))
	of("by a former name", "bsbl", "delta", "gamma")
	x.do(t, "adm", "organisation.update", "house", update(""))
	of("the name left out", "bsbl", "delta", "gamma")
	if o := x.house.Org("gamma"); !slices.Equal(o.Aliases, []string{"Delta", "L'autre"}) {
		t.Errorf("names %v", o.Aliases)
	}
	x.do(t, "adm", "organisation.update", "house", update(`, "aliases": ["L’Autre"]`)) // the same, spelled otherwise
	if o := x.house.Org("gamma"); !slices.Equal(o.Aliases, []string{"L’Autre", "Delta"}) {
		t.Errorf("names %v", o.Aliases)
	}
	x.do(t, "adm", "organisation.ask_strike", "house", `{"organisation": "gamma", "aliases": ["Delta"], "reasons": "x"}`)
	of("asked", "bsbl", "delta", "gamma")
	x.refuse(t, "adm", "organisation.strike", "house", `{"organisation": "gamma", "aliases": ["Delta"]}`, "forbidden/apart")
	x.do(t, "adm2", "organisation.strike", "house", `{"organisation": "gamma", "aliases": ["Delta"]}`)
	of("struck by two", "bsbl", "delta")

	x.do(t, "adm", "organisation.update", "house", `{"organisation": "delta", "name": {"fr": "delta", "nl": "delta"}, "enterprise_number": "0206.731.645"}`)
	x.do(t, "adm", "organisation.update", "house", update(`, "enterprise_number": "BE0206731645"`))
	of("the same number", "bsbl", "delta", "gamma")
	x.do(t, "adm", "organisation.update", "house", update(`, "enterprise_number": "0202.239.951"`))
	of("another number", "bsbl", "delta", "gamma")
	x.do(t, "adm", "organisation.update", "house", update(""))
	of("none", "bsbl", "delta", "gamma")
	if o := x.house.Org("gamma"); o.Enterprise != "" || !slices.Equal(o.FormerNumbers, []string{"BE0206731645", "0202.239.951"}) {
		t.Errorf("numbers %q, %v", o.Enterprise, o.FormerNumbers)
	}
	x.do(t, "adm", "organisation.ask_strike", "house", `{"organisation": "gamma", "former_numbers": ["BE0206731645"], "reasons": "x"}`)
	no := x.fork()
	no.do(t, "dir", "organisation.refuse_strike", "house", `{"organisation": "gamma"}`)
	if no.house.Org("gamma").Asked != nil || len(no.house.Org("gamma").FormerNumbers) != 2 {
		t.Error("turned down, and struck")
	}
	x.do(t, "dir", "organisation.strike", "house", `{"organisation": "gamma", "former_numbers": ["BE0206731645"]}`)
	of("struck", "bsbl", "delta")
}

// A member who belongs to a SISP or a partner is in conflict with its dossiers, with
// no mandate named, and with those of what it merged with; who works for the funder
// with none.
func TestTheOwnOrganisationIsAConflict(t *testing.T) {
	x := stage(t, "convened")
	for id, org := range map[string]string{"ofalfa": "alfa", "ofdelta": "delta", "oftown": "town", "ofslrb": "slrb"} {
		x.do(t, "import", "person.register", "house", `{"id": "`+id+`", "name": "x", "organisation": "`+org+`", "roles": ["committee_member"]}`)
		x.do(t, "off", "member.appoint", "emp", `{"person": "`+id+`", "as": "member"}`)
	}
	seat := func(id string) bool { return x.calls["emp"].Appointed(id).Conflict }
	x.refuse(t, "off", "sheet.assign", "a", `{"person": "ofalfa"}`, "forbidden/conflict")
	if !seat("ofalfa") || seat("ofslrb") || len(x.house.MandatesOf("ofslrb")) > 0 {
		t.Error("the seats do not know whose the members are")
	}
	clean := func(id string) bool {
		_, err := x.decide(act("off", "sheet.assign", "a", `{"person": "`+id+`"}`))
		return err == nil
	}
	if !clean("oftown") || !clean("ofslrb") {
		t.Error("a conflict with nobody")
	}
	acts(act("adm", "organisation.ask_merge", "house", merging("town", "alfa", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("town", "alfa", "2025-01-01")))(t, x)
	if clean("oftown") || !clean("ofslrb") {
		t.Error("what was absorbed is its heir")
	}
}
