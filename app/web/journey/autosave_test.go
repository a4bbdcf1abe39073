package journey_test

import (
	"strings"
	"testing"
)

// line takes the network away from a tab, or gives it back.
func (b *tab) line(on bool) {
	b.Helper()
	b.call("Network.enable", struct{}{})
	b.call("Network.emulateNetworkConditions", map[string]any{"offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
}

const toldKept = `document.querySelector("[data-saved]").textContent`

// TestTypingWithoutALine: what is typed while the network is away is told to be
// unsaved, stays in the form, and is kept when it is back.
func TestTypingWithoutALine(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", true, func(w *world) {
		b := w.as("ed_alfa")
		const here = "/dossiers/tiny-2025.a/edit/description"
		b.open(here)
		b.line(false)
		b.fill("texts.*.value", "Écrit dans le train")
		unsaved, _, _ := strings.Cut(clean(w.t("form.unsaved")), ":")
		b.until(toldKept + `.replace(/[\s\u00a0\u202f]+/g, " ").startsWith("` + strings.TrimSpace(unsaved) + `")`)
		b.line(true)
		b.until(`!document.querySelector("[data-saved]").classList.contains("err") && ` + toldKept + `.trim() !== ""`)
		b.fine("failed: ", "ERR_INTERNET_DISCONNECTED")
		again := b.sibling()
		again.open(here)
		if got := js[string](again, `[...document.querySelectorAll("main textarea")].map(e => e.value).join("|")`); !strings.Contains(got, "Écrit dans le train") {
			t.Errorf("kept is %q", got)
		}
	})
}

// TestSessionEndsWhileItSavesItself: what is typed after the session ended stays
// in the page, which says so, and is kept once somebody signs in beside it.
func TestSessionEndsWhileItSavesItself(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", true, func(w *world) {
		b := w.as("ed_alfa")
		b.open("/dossiers/tiny-2025.a/edit/identity")
		beside := b.sibling()
		beside.open("/")
		beside.press(".band form button")
		b.fill("title", "Écrit sans session")
		said, _, _ := strings.Cut(clean(w.t("form.session")), ".")
		b.until(toldKept + `.startsWith("` + said + `")`)
		beside.open("/sign-in")
		beside.press("button[name=as][value=ed_alfa]")
		b.until(`!document.querySelector("[data-saved]").classList.contains("err")`) // it goes on by itself
		if got := b.value("title"); got != "Écrit sans session" {
			t.Errorf("in the field stands %q", got)
		}
		b.fine("401: ")
		b.press(w.t("form.save_next"))
		if got := w.file("ed_alfa", "tiny-2025.a").File.Proposal.Title.Body; got != "Écrit sans session" {
			t.Errorf("saved is %q", got)
		}
	})
}

// TestTotalsWhileTyping: the sums of a budget follow what is typed, and say what
// passes the call's maximum.
func TestTotalsWhileTyping(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", true, func(w *world) {
		b := w.as("ed_alfa")
		b.open("/dossiers/tiny-2025.a/edit/budget")
		out := func(name string) string {
			return clean(js[string](b, `document.querySelector("[data-out=" + CSS.escape(%v) + "]").textContent`, name))
		}
		b.fill("budget.*.amount", "12.345,67")
		if got := out("asked"); got != "12.345,67 €" {
			t.Errorf("the lines ask for %q", got)
		}
		b.fill("budget.*.amount", "99.000,00")
		b.until(`document.querySelector(".totals").classList.contains("over")`)
		if got := out("room"); !strings.Contains(got, "84.000,00 €") {
			t.Errorf("over the maximum of 15.000 €: %q", got)
		}
		b.fill("budget.*.amount", "douze")
		b.until(`document.querySelector("[data-sum]").textContent.trim() === ` + "`" + w.t("form.wrong") + "`")
	})
}
