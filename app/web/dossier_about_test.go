package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/app/mail"
)

// TestAnActShowsWhatItIsOn: the question, the deliverable, the instalment stand
// above the form that answers or judges them.
func TestAnActShowsWhatItIsOn(t *testing.T) {
	w := begun(t, "submission.submit")
	w.do("ed_alfa", "question.ask", "tiny-2025", map[string]any{"text": "Mag de eigen inbreng in het budget staan?"})
	off := w.as("off")
	form := off.get("/calls/tiny-2025/question/1/do/question.answer").is(http.StatusOK)
	form.says("La question", "Mag de eigen inbreng in het budget staan?", "Langue de la question Néerlandais", "SISP Alfa")
	if at, field := strings.Index(form.body, "Mag de eigen"), strings.Index(form.body, `name="fr"`); at < 0 || field < at {
		t.Error("the question does not stand above its answer")
	}
	if !strings.Contains(form.body, `lang="nl"`) {
		t.Error("the question does not say its language to who hears it")
	}
	w.do("off", "question.answer", "tiny-2025/question/1", map[string]any{"fr": "Oui, à côté.", "nl": "Ja, ernaast."})
	off.get("/calls/tiny-2025/question/1/do/question.publish").is(http.StatusOK).
		says("Mag de eigen inbreng", "Réponse en français", "Oui, à côté.", "Réponse en néerlandais", "Ja, ernaast.", "Ce qui se passe ensuite", "L'état passe de")

	w = begun(t, "instalment.claim")
	w.as("sig_alfa").get("/dossiers/tiny-2025.a/instalment/1/do/instalment.claim").is(http.StatusOK).says("La tranche", "12.000,00 €", "Peut être demandée")
	w = begun(t, "deliverable.accept")
	w.as("off").get("/dossiers/tiny-2025.a/deliverable/1/do/deliverable.accept").is(http.StatusOK).says("Le livrable", "Recueil", "Attendu de SISP Alfa")
}

// TestAnActSaysWhatFollows: states, papers, who is told, before anything is done;
// nothing of it is done.
func TestAnActSaysWhatFollows(t *testing.T) {
	w := begun(t, "submission.submit")
	w.enters("ed_post", map[string]any{"organisation": "alfa", "roles": []any{"sisp_editor"}, "email": "ed@alfa.test"})
	w.enters("par_post", map[string]any{"organisation": "asbl", "roles": []any{"partner_signatory"}, "email": "par@asbl.test"})
	w.enters("ed_beta", map[string]any{"organisation": "beta", "roles": []any{"sisp_editor"}, "email": "ed@beta.test"})
	const submit = "/dossiers/tiny-2025.a/do/submission.submit"
	b := w.as("sig_alfa")
	b.get(submit).is(http.StatusOK).says("L'état passe de « Brouillon » à « Introduite »", "Un document est établi : Accusé de réception").hides("Un courriel est envoyé")
	var err error
	if w.app.Mailer, err = mail.New(mail.Settings{URL: "smtp://127.0.0.1:1", From: "noreply@house.test"}); err != nil {
		t.Fatal(err)
	}
	b.get(submit).is(http.StatusOK).says("Un courriel est envoyé à :", "SISP Alfa", "Partenaire asbl").hides("SISP Beta")
	view, err := w.app.Look(t.Context(), w.viewer("sig_alfa"), "tiny-2025.a")
	if err != nil || view.File.State() != "draft" {
		t.Error("looking did it", err)
	}
	w.as("off").get("/calls/tiny-2025/do/call.convene").is(http.StatusConflict)
}

// TestNothingIsForeseenOfWhatIsVeiled: before the letters a SISP's act tells no
// state but the one that it is shown.
func TestNothingIsForeseenOfWhatIsVeiled(t *testing.T) {
	w := begun(t, "submission.award")
	const withdraw = "/dossiers/tiny-2025.a/do/submission.withdraw"
	before := w.as("sig_alfa").get(withdraw).is(http.StatusOK)
	w.do("dg", "submission.award", "tiny-2025.a", map[string]any{"amount": "12000", "reasons": "Premier du classement, conçu avec les habitants."})
	after := w.as("sig_alfa").get(withdraw).is(http.StatusOK)
	if before.text() != after.text() {
		t.Errorf("%s\n%s", before.text(), after.text())
	}
}
