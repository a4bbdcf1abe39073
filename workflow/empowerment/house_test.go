package empowerment_test

import (
	"slices"
	"testing"

	w "tremplin/workflow"
)

// Roles that decide, sign or pay are granted and taken by two.
func TestRolesByTwo(t *testing.T) {
	x := stage(t, "house")
	has := func(role w.Role) bool {
		return slices.ContainsFunc(x.house.Person("off").Grants, func(g w.Grant) bool { return g.Role == role && g.Org != "" })
	}
	for _, role := range list[w.Role]("das_director funder_signatory finance_officer sisp_signatory partner_signatory") {
		with := `{"person": "off", "role": "` + string(role) + `", "until": "2026-12-31"}`
		x.do(t, "adm", "person.grant", "house", with)
		if has(role) {
			t.Errorf("%s is granted by one", role)
		}
		x.refuse(t, "adm", "person.grant", "house", with, "forbidden/apart")
		x.do(t, "adm2", "person.grant", "house", `{"person": "off", "role": "`+string(role)+`"}`)
		if !has(role) {
			t.Errorf("%s is not granted by two", role)
		}
		if g := x.house.Person("off").Grants; g[len(g)-1].Until != "2026-12-31" {
			t.Errorf("what was asked first is what is granted: %v", g)
		}
		x.do(t, "adm2", "person.revoke", "house", with[:len(with)-len(`, "until": "2026-12-31"}`)]+"}")
		if !has(role) {
			t.Errorf("%s is revoked by one", role)
		}
		x.do(t, "adm", "person.revoke", "house", with[:len(with)-len(`, "until": "2026-12-31"}`)]+"}")
		if has(role) {
			t.Errorf("%s is not revoked by two", role)
		}
	}
	x.do(t, "adm", "person.grant", "house", `{"person": "off", "role": "auditor"}`) // decides nothing
	if len(x.house.Person("off").Asked) != 0 {
		t.Error("something is still asked")
	}
	if g := x.house.Person("off").Grants; g[len(g)-1].Role != w.Auditor || g[len(g)-1].Org != "" {
		t.Errorf("grants %v", g)
	}
}

