package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tremplin/locale"
)

// A piece is text of one face.
type piece struct {
	text string
	face face
	w    float64 // mm
}

// A word is what stays together on a line.
type word struct {
	pieces []piece
	w      float64 // mm
	space  float64 // mm, after it if the line goes on
	face   face    // of that space
	hyphen bool    // ends in a hyphen if the line ends here
	hard   bool    // the line ends here
}

// splitter turns runs into words.
type splitter struct {
	size    float64 // pt
	out     []word
	current word
	text    strings.Builder // of the piece that is being read
	face    face
	solid   bool // spaces end no line: figures
}

// wordsIn splits runs, set in size points, into words.
func wordsIn(runs []locale.Run, size float64, strong, solid bool) []word {
	s := &splitter{size: size, solid: solid}
	for _, run := range runs {
		f := faceOf(run.Bold || strong, run.Italic)
		s.turn(f)
		s.read([]rune(clean(run.Text, f)))
	}
	s.end(0)
	for len(s.out) > 0 && s.out[len(s.out)-1].hard { // text ends without a line's end
		s.out[len(s.out)-1].hard = false
		if n := len(s.out); len(s.out[n-1].pieces) == 0 {
			s.out = s.out[:n-1]
		}
	}
	return s.out
}

// turn goes on in another face.
func (s *splitter) turn(f face) {
	if f != s.face {
		s.flush()
		s.face = f
	}
}

// flush ends the piece.
func (s *splitter) flush() {
	if s.text.Len() == 0 {
		return
	}
	p := piece{text: s.text.String(), face: s.face}
	p.w = p.face.mm(p.text, s.size)
	s.current.pieces = append(s.current.pieces, p)
	s.current.w += p.w
	s.text.Reset()
}

// end ends the word, if there is one.
func (s *splitter) end(space float64) {
	s.flush()
	if len(s.current.pieces) > 0 {
		s.current.space, s.current.face = space, s.face
		s.out = append(s.out, s.current)
	} else if n := len(s.out); n > 0 && space > s.out[n-1].space && !s.out[n-1].hard {
		s.out[n-1].space, s.out[n-1].face = space, s.face
	}
	s.current = word{}
}

func (s *splitter) read(text []rune) {
	for i, r := range text {
		switch {
		case r == '\n':
			s.end(0)
			if n := len(s.out); n > 0 && !s.out[n-1].hard {
				s.out[n-1].hard = true
			} else if n > 0 {
				s.out = append(s.out, word{hard: true}) // an empty line
			}
		case r == ' ' && s.binds(text, i):
			s.text.WriteRune(noBreak)
		case r == ' ':
			s.end(s.face.mm(" ", s.size))
		case r == mayBreak:
			s.end(0)
		case r == softHyphen:
			s.end(0)
			if n := len(s.out); n > 0 && !s.out[n-1].hard && s.out[n-1].space == 0 {
				s.out[n-1].hyphen = true
			}
		case r == firmHyphen:
			s.text.WriteByte('-')
		default:
			s.text.WriteRune(r)
			if s.mayEndAfter(text, i) {
				s.end(0)
			}
		}
	}
}

// binds holds for a space that ends no line whoever typed it: before the signs
// that French sets apart, after an opening quote, between a figure and its unit.
func (s *splitter) binds(text []rune, i int) bool {
	if s.solid && i > 0 && i+1 < len(text) && text[i-1] != ' ' {
		return true
	}
	if i+1 >= len(text) {
		return false
	}
	switch next := text[i+1]; next {
	case ':', ';', '!', '?', '»':
		return i > 0 && text[i-1] != ' '
	case '€', '%', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return i > 0 && unicode.IsDigit(text[i-1])
	case '–':
		return i > 0 && text[i-1] != ' ' && i+2 < len(text) && text[i+2] == ' '
	}
	return i > 0 && text[i-1] == '«'
}

// mayEndAfter holds between a hyphen or slash and the letter that follows it.
func (s *splitter) mayEndAfter(text []rune, i int) bool {
	if s.solid || i == 0 || i+1 >= len(text) {
		return false
	}
	switch text[i] {
	case '-', '\u2010', '/', '–', '—':
		return unicode.IsLetter(text[i-1]) && unicode.IsLetter(text[i+1])
	}
	return false
}

// fit cuts words that are wider than width mm: after a sign where there is one,
// as in addresses, else anywhere.
func fit(words []word, width, size float64) []word {
	for i := range words {
		if words[i].w > width {
			out := append([]word(nil), words[:i]...)
			for _, w := range words[i:] {
				out = append(out, cut(w, width, size)...)
			}
			return out
		}
	}
	return words
}

// cut parts one word into some that are at most width mm wide, but for single
// characters that are wider.
func cut(w word, width, size float64) []word {
	if w.w <= width {
		return []word{w}
	}
	var out []word
	var line word
	for _, p := range w.pieces {
		for p.text != "" {
			n, mm := head(p, width-line.w, size, len(line.pieces) == 0)
			if n > 0 {
				line.pieces = append(line.pieces, piece{text: p.text[:n], face: p.face, w: mm})
				line.w += mm
				p.text, p.w = p.text[n:], p.w-mm
			}
			if p.text != "" {
				out = append(out, line)
				line = word{}
			}
		}
	}
	line.space, line.face, line.hyphen, line.hard = w.space, w.face, w.hyphen, w.hard
	return append(out, line)
}

// head tells how many bytes of p fit into room mm, and how wide they are. With
// some it is at least one character.
func head(p piece, room, size float64, some bool) (int, float64) {
	n, sign := 0, 0
	mm, signMM := 0.0, 0.0
	for i, r := range p.text {
		w := p.face.mm(string(r), size)
		if mm+w > room && (n > 0 || !some) {
			if sign*2 > n {
				return sign, signMM
			}
			return n, mm
		}
		mm += w
		n = i + utf8.RuneLen(r)
		if strings.ContainsRune("/@.-_?&=,;:+", r) {
			sign, signMM = n, mm
		}
	}
	return n, mm
}
