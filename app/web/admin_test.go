package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/workflow"
)

// administrator lets somebody keep the house, and nothing else.
func (w *world) administrator(id string) *browser {
	w.Helper()
	w.enlist(id, "Administration", "slrb", "admin")
	return w.as(id)
}

// stopped has a job fail for good.
func (w *world) stopped(why string) storage.Job {
	w.Helper()
	const kind = "document.award"
	w.app.Handlers[kind] = func(context.Context, storage.Job) (*app.Command, error) {
		return nil, errors.Join(errors.New(why), storage.ErrGiveUp)
	}
	err := w.app.Store.Update(w.Context(), storage.Ask{}, func(tx *storage.Tx) error {
		tx.Enqueue(workflow.Job{Kind: kind, On: workflow.Ref{Entity: workflow.EntitySubmission, Dossier: "tiny-2025.a"}}, w.now)
		return nil
	})
	if err == nil {
		err = w.app.Work(w.Context(), w.now)
	}
	dead, derr := w.app.Store.DeadJobs(w.Context(), 1)
	if err != nil || derr != nil || len(dead) != 1 {
		w.Fatal(err, derr, dead)
	}
	return dead[0]
}

// TestAdministrators see what stands still, with its cause and without what is in
// a dossier, and start it again.
func TestAdministrators(t *testing.T) {
	w := begun(t, "submission.sign")
	adm := w.administrator("adm")
	adm.get("/").hides("/admin/jobs?state=dead", "Mes dossiers").says("Administration")
	adm.get("/admin").is(http.StatusOK).says("L'horloge ne tourne pas", "SQLite", "Arrêtée").hides("Tâches arrêtées")
	j := w.stopped("document: may not be made: it lacks an award of 12.000,00 € for Projet A")
	adm.get("/").says("1 tâche arrêtée", "des documents ou des messages ne partent pas")
	for _, path := range []string{"/admin", "/admin/jobs", "/admin/jobs?state=dead"} {
		adm.get(path).is(http.StatusOK).says("Imprimer un document", "Il manque une donnée au document", "tiny-2025.a", "Relancer").hides("Projet A", "12.000", "award")
	}
	adm.get("/admin/jobs?state=running").says("Rien n'attend ici")
	adm.get("/admin/jobs?state=nothing").is(http.StatusNotFound)
	adm.get("/admin/mails").is(http.StatusOK).says("Aucun message")
	adm.get("/admin/mails?state=nothing").is(http.StatusNotFound)

	retry := hrefsOf(adm.get("/admin/jobs"), `action="(/admin/jobs/[0-9]+/retry)"`)
	if len(retry) != 1 {
		t.Fatal(retry)
	}
	adm.follow(adm.post(retry[0], nil)).says("est relancée", "En attente").hides(`action="/admin/jobs/`)
	adm.follow(adm.post(retry[0], nil)).says("n'est plus arrêtée")
	w.app.Handlers[j.Kind] = func(context.Context, storage.Job) (*app.Command, error) { return nil, nil }
	if err := w.app.Work(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	adm.get("/admin/jobs").says("Rien n'attend ici")
	adm.get("/admin").says("Administration a relancé la tâche n°")
}

// TestAdministrationIsNoBodyElses business.
func TestAdministrationIsNoBodyElses(t *testing.T) {
	w := begun(t, "submission.sign")
	j := w.stopped("no paper")
	for _, who := range []string{"off", "dir", "dg", "fin", "ed_alfa", "chair"} {
		b := w.as(who)
		for _, path := range []string{"/admin", "/admin/jobs", "/admin/mails", "/admin/settings"} {
			b.get(path).is(http.StatusNotFound)
		}
		b.post("/admin/jobs/1/retry", nil).is(http.StatusNotFound)
		b.get("/calls").hides(`href="/admin"`)
	}
	if dead, err := w.app.Store.DeadJobs(t.Context(), 1); err != nil || len(dead) != 1 || dead[0].ID != j.ID {
		t.Error(dead, err)
	}
}

// TestSettingsShowNoSecret: whether it is set, and nothing of it.
func TestSettingsShowNoSecret(t *testing.T) {
	w := begun(t, "submission.sign")
	w.app.Configured = []app.Setting{{Name: "TREMPLIN_ADDR", Value: ":8080"}, {Name: "TREMPLIN_SECRET", Set: true}, {Name: "TREMPLIN_LOG", Value: "text", Set: true}}
	adm := w.administrator("adm")
	adm.get("/admin/settings").is(http.StatusOK).says("TREMPLIN_ADDR :8080 D'origine", "TREMPLIN_SECRET Défini, non montré Choisi", "TREMPLIN_LOG text Choisi")
}

// TestMailsThatCameBack are told with their reason, to whom, and not what they said.
func TestMailsThatCameBack(t *testing.T) {
	w := begun(t, "submission.sign")
	err := w.app.Store.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
		tx.LogMail(storage.Mailed{MessageID: "1", Person: "ed_alfa", Kind: "E21", Dossier: "tiny-2025.a", State: storage.MailSent, At: w.now})
		tx.LogMail(storage.Mailed{MessageID: "2", Person: "sig_alfa", Kind: "E21", Dossier: "tiny-2025.a", State: storage.MailBounced, Reason: "no such mailbox", At: w.now})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	adm := w.administrator("adm")
	adm.get("/admin/mails").says("Envoyé", "Revenu", "no such mailbox", "tiny-2025.a").hides("E21")
	back := adm.get("/admin/mails?state=bounced").text()
	if !strings.Contains(back, "no such mailbox") || strings.Contains(back, "/people/ed_alfa") {
		t.Error(back)
	}
}

// hrefsOf finds what an expression's first group matches.
func hrefsOf(a answer, expression string) (out []string) {
	for _, m := range regexp.MustCompile(expression).FindAllStringSubmatch(a.body, -1) {
		out = append(out, m[1])
	}
	return out
}
