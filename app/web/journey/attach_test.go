package journey_test

import (
	"context"
	"os"
	"path/filepath"
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
	form := b.at()
	b.press(b.t("files.add"))
	b.fill("kind", kind)
	b.chooses(name, "Cinq bacs, douze voisins.")
	b.press(b.t("files.do"))
	if b.at() != form {
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

// TestAClaimWithItsReceipt: the same from the declaration of an instalment.
func TestAClaimWithItsReceipt(t *testing.T) {
	t.Parallel()
	each(t, "instalment.claim", true, func(w *world) {
		b := w.as("sig_alfa")
		b.press(`main a[href$="/do/instalment.claim"]`)
		b.brings("facture.txt", "receipt")
		b.fill("declaration", "DC-A-1")
		b.press("main form .btn:not(.alt)")
		f := w.file("sig_alfa", "tiny-2025.a").File
		if s := f.Instalments[0].State(); s != "claimed" {
			t.Errorf("the instalment is %s:\n%s", s, b.text())
		}
		b.fine()
	})
}
