package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

// TestDoneIsSaidOnce: the page after an act says what was done, to who did it,
// once, and no link can make it.
func TestDoneIsSaidOnce(t *testing.T) {
	w := begun(t, "submission.submit")
	sig, other := w.as("sig_alfa"), w.as("ed_alfa")
	sure := sig.post(draftA+"/do/submission.submit", sig.get(draftA+"/do/submission.submit").hidden()).is(http.StatusOK)
	form := sure.hidden()
	form.Set("_confirm", "1")
	receipt := draftA + "/receipt"
	other.get(receipt).is(http.StatusNotFound)
	sig.post(draftA+"/do/submission.submit", form).leads(receipt)
	other.get(receipt).is(http.StatusOK).hides("La candidature est introduite")
	page := sig.get(receipt).is(http.StatusOK).says("La candidature est introduite. État du dossier : Introduite.", "12.000,00 €", "Empreinte du contenu", "reprendre la candidature", "Directeur Alfa")
	if !strings.Contains(page.body, `class="alert ok done" role="status" tabindex="-1" autofocus`) {
		t.Error("a reader does not begin where it says what was done")
	}
	sig.get(receipt).hides("La candidature est introduite")
	sig.post(draftA+"/do/submission.submit", form).leads(receipt) // a double click
	sig.get(receipt + "?done=submission.submit&_done=x").says("La candidature est introduite")
	w.as("off").get(receipt).is(http.StatusNotFound)
	w.as("sig_beta").get(receipt).is(http.StatusNotFound)
	for _, l := range []string{"nl", "en"} {
		if got := sig.get(receipt + "?lang=" + l).text(); strings.Contains(got, "receipt.") {
			t.Errorf("%s lacks words: %s", l, got)
		}
	}
}

// TestDoneBelongsToItsPage: it is said where the act leads, not in another tab,
// and not for who comes much later.
func TestDoneBelongsToItsPage(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.as("ed_alfa")
	files := draftA + "/files"
	send := func(name string) {
		b.uploaded(files, name, []byte("%PDF-1.7\n"+name), with(b.get(files), "kind", "annex")).leads(files)
	}
	send("un.pdf")
	b.get(draftA + "/check").hides("est joint")
	b.get(files).says("« un.pdf » est joint.")
	send("deux.pdf")
	w.now = w.now.Add(time.Hour)
	b.get(files).hides("est joint")
}

// TestEveryActSaysThatItIsDone: what people may do on a call or a dossier has a
// sentence for afterwards, in each language.
func TestEveryActSaysThatItIsDone(t *testing.T) {
	machines := []workflow.Role{workflow.Clock, workflow.Engine, workflow.Import}
	house := []workflow.Entity{workflow.EntityHouse, workflow.EntityPerson, workflow.EntityOrganisation} // pages of their own say it
	acts := 0
	for _, l := range newWorld(t, 0).app.Programme().Lifecycles {
		if slices.Contains(house, l.Entity) {
			continue
		}
		for _, r := range l.Rules {
			if !slices.ContainsFunc(r.By, func(by workflow.Role) bool { return !slices.Contains(machines, by) }) {
				continue
			}
			acts++
			for _, lang := range locale.Languages {
				key := "site.done." + string(l.Entity) + "." + string(r.Action)
				if got := locale.Text(lang, key, nil); got == key || strings.Contains(got, "{") {
					t.Errorf("%s: nothing says that %s.%s is done: %q", lang, l.Entity, r.Action, got)
				}
			}
		}
	}
	if acts < 80 {
		t.Errorf("only %d acts", acts)
	}
}
