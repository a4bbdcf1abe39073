package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/pdf/pdftest"
)

// samples are what the golden files were made from.
func samples() map[string]pdf.Document {
	demo := convention(1)
	demo.Mark = pdf.Demonstration
	return map[string]pdf.Document{"convention-4": convention(4), "convention-1": demo, "brief": letter(), "longest": longest()}
}

// longest has names and titles as long as they may be.
func longest() pdf.Document {
	title := strings.Repeat("Cuisine coopérative, entraide numérique et fêtes de quartier œuvrant ensemble ", 4)[:300]
	word := strings.Repeat("Donaudampfschiffahrtsgesellschaft", 10)[:300]
	d := sheet(locale.FR, title,
		heading(1, title),
		para("Projet : « "+title+" » porté par "+word+"."),
		heading(2, word),
		table("llr", "partenaire|rôle|part", word+"|"+title+"|62.700,00 €", "asbl|relais|0,00 €"),
		table("ll", "", "Courriel|"+strings.Repeat("prenom.nom-compose_", 12)+"@guichet.example.brussels", word+"|valeur"),
		signature(title, "|"+word+", "+title, "Nom et qualité de la personne qui signe|", "Signature|"),
		signature("Asbl", "Signature|"),
	)
	d.Mark = pdf.Draft
	return d
}

// Layout 1 gives these bytes for ever: documents were signed over them. They
// are not rewritten by -update. Where a new Go changes how it compresses, that
// is a change of layout too: documents that exist are kept, not made again.
func TestLayout1StaysTheSame(t *testing.T) {
	want := map[string]string{
		"convention-4": "e55509d04db7d6d4f36f1cbe1e744357f7c2327479a85ac97730f3aa2ed8f2f7",
		"convention-1": "fe5cb739c76ba3431beda2d5b94c0fd3fedd03463495951ee293b5472921f941",
		"brief":        "ccaaad6f806673caef8ac212981ee62b0b7973d827e2f6a2f846c03265978daf",
		"longest":      "c60ebae7dfe02b173b945eb8b6573891106a13a743b773aefbf5dde87cc8c4c9",
	}
	for name, d := range samples() {
		sum := sha256.Sum256(printed(t, d))
		if got := hex.EncodeToString(sum[:]); got != want[name] {
			t.Errorf("%s: layout 1 gives %s now", name, got)
		}
	}
}

func TestTextOfPages(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) {
			text := pdftest.Tool(t, printed(t, d), "pdftotext", "-layout", "FILE", "-")
			golden(t, name+".txt", pdftest.Tidy(text))
		})
	}
}

// Pages look as they did. Renderers differ by a grey here and there.
func TestPicturesOfPages(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) {
			pdftest.SamePicture(t, filepath.Join("testdata", name+".png"), pdftest.Picture(t, printed(t, d)), *update)
		})
	}
}

func TestTwins(t *testing.T) {
	for name, d := range samples() {
		var b bytes.Buffer
		if err := pdf.HTMLPage(&b, d, "/static/site.css"); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".html", b.String())
	}
}
