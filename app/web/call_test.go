package web

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/workflow"
)

// made is a world with a draft call that the officer has just begun.
func made(t *testing.T) (*world, *browser) {
	t.Helper()
	w := newWorld(t, all)
	b := w.as("off")
	form := with(b.get("/calls/new").is(http.StatusOK).says("Partir d'une édition précédente", "Reprendre TINY-2025"),
		"reference", "TINY-2027", "title.fr", "Nouvel appel", "title.nl", "Nieuwe oproep", "envelope", "50.000", "min_per_project", "5.000", "max_per_project", "20.000",
		"duration_months", "12", "opens_at", "2027-02-01T09:00", "closes_at", "2027-03-31T17:00")
	b.post("/calls/new", form).leads("/calls/tiny-2027/setup/identity")
	b.post("/calls/new", form).leads("/calls/tiny-2027/setup/identity") // a double click
	return w, b
}

const newCall = "/calls/tiny-2027"

var (
	anInput  = regexp.MustCompile(`<input[^>]*name="([^"]+)"[^>]*>`)
	anArea   = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>`)
	aSelect  = regexp.MustCompile(`(?s)<select[^>]*name="([^"]+)"[^>]*>.*?</select>`)
	anOption = regexp.MustCompile(`<option value="([^"]*)" selected`)
	aValue   = regexp.MustCompile(`value="([^"]*)"`)
	aNextRow = regexp.MustCompile(`(?s)<template.*?</template>`)
)

