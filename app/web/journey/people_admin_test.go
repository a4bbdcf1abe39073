package journey_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"tremplin/app/auth"
	"tremplin/locale"
	"tremplin/workflow"
)

// TestTwoAdministratorsAndASignatory: one registers and invites somebody and asks
// for the role, the other grants it; the invited sets up what such a role asks
// for and signs in.
func TestTwoAdministratorsAndASignatory(t *testing.T) {
	t.Parallel()
	each(t, "submission.sign", false, func(w *world) {
		link := ""
		w.site.Send = func(_ context.Context, m auth.Mail) error { link = m.Path(); return nil }
		secrets, tabs := map[string]string{}, map[string]*tab{}
		for _, id := range []string{"ana", "bob"} {
			w.register(id, "Admin "+id, "slrb", string(w.lang), "admin")
			tabs[id] = w.tab()
			secrets[id] = tabs[id].enters(id)
		}
		b := tabs["ana"]
		b.open("/people")
		b.press(b.t("people.new"))
		b.fill("name", "Éva Écrit")
		b.fill("email", "eva@tremplin.example")
		b.fill("organisation", "alfa")
		b.press("main form .btn")
		b.reads(b.t("person.done.registered"), "Éva Écrit")
		b.press(b.t("login.invite"))
		b.reads(b.t("person.done.invited"))
		b.press(locale.Action(w.lang, workflow.EntityPerson, workflow.Action("grant")))
		b.fill("role", "sisp_signatory")
		b.press("main form .btn")
		b.reads(b.t("person.done.asked"))

		second := tabs["bob"]
		w.later(10 * time.Minute) // the code was shown too long ago
		second.open("/people")
		second.press("Éva Écrit")
		second.press(second.t("asked.confirm"))
		second.fill("password", phrase)
		second.fill("code", second.code(secrets["bob"]))
		second.press("main form .btn:not(.alt)")
		second.reads(second.t("person.done.granted"))

		eva := w.tab()
		eva.open(link)
		eva.fill("password", phrase)
		eva.fill("repeat", phrase)
		eva.press(eva.t("new_password.do"))
		eva.signIn("eva", "")
		if at := eva.at(); !strings.HasPrefix(at, "/account") {
			t.Fatalf("who may sign has no second factor to set up: %s", at)
		}
		eva.press(eva.t("factor.start"))
		eva.fill("code", eva.code(js[string](eva, `document.querySelector("main code").textContent.trim()`)))
		eva.press(eva.t("factor.confirm"))
		eva.press(eva.t("factor.continue"))
		eva.reads(locale.Action(w.lang, workflow.EntitySubmission, workflow.Action("sign")), "Projet A") // what waits for who may sign
	})
}
