package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/workflow"
)

func TestBoardOfACall(t *testing.T) {
	w := begun(t, "submission.declare_eligible")
	off := w.as("off")
	page := off.get("/calls/tiny-2025/work").is(http.StatusOK).says("Dossiers par état", "Introduite", "À examiner : recevabilité", "Projet A", "Projet B", "Libre 20.000,00 €", "Rien n'est en retard", "Préparer l'édition suivante")
	if !strings.Contains(page.body, `/dossiers?call=tiny-2025&amp;state=submitted`) || !strings.Contains(page.body, `/dossiers/tiny-2025.a/screening`) {
		t.Error("the counts, or the dossiers to be screened, lead nowhere")
	}
	w.as("dir").get("/calls/tiny-2025/work").says("Changer l'appel lui-même", "Rouvrir l'appel", "Met fin à l'appel")
	w.as("chair").get("/calls/tiny-2025/work").says("Comité d'avis").hides("À examiner", "En retard")
	w.as("sig_alfa").get("/calls/tiny-2025/work").hides("Projet B", "Grilles", "En retard", "Engagé")

	w = begun(t, "submission.rank")
	w.as("off").get("/calls/tiny-2025/work").says("Grilles remises", "Grilles attendues", "Présidence du comité d'avis : conclure")
	w.as("chair").get("/calls/tiny-2025/work").hides("Grilles remises")
}

// TestConflictedMemberSeesNoSum: neither amounts nor dossiers of the conflict.
func TestConflictedMemberSeesNoSum(t *testing.T) {
	w := begun(t, "call.convene")
	if _, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: "jury2", Values: map[string]any{"name": "Membre 2", "language": "fr", "roles": []any{"committee_member"}, "mandates": []any{"alfa"}}}, "test", w.now); err != nil {
		t.Fatal(err)
	}
	w.do("off", "member.appoint", "tiny-2025", map[string]any{"person": "jury2", "as": "member"})
	w.do("off", "call.convene", "tiny-2025", nil)
	w.as("jury1").get("/calls/tiny-2025/work").says("20.000,00 €")
	w.as("jury2").get("/calls/tiny-2025/work").is(http.StatusOK).hides("20.000,00", "Engagé", "Projet A", "Dossiers par état Avis")
}

func TestScreeningPointByPoint(t *testing.T) {
	w := begun(t, "party.confirm")
	w.do("dir", "call.amend_rules", "tiny-2025", map[string]any{"changes": map[string]any{"admissibility": []any{
		map[string]any{"id": "partner", "text": map[string]any{"fr": "Un partenaire", "nl": "Een partner"}}, map[string]any{"id": "form", "text": map[string]any{"fr": "Le formulaire", "nl": "Het formulier"}},
	}}})
	w.do("sig_asbl", "party.confirm", "tiny-2025.a/party/asbl", nil)
	w.do("sig_alfa", "submission.submit", "tiny-2025.a", nil)
	w.now = w.now.AddDate(0, 1, 0)
	if _, err := w.app.Clock(w.Context(), app.Tick{Until: w.now}); err != nil {
		t.Fatal(err)
	}
	const at = "/dossiers/tiny-2025.a/screening"
	b := w.as("off")
	form := b.get(at).is(http.StatusOK).says("Un partenaire", "Le formulaire").hidden()
	form.Set("point.partner", "true")
	b.post(at, form).is(http.StatusBadRequest).says("Répondez par oui ou par non")
	form.Set("point.form", "false")
	no := b.post(at, form).is(http.StatusConflict).says("ne peut pas être déclarée recevable", "Le formulaire", "Demander un complément")
	if !strings.Contains(no.body, "declare_ineligible?failed=form") {
		t.Error("the failed point is not handed on")
	}
	b.get("/dossiers/tiny-2025.a/do/submission.declare_ineligible?failed=form&failed=none").is(http.StatusOK)
	w.do("off", "submission.request_completion", "tiny-2025.a", map[string]any{"missing": []any{map[string]any{"part": "indicators", "explanation": "Ajoutez une cible."}}, "until": string(workflow.DateOf(w.now).Plus(0, 7))})
	b.get(at).says("Ajoutez une cible.", "peut compléter jusqu'au", "dans 7 jours").hides("Enregistrer l'examen")
	b.get("/calls/tiny-2025/work").says("dans 7 jours", "Prochaines échéances")
	b.get("/agenda?month=" + string(workflow.DateOf(w.now).Plus(0, 7))[:7]).says("SISP Alfa")
	w.now = w.now.AddDate(0, 0, 8)
	b = w.as("off")
	b.get(at).says("peut être déclarée irrecevable")
	b.get("/calls/tiny-2025/work").says("1 jour de retard")
	for _, who := range []string{"ed_alfa", "chair", "dir"} {
		w.as(who).get(at).is(http.StatusNotFound)
	}

	w = begun(t, "submission.declare_eligible")
	b = w.as("off")
	yes := b.get(at).says("ne nomment aucun point").hidden()
	b.post(at, yes).leads("/calls/tiny-2025/work")
	b.post(at, yes).leads("/calls/tiny-2025/work")
	b.get(at).says("Déclarer irrecevable").hides("Déclarer recevable") // what is over is not to come
	if got := w.as("off").get("/dossiers/tiny-2025.a").text(); !strings.Contains(got, "Recevable") {
		t.Error("the dossier is not eligible")
	}
}

