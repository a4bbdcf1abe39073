package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/workflow"
)

// pages of a dossier that a reader may ask for.
var dossierPages = []string{"/", "/dossiers", "/dossiers?q=alfa", "/dossiers?state=under_review", "/dossiers?state=awarded", "/search?q=projet", "/search?q=TINY-2025-01-L04", "/dossiers/tiny-2025.a", "/dossiers/tiny-2025.a/do/submission.withdraw"}

// enters brings in somebody with a role.
func (w *world) enters(id string, values map[string]any) {
	w.Helper()
	values["id"], values["name"] = id, "Personne "+id
	if _, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: id, Values: values}, "test", w.now); err != nil {
		w.Fatal(err)
	}
}

var keys = regexp.MustCompile(`name="_key" value="[^"]*"`)

// TestNothingTellsOfADecisionBeforeItsLetter: every page of the SISP and of its
// partner reads the same before and after the award.
func TestNothingTellsOfADecisionBeforeItsLetter(t *testing.T) {
	w := begun(t, "submission.award")
	read := func() map[string]string {
		out := map[string]string{}
		for _, who := range []string{"sig_alfa", "ed_alfa", "sig_asbl", "sig_beta"} {
			b := w.as(who)
			for _, p := range dossierPages {
				got := b.get(p)
				out[who+" "+p] = http.StatusText(got.status)
				if got.status == http.StatusOK {
					out[who+" "+p] = keys.ReplaceAllString(got.body, "")
				}
			}
		}
		return out
	}
	before := read()
	w.do("dg", "submission.award", "tiny-2025.a", map[string]any{"amount": "12000", "reasons": "Premier du classement, conçu avec les habitants."})
	w.do("dg", "submission.reject", "tiny-2025.b", map[string]any{"reasons": "Il ne reste pas assez pour cette demande.", "departure": "L'enveloppe est épuisée."})
	for at, is := range read() {
		if is != before[at] {
			t.Errorf("%s tells of a decision whose letter has not gone:\n%s\n%s", at, before[at], is)
		}
	}
	w.as("dg").get("/dossiers/tiny-2025.a").is(http.StatusOK).says("Subside octroyé", "12.000,00 €")
}

// TestWhoMaySeeADossier: what may not be seen is not there, on any route.
func TestWhoMaySeeADossier(t *testing.T) {
	w := begun(t, "instalment.claim")
	w.enters("audit", map[string]any{"organisation": "slrb", "roles": []any{"auditor"}})
	w.enters("keeper", map[string]any{"organisation": "slrb", "roles": []any{"admin"}})
	w.enters("torn", map[string]any{"roles": []any{"committee_member"}, "mandates": []any{"asbl"}})
	sees := map[string]bool{"off": true, "dg": true, "audit": true, "sig_alfa": true, "ed_alfa": true, "sig_asbl": true, "jury1": true, "sig_beta": false, "keeper": false, "torn": false}
	view, err := w.app.Look(t.Context(), w.viewer("off"), "tiny-2025.a")
	if err != nil {
		t.Fatal(err)
	}
	doc := ""
	for _, d := range view.File.Documents {
		if d.Kind == "convention" {
			doc = "/documents/tiny-2025.a/" + d.Ref().ID
		}
	}
	for who, may := range sees {
		b := w.as(who)
		want := http.StatusNotFound
		if may {
			want = http.StatusOK
		}
		b.get("/dossiers/tiny-2025.a").is(want)
		if who != "jury1" { // the committee reads no convention
			b.get(doc + "/fr.pdf").is(want)
			b.get(doc + "/nl.html").is(want)
		}
		list := b.get("/dossiers").is(http.StatusOK)
		found := b.get("/search?q=TINY-2025-01").is(http.StatusOK)
		if listed := strings.Contains(list.body, "tiny-2025.a"); listed != may {
			t.Errorf("%s: the dossier is listed: %t", who, listed)
		}
		if listed := strings.Contains(found.body, "tiny-2025.a"); listed != may {
			t.Errorf("%s: the dossier is found: %t", who, listed)
		}
		if !may {
			b.get("/dossiers/tiny-2025.a/do/submission.withdraw").is(http.StatusNotFound)
			b.post("/dossiers/tiny-2025.a/do/submission.withdraw", url.Values{"_confirm": {"1"}}).is(http.StatusNotFound)
			b.get("/files/tiny-2025.a/1").is(http.StatusNotFound)
			b.get("/").is(http.StatusOK).hides("tiny-2025.a")
		}
	}
	for _, p := range append([]string{doc + "/fr.pdf", "/calls/tiny-2025/work", "/files/tiny-2025.a/1"}, dossierPages[1:]...) {
		if got := w.nobody().get(p); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/sign-in") {
			t.Errorf("nobody gets %s: %d", p, got.status)
		}
	}
}

