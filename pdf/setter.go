package pdf

import (
	"strings"

	"tremplin/locale"
)

// setter turns the blocks of one document into slabs.
type setter struct {
	layout
	doc   Document
	words words
	out   []slab
	after float64 // mm wanted below what was set last
	fresh bool    // what comes next begins a page
	used  [faces]bool
	rare  bool // a character was set that is not common
	cells map[cellKey][]word
}

// pages sets the document.
func (s *setter) pages() [][]placed {
	s.letterhead()
	blocks := s.doc.Blocks
	for i := 0; i < len(blocks); {
		i += s.block(blocks[i:])
	}
	if len(s.out) == 0 {
		s.push(slab{})
	}
	return s.paginate(s.out)
}

// block sets the first of blocks, or as many as stand side by side, and tells
// how many.
func (s *setter) block(blocks []locale.Block) int {
	b := blocks[0]
	switch b.Kind {
	case locale.Heading:
		s.heading(b)
	case locale.Bullets:
		s.list(b.Items, blocks[1:], func(item []locale.Run) (sign, rest []locale.Run) {
			return []locale.Run{{Text: "•"}}, item
		}, s.indent-s.bullet)
	case locale.Numbers:
		s.list(b.Items, blocks[1:], func(item []locale.Run) (sign, rest []locale.Run) {
			if len(item) < 2 {
				return nil, item
			}
			return item[:1], item[1:]
		}, 0)
	case locale.Table:
		s.table(b)
	case locale.Signature:
		n := 1
		for n < len(blocks) && blocks[n].Kind == locale.Signature {
			n++
		}
		s.signatures(blocks[:n])
		return n
	case locale.PageBreak:
		s.fresh = len(s.out) > 0
	default:
		s.paragraph(b, blocks[1:])
	}
	return 1
}

// push adds slabs below what was set last; the first carries the space.
func (s *setter) push(slabs ...slab) {
	if len(slabs) == 0 {
		return
	}
	slabs[0].before = max(slabs[0].before, s.after)
	if s.fresh {
		slabs[0].page, s.fresh = true, false
	}
	s.out = append(s.out, slabs...)
	s.after = 0
}

// set breaks runs into lines and notes what they are set in.
func (s *setter) set(runs []locale.Run, t text, width float64) []line {
	return s.note(breakLines(wordsIn(runs, t.size, t.strong, false), width, t.size))
}

func (s *setter) note(lines []line) []line {
	for _, l := range lines {
		for _, p := range l.pieces {
			s.used[p.face] = true
			s.rare = s.rare || strings.ContainsFunc(p.text, func(r rune) bool { return !isCommon(r) })
		}
	}
	return lines
}

// slabs makes a slab of each line, x mm from the left edge.
func (s *setter) slabs(lines []line, t text, x float64) []slab {
	out := make([]slab, len(lines))
	for i, l := range lines {
		out[i] = slab{h: t.leading, draw: func(c *canvas, y float64) { c.line(l, t, x, y) }}
	}
	return out
}

// paragraph sets text at the full measure.
func (s *setter) paragraph(b locale.Block, next []locale.Block) {
	lines := s.slabs(s.set(b.Runs, s.body, s.measure()), s.body, s.left)
	if len(lines) == 0 {
		return
	}
	together(lines)
	if leads(b, next) {
		for i := max(0, len(lines)-2); i < len(lines); i++ {
			lines[i].keep = true
		}
	}
	s.push(lines...)
	s.after = s.body.after
}

// leads holds for text that is nothing without what follows: it ends in a
// colon, is all bold, or stands above signatures.
func leads(b locale.Block, next []locale.Block) bool {
	if len(next) == 0 || next[0].Kind == locale.PageBreak {
		return false
	}
	strong := true
	text := ""
	for _, r := range b.Runs {
		strong = strong && (r.Bold || strings.TrimSpace(r.Text) == "")
		text = r.Text
	}
	return strong || next[0].Kind == locale.Signature || strings.HasSuffix(strings.TrimSpace(text), ":")
}

// heading sets a heading, which stays with the two lines that follow.
func (s *setter) heading(b locale.Block) {
	level := min(max(b.Level, 1), len(s.headings))
	t := s.headings[level-1]
	lines := s.set(b.Runs, t, s.measure())
	for i := 0; level == 1 && i < len(s.least) && len(lines) > 3+i; i++ {
		t = s.least[i]
		lines = s.set(b.Runs, t, s.measure())
	}
	slabs := s.slabs(lines, t, s.left)
	for i := range slabs {
		slabs[i].keep = true
	}
	if len(slabs) == 0 {
		return
	}
	slabs[0].before = t.before
	slabs[0].title, slabs[0].level = plain(b.Runs), level
	s.push(slabs...)
	s.after = t.after
}

// list sets items with their numbers or signs beside them, these dx mm from the
// margin.
func (s *setter) list(items [][]locale.Run, next []locale.Block, part func([]locale.Run) (sign, rest []locale.Run), dx float64) {
	indent := s.indent
	for _, item := range items {
		sign, _ := part(item)
		if w, _ := extent(wordsIn(sign, s.body.size, false, true)); w+2 > indent && w < s.measure()/5 {
			indent = w + 2
		}
	}
	for _, item := range items {
		sign, rest := part(item)
		s.item(sign, rest, dx, indent)
		s.after = s.listGap
	}
	if len(items) > 0 {
		s.after = s.body.after
		s.announce(items[len(items)-1], next)
	}
}

// announce keeps an item that ends in a colon with the table that it announces.
func (s *setter) announce(item []locale.Run, next []locale.Block) {
	if len(next) == 0 || next[0].Kind != locale.Table || !strings.HasSuffix(strings.TrimSpace(plain(item)), ":") {
		return
	}
	s.out[len(s.out)-1].keep = true
}

// item sets one item, its text indent mm from the margin.
func (s *setter) item(sign, rest []locale.Run, dx, indent float64) {
	signs := s.note(breakLines(wordsIn(sign, s.body.size, false, true), s.measure(), s.body.size))
	if len(signs) > 1 || len(signs) == 1 && signs[0].w+1 > indent { // no number, a text
		rest, signs = append(append(append([]locale.Run(nil), sign...), locale.Run{Text: " "}), rest...), nil
	}
	slabs := s.slabs(s.set(rest, s.body, s.measure()-indent), s.body, s.left+indent)
	if len(slabs) == 0 {
		slabs = []slab{{h: s.body.leading}}
	}
	if len(signs) == 1 {
		draw, t, x := slabs[0].draw, s.body, s.left+dx
		slabs[0].draw = func(c *canvas, y float64) {
			c.line(signs[0], t, x, y)
			if draw != nil {
				draw(c, y)
			}
		}
	}
	together(slabs)
	s.push(slabs...)
}

// plain is runs without their faces.
func plain(runs []locale.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
