package journey_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// chooses puts a file of that name, with that content, into the page's only field
// for one, as its dialog would.
func (b *tab) chooses(name, content string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
	b.do0(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		var found struct {
			Result struct {
				ObjectID string `json:"objectId"`
			} `json:"result"`
		}
		if err := t.Call(ctx, "Runtime.evaluate", map[string]any{"expression": `document.querySelector("main input[type=file]")`}, &found); err != nil {
			return err
		}
		return t.Call(ctx, "DOM.setFileInputFiles", map[string]any{"files": []string{path}, "objectId": found.Result.ObjectID}, nil)
	}))
}

// brings leaves an act's form for the file that it wants, and comes back with it.
func (b *tab) brings(name, kind string) {
	b.Helper()
	form, _, _ := strings.Cut(b.at(), "?")
	b.press(b.t("files.add"))
	b.fill("kind", kind)
	b.chooses(name, "Cinq bacs, douze voisins.")
	b.press(b.t("files.do"))
	if at, _, _ := strings.Cut(b.at(), "?"); at != form {
		b.Errorf("after the file: at %s, not back at %s", b.at(), form)
	}
	b.reads(name)
}

// TestADeliverableWithItsFile: whoever delivers is led to where a file is added,
// and back; a file that is none of what is taken is told, and the way back stays.
func TestADeliverableWithItsFile(t *testing.T) {
	t.Parallel()
	each(t, "deliverable.deliver", true, func(w *world) {
		b := w.as("ed_alfa")
		b.press(`main a[href$="/do/deliverable.deliver"]`)
		form := b.at()
		b.press(b.t("files.add"))
		if got := b.value("to"); got != "deliverable/1" {
			t.Errorf("the file is for %q", got)
		}
		b.fill("kind", "annex")
		b.chooses("recueil.pdf", "<!doctype html><p>Recueil")
		b.press(b.t("files.do"), 400)
		b.reads("recueil.pdf", b.t("files.not_taken"))
		b.press(`main a[href="` + form + `"]`)
		b.brings("recueil.txt", "annex")
		b.fill("file", "recueil.txt")
		b.fill("note", "Imprimé en cent exemplaires.")
		b.press("main form .btn:not(.alt)")
		f := w.file("ed_alfa", "tiny-2025.a").File
		d := f.Deliverables[0]
		if d.State() != "delivered" || d.File == "" || d.File != f.Files[len(f.Files)-1].Ref().ID {
			t.Errorf("it is %s, with the file %q", d.State(), d.File)
		}
		b.reads("recueil.txt")
		b.fine()
	})
}

// TestAClaimWithItsReceipt: the same from the declaration of an instalment. What was
// typed before is there when one comes back with the receipt, which is chosen; by the
// script it is there as well for who leaves by any link of the page.
func TestAClaimWithItsReceipt(t *testing.T) {
	t.Parallel()
	each(t, "instalment.claim", true, func(w *world) {
		b := w.as("sig_alfa")
		b.press(`main a[href$="/do/instalment.claim"]`)
		form := b.at()
		b.fill("declaration", "DC-A")
		b.press(`main nav a[href="/dossiers/tiny-2025.a"], .head a[href="/dossiers/tiny-2025.a"]`)
		b.until(`document.readyState === "complete"`)
		b.open(form)
		b.reads(b.t("form.anew"))
		if got := b.value("declaration"); got != "DC-A" {
			t.Errorf("after a link: %q", got)
		}
		b.fill("declaration", "DC-A-1")
		b.row("spending")
		b.fill("spending.*.line", "1")
		b.fill("spending.*.amount", "12,50")
		b.brings("facture.txt", "receipt")
		row := func(name string) string {
			return js[string](b, `document.querySelector("main [name$='.%v']").value`, verbatim(name))
		}
		if got := []string{b.value("declaration"), row("amount"), row("file")}; got[0] != "DC-A-1" || got[1] != "12,50" || got[2] == "" {
			t.Errorf("after the file the form has %q", got)
		}
		b.press("main form .btn:not(.alt)")
		f := w.file("sig_alfa", "tiny-2025.a").File
		if s := f.Instalments[0].State(); s != "claimed" {
			t.Errorf("the instalment is %s:\n%s", s, b.text())
		}
		b.fine()
	})
}
