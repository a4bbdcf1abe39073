package pdftest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"
)

// Picture is all pages below each other, at 36 dots to the inch.
func Picture(t testing.TB, file []byte) *image.Gray {
	t.Helper()
	rest := []byte(Tool(t, file, "pdftoppm", "-r", "36", "-gray", "FILE"))
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

// SamePicture compares got with a file, or rewrites the file. Renderers differ
// by a grey here and there.
func SamePicture(t testing.TB, path string, got *image.Gray, rewrite bool) {
	t.Helper()
	if rewrite {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, few(got)); err != nil {
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
}

// greys are the few that pictures are kept in: more make the file larger and
// tell nothing.
var greys = func() (p color.Palette) {
	for i := range 16 {
		p = append(p, color.Gray{Y: uint8(i * 17)})
	}
	return p
}()

func few(full *image.Gray) *image.Paletted {
	out := image.NewPaletted(full.Rect, greys)
	for i, y := range full.Pix {
		out.Pix[i] = (y + 8) / 17
		if y > 247 {
			out.Pix[i] = 15
		}
	}
	return out
}

func compare(t testing.TB, want image.Image, full *image.Gray) {
	t.Helper()
	got := few(full)
	if want.Bounds() != got.Bounds() {
		t.Fatalf("the pages are %v, were %v", got.Bounds(), want.Bounds())
	}
	off, other := 0, 0
	b := got.Bounds()
	for y := range b.Max.Y {
		for x := range b.Max.X {
			d := grey(want, x, y) - grey(got, x, y)
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

func grey(i image.Image, x, y int) int {
	r, _, _, _ := i.At(x, y).RGBA()
	return int(r >> 8)
}