func TestAgendaByMonthAndToTakeAlong(t *testing.T) {
	w := begun(t, "submission.sign")
	b := w.as("off")
	page := b.get("/agenda?month=2025-06").is(http.StatusOK).says("Échéances de juin 2025", "Projet A", "L'octroi tombe")
	if !strings.Contains(page.body, `href="#d-2025-06-`) || !strings.Contains(page.body, `id="d-2025-06-`) {
		t.Error("no day leads to its rows")
	}
	b.get("/agenda?month=1999-99").is(http.StatusOK).says("Échéances de mai 2025")
	file := b.get("/agenda/tremplin.ics").is(http.StatusOK)
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART;VALUE=DATE:202506", "SUMMARY:L'octroi tombe", "https://tremplin.example/dossiers/tiny-2025.a"} {
		if !strings.Contains(strings.ReplaceAll(file.body, "\r\n ", ""), want) {
			t.Errorf("the calendar has no %q:\n%s", want, file.body)
		}
	}
	for _, who := range []string{"ed_alfa", "sig_asbl", "jury1"} {
		w.as(who).get("/agenda").is(http.StatusNotFound)
		w.as(who).get("/agenda/tremplin.ics").is(http.StatusNotFound)
	}
	b.get("/agenda?month=2025-06&" + url.Values{"after": {"nonsense"}}.Encode()).is(http.StatusOK).says("Rien n'échoit")
}

// TestAgendaPageByPage leaves nothing out and tells nothing twice.
func TestAgendaPageByPage(t *testing.T) {
	w := begun(t, "submission.hold_midterm")
	who, err := w.app.Viewer(w.Context(), "off", "test")
	if err != nil {
		t.Fatal(err)
	}
	all, next, err := w.app.Agenda(w.Context(), who, app.Days{From: "2020-01-01", Limit: 100})
	if err != nil || next != "" || len(all) < 2 {
		t.Fatal(len(all), next, err)
	}
	var one []app.Deadline
	for after, n := "", 0; n < 10; n++ {
		some, more, err := w.app.Agenda(w.Context(), who, app.Days{From: "2020-01-01", After: after, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		one = append(one, some...)
		if after = more; more == "" {
			break
		}
	}
	if len(one) != len(all) {
		t.Fatalf("%d a page at a time, %d together", len(one), len(all))
	}
	for i := range all {
		if all[i].Dated != one[i].Dated {
			t.Errorf("%d: %v, and %v", i, all[i].Dated, one[i].Dated)
		}
	}
}
