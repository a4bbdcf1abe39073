package empowerment_test

import (
	"fmt"
	"strings"
	"testing"

	w "tremplin/workflow"
)

const firm = `{"reasons": "faillite", "ground": "faillite"}`

// money complains where a project's money is not as told: awarded, signed, paid,
// committed, final (-1: not fixed), in cents.
func (x *world) money(t testing.TB, on string, awarded, signed, paid, committed, final w.Money) {
	t.Helper()
	s := x.file(t, on)
	got := [5]w.Money{s.Awarded, s.Signed, s.Paid, s.Committed, -1}
	if s.Final != nil {
		got[4] = *s.Final
	}
	if want := [5]w.Money{awarded, signed, paid, committed, final}; got != want {
		t.Errorf("%s: awarded, signed, paid, committed, final are %v, want %v", on, got, want)
	}
}

// plan is the instalments as one line: "1 paid 15000.00, 2 planned 9000.00".
func (x *world) plan(t testing.TB, on string) string {
	t.Helper()
	var out []string
	for _, i := range x.file(t, on).Instalments {
		out = append(out, fmt.Sprintf("%s %s %s", i.Ref().ID, i.State(), i.Amount))
	}
	return strings.Join(out, ", ")
}

func (x *world) wantPlan(t testing.TB, on, want string) {
	t.Helper()
	if got := x.plan(t, on); got != want {
		t.Errorf("instalments of %s:\n%s, want\n%s", on, got, want)
	}
}

func (x *world) call(t testing.TB, envelope, committed, released, paid w.Money) {
	t.Helper()
	c := x.calls["emp"]
	got, want := [4]w.Money{c.Envelope, c.Committed, c.Released, c.Paid}, [4]w.Money{envelope, committed, released, paid}
	if got != want {
		t.Errorf("envelope, committed, released, paid are %v, want %v", got, want)
	}
}

