package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/app/clamd"
	"tremplin/app/clamd/clamdtest"
)

// TestScannedFiles: each list says what is known of a file, and nobody gets an
// infected one, whoever asks.
func TestScannedFiles(t *testing.T) {
	w := begun(t, "submission.submit")
	ed, off := w.as("ed_alfa"), w.as("off")
	files := draftA + "/files"
	send := func(name, text string) {
		ed.uploaded(files, name, []byte(text), with(ed.get(files), "kind", "annex")).leads(files)
	}
	send("vieux.txt", "before there was a scanner")
	ed.get(files).says("vieux.txt Pas analysé ici")
	s := clamdtest.Start(t)
	var err error
	if w.app.Scanner, err = clamd.New(s.URL); err != nil {
		t.Fatal(err)
	}
	send("bon.txt", "a plan")
	send("mauvais.txt", clamdtest.EICAR)
	list := ed.get(files).says("vieux.txt Pas encore analysé", "bon.txt Pas encore analysé", "mauvais.txt Pas encore analysé")
	at := linkTo(t, list, "mauvais.txt")
	ed.get(at).is(http.StatusOK) // nobody knows yet

	if err := w.app.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	list = ed.get(files).says("vieux.txt Pas encore analysé", "bon.txt Analysé, rien trouvé", "mauvais.txt Bloqué : virus ("+clamdtest.Signature+")")
	if strings.Contains(list.body, at+`"`) {
		t.Error("the list leads to the infected file")
	}
	ed.get(linkTo(t, list, "bon.txt")).is(http.StatusOK)
	ed.get(at).is(http.StatusGone).says("Ce fichier est bloqué", "Revenir au dossier").hides("EICAR")
	off.get(at).is(http.StatusNotFound) // a draft is not the funder's to see

	sig := w.as("sig_alfa")
	sig.get("/").hides(draftA + "/check") // it waits, but cannot be sent
	ed.get(draftA+"/check").says("Un virus a été trouvé dans une pièce jointe : mauvais.txt", "Bloqué : virus", "bon.txt", "Analysé, rien trouvé")
	sig.get(draftA + "/check").says("Pas encore prête à être introduite").hides("/do/submission.submit")
	sig.get(draftA+"/do/submission.submit").is(http.StatusConflict).says("Un virus a été trouvé", "mauvais.txt")
	ed.post(remove(t, list, "mauvais.txt"), list.hidden()).leads(files)
	ed.get(at).is(http.StatusNotFound)
	send("nouveau.txt", "not scanned before it is sent")
	if err := w.app.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	ed.get(draftA + "/check").hides("Un virus a été trouvé")
	if !strings.Contains(sig.get("/").body, draftA+"/check") {
		t.Error("a proposal that can be sent does not wait for it")
	}
	send("tard.txt", "found out later "+clamdtest.EICAR) // nobody knows yet
	w.do("sig_alfa", "submission.submit", strings.TrimPrefix(draftA, "/dossiers/"), nil)
	if err := w.app.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	list = off.get(draftA).says("bon.txt Analysé, rien trouvé", "tard.txt Bloqué : virus").hides("mauvais.txt Bloqué")
	if strings.Contains(list.body, ">tard.txt</a>") {
		t.Error("the officer's list leads to the infected file")
	}
	w.as("sig_beta").get(at).is(http.StatusNotFound)
}

// linkTo is where a list leads under a name.
func linkTo(t *testing.T, a answer, name string) string {
	t.Helper()
	before, _, ok := strings.Cut(a.body, ">"+name+"</a>")
	if !ok {
		t.Fatalf("no link %s: %s", name, a.text())
	}
	return strings.TrimSuffix(before[strings.LastIndex(before, `href="`)+len(`href="`):], `"`)
}

// remove is where the button sends that takes a file out.
func remove(t *testing.T, a answer, name string) string {
	t.Helper()
	_, after, ok := strings.Cut(a.body, name)
	_, after, more := strings.Cut(after, `action="`)
	to, _, end := strings.Cut(after, `"`)
	if !ok || !more || !end {
		t.Fatalf("no button for %s: %s", name, a.text())
	}
	return to
}
