package pdf

import (
	"tremplin/locale"
)

// A grid is a table that is being set.
type grid struct {
	cols  []float64 // widths in mm
	left  []float64 // where each begins
	align []locale.Align
	text  []text // of each column
	pad   float64
}

// cellLines is a row: lines of each cell.
type cellLines [][]line

// table sets a table: with a header row, which is printed again on each page,
// or of labels and values.
func (s *setter) table(b locale.Block) {
	s.cells = map[cellKey][]word{}
	g := s.grid(b)
	if len(g.cols) == 0 {
		return
	}
	if caption := s.caption(b); caption != nil {
		s.push(caption...)
		s.after = 1.2
	}
	var head *slab
	switch cells := s.row(g, b.Head, true, false); {
	case len(b.Head) == 0:
		s.push(slab{h: 0.01, before: s.around, keep: true, draw: s.ruler(g, 0, s.rule, 0.2)})
	case s.depthOf(g, cells) > s.mostHead*s.depth(): // too much to print again and again
		s.push(s.cutRows(g, cells, false)...)
	default:
		h := s.headRow(g, cells)
		head = &h
		first := h
		first.before, first.keep = s.around, true
		s.push(first)
	}
	for i, cells := range b.Rows {
		sum := b.Total && i == len(b.Rows)-1
		rows := s.cutRows(g, s.row(g, cells, false, sum), sum)
		for j := range rows {
			rows[j].head = head
			if j > 0 {
				continue
			}
			// The first row does not stand alone below the header, nor the sum above
			// the end.
			rows[j].keep = len(rows) == 1 && i+2 == len(b.Rows) && b.Total ||
				len(rows) == 1 && i == 0 && len(b.Rows) > 2 && rows[j].h < 20
		}
		s.push(rows...)
	}
	s.after = s.around + 1
}

// caption sets what a table's runs say, if they say anything.
func (s *setter) caption(b locale.Block) []slab {
	t := s.label
	t.strong = true
	lines := s.slabs(s.set(b.Runs, t, s.measure()), t, s.left)
	for i := range lines {
		lines[i].keep = true
	}
	if len(lines) > 0 {
		lines[0].before = s.around
	}
	return lines
}

// grid finds the columns of b: how many, how wide, how set.
func (s *setter) grid(b locale.Block) grid {
	n := len(b.Head)
	for _, row := range b.Rows {
		n = max(n, len(row))
	}
	g := grid{align: make([]locale.Align, n), text: make([]text, n), pad: s.pad}
	copy(g.align, b.Align)
	cell := s.cell
	if n >= s.crowd {
		cell, g.pad = s.crowded, s.pad*0.75
	}
	for i := range n {
		g.text[i] = cell
	}
	if len(b.Head) == 0 && n == 2 {
		g.text[0], g.text[1] = s.label, s.value
	}
	if n == 0 {
		return g
	}
	natural, least := s.extents(g, b)
	for sum(least) > s.measure() && g.text[0].size > 7 { // many columns: smaller
		for i := range g.text {
			g.text[i].size -= 0.5
			g.text[i].leading -= 0.2
		}
		g.pad = max(0.8, g.pad-0.3)
		natural, least = s.extents(g, b)
	}
	if len(b.Head) == 0 && n == 2 {
		g.cols = labelColumns(natural, s.measure())
	} else {
		g.cols = s.lowest(g, b, shares(natural, least, g.align, s.measure()))
	}
	g.left = make([]float64, n)
	x := s.left
	for i, w := range g.cols {
		g.left[i] = x
		x += w
	}
	return g
}

// lowest is the one of ways that makes the table lowest, the first of equals.
func (s *setter) lowest(g grid, b locale.Block, ways [][]float64) []float64 {
	if len(ways) == 1 {
		return ways[0]
	}
	best, depth := ways[0], 0.0
	for i, cols := range ways {
		g.cols = cols
		h := 0.0
		for _, cells := range b.Rows {
			h += s.depthOf(g, s.row(g, cells, false, false))
		}
		if i == 0 || h < depth-0.01 {
			best, depth = cols, h
		}
	}
	return best
}

// extents are how wide the columns would like to be, and how wide they must be
// for no word to be cut; with the padding, in mm.
func (s *setter) extents(g grid, b locale.Block) (natural, least []float64) {
	n := len(g.align)
	natural, least = make([]float64, n), make([]float64, n)
	look := func(row [][]locale.Run, head, sum bool) {
		for i, cell := range row {
			nat, min := extent(s.cellWords(g, i, cell, head, sum))
			if head { // headers may wrap
				nat = min
			}
			natural[i] = max(natural[i], nat+2*g.pad+0.1)
			least[i] = max(least[i], min+2*g.pad+0.1)
		}
	}
	look(b.Head, true, false)
	for i, row := range b.Rows {
		look(row, false, b.Total && i == len(b.Rows)-1)
	}
	for i := range n {
		// One endless word does not starve the other columns: it is cut.
		least[i] = max(min(least[i], s.measure()*s.longWord), 2*g.pad+3)
		natural[i] = max(natural[i], least[i])
	}
	return natural, least
}

