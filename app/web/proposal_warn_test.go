package web

import (
	"net/http"
	"strings"
	"testing"
)

// ready is a world whose proposal A may be sent.
func ready(t *testing.T) *world {
	t.Helper()
	w := begun(t, "party.confirm")
	w.do("sig_asbl", "party.confirm", "tiny-2025.a/party/asbl", nil)
	return w
}

// Whoever sends is told what only stands as a draft, before and while sending.
func TestUnsavedDraftsAreToldBeforeSending(t *testing.T) {
	w := ready(t)
	ed, sig := w.as("ed_alfa"), w.as("sig_alfa")
	sig.get(draftA + "/check").hides("ne seront pas introduits")
	typed := with(ed.get(draftA+"/edit/activities"), "activities.0.title", "Atelier", "activities.0._row", "1")
	ed.post(draftA+"/save/activities", typed).is(http.StatusOK)
	const told = "« Activités et calendrier » : Rédacteur Alfa a écrit des changements le"
	sig.get(draftA+"/check").says("Ces changements ne seront pas introduits", told)
	ed.get(draftA+"/check").says("Ce qui manque encore", told, "gardé comme brouillon, pas encore enregistré dans le dossier")
	form := sig.get(draftA+"/do/submission.submit").says(told, "Ces changements ne seront pas introduits, et le brouillon disparaît.")
	sig.post(draftA+"/do/submission.submit", form.hidden()).is(http.StatusOK).says(told)
}

// What is typed and taken back again is no draft.
func TestDraftLikeTheDossierIsNoDraft(t *testing.T) {
	w := ready(t)
	ed := w.as("ed_alfa")
	ed.post(draftA+"/save/identity", with(ed.get(draftA+"/edit/identity"), "title", "Projet A", "theme", "culture")).is(http.StatusOK)
	ed.get(draftA+"/check").hides("pas encore enregistré", "Copie de travail")
}

// Taking back says what it costs, and asks; what was replaced is marked.
func TestTakingBackSaysWhatItCosts(t *testing.T) {
	w := ready(t)
	w.do("sig_alfa", "submission.submit", "tiny-2025.a", nil)
	sig := w.as("sig_alfa")
	act := draftA + "/do/submission.take_back"
	costs := []string{"ne compte plus", "sinon elle expire", "Son accusé de réception ne vaut plus"}
	form := sig.get(act).says(costs...)
	sure := sig.post(act, form.hidden()).is(http.StatusOK).says(costs...)
	sig.post(act, with(sure, "_confirm", "1")).is(http.StatusSeeOther)
	sig.get(draftA + "/check").is(http.StatusOK).says("Brouillon")
}

// A proposal that was sent is not written: its pages say why, and who takes it back.
func TestSentProposalSaysWhyItIsNotWritten(t *testing.T) {
	w := ready(t)
	ed, sig := w.as("ed_alfa"), w.as("sig_alfa")
	ed.get(draftA).says("C'est à la personne signataire : Directeur Alfa.")
	sig.get(draftA).hides("C'est à la personne signataire")
	form := sig.get(draftA + "/do/submission.submit")
	w.do("sig_alfa", "submission.submit", "tiny-2025.a", nil)
	for _, path := range []string{"/edit", "/edit/budget", "/check"} {
		to := ed.get(draftA + path)
		to.leads(draftA)
		ed.follow(to).says("Cette candidature a été introduite le", "ne peut plus être modifiée", "Directeur Alfa peut la reprendre jusqu'au")
	}
	for _, send := range []func() answer{
		func() answer { return sig.get(draftA + "/do/submission.submit") },
		func() answer { return sig.post(draftA+"/do/submission.submit", form.hidden()) },
	} {
		again := send()
		again.leads(draftA + "/receipt")
		sig.follow(again).says("La candidature est déjà introduite, le", "Accusé de réception")
	}
}

