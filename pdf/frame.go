package pdf

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"tremplin/locale"
)

// letterhead sets the sender's lines, beside the QR code where there is one.
func (s *setter) letterhead() {
	if len(s.doc.Head) == 0 && s.doc.CheckURL == "" {
		return
	}
	width := s.measure()
	if s.doc.CheckURL != "" {
		width -= s.qr + 12
	}
	var slabs []slab
	h := 0.0
	for i, text := range s.doc.Head {
		t := s.address
		if i == 0 {
			t = s.sender
		}
		lines := s.slabs(s.set([]locale.Run{{Text: text}}, t, width), t, s.left)
		h += float64(len(lines)) * t.leading
		slabs = append(slabs, lines...)
	}
	if room := s.qr + s.small.leading + 1.5; s.doc.CheckURL != "" && h < room {
		slabs = append(slabs, slab{h: room - h})
	}
	s.push(slabs...)
	s.push(slab{h: 0.4, before: 3, keep: true, draw: func(c *canvas, y float64) {
		c.rule(s.left, y, s.width-s.right, 0.4, s.accent)
	}})
	s.after = 6
}

// frame draws what stands around the text of page n of total.
func (s *setter) frame(c *canvas, n, total int) error {
	if n == 1 {
		if err := s.drawQR(c); err != nil {
			return err
		}
	} else {
		s.runningHead(c)
	}
	if mark := s.words.of(s.doc.Mark); mark != "" {
		s.drawMark(c, mark)
	}
	right := s.width - s.right
	c.rule(s.left, s.footer-4.3, right, 0.2, s.rule)
	page := s.oneLine(fmt.Sprintf(s.words.page, n, total), s.small, s.measure()/3)
	c.line(page, s.small, right-page.w, s.footer-s.small.leading)
	id := s.oneLine(s.doc.identity(s.words), s.small, s.measure()-page.w-6)
	c.line(id, s.small, s.left, s.footer-s.small.leading)
	return nil
}

// runningHead is the sender and the title, on every page but the first.
func (s *setter) runningHead(c *canvas) {
	right := s.width - s.right
	title := s.oneLine(s.doc.Title, s.small, s.measure()*0.6)
	sender := line{}
	if len(s.doc.Head) > 0 {
		sender = s.oneLine(s.doc.Head[0], s.small, s.measure()-title.w-6)
	}
	top := s.header - s.small.leading
	c.line(sender, s.small, s.left, top)
	c.line(title, s.small, right-title.w, top)
	c.rule(s.left, s.header+2, right, 0.2, s.rule)
}

// drawMark says at the head of the page that this is not the real thing.
func (s *setter) drawMark(c *canvas, mark string) {
	t := s.small
	t.size, t.leading, t.colour, t.strong = 8.5, 4, colour{150, 30, 30}, true
	l := s.set([]locale.Run{{Text: mark}}, t, s.measure())[0]
	w, h := l.w+8, 5.4
	x, y := s.width/2-w/2, s.markTop
	c.frame(x, y, w, h, 0.35, t.colour)
	c.line(l, t, s.width/2-l.w/2, y+(h-t.leading)/2)
}

// oneLine sets text on one line, with an ellipsis where it must be cut.
func (s *setter) oneLine(content string, t text, width float64) line {
	f := faceOf(t.strong, false)
	content = strings.Join(strings.Fields(printedAs(clean(content, f))), " ")
	w, dots, end := 0.0, f.mm("…", t.size), 0 // end: as much as fits with the ellipsis
	for i, r := range content {
		if w += f.mm(string(r), t.size); w > width {
			return s.asLine(strings.TrimRight(content[:end], " ")+"…", f, t.size)
		}
		if w+dots <= width {
			end = i + utf8.RuneLen(r)
		}
	}
	return s.asLine(content, f, t.size)
}

func (s *setter) asLine(content string, f face, size float64) line {
	if content == "" {
		return line{}
	}
	w := f.mm(content, size)
	return s.note([]line{{pieces: []piece{{text: content, face: f, w: w}}, w: w}})[0]
}

// printedAs replaces what clean leaves for the splitter.
func printedAs(text string) string {
	return strings.NewReplacer(string(softHyphen), "", string(mayBreak), "", string(firmHyphen), "-").Replace(text)
}

// codes keeps the last few: a document's languages lead to the same address.
var codes = &recent{all: map[string]barcode.Barcode{}}

type recent struct {
	mu  sync.Mutex
	all map[string]barcode.Barcode
}

const recentCodes = 16

// of is the code of an address.
func (k *recent) of(url string) (barcode.Barcode, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if code, ok := k.all[url]; ok {
		return code, nil
	}
	code, err := qr.Encode(url, qr.M, qr.Auto)
	if err != nil {
		return nil, err
	}
	if len(k.all) >= recentCodes {
		clear(k.all)
	}
	k.all[url] = code
	return code, nil
}

// drawQR draws the code that leads to the check, as rectangles, and what it is
// for.
func (s *setter) drawQR(c *canvas) error {
	if s.doc.CheckURL == "" {
		return nil
	}
	code, err := codes.of(s.doc.CheckURL)
	if err != nil {
		return fmt.Errorf("check address: %w", err)
	}
	n := code.Bounds().Dx()
	x, y := s.width-s.right-s.qr, s.first
	module := s.qr / float64(n)
	dark := func(i, j int) bool {
		r, _, _, _ := code.At(i, j).RGBA()
		return r == 0
	}
	var bars []rect
	for j := range n {
		for i := 0; i < n; i++ {
			from := i
			for i < n && dark(i, j) {
				i++
			}
			if i > from {
				bars = append(bars, rect{x + float64(from)*module, y + float64(j)*module, float64(i-from) * module, module})
			}
		}
	}
	c.fillAll(bars, s.ink)
	c.link(x, y, s.qr, s.qr, s.doc.CheckURL)
	note := s.oneLine(s.words.check, s.small, s.qr+12)
	c.line(note, s.small, min(x+(s.qr-note.w)/2, s.width-s.right-note.w), y+s.qr+1)
	return nil
}
