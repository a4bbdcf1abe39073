package pdf

import (
	"math"
	"unicode/utf8"
)

// A line is set text: what stands on it, from the left.
type line struct {
	pieces []piece
	w      float64 // mm
}

// The worth of line ends. Lines are few first, then alike; the last may be
// short, but not very.
const (
	perLine     = 1e6
	perSlack    = 100.0
	perShort    = 0.5  // for a line that ends in a word of one or two letters
	perSplit    = 2.0  // for one that ends in a hyphen of its own
	perHyphen   = 20.0 // for one that ends in a hyphen that was not there
	perLoneWord = 40.0 // for a last line of less than a tenth

	mostWords = 300 // on a line; some have no width
)

// breakLines sets words into lines of at most width mm, ragged right, all line
// ends of a paragraph chosen together.
func breakLines(words []word, width, size float64) []line {
	words = fit(words, width, size)
	var out []line
	for len(words) > 0 {
		n := 1
		for n < len(words) && !words[n-1].hard {
			n++
		}
		out = append(out, ragged(words[:n], width, size)...)
		words = words[n:]
	}
	return out
}

// ragged sets one run of words without hard ends.
func ragged(words []word, width, size float64) []line {
	n := len(words)
	cost := make([]float64, n+1) // of the best way to set the first i
	from := make([]int, n+1)     // where its last line begins
	for end := 1; end <= n; end++ {
		cost[end] = math.Inf(1)
		w := 0.0
		for start := end - 1; start >= max(0, end-mostWords); start-- {
			w += words[start].w
			if start < end-1 {
				w += words[start].space
			}
			full := w + hyphenMM(words[end-1], size, end == n)
			if full > width+0.001 && start < end-1 {
				break
			}
			if c := cost[start] + lineCost(words[end-1], full/width, end == n); c < cost[end] {
				cost[end], from[end] = c, start
			}
		}
	}
	var lines []line
	for end := n; end > 0; end = from[end] {
		lines = append(lines, join(words[from[end]:end], size, end == n))
	}
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return lines
}

// lineCost is what a line costs that ends in last and fills a share of the
// width.
func lineCost(last word, share float64, final bool) float64 {
	c := perLine
	if final {
		if share < 0.1 {
			c += perLoneWord
		}
		return c
	}
	slack := 1 - share
	c += perSlack * slack * slack
	switch {
	case last.hyphen:
		c += perHyphen
	case last.space == 0:
		c += perSplit
	case len(last.pieces) == 1 && utf8.RuneCountInString(last.pieces[0].text) <= 2:
		c += perShort
	}
	return c
}

func hyphenMM(w word, size float64, final bool) float64 {
	if !w.hyphen || final {
		return 0
	}
	return w.lastFace().mm("-", size)
}

func (w word) lastFace() face {
	if n := len(w.pieces); n > 0 {
		return w.pieces[n-1].face
	}
	return regular
}

// join makes a line of words; pieces of one face become one.
func join(words []word, size float64, final bool) line {
	var l line
	for i, w := range words {
		for _, p := range w.pieces {
			l.add(p)
		}
		if i < len(words)-1 && w.space > 0 {
			l.add(piece{text: " ", face: w.face, w: w.space})
		}
	}
	if n := len(words); n > 0 && words[n-1].hyphen && !final {
		f := words[n-1].lastFace()
		l.add(piece{text: "-", face: f, w: f.mm("-", size)})
	}
	return l
}

func (l *line) add(p piece) {
	l.w += p.w
	if n := len(l.pieces); n > 0 && l.pieces[n-1].face == p.face {
		l.pieces[n-1].text += p.text
		l.pieces[n-1].w += p.w
		return
	}
	l.pieces = append(l.pieces, p)
}

// extent is how wide words are on one line each between hard ends, and how wide
// the widest of them is, in mm.
func extent(words []word) (natural, least float64) {
	w := 0.0
	for i, x := range words {
		w += x.w
		natural, least = max(natural, w), max(least, x.w)
		w += x.space
		if words[i].hard {
			w = 0
		}
	}
	return natural, least
}
