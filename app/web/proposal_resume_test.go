package web

import (
	"maps"
	"net/http"
	"testing"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
)

// TestWhatIsTypedOutlivesTheSession, in every form in which one types: a sheet, an act
// on a dossier, an organisation. No password is carried, and nothing counts as
// confirmed.
func TestWhatIsTypedOutlivesTheSession(t *testing.T) {
	w := begun(t, "sheet.save")
	w.administrator("adm")
	for _, x := range []struct{ who, path, field, typed string }{
		{"jury1", sheetA, "scores.0.reasons", "Né avec les habitants."},
		{"jury1", "/dossiers/tiny-2025.a/sheet/jury1/do/sheet.declare_conflict", "reasons", "Un voisin."},
		{"adm", "/organisations/new", "name.fr", "Vrac"},
		{"adm", "/organisations/alfa/do/organisation.update", "name.fr", "Alfa Nord"},
	} {
		b := w.as(x.who)
		form := b.get(x.path).is(http.StatusOK).hidden()
		form.Set(x.field, x.typed)
		form.Set(ui.NameConfirm, "1")
		form.Set(page.NamePassword, "a phrase of mine")
		mine := maps.Clone(b.cookies)
		b.cookies = map[string]string{}
		gone := b.post(x.path, form).is(http.StatusUnauthorized).says("Votre session a pris fin", "Rien n'est perdu").hides("a phrase of mine").hidden()
		if gone.Get(x.field) != x.typed || gone.Has(ui.NameConfirm) || gone.Has(page.NamePassword) {
			t.Errorf("%s carries %v", x.path, gone)
		}
		b.cookies = mine
		gone.Set("_stay", "1")
		if got := b.post(x.path, gone); got.status == http.StatusNotFound || got.status >= http.StatusInternalServerError {
			t.Errorf("%s goes on with %d", x.path, got.status)
		}
	}
}
