package journey_test

import (
	"net/http"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// awards decides line by line on the board. The second award passes the budget: it
// is refused, the budget is changed by a decision of its own, the award goes on.
func (e *edition) awards(b *tab) {
	e.Helper()
	money := func(m workflow.Money) string { return locale.Money(e.lang, m) }
	b.press("main a[href='" + e.path("/work") + "']")
	b.press(e.t("award.board"))
	b.reads(e.t("award.free", "amount", money(20_000_00)))
	award := locale.Action(e.lang, workflow.EntitySubmission, "award")
	b.press(award)
	b.fill("reasons", "Premier du classement, conçu avec les habitants.")
	b.sends()
	b.reads(e.t("award.free", "amount", money(8_000_00)))

	b.fill("amount", "8.500,00")
	b.until(`document.querySelector("[data-out=after]").textContent.replace(/\s/g, " ").includes("500,00 €")`)
	b.reads(e.t("award.over", "amount", money(500_00)))
	b.fill("amount", "10.000,00")
	b.press(award)
	b.fill("reasons", "Deuxième du classement, utile et faisable.")
	b.press("main form .btn:not(.alt)", http.StatusConflict)
	b.reads(e.t("award.refused", "over", workflow.Money(2_000_00)), e.t("award.unchanged", "title", "La cuisine", "state", locale.State(e.lang, workflow.EntitySubmission, "ranked")))
	b.press(e.t("award.change", "over", workflow.Money(2_000_00)))
	if got := b.value("envelope"); got != "22.000,00" {
		b.Errorf("the budget to reach is %q", got)
	}
	b.decides()
	b.fill("reasons", "Deuxième du classement, utile et faisable.")
	b.sends()
	b.reads(e.t("award.free", "amount", money(0)), "La cuisine")

	b.press(locale.Action(e.lang, workflow.EntitySubmission, "reject"))
	b.fill("reasons", "Le journal ne touche qu'une rue, et son calendrier n'est pas tenable.")
	b.sends()
	b.reads(e.t("award.done", "n", 3))
}

// writes reads a letter before it goes, sends them all, and follows them until they
// are made; one is read back as a PDF.
func (e *edition) writes(b *tab) {
	e.Helper()
	b.press(e.t("letters.title"))
	b.press("main a[href='/dossiers/" + e.rejected + "/letter/" + string(e.lang) + "']")
	b.reads(e.t("letters.copy"), "Le journal ne touche qu'une rue")
	b.press(e.t("letters.title"))
	b.press("main a[href='" + e.path("/do/call.decide") + "']")
	b.reads(e.t("confirm.document", "n", 2, "kind", locale.Name(e.lang, "document", "award")))
	b.sends()
	b.reads(e.t("letters.progress"), e.t("letters.of", "n", 0, "of", 3), e.t("letters.pending"))
	e.work()
	b.press(e.t("letters.refresh"))
	b.reads(e.t("letters.of", "n", 3, "of", 3), e.t("letters.all_made"))
	href := js[string](b, `[...document.querySelectorAll("main a[href^='/documents/" + %v + "/'][href$='/%v.pdf']")].at(-1).getAttribute("href")`, e.rejected, verbatim(e.lang))
	letter := b.printed(b.fetched(href))
	for _, want := range []string{"Le journal", "TINY-2027-", "Le journal ne touche qu'une rue, et son calendrier n'est pas tenable."} {
		if !strings.Contains(letter, want) {
			b.Errorf("the letter does not say %q:\n%s", want, letter)
		}
	}
}

// contracts issues the convention, which its three parties sign, each in the own
// browser: then the project runs and its first instalment can be claimed.
func (e *edition) contracts(off, dg *tab) {
	e.Helper()
	issue := "main a[href='/dossiers/" + e.a + "/do/submission.issue_convention']"
	off.press(e.t("nav.home"))
	off.press(issue)
	off.fill("language", "fr")
	off.fill("start_on", e.now().AddDate(0, 1, 0).Format("02/01/2006"))
	off.press("main form .btn:not(.alt)")
	off.reads(locale.State(e.lang, workflow.EntitySubmission, "contracting"))
	e.work()
	alfa := e.as("sig_alfa")
	for _, b := range []*tab{alfa, e.as("sig_asbl"), dg} {
		b.press(e.t("nav.home"))
		b.press("main a[href='/dossiers/" + e.a + "/do/submission.sign']")
		b.sends()
		if at := b.at(); at != "/dossiers/"+e.a {
			b.Errorf("after signing: at %s:\n%s", at, b.text())
		}
	}
	e.work()
	dg.reads(locale.State(e.lang, workflow.EntitySubmission, "in_progress"))
	alfa.press(e.t("nav.home"))
	alfa.press(locale.Action(e.lang, workflow.EntityInstalment, "claim"))
	alfa.reads(locale.Money(e.lang, workflow.Money(12_000_00)))
}
