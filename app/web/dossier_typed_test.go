package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// versionOf is that of a dossier.
func (w *world) versionOf(id string) int64 {
	w.Helper()
	view, err := w.app.Look(w.Context(), w.viewer("off"), id)
	if err != nil {
		w.Fatal(err)
	}
	return view.Version
}

// kept is how many working copies of forms of acts a dossier has.
func (w *world) kept(dossier string) (n int) {
	w.Helper()
	all, err := storage.Get(w.Context(), w.app.Store, func(tx *storage.Tx) (map[string]app.WorkingCopy, error) { return tx.WorkingCopies(dossier) })
	if err != nil {
		w.Fatal(err)
	}
	for section := range all {
		if strings.HasPrefix(section, storage.OfActs) {
			n++
		}
	}
	return n
}

// holds checks that inputs of the page hold some words.
func (a answer) holds(words ...string) answer {
	a.t.Helper()
	for _, s := range words {
		if !strings.Contains(a.body, `value="`+s+`"`) && !strings.Contains(a.body, ">"+s+"</textarea>") {
			a.t.Errorf("%s: no input holds %q", a.at, s)
		}
	}
	return a
}

// chosen tells which option of a select is chosen.
func (a answer) chosen(name string) string {
	in := cutBetween(a.body, `name="`+name+`"`, "</select>")
	before, _, _ := strings.Cut(in, `" selected`)
	return before[strings.LastIndex(before, `"`)+1:]
}

// TestAClaimKeepsWhatIsTypedWhileAReceiptIsFetched: without a script, the button
// beside the input leads to the files and back; all that was typed stands there, the
// file is chosen, nobody else sees it, and the dossier knows nothing of it. Once the
// claim is made nothing is kept.
func TestAClaimKeepsWhatIsTypedWhileAReceiptIsFetched(t *testing.T) {
	w := begun(t, "instalment.claim")
	const dossier, claim = "/dossiers/tiny-2025.a", "/dossiers/tiny-2025.a/instalment/1/do/instalment.claim"
	version := w.versionOf("tiny-2025.a")
	sig := w.as("sig_alfa")
	empty := sig.get(claim).is(http.StatusOK).says("gardé 30 jours comme brouillon").hides("Vous aviez commencé")
	sig.post(claim, with(empty, "_go", dossier)).leads(dossier)
	if w.kept("tiny-2025.a") != 0 {
		t.Error("a form in which nothing was typed is kept")
	}
	typed := with(empty, "declaration", "DC-2025-01", "spending.0._row", "1", "spending.0.line", "1", "spending.0.amount", "1.234,50", "spending.0.supplier", "Imprimerie")
	typed.Set("_bring", "spending.0.file")
	files := sig.follow(sig.post(claim, typed)).is(http.StatusOK).says("Joindre un fichier")
	upload := with(files, "kind", "receipt")
	back := sig.follow(sig.uploaded(dossier+"/files", "facture.pdf", []byte("%PDF-1.7\nx"), upload)).is(http.StatusOK).
		says("Vous aviez commencé ce formulaire").hides("autre fenêtre").holds("DC-2025-01", "1.234,50", "Imprimerie")
	if got := back.chosen("spending.0.file"); got != "1" {
		t.Errorf("the chosen file is %q", got)
	}
	if f := w.file("tiny-2025.a"); f.Instalments[0].State() != "claimable" || len(f.Spending) != 0 || w.versionOf("tiny-2025.a") != version+1 {
		t.Error("the dossier knows of what is only typed")
	}
	nl := sig.get(claim+"?lang=nl").is(http.StatusOK).holds("1.234,50", "DC-2025-01")
	en := with(nl, "declaration", "DC-2025-01", "spending.0._row", "1", "spending.0.line", "1", "spending.0.amount", "1.234,50", "spending.0.file", "1", "_lang", "en")
	sig.post(claim, en).is(http.StatusOK).holds("1,234.50")
	sig.get(claim + "?lang=fr").holds("1.234,50")
	if w.app.Now = func() time.Time { return w.now.Add(31 * 24 * time.Hour) }; strings.Contains(sig.get(claim).body, "DC-2025-01") {
		t.Error("it is shown after its time")
	}
	w.app.Now = func() time.Time { return w.now }
	done := with(sig.get(claim), "declaration", "DC-2025-01", "spending.0._row", "1", "spending.0.line", "1", "spending.0.amount", "1.234,50", "spending.0.file", "1")
	sig.post(claim, done).leads(dossier)
	if n := w.kept("tiny-2025.a"); n != 0 {
		t.Errorf("%d forms are kept after their act", n)
	}
}

