package journey_test

import (
	"testing"
	"time"

	"tremplin/workflow"
)

// TestAPaymentAsksTheCodeAgain: who pays long after the sign-in proves again who
// they are; a wrong code loses nothing of what was typed, and pays nothing.
func TestAPaymentAsksTheCodeAgain(t *testing.T) {
	t.Parallel()
	each(t, "instalment.pay", false, func(w *world) {
		w.work()
		w.register("flo", "Flo Finances", "slrb", string(w.lang), "finance_officer")
		b := w.tab()
		secret := b.enters("flo")
		if secret == "" {
			t.Fatal("who pays signs in without a second factor")
		}
		w.later(10 * time.Minute)
		b.open("/dossiers/tiny-2025.a/instalment/1/do/instalment.pay")
		b.fill("paid_on", w.now().Format("02/01/2006"))
		b.fill("reference", "BK-0042")
		b.press("main form .btn:not(.alt)")
		b.reads("BK-0042", "12.000,00 €")
		paid := func() workflow.State {
			t.Helper()
			return w.file("off", "tiny-2025.a").File.Instalments[0].State()
		}
		b.fill("code", "000000")
		b.press("main form .btn:not(.alt)", 422)
		if len(b.problems()) == 0 || paid() != "approved" {
			t.Errorf("after a wrong code the instalment is %s:\n%s", paid(), b.text())
		}
		b.reads("BK-0042")
		b.fill("code", b.code(secret))
		b.press("main form .btn:not(.alt)")
		if paid() != "paid" {
			t.Errorf("the instalment is %s:\n%s", paid(), b.text())
		}
		b.fine()
	})
}
