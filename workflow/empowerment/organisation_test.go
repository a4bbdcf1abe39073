package empowerment_test

import (
	"slices"
	"testing"

	w "tremplin/workflow"
)

// A name that goes stays among the others; what is left out is taken away.
func TestFormerNamesAreKept(t *testing.T) {
	x := stage(t, "house")
	x.do(t, "adm", "organisation.update", "house", `{"organisation": "alfa", "name": {"fr": "Alfa-Beta", "nl": "Alfa-Beta"}, "language": "nl", "aliases": ["L'Alfa"]}`)
	o := x.house.Org("alfa")
	if !slices.Equal(o.Aliases, []string{"L'Alfa", "alfa"}) || o.Name.FR != "Alfa-Beta" || o.Account != "" || o.Language != "nl" || o.Kind != "sisp" {
		t.Errorf("%+v", o)
	}
}

// From the day of a merger the heir's people act for what was the other's, and the
// other's own people no more; undone, all is as before.
func TestAMergerHandsOn(t *testing.T) {
	x := stage(t, "confirmed") // a is alfa's draft
	x.do(t, "adm", "organisation.ask_merge", "house", merging("alfa", "gamma", "2025-02-01"))
	x.do(t, "sig_alfa", "submission.submit", "a", "") // asked is not done
	x.do(t, "sig_alfa", "submission.take_back", "a", "")
	x.do(t, "adm2", "organisation.merge", "house", mergedAs("alfa", "gamma", "2025-02-01"))
	if x.house.Heir("alfa") != "gamma" || x.house.Heir("beta") != "beta" {
		t.Errorf("heirs %s, %s", x.house.Heir("alfa"), x.house.Heir("beta"))
	}
	x.refuse(t, "sig_alfa", "submission.submit", "a", "", "not_found/not_found")
	x.refuse(t, "sig_beta", "submission.submit", "a", "", "not_found/not_found")
	before := x.fork()
	x.do(t, "sig_gamma", "submission.submit", "a", "")
	x.refuse(t, "ed_alfa", "submission.create", "emp", proposal("alfa", "20000", ""), "forbidden/role")
	x.refuse(t, "ed_gamma", "submission.create", "emp", proposal("alfa", "20000", ""), "refused/absorbed")
	x.do(t, "ed_gamma", "submission.create", "emp", proposal("gamma", "20000", ""), "g")
	x = before
	x.do(t, "adm", "organisation.ask_unmerge", "house", undone)
	x.do(t, "adm2", "organisation.unmerge", "house", `{"organisation": "alfa", "into": "gamma"}`)
	x.refuse(t, "sig_gamma", "submission.submit", "a", "", "not_found/not_found")
	x.do(t, "sig_alfa", "submission.submit", "a", "")
}

// What was absorbed is no new partner; where it takes part already it stays.
func TestTheAbsorbedTakePartNoMore(t *testing.T) {
	x := stage(t, "house")
	x.do(t, "adm", "organisation.ask_merge", "house", merging("asbl", "bsbl", "2025-01-01"))
	x.do(t, "dir", "organisation.merge", "house", mergedAs("asbl", "bsbl", "2025-01-01"))
	if got := grantsHeld(x, "sig_bsbl"); !slices.Contains(got, "partner_signatory@asbl") || !slices.Contains(got, "partner_signatory@bsbl") {
		t.Errorf("the heir's people hold %v", got)
	}
	if got := grantsHeld(x, "sig_asbl"); len(got) != 0 {
		t.Errorf("those of before hold %v", got)
	}
	x.do(t, "adm", "organisation.ask_merge", "house", merging("bsbl", "town", "2025-01-02"))
	x.do(t, "dir", "organisation.merge", "house", mergedAs("bsbl", "town", "2025-01-02"))
	if x.house.Heir("asbl") != "town" {
		t.Errorf("the heir's heir is %s", x.house.Heir("asbl"))
	}
}

func grantsHeld(x *world, person string) (out []string) {
	for _, g := range x.house.GrantsOf(x.house.Person(person)) {
		if g.On(w.DateOf(x.now)) {
			out = append(out, string(g.Role)+"@"+g.Org)
		}
	}
	return out
}

