package app_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// copies are what somebody sees of a dossier's working copies.
func (w *world) copies(person, dossier string) map[string]app.WorkingCopy {
	w.Helper()
	who, err := w.app.Viewer(w.ctx, person, "test")
	w.must(err)
	out, err := w.app.WorkingCopies(w.ctx, who, dossier)
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return nil
	}
	w.must(err)
	return out
}

func (w *world) types(person, dossier, section, form, body string, version int64) error {
	w.Helper()
	who, err := w.app.Viewer(w.ctx, person, "test")
	w.must(err)
	_, err = w.app.SaveWorkingCopy(w.ctx, who, app.WorkingCopy{Dossier: dossier, Section: section, Form: form, Body: body, Version: version})
	return err
}

func answered(err error) string {
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		return no.Outcome()
	}
	return ""
}

// typesActs types into forms of acts: each person's own, also where one is left for
// good. It answers with what looks again after the act was done and after its time.
func (w *world) typesActs(id string) func(string) {
	w.Helper()
	on := workflow.Ref{Entity: workflow.EntitySubmission, Dossier: id}
	sig, ed := w.viewerOf("sig_alfa"), w.viewerOf("ed_alfa")
	save := func(who *app.Viewer, act string, version int64) string {
		_, err := w.app.SaveTyped(w.ctx, who, on, act, app.WorkingCopy{Body: act, Form: "f", Version: version})
		return answered(err)
	}
	for _, got := range []string{save(sig, "submission.submit", 0), save(sig, "submission.withdraw", 0), save(ed, "submission.withdraw", 0)} {
		if got != "" {
			w.Errorf("typing is answered %s", got)
		}
	}
	if got := save(w.viewerOf("sig_beta"), "submission.withdraw", 0); got != "not_found/not_found" {
		w.Errorf("a stranger types: %q", got)
	}
	if n := len(w.copies("ed_alfa", id)); n != 1 {
		w.Errorf("%d sections, with what was typed into acts", n)
	}
	for n := range 40 { // room is made for what is new
		if got := save(ed, "submission.act"+strconv.Itoa(n), 0); got != "" {
			w.Errorf("form %d: %s", n, got)
		}
	}
	has := func(who *app.Viewer, act string) bool {
		c, err := w.app.Typed(w.ctx, who, on, act)
		w.must(err)
		return c.Body == act
	}
	return func(what string) {
		if has(sig, "submission.submit") || !has(sig, "submission.withdraw") || !has(ed, "submission.act39") {
			w.Errorf("%s: what is kept is another", what)
		}
		now := w.app.Now
		defer func() { w.app.Now = now }()
		w.app.Now = func() time.Time { return now().Add(app.TypedFor + time.Hour) }
		app.ForgetTyped(w.ctx, w.app)
		w.app.Now = now
		if has(sig, "submission.withdraw") || has(ed, "submission.act39") {
			w.Error("it is kept for ever")
		}
	}
}

func TestWorkingCopies(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 11)
		defer done()
		w.replay("tiny-2025", 4) // the partner has confirmed
		const id = "tiny-2025.a"
		for _, c := range []struct {
			by, form string
			version  int64
			want     string
		}{
			{"ed_alfa", "f", 0, ""},
			{"ed_alfa", "f", 1, ""},
			{"ed_alfa", "f", 0, ""},
			{"ed_alfa", "g", 1, "conflict/stale"},
			{"ed_alfa", "g", 3, ""},
			{"sig_alfa", "h", 4, "not_found/not_found"},
			{"off", "h", 4, "not_found/not_found"},
			{"sig_beta", "h", 4, "not_found/not_found"},
			{"sig_asbl", "h", 4, "not_found/not_found"},
		} {
			if got := answered(w.types(c.by, id, "description", c.form, "{}", c.version)); got != c.want {
				t.Errorf("%v: %s", c, got)
			}
		}
		if got := answered(w.types("ed_alfa", id, "budget", "f", strings.Repeat("x", 2<<20), 0)); got != "invalid/too_large" {
			t.Error(got)
		}
		if len(w.copies("ed_alfa", id)) != 1 || len(w.copies("sig_alfa", id)) != 1 || w.copies("off", id) != nil || w.copies("sig_beta", id) != nil || w.copies("sig_asbl", id) != nil {
			t.Error("working copies are seen by the wrong people")
		}
		w.verified() // they are in no trail
		typed := w.typesActs(id)
		w.mustDo("sig_alfa", "submission.submit", id, nil)
		typed("after submit")
		if n := len(w.copies("ed_alfa", id)); n != 0 {
			t.Errorf("%d working copies of what was sent", n)
		}
		if got := answered(w.types("ed_alfa", id, "description", "f", "{}", 0)); got != "refused/state" {
			t.Error(got)
		}
	})
}

// TestErasureReachesWorkingCopies: those that the person typed, and those that
// name her.
func TestErasureReachesWorkingCopies(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 12)
		defer done()
		w.replay("tiny-2025", 4)
		const id = "tiny-2025.a"
		w.imports(workflow.EntityPerson, "zoe", fields{"name": zoe, "email": zoesMail, "organisation": "alfa", "roles": list("sisp_editor")})
		w.imports(workflow.EntityPerson, "root9", fields{"name": "Racine", "roles": list("admin")})
		for section, by := range map[string]string{"identity": "zoe", "description": "ed_alfa", "partners": "ed_alfa"} {
			body := `{"typed":{"x":["rien"]}}`
			if section == "description" {
				body = `{"typed":{"x":["Appeler ZOE  dubois"]}}`
			}
			w.must(w.types(by, id, section, "f", body, 0))
		}
		w.mustDo("root9", "person.revoke", "", fields{"person": "zoe", "role": "sisp_editor"})
		w.mustDo("root9", "person.erase", "", fields{"person": "zoe"})
		if left := w.copies("ed_alfa", id); len(left) != 1 || left["partners"].Body == "" {
			t.Errorf("%v is left", left)
		}
	})
}
