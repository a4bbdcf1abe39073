package web

import (
	"strings"
	"testing"
)

// Who confirmed is asked again when its own words change, and only then: not when
// another's part, or a deliverable of another, stands in the same list.
func TestUnchangedPartIsNotAskedAgain(t *testing.T) {
	w := begun(t, "party.confirm")
	ed, asbl := w.as("ed_alfa"), w.as("sig_asbl")
	role := []string{"partners.0._row", "1", "partners.0.id", "asbl", "partners.0.role", "Tenir les ateliers"}
	owed := []string{"deliverables.0._row", "1", "deliverables.0.title", "Recueil", "deliverables.0.due", "28/02/2026", "deliverables.0.party", "asbl"}
	save := func(section string, typed ...string) {
		t.Helper()
		ed.post(draftA+"/edit/"+section, with(ed.get(draftA+"/edit/"+section), typed...)).is(303)
	}
	save("partners", role...)
	save("deliverables", owed...)
	read := asbl.get(draftA+"/part").says("Tenir les ateliers", "Recueil")
	asbl.post(draftA+"/part", with(read, "answer", "confirm")).leads(draftA + "/part?org=asbl")
	const kept = "Vous avez confirmé cette part"
	for _, step := range []struct {
		name, section string
		typed         []string
	}{
		{"another partner", "partners", append(role, "partners.1._row", "1", "partners.1.id", "beta", "partners.1.role", "Prêter une salle")},
		{"another's words", "partners", append(role, "partners.1._row", "1", "partners.1.id", "beta", "partners.1.role", "Prêter deux salles")},
		{"another deliverable", "deliverables", append(owed, "deliverables.1._row", "1", "deliverables.1.title", "Affiche", "deliverables.1.due", "01/03/2026", "deliverables.1.party", "alfa")},
	} {
		save(step.section, step.typed...)
		if !strings.Contains(asbl.get(draftA+"/part").text(), kept) {
			t.Errorf("%s: the partner is asked again", step.name)
		}
	}
	owed[3] = "Recueil de récits"
	save("deliverables", owed...)
	asbl.get(draftA+"/part").says("Confirmer notre part", "Recueil de récits").hides(kept)
}

// TestNothingAtTheStartIsAValue: an indicator that starts at 0 says so, in its form and
// where the proposal is checked.
func TestNothingAtTheStartIsAValue(t *testing.T) {
	w := begun(t, "party.confirm")
	ed := w.as("ed_alfa")
	form := with(ed.get(draftA+"/edit/indicators"), "indicators.0._row", "1", "indicators.0.title", "Potagers", "indicators.0.base", "0", "indicators.0.target", "12")
	ed.post(draftA+"/edit/indicators", form).is(303)
	if a := ed.get(draftA + "/edit/indicators"); !strings.Contains(cutBetween(a.body, `name="indicators.0.base"`, ">"), `value="0"`) {
		t.Error("the form shows no 0")
	}
	ed.get(draftA+"/check").is(200).inOrder("Potagers", " 0 ", "12")
}