func TestEnvelopeCapsAwards(t *testing.T) {
	x := stage(t, "deliberated")
	x.do(t, "dg", "submission.award", "a", amount("30000"))
	x.call(t, 60000_00, 30000_00, 0, 0)
	x.do(t, "dg", "submission.award", "b", amount("20000.01"))
	facts := x.refuse(t, "dg", "submission.award", "c", amount("20000"), "refused/over_envelope")
	if facts["free"] != w.Money(9999_99) || facts["envelope"] != w.Money(60000_00) || facts["committed"] != w.Money(50000_01) {
		t.Errorf("facts %v", facts)
	}
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "70000"}`)
	facts = x.refuse(t, "dg", "submission.award", "c", amount("20000"), "refused/over_envelope")
	if facts["free"] != w.Money(19999_99) {
		t.Errorf("facts %v", facts)
	}
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "70000.01"}`)
	x.do(t, "dg", "submission.award", "c", amount("20000"))
	x.call(t, 70000_01, 70000_01, 0, 0)
	x.refuse(t, "dg", "envelope.change", "emp", `{"envelope": "70000"}`, "refused/below_committed")
	x.do(t, "dg", "submission.reconsider", "a", why)
	x.call(t, 70000_01, 40000_01, 30000_00, 0)
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "40000.01"}`)
	x.refuse(t, "dg", "submission.award", "a", amount("30000"), "refused/over_envelope")
}

func TestWhatIsFreedCanBeAwarded(t *testing.T) {
	x := stage(t, "decided")
	x.refuse(t, "dg", "submission.award", "c", amount("10000"), "refused/over_envelope")
	x.do(t, "sig_beta", "submission.withdraw", "b", "")
	x.call(t, 60000_00, 30000_00, 20000_01, 0)
	x.do(t, "dg", "submission.award", "c", amount("20000"))
	x.want(t, "c", "awarded")
	if s := x.file(t, "c"); s.LetterOn != w.DateOf(x.now) || s.SignBy != s.LetterOn.Plus(0, 45) {
		t.Errorf("letter %s, sign by %s", s.LetterOn, s.SignBy)
	}
}

func TestCancelReleasesAll(t *testing.T) {
	x := stage(t, "cancelled")
	x.call(t, 60000_00, 0, 50000_01, 0)
	for on, state := range map[string]w.State{"a": "expired", "b": "expired", "c": "expired", "d": "expired", "e": "ineligible", "g": "withdrawn"} {
		x.want(t, on, state)
	}
}

func TestInstalmentsOfALife(t *testing.T) {
	x := stage(t, "in_progress")
	x.wantPlan(t, "a", "1 claimable 15000.00, 2 planned 9000.00, 3 planned 6000.00")
	x.wantPlan(t, "b", "1 claimable 10000.00, 2 planned 6000.00, 3 planned 4000.01") // rounded down, the rest in the last
	x = stage(t, "midterm")
	x.wantPlan(t, "a", "1 paid 15000.00, 2 paid 9000.00, 3 planned 6000.00")
	x.money(t, "a", 30000_00, 30000_00, 24000_00, 30000_00, -1)
	x = stage(t, "reviewed")
	x.wantPlan(t, "a", "1 paid 15000.00, 2 paid 9000.00, 3 void 6000.00, 4 claimable 3000.50")
	x.money(t, "a", 30000_00, 30000_00, 24000_00, 27000_50, 27000_50)
	x = stage(t, "shut")
	x.money(t, "a", 30000_00, 30000_00, 27000_50, 27000_50, 27000_50)
	x = stage(t, "archived")
	x.money(t, "b", 20000_01, 20000_01, 0, 0, 0)
	x.wantPlan(t, "b", "1 void 10000.00, 2 void 6000.00, 3 void 4000.01")
	x.call(t, 60000_00, 27000_50, 22999_51, 27000_50)
}

func sign(t testing.TB, x *world, on string, who ...string) {
	t.Helper()
	for _, s := range who {
		x.do(t, s, "submission.sign", on, "")
	}
}

func avenant(amount string) string {
	return fmt.Sprintf(`{"kind": "amount", "reasons": "utile", "amount": %q, "budget": [{"category": "staff", "label": "x", "amount": %q}]}`, amount, amount)
}

func TestAvenantCutsTheAmount(t *testing.T) {
	x := stage(t, "midterm")
	x.do(t, "dg", "submission.amend", "a", avenant("25000.05"))
	x.money(t, "a", 30000_00, 30000_00, 24000_00, 30000_00, -1)
	sign(t, x, "a", "sig_alfa", "sig_asbl", "dg")
	x.money(t, "a", 30000_00, 25000_05, 24000_00, 25000_05, -1)
	x.wantPlan(t, "a", "1 paid 15000.00, 2 paid 9000.00, 3 void 6000.00, 4 planned 1000.05")
	x.refuse(t, "dg", "submission.amend", "a", avenant("23999.99"), "refused/below_paid")
	x.do(t, "dg", "submission.amend", "a", avenant("24000")) // nothing is left
	sign(t, x, "a", "sig_alfa", "sig_asbl", "dg")
	x.wantPlan(t, "a", "1 paid 15000.00, 2 paid 9000.00, 3 void 6000.00, 4 void 1000.05")
	x.money(t, "a", 30000_00, 24000_00, 24000_00, 24000_00, -1)
	x.do(t, "dg", "submission.amend", "a", avenant("26000")) // up again, within what was awarded
	x.money(t, "a", 30000_00, 24000_00, 24000_00, 26000_00, -1)
	x.do(t, "off", "version.void", "a/version/4", why)
	x.money(t, "a", 30000_00, 24000_00, 24000_00, 24000_00, -1)
}

func TestAvenantRaisesTheAmount(t *testing.T) {
	x := stage(t, "decided")
	x.do(t, "sig_alfa", "submission.withdraw", "a", "")
	contract(t, x, "b", "2025-06-01")
	x.money(t, "b", 20000_01, 20000_01, 0, 20000_01, -1)
	pay(t, x, "b", "1")
	x.refuse(t, "dg", "submission.amend", "b", avenant("25000.56"), "refused/over_request")
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "25000.54"}`)
	facts := x.refuse(t, "dg", "submission.amend", "b", avenant("25000.55"), "refused/over_envelope")
	if facts["free"] != w.Money(5000_53) {
		t.Errorf("facts %v", facts)
	}
	x.do(t, "dg", "submission.amend", "b", avenant("25000.54"))
	x.money(t, "b", 25000_54, 20000_01, 10000_00, 25000_54, -1)
	x.refuse(t, "off", "submission.amend", "b", `{"kind": "account", "reasons": "utile", "account": "BE1"}`, "refused/avenant_out")
	refused := x.fork()
	refused.do(t, "sig_beta", "version.refuse", "b/version/2", why)
	refused.money(t, "b", 20000_01, 20000_01, 10000_00, 20000_01, -1)
	refused.want(t, "b", "in_progress")
	sign(t, x, "b", "dg", "sig_beta")
	x.money(t, "b", 25000_54, 25000_54, 10000_00, 25000_54, -1)
	// 30 % of the new amount at midterm, the rest in the last; numbers go on.
	x.wantPlan(t, "b", "1 paid 10000.00, 2 void 6000.00, 3 void 4000.01, 4 planned 7500.16, 5 planned 7500.38")
}

