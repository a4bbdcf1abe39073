package journey_test

import (
	"strings"
	"testing"
	"time"

	"tremplin/locale"
)

// signs signs a convention, proving again who it is where there is a secret: a
// wrong code first.
func (b *tab) signs(dossier, secret string) {
	b.Helper()
	b.open("/dossiers/" + dossier)
	b.press(`a[href="/dossiers/` + dossier + `/do/submission.sign"]`)
	b.press("main form .btn:not(.alt)")
	if secret != "" {
		b.fill("code", "000000")
		b.press("main form .btn:not(.alt)", 422)
		if len(b.problems()) == 0 {
			b.Errorf("a wrong code is not told:\n%s", b.text())
		}
		b.fill("code", b.code(secret))
	}
	b.press("main form .btn:not(.alt)")
	if at := b.at(); at != "/dossiers/"+dossier {
		b.Errorf("after signing: at %s:\n%s", at, b.text())
	}
}

// TestThreePartiesSign: each with the own account, each proves again who it is
// before it signs; with the last signature the project runs.
func TestThreePartiesSign(t *testing.T) {
	t.Parallel()
	each(t, "submission.sign", false, func(w *world) {
		w.work()
		const dossier = "tiny-2025.a"
		for _, p := range []struct{ id, name, org, role string }{
			{"eva", "Éva Écrit", "alfa", "sisp_signatory"}, {"piet", "Piet Partner", "asbl", "partner_signatory"}, {"dora", "Dora Décide", "slrb", "funder_signatory"},
		} {
			w.register(p.id, p.name, p.org, string(w.lang), p.role)
			b := w.tab()
			secret := b.enters(p.id)
			if secret == "" {
				t.Fatalf("%s signs without a second factor", p.id)
			}
			w.later(10 * time.Minute) // the code was shown too long ago
			b.signs(dossier, secret)
			b.reads(p.name)
		}
		w.work()
		if got := w.file("off", dossier).File.State(); got != "in_progress" {
			t.Errorf("the project is %s", got)
		}
		b := w.tab()
		b.open("/sign-in")
		if strings.Contains(b.text(), locale.State(w.lang, "submission", "in_progress")) {
			t.Error("everybody is told")
		}
	})
}