// Shares above what is asked for, and activities after every possible end, are
// told and not refused.
func TestWarningsRefuseNothing(t *testing.T) {
	w := begun(t, "party.confirm")
	ed := w.as("ed_alfa")
	change := with(ed.get(draftA+"/edit/partners"), "partners.0._row", "1", "partners.0.id", "asbl", "partners.0.role", "Tout", "partners.0.share", "99.000,00", "_stay", "1")
	ed.post(draftA+"/edit/partners", change).leads(draftA + "/edit/partners")
	const shares = "Les parts des partenaires font 99.000,00 € en tout"
	for _, a := range []answer{ed.get(draftA + "/edit/partners"), ed.get(draftA + "/check"), w.as("sig_asbl").get(draftA + "/part")} {
		a.says(shares)
	}
	late := with(ed.get(draftA+"/edit/activities"), "activities.0._row", "1", "activities.0.title", "Fête", "activities.0.from", "01/06/2031", "activities.0.until", "02/06/2031", "_stay", "1")
	ed.post(draftA+"/edit/activities", late).leads(draftA + "/edit/activities")
	for _, path := range []string{"/edit/activities", "/check"} {
		ed.get(draftA+path).says("« Fête » va jusqu'au", "après la dernière fin possible")
	}
}

// The number of sections is the same however much is written, and what is empty
// though optional is said.
func TestSidebarCountsTheSameSections(t *testing.T) {
	w := begun(t, "party.confirm")
	ed := w.as("ed_alfa")
	of := func() string {
		_, after, _ := strings.Cut(ed.get(draftA+"/check").text(), "sections sur ")
		n, _, _ := strings.Cut(after, " ")
		return n
	}
	before := of()
	form := with(ed.get(draftA+"/edit/description"), "texts.0.key", "summary", "texts.0.value", "Un récit.")
	ed.post(draftA+"/edit/description", form).is(http.StatusSeeOther)
	if after := of(); before == "" || before != after {
		t.Errorf("%s sections, then %s", before, after)
	}
	ed.get(draftA+"/check").says("complet, 6 textes facultatifs vides", "sans manque")
}

// Two windows of one person: the page names nobody, and an empty version is said
// to be empty.
func TestConflictWithOneself(t *testing.T) {
	w := begun(t, "party.confirm")
	ed := w.as("ed_alfa")
	first, other := ed.get(draftA+"/edit/description"), ed.get(draftA+"/edit/description")
	ed.post(draftA+"/edit/description", with(first, "texts.0.key", "summary", "texts.0.value", "Un récit.")).is(http.StatusSeeOther)
	ed.post(draftA+"/edit/description", with(other, "texts.0.key", "need", "texts.0.value", "Un besoin.")).is(http.StatusConflict).
		says("Ce texte a été modifié entre-temps", "(vide)").hides("Rédacteur Alfa a modifié")
}

// TestWithoutThePartnerThatTheCallAsksFor: nothing stops the sending, and wherever
// the proposal is said to be ready it is said what the officer will look at.
func TestWithoutThePartnerThatTheCallAsksFor(t *testing.T) {
	w := begun(t, "party.confirm")
	w.do("dir", "call.amend_rules", "tiny-2025", map[string]any{"changes": map[string]any{"admissibility": []any{
		map[string]any{"id": "partner", "text": map[string]any{"fr": "Au moins un partenaire a confirmé sa part.", "nl": "Minstens één partner heeft zijn aandeel bevestigd."}},
	}}})
	ed, sig := w.as("ed_alfa"), w.as("sig_alfa")
	const asked, checked = "Au moins un partenaire a confirmé sa part.", "la SLRB y répond après la date limite"
	ed.get(draftA+"/edit/partners").hides("Partenaires (facultatif)", checked)
	none := with(ed.get(draftA+"/edit/partners"), "_had", "partners")
	ed.follow(ed.post(draftA+"/edit/partners", none)).says("est enregistré", asked, checked).hides("Il ne manque plus rien")
	for _, a := range []answer{ed.get(draftA + "/edit/partners"), ed.get(draftA + "/check"), sig.get(draftA), sig.get(draftA + "/do/submission.submit"), sig.get(draftA + "/check")} {
		a.is(http.StatusOK).says(asked, checked)
	}
	ed.get(draftA + "/check").says("vide, mais l'appel demande un partenaire").hides("facultatif, vide, ")
	sig.get(draftA + "/check").says("Peut être introduite, mais sans le partenaire que l'appel demande")
}
