package journey_test

import (
	"strings"
	"testing"

	"tremplin/locale"
)

// TestFromInvitationToReceipt: somebody new at a SISP writes a proposal section
// by section, its partner confirms, it is sent, and the receipt says so.
func TestFromInvitationToReceipt(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", false, func(w *world) {
		w.register("eva", "Éva Écrit", "alfa", string(w.lang), "sisp_editor", "sisp_signatory")
		w.register("piet", "Piet Partner", "asbl", string(w.lang), "partner_signatory")
		eva := w.tab()
		eva.enters("eva")
		eva.open("/calls/tiny-2025")
		eva.press(`a[href="/calls/tiny-2025/propose"]`)
		eva.fill("title", "Le potager des voisins")
		eva.fill("theme", "culture")
		eva.fill("requested", "9.000")
		eva.fill("budget.*.category", "staff")
		eva.fill("budget.*.label", "Animation")
		eva.fill("budget.*.amount", "9.000")
		eva.press(w.t("start.do"))
		dossier := strings.TrimSuffix(eva.at(), "/edit/description")
		eva.writes()

		piet := w.tab()
		piet.enters("piet")
		piet.open(dossier)
		piet.press(`a[href^="` + dossier + `/part"]`)
		piet.reads("Le potager des voisins", "Cuisine et jardin", locale.Money(w.lang, int64(200000)))
		piet.press(w.t("part.confirm"))
		piet.reads(w.t("part.answered.confirmed"))

		eva.open(dossier + "/check")
		eva.reads("Le potager des voisins", "Animation", "Des bacs, des graines et des voisins.")
		eva.press(`a[href="` + dossier + `/do/submission.submit"]`)
		eva.press("main form .btn")
		if eva.at() != dossier { // what cannot be taken back is asked again
			eva.press("main form .btn")
		}
		eva.reads(locale.State(w.lang, "submission", "submitted"))
		w.work()
		eva.open(dossier)
		receipt := js[string](eva, `document.querySelector("main a[href$='/%v.pdf']").getAttribute("href")`, verbatim(w.lang))
		text := eva.printed(eva.fetched(receipt))
		for _, want := range []string{"Le potager des voisins", "TINY-2025-", "Éva Écrit", "9.000,00 €", "Partenaire asbl"} {
			if !strings.Contains(text, want) {
				t.Errorf("the receipt does not say %q:\n%s", want, text)
			}
		}
		eva.fine()
	})
}

// writes fills in the sections one after the other.
func (b *tab) writes() {
	b.Helper()
	next := func(section string) {
		b.Helper()
		b.press(b.t("form.save_next"))
		if !strings.HasSuffix(b.at(), "/"+section) {
			b.Fatalf("after saving: at %s, want %s:\n%s", b.at(), section, b.text())
		}
	}
	b.fill("texts.*.value", "Des bacs, des graines et des voisins.")
	next("neighbourhoods")
	b.row("neighbourhoods")
	b.fill("neighbourhoods.*.name", "Bempt")
	next("partners")
	b.row("partners")
	b.fill("partners.*.id", "asbl")
	b.fill("partners.*.role", "Cuisine et jardin")
	b.fill("partners.*.share", "2000")
	next("activities")
	b.row("activities")
	b.fill("activities.*.title", "Atelier de semis")
	next("budget")
	if got := clean(js[string](b, `document.querySelector("[data-out=asked]").textContent`)); !strings.Contains(got, "9.000,00") {
		b.Errorf("the live total is %q", got)
	}
	next("deliverables")
	b.row("deliverables")
	b.fill("deliverables.*.title", "Un carnet de recettes")
	b.fill("deliverables.*.due", "2026-02-28")
	next("indicators")
	b.row("indicators")
	b.fill("indicators.*.title", "Participants")
	b.fill("indicators.*.target", "30")
	next("files")
}

// row asks for a row in a list that has none yet.
func (b *tab) row(list string) {
	b.Helper()
	if js[bool](b, `!document.querySelector("[data-rows=" + %v + "] [data-row]")`, list) {
		b.tap("button[name=_add][value=" + list + "]")
	}
}
