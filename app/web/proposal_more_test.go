package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestADossierIsFull: the file that no longer fits is refused with what is taken,
// what is left and how much there may be.
func TestADossierIsFull(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.as("ed_alfa")
	files := draftA + "/files"
	body := append([]byte("%PDF-1.7\n"), make([]byte, MaxUpload-20)...)
	send := func(name string, data []byte) answer {
		return b.uploaded(files, name, data, with(b.get(files), "kind", "annex"))
	}
	for i := range 5 { // 100 bytes short of all that there may be
		body[9] = byte(i) // another file
		send(fmt.Sprintf("partie %d.pdf", i), body).leads(files)
	}
	no := send("de trop.pdf", append([]byte("%PDF-1.7\n"), make([]byte, 2<<20)...))
	no.is(http.StatusConflict).says("« de trop.pdf » (2 Mo) ne tient plus dans le dossier", "sur 100 Mo", "il reste 1 ko", "Retirez un fichier, ou réduisez celui-ci")
	b.get(files + "?lang=nl").says("100 MB").hides("de trop.pdf")
}

// TestTakingOverInDutch: last year's project is the start of a new one in Dutch as
// well, and says what was taken.
func TestTakingOverInDutch(t *testing.T) {
	w := newWorld(t, all)
	call := w.nextCall()
	b := w.as("ed_alfa")
	b.get("/calls/" + call + "/propose?lang=nl").is(http.StatusOK).says("Projet A (TINY-2025)")
	form := with(b.get("/calls/"+call+"/propose?from=tiny-2025.a").is(http.StatusOK).says("Overnemen uit", "Resultaten", "Indicatoren").hides("Livrables", "Reprendre"),
		"title", "Project A, vervolg", "theme", "culture", "requested", "12.000,00", "continues", "tiny-2025.a",
		"budget.0.category", "staff", "budget.0.label", "Begeleiding", "budget.0.amount", "12.000,00")
	form["_take"] = []string{"indicators", "deliverables"}
	to := b.post("/calls/"+call+"/propose", form)
	b.follow(to).says("De aanvraag is gestart. Overgenomen uit “Projet A”:", "Indicatoren")
	id := strings.TrimSuffix(strings.TrimPrefix(to.header.Get("Location"), "/dossiers/"), "/edit/description")
	if got := w.proposal(id); !strings.Contains(got, `"title":"Recueil"`) || !strings.Contains(got, "12000") {
		t.Error(got)
	}
}

// TestOneAddressIsOnePersons: nobody is registered with an address that somebody
// has, however it is written.
func TestOneAddressIsOnePersons(t *testing.T) {
	w := staffed(t)
	w.enlist("first", "La première", "slrb", "auditor")
	b := w.as("adm1")
	for _, address := range []string{"first@slrb.example", "First@SLRB.example", " first@slrb.example "} {
		no := b.sent("/people/new", url.Values{"name": {"La seconde"}, "email": {address}, "organisation": {"slrb"}, "language": {"fr"}}).
			is(http.StatusConflict).says("une autre personne s'identifie déjà avec cette adresse")
		if !strings.Contains(no.body, `value="La seconde"`) {
			t.Error("what was typed is gone")
		}
	}
	b.get("/people?q=seconde").hides("La seconde</a>")
	b.sent("/people/new", url.Values{"name": {"La seconde"}, "email": {"second@slrb.example"}, "organisation": {"slrb"}, "language": {"fr"}}).is(http.StatusSeeOther)
}