// labelColumns gives labels what they want, between a quarter and two fifths.
func labelColumns(natural []float64, width float64) []float64 {
	label := min(max(natural[0], width*0.27), width*0.4)
	return []float64{label, width - label}
}

// row sets the cells of a row.
func (s *setter) row(g grid, cells [][]locale.Run, head, sum bool) cellLines {
	out := make(cellLines, len(g.cols))
	for i, cell := range cells {
		words := s.cellWords(g, i, cell, head, sum)
		out[i] = s.note(breakLines(words, g.cols[i]-2*g.pad, g.text[i].size))
	}
	return out
}

// cellKey is a cell of the table that is being set, and how it is split: its
// words are asked for with every width that is tried.
type cellKey struct {
	first         *locale.Run
	size          float64
	strong, solid bool
}

// cellWords are the words of a cell of column i. Figures are not parted.
func (s *setter) cellWords(g grid, i int, cell []locale.Run, head, sum bool) []word {
	if len(cell) == 0 {
		return nil
	}
	key := cellKey{&cell[0], g.text[i].size, head || sum, g.align[i] == locale.Right && !head}
	words, known := s.cells[key]
	if !known {
		words = wordsIn(cell, key.size, key.strong, key.solid)
		s.cells[key] = words
	}
	return words
}

// depthOf is how high a row is, in mm.
func (s *setter) depthOf(g grid, row cellLines) float64 {
	h := g.text[0].leading
	for i, lines := range row {
		h = max(h, float64(len(lines))*g.text[i].leading)
	}
	return h + 2*s.padV
}

// headRow is the header as a slab, on a tint.
func (s *setter) headRow(g grid, row cellLines) slab {
	h := s.depthOf(g, row)
	under := s.ruler(g, h, s.accent, 0.35)
	return slab{h: h, draw: func(c *canvas, y float64) {
		c.fill(s.left, y, s.measure(), h, s.tint)
		s.drawRow(c, g, row, y, h, true)
		under(c, y)
	}}
}

// cutRows is a row as one slab; as more where it is higher than a good part of
// a page.
func (s *setter) cutRows(g grid, row cellLines, total bool) []slab {
	var out []slab
	limit := s.cutRow * s.depth()
	if s.depthOf(g, row) <= limit {
		return []slab{s.rowSlab(g, row, total, true)}
	}
	const step = 3 // lines that stay together
	for more := true; more; {
		part := make(cellLines, len(row))
		more = false
		for i, lines := range row {
			n := min(step, len(lines))
			if len(lines)-n < step {
				n = len(lines)
			}
			part[i], row[i] = lines[:n], lines[n:]
			more = more || len(row[i]) > 0
		}
		out = append(out, s.rowSlab(g, part, total, !more))
	}
	return out
}

// rowSlab draws a row, or a part of one, with its rule below.
func (s *setter) rowSlab(g grid, row cellLines, total, last bool) slab {
	h := s.depthOf(g, row)
	if !last {
		h -= 2 * s.padV
	}
	above, under := s.ruler(g, 0, s.accent, 0.35), s.ruler(g, h, s.rule, 0.2)
	return slab{h: h, draw: func(c *canvas, y float64) {
		if total {
			c.fill(s.left, y, s.measure(), h, s.tint)
			above(c, y)
		}
		s.drawRow(c, g, row, y, h, false)
		if last {
			under(c, y)
		}
	}}
}

// ruler draws a line over the whole table, dy mm below the slab's upper edge.
func (s *setter) ruler(_ grid, dy float64, ink colour, thick float64) func(*canvas, float64) {
	return func(c *canvas, y float64) {
		c.rule(s.left, y+dy, s.left+s.measure(), thick, ink)
	}
}

// drawRow draws the cells of a row: text from above, header cells from below.
func (s *setter) drawRow(c *canvas, g grid, row cellLines, y, h float64, bottom bool) {
	for i, lines := range row {
		t := g.text[i]
		top := y + s.padV
		if bottom {
			top = y + h - s.padV - float64(len(lines))*t.leading
		}
		for j, l := range lines {
			x := g.left[i] + g.pad
			free := g.cols[i] - 2*g.pad - l.w
			switch g.align[i] {
			case locale.Right:
				x += free
			case locale.Centre:
				x += free / 2
			case locale.Left:
			}
			c.line(l, t, x, top+float64(j)*t.leading)
		}
	}
}
