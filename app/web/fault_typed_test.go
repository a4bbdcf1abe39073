package web

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestAServiceAwayLosesNothingTyped: the page that says that the service is away
// carries what was typed, and one button sends it again, under the same key. A
// password is not given back.
func TestAServiceAwayLosesNothingTyped(t *testing.T) {
	w, _ := logging(t, Options{})
	b := w.as("ed_alfa")
	if err := w.app.Store.Close(); err != nil {
		t.Fatal(err)
	}
	const address = "/dossiers/tiny-2025.a/edit/description"
	typed := url.Values{"_key": {"k1"}, "texts.0.value": {"Un texte <b>long</b>\n& l'autre"}, "_stay": {"1"}}
	a := b.post(address, typed).is(http.StatusServiceUnavailable).says("interrompu un moment", "Ce que vous avez écrit est dans cette page", "Renvoyer ce que j'ai écrit").hides("Rechargez cette page").quotes("<b>long</b>")
	if !strings.Contains(a.body, `action="`+address+`"`) {
		t.Error("it goes elsewhere")
	}
	for name := range typed {
		if got := html.UnescapeString(a.hidden().Get(name)); strings.ReplaceAll(got, "\r\n", "\n") != typed.Get(name) {
			t.Errorf("%s: %q, want %q", name, got, typed.Get(name))
		}
	}
	b.post("/sign-in", url.Values{"email": {"x@y.example"}, "password": {"a secret of mine"}}).is(http.StatusServiceUnavailable).hides("Renvoyer ce que").quotes("a secret of mine")
	b.get(address).is(http.StatusServiceUnavailable).says("Rechargez cette page").hides("Renvoyer")
}

// TestAFormTooLong: the page speaks of a form, not of a file, and says where what
// was typed still is.
func TestAFormTooLong(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.as("ed_alfa")
	huge := url.Values{"texts.0.value": {strings.Repeat("x", MaxBody+1)}}
	const address = "/dossiers/tiny-2025.a/edit/description"
	a := b.post(address, huge).is(http.StatusRequestEntityTooLarge).says("Ce formulaire est trop long", "4 Mo", "page précédente", "gardé comme brouillon", "Rouvrir le formulaire").hides("Réduisez le fichier")
	if !strings.Contains(a.body, `href="`+address+`"`) {
		t.Error("nothing leads back to the form")
	}
	b.post("/dossiers/tiny-2025.a/do/submission.update?lang=nl", huge).is(http.StatusRequestEntityTooLarge).says("Dit formulier is te lang", "als ontwerp bewaard")
}
