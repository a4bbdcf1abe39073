package web

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// hrefOf finds the address of a link by a part of its text.
func hrefOf(t *testing.T, a answer, text string) string {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?s)<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>`).FindAllStringSubmatch(a.body, -1) {
		if words := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(html.UnescapeString(tags.ReplaceAllString(m[2], ""))); strings.Contains(words, text) {
			return html.UnescapeString(m[1])
		}
	}
	t.Fatalf("%s has no link %q:\n%s", a.at, text, a.text())
	return ""
}

// fill fills in a form as it stands, sends it, and confirms what it asks.
func (b *browser) fill(path string, values url.Values) answer {
	b.w.Helper()
	form := b.get(path).is(http.StatusOK).hidden()
	maps.Copy(form, values)
	got := b.post(path, form)
	if got.status != http.StatusOK || !strings.Contains(got.body, `name="_confirm"`) {
		return got
	}
	return b.post(path, got.hidden())
}

var board = url.Values{"organ": {"board"}, "date": {"10/01/2025"}, "reference": {"CA 2025/12"}}

// added adds to a form.
func added(more url.Values, pairs ...string) url.Values {
	out := maps.Clone(more)
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// TestAwardOverTheBudget: the board shows what is free, the refusal names what is
// missing and the way past it, and after the change the award passes as it was.
func TestAwardOverTheBudget(t *testing.T) {
	w := begun(t, "submission.award")
	dg := w.as("dg")
	const path = "/calls/tiny-2025/award"
	dg.get("/calls/tiny-2025/work").says("Octrois et budget")
	dg.get(path).is(http.StatusOK).says("À décider : 2 dossiers", "Libre en ce moment : 20.000,00 €", "Projet B", "Favorable", "Décidés : 0, en réserve : 0, à décider : 2")
	w.saysWhoDecided(dg)
	got := dg.fill("/dossiers/tiny-2025.a/do/submission.award?amount=12.000,00", added(board, "amount", "12.000,00", "reasons", "Premier du classement, conçu avec les habitants."))
	dg.follow(got).says("À décider : 1 dossier", "Décidé : 1 dossier", "Libre en ce moment : 8.000,00 €", "12.000,00 €")
	got.leads(path)

	const award = "/dossiers/tiny-2025.b/do/submission.award?amount=10.000,00"
	dg.get(award).is(http.StatusOK).says("10.000,00")
	why := added(board, "amount", "10.000,00", "reasons", "Deuxième du classement, utile et faisable.")
	no := dg.fill(award, why).is(http.StatusConflict)
	no.says("Octroi refusé : le budget de l'appel est dépassé de 2.000,00 €", "8.000,00 €", "Rien n'a été enregistré", "Décider un changement de budget d'au moins 2.000,00 €", "Placer le projet en réserve")
	if !strings.Contains(no.body, `class="f-over"`) {
		t.Error("the picture does not show the attempt")
	}
	no.hides("Octroyer un montant partiel")

	change := hrefOf(t, no, "Décider un changement de budget")
	if got := dg.get(change).is(http.StatusOK).says("Aujourd'hui : 20.000,00 €, dont 12.000,00 € engagés. Libre : 8.000,00 €."); !strings.Contains(got.body, `value="22.000,00"`) {
		t.Errorf("the change is not filled in:\n%s", got.body)
	}
	sure := dg.post(change, added(dg.get(change).hidden(), "envelope", "22.000,00"))
	sure.is(http.StatusOK).says("Porter le budget de l'appel à 22.000,00 € ?", "Le budget de l'appel passe de 20.000,00 € à 22.000,00 €. Après ce changement, 10.000,00 € sont libres.")
	back := dg.fill(change, added(board, "envelope", "22.000,00"))
	then := dg.follow(back)
	then.says("Octroyer", "10.000,00")
	dg.follow(dg.fill(back.header.Get("Location"), why)).says("Décidés : 2 dossiers", "Libre en ce moment : 0,00 €")
	if again := dg.get(path); strings.Contains(again.body, "data-award ") {
		t.Error("there is still something to award")
	}
}

// saysWhoDecided: the organ is the call's delegation, shown, or one's own with all three;
// a day to come is told in the form and again before it is confirmed.
func (w *world) saysWhoDecided(dg *browser) {
	w.Helper()
	const at = "/dossiers/tiny-2025.a/do/submission.award"
	const call = "Conseil d'administration, le 10 janvier 2025, référence CA 2025/1"
	reject := "/dossiers/tiny-2025.a/do/submission.reject"
	for _, path := range []string{at, reject, "/dossiers/tiny-2025.a/do/submission.place_in_reserve", "/calls/tiny-2025/do/envelope.change"} {
		dg.get(path).is(http.StatusOK).says("la délégation de l'appel : "+call, "remplissez les trois", "Celui de la délégation de l'appel")
	}
	form := dg.get(at).hidden()
	form.Set("amount", "12.000,00")
	form.Set("reasons", "Premier du classement, conçu avec les habitants.")
	dg.post(at, form).is(http.StatusOK).says("Organe qui a décidé "+call+" (délégation de l'appel)", "Octroyer 12.000,00 € ?")
	half := added(form, "organ", "board")
	no := dg.post(at, half).is(http.StatusBadRequest).says("2 points à corriger", "Date de sa décision : cette information manque.", "Référence de sa décision : cette information manque.")
	if !strings.Contains(no.body, `value="board" checked`) {
		w.Errorf("what was chosen is gone:\n%s", no.body)
	}
	ahead := added(form, "organ", "board", "date", "01/03/2031", "reference", "CA 2031/2")
	const say = "La décision de l'organe porte une date à venir, le samedi 1er mars 2031."
	told := dg.post(at, ahead).is(http.StatusOK).says(say, "Continuer")
	again := told.hidden()
	maps.Copy(again, ahead)
	dg.post(at, again).is(http.StatusOK).says(say, "Organe qui a décidé Conseil d'administration, le 1er mars 2031, référence CA 2031/2", "Octroyer 12.000,00 € ?")
	once := dg.get("/dossiers/tiny-2025.a/do/submission.reject").hidden() // nothing is kept of it
	dg.post(reject, added(once, "reasons", "x", "departure", "y")).is(http.StatusOK).says("(délégation de l'appel)").hides("à venir")
}

// TestAwardBoardIsRead by the funder's side alone, and decided on by its signatory.
func TestAwardBoardIsRead(t *testing.T) {
	w := begun(t, "submission.award")
	const path = "/calls/tiny-2025/award"
	for _, who := range []string{"off", "dir", "fin"} {
		w.as(who).get(path).is(http.StatusOK).says("Projet A", "Favorable").hides("/do/submission.award", "/do/envelope.change")
	}
	for _, who := range []string{"ed_alfa", "sig_beta", "sig_asbl", "chair", "jury1"} {
		w.as(who).get(path).is(http.StatusNotFound)
	}
	w.nobody().get(path).is(http.StatusSeeOther)
	w.as("dg").get("/calls/none/award").is(http.StatusNotFound)
}

// TestReserveStandsInItsOrder with its validity, and what is reconsidered is to be
// decided again.
func TestReserveStandsInItsOrder(t *testing.T) {
	w := begun(t, "submission.award")
	dg := w.as("dg")
	const path = "/calls/tiny-2025/award"
	place := func(file, n string) {
		t.Helper()
		got := dg.fill("/dossiers/tiny-2025."+file+"/do/submission.place_in_reserve", added(board, "place", n, "reasons", "En réserve : "+file+", à reprendre si un montant se libère.", "departure", "Avis favorable, autre priorité."))
		got.leads(path)
	}
	place("a", "2")
	place("b", "1")
	b := dg.get(path).says("En réserve : 2 dossiers", "La réserve vaut jusqu'au").text()
	if strings.Index(b, "Projet B") > strings.Index(b, "Projet A") {
		t.Errorf("the reserve is not in its order: %s", b)
	}
	dg.fill("/dossiers/tiny-2025.b/do/submission.reconsider", added(board, "reasons", "Repris.")).leads(path)
	b = dg.get(path).says("En réserve : 1 dossier", "À décider : 1 dossier").text()
	if strings.Index(b, "Projet B") > strings.Index(b, "Projet A") {
		t.Errorf("what is to decide does not come first: %s", b)
	}
}
