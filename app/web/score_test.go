package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/workflow"
)

const sheetA = "/dossiers/tiny-2025.a/sheet"

// TestASheetIsSavedHalfDone: each criterion with what it may be given and what it
// weighs; what is missing is told beside its criterion, and nothing typed is lost.
func TestASheetIsSavedHalfDone(t *testing.T) {
	w := begun(t, "sheet.save")
	jury := w.as("jury1")
	jury.get("/dossiers/tiny-2025.a/sheet/jury1/do/sheet.save").leads(sheetA)
	form := jury.get(sheetA).is(http.StatusOK).says("Participation, 60 %", "Faisabilité, 40 %", "Le projet", "Animation", "Enregistrer", "Sceller la grille", "Pas encore de note.").hidden()
	form.Set("scores.0.reasons", "Le projet est né avec les habitants.")
	jury.post(sheetA, form).is(http.StatusBadRequest).says("Participation, 60 % : Donnez une note.", "Le projet est né avec les habitants.")
	form = jury.get(sheetA).is(http.StatusOK).says("Le projet est né avec les habitants.").hidden() // as a working copy
	form.Set("scores.0.score", "4")
	form.Set("scores.0.reasons", "Le projet est né avec les habitants.")
	got := jury.post(sheetA, form)
	got.leads(sheetA)
	jury.follow(got).says("La grille est enregistrée : 1 critère noté sur 2.", "Total provisoire : 48 / 60")
	if x := w.sheetOf("jury1"); x.State() != "draft" || len(x.Scores) != 1 || x.Scores[0].Score != 400 {
		t.Errorf("saved: %+v", x)
	}

	form = jury.get(sheetA).hidden()
	form.Set("scores.0.score", "4")
	form.Set("scores.0.reasons", "Le projet est né avec les habitants.")
	form.Set("_seal", "1")
	jury.post(sheetA, form).is(http.StatusConflict).says("pas scellée", "Faisabilité, 40 % : Donnez une note.")
	form = jury.get(sheetA).hidden()
	form.Set("scores.0.score", "4")
	form.Set("scores.0.reasons", "")
	form.Set("scores.1.reasons", "Un motif sans note.")
	form.Set("_seal", "1")
	jury.post(sheetA, form).is(http.StatusBadRequest).says("Participation, 60 % : Donnez le motif de la note.", "Faisabilité, 40 % : Donnez une note.")
	jury.get(sheetA + "?lang=nl")
	form = jury.get(sheetA).hidden()
	form.Set("scores.1.reasons", "Een reden.")
	form.Set("_seal", "1")
	jury.post(sheetA, form).is(http.StatusBadRequest).says("40 %: Geef een score.", "60 %: Geef een score.")
	jury.get(sheetA + "?lang=fr")
	form = jury.get(sheetA).hidden()
	form.Set("scores.0.score", "9")
	form.Set("scores.1.score", "4,5")
	jury.post(sheetA, form).is(http.StatusBadRequest).says("La note va de 0 à 5.", "Participation, 60 %").hides("Rien n'est tapé")
}

// sheetOf is a member's sheet of the first dossier, as it stands.
func (w *world) sheetOf(person string) *workflow.Sheet {
	w.Helper()
	_, all, err := w.app.Dossiers(w.Context(), "tiny-2025")
	if err != nil {
		w.Fatal(err)
	}
	for _, f := range all {
		for _, x := range f.Sheets {
			if f.Ref().Dossier == "tiny-2025.a" && x.Person == person {
				return x
			}
		}
	}
	w.Fatalf("%s has no sheet", person)
	return nil
}

// TestASheetIsSealed with a confirmation that names what follows; then the others'
// scores are there, and moderation keeps both values.
func TestASheetIsSealed(t *testing.T) {
	w := begun(t, "sheet.save")
	chair, jury := w.as("chair"), w.as("jury1")
	for person, b := range map[string]*browser{"chair": chair, "jury1": jury} {
		form := b.get(sheetA).hidden()
		for i, n := range []string{"4", "2,5"} {
			at := "scores." + string(rune('0'+i))
			form.Set(at+".score", n)
			form.Set(at+".reasons", "Parce que "+person+n)
		}
		form.Set("_seal", "1")
		seal := b.post(sheetA, form)
		seal.leads("/dossiers/tiny-2025.a/sheet/" + person + "/do/sheet.seal")
		got := b.get(seal.header.Get("Location")).is(http.StatusOK).says("Parce que " + person + "2,5")
		if person == "jury1" { // whoever comes second
			got.hides("Parce que chair")
		}
		b.fill(seal.header.Get("Location"), url.Values{})
		if x := w.sheetOf(person); x.State() != "sealed" {
			t.Fatalf("%s is %s", person, x.State())
		}
	}
	page := jury.get(sheetA).is(http.StatusOK).says("Votre grille est scellée", "Notes de Présidente du comité", "Parce que chair4", "2,5", "Revoir")
	if strings.Contains(page.body, "data-autosave") {
		t.Error("a sealed sheet can be typed in")
	}
	jury.post(sheetA, url.Values{"scores.0.criterion": {"participation"}, "scores.0.score": {"0"}}).is(http.StatusConflict)
	moderate := "/dossiers/tiny-2025.a/sheet/jury1/do/sheet.moderate"
	jury.fill(moderate, url.Values{"criterion": {"participation"}, "score": {"3"}, "reasons": {"Après discussion."}})
	jury.get(sheetA).says("Note scellée", "Note revue", "Après discussion.")
	chair.get("/calls/tiny-2025/deliberation").says("au départ 4", "Grilles scellées")
}

