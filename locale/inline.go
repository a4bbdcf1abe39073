package locale

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// how a piece of text is read.
type how struct {
	table   bool // it is a cell
	flat    bool // it has one line
	capital bool // it begins a sentence
}

// byHand stands in a sentence where somebody is to write.
const byHand = "____________"

func (w *writer) value(digits string) value {
	i, err := strconv.Atoi(digits)
	if err != nil || i >= len(w.values) {
		return value{}
	}
	return w.values[i]
}

// runs reads **bold**, *italic* and the places of values.
func (w *writer) runs(text string, h how) []Run {
	p := &pen{language: w.language}
	for text != "" {
		at := strings.IndexAny(text, "*\x01")
		if at < 0 {
			at = len(text)
		}
		p.words(text[:at])
		text = text[at:]
		switch {
		case strings.HasPrefix(text, "**"):
			p.face.Bold = !p.face.Bold
			text = text[2:]
		case strings.HasPrefix(text, "*"):
			p.face.Italic = !p.face.Italic
			text = text[1:]
		case text != "":
			digits, rest, _ := strings.Cut(text[1:], string(placeClose))
			text = rest
			v := w.value(digits)
			p.value(w.said(v, h, p))
			p.one = v.fact.Kind == FactCount && v.fact.N == 1
		}
	}
	return p.out
}

// said is a value as it is written behind what the pen wrote.
func (w *writer) said(v value, h how, p *pen) string {
	s := w.print(v, h.table)
	switch {
	case v.fact.Kind == FactBlank && !h.table:
		return byHand
	case opensSentences(v) && p.begins(h.capital):
		s = capital(w.language, s)
	}
	if h.flat {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' }), " ")
	}
	return s
}

// pen writes runs.
type pen struct {
	face  Run // of what comes next, its text empty
	out   []Run
	ended bool // what stands last is a value that ends a sentence
	one   bool // what stands last is the number 1

	language Language
}

// words writes what is the text's own. A sentence that a value has ended is not
// ended again.
func (p *pen) words(s string) {
	if s == "" {
		return
	}
	if p.ended && strings.HasPrefix(s, ".") && !strings.HasPrefix(s, "..") {
		s = s[1:]
	}
	if p.one {
		s = singular(p.language, s)
	}
	p.ended, p.one = false, false
	p.write(s)
}

func (p *pen) value(s string) {
	last, _ := utf8.DecodeLastRuneInString(s)
	p.ended = strings.ContainsRune(".!?…", last)
	p.write(s)
}

func (p *pen) write(s string) {
	if s == "" {
		return
	}
	if n := len(p.out); n > 0 && p.out[n-1].Bold == p.face.Bold && p.out[n-1].Italic == p.face.Italic {
		p.out[n-1].Text += s
		return
	}
	p.out = append(p.out, Run{Text: s, Bold: p.face.Bold, Italic: p.face.Italic})
}

// begins holds where a sentence begins.
func (p *pen) begins(atStart bool) bool {
	spaced := false
	for _, r := range slices.Backward(p.out) {
		before := strings.TrimRight(r.Text, " ")
		spaced = spaced || len(before) < len(r.Text)
		if before == "" {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		return last == '\n' || spaced && strings.ContainsRune(".!?", last)
	}
	return atStart
}

// plainly is runs without their faces.
func plainly(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
