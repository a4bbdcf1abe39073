package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const pathBench = "/calls/tiny-2025/committee"

// TestTheCommitteeIsRead by the funder's side alone, and worked on by its officer.
func TestTheCommitteeIsRead(t *testing.T) {
	w := seatedWorld(t, false)
	off := w.as("off").get(pathBench).is(http.StatusOK)
	off.says("Comité d'avis", "Quorum : 2 grilles par projet", "Partenaire asbl", "Par un mandat", "Projet A", "Suppléance", "Désigner", "Répartition proposée")
	w.as("dir").get(pathBench).is(http.StatusOK).hides(`name="pair"`, "/remind", "Répartition proposée")
	for _, who := range []string{"ed_alfa", "sig_beta", "sig_asbl", "chair", "jury1", "jury2"} {
		b := w.as(who)
		b.get(pathBench).is(http.StatusNotFound)
		b.get(pathBench + "/plan").is(http.StatusNotFound)
		b.post(pathBench+"/remind", url.Values{}).is(http.StatusNotFound)
		b.post(pathBench+"/assign", url.Values{"_key": {"k"}, "pair": {"tiny-2025.a jury3"}}).is(http.StatusNotFound)
	}
	w.as("dir").post(pathBench+"/remind", url.Values{}).is(http.StatusNotFound)
	w.as("dir").get(pathBench + "/plan").is(http.StatusNotFound)
	w.nobody().get(pathBench).is(http.StatusSeeOther)
}

func pairsIn(a answer) (out []string) {
	for _, part := range strings.Split(a.body, `name="pair" value="`)[1:] {
		value, _, _ := strings.Cut(part, `"`)
		out = append(out, value)
	}
	slices.Sort(out)
	return out
}

// TestSheetsAreAssignedTogether: each by an act of its own; what is refused is told
// and holds up nothing; sent twice it happens once.
func TestSheetsAreAssignedTogether(t *testing.T) {
	w := seatedWorld(t, false)
	off := w.as("off")
	page := off.get(pathBench)
	want := []string{"tiny-2025.a jury1", "tiny-2025.a jury3", "tiny-2025.b jury1", "tiny-2025.b jury3", "tiny-2025.d jury1", "tiny-2025.d jury3"}
	want = slices.DeleteFunc(want, func(p string) bool { return strings.HasSuffix(p, "jury1") })
	if got := pairsIn(page); !slices.Equal(got, want) {
		t.Errorf("may be ticked: %v, want %v", got, want)
	}
	form := page.hidden()
	off.post(pathBench+"/assign", form).is(http.StatusUnprocessableEntity).says("Aucune grille n'était cochée")
	form["pair"] = []string{"tiny-2025.b jury3", "tiny-2025.d jury3"}
	got := off.post(pathBench+"/assign", form)
	got.leads(pathBench)
	off.follow(got).says("2 grilles sont attribuées.")
	off.follow(off.post(pathBench+"/assign", form)).says("2 grilles sont attribuées.")
	if n := w.sheets("jury3"); n != 2 {
		t.Errorf("%d sheets", n)
	}
	form.Set("_key", "another")
	form["pair"] = []string{"tiny-2025.a jury2", "tiny-2025.a jury3"}
	off.post(pathBench+"/assign", form).is(http.StatusConflict).says("1 grille est attribuée.", "Membre 2, dossier tiny-2025.a")
	form.Set("_key", "third")
	form["pair"] = []string{"other.a jury3"}
	off.post(pathBench+"/assign", form).is(http.StatusNotFound)
	if n := w.sheets("jury3"); n != 3 {
		t.Errorf("%d sheets", n)
	}
}

// sheets counts somebody's sheets.
func (w *world) sheets(person string) (n int) {
	w.Helper()
	_, all, err := w.app.Dossiers(w.Context(), "tiny-2025")
	if err != nil {
		w.Fatal(err)
	}
	for _, f := range all {
		for _, x := range f.Sheets {
			if x.Person == person && x.State() != "void" {
				n++
			}
		}
	}
	return n
}

