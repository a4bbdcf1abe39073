package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/pdf"
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
			text := tool(t, printed(t, d), "pdftotext", "-layout", "FILE", "-")
			golden(t, name+".txt", tidy(text))
		})
	}
}

// tidy leaves columns parted by two spaces and no empty lines: how many there
// are differs between versions of the tool.
func tidy(text string) string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\f", "\n----\n"), "\n") {
		var cols []string
		for col := range strings.SplitSeq(line, "  ") {
			if col = strings.TrimSpace(col); col != "" {
				cols = append(cols, col)
			}
		}
		if len(cols) > 0 {
			out = append(out, strings.Join(cols, "  "))
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// Pages look as they did. Renderers differ by a grey here and there.
func TestPicturesOfPages(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) {
			got := picture(t, printed(t, d))
			path := filepath.Join("testdata", name+".png")
			if *update {
				var b bytes.Buffer
				if err := png.Encode(&b, got); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, want, got)
		})
	}
}

// picture is all pages below each other, at 36 dots to the inch.
func picture(t *testing.T, file []byte) *image.Gray {
	t.Helper()
	rest := []byte(tool(t, file, "pdftoppm", "-r", "36", "-gray", "FILE"))
	var pages []byte
	width, height := 0, 0
	for len(rest) > 0 {
		var w, h, top int
		head := bytes.SplitN(rest, []byte("\n"), 4)
		if _, err := fmt.Sscanf(string(head[0])+" "+string(head[1])+" "+string(head[2]), "P5 %d %d %d", &w, &h, &top); err != nil {
			t.Fatal(err)
		}
		pages = append(pages, head[3][:w*h]...)
		rest = head[3][w*h:]
		width, height = w, height+h
	}
	return &image.Gray{Pix: pages, Stride: width, Rect: image.Rect(0, 0, width, height)}
}

func compare(t *testing.T, want image.Image, got *image.Gray) {
	t.Helper()
	if want.Bounds() != got.Bounds() {
		t.Fatalf("the pages are %v, were %v", got.Bounds(), want.Bounds())
	}
	off, other := 0, 0
	b := got.Bounds()
	for y := range b.Max.Y {
		for x := range b.Max.X {
			w, ok := color.GrayModel.Convert(want.At(x, y)).(color.Gray)
			if !ok {
				t.Fatal("no grey")
			}
			d := int(w.Y) - int(got.GrayAt(x, y).Y)
			off += max(d, -d)
			if d > 96 || d < -96 {
				other++
			}
		}
	}
	dots := b.Max.X * b.Max.Y
	if mean := float64(off) / float64(dots); mean > 1.5 || other*200 > dots {
		t.Errorf("the pages look different: %.2f greys a dot, %d of %d dots", mean, other, dots)
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
