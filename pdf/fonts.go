package pdf

import (
	"slices"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansbolditalic"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"
)

// face is one of the four faces of the one family that is used.
type face uint8

const (
	regular face = iota
	bold
	italic
	boldItalic
	faces
)

// style is gofpdf's name of a face.
func (f face) style() string { return [faces]string{"", "B", "I", "BI"}[f] }

func faceOf(isBold, isItalic bool) face {
	switch {
	case isBold && isItalic:
		return boldItalic
	case isBold:
		return bold
	case isItalic:
		return italic
	default:
		return regular
	}
}

// family is what the fonts are called within a file.
const family = "sans"

// absent is the width of a character that a face does not have.
const absent = 0xffff

// typeface is what is known of a face: the file, less the characters that no
// document here uses, and how wide each character is, in thousandths of the
// type size.
type typeface struct {
	whole  []byte
	common []byte // the characters of isCommon only: quicker to embed
	width  []uint16
}

// typefaces are made once: gofpdf reads fonts anew for each file, and is twice
// as quick with fonts that hold only what can be needed.
var typefaces = [faces]func() *typeface{
	regular:    sync.OnceValue(func() *typeface { return readTypeface(liberationsansregular.TTF) }),
	bold:       sync.OnceValue(func() *typeface { return readTypeface(liberationsansbold.TTF) }),
	italic:     sync.OnceValue(func() *typeface { return readTypeface(liberationsansitalic.TTF) }),
	boldItalic: sync.OnceValue(func() *typeface { return readTypeface(liberationsansbolditalic.TTF) }),
}

// asWide are the characters of Liberation Sans that are as wide as the box that
// stands for a missing one.
const asWide = "юɸϕ☿♀♁♂♃♄♅♆♇♫"

// readTypeface asks gofpdf for every width. It tells a missing character by
// the width of the box that stands for it.
func readTypeface(file []byte) *typeface {
	f := gofpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes(family, "", slices.Clone(file))
	f.SetFont(family, "", 10)
	missing := f.GetFontDesc(family, "").MissingWidth
	t := &typeface{width: make([]uint16, 0x10000)}
	var whole, common strings.Builder
	for r := range rune(0x10000) {
		t.width[r] = absent
		if r < ' ' || r >= 0xd800 && r < 0xe000 || r == 0xffff {
			continue
		}
		if w := f.GetStringSymbolWidth(string(r)); w != missing || strings.ContainsRune(asWide, r) {
			t.width[r] = uint16(w) //nolint:gosec // a width is at most a few thousands
			whole.WriteRune(r)
			if isCommon(r) {
				common.WriteRune(r)
			}
		}
	}
	t.whole = gofpdf.UTF8CutFont(slices.Clone(file), whole.String())
	t.common = gofpdf.UTF8CutFont(slices.Clone(file), common.String())
	return t
}

// file is the face for one document: a copy, because gofpdf writes into the
// fonts that it is given (it pads a table where it stands). With common it has
// only the common characters.
func (f face) file(common bool) []byte {
	if common {
		return slices.Clone(typefaces[f]().common)
	}
	return slices.Clone(typefaces[f]().whole)
}

// isCommon holds for what French, Dutch and most names of Europe are written
// with.
func isCommon(r rune) bool {
	return r >= 0x20 && r < 0x180 || r >= 0x218 && r <= 0x21b ||
		r >= 0x2010 && r <= 0x2030 || r == 0x202f || r == 0x20ac || r == box || r == 0x2212
}

// has reports whether f can print r.
func (f face) has(r rune) bool {
	return r < 0x10000 && r >= 0 && typefaces[f]().width[r] != absent
}

// mm is how wide s is, at a size in points.
func (f face) mm(s string, size float64) float64 {
	width := typefaces[f]().width
	sum := 0
	for _, r := range s {
		if w := width[r]; w != absent {
			sum += int(w)
		}
	}
	return float64(sum) / 1000 * size * mmPerPoint
}

// mmPerPoint turns points into millimetres.
const mmPerPoint = 25.4 / 72