// filled is a form of a page as a browser would send it, with what is typed.
func filled(a answer, typed ...string) url.Values {
	v := url.Values{}
	_, body, _ := strings.Cut(a.body, "<main")
	body = aNextRow.ReplaceAllString(body, "")
	for _, m := range anInput.FindAllStringSubmatch(body, -1) {
		if strings.Contains(m[0], `type="radio"`) || strings.Contains(m[0], `type="checkbox"`) {
			if !strings.Contains(m[0], " checked") {
				continue
			}
		}
		v.Add(m[1], html.UnescapeString(aValue.FindStringSubmatch(m[0] + `value=""`)[1]))
	}
	for _, m := range anArea.FindAllStringSubmatch(body, -1) {
		v.Add(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range aSelect.FindAllStringSubmatch(body, -1) {
		if c := anOption.FindStringSubmatch(m[0]); c != nil {
			v.Add(m[1], c[1])
		}
	}
	for i := 0; i+1 < len(typed); i += 2 {
		v.Set(typed[i], typed[i+1])
	}
	return v
}

func TestCallIsSetUpSectionBySection(t *testing.T) {
	w, b := made(t)
	b.get(newCall+"/setup").says("Vérifier l'appel", "Nouvel appel", "totalisent pas 100 %")
	save := func(section string, typed ...string) answer {
		t.Helper()
		return b.post(newCall+"/setup/"+section, filled(b.get(newCall+"/setup/"+section), typed...))
	}
	row := []string{"criteria.0._row", "1", "criteria.0.title.fr", "Participation", "criteria.0.title.nl", "Participatie", "criteria.0.weight", "60", "criteria.0.max", "5"}
	save("criteria", row...).leads(newCall + "/setup/instalments")
	b.get(newCall+"/setup/criteria").says("Total des pondérations : 60 %", "Il manque 40 %", "Les pondérations des critères ne totalisent pas 100 %")
	save("criteria", append(row, "criteria.1._row", "1", "criteria.1.title.fr", "Faisabilité", "criteria.1.title.nl", "Haalbaarheid", "criteria.1.weight", "40", "criteria.1.max", "5")...).is(303)
	b.get(newCall + "/setup/criteria").says("Le compte y est").hides("Il manque 40")
	ties := filled(b.get(newCall + "/setup/criteria"))
	ties["ties"] = []string{"participation", "submitted_at"}
	b.post(newCall+"/setup/criteria", ties).is(303)
	save("dates", "reserve_until", "31/12/2027").is(303)
	save("instalments", "instalments.0._row", "1", "instalments.0.share", "100", "instalments.0.after", "signed").is(303)
	b.get(newCall+"/setup/committee").says("Écart à discuter", "ce que vous laissez vide vaut 20")
	save("committee", "quorum", "2", "wide_spread", "15").is(303)
	b.get(newCall + "/setup").says("Écart à discuter (points sur 100) 15")
	save("themes", "themes.0._row", "1", "themes.0.title.fr", "Culture", "themes.0.title.nl", "Cultuur").is(303)
	save("admissibility", "admissibility.0._row", "1", "admissibility.0.text.fr", "Un partenaire au moins", "admissibility.0.text.nl", "Minstens één partner").is(303)
	goals := filled(b.get(newCall+"/setup/objectives").says("Axe stratégique 4", "1.1"), "objectives.0._row", "1", "objectives.0.title.fr", "", "objectives.0.number", "9")
	goals["vision"] = []string{"v31", "v11"}
	wrong := b.post(newCall+"/setup/objectives", goals).is(http.StatusBadRequest)
	if !strings.Contains(wrong.body, `href="#form-objectives-0-title`) {
		t.Error("what is wrong with a row leads to another")
	}
	goals = filled(wrong, "objectives.0.title.fr", "Objectif propre", "objectives.0.title.nl", "Eigen doelstelling")
	b.post(newCall+"/setup/objectives", goals).leads(newCall + "/setup/admissibility")
	b.get(newCall+"/setup").says("1.1", "3.1", "Objectif propre")
	save("delays", "signing_days", "45", "appeal_days", "60", "report_days", "60").leads(newCall + "/setup")
	b.get(newCall+"/setup").says("Il ne manque plus rien : l'appel peut être validé", "Critère n° 2").hides("Ce qui manque encore", "La délégation")
	b.get(newCall+"/setup/delays").says("Organe qui délègue", "Aucune délégation")
	save("delays", "delegation.organ", "board").leads(newCall + "/setup")
	b.get(newCall+"/setup").says("La délégation est incomplète", "Il ne manque plus rien")
	save("delays", "delegation.organ", "board", "delegation.date", "01/01/2031", "delegation.reference", "CA 1").leads(newCall + "/setup")
	b.get(newCall + "/setup").says("La délégation porte une date à venir, le mercredi 1er janvier 2031").hides("incomplète")

	w.as("dir").get(newCall + "/setup").is(http.StatusNotFound)
	w.as("sig_alfa").get(newCall + "/setup").is(http.StatusNotFound)
	dir := w.as("dir")
	dir.get(newCall+"/work").says("À vous", "Valider")
	w.do("dir", "call.validate", "tiny-2027", map[string]any{"organ": "board", "date": "2026-09-01", "reference": "CA 1"})
	b.get(newCall + "/setup").leads(newCall + "/work")
	b.post(newCall+"/setup/themes", goals).is(http.StatusConflict)
}

// TestSetupLosesNothing: what is wrong stands beside its input with what was typed;
// who was faster is shown; an answer that a section is late is told to the script.
func TestSetupLosesNothing(t *testing.T) {
	w, b := made(t)

	form := filled(b.get(newCall+"/setup/money"), "envelope", "cinquante mille")
	wrong := b.post(newCall+"/setup/money", form).is(http.StatusBadRequest)
	if !strings.Contains(wrong.body, `value="cinquante mille"`) || !strings.Contains(wrong.body, `href="#form-envelope"`) {
		t.Error("what was typed is gone, or nothing leads to it")
	}
	b.get(newCall+"/setup").says("pas enregistré", "version de travail")
	again := b.get(newCall + "/setup/money")
	if !strings.Contains(again.body, `value="cinquante mille"`) {
		t.Error("the working copy is gone")
	}
	b.post(newCall+"/setup/money", filled(again, "_drop", "1")).leads(newCall + "/setup/money")
	b.get(newCall + "/setup/money").hides("cinquante mille")

	w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: "off2", Values: map[string]any{"name": "Deuxième", "email": "o2@tremplin.example", "language": "fr", "organisation": "slrb", "roles": []any{"das_officer"}}}, "test", w.now)
	two := w.as("off2")
	mine, theirs := b.get(newCall+"/setup/identity"), two.get(newCall+"/setup/identity")
	two.post(newCall+"/setup/identity", filled(theirs, "title.fr", "Leur titre", "title.nl", "Hun titel")).is(303)
	b.post(newCall+"/setup/identity", filled(mine, "title.fr", "Mon titre", "title.nl", "Mijn titel")).is(http.StatusConflict).says("Deuxième", "Leur titre", "Mon titre")
	b.post(newCall+"/save/identity", filled(mine, "title.fr", "Mon titre")).is(http.StatusConflict)
	b.post(newCall+"/save/identity", filled(b.get(newCall+"/setup/identity"), "title.fr", "Encore")).is(http.StatusOK)
	two.get(newCall + "/setup/identity").says("Officier a écrit ceci")
}

