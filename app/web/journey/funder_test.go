package journey_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/workflow"
)

// decides names the organ that decided, on a form that asks for it, and confirms.
func (b *tab) decides() {
	b.Helper()
	b.fill("organ", "board")
	b.fill("date", "10/01/2025")
	b.fill("reference", "CA 2025/12")
	b.press("main form .btn:not(.alt)")
	b.press("main form .btn:not(.alt)")
}

// TestAnAuditorFindsAPlantedChange that somebody made past the program.
func TestAnAuditorFindsAPlantedChange(t *testing.T) {
	t.Parallel()
	each(t, "submission.close", true, func(w *world) {
		w.register("aud", "Contrôle interne", "slrb", string(w.lang), "auditor")
		b := w.as("aud")
		b.press(w.t("nav.reading"))
		b.press("TINY-2025")
		b.press(w.t("reading.check"))
		b.reads(w.t("reading.holds"))
		w.plant("UPDATE parts SET amount = amount + 1 WHERE dossier_id = 'tiny-2025.a' AND entity = 'instalment' AND id = '1'")
		b.press(w.t("reading.check"))
		b.reads(w.t("reading.wrong_n", "n", 1), "tiny-2025.a/instalment/1", w.t("reading.problem.differs"))
		b.open("/reading/tiny-2025.a")
		b.press(w.t("reading.check"))
		b.reads(w.t("reading.wrong_n", "n", 1), "tiny-2025.a/instalment/1")
	})
}

// plant changes a row behind the program's back.
func (w *world) plant(change string) {
	w.Helper()
	driver, dsn := "pgx", w.db
	if path, lite := strings.CutPrefix(w.db, "sqlite:"); lite {
		driver, dsn = "sqlite", path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	res, err := db.ExecContext(w.Context(), change)
	if err != nil {
		w.Fatal(err)
	}
	if n, err := res.RowsAffected(); n != 1 || err != nil {
		w.Fatal(n, err)
	}
}

// TestAnAdministratorRevivesADeadJob that home tells of, once its cause is mended.
func TestAnAdministratorRevivesADeadJob(t *testing.T) {
	t.Parallel()
	each(t, "submission.sign", true, func(w *world) {
		const kind = "document.award"
		works := w.app.Handlers[kind]
		w.app.Handlers[kind] = func(context.Context, storage.Job) (*app.Command, error) {
			return nil, errors.Join(errors.New("document: no space left"), storage.ErrGiveUp)
		}
		err := w.app.Store.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
			tx.Enqueue(workflow.Job{Kind: kind, On: workflow.Ref{Entity: workflow.EntitySubmission, Dossier: "tiny-2025.a"}}, w.now())
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		w.later(time.Second)
		w.work()
		b := w.as("adm")
		b.reads(w.t("admin.dead_n", "n", 1))
		b.press(w.t("admin.look"))
		b.reads(w.t("admin.work.document"), w.t("admin.why.document"))
		w.app.Handlers[kind] = func(context.Context, storage.Job) (*app.Command, error) { return nil, nil }
		defer func() { w.app.Handlers[kind] = works }()
		b.press(w.t("admin.retry"))
		b.reads(w.t("admin.job.waiting"))
		w.later(time.Second)
		w.work()
		b.open("/admin/jobs")
		b.reads(w.t("admin.no_jobs"))
		b.open("/")
		if strings.Contains(b.text(), w.t("admin.dead_n", "n", 1)) {
			t.Error("home still tells of it")
		}
	})
}
