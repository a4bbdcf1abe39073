package journey_test

import (
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/workflow"
)

// online takes the line away, or gives it back.
func (b *tab) online(on bool) {
	b.Helper()
	b.call("Network.emulateNetworkConditions", map[string]any{"offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
}

// mark chooses a score.
func (b *tab) mark(criterion, score string) {
	b.Helper()
	js[int](b, `(document.querySelector("[name='scores." + %v + ".score'][value='" + %v + "']").click(), 0)`, criterion, score)
}

// TestScoringWithALostLine: what is typed while the line is away stays, is said not
// to be kept, and is kept once the line is back; then the sheet is sealed.
func TestScoringWithALostLine(t *testing.T) {
	t.Parallel()
	each(t, "sheet.save", true, func(w *world) {
		const here = "/dossiers/tiny-2025.a/sheet"
		b := w.as("jury1")
		b.open("/calls/tiny-2025/scoring")
		b.press(w.t("scoring.fill"))
		b.mark("0", "4")
		b.fill("scores.0.reasons", "Conçu avec les habitants")
		b.until(`document.querySelector("[data-saved]").textContent.trim() !== ""`)
		b.fine()

		b.online(false)
		b.mark("1", "5")
		b.fill("scores.1.reasons", "Calendrier tapé sans ligne")
		b.tap(w.t("score.save")) // sends nothing, and leaves the page as it is
		b.until(`document.querySelector("[data-saved]").classList.contains("err")`)
		if got := b.value("scores.1.reasons"); b.at() != here || got != "Calendrier tapé sans ligne" {
			t.Errorf("without a line: %q at %s", got, b.at())
		}
		b.online(true)
		b.until(`!document.querySelector("[data-saved]").classList.contains("err")`)
		b.fine("ERR_INTERNET_DISCONNECTED")

		other := b.sibling() // the same member, later
		other.open(here)
		if got := other.value("scores.1.reasons"); got != "Calendrier tapé sans ligne" {
			t.Errorf("after the line came back %q is kept", got)
		}
		other.press(locale.Action(w.lang, workflow.EntitySheet, "seal"))
		other.reads("Calendrier tapé sans ligne")
		other.agrees()
		other.open(here)
		other.reads(w.t("score.is_sealed"))
		if n := w.times("jury1", "tiny-2025.a", "seal"); n != 1 {
			t.Errorf("sealed %d times", n)
		}
	})
}

// TestAMemberInConflictTriesEveryRoad: declared on the sheet's page, after which the
// dossier is nowhere: not behind the back button, nor in a tab that was open, nor in
// any list, count, search or document.
func TestAMemberInConflictTriesEveryRoad(t *testing.T) {
	t.Parallel()
	each(t, "sheet.save", true, func(w *world) {
		b := w.as("jury1")
		open := b.sibling()
		open.open("/dossiers/tiny-2025.a/sheet")
		open.bears = []string{"404: " + w.url + "/dossiers/tiny-2025.a/sheet/save"} // it may save itself once there is nothing to save it to
		open.fill("scores.0.reasons", "Tapé avant")
		b.open("/dossiers/tiny-2025.a/sheet")
		b.press(locale.Action(w.lang, workflow.EntitySheet, "declare_conflict"))
		b.fill("reasons", "J'y habite")
		b.press("main form .btn:not(.alt)")
		b.press("main form .btn:not(.alt)")

		open.press(w.t("score.save"), 404)
		b.open("/dossiers/tiny-2025.a/sheet", 404)
		for _, path := range []string{"/", "/dossiers", "/calls", "/calls/tiny-2025/work", "/calls/tiny-2025/scoring", "/calls/tiny-2025/deliberation", "/search?q=projet", "/dossiers/tiny-2025.b/sheet"} {
			b.open(path)
			if text := js[string](b, `document.documentElement.outerHTML`); strings.Contains(text, "Projet A") || strings.Contains(text, "tiny-2025.a") {
				t.Errorf("%s tells of the dossier", path)
			}
		}
		for _, path := range []string{"/dossiers/tiny-2025.a", "/dossiers/tiny-2025.a/files", "/dossiers/tiny-2025.a/do/sheet.declare_conflict", "/documents/tiny-2025.a/1/fr.pdf", "/calls/tiny-2025/committee", "/calls/tiny-2025/minutes/fr"} {
			b.open(path, 404)
		}
	})
}