// A role may end by a day that is still to come; whoever holds it on holds it
// until then, and what is over already stays as it was.
func TestRolesEndByDate(t *testing.T) {
	x := stage(t, "house")
	held := func(person string) []w.Grant { return x.house.Person(person).Grants }
	x.do(t, "adm", "person.revoke", "house", `{"person": "off", "role": "das_officer", "until": "2030-06-30"}`)
	if g := held("off"); len(g) != 1 || g[0].Until != "2030-06-30" || !g[0].On("2030-06-30") || g[0].On("2030-07-01") {
		t.Errorf("%v", g)
	}
	x.do(t, "adm", "person.revoke", "house", `{"person": "off", "role": "das_officer", "until": "2031-06-30"}`)
	if g := held("off"); g[0].Until != "2030-06-30" {
		t.Errorf("a second end made it longer: %v", g)
	}
	x.do(t, "adm", "person.grant", "house", `{"person": "off", "role": "das_officer", "from": "2032-01-01"}`)
	x.do(t, "adm", "person.revoke", "house", `{"person": "off", "role": "das_officer", "until": "2030-05-31"}`)
	if g := held("off"); len(g) != 1 || g[0].Until != "2030-05-31" {
		t.Errorf("what would begin later is still there: %v", g)
	}
	x.do(t, "adm", "person.revoke", "house", `{"person": "fin", "role": "finance_officer", "until": "2030-12-31"}`)
	if g := held("fin"); g[0].Until != "" {
		t.Errorf("one alone ended it: %v", g)
	}
	x.do(t, "dir", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`)
	if g := held("fin"); len(g) != 1 || g[0].Until != "2030-12-31" || len(x.house.Person("fin").Asked) != 0 {
		t.Errorf("%v", g)
	}
	past := w.Grant{Role: w.Finance, From: "2020-01-01", Until: "2020-12-31"}
	grants("fin", past, w.Grant{Role: w.Finance})(t, x)
	x.do(t, "adm", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`)
	x.do(t, "adm2", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`)
	if g := held("fin"); !slices.Equal(g, []w.Grant{past}) {
		t.Errorf("%v", g)
	}
	x.refuse(t, "adm", "person.revoke", "house", `{"person": "fin", "role": "finance_officer"}`, "refused/not_held")
}

// A role by two holds from the day on which it is confirmed, or later as asked:
// never from the day on which one alone wanted it, nor once its end has come.
func TestARoleByTwoBeginsOnceConfirmed(t *testing.T) {
	for name, c := range map[string]struct{ with, from, outcome string }{
		"no day":        {`{"person": "off", "role": "das_director"}`, "2030-06-15", ""},
		"a day gone by": {`{"person": "off", "role": "das_director", "from": "2030-06-10"}`, "2030-06-15", ""},
		"a day to come": {`{"person": "off", "role": "das_director", "from": "2030-07-01"}`, "2030-07-01", ""},
		"over by then":  {`{"person": "off", "role": "das_director", "until": "2030-06-14"}`, "", "invalid/role_dates"},
	} {
		t.Run(name, func(t *testing.T) {
			x := stage(t, "house")
			x.at(t, "2030-06-01T10:00")
			x.do(t, "adm", "person.grant", "house", c.with)
			x.at(t, "2030-06-15T10:00")
			if c.outcome != "" {
				x.refuse(t, "adm2", "person.grant", "house", asDirector, c.outcome)
				return
			}
			x.do(t, "adm2", "person.grant", "house", asDirector)
			g := x.house.Person("off").Grants
			if last := g[len(g)-1]; last.Role != w.Director || string(last.From) != c.from {
				t.Errorf("%+v, want it from %s", last, c.from)
			}
		})
	}
}

// A director answers what an administrator asked, and is offered nothing else.
func TestADirectorIsTheSecond(t *testing.T) {
	x := stage(t, "house")
	offered := func() (out []string) {
		c := x.caseFor(x.actor("dir"), "house", w.Needs{})
		c.On = x.house.Person("off")
		for _, o := range x.p.Offers(c) {
			out = append(out, deed(o))
		}
		return out
	}
	if got := offered(); len(got) > 0 {
		t.Errorf("a director is offered %v where nothing is asked", got)
	}
	x.do(t, "adm", "person.grant", "house", asDirector)
	if got := offered(); !slices.Equal(got, []string{"person.grant", "person.refuse"}) {
		t.Errorf("offered %v", got)
	}
	x.do(t, "dir", "person.refuse", "house", `{"person": "off", "role": "das_director", "change": "grant"}`)
	if len(x.house.Person("off").Asked) != 0 || len(offered()) > 0 {
		t.Error("what was refused still waits")
	}
	x.do(t, "adm", "person.grant", "house", asDirector)
	x.do(t, "dir", "person.grant", "house", asDirector)
	if g := x.house.Person("off").Grants; g[len(g)-1].Role != w.Director {
		t.Errorf("grants %v", g)
	}
}

func TestNumbersOfOrganisations(t *testing.T) {
	x := stage(t, "house")
	for with, want := range map[string]string{
		`"enterprise_number": "0206731645"`:       "ok",
		`"enterprise_number": "BE0206731645"`:     "ok",
		`"enterprise_number": "0206731654"`:       "invalid/enterprise_number",
		`"enterprise_number": "206731645"`:        "invalid/enterprise_number",
		`"enterprise_number": "9206731645"`:       "invalid/enterprise_number",
		`"enterprise_number": "0000000097"`:       "ok",
		`"enterprise_number": "0000000000"`:       "invalid/enterprise_number",
		`"account": "BE68539007547034"`:           "ok",
		`"account": "NL91 ABNA 0417 1643 00"`:     "ok",
		`"account": "NL91 ABNA 0417 1643 01"`:     "invalid/account",
		`"account": "BE6853900754703"`:            "invalid/account",
		`"account": "BE68 5390 0754 703É"`:        "invalid/account",
		`"account": "BEXX 5390 0754 7034"`:        "invalid/account",
		`"account": "68"`:                         "invalid/account",
		`"account": "1234 5678 9012 3456 7890 1"`: "invalid/account",
	} {
		_, err := x.decide(act("adm", "organisation.register", "house", newOrg(with)))
		if got := outcome(err); got != want {
			t.Errorf("%s: %s, want %s", with, got, want)
		}
	}
}

func TestErase(t *testing.T) {
	x := stage(t, "archived")
	x.refuse(t, "adm", "person.erase", "house", `{"person": "jury1"}`, "refused/duty_left")
	x.do(t, "adm", "person.revoke", "house", `{"person": "jury1", "role": "committee_member"}`)
	p := x.house.Person("jury1")
	name := p.Name.Ref
	c := x.caseFor(x.actor("adm"), "house", w.Needs{})
	c.Naming = []string{"some-text"}
	d, err := programme.Decide(c, act("adm", "person.erase", "house", `{"person": "jury1"}`).ask())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(d.Erased, name) || !slices.Contains(d.Erased, "some-text") || len(d.Erased) != 3 || !slices.IsSorted(d.Erased) {
		t.Errorf("erased %v", d.Erased)
	}
	if err := x.apply(d); err != nil {
		t.Fatal(err)
	}
	p = x.house.Person("jury1")
	if p.State() != w.PersonErased || !p.Name.Empty() || !p.Email.Empty() || len(x.actor("jury1").Grants) != 0 {
		t.Errorf("%+v", p)
	}
	x.refuse(t, "adm", "person.grant", "house", `{"person": "jury1", "role": "auditor"}`, "refused/state")
}

// What may not be seen answers "not found", and offers nothing.
func TestWhatMayNotBeSeen(t *testing.T) {
	for _, c := range []struct {
		stage, on string
		blind     []string
		sees      []string
	}{
		{"validated", "emp", []string{"ed_alfa", "sig_asbl", "adm"}, []string{"off", "aud", "jury1", "chair"}},
		{"asking", "a", []string{"off", "dg", "aud", "adm", "jury1", "ed_beta", "sig_bsbl"}, []string{"ed_alfa", "sig_alfa", "sig_asbl"}},
		{"closed", "f", []string{"off", "aud", "jury1", "sig_bsbl"}, []string{"ed_alfa"}}, // ended as a draft; the partner's place is void
		{"submitted", "a", []string{"adm", "ed_beta", "sig_bsbl", "nobody"}, []string{"off", "dg", "fin", "aud", "jury1", "jury3", "sig_asbl"}},
		{"submitted", "d", []string{"jury3", "sig_alfa"}, []string{"jury1", "sig_delta"}}, // jury3 has a mandate in delta
	} {
		x := stage(t, c.stage)
		for _, who := range append(c.blind, c.sees...) {
			blind := slices.Contains(c.blind, who)
			_, err := x.decide(asked{by: who, do: "submission.award", on: c.on})
			if (outcome(err) == "not_found/not_found") != blind {
				t.Errorf("%s on %s at %s: %v", who, c.on, c.stage, err)
			}
			if n := len(x.p.Offers(x.caseFor(x.actor(who), c.on, everything))); blind && n > 0 {
				t.Errorf("%s is offered %d acts on %s at %s", who, n, c.on, c.stage)
			}
		}
	}
}

// The auditor reads everything and changes nothing but its own record of a visit.
func TestTheAuditorChangesNothing(t *testing.T) {
	for _, ch := range story[1:] {
		x := stage(t, ch.name)
		for _, on := range x.everything() {
			for _, o := range x.p.Offers(x.caseFor(x.actor("aud"), on, everything)) {
				if deed(o) != "control.record" {
					t.Errorf("%s: %s on %s", ch.name, deed(o), on)
				}
			}
		}
	}
}

func TestConditionsHoldPaymentsBack(t *testing.T) {
	x := stage(t, "paid") // conditions on the second and the third instalment
	x.do(t, "off", "submission.hold_midterm", "a", `{"not_held": "x"}`)
	x.do(t, "sig_alfa", "instalment.claim", "a/instalment/2", `{"declaration": "x"}`)
	x.do(t, "dir", "instalment.approve", "a/instalment/2", "")
	const paid = `{"paid_on": "2025-06-10", "reference": "x"}`
	if facts := x.refuse(t, "fin", "instalment.pay", "a/instalment/2", paid, "refused/conditions_unmet"); !slices.Equal(facts["conditions"].([]string), []string{"1"}) {
		t.Errorf("facts %v", facts)
	}
	met := x.fork()
	met.do(t, "off", "condition.meet", "a/condition/1", why)
	met.do(t, "fin", "instalment.pay", "a/instalment/2", paid)
	x.do(t, "dir", "condition.waive", "a/condition/1", why)
	x.do(t, "fin", "instalment.pay", "a/instalment/2", paid)

	y := stage(t, "reviewed") // a balance waits for every condition
	y.do(t, "sig_alfa", "instalment.claim", "a/instalment/4", `{"declaration": "x"}`)
	y.do(t, "dir", "instalment.approve", "a/instalment/4", "")
	if facts := y.refuse(t, "fin", "instalment.pay", "a/instalment/4", `{"paid_on": "2026-09-02", "reference": "x"}`, "refused/conditions_unmet"); !slices.Equal(facts["conditions"].([]string), []string{"2"}) {
		t.Errorf("facts %v", facts)
	}
}

func TestSuspensionGoesBackToWhereItWas(t *testing.T) {
	for _, from := range []string{"paid", "midterm"} {
		x := stage(t, from)
		was := x.state(t, "a")
		end := x.file(t, "a").EndOn
		x.do(t, "dir", "submission.suspend", "a", why)
		x.refuse(t, "sig_alfa", "submission.submit_final_report", "a", report, "refused/state")
		x.do(t, "off", "submission.amend", "a", `{"kind": "account", "reasons": "x", "account": "BE1"}`)
		sign(t, x, "a", "dg", "sig_alfa", "sig_asbl")
		x.do(t, "dir", "submission.resume", "a", why)
		x.want(t, "a", was)
		if x.file(t, "a").EndOn != end || x.file(t, "a").Account != "BE1" {
			t.Error("a date moved")
		}
	}
}
