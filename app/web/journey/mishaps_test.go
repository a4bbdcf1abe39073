package journey_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tremplin/locale"
	"tremplin/workflow"
)

// times is how often something was done on a dossier.
func (w *world) times(as, dossier string, action workflow.Action) (n int) {
	w.Helper()
	for _, p := range w.file(as, dossier).Past {
		if p.Action == action {
			n++
		}
	}
	return n
}

// TestDoubleClick: on a button that sends, with scripts and without: it is sent
// once; and the back button after it does nothing twice.
func TestDoubleClick(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		each(t, "submission.submit", true, func(w *world) {
			b := w.as("sig_alfa")
			b.scripts(scripts)
			b.open("/dossiers/tiny-2025.a/do/submission.submit")
			b.press("main form .btn:not(.alt)")
			x, y := b.find("main form .btn:not(.alt)")
			b.loads("double click", func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
				for range 2 {
					if _, err := chromedp.MouseClickXY(x, y)(ctx, t); err != nil {
						return chromedp.Void{}, err
					}
				}
				return chromedp.Void{}, nil
			}, 200)
			b.until(`location.pathname === "/dossiers/tiny-2025.a/receipt"`)
			if n := w.times("sig_alfa", "tiny-2025.a", "submit"); n != 1 {
				t.Errorf("scripts %v: submitted %d times", scripts, n)
			}
			b.back() // to the question, which is not kept: the browser says so
			b.back() // to the act's page, which leads to what it has done
			b.until(`location.pathname === "/dossiers/tiny-2025.a/receipt"`)
			if n := w.times("sig_alfa", "tiny-2025.a", "submit"); n != 1 {
				t.Errorf("scripts %v: the back button submitted again: %d", scripts, n)
			}
			b.fine("ERR_CACHE_MISS", "ERR_ABORTED")
		})
	}
}

// TestSessionEndsInTheMiddleOfAForm: what was typed goes on with who signs in.
func TestSessionEndsInTheMiddleOfAForm(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", true, func(w *world) {
		b := w.as("ed_alfa")
		b.open("/dossiers/tiny-2025.a/edit/identity")
		b.scripts(false)
		beside := b.sibling()
		beside.open("/")
		beside.press(".band form button")
		b.fill("title", "Écrit après la fin de la session")
		b.press(w.t("form.save_next"), 401)
		b.reads(w.t("resume.title"))
		beside.open("/sign-in")
		beside.press("button[name=as][value=ed_alfa]")
		b.press(w.t("resume.do"))
		if got := w.file("ed_alfa", "tiny-2025.a").File.Proposal.Title.Body; got != "Écrit après la fin de la session" {
			t.Errorf("saved is %q", got)
		}
	})
}

// TestTwoTabsOfOnePerson: what the other tab saved is not lost, and what it did is
// not done again; the page says so.
func TestTwoTabsOfOnePerson(t *testing.T) {
	t.Parallel()
	each(t, "submission.submit", true, func(w *world) {
		one := w.as("sig_alfa")
		two := one.sibling()
		const act = "/dossiers/tiny-2025.a/do/submission.submit"
		one.open(act)
		two.open(act)
		one.press("main form .btn:not(.alt)")
		two.press("main form .btn:not(.alt)")
		one.press("main form .btn:not(.alt)")
		two.press("main form .btn:not(.alt)", 200, 409)
		if n := w.times("sig_alfa", "tiny-2025.a", "submit"); n != 1 {
			t.Errorf("submitted %d times", n)
		}
		if !strings.HasSuffix(two.at(), "/receipt") && len(two.problems()) == 0 && !strings.Contains(two.text(), w.t("act.back")) {
			t.Errorf("the second tab, at %s, does not say what is:\n%s", two.at(), two.text())
		}
	})
	each(t, "party.confirm", true, func(w *world) {
		one := w.as("ed_alfa")
		two := one.sibling()
		const here = "/dossiers/tiny-2025.a/edit/identity"
		one.open(here)
		two.open(here)
		one.fill("title", "Écrit à gauche")
		one.press(w.t("form.save_next"))
		two.fill("title", "Écrit à droite")
		two.press(w.t("form.save_next"), 409)
		two.reads("Écrit à gauche", "Écrit à droite")
		if got := two.value("title"); got != "Écrit à droite" {
			t.Errorf("in the field stands %q", got)
		}
	})
}

// TestTheDeadlinePassesWhileTyping: what is typed then is not saved, the page says
// why and from when, and the words are still there to be copied.
func TestTheDeadlinePassesWhileTyping(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		each(t, "submission.submit", true, func(w *world) {
			day := map[locale.Language]string{locale.FR: "14 mars 2025", locale.NL: "14 maart 2025"}[w.lang]
			closes := w.file("sig_alfa", "tiny-2025.a").Call.ClosesAt
			w.turn(closes.Add(-10 * time.Minute))
			b, s := w.as("ed_alfa"), w.as("sig_alfa")
			b.scripts(scripts)
			b.open("/dossiers/tiny-2025.a/edit/description")
			s.open("/dossiers/tiny-2025.a/do/submission.submit")
			s.press("main form .btn:not(.alt)")
			w.turn(closes.Add(time.Second))
			b.bears = append(b.bears, "409: ", "404: ")
			b.fill("texts.*.value", "Écrit une seconde trop tard")
			b.press(w.t("form.save_next"), 409)
			if !strings.Contains(b.text()+js[string](b, `[...document.querySelectorAll("main textarea, main pre")].map(e => e.value || e.textContent).join("|")`), "Écrit une seconde trop tard") {
				t.Errorf("scripts %v: what was typed is lost:\n%s", scripts, b.text())
			}
			b.reads(day)
			s.press("main form .btn:not(.alt)", 409)
			s.reads(day)
			if n := w.times("sig_alfa", "tiny-2025.a", "submit"); n != 0 {
				t.Errorf("submitted %d times after the deadline", n)
			}
		})
	}
}