// TestAnotherMembersSheetIsNotThere, nor anybody's to whom does not score.
func TestAnotherMembersSheetIsNotThere(t *testing.T) {
	w := begun(t, "sheet.seal")
	for _, who := range []string{"off", "dg", "ed_alfa", "sig_asbl", "fin"} {
		b := w.as(who)
		for _, path := range []string{sheetA, "/calls/tiny-2025/scoring"} {
			b.get(path).is(http.StatusNotFound)
		}
		b.post(sheetA, url.Values{}).is(http.StatusNotFound)
		b.post(sheetA+"/save", url.Values{}).is(http.StatusNotFound)
	}
	w.nobody().post(sheetA+"/save", url.Values{}).is(http.StatusUnauthorized)
}

// TestSheetsAreKeptWhileTyped: as a working copy of the member's own, which nobody
// else is shown, and which goes when the sheet is sealed or in conflict.
func TestSheetsAreKeptWhileTyped(t *testing.T) {
	w := begun(t, "sheet.save")
	jury := w.as("jury1")
	form := jury.get(sheetA).hidden()
	form.Set("scores.0.score", "3")
	form.Set("scores.0.reasons", "Encore à vérifier")
	jury.post(sheetA+"/save", form).is(http.StatusOK).says("version")
	if x := w.sheetOf("jury1"); x.State() != "assigned" {
		t.Errorf("typing is an act: %s", x.State())
	}
	jury.get(sheetA).says("Encore à vérifier")
	jury.get("/calls/tiny-2025/scoring").says("brouillon non enregistré", "0 sur 2")
	w.as("chair").get(sheetA).hides("Encore à vérifier")
	copies, err := w.app.WorkingCopies(t.Context(), w.viewer("sig_alfa"), "tiny-2025.a")
	if err != nil || len(copies) > 0 {
		t.Errorf("the SISP is given %v, %v", copies, err)
	}

	// Another window of the same member: what was typed in it stays, and is not lost.
	other := jury.get(sheetA).hidden()
	other.Set("scores.0.score", "5")
	other.Set("scores.0.reasons", "De l'autre fenêtre")
	jury.post(sheetA+"/save", other).is(http.StatusOK)
	jury.post(sheetA+"/save", form).is(http.StatusConflict).says("autre fenêtre")
	jury.post(sheetA, form).is(http.StatusConflict).says("autre fenêtre", "Encore à vérifier")

	// In Dutch a number is written the same, in English not.
	jury.get(sheetA+"?lang=nl").says("Beoordelingsrooster", "De l'autre fenêtre")
	jury.get(sheetA + "?lang=fr")

	w.do("jury1", "sheet.declare_conflict", "tiny-2025.a/sheet/jury1", map[string]any{"reasons": "Voisin"})
	jury.get(sheetA).is(http.StatusNotFound)
	jury.post(sheetA+"/save", other).is(http.StatusNotFound)
	if c, err := w.app.SheetCopy(t.Context(), w.viewer("jury1"), "tiny-2025.a"); err == nil || c != (app.WorkingCopy{}) {
		t.Errorf("a copy is still there: %v, %v", c, err)
	}
}

// TestGuidanceStandsBesideItsCriterion, and a long scale is typed.
func TestGuidanceStandsBesideItsCriterion(t *testing.T) {
	w := seatedWorld(t, false)
	page := w.as("jury2").get("/dossiers/tiny-2025.b/sheet").is(http.StatusOK).says("Pour vous guider", "5 : conçu par les habitants", "En dessous de 2")
	if !strings.Contains(page.body, `id="c-1-s" name="scores.1.score" class="amount"`) || !strings.Contains(page.body, `type="radio" name="scores.0.score" value="5"`) {
		t.Errorf("a short scale is not chosen from, or a long one not typed:\n%s", page.body)
	}
	w.as("jury2").get("/dossiers/tiny-2025.b/sheet?lang=nl").says("5: door de bewoners bedacht")
}
