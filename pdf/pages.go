package pdf

// A slab is a strip of the page that is never cut: a line, a row, a row of
// signatures.
type slab struct {
	h      float64 // mm
	before float64 // mm above it, not at the head of a page
	keep   bool    // on one page with the next
	page   bool    // begins a page
	head   *slab   // stands above it where it begins a page: the header row
	draw   func(c *canvas, y float64)
	title  string // for the outline
	level  int
}

// placed is a slab with its upper edge on the page, in mm.
type placed struct {
	slab
	y float64
}

// chapters parts slabs where a page must begin.
func chapters(slabs []slab) [][]slab {
	var out [][]slab
	start := 0
	for i := 1; i <= len(slabs); i++ {
		if i == len(slabs) || slabs[i].page {
			out = append(out, slabs[start:i])
			start = i
		}
	}
	return out
}

// paginate sets slabs on pages. Where the last page of a chapter would hold
// next to nothing it tries with tighter spaces.
func (l layout) paginate(slabs []slab) [][]placed {
	var out [][]placed
	top := l.first
	for _, chapter := range chapters(slabs) {
		pages := l.fill(chapter, top, 1)
		if n := len(pages); n > 1 && l.used(pages[n-1]) < l.tail*l.depth() {
			if tighter := l.fill(chapter, top, l.tight); len(tighter) < n {
				pages = tighter
			}
		}
		out = append(out, pages...)
		top = l.top
	}
	return out
}

func (l layout) used(page []placed) float64 {
	last := page[len(page)-1]
	return last.y + last.h - l.top
}

// fill sets a chapter, page after page, the first from top, with spaces
// multiplied by loose.
func (l layout) fill(slabs []slab, top, loose float64) [][]placed {
	var pages [][]placed
	var page []placed
	y, end := top, l.height-l.bottom
	turn := func(first slab) {
		if len(page) > 0 {
			pages = append(pages, page)
		}
		page, y = nil, l.top
		if first.head != nil {
			page = append(page, placed{slab: *first.head, y: y})
			y += first.head.h
		}
	}
	for len(slabs) > 0 {
		n, h := group(slabs, loose)
		begins := len(page) == 0
		if h-slabs[0].before*loose > l.depth()-headHeight(slabs[0]) {
			n, h = 1, slabs[0].before*loose+slabs[0].h // cannot be kept together
		}
		if !begins && y+h > end+0.001 {
			turn(slabs[0])
			begins = true
		}
		for i, s := range slabs[:n] {
			if !begins || i > 0 {
				y += s.before * loose
			}
			page = append(page, placed{slab: s, y: y})
			y += s.h
		}
		slabs = slabs[n:]
	}
	if len(page) > 0 {
		pages = append(pages, page)
	}
	return pages
}

// group tells how many slabs stay together, and how high they are with the
// space above.
func group(slabs []slab, loose float64) (n int, h float64) {
	for _, s := range slabs {
		n++
		h += s.before*loose + s.h
		if !s.keep {
			break
		}
	}
	return n, h
}

func headHeight(s slab) float64 {
	if s.head == nil {
		return 0
	}
	return s.head.h
}

// together keeps lines from standing alone: no page ends with the first of a
// text or begins with its last.
func together(lines []slab) {
	n := len(lines)
	if n > 1 {
		lines[0].keep, lines[n-2].keep = true, true
	}
}
