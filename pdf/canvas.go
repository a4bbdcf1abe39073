package pdf

import (
	"fmt"
	"io"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// canvas draws on the current page. Lengths are mm, from the upper left.
type canvas struct {
	f    *gofpdf.Fpdf
	face face
	size float64
	ink  colour
}

// rect is a rectangle: its upper left corner, width and height.
type rect struct{ x, y, w, h float64 }

// draw writes the pages with gofpdf.
func (s *setter) draw(w io.Writer, pages [][]placed) error {
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true)
	f.SetCreationDate(s.doc.Made.UTC())
	f.SetModificationDate(s.doc.Made.UTC())
	f.SetProducer("Tremplin", false)
	f.SetTitle(property(s.doc.Title), true)
	f.SetSubject(property(s.doc.Subject), true)
	f.SetAuthor(property(s.doc.Author), true)
	f.SetKeywords(property(s.doc.identity(s.words)), true)
	f.SetXmpMetadata(s.xmp())
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	s.noteFrame()
	for face := range faces {
		if s.used[face] {
			f.AddUTF8FontFromBytes(family, face.style(), face.file(!s.rare))
		}
	}
	c := &canvas{f: f}
	depth := 0
	for i, page := range pages {
		f.AddPage()
		c.size = 0 // gofpdf sets the font anew on each page
		if err := s.frame(c, i+1, len(pages)); err != nil {
			return err
		}
		for _, p := range page {
			if p.title != "" {
				depth = c.bookmark(p, depth)
			}
			if p.draw != nil {
				p.draw(c, p.y)
			}
		}
	}
	return f.Output(w)
}

// noteFrame notes what stands around the text, so that its fonts are known
// before the first page.
func (s *setter) noteFrame() {
	s.used[regular] = true
	s.used[bold] = s.used[bold] || s.doc.Mark != None
	for _, text := range append([]string{s.doc.identity(s.words), s.doc.Title}, s.doc.Head[:min(1, len(s.doc.Head))]...) {
		s.oneLine(text, s.small, s.measure())
	}
}

// line draws a line of text whose upper edge is at y.
func (c *canvas) line(l line, t text, x, y float64) {
	base := y + t.leading/2 + t.size*mmPerPoint*0.35 // capitals stand in the middle
	for _, p := range l.pieces {
		if c.size != t.size || c.face != p.face {
			c.face, c.size = p.face, t.size
			c.f.SetFont(family, p.face.style(), t.size)
		}
		if c.ink != t.colour {
			c.ink = t.colour
			c.f.SetTextColor(c.ink[0], c.ink[1], c.ink[2])
		}
		if strings.TrimSpace(p.text) != "" {
			c.f.Text(x, base, visual(p.text))
		}
		x += p.w
	}
}

// rule draws a line, thick mm thick, its middle at y.
func (c *canvas) rule(x1, y, x2, thick float64, ink colour) {
	c.fill(x1, y-thick/2, x2-x1, thick, ink)
}

func (c *canvas) fill(x, y, w, h float64, ink colour) {
	c.fillAll([]rect{{x, y, w, h}}, ink)
}

// fillAll fills rectangles as one shape, so that no seam shows between them.
func (c *canvas) fillAll(rects []rect, ink colour) {
	const k = 1 / mmPerPoint
	_, height := c.f.GetPageSize()
	var b strings.Builder
	fmt.Fprintf(&b, "q %.3f %.3f %.3f rg", float64(ink[0])/255, float64(ink[1])/255, float64(ink[2])/255)
	for _, r := range rects {
		fmt.Fprintf(&b, "\n%.3f %.3f %.3f %.3f re", r.x*k, (height-r.y-r.h)*k, r.w*k, r.h*k)
	}
	b.WriteString(" f Q")
	c.f.RawWriteStr(b.String())
}

// frame draws the edge of a rectangle.
func (c *canvas) frame(x, y, w, h, thick float64, ink colour) {
	c.rule(x, y, x+w, thick, ink)
	c.rule(x, y+h, x+w, thick, ink)
	c.fill(x-thick/2, y-thick/2, thick, h+thick, ink)
	c.fill(x+w-thick/2, y-thick/2, thick, h+thick, ink)
}

func (c *canvas) link(x, y, w, h float64, url string) {
	c.f.LinkString(x, y, w, h, url)
}

// bookmark enters a heading into the outline, at most one below the last.
func (c *canvas) bookmark(p placed, depth int) int {
	level := min(p.level, depth+1)
	if c.size == 0 { // gofpdf looks at the font to tell how the text is coded
		c.face, c.size = regular, 10
		c.f.SetFont(family, "", c.size)
	}
	c.f.Bookmark(property(p.title), level-1, max(0, p.y-4))
	return level
}
