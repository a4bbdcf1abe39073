package journey_test

import (
	"testing"
	"time"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// TestOfficerCarriesACall: from the rules of the edition before to what was
// submitted being eligible; another person validates, the clock closes.
func TestOfficerCarriesACall(t *testing.T) {
	t.Parallel()
	each(t, "", true, func(w *world) {
		const call = "/calls/tiny-2027"
		off := w.as("off")
		off.open("/calls/new?from=tiny-2025")
		off.fill("reference", "TINY-2027")
		opens := w.now().AddDate(0, 1, 0)
		closes := opens.AddDate(0, 1, 0)
		for name, at := range map[string]time.Time{"opens_at": opens, "closes_at": closes} {
			js[int](off, `document.getElementsByName(%v)[0].value = %v, 0`, name, at.In(workflow.Brussels).Format("2006-01-02T15:04"))
		}
		off.press("main form .btn:not(.alt)")
		off.reads(w.t("newcall.done"))
		off.open(call + "/setup/dates")
		off.fill("reserve_until", closes.AddDate(1, 0, 0).Format("02/01/2006"))
		off.press("main form .btn:not(.alt)")
		off.open(call + "/setup")
		off.reads(w.t("setup.ready"))
		off.open(call + "/preview")
		off.reads(w.t("preview.note"))

		dir := w.as("dir")
		dir.open(call + "/work")
		dir.press(`a[href="` + call + `/do/call.validate"]`)
		dir.press("main form .btn:not(.alt)", 400) // the organ that decided is asked
		js[int](dir, `document.querySelector("[name=organ][value=board]").click(), 0`)
		dir.fill("date", w.now().Format("02/01/2006"))
		dir.fill("reference", "CA 2026/9")
		dir.press("main form .btn:not(.alt)")
		dir.press("main form .btn:not(.alt)")
		dir.reads(locale.State(w.lang, workflow.EntityCall, workflow.State("validated")))

		off.open(call + "/work")
		off.press(`a[href="` + call + `/do/call.publish"]`)
		off.press("main form .btn:not(.alt)")
		off.press("main form .btn:not(.alt)")
		off.reads(locale.State(w.lang, workflow.EntityCall, workflow.State("open")))
		w.submitted("tiny-2027")

		w.turn(closes.Add(time.Hour))
		if _, err := w.app.Clock(t.Context(), app.Tick{Until: w.now()}); err != nil {
			t.Fatal(err)
		}
		off = w.as("off")
		off.open(call + "/work")
		off.press("Projet B bis")
		off.press("main form .btn:not(.alt)")
		off.reads(w.t("screen.done", "title", "Projet B bis"))
		off.fine()
	})
}

// submitted brings a dossier of beta into a call.
func (w *world) submitted(call string) {
	w.Helper()
	do := func(action workflow.Action, on string, values map[string]any) app.Outcome {
		w.Helper()
		out, err := w.app.Perform(w.Context(), app.Command{Actor: "sig_beta", Surface: "test", Entity: workflow.EntitySubmission, Action: action, On: on, Values: values})
		if err != nil {
			w.Fatal(err)
		}
		return out
	}
	out := do("create", call, map[string]any{"sisp": "beta", "title": "Projet B bis", "theme": "culture", "requested": "10000", "budget": []any{map[string]any{"category": "staff", "label": "Animation", "amount": "10000"}}})
	do("submit", out.On.Dossier, nil)
}
