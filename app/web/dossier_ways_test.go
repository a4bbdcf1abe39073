package web

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"tremplin/workflow"
)

const rankB = "/dossiers/tiny-2025.b/do/submission.rank"

// scoredWorld is seatedWorld with two sealed sheets on dossier b.
func scoredWorld(t *testing.T) *world {
	t.Helper()
	w := seatedWorld(t, false)
	w.seals("chair", "b", "4", "15")
	w.seals("jury2", "b", "5", "10")
	return w
}

// TestAnUnfavourableOpinionAdvisesNothing: whatever stood in the field, and without a
// script; the limits are told beside it from the start, and the reasons of each member.
func TestAnUnfavourableOpinionAdvisesNothing(t *testing.T) {
	w := scoredWorld(t)
	chair := w.as("chair")
	form := chair.get(rankB).is(http.StatusOK).says("Grilles scellées, critère par critère", "Demandé : 10.000,00 €, au plus.", "Un subside va de 5.000,00 € à 15.000,00 € par projet.", "Notes et motifs : Membre 2", "Motif de jury2 pour b")
	typed := form.hidden()
	for name, value := range map[string]string{"opinion": "unfavourable", "advised": "10.000,00", "reasons": "Le rôle des habitants n'apparaît pas."} {
		typed.Set(name, value)
	}
	sure := chair.post(rankB, typed).is(http.StatusOK).says("aucun montant", "celui qui était proposé n'est pas repris").hides("10.000,00 € Motivation")
	yes := sure.hidden()
	yes.Set("_confirm", "1")
	got := chair.post(rankB, yes)
	got.leads("/calls/tiny-2025/deliberation")
	chair.follow(got).says("L'avis du comité sur « Projet B » est rendu.", "aucun montant")
	if o := w.file("tiny-2025.b").Opinion; o == nil || o.Opinion != "unfavourable" || o.Advised != 0 {
		t.Errorf("%+v", o)
	}

	// Nothing advised is nothing proposed, on the board and in the form.
	w.at("2025-04-01T10:00")
	w.do("off", "sheet.assign", "tiny-2025.a", map[string]any{"person": "jury3"})
	for _, f := range []string{"a", "d"} {
		w.seals("chair", f, "4", "15")
		w.seals(map[string]string{"a": "jury3", "d": "jury2"}[f], f, "4", "15")
		w.do("chair", "submission.rank", "tiny-2025."+f, map[string]any{"opinion": "favourable", "advised": "9000", "reasons": "Utile."})
	}
	w.do("chair", "call.conclude", "tiny-2025", map[string]any{"present": []any{"chair"}})
	b := w.as("dg").get("/calls/tiny-2025/award").is(http.StatusOK)
	if n := strings.Count(b.body, `value="9.000,00"`); n != 2 || strings.Contains(b.body, `value="10.000,00"`) {
		t.Errorf("%d amounts as advised:\n%s", n, b.body)
	}
	form2 := w.as("dg").get("/dossiers/tiny-2025.b/do/submission.award").is(http.StatusOK).says("Le comité ne conseille aucun montant")
	if strings.Contains(form2.body, `value="10.000,00"`) {
		t.Errorf("the request is proposed:\n%s", form2.body)
	}
}

// TestAConditionIsMissed: an opinion with conditions and none is told in the form, and
// goes on if it is meant.
func TestAConditionIsMissed(t *testing.T) {
	w := scoredWorld(t)
	chair := w.as("chair")
	form := chair.get(rankB).is(http.StatusOK).says("Au moins une pour un avis favorable sous conditions.").hidden()
	for name, value := range map[string]string{"opinion": "favourable_with_conditions", "advised": "9.000,00", "reasons": "Utile, à préciser."} {
		form.Set(name, value)
	}
	told := chair.post(rankB, form).is(http.StatusOK).says("aucune condition n'est écrite", "Utile, à préciser.", "Continuer")
	if strings.Contains(told.body, `name="_confirm"`) {
		t.Error("it goes on unseen")
	}
	again := told.hidden()
	maps.Copy(again, form)
	sure := chair.post(rankB, again).is(http.StatusOK).says("aucune condition n'est écrite")
	if !strings.Contains(sure.body, `name="_confirm"`) {
		t.Errorf("it does not go on:\n%s", sure.text())
	}
	chair.post(rankB, sure.hidden()).leads("/calls/tiny-2025/deliberation")
}

// TestASheetIsSealedInTheOrderOfItsGrid: with what it comes to; the way out says that
// what was typed stays; and one comes back to what is still to be scored.
func TestASheetIsSealedInTheOrderOfItsGrid(t *testing.T) {
	w := seatedWorld(t, false)
	jury := w.as("jury1")
	all := scores("4", "15", "Motif")["scores"].([]any)
	w.do("jury1", "sheet.save", "tiny-2025.b/sheet/jury1", map[string]any{"scores": []any{all[1]}})
	w.do("jury1", "sheet.save", "tiny-2025.b/sheet/jury1", map[string]any{"scores": []any{all[0]}})
	const at = "/dossiers/tiny-2025.b/sheet/jury1/do/sheet.seal"
	sure := jury.get(at).is(http.StatusOK).says("Ne pas sceller, revenir à la grille : vos notes restent enregistrées", "Critères 2 sur 2", "Total sur 100 78,00", "Une grille scellée ne s'ouvre plus").hides("Revenir sans enregistrer", "Continuer", "Note scellée")
	text := sure.text()
	if first, second := strings.Index(text, "Participation"), strings.Index(text, "Faisabilité"); first < 0 || first > second {
		t.Errorf("not in the order of the grid:\n%s", text)
	}
	got := jury.post(at, sure.hidden()) // one page says it all
	got.leads("/calls/tiny-2025/scoring")
	jury.follow(got).says("La grille d'évaluation est scellée.", "Scellées : 1 sur 3.")
}

