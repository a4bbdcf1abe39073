package journey_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses Tab until what is looked for has the focus, as one can see.
func (b *tab) tabTo(selector string) {
	b.Helper()
	for range 150 {
		b.do0(chromedp.KeyEvent(kb.Tab))
		at := js[[]bool](b, `(() => {
			const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
			const seen = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none";
			return [e.matches(%v), e === document.body || seen && r.bottom > 0 && r.top < innerHeight];
		})()`, selector)
		if !at[1] {
			b.Errorf("%s: the focus cannot be seen on %s", b.at(), js[string](b, `document.activeElement.outerHTML.slice(0, 160)`))
		}
		if at[0] {
			return
		}
	}
	b.Fatalf("Tab does not lead to %s at %s:\n%s", selector, b.at(), b.text())
}

// key presses a key that leads to another page.
func (b *tab) key(key string, statuses ...int64) {
	b.Helper()
	b.loads("key", chromedp.KeyEvent(key), statuses...)
}

// TestKeyboardAlone: sign in, open a dossier, change it, sign out, with nothing
// but Tab, Space, Enter and letters. The accessibility statement says so.
func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	each(t, "party.confirm", false, func(w *world) {
		w.register("eva", "Éva Écrit", "alfa", string(w.lang), "sisp_editor")
		w.tab().enters("eva")
		b := w.tab()
		b.open("/sign-in")
		b.tabTo("#contenu, .skip")
		b.tabTo("input[name=email]")
		b.typed("eva@tremplin.example")
		b.tabTo("input[name=password]")
		b.typed(phrase)
		b.key(kb.Enter)
		b.tabTo(`a[href="/dossiers"]`)
		b.key(kb.Enter)
		b.tabTo(`main a[href="/dossiers/tiny-2025.a"]`)
		b.key(kb.Enter)
		b.tabTo(`main a[href^="/dossiers/tiny-2025.a/edit"]`)
		b.key(kb.Enter)
		b.tabTo("input[name=title]")
		b.typed("Écrit au clavier")
		b.tabTo("main form button.btn:not(.alt):not(.sr)")
		b.key(" ")
		if got := w.file("eva", "tiny-2025.a").File.Proposal.Title.Body; got != "Écrit au clavier" {
			t.Errorf("saved is %q", got)
		}
		b.tabTo(`.band form button`)
		b.key(kb.Enter)
	})
}

// TestSigningByKeyboard: from the sign-in with its code to the signature, with
// nothing but keys.
func TestSigningByKeyboard(t *testing.T) {
	t.Parallel()
	each(t, "submission.sign", false, func(w *world) {
		w.work()
		w.register("eva", "Éva Écrit", "alfa", string(w.lang), "sisp_signatory")
		secret := w.tab().enters("eva")
		b := w.tab()
		b.open("/sign-in")
		b.tabTo("input[name=email]")
		b.typed("eva@tremplin.example")
		b.tabTo("input[name=password]")
		b.typed(phrase)
		b.key(kb.Enter)
		b.tabTo("input[name=code]")
		b.typed(b.code(secret))
		b.key(kb.Enter)
		w.later(10 * time.Minute)
		b.tabTo(`main a[href="/dossiers/tiny-2025.a/do/submission.sign"]`)
		b.key(kb.Enter)
		b.tabTo("main form button.btn:not(.alt)")
		b.key(kb.Enter)
		b.tabTo("input[name=code]")
		b.typed(b.code(secret))
		b.tabTo("main form button.btn:not(.alt)")
		b.key(" ")
		if b.at() != "/dossiers/tiny-2025.a" {
			t.Errorf("after signing: at %s:\n%s", b.at(), b.text())
		}
		v := w.file("off", "tiny-2025.a").File.Versions[0]
		if !v.HasSigned("alfa") {
			t.Errorf("the convention is %s:\n%s", v.State(), b.text())
		}
		b.fine()
	})
}
