package journey_test

import (
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/workflow"
)

// TestFromTheProjectorToTheLetters: the committee looks at the ranking on its projector
// and at the scenarios, the board decides over the budget once that is raised, takes a
// decision back, takes it again, and sends all letters.
func TestFromTheProjectorToTheLetters(t *testing.T) {
	t.Parallel()
	each(t, "submission.reject", true, func(w *world) { // one is awarded, and 8.000 € are left
		off := w.as("off")
		off.open("/calls/tiny-2025/work")
		off.press(w.t("ranking.link"))
		off.reads("Projet A", "Projet B")
		off.press(w.t("ranking.projector"))
		off.reads(w.t("ranking.leave"))
		if shown := js[string](off, `getComputedStyle(document.querySelector(".masthead")).display`); shown != "none" {
			t.Errorf("the projector shows the site's head: %s", shown)
		}
		off.press(w.t("ranking.leave"))
		off.press(w.t("scenarios.title"))
		js[int](off, `document.getElementsByName("in").forEach(x => x.checked = true), 0`)
		off.press(w.t("scenarios.reckon"))
		off.reads(w.t("scenarios.over", "scenario", locale.Choice(w.lang, "scenario", "by_hand"), "over", workflow.Money(200_000)))
		if at := off.at(); !strings.Contains(at, "hand=a%2Cb") {
			t.Errorf("the choice is not in the address: %s", at)
		}
		off.fine()

		dg := w.as("dg")
		dg.open("/calls/tiny-2025/award")
		award := locale.Action(w.lang, workflow.EntitySubmission, "award")
		const why = "Deuxième du classement, utile et faisable."
		dg.press(award)
		dg.fill("reasons", why)
		dg.press("main form .btn:not(.alt)", 409)
		dg.press(w.t("award.change", "over", workflow.Money(200_000)))
		dg.decides()
		dg.fill("reasons", why)
		dg.press("main form .btn:not(.alt)")
		dg.press("main form .btn:not(.alt)")
		dg.reads(w.t("award.done", "n", 2))

		dg.press(`a[href="/dossiers/tiny-2025.b/do/submission.reconsider"]`)
		dg.fill("reasons", "Montant à revoir.")
		dg.press("main form .btn:not(.alt)")
		dg.reads(w.t("award.open", "n", 1), w.t("award.free", "amount", locale.Money(w.lang, workflow.Money(1_000_000))))
		dg.press(award)
		dg.fill("reasons", why)
		dg.press("main form .btn:not(.alt)")
		dg.press("main form .btn:not(.alt)")
		dg.reads(w.t("award.done", "n", 2))

		dg.open("/calls/tiny-2025/letters")
		dg.press(`a[href="/calls/tiny-2025/do/call.decide"]`)
		dg.press("main form .btn:not(.alt)")
		dg.press("main form .btn:not(.alt)")
		w.work()
		dg.open("/calls/tiny-2025/letters")
		dg.reads(w.t("letters.all_made"))
	})
}
