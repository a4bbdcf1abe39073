package web

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// TestOrganisationsAreCorrected: the form shows what there is, refuses numbers that
// do not hold, and keeps a name that goes.
func TestOrganisationsAreCorrected(t *testing.T) {
	w := newWorld(t, all)
	adm := w.administrator("adm")
	adm.get("/organisations").is(http.StatusOK).links("/organisations/alfa")
	adm.get("/organisations/alfa").is(http.StatusOK).says("SISP Alfa", "OVM Alfa", "BE68 5390 0754 7034", "Corriger l'organisation", "Demander une fusion", "L'importation a enregistré l'organisation.").links("/organisations/alfa/do/organisation.update")
	const at = "/organisations/alfa/do/organisation.update"
	form := adm.get(at).is(http.StatusOK).says("seules deux personnes le radient.")
	typed := form.hidden()
	for name, value := range map[string]string{"name.fr": "Alfa Nord", "name.nl": "Alfa Noord", "account": "BE68 5390 0754 7034", "enterprise_number": "0206.731.646", "address": "Rue Neuve 1", "language": "fr"} {
		typed.Set(name, value)
	}
	adm.post(at, typed).is(http.StatusBadRequest).says("numéro d'entreprise")
	typed.Set("enterprise_number", "0206.731.645")
	typed.Set("account", "BE68 5390 0754 7035")
	adm.post(at, typed).is(http.StatusBadRequest)
	typed.Set("account", "BE68 5390 0754 7034")
	adm.follow(adm.post(at, typed)).is(http.StatusOK).says("L'organisation est corrigée.", "Alfa Nord", "SISP Alfa, OVM Alfa", "0206.731.645", "Rue Neuve 1", "a corrigé l'organisation.")
	o := w.viewer("adm").House.Org("alfa")
	if o.Enterprise != "0206.731.645" || !slices.Equal(o.Aliases, []string{"SISP Alfa", "OVM Alfa"}) {
		t.Errorf("%+v", o)
	}
	adm.get("/organisations/none").is(http.StatusNotFound)
	for _, who := range []string{"off", "dir", "ed_alfa", "chair"} {
		x := w.as(who)
		x.get("/organisations/alfa").is(http.StatusNotFound)
		x.get(at).is(http.StatusNotFound)
		x.post(at, url.Values{"name.fr": {"x"}, "name.nl": {"x"}}).is(http.StatusNotFound)
	}
}

