package web

import (
	"net/http"
	"testing"
)

// TestAnOrganisationThatIsThereAlready: who registers or renames one is warned of
// another by the same number or nearly the same name, and may go on.
func TestAnOrganisationThatIsThereAlready(t *testing.T) {
	w := newWorld(t, 0)
	adm := w.administrator("adm")
	const at = "/organisations/new"
	typed := adm.get(at).is(http.StatusOK).hidden()
	typed.Set("kind", "association")
	typed.Set("name.fr", " Partenaire, ASBL ")
	sure := adm.post(at, typed).is(http.StatusOK).says("Une organisation s'appelle déjà « Partenaire asbl », ou presque.", "Partenaire, ASBL", "Ne rien faire, revenir").hides("au dossier")
	if w.viewer("adm").House.Org("partenaire-asbl") != nil {
		t.Error("it is registered before one is sure")
	}
	yes := sure.hidden()
	yes.Set("_confirm", "1")
	adm.follow(adm.post(at, yes)).is(http.StatusOK).says("L'organisation est enregistrée.")
	typed = adm.get(at).hidden()
	typed.Set("kind", "association")
	typed.Set("name.fr", "Les Potagers du Canal")
	adm.follow(adm.post(at, typed)).says("L'organisation est enregistrée.") // nothing is like it

	const corrects = "/organisations/beta/do/organisation.update"
	typed = adm.get(corrects).hidden()
	typed.Set("name.fr", "Les Potagers du Canall")
	typed.Set("name.nl", "OVM Beta")
	adm.post(corrects, typed).is(http.StatusOK).says("« Les Potagers du Canal », ou presque")
	typed.Set("name.fr", "SISP Beta")
	adm.follow(adm.post(corrects, typed)).says("L'organisation est corrigée.") // its own name warns of nothing
}

// TestAnOrganisationKeepsAName: without one it would go by its id everywhere.
func TestAnOrganisationKeepsAName(t *testing.T) {
	w := newWorld(t, 0)
	adm := w.administrator("adm")
	const at = "/organisations/alfa/do/organisation.update"
	typed := adm.get(at).is(http.StatusOK).hidden()
	typed.Set("name.fr", "")
	typed.Set("name.nl", " ")
	adm.post(at, typed).is(http.StatusBadRequest).says("Nom : cette information manque.").hides("Identifiant")
	if o := w.viewer("adm").House.Org("alfa"); o.Name.FR != "SISP Alfa" {
		t.Errorf("%+v", o.Name)
	}
}

// TestAMergerWaitsOnTheHome of the second administrator and of the director, and not
// of who asked.
func TestAMergerWaitsOnTheHome(t *testing.T) {
	w := newWorld(t, all)
	adm, adm2 := w.administrator("adm"), w.administrator("adm2")
	w.do("adm", "organisation.ask_merge", "", map[string]any{"organisation": "alfa", "into": "beta", "on": "2025-01-01", "reasons": "Fusion."})
	for _, b := range []*browser{adm2, w.as("dir")} {
		b.get("/").is(http.StatusOK).says("Confirmer ou écarter une fusion : SISP Alfa", "Absorbée par SISP Beta", "Demandé par").links("/organisations/alfa")
	}
	adm.get("/").hides("écarter une fusion")
	w.as("off").get("/").hides("écarter une fusion")
	w.do("adm2", "organisation.merge", "", map[string]any{"organisation": "alfa", "into": "beta", "on": "2025-01-01"})
	w.as("dir").get("/").hides("écarter une fusion")
}