func TestMilestonesReachedAreClaimableAtOnce(t *testing.T) {
	x := stage(t, "paid")
	x.do(t, "off", "submission.hold_midterm", "a", `{"not_held": "malade"}`)
	x.do(t, "sig_alfa", "instalment.claim", "a/instalment/2", `{"declaration": "DC"}`)
	x.do(t, "off", "submission.amend", "a", `{"kind": "extension", "reasons": "retard", "end_on": "2026-08-31"}`)
	sign(t, x, "a", "sig_alfa", "sig_asbl", "dg")
	x.wantPlan(t, "a", "1 paid 15000.00, 2 void 9000.00, 3 void 6000.00, 4 claimable 9000.00, 5 planned 6000.00")
	if s := x.file(t, "a"); s.EndOn != "2026-08-31" || s.ReportDue != "2026-10-30" {
		t.Errorf("end %s, report %s", s.EndOn, s.ReportDue)
	}
}

func TestRecovery(t *testing.T) {
	x := stage(t, "overpaid")
	x.money(t, "a", 30000_00, 30000_00, 15000_00, 15000_00, 0)
	x.wantPlan(t, "a", "1 paid 15000.00, 2 void 9000.00, 3 void 6000.00")
	if r := x.file(t, "a").Recoveries; len(r) != 1 || r[0].Amount != 15000_00 || r[0].Due != "2025-08-31" {
		t.Fatalf("recoveries %v", r)
	}
	x.refuse(t, "fin", "recovery.receive", "a/recovery/1", `{"amount": "15000.01", "received_on": "2025-08-01"}`, "refused/over_owed")
	x.do(t, "fin", "recovery.receive", "a/recovery/1", `{"amount": "5000", "received_on": "2025-08-01"}`)
	x.want(t, "a/recovery/1", "demanded")
	x.money(t, "a", 30000_00, 30000_00, 10000_00, 10000_00, 0)
	part := x.fork()
	x.do(t, "fin", "recovery.receive", "a/recovery/1", `{"amount": "10000", "received_on": "2025-08-01"}`)
	x.want(t, "a/recovery/1", "received")
	x.money(t, "a", 30000_00, 30000_00, 0, 0, 0)

	part.do(t, "dg", "recovery.write_off", "a/recovery/1", why)
	part.money(t, "a", 30000_00, 30000_00, 10000_00, 10000_00, 0)
	if s := part.file(t, "a"); s.WrittenOff != 10000_00 {
		t.Errorf("written off %s", s.WrittenOff)
	}
	part.do(t, "dg", "submission.reassess", "a", `{"accepted": "4000", "reasons": "plainte"}`)
	part.money(t, "a", 30000_00, 30000_00, 10000_00, 10000_00, 4000_00)
	if s := part.file(t, "a"); s.WrittenOff != 0 || len(s.Recoveries) != 2 || s.Recoveries[1].Amount != 6000_00 {
		t.Errorf("recovery begins anew: %+v", s.Recoveries)
	}
	part.do(t, "dg", "submission.reassess", "a", `{"accepted": "12000.5", "reasons": "plainte"}`)
	part.want(t, "a/recovery/2", "void")
	part.money(t, "a", 30000_00, 30000_00, 10000_00, 12000_50, 12000_50)
	part.wantPlan(t, "a", "1 paid 15000.00, 2 void 9000.00, 3 void 6000.00, 4 claimable 2000.50")
	part.do(t, "dg", "submission.reassess", "a", `{"accepted": "99000", "reasons": "plainte"}`)
	part.money(t, "a", 30000_00, 30000_00, 10000_00, 30000_00, 30000_00)
}