// viewer is somebody as app sees them.
func (w *world) viewer(id string) *app.Viewer {
	w.Helper()
	v, err := w.app.Viewer(w.Context(), id, "web")
	if err != nil {
		w.Fatal(err)
	}
	return v
}

// TestAnActIsShownBeforeItIsDone: an award goes through a page that says what
// follows; sent twice it happens once; what passes the envelope is refused, and
// what was typed stays.
func TestAnActIsShownBeforeItIsDone(t *testing.T) {
	w := begun(t, "submission.award")
	b := w.as("dg")
	b.get("/").is(http.StatusOK).says("2 choses à faire", "Décider de l'octroi : Projet A", "Décider de l'octroi : Projet B")
	const award = "/dossiers/tiny-2025.a/do/submission.award"
	form := b.get(award).is(http.StatusOK).hidden()
	form.Set("amount", "12.000,00")
	got := b.post(award, form).is(http.StatusBadRequest)
	got.says("Cette information manque.")
	form.Set("reasons", "Premier du classement, conçu avec les habitants.")
	asked := b.post(award, form).is(http.StatusOK).says("Octroyer 12.000,00 € ?", "sont réservés dans le budget")
	if w.viewed("tiny-2025.a") != "ranked" {
		t.Fatal("the award was made before it was confirmed")
	}
	sure := asked.hidden()
	b.post(award, sure).leads("/calls/tiny-2025/award")
	b.post(award, sure).leads("/calls/tiny-2025/award")
	if w.viewed("tiny-2025.a") != "awarded" {
		t.Fatal("the award was not made")
	}
	const second = "/dossiers/tiny-2025.b/do/submission.award"
	form = b.get(second).hidden()
	form.Set("amount", "10.000,00")
	form.Set("reasons", "Deuxième du classement, utile et faisable.")
	b.post(second, form).is(http.StatusConflict).says("Deuxième du classement", "Rien n'a été enregistré", "Dépassement")
}

// TestSomebodyWasFaster: the form says so, keeps what was typed, and goes on
// from what now is.
func TestSomebodyWasFaster(t *testing.T) {
	w := begun(t, "submission.award")
	b := w.as("dg")
	const award = "/dossiers/tiny-2025.a/do/submission.award"
	form := b.get(award).hidden()
	w.do("dg", "submission.place_in_reserve", "tiny-2025.a", map[string]any{"place": "1", "reasons": "Un bon projet, quand il y aura de quoi.", "departure": "Il n'y a pas encore de quoi."})
	form.Set("amount", "12.000,00")
	form.Set("reasons", "Premier du classement, conçu avec les habitants.")
	got := b.post(award, form).is(http.StatusConflict).says("Le dossier a changé entre-temps", "Premier du classement")
	again := got.hidden()
	again.Set("amount", "12.000,00")
	again.Set("reasons", "Premier du classement, conçu avec les habitants.")
	b.post(award, again).is(http.StatusOK).says("Octroyer 12.000,00 €")
}

// TestSigning: the page shows the document, and sends its hash.
func TestSigning(t *testing.T) {
	w := begun(t, "submission.sign")
	b := w.as("sig_alfa")
	b.get("/").is(http.StatusOK).says("Signer", "Si rien n'est fait")
	b.get("/dossiers/tiny-2025.a").is(http.StatusOK).says("À vous : signer", "Signatures")
	const sign = "/dossiers/tiny-2025.a/do/submission.sign"
	page := b.get(sign).is(http.StatusOK).says("PDF FR", "Empreinte")
	if page.hidden().Get("hash") == "" {
		t.Fatal("the form does not carry the hash")
	}
	asked := b.post(sign, page.hidden()).is(http.StatusOK).says("Cette décision ne s'efface pas.")
	b.post(sign, asked.hidden()).leads("/dossiers/tiny-2025.a")
	b.get("/dossiers/tiny-2025.a").says("1 sur 3", "a signé la convention")
}

func (w *world) viewed(id string) workflow.State {
	w.Helper()
	view, err := w.app.Look(w.Context(), w.viewer("off"), id)
	if err != nil {
		w.Fatal(err)
	}
	return view.File.State()
}

// TestEveryOfferHasAPage: whatever anybody may do opens.
func TestEveryOfferHasAPage(t *testing.T) {
	links := regexp.MustCompile(`href="(/[^"]*/do/[^"]*)"`)
	for _, do := range []string{"sheet.save", "submission.award", "instalment.claim", "deliverable.accept"} {
		w := begun(t, do)
		for _, who := range []string{"off", "dir", "dg", "fin", "ed_alfa", "sig_alfa", "sig_asbl", "jury1", "chair"} {
			b := w.as(who)
			b.get("/").is(http.StatusOK)
			for _, from := range []string{"/dossiers/tiny-2025.a", "/calls/tiny-2025/work"} {
				for _, m := range links.FindAllStringSubmatch(b.get(from).is(http.StatusOK).body, -1) {
					b.get(m[1]).is(http.StatusOK)
				}
			}
		}
	}
}
