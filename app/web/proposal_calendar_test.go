package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// TestCalendarOfActivities: an activity has a title and, if one likes, its place in
// the calendar; all of it is read again before sending and on the dossier's page.
func TestCalendarOfActivities(t *testing.T) {
	w := begun(t, "party.confirm")
	ed := w.as("ed_alfa")
	form := with(ed.get(draftA+"/edit/activities").says("Le projet dure 12 mois"),
		"activities.0._row", "1", "activities.0.title", "Ateliers", "activities.0.from", "01/04/2025", "activities.0.until", "30/06/2025", "activities.0.times", "chaque mardi", "activities.0.place", "Maison de quartier",
		"activities.1._row", "1", "activities.1.title", "Permanences")
	ed.post(draftA+"/edit/activities", form).leads(draftA + "/edit/budget")
	for _, path := range []string{draftA + "/check", draftA} {
		ed.get(path).says("Ateliers", "01/04/2025", "30/06/2025", "chaque mardi", "Maison de quartier", "Permanences")
	}
	want := `"activities":[{"from":"2025-04-01","place":"Maison de quartier","times":"chaque mardi","title":"Ateliers","until":"2025-06-30"},{"title":"Permanences"}]`
	if got := w.proposal("tiny-2025.a"); !strings.Contains(got, want) {
		t.Errorf("kept as %s", got)
	}
}

// TestDatesBeginWithTheCall: what lies before the call opened, or ends before it
// begins, is refused beside its input, in each language, and stays typed.
func TestDatesBeginWithTheCall(t *testing.T) {
	w := begun(t, "party.confirm")
	ed := w.as("ed_alfa")
	for lang, want := range map[string][2]string{
		"fr": {"Cette date précède l'ouverture de l'appel\u00a0; choisissez une date à partir du 3 février 2025.", "La fin précède le début"},
		"nl": {"Deze datum valt vóór de opening van de oproep; kies een datum vanaf 3 februari 2025.", "Het einde valt vóór het begin"},
		"en": {"This date is before the call opened; choose one from 3 February 2025 on.", "The end is before the start"},
	} {
		due := with(ed.get(draftA+"/edit/deliverables?lang="+lang), "deliverables.0._row", "1", "deliverables.0.title", "Recueil", "deliverables.0.due", "01/01/1900")
		a := ed.post(draftA+"/edit/deliverables", due).is(http.StatusBadRequest)
		if !strings.Contains(a.text(), want[0]) && !strings.Contains(a.text(), strings.ReplaceAll(want[0], "\u00a0", " ")) {
			t.Errorf("%s: %s", lang, a.text())
		}
		if !strings.Contains(a.body, `value="01/01/1900"`) || !strings.Contains(a.body, `href="#form-deliverables-0-due"`) {
			t.Errorf("%s: what was typed is gone, or nothing leads to it", lang)
		}
		turned := with(ed.get(draftA+"/edit/activities"), "activities.0._row", "1", "activities.0.title", "Ateliers", "activities.0.from", "02/06/2025", "activities.0.until", "01/06/2025")
		ed.post(draftA+"/edit/activities", turned).is(http.StatusBadRequest).says(want[1])
	}
}

// TestActivitiesTypedBeforeTheCalendar: a working copy kept as words alone is still
// there, as titles.
func TestActivitiesTypedBeforeTheCalendar(t *testing.T) {
	w := begun(t, "party.confirm")
	who, err := w.app.Viewer(w.Context(), "ed_alfa", "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.app.SaveWorkingCopy(w.Context(), who, app.WorkingCopy{Dossier: "tiny-2025.a", Section: "activities", Form: "old", Body: `{"lang": "fr", "typed": {"activities.0": ["Atelier de semis"]}}`}); err != nil {
		t.Fatal(err)
	}
	if page := w.as("ed_alfa").get(draftA + "/edit/activities").is(http.StatusOK); !strings.Contains(page.body, "Atelier de semis") {
		t.Error("what was typed is gone")
	}
}

// TestObjectivesStandUnderTheirAxes: in the form in their order, whatever is chosen;
// on the dossier's page and on the call's.
func TestObjectivesStandUnderTheirAxes(t *testing.T) {
	w := begun(t, "party.confirm")
	goal := func(id, number, fr, axis string) any {
		return map[string]any{"id": id, "number": number, "title": map[string]any{"fr": fr, "nl": "NL " + fr}, "axis": map[string]any{"fr": axis, "nl": "NL " + axis}}
	}
	if _, err := w.app.Perform(w.Context(), app.Command{Actor: "dir", Surface: "test", Entity: workflow.EntityCall, Action: "amend_rules", On: "tiny-2025", Values: map[string]any{
		"changes": map[string]any{"objectives": []any{
			goal("v31", "3.1", "S'intégrer dans et renforcer les dynamiques locales", "Axe 3"), goal("v33", "3.3", "Soutenir l'appropriation", "Axe 3"), goal("v41", "4.1", "Activer les acteurs", "Axe 4"),
		}},
	}}); err != nil {
		t.Fatal(err)
	}
	ed := w.as("ed_alfa")
	form := with(ed.get(draftA+"/edit/objectives").says("Axe 3", "Axe 4"))
	form["objectives"] = []string{"v41", "v33"}
	ed.post(draftA+"/edit/objectives", form).leads(draftA + "/edit/neighbourhoods")
	for _, l := range []struct {
		lang locale.Language
		pre  string
	}{{locale.FR, ""}, {locale.NL, "NL "}} {
		page := ed.get(draftA + "/edit/objectives?lang=" + string(l.lang)).body
		at := -1
		for _, s := range []string{l.pre + "Axe 3", `value="v31"`, `value="v33" checked`, l.pre + "Axe 4", `value="v41" checked`} {
			i := strings.Index(page, s)
			if i <= at {
				t.Errorf("%s: %s is not where it should be", l.lang, s)
			}
			at = i
		}
		ed.get(draftA+"?lang="+string(l.lang)).says(l.pre+"Axe 3", "3.3", l.pre+"Soutenir", l.pre+"Axe 4", "4.1").hides("dynamiques locales")
		ed.get("/calls/tiny-2025?lang="+string(l.lang)).says(l.pre+"Axe 3", "3.1", "dynamiques locales", "4.1")
	}
}
