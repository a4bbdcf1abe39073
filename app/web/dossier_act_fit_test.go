package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/workflow"
)

// TestADeliveredFileIsChosen: the form offers what lies with the dossier, leads to
// where one attaches a file, and shows on the officer's page what came; a name
// that nobody attached is refused beside the field.
func TestADeliveredFileIsChosen(t *testing.T) {
	w := begun(t, "deliverable.deliver")
	ed := w.as("ed_alfa")
	const deliver = "/dossiers/tiny-2025.a/deliverable/1/do/deliverable.deliver"
	const files = "/dossiers/tiny-2025.a/files?at=file&for=deliverable%2F1%2Fdo%2Fdeliverable.deliver&to=deliverable%2F1"
	none := ed.get(deliver).is(http.StatusOK).says("Aucun fichier n'est encore joint au dossier")
	if !strings.Contains(none.body, `name="_bring" value="file"`) || strings.Contains(none.body, `name="file" type="text"`) {
		t.Error("the form asks for a name, or does not lead to the files")
	}
	ed.post(deliver, with(none, "_bring", "file")).leads(files)
	upload := with(ed.get(files), "kind", "annex")
	upload.Set("to", "deliverable/1")
	ed.uploaded("/dossiers/tiny-2025.a/files", "guide.pdf", []byte("%PDF-1.7\nx"), upload).leads(deliver + "?at=file&file=1")
	form := ed.get(deliver).is(http.StatusOK).says("guide.pdf").hidden()
	form.Set("note", "Le guide, imprimé.")
	form.Set("file", "99")
	ed.post(deliver, form).is(http.StatusBadRequest).says("choisissez dans la liste")
	form.Set("file", "1")
	ed.post(deliver, form).leads("/dossiers/tiny-2025.a")
	if row := cutBetween(ed.get("/dossiers/tiny-2025.a").is(http.StatusOK).body, `id="h-deliverables"`, "</section>"); !strings.Contains(row, "guide.pdf") {
		t.Error("the dossier does not show what was delivered")
	}
	w.as("off").get("/dossiers/tiny-2025.a/deliverable/1/do/deliverable.accept").is(http.StatusOK).says("guide.pdf")
}

// TestAFileIsAttachedOnItsOwnPage: there is no other form for it.
func TestAFileIsAttachedOnItsOwnPage(t *testing.T) {
	w := begun(t, "deliverable.deliver")
	ed := w.as("ed_alfa")
	ed.get("/dossiers/tiny-2025.a/do/file.attach").leads("/dossiers/tiny-2025.a/files")
	ed.post("/dossiers/tiny-2025.a/do/file.attach", map[string][]string{"name": {"x"}, "kind": {"y"}}).leads("/dossiers/tiny-2025.a/files")
	ed.get("/dossiers/tiny-2025.a/deliverable/1/do/file.attach").leads("/dossiers/tiny-2025.a/files?to=deliverable%2F1")
	aside := cutBetween(ed.get("/dossiers/tiny-2025.a").is(http.StatusOK).body, `id="h-can"`, "</section>")
	if n := strings.Count(aside, "/files"); n != 1 {
		t.Errorf("the page of the files is named %d times among the acts", n)
	}
}

// cutBetween is what stands between two marks of a page.
func cutBetween(body, from, to string) string {
	_, rest, _ := strings.Cut(body, from)
	in, _, _ := strings.Cut(rest, to)
	return in
}

// criterion is the title of a criterion of the call.
func (w *world) criterion(n int) string {
	w.Helper()
	view, err := w.app.LookAtCall(w.Context(), w.viewer("off"), "tiny-2025")
	if err != nil {
		w.Fatal(err)
	}
	return view.Call.Rules().Criteria[n].Title.FR
}

// TestWhoMayScoreIsOffered: only members to whom the engine lets a sheet be
// assigned.
func TestWhoMayScoreIsOffered(t *testing.T) {
	w := begun(t, "sheet.assign")
	got := w.as("off").get("/dossiers/tiny-2025.a/do/sheet.assign").is(http.StatusOK)
	view, err := w.app.LookAtCall(t.Context(), w.viewer("off"), "tiny-2025")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.viewer("off").House.People {
		id := p.Ref().ID
		may := view.Call.Appointed(id) != nil && !(workflow.Sight{Person: id, Mandates: p.Mandates}).Conflicted(w.file("tiny-2025.a"))
		if offered := strings.Contains(got.body, `value="`+id+`"`); offered != may {
			t.Errorf("%s is offered: %t, want %t", id, offered, may)
		}
	}
}

func (w *world) file(id string) *workflow.Submission {
	w.Helper()
	view, err := w.app.Look(w.Context(), w.viewer("off"), id)
	if err != nil {
		w.Fatal(err)
	}
	return view.File
}

// TestASignedConventionIsNotSignedAgain: no reason is given for what is over.
func TestASignedConventionIsNotSignedAgain(t *testing.T) {
	begun(t, "instalment.claim").as("sig_alfa").get("/dossiers/tiny-2025.a").is(http.StatusOK).hides("a déjà signé cette version")
}

// TestTheChairReadsTheScores: before the opinion is worded, each sheet with each
// criterion by its title and its total.
func TestTheChairReadsTheScores(t *testing.T) {
	w := begun(t, "submission.rank")
	w.as("chair").get("/dossiers/tiny-2025.a/do/submission.rank").is(http.StatusOK).says(w.criterion(0), w.criterion(1), "Total sur 100", "Moyenne")
}

// TestWhoPaysReadsTheAccount: the page says to whom, and by which order.
func TestWhoPaysReadsTheAccount(t *testing.T) {
	w := begun(t, "instalment.pay")
	w.as("fin").get("/dossiers/tiny-2025.a/instalment/1/do/instalment.pay").is(http.StatusOK).says(locale.IBAN(w.file("tiny-2025.a").Account), "Titulaire", "Ordre de paiement")
}

// TestWhatMayBeClaimedWaitsForNothing: the milestone behind it is not said.
func TestWhatMayBeClaimedWaitsForNothing(t *testing.T) {
	w := begun(t, "instalment.claim")
	ed := w.as("sig_alfa")
	ed.get("/dossiers/tiny-2025.a/instalment/1/do/instalment.claim").is(http.StatusOK).hides("dernière signature").says("déclaration de créance est la lettre")
}

// TestASignatureIsOneLine: what the engine notes of it stands in no line.
func TestASignatureIsOneLine(t *testing.T) {
	begun(t, "instalment.claim").as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK).says("a signé la convention").hides("a ajouté une signature")
}

// TestTheInterviewIsAboutHalfway: no day is set, and the middle of the project is
// said as an indication.
func TestTheInterviewIsAboutHalfway(t *testing.T) {
	off := begun(t, "submission.hold_midterm").as("off")
	for _, p := range []string{"", "/do/submission.hold_midterm"} {
		off.get("/dossiers/tiny-2025.a"+p).is(http.StatusOK).says("À mi-parcours du projet", "à titre d'indication")
	}
}
