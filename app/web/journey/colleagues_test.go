package journey_test

import (
	"strings"
	"testing"
)

// TestTwoColleaguesInOneForm: whoever saves second sees both versions, has the
// own one still in the field, and loses nothing.
func TestTwoColleaguesInOneForm(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", true, func(w *world) {
		w.register("ed_zwei", "Zoë Deux", "alfa", string(w.lang), "sisp_editor")
		one, two := w.as("ed_alfa"), w.as("ed_zwei")
		const here = "/dossiers/tiny-2025.a/edit/identity"
		one.open(here)
		two.open(here)
		one.fill("title", "Le titre de l'une")
		one.press(w.t("form.save_next"))
		two.fill("title", "Le titre de l'autre")
		two.press(w.t("form.save_next"), 409)
		two.reads(w.t("conflict.title", "who", "Rédacteur Alfa"), "Le titre de l'une", "Le titre de l'autre")
		if got := two.value("title"); got != "Le titre de l'autre" {
			t.Errorf("in the field stands %q", got)
		}
		two.fill("title", "Le titre de l'une et de l'autre")
		two.press(w.t("conflict.do"))
		one.open(here)
		if got := one.value("title"); got != "Le titre de l'une et de l'autre" {
			t.Errorf("saved is %q", got)
		}
	})
}

// TestWhatIsTypedIsKept: without any button, and the colleague is told whose it is.
func TestWhatIsTypedIsKept(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", true, func(w *world) {
		w.register("ed_zwei", "Zoë Deux", "alfa", string(w.lang), "sisp_editor")
		one := w.as("ed_alfa")
		one.open("/dossiers/tiny-2025.a/edit/description")
		one.fill("texts.*.value", "Pas encore fini")
		one.until(`document.querySelector("[data-saved]").textContent.trim() !== ""`)
		two := w.as("ed_zwei")
		two.open("/dossiers/tiny-2025.a/edit/description")
		if got := js[string](two, `[...document.querySelectorAll("main textarea")].map(e => e.value).join("|")`); !strings.Contains(got, "Pas encore fini") {
			t.Errorf("the colleague reads %q", got)
		}
		two.reads("Rédacteur Alfa")
		one.fine()
	})
}