func TestReassessWithinTheEnvelope(t *testing.T) {
	x := stage(t, "overpaid")
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "40000"}`) // 15000 and 20000.01 are committed
	facts := x.refuse(t, "dg", "submission.reassess", "a", `{"accepted": "20000", "reasons": "plainte"}`, "refused/over_envelope")
	if facts["free"] != w.Money(4999_99) {
		t.Errorf("facts %v", facts)
	}
	x.do(t, "dg", "submission.reassess", "a", `{"accepted": "19999.99", "reasons": "plainte"}`)
	x.call(t, 40000_00, 40000_00, 15000_00, 15000_00)
}

func TestBounce(t *testing.T) {
	x := stage(t, "paid")
	x.do(t, "fin", "instalment.bounce", "a/instalment/1", "")
	x.money(t, "a", 30000_00, 30000_00, 0, 30000_00, -1)
	x.wantPlan(t, "a", "1 approved 15000.00, 2 planned 9000.00, 3 planned 6000.00")
	x.do(t, "fin", "instalment.pay", "a/instalment/1", `{"paid_on": "2025-06-10", "reference": "BK"}`)
	x.call(t, 60000_00, 50000_01, 0, 15000_00)

	x = stage(t, "shut") // after the final subsidy is fixed and the account closed
	x.do(t, "fin", "instalment.bounce", "a/instalment/2", "")
	x.want(t, "a", "reviewed")
	x.money(t, "a", 30000_00, 30000_00, 18000_50, 27000_50, 27000_50)
	x.wantPlan(t, "a", "1 paid 15000.00, 2 approved 9000.00, 3 void 6000.00, 4 paid 3000.50")
	x.refuse(t, "fin", "submission.close", "a", "", "refused/money_open")
	x.do(t, "fin", "instalment.pay", "a/instalment/2", `{"paid_on": "2026-09-02", "reference": "BK"}`)
	x.do(t, "fin", "submission.close", "a", "")
}

// What was written off was an overpayment; when the bank sends money back there
// is none, and the account can be closed again.
func TestBounceAfterAWriteOff(t *testing.T) {
	x := stage(t, "balanced")
	x.do(t, "dg", "submission.reassess", "a", `{"accepted": "20000", "reasons": "plainte"}`)
	x.do(t, "dg", "recovery.write_off", "a/recovery/1", why)
	x.do(t, "fin", "submission.close", "a", "")
	x.money(t, "a", 30000_00, 30000_00, 27000_50, 27000_50, 20000_00)
	x.do(t, "fin", "instalment.bounce", "a/instalment/2", "")
	x.money(t, "a", 30000_00, 30000_00, 18000_50, 20000_00, 20000_00)
	pay(t, x, "a", "5")
	x.do(t, "fin", "submission.close", "a", "")
	if s := x.file(t, "a"); s.Paid-s.WrittenOff != *s.Final {
		t.Errorf("paid %s, written off %s, final %s", s.Paid, s.WrittenOff, *s.Final)
	}
}