// TestTheEnvelopeIsTypedAndLeft: the same of an act on a call, by the script too. A
// second window does not take away what the first has kept, the draft can be given up,
// and the address that hands on an amount counts more than it.
func TestTheEnvelopeIsTypedAndLeft(t *testing.T) {
	w := begun(t, "submission.award")
	const change, board = "/calls/tiny-2025/do/envelope.change", "/calls/tiny-2025/award"
	dg := w.as("dg")
	first := dg.get(change).is(http.StatusOK)
	typed := with(first, "envelope", "26.000,00", "reference", "CA 2025/05")
	kept := dg.post(change+"/keep", typed).is(http.StatusOK)
	if !strings.Contains(kept.body, `"version":"1"`) || !strings.Contains(kept.body, "Gardé comme brouillon") {
		t.Errorf("answered %s", kept.body)
	}
	dg.post(change+"/keep", with(first, "envelope", "27.000,00", "_copy", "0", "_key", "another")).is(http.StatusConflict)
	elsewhere := with(first, "envelope", "27.000,00", "_copy", "0", "_key", "another")
	elsewhere.Set("_go", board)
	warned := dg.post(change, elsewhere).is(http.StatusConflict).says("ailleurs, dans un autre onglet").holds("27.000,00")
	dg.get(change).is(http.StatusOK).says("Vous aviez commencé").holds("26.000,00", "CA 2025/05")
	dg.get(change+"?envelope=30000").holds("30.000,00", "CA 2025/05")
	again := with(warned, "envelope", "27.000,00", "_go", board)
	dg.post(change, again).leads(board) // whoever insists
	there := dg.get(change).holds("27.000,00")
	dg.post(change, with(there, "_go", "https://elsewhere.example/")).leads("/")
	dg.post(change, with(dg.get(change), "_drop", "1")).leads(change)
	dg.get(change).is(http.StatusOK).says("Le brouillon de ce formulaire est effacé").hides("Vous aviez commencé", "27.000,00")
	if n := w.kept("tiny-2025"); n != 0 {
		t.Errorf("%d are kept", n)
	}
	w.nobody().post(change+"/keep", typed).is(http.StatusUnauthorized)
	w.as("ed_alfa").post(change+"/keep", typed).is(http.StatusGone)
}

// TestAStaleFormSaysWhoWasFaster: oneself in another window, or somebody else, and
// when; what was typed is kept whatever one does next.
func TestAStaleFormSaysWhoWasFaster(t *testing.T) {
	w := begun(t, "instalment.claim")
	const claim = "/dossiers/tiny-2025.a/instalment/1/do/instalment.claim"
	sig := w.as("sig_alfa")
	form := sig.get(claim).is(http.StatusOK)
	w.do("sig_alfa", "submission.ask_end", "tiny-2025.a", map[string]any{"reasons": "Le partenaire ferme."})
	stale := sig.post(claim, with(form, "declaration", "DC-7")).is(http.StatusConflict).says("vous avez vous-même changé le dossier dans une autre fenêtre", "11:00", "Ce que vous avez écrit est encore là").holds("DC-7")
	w.do("dir", "submission.give_notice", "tiny-2025.a", map[string]any{"grounds": "Rien n'a commencé.", "consequences": "La convention prend fin.", "until": "2025-07-30"})
	sig.get(claim).is(http.StatusOK).says("Vous aviez commencé", "Depuis que ce formulaire a été ouvert, le dossier a changé", "Directeur a mis la SISP en demeure").holds("DC-7")
	stale = sig.post(claim, with(stale, "declaration", "DC-7")).is(http.StatusConflict).says("le dossier a changé", "Directeur a mis la SISP en demeure").hides("vous avez vous-même")
	sig.post(claim, with(stale, "declaration", "DC-7")).leads("/dossiers/tiny-2025.a")
	sig.post(claim+"/keep", with(stale, "declaration", "DC-8", "_copy", "0")).is(http.StatusConflict) // it was sent
	if w.kept("tiny-2025.a") != 0 {
		t.Error("it is kept after the act")
	}
}