// TestTheSheetShowsTheWholeProposal: with what it hands over and measures.
func TestTheSheetShowsTheWholeProposal(t *testing.T) {
	w := begun(t, "sheet.save")
	p := w.file("tiny-2025.a").Proposal
	b := w.as("jury1").get(sheetA).is(http.StatusOK)
	for _, d := range p.Deliverables {
		b.says(d.Title.Body)
	}
	for _, x := range p.Indicators {
		b.says(x.Title.Body)
	}
	if len(p.Deliverables)+len(p.Indicators) == 0 {
		t.Fatal("there is nothing to show")
	}
	b.links("#proposal").says("Lire le projet")
}

// TestOnlyMembersAreOfferedASeat, and who appoints comes back to the committee.
func TestOnlyMembersAreOfferedASeat(t *testing.T) {
	w := seatedWorld(t, false)
	off := w.as("off")
	w.register("jury4", "Membre 4", []any{"committee_member"})
	const at = "/calls/tiny-2025/do/member.appoint"
	form := off.get(at).is(http.StatusOK).says("Membre 4", "Revenir au comité sans rien changer").hides(`value="ed_alfa"`, `value="dg"`, `value="off"`)
	typed := form.hidden()
	typed.Set("person", "jury4")
	typed.Set("as", "member")
	got := off.post(at, typed)
	got.leads(pathBench)
	off.follow(got).says("La désignation au comité d'avis est enregistrée.", "Membre 4")
}

// TestHomesTellOfSheetsThatAreOwed: to the officer and to the chair, and to nobody
// else; once all opinions are given nobody is asked for any.
func TestHomesTellOfSheetsThatAreOwed(t *testing.T) {
	w := seatedWorld(t, false)
	w.as("off").get("/").is(http.StatusOK).says("sceller 8 grilles d'évaluation").links(pathBench)
	w.as("chair").get("/").is(http.StatusOK).says("sceller 8 grilles d'évaluation").links("/calls/tiny-2025/deliberation")
	for _, who := range []string{"jury1", "dg", "ed_alfa"} {
		w.as(who).get("/").hides("grilles d'évaluation sceller", "sceller 8")
	}
	w.do("off", "sheet.assign", "tiny-2025.a", map[string]any{"person": "jury3"})
	for file, other := range map[string]string{"a": "jury3", "b": "jury2", "d": "jury2"} {
		w.seals("chair", file, "4", "15")
		w.seals(other, file, "5", "10")
		opinion := map[string]any{"opinion": "favourable", "advised": "9000", "reasons": "Utile."}
		if other == "jury2" {
			opinion["votes"] = map[string]any{"for": "2", "against": "0", "abstain": "0"}
		}
		w.do("chair", "submission.rank", "tiny-2025."+file, opinion)
	}
	w.as("off").get("/").hides("sceller")
	w.as("jury1").get("/").hides("Remplir la grille")

	const at = "/calls/tiny-2025/do/call.conclude"
	chair := w.as("chair")
	form := chair.get(at).is(http.StatusOK).says("Projet A : grille non scellée de Membre 1.", "le procès-verbal le dit")
	typed := form.hidden()
	typed["present"] = []string{"chair"}
	typed.Set("_confirm", "1")
	few := chair.post(at, typed).is(http.StatusConflict).says("pouvaient voter : Projet B et Projet D").hides("tiny-2025.b", "tiny-2025.d")
	if strings.Count(few.text(), "Projet B et Projet D") != 1 {
		t.Errorf("the dossiers are listed more than once:\n%s", few.text())
	}
	typed.Del("_confirm")
	typed["present"] = []string{"chair", "jury2"}
	sure := chair.post(at, typed).is(http.StatusOK).says("Pas noté comme présent, et absent au procès-verbal : Membre 1.", "grille non scellée de Membre 1", "revenir à l'appel").hides("revenir au dossier")
	yes := sure.hidden()
	yes["present"] = []string{"chair", "jury2"}
	yes.Set("_confirm", "1")
	chair.follow(chair.post(at, yes)).says("La délibération est conclue", "État de l'appel").hides("État du dossier")
	w.as("jury1").get("/calls/tiny-2025/scoring").is(http.StatusOK).says("il n'y a plus rien à noter", "jamais scellée").hides("Remplir la grille")
}

// TestTheBoardSaysWhatWasDecided: it shows many, so the sentence names which, and how
// much; and the signatory's home leads there.
func TestTheBoardSaysWhatWasDecided(t *testing.T) {
	w := begun(t, "submission.award")
	dg := w.as("dg")
	id := ""
	for _, x := range []string{"a", "b"} {
		if w.file("tiny-2025."+x).State() == workflow.SubmissionRanked {
			id = "tiny-2025." + x
		}
	}
	dg.get("/").is(http.StatusOK).links(pathAward("tiny-2025") + "#l-" + id)
	at := pathOf(w.file(id).Ref()) + "/do/submission.award"
	typed := dg.get(at).is(http.StatusOK).says("au plus.", "Libre au budget de l'appel", "Organe", "Référence").hidden()
	typed.Set("reasons", "Un projet utile aux habitants.")
	typed.Set("amount", w.file(id).Opinion.Advised.String())
	yes := dg.post(at, typed).is(http.StatusOK).hidden()
	yes.Set("_confirm", "1")
	got := dg.post(at, yes)
	got.leads(pathAward("tiny-2025"))
	dg.follow(got).says("Le subside est octroyé à « "+w.file(id).Proposal.Title.Body+" » : ", "Décidés : ")
}
