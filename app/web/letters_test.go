package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
)

// TestLettersAreReadBeforeTheyGo: each as it would be, or why it cannot be yet; the
// decision sends them in one batch.
func TestLettersAreReadBeforeTheyGo(t *testing.T) {
	w := begun(t, "submission.award")
	dg := w.as("dg")
	const path = "/calls/tiny-2025/letters"
	dg.get(path).is(http.StatusOK).says("à décider", "Envoyer toutes les lettres", "2 candidatures attendent encore").hides("/do/call.decide")
	dg.get("/dossiers/tiny-2025.a/letter/fr").is(http.StatusOK).says("Pas encore de lettre", "n'est pas encore décidé")
	w.do("dg", "submission.award", "tiny-2025.a", map[string]any{"amount": "12000", "reasons": "Premier du classement, conçu avec les habitants."})
	dg.get("/dossiers/tiny-2025.a/letter/fr").is(http.StatusOK).says("Copie de travail", "12.000,00 €", "Premier du classement")
	dg.get("/dossiers/tiny-2025.a/letter/nl").is(http.StatusOK).says("12.000,00 euro", "subsidie")
	dg.get("/dossiers/tiny-2025.b/letter/fr").says("Pas encore de lettre")
	w.do("dg", "submission.reject", "tiny-2025.b", map[string]any{"reasons": "Il reste 8.000 € pour une demande de 10.000 €.", "departure": "Le budget est épuisé."})
	dg.get("/dossiers/tiny-2025.b/letter/fr").says("Il reste 8.000 €", "recours")
	dg.get(path).says("Envoie 2 lettres en une fois", "Octroi 12.000,00 €", "Non retenu", "Relire FR")
	for _, who := range []string{"ed_alfa", "sig_alfa", "chair", "jury1"} {
		w.as(who).get(path).is(http.StatusNotFound)
		w.as(who).get("/dossiers/tiny-2025.a/letter/fr").is(http.StatusNotFound)
	}
	for _, other := range []string{"en", "xx"} {
		dg.get("/dossiers/tiny-2025.a/letter/" + other).is(http.StatusNotFound)
	}
	if docs := w.filed("tiny-2025.a"); strings.Contains(docs, "award") {
		t.Errorf("reading a letter filed it: %s", docs)
	}
}

// filed are the kinds of a dossier's documents.
func (w *world) filed(dossier string) string {
	w.Helper()
	var kinds []string
	err := w.app.Documents(w.Context(), "tiny-2025", func(d *storage.Filed) error {
		if d.Ref().Dossier == dossier {
			kinds = append(kinds, d.Kind)
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return strings.Join(kinds, " ")
}

// TestLettersFare: under way, made, or stopped with what to do; the page renews
// itself only while something is under way.
func TestLettersFare(t *testing.T) {
	w := begun(t, "call.decide")
	dg := w.as("dg")
	const path = "/calls/tiny-2025/letters"
	real := w.app.Handlers["document.rejection"]
	w.app.Handlers["document.rejection"] = func(context.Context, storage.Job) (*app.Command, error) {
		return nil, errors.Join(errors.New("document: may not be made: it lacks the reasons"), storage.ErrGiveUp)
	}
	dg.fill("/calls/tiny-2025/do/call.decide", board).leads(path)
	if got := dg.get(path).says("Avancement", "0 sur 2", "En cours", "Mettre à jour maintenant"); got.header.Get("Refresh") == "" {
		t.Error("the page does not renew itself")
	}
	if err := w.app.Work(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	got := dg.get(path).says("1 sur 2", "Bloquée", "Il manque une donnée au document", "peut relancer la tâche n°", "PDF FR", "Certaines lettres ne sont pas arrivées")
	if got.header.Get("Refresh") != "" {
		t.Error("the page renews itself for nothing")
	}
	w.app.Handlers["document.rejection"] = real
	dead, err := w.app.Store.DeadJobs(t.Context(), 1)
	if err != nil || len(dead) != 1 {
		t.Fatal(dead, err)
	}
	w.now = w.now.Add(time.Minute)
	w.administrator("adm").post("/admin/jobs/"+strconv.FormatInt(dead[0].ID, 10)+"/retry", nil)
	if err := w.app.Work(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	dg.get(path).says("2 sur 2", "Toutes les lettres sont établies").hides("Bloquée ")
}

// TestALetterThatWentKeepsItsDays: read later, it is the letter of its day and says
// so, whatever has become of the dossier.
func TestALetterThatWentKeepsItsDays(t *testing.T) {
	w := begun(t, "call.decide")
	const letter = "/dossiers/tiny-2025.a/letter/fr"
	w.now = time.Date(2025, 5, 6, 8, 0, 0, 0, time.UTC)
	dg := w.as("dg")
	dg.get(letter).says("Copie de travail", "6 mai 2025", "20 juin 2025").hides("est partie le") // 45 days to sign
	w.do("dg", "call.decide", "tiny-2025", nil)
	w.now = time.Date(2025, 5, 13, 8, 0, 0, 0, time.UTC)
	dg = w.as("dg") // the session before has ended
	dg.get(letter).says("est partie le mardi 6 mai 2025", "20 juin 2025").hides("Copie de travail", "13 mai 2025", "27 juin 2025")
	if err := w.app.Work(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	w.do("off", "submission.issue_convention", "tiny-2025.a", map[string]any{"language": "fr", "start_on": "2025-06-01"})
	dg.get(letter).says("est partie le mardi 6 mai 2025", "20 juin 2025")
}

// TestNoLetterGoesToWhoWithdrew: what was awarded and then withdrawn is not counted
// among the letters, and none is shown for it.
func TestNoLetterGoesToWhoWithdrew(t *testing.T) {
	w := begun(t, "call.decide")
	const path = "/calls/tiny-2025/letters"
	w.as("dg").get(path).says("Envoie 2 lettres en une fois")
	w.do("sig_alfa", "submission.withdraw", "tiny-2025.a", map[string]any{"reasons": "Le partenaire renonce."})
	dg := w.as("dg")
	dg.get(path).says("Envoie 1 lettre", "Retirée").hides("Envoie 2 lettres", "/dossiers/tiny-2025.a/letter/")
	dg.get("/dossiers/tiny-2025.a/letter/fr").is(http.StatusOK).says("Pas encore de lettre", "Aucune lettre de décision ne part pour ce dossier").hides("Copie de travail")
	dg.fill("/calls/tiny-2025/do/call.decide", board).leads(path)
	dg.get(path).says("0 sur 1", "Retirée").hides("pas encore envoyée")
}

// TestDecidingCountsTheLetters that it would make, a line for each kind.
func TestDecidingCountsTheLetters(t *testing.T) {
	w := begun(t, "submission.award")
	w.do("dg", "submission.award", "tiny-2025.a", map[string]any{"amount": "12000", "reasons": "Premier du classement, conçu avec les habitants."})
	w.do("dg", "envelope.change", "tiny-2025", map[string]any{"envelope": "22000", "organ": "board", "date": "2025-05-05", "reference": "CA 2025/12"})
	w.do("dg", "submission.award", "tiny-2025.b", map[string]any{"amount": "10000", "reasons": "Deuxième du classement, utile et faisable."})
	w.as("dg").get("/calls/tiny-2025/do/call.decide").says("2 documents sont établis : Octroi.").hides("Un document est établi")
	dg := w.as("dg")
	form := dg.get("/calls/tiny-2025/do/call.decide").hidden()
	dg.post("/calls/tiny-2025/do/call.decide", form).is(http.StatusOK).says("Projet A 12.000,00 €", "Total")
}
