package pdf

import (
	"slices"

	"tremplin/locale"
)

// signatures sets blocks to sign, two to a row; one alone takes half a row.
func (s *setter) signatures(blocks []locale.Block) {
	width := (s.measure() - s.signGap) / 2
	for len(blocks) > 0 {
		n := min(2, len(blocks))
		row := make([]stack, n)
		h := 0.0
		for i, b := range blocks[:n] {
			row[i] = s.signature(b, s.left+float64(i)*(width+s.signGap), width)
			h = max(h, row[i].h)
		}
		if h > s.depth() {
			s.longSignatures(blocks[:n])
		} else {
			s.push(slab{h: h, before: s.around + 4, draw: func(c *canvas, y float64) {
				for _, st := range row {
					st.draw(c, y, h)
				}
			}})
		}
		blocks = blocks[n:]
		s.after = s.around + 2
	}
}

// A stack is a signature block: what is drawn from above, and what hangs from
// its lower edge, so that the lines to sign on stand side by side.
type stack struct {
	h     float64
	parts []func(c *canvas, y float64)
	foot  []func(c *canvas, bottom float64)
}

func (st stack) draw(c *canvas, y, h float64) {
	for _, part := range st.parts {
		part(c, y)
	}
	for _, part := range st.foot {
		part(c, y+h)
	}
}

// signature sets one block: the party, what is known of who signs, then the
// rows to write on, of which the last has room for a signature.
func (s *setter) signature(b locale.Block, x, width float64) stack {
	var st stack
	st.parts = append(st.parts, func(c *canvas, y float64) {
		c.rule(x, y, x+width, 0.5, s.accent)
	})
	st.h = 1.8
	s.stackLines(&st, s.set(b.Runs, s.party, width), s.party, x)
	var open [][][]locale.Run
	col := s.labelWidth(b, width)
	for _, row := range b.Rows {
		label, value := pair(row)
		if plain(value) == "" {
			open = append(open, row)
			continue
		}
		s.stackPair(&st, label, value, x, width, col)
	}
	if len(open) == 0 && len(b.Rows) == 0 { // somebody is to sign all the same
		open = [][][]locale.Run{{{{Text: s.words.signature}}}}
	}
	s.stackOpen(&st, open, x, width)
	return st
}

// pair is the label and the value of a row.
func pair(row [][]locale.Run) (label, value []locale.Run) {
	if len(row) > 0 {
		label = row[0]
	}
	if len(row) > 1 {
		value = row[1]
	}
	return label, value
}

func (s *setter) stackLines(st *stack, lines []line, t text, x float64) {
	for _, l := range lines {
		top := st.h
		st.parts = append(st.parts, func(c *canvas, y float64) { c.line(l, t, x, y+top) })
		st.h += t.leading
	}
}

// labelWidth is how much of width the labels of known values get.
func (s *setter) labelWidth(b locale.Block, width float64) float64 {
	col := width * 0.2
	for _, row := range b.Rows {
		if label, value := pair(row); plain(value) != "" {
			natural, _ := extent(wordsIn(label, s.label.size, false, false))
			col = max(col, natural+3)
		}
	}
	return min(col, width*0.45)
}

// stackPair sets a known value, beside its label where it has one.
func (s *setter) stackPair(st *stack, label, value []locale.Run, x, width, col float64) {
	if plain(label) == "" {
		s.stackLines(st, s.set(value, s.value, width), s.value, x)
		return
	}
	labels := s.set(label, s.label, col-2)
	values := s.set(value, s.value, width-col)
	top := st.h
	s.stackLines(st, values, s.value, x+col)
	below := st.h
	st.h = top
	s.stackLines(st, labels, s.label, x)
	st.h = max(st.h, below)
}

// stackOpen sets the rows to write on, from the lower edge up.
func (s *setter) stackOpen(st *stack, open [][][]locale.Run, x, width float64) {
	up := 0.0
	for i, row := range slices.Backward(open) {
		room := s.writeRoom
		if i == len(open)-1 {
			room = s.signRoom
		}
		label, _ := pair(row)
		lines := s.set(label, s.label, width)
		text := float64(len(lines)) * s.label.leading
		room = max(room, text+1)
		at := up
		st.foot = append(st.foot, func(c *canvas, bottom float64) {
			c.rule(x, bottom-at, x+width, 0.2, s.soft)
			top := bottom - at - text - 0.4
			if room > s.writeRoom {
				top = bottom - at - room + 1.2 // the label above, the room below it
			}
			for j, l := range lines {
				c.line(l, s.label, x, top+float64(j)*s.label.leading)
			}
		})
		up += room
	}
	st.h += up
}

// longSignatures sets blocks that no page holds: the parties as text, above the
// room to sign; where that is still too much, all as text.
func (s *setter) longSignatures(blocks []locale.Block) {
	for _, b := range blocks {
		named := len(b.Runs) > 0
		s.paragraph(locale.Block{Runs: b.Runs}, []locale.Block{b}) // stays with it
		b.Runs = nil
		if named && s.signature(b, 0, (s.measure()-s.signGap)/2).h <= s.depth() {
			s.signatures([]locale.Block{b})
			continue
		}
		for _, row := range b.Rows {
			var runs []locale.Run
			for _, cell := range row {
				runs = append(append(runs, cell...), locale.Run{Text: " "})
			}
			s.paragraph(locale.Block{Runs: runs}, nil)
		}
	}
}