// TestAPlanIsShownFirst: it assigns nothing, is the same for the same seed, goes
// around conflicts, and what is confirmed is what was shown.
func TestAPlanIsShownFirst(t *testing.T) {
	w := seatedWorld(t, false)
	off := w.as("off")
	before := w.sheets("jury3") + w.sheets("jury1")
	plan := off.get(pathBench+"/plan?sheets=4&seed=un").is(http.StatusOK).says("Rien n'est encore attribué", "graine « un »", "Charge par membre", "Trop peu de membres libres")
	if w.sheets("jury3")+w.sheets("jury1") != before {
		t.Error("the plan assigns")
	}
	pairs := pairsIn(plan)
	if again := pairsIn(off.get(pathBench + "/plan?sheets=4&seed=un")); !slices.Equal(pairs, again) || len(pairs) == 0 {
		t.Errorf("%v, then %v", pairs, again)
	}
	if slices.Contains(pairs, "tiny-2025.a jury2") {
		t.Error("a plan does not see a conflict")
	}
	off.get(pathBench + "/plan?sheets=4&seed=").is(http.StatusOK).says("graine « TINY-2025 »").hides("plan_facts")
	off.get(pathBench).says("Quorum possible : il manque 2 grilles.").hides("Le quorum tient")
	form := plan.hidden()
	form["pair"] = pairs
	off.follow(off.post(pathBench+"/assign", form)).says("attribuées")
	off.get(pathBench + "/plan?sheets=4&seed=un").says("Aucune grille à attribuer")
	for _, bad := range []string{"x", "0", "-1", "1000000"} {
		got := off.get(pathBench + "/plan?seed=un&sheets=" + bad).is(http.StatusUnprocessableEntity).says("Un nombre de 1 à")
		if !strings.Contains(got.body, `value="`+bad+`"`) || !strings.Contains(got.body, `aria-invalid="true"`) || len(pairsIn(got)) > 0 {
			t.Errorf("sheets=%s: what was typed is gone, or something is proposed", bad)
		}
	}
}

