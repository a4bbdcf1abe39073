package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/app/document"
	"tremplin/workflow"
)

// TestStatements: what is known is said with its source; what nobody has given is
// not made up.
func TestStatements(t *testing.T) {
	w := newWorld(t, 0)
	w.site.ContactEmail = "acces@slrb.test"
	b := w.nobody()
	a := b.get("/accessibility").is(http.StatusOK)
	a.says("État de conformité", "en grande partie conforme", "axe-core", "22 novembre 2026", "acces@slrb.test", "www.ombuds.brussels", "auto-évaluation")
	if !strings.Contains(a.body, `<a href="https://www.ombuds.brussels">www.ombuds.brussels</a>.`) || !strings.Contains(a.body, `<a href="mailto:plaintes@ombuds.brussels">`) {
		t.Error("nothing leads to the ombudsman")
	}
	p := b.get("/privacy").is(http.StatusOK).says("aucune décision n'est prise par une machine", "Dix ans", "auprès de l'Autorité de protection des données.").hides("www.", "Délégué à la protection", "Base juridique", "{")
	if !strings.Contains(p.body, `href="mailto:acces@slrb.test"`) || !strings.Contains(p.body, `href="/contact"`) {
		t.Error("no contact")
	}
	given := *document.Proposed()
	given.Texts["dpo_contact"] = workflow.Words{FR: "dpo@slrb.test", NL: "dpo@bghm.test"}
	given.Texts["privacy_basis"] = workflow.Words{FR: "RGPD, article 6, 1, e", NL: "AVG, artikel 6, 1, e"}
	given.Texts["privacy_authority"] = workflow.Words{FR: "www.authority.test", NL: "www.authority.test/nl"}
	w.app.Settings = &given
	if got := b.get("/privacy").says("Autorité de protection des données : www.authority.test"); !strings.Contains(got.body, `href="https://www.authority.test"`) {
		t.Error("nothing leads to the authority that the settings name")
	}
	b.get("/privacy").says("Délégué à la protection des données : dpo@slrb.test", "Base juridique : RGPD, article 6, 1, e.")
	b.get("/privacy?lang=nl").says("Functionaris voor gegevensbescherming: dpo@bghm.test", "Rechtsgrond: AVG")
	b.get("/accessibility?lang=nl").says("klachten@ombuds.brussels", "Nalevingsstatus")
}

// TestQuestionsInTwoLanguages: who reads another language than the asker is told
// so, gets the answer in theirs and can open the other.
func TestQuestionsInTwoLanguages(t *testing.T) {
	w := begun(t, "submission.submit")
	w.do("ed_alfa", "question.ask", "tiny-2025", map[string]any{"text": "Hoeveel projecten mag een OVM indienen?"})
	w.do("off", "question.answer", "tiny-2025/question/1", map[string]any{"fr": "Autant que vous voulez.", "nl": "Zoveel u wilt."})
	w.do("off", "question.publish", "tiny-2025/question/1", nil)
	b := w.nobody()
	for _, path := range []string{"/faq", "/calls/tiny-2025"} {
		b.get(path+"?lang=fr").says("Hoeveel projecten", "Question posée en néerlandais.", "Autant que vous voulez.", "Lire la réponse en néerlandais", "Zoveel u wilt.")
		b.get(path+"?lang=nl").says("Hoeveel projecten", "Het antwoord in het Frans lezen").hides("Vraag gesteld in")
	}
	w.as("off").get("/calls/tiny-2025/work").says("SISP Alfa. Question posée en néerlandais", "Autant que vous voulez.", "Lire la réponse en néerlandais")
}

func TestTongue(t *testing.T) {
	for text, want := range map[string]string{
		"Une SISP peut-elle introduire plusieurs projets ?":    "fr",
		"Kan de eigen inbreng van de OVM in het budget staan?": "nl",
		"Wanneer moet het eindverslag binnen zijn?":            "nl",
		"Combien de projets ?":                                 "fr",
		"Budget 2025?":                                         "",
		"":                                                     "",
	} {
		if got := tongueOf(text); string(got) != want {
			t.Errorf("%q is in %q, want %q", text, got, want)
		}
	}
}