// TestReasonsSayHowLongBeforeTheyAreSent: as the rule asks, and whether they have to
// be the dossier's own.
func TestReasonsSayHowLongBeforeTheyAreSent(t *testing.T) {
	w := begun(t, "submission.award")
	who := w.viewer("dg")
	view, err := w.app.Look(t.Context(), who, "tiny-2025.b")
	if err != nil {
		t.Fatal(err)
	}
	view.Call.Edition(view.File.Edition).ReasonsMin = 40
	v := &visit{site: w.site, who: who, lang: locale.FR}
	for act, want := range map[string]string{
		"reject":     "Au moins 40 caractères. Dites ce qui vaut pour ce projet",
		"terminate":  "Au moins 40 caractères.",
		"reconsider": "",
	} {
		e := &errand{view: view, act: &app.Act{Offer: workflow.Offer{Entity: workflow.EntitySubmission, Action: workflow.Action(act)}}, on: view.File.Ref()}
		if got := strings.ReplaceAll(v.reasoned(e, nil)["reasons"], "\u00a0", " "); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", act, got, want)
		}
	}
}

// TestOddSpendingIsRemarked: over its budget line, or dated before the project, as is
// an interview held before it: said beside the input and before it is confirmed, never
// refused, and shown to who judges.
func TestOddSpendingIsRemarked(t *testing.T) {
	w := begun(t, "instalment.claim")
	const claim, midterm = "/dossiers/tiny-2025.a/instalment/1/do/instalment.claim", "/dossiers/tiny-2025.a/do/submission.hold_midterm"
	const over, early = "soit 38.000,00 € de plus que les 12.000,00 € du budget", "précède le début du projet, le 1er juin 2025"
	sig := w.as("sig_alfa")
	odd := with(sig.get(claim), "declaration", "DC-1", "spending.3._row", "1", "spending.3.line", "1", "spending.3.amount", "50.000,00", "spending.3.date", "31/12/2019")
	again := sig.post(claim, odd).is(http.StatusOK).says(over, "31 décembre 2019 "+early)
	for _, id := range []string{"form-spending-0-amount-n", "form-spending-0-date-n"} {
		if !strings.Contains(again.body, `id="`+id+`"`) {
			t.Errorf("nothing stands beside the input: %s", id)
		}
	}
	odd.Set("_copy", again.hidden().Get("_copy"))
	odd.Set("_doubted", again.hidden().Get("_doubted"))
	odd.Set("spending.3.amount", "60.000,00") // what is new is told
	again = sig.post(claim, odd).is(http.StatusOK).says("soit 48.000,00 € de plus")
	odd.Set("_copy", again.hidden().Get("_copy"))
	odd.Set("_doubted", again.hidden().Get("_doubted"))
	sig.post(claim, odd).leads("/dossiers/tiny-2025.a")
	off := w.as("off")
	off.get("/dossiers/tiny-2025.a/spending/1/do/spending.accept").is(http.StatusOK).says("soit 48.000,00 € de plus", early)
	held := with(off.get(midterm), "held_on", "01/05/2025", "present.0", "Anne", "findings", "Tout va bien.", "light", "green")
	off.post(midterm, held).is(http.StatusOK).says("1er mai 2025 " + early)
}