// TestOrganisationsMerge: one asks, a second confirms, whoever likes undoes it; each
// step says what it did.
func TestOrganisationsMerge(t *testing.T) {
	w := newWorld(t, all)
	adm, adm2 := w.administrator("adm"), w.administrator("adm2")
	const at, ask = "/organisations/alfa", "/organisations/alfa/do/organisation.ask_merge"
	typed := adm.get(ask).is(http.StatusOK).says("Absorbée par", "SISP Beta").hides(`value="asbl"`, `value="slrb"`).hidden()
	typed.Set("into", "beta")
	typed.Set("on", "2035-01-01")
	typed.Set("reasons", "Fusion des deux SISP")
	adm.post(ask, typed).is(http.StatusBadRequest)
	typed.Set("on", "2026-01-01")
	adm.follow(adm.post(ask, typed)).is(http.StatusOK).says("La fusion est demandée.", "Absorbée par SISP Beta à partir du 01/01/2026", "Fusion des deux SISP", "a demandé une fusion")
	adm.get(at + "/do/organisation.merge").is(http.StatusConflict) // the same one
	adm.get(at).says("Une demande attend déjà pour cette organisation (absorbée par SISP Beta)").hides("par beta")
	adm2.get(ask).is(http.StatusConflict).says("SISP Beta").hides("par beta")
	dir := w.as("dir")
	dir.get("/people").is(http.StatusOK).says("SISP Alfa", "absorbée par SISP Beta").links(at)
	dir.get(at).is(http.StatusOK).says("Fusion des deux SISP").links(at + "/do/organisation.merge").hides("BE68")
	w.as("off").get(at).is(http.StatusNotFound)
	w.as("sig_beta").get("/dossiers/tiny-2025.a").is(http.StatusNotFound)
	sure := adm2.get(at+"/do/organisation.merge").is(http.StatusOK).says("Ses dossiers passent", "Un conflit d'intérêts avec l'une vaut pour l'autre.", "Les rôles de 2 personnes").hidden()
	adm2.follow(adm2.post(at+"/do/organisation.merge", sure)).is(http.StatusOK).says("La fusion est confirmée.", "Absorbée", "a confirmé la fusion.")
	adm.get("/organisations").says("absorbée par SISP Beta le 01/01/2026")
	w.as("sig_beta").get("/dossiers/tiny-2025.a").is(http.StatusOK).says("Qui suit ce dossier SISP Beta (a absorbé SISP Alfa) Directeur Beta")
	w.as("sig_alfa").get("/dossiers/tiny-2025.a").is(http.StatusNotFound)
	dir.get(at).is(http.StatusNotFound)
	back := adm.get(at + "/do/organisation.ask_unmerge").is(http.StatusOK).hidden()
	back.Set("reasons", "Erreur")
	adm.follow(adm.post(at+"/do/organisation.ask_unmerge", back)).is(http.StatusOK).says("La demande est faite.", "La fusion avec SISP Beta est annulée")
	w.as("sig_alfa").get("/dossiers/tiny-2025.a").is(http.StatusNotFound)
	adm.get(at + "/do/organisation.unmerge").is(http.StatusConflict)
	dir.get("/people").is(http.StatusOK).says("SISP Alfa", "la fusion avec SISP Beta est annulée").links(at)
	sure = dir.get(at+"/do/organisation.unmerge").is(http.StatusOK).says("Tout redevient comme avant la fusion.", "Erreur").hidden()
	dir.post(at+"/do/organisation.unmerge", sure)
	adm.get(at).says("Directeur", "a confirmé l'annulation de la fusion.")
	w.as("sig_alfa").get("/dossiers/tiny-2025.a").is(http.StatusOK)
}

// TestNamesAreStruckByTwo: what one leaves out stays; two strike it.
func TestNamesAreStruckByTwo(t *testing.T) {
	w := newWorld(t, all)
	adm, adm2 := w.administrator("adm"), w.administrator("adm2")
	const at, update = "/organisations/alfa", "/organisations/alfa/do/organisation.update"
	adm.get(at + "/do/organisation.ask_strike").is(http.StatusConflict) // there is nothing
	typed := adm.get(update).hidden()
	for name, value := range map[string]string{"name.fr": "SISP Alfa", "name.nl": "OVM Alfa", "language": "fr", "aliases": "Beta-Alfa"} {
		typed.Set(name, value)
	}
	adm.follow(adm.post(update, typed)).is(http.StatusOK).says("Beta-Alfa")
	typed = adm.get(update).says("seules deux personnes le radient").hidden()
	for name, value := range map[string]string{"name.fr": "SISP Alfa", "name.nl": "OVM Alfa", "language": "fr"} {
		typed.Set(name, value)
	}
	adm.follow(adm.post(update, typed)).is(http.StatusOK).says("Beta-Alfa")
	typed = adm.get(at + "/do/organisation.ask_strike").is(http.StatusOK).says(`Beta-Alfa`).hidden()
	typed.Set("aliases", "Beta-Alfa")
	typed.Set("reasons", "Erreur")
	adm.follow(adm.post(at+"/do/organisation.ask_strike", typed)).is(http.StatusOK).says("Radier", "Beta-Alfa", "a demandé de radier")
	sure := adm2.get(at + "/do/organisation.strike").is(http.StatusOK).says("Ceux qui sont notés restent.").hidden()
	adm2.follow(adm2.post(at+"/do/organisation.strike", sure)).is(http.StatusOK).says("La radiation est confirmée.")
	if o := w.viewer("adm").House.Org("alfa"); len(o.Aliases) > 0 {
		t.Errorf("%+v", o)
	}
}