// A conflict is with the legal entity: by mergers either way, by a former name, by
// the enterprise number.
func TestConflictsFollowTheLegalEntity(t *testing.T) {
	none := func(testing.TB, *world) {}
	update := func(org, rest string) func(testing.TB, *world) {
		return acts(act("adm", "organisation.update", "house", `{"organisation": "`+org+`", "name": {"fr": "`+org+`", "nl": "`+org+`"}, `+rest+`}`))
	}
	for name, c := range map[string]struct {
		prep func(testing.TB, *world)
		want []string
	}{
		"nothing":           {none, []string{"bsbl", "delta"}},
		"absorbed":          {acts(act("adm", "organisation.ask_merge", "house", merging("bsbl", "asbl", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("bsbl", "asbl", "2025-01-01"))), []string{"asbl", "bsbl", "delta"}},
		"an heir":           {acts(act("adm", "organisation.ask_merge", "house", merging("alfa", "delta", "2025-01-01")), act("dir", "organisation.merge", "house", mergedAs("alfa", "delta", "2025-01-01"))), []string{"alfa", "bsbl", "delta"}},
		"only asked":        {mergeAskedOf("alfa", "delta"), []string{"bsbl", "delta"}},
		"a former name":     {update("gamma", `"aliases": ["DELTA "]`), []string{"bsbl", "delta", "gamma"}},
		"its former name":   {update("delta", `"aliases": ["Gam-ma"]`), []string{"bsbl", "delta", "gamma"}},
		"the same number":   {all(update("delta", `"enterprise_number": "0206.731.645"`), update("gamma", `"enterprise_number": "BE0206731645"`)), []string{"bsbl", "delta", "gamma"}},
		"through a third":   {all(update("gamma", `"aliases": ["delta", "L'ancien"]`), update("beta", `"aliases": ["l’ancien"]`)), []string{"beta", "bsbl", "delta", "gamma"}},
		"an empty alias":    {all(update("gamma", `"aliases": ["-"]`), update("delta", `"aliases": ["-"]`)), []string{"bsbl", "delta"}},
		"undone once again": {all(mergeAskedOf("alfa", "delta"), acts(act("dir", "organisation.merge", "house", mergedAs("alfa", "delta", "2025-01-01")), act("adm", "organisation.ask_unmerge", "house", undone), act("adm2", "organisation.unmerge", "house", `{"organisation": "alfa", "into": "delta"}`))), []string{"bsbl", "delta"}},
	} {
		t.Run(name, func(t *testing.T) {
			x := stage(t, "house")
			c.prep(t, x)
			got := x.house.MandatesOf("jury3")
			if slices.Sort(got); !slices.Equal(got, c.want) {
				t.Errorf("jury3 has a conflict with %v, want %v", got, c.want)
			}
			if s := w.SightOf(x.house, w.Actor{Person: "jury3"}, "2025-06-01"); !slices.Equal(slices.Sorted(slices.Values(s.Mandates)), c.want) {
				t.Errorf("the queries ask for %v", s.Mandates)
			}
		})
	}
}

func mergeAskedOf(org, into string) func(testing.TB, *world) {
	return acts(act("adm", "organisation.ask_merge", "house", merging(org, into, "2025-01-01")))
}

// A member with a mandate in what was absorbed gets no sheet of the heir's dossier,
// and does not see it.
func TestAConflictByMerger(t *testing.T) {
	x := stage(t, "convened")
	on := "a" // alfa's
	x.do(t, "adm", "organisation.ask_merge", "house", merging("delta", "alfa", "2025-01-01"))
	x.do(t, "dir", "organisation.merge", "house", mergedAs("delta", "alfa", "2025-01-01"))
	x.refuse(t, "off", "sheet.assign", on, `{"person": "jury3"}`, "forbidden/conflict")
}

// After a merger in the midst of the committee's work a sheet in conflict makes no
// quorum, before any act has said that it is one.
func TestASheetInConflictByMergerMakesNoQuorum(t *testing.T) {
	x := stage(t, "scored")
	thirdSheet(t, x)
	x.do(t, "jury3", "sheet.save", "a/sheet/jury3", scores)
	x.do(t, "jury3", "sheet.seal", "a/sheet/jury3", "")
	x.do(t, "jury1", "sheet.declare_conflict", "a/sheet/jury1", "")
	x.do(t, "adm", "organisation.ask_merge", "house", merging("delta", "alfa", "2025-01-01"))
	if _, err := x.decide(asked{by: "chair", do: "submission.rank", on: "a", with: opinion("15000")}); err != nil {
		t.Fatalf("with two sheets: %v", err)
	}
	x.do(t, "dir", "organisation.merge", "house", mergedAs("delta", "alfa", "2025-01-01"))
	x.refuse(t, "chair", "submission.rank", "a", opinion("15000"), "refused/quorum")
}

// A chair whom a merger puts in conflict concludes nothing, though its seat says
// nothing yet.
func TestAChairInConflictByMergerConcludesNothing(t *testing.T) {
	x := stage(t, "scored")
	x.do(t, "import", "person.register", "house", `{"id": "lead", "name": "lead", "email": "x@example.org", "roles": ["committee_chair", "committee_member"], "mandates": ["town"]}`)
	x.do(t, "adm", "organisation.ask_merge", "house", merging("town", "asbl", "2025-01-01"))
	x.do(t, "off", "member.appoint", "emp", `{"person": "lead", "as": "acting_chair"}`)
	x.refuse(t, "lead", "call.conclude", "emp", `{"present": ["lead"]}`, "refused/unranked")
	x.do(t, "dir", "organisation.merge", "house", mergedAs("town", "asbl", "2025-01-01"))
	if x.calls["emp"].Appointed("lead").Conflict {
		t.Fatal("the seat says so already")
	}
	x.refuse(t, "lead", "call.conclude", "emp", `{"present": ["lead"]}`, "forbidden/conflict")
}