// TestConflictsSayWhatFollows, in the committee's pages: after sealing, after the
// opinion, and after the conclusion.
func TestConflictsSayWhatFollows(t *testing.T) {
	w := seatedWorld(t, false)
	for _, f := range []string{"b", "d"} {
		w.seals("chair", f, "4", "15")
		w.seals("jury2", f, "5", "10")
	}
	w.do("off", "sheet.assign", "tiny-2025.a", map[string]any{"person": "jury3"})
	w.seals("chair", "a", "3", "10")
	w.seals("jury3", "a", "3", "10")
	opinion := map[string]any{"opinion": "favourable", "advised": "9000", "reasons": "Utile."}
	for _, f := range []string{"a", "b", "d"} {
		w.do("chair", "submission.rank", "tiny-2025."+f, opinion)
	}
	w.at("2025-04-01T10:00")
	w.as("off").get("/dossiers/tiny-2025.b/sheet/jury2/do/sheet.declare_conflict").is(http.StatusOK).says("Le dossier est fermé partout à ce membre", "Sa grille, même scellée, sort de toutes les sommes", "Le quorum ne diminue pas : il faut 2 grilles", "désignez une présidence faisant fonction", "si le quorum tombe, il est rouvert")
	mine := "/dossiers/tiny-2025.b/sheet/jury2/do/sheet.declare_conflict"
	form := w.as("jury2").get(mine).is(http.StatusOK).says("Ce dossier vous est fermé partout", "Votre grille, même scellée", "sans somme ni ligne du budget").hides("présidence faisant fonction").hidden()
	w.as("jury2").post(mine, form).is(http.StatusOK).says("Ce dossier vous est fermé partout", "Un conflit déclaré ne se retire pas.")
	w.do("off", "sheet.declare_conflict", "tiny-2025.b/sheet/jury2", map[string]any{"reasons": "Cousin de la directrice"}) // after the opinion
	w.as("off").get(pathBench).is(http.StatusOK).says("a fait tomber le quorum", "L'avis est rouvert", "Encodé par la Direction Action Sociétale", "Cousin de la directrice", "retirée de toutes les sommes", "Membre 3 (suppléance)")
	w.as("chair").get("/calls/tiny-2025/deliberation").says("les grilles ne suffisent pas au quorum", "Se retire", "Membre 2")
	w.do("off", "sheet.assign", "tiny-2025.b", map[string]any{"person": "jury3"})
	w.as("off").get(pathBench).says("a fait tomber le quorum") // until the sheet is sealed
	w.seals("jury3", "b", "4", "12")
	w.as("off").get(pathBench).hides("a fait tomber le quorum")
	w.do("chair", "submission.rank", "tiny-2025.b", opinion)
	w.at("2025-04-10T12:00")
	w.do("chair", "call.conclude", "tiny-2025", map[string]any{"present": []any{"chair", "jury3"}})
	w.at("2025-04-12T10:00")
	w.do("jury3", "sheet.declare_conflict", "tiny-2025.d", map[string]any{"reasons": "Nouveau mandat"}) // no sheet there
	w.do("jury2", "sheet.declare_conflict", "tiny-2025.d/sheet/jury2", map[string]any{"reasons": "Nouveau voisin"})
	w.as("jury2").get("/calls/tiny-2025/deliberation").is(http.StatusOK).says("Le procès-verbal n'est pas ouvert à qui a un conflit").hides("est établi quand la présidence conclut")
	w.as("chair").get("/dossiers/tiny-2025.b/sheet/chair/do/sheet.declare_conflict").says("Vous ne présidez plus", "l'avis sur ce dossier est signalé")
	w.as("off").get(pathBench).says("est apparu après la conclusion du comité", "l'appel ne peut pas être décidé", "Déclaré par le membre")
	w.as("dg").get(pathBench).says("Renvoyer au comité", "Maintenir l'avis malgré un conflit")
	w.as("chair").get("/calls/tiny-2025/deliberation").says("un conflit est apparu après la conclusion")
	w.do("dg", "submission.answer_conflict", "tiny-2025.d", map[string]any{"reasons": "Deux grilles restent."})
	w.as("off").get(pathBench).says("la réponse est donnée").hides("ne peut pas être décidé")
	w.as("chair").get("/calls/tiny-2025/deliberation").says("L'avis tient sans ce membre : Deux grilles restent.")

	// After the decision it is each decision that waits, and leads to the answer.
	w.at("2025-05-05T10:00")
	w.do("dg", "submission.place_in_reserve", "tiny-2025.d", map[string]any{"place": "1", "reasons": "Une réserve.", "departure": "Plus rien."})
	for _, f := range []string{"a", "b"} {
		w.do("dg", "submission.reject", "tiny-2025."+f, map[string]any{"reasons": "Dossier " + f + ".", "departure": "Plus rien."})
	}
	w.do("dg", "call.decide", "tiny-2025", nil)
	w.do("chair", "sheet.declare_conflict", "tiny-2025.d/sheet/chair", map[string]any{"reasons": "Nouveau mandat"})
	const answer = "/dossiers/tiny-2025.d/do/submission.answer_conflict"
	w.as("dg").get("/dossiers/tiny-2025.d").is(http.StatusOK).says("maintenez l'avis en disant pourquoi", "la décision sur ce projet reste en attente").links(answer)
	w.as("dg").get("/dossiers/tiny-2025.d/do/submission.award").is(http.StatusConflict).says("maintenez l'avis en disant pourquoi").hides("tiny-2025.d ;").links(answer)
}

