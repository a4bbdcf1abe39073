package journey_test

import (
	"testing"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
)

// phone is somebody's telephone, set to French whatever its owner speaks.
func (w *world) phone(person string) *tab {
	w.Helper()
	b := w.tab()
	b.sized(390)
	b.open("/sign-in")
	b.press("button[name=as][value=" + person + "]")
	return b
}

// TestDutchPartnerOnAPhone: the language is the person's, whatever the device's;
// the part is confirmed, and later the convention signed.
func TestDutchPartnerOnAPhone(t *testing.T) {
	t.Parallel()
	nl := func(key string, facts ...any) string { return ui.T(locale.NL, key, facts...) }
	each(t, "party.confirm", true, func(w *world) {
		w.lang = locale.FR
		w.register("piet", "Piet Partner", "asbl", "nl", "partner_signatory")
		b := w.phone("piet")
		if lang := js[string](b, `document.documentElement.lang`); lang != "nl-BE" && lang != "nl" {
			t.Errorf("the page is in %q", lang)
		}
		b.reads(nl("home.title"))
		b.press(`main a[href^="/dossiers/tiny-2025.a"]`)
		b.fits("part")
		b.press(nl("part.confirm"))
		b.reads(nl("part.answered.confirmed"))
	})
	each(t, "submission.sign", true, func(w *world) {
		w.lang = locale.FR
		w.register("piet", "Piet Partner", "asbl", "nl", "partner_signatory")
		w.work()
		b := w.phone("piet")
		b.open("/dossiers/tiny-2025.a")
		b.reads(locale.Action(locale.NL, "submission", "sign"))
		b.fits("dossier")
		b.signs("tiny-2025.a", "")
		b.fits("signed")
	})
}
