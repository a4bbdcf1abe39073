package journey_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

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