// TestADeliberationEndsInItsMinutes: read before, adopted by concluding, and then
// there for the committee in both languages.
func TestADeliberationEndsInItsMinutes(t *testing.T) {
	w := seatedWorld(t, false)
	chair, jury, path := w.as("chair"), w.as("jury1"), "/calls/tiny-2025/deliberation"
	chair.get(path+"?projector=1").is(http.StatusOK).says("Quitter la vue projecteur", "Classement").hides("Pour le projecteur")
	chair.get(path).is(http.StatusOK).says("Le procès-verbal attend encore l'avis sur 3 dossiers", "Grilles attendues de", "Rendre l'avis")
	chair.get("/calls/tiny-2025/minutes/fr").is(http.StatusOK).says("Pas encore de procès-verbal")
	w.do("off", "sheet.assign", "tiny-2025.a", map[string]any{"person": "jury3"})
	for _, f := range []string{"a", "b", "d"} {
		w.seals("chair", f, "4", "15")
		if f == "a" {
			w.seals("jury3", f, "5", "10")
		} else {
			w.seals("jury2", f, "5", "10")
		}
		opinion := map[string]any{"opinion": "favourable", "advised": "9000", "reasons": "Utile."}
		if f == "d" {
			opinion["votes"] = map[string]any{"for": "2", "against": "1", "abstain": "0"}
		}
		chair.get(path).says("Projet " + strings.ToUpper(f))
		w.do("chair", "submission.rank", "tiny-2025."+f, opinion)
	}
	chair.get(path).says("en concluant, vous l'adoptez", "2 pour, 1 contre", "9.000,00 €", "Membre 2. Sans accès au dossier")
	chair.get("/calls/tiny-2025/minutes/nl").is(http.StatusOK).says("Verslag van het adviescomité", "Projet A", "Mandaat")
	jury.get("/calls/tiny-2025/minutes/fr").is(http.StatusNotFound)
	w.as("jury2").get("/calls/tiny-2025/minutes/fr").is(http.StatusNotFound)
	w.as("ed_alfa").get(path).is(http.StatusNotFound)

	w.at("2025-04-10T12:00")
	chair, jury = w.as("chair"), w.as("jury1")
	chair.fill("/calls/tiny-2025/do/call.conclude", url.Values{"present": {"chair", "jury1", "jury2"}})
	if c, _, err := w.app.Dossiers(t.Context(), "tiny-2025"); err != nil || c.State() != "deliberated" || len(c.Present) != 3 {
		t.Fatalf("%v, %v", c.State(), err)
	}
	if err := w.app.Work(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	filed := jury.get(path).is(http.StatusOK).says("Procès-verbal adopté", "Présence notée")
	for _, ext := range []string{"/fr.pdf", "/nl.pdf", "/fr.html"} {
		at := hrefOf(t, filed, "PDF FR")
		jury.get(strings.TrimSuffix(at, "/fr.pdf") + ext).is(http.StatusOK)
	}
	w.as("jury2").get(path).hides("Procès-verbal adopté")
	w.as("jury2").get(hrefOf(t, filed, "PDF FR")).is(http.StatusNotFound)
}

// TestAChairInConflictIsReplaced: the page says so to whoever can appoint.
func TestAChairInConflictIsReplaced(t *testing.T) {
	w := seatedWorld(t, false)
	w.do("chair", "sheet.declare_conflict", "tiny-2025.a/sheet/chair", map[string]any{"reasons": "Parent"})
	off := w.as("off")
	off.get(pathBench).says("préside le comité et a un conflit d'intérêts", "présidence faisant fonction")
	chair := w.as("chair").get("/calls/tiny-2025/deliberation").is(http.StatusOK).says("Vous avez un conflit d'intérêts dans cet appel")
	chair.hides("Projet A", "Rendre l'avis sur")
	w.do("off", "member.dismiss", "tiny-2025/member/jury1", map[string]any{"reasons": "Change de siège"})
	w.do("off", "member.appoint", "tiny-2025/member/jury1", map[string]any{"person": "jury1", "as": "acting_chair"})
	off.get(pathBench).hides("préside le comité et a un conflit d'intérêts")
	if v := w.viewer("jury1"); v.Sight.Committee {
		got := w.as("jury1").get("/calls/tiny-2025/deliberation").is(http.StatusOK)
		got.says("Projet A")
	}

	w.do("off", "member.dismiss", "tiny-2025/member/jury1", map[string]any{"reasons": "En congé"})
	// Whoever leads without a sheet reads no score, and is told so and the way out.
	w.seals("jury2", "b", "5", "10")
	w.do("off", "member.dismiss", "tiny-2025/member/jury3", map[string]any{"reasons": "Change de siège"})
	w.do("off", "member.appoint", "tiny-2025/member/jury3", map[string]any{"person": "jury3", "as": "acting_chair"})
	off.get(pathBench).says("Membre 3 préside et n'a aucune grille")
	jury := w.as("jury3")
	jury.get("/calls/tiny-2025/deliberation").says("Vous présidez sans grille pour 1 dossier", "demandez à la Direction Action Sociétale de vous attribuer une grille", "1 sur 2, Membre 2").hides("Motif de jury2")
	jury.get(rankB).says("quorum")
	jury.get("/calls/tiny-2025/minutes/fr").is(http.StatusOK).says("Pas encore de procès-verbal") // as the chair reads them
	w.do("off", "sheet.assign", "tiny-2025.b", map[string]any{"person": "jury3"})
	off.get(pathBench).hides("n'a aucune grille")
	jury.get("/calls/tiny-2025/deliberation").says("quand votre propre grille est scellée", "Remplir la grille").hides("Vous présidez sans grille")
}
