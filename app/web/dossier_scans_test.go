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
		ed.uploaded(files, name, []byte(text), with(ed.get(files), "kind", "annex")).leads(files + "?done=attached")
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

	w.do("sig_alfa", "submission.submit", strings.TrimPrefix(draftA, "/dossiers/"), nil)
	off.get(draftA).says("bon.txt Analysé, rien trouvé", "mauvais.txt Bloqué : virus")
	off.get(at).is(http.StatusGone).says("Ce fichier est bloqué")
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