func TestNextEditionTakesTheRules(t *testing.T) {
	w := newWorld(t, all)
	b := w.as("off")
	page := b.get("/calls/new?from=tiny-2025").is(http.StatusOK).says("D'après TINY-2025", "à fixer de nouveau")
	if strings.Contains(page.body, "2025-02-03") || strings.Contains(page.body, `value="TINY-2025"`) {
		t.Error("the days or the name of the earlier call came along")
	}
	taken := filled(page, "reference", "TINY-2025", "title.fr", "Petit appel", "title.nl", "Kleine oproep", "envelope", "20000", "min_per_project", "5000", "max_per_project", "15000", "duration_months", "12", "opens_at", "2027-02-01T09:00", "closes_at", "2027-03-31T17:00")
	b.post("/calls/new?from=tiny-2025", taken).is(http.StatusBadRequest).says("Un autre appel porte déjà cette référence")
	taken.Set("reference", "TINY-2027")
	b.post("/calls/new?from=tiny-2025", taken).leads(newCall + "/setup/identity")
	b.get(newCall+"/setup").says("Participation", "Faisabilité", "Culture").hides("31/03/2026")
	b.get(newCall + "/setup").says("Fin de la liste de réserve")
	w.as("dir").get("/calls/new").is(http.StatusNotFound)
	w.as("ed_alfa").get("/calls/new").is(http.StatusNotFound)
}

func TestPreviewInBothLanguages(t *testing.T) {
	w, b := made(t)
	b.get(newCall+"/preview").says("Aperçu : voici la page", "Nouvel appel", "budget disponible", "50.000 €").hides("Nieuwe oproep")
	b.get(newCall+"/preview?side=nl").says("Nieuwe oproep", "beschikbaar budget").hides("Nouvel appel")
	w.as("sig_alfa").get(newCall + "/preview").is(http.StatusNotFound)
	w.as("chair").get("/calls/tiny-2025/preview").is(http.StatusNotFound)
}

// TestAmendmentShowsItsDifference in both languages, and changes nothing before.
func TestAmendmentShowsItsDifference(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.as("dir")
	b.get("/calls/tiny-2025/do/call.amend_rules").leads("/calls/tiny-2025/amend")
	b.get("/calls/tiny-2025/amend").says("L'appel est ouvert", "Culture").hides("vision")
	const at = "/calls/tiny-2025/amend/themes"
	form := filled(b.get(at), "themes.0.title.fr", "Culture et art", "themes.0.title.nl", "Cultuur en kunst", "reasons", "Plus large")
	diff := b.post(at, form).is(http.StatusOK).says("Avant (FR)", "Culture", "Culture et art", "Cultuur en kunst", "Modifier les règles")
	w.nobody().get("/calls/tiny-2025").hides("Culture et art")
	b.post(at, filled(diff, "_again", "1")).is(http.StatusOK).says("Voir la différence")
	sure := filled(diff, "_confirm", "1")
	b.post(at, sure).leads("/calls/tiny-2025/work")
	b.post(at, sure).leads("/calls/tiny-2025/work")
	w.nobody().get("/calls/tiny-2025").says("Culture et art")
	unsound := filled(b.get("/calls/tiny-2025/amend/instalments"), "instalments.0.share", "90")
	b.post("/calls/tiny-2025/amend/instalments", unsound).says("le règlement ne tient plus")
	b.post(at, b.get(at).hidden()).is(http.StatusBadRequest)
	w.as("off").get("/calls/tiny-2025/amend").is(http.StatusNotFound)
}
