package ui

import (
	"fmt"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// Envelope is what the picture of money shows: paid within signed, signed within
// awarded, awarded within the envelope, and perhaps an award that would pass it.
type Envelope struct {
	ID       string // makes the picture's patterns its own; needed where a page has two
	Envelope workflow.Money
	Awarded  workflow.Money // committed in all
	Signed   workflow.Money // of these, signed
	Paid     workflow.Money // of these, paid
	Attempt  workflow.Money // refused: drawn across the end
}

// piece is a part of the bar, in per cent of its width.
type piece struct {
	Fill  string // a class, or a pattern's address
	Class string
	From  string
	Width string
	Label string
	Sum   string
}

func percent(part, whole workflow.Money) string {
	if whole <= 0 {
		return "0%"
	}
	p := part * 100_000 / whole
	return fmt.Sprintf("%d.%03d%%", p/1000, p%1000)
}

// scale is what the whole width stands for.
func (e Envelope) scale() workflow.Money { return max(e.Envelope, e.Awarded+e.Attempt) }

func (e Envelope) free() workflow.Money { return max(e.Envelope-e.Awarded, 0) }

func (e Envelope) over() workflow.Money { return e.Awarded + e.Attempt - e.Envelope }

func (e Envelope) id() string {
	if e.ID == "" {
		return "m"
	}
	return e.ID
}

// pieces are the bar's parts from left to right: paid, signed, awarded, free.
func (e Envelope) pieces(l locale.Language) []piece {
	parts := []struct {
		key    string
		class  string
		fill   string
		amount workflow.Money
	}{
		{"paid", "f-paid", "", e.Paid},
		{"signed", "", "url(#" + e.id() + "-signed)", e.Signed - e.Paid},
		{"awarded", "", "url(#" + e.id() + "-awarded)", e.Awarded - e.Signed},
		{"free", "f-free", "", e.free()},
	}
	var out []piece
	var from workflow.Money
	for _, p := range parts {
		p.amount = max(p.amount, 0)
		out = append(out, piece{
			Fill: p.fill, Class: p.class, From: percent(from, e.scale()), Width: percent(p.amount, e.scale()),
			Label: T(l, "money."+p.key), Sum: locale.Money(l, p.amount),
		})
		from += p.amount
	}
	return out
}

// sentence says the whole picture.
func (e Envelope) sentence(l locale.Language) string {
	s := T(l, "money.sentence", "envelope", int64(e.Envelope), "paid", int64(e.Paid), "signed", int64(max(e.Signed-e.Paid, 0)),
		"awarded", int64(max(e.Awarded-e.Signed, 0)), "free", int64(e.free()))
	if e.Attempt > 0 && e.over() > 0 {
		s += " " + T(l, "money.attempt_sentence", "amount", int64(e.Attempt), "over", int64(e.over()))
	}
	return s
}

// Bar is one bar of a chart.
type Bar struct {
	Label string
	Value string // as text: "65.000 €"
	N     int64  // its length
	Pale  bool
}

// Chart is a picture of some values, read again as a table beside it.
type Chart struct {
	ID      string
	Title   string // states the finding
	Text    string
	Label   string // the picture as a sentence, for who does not see it
	Bars    []Bar
	Top     int64 // what the whole width stands for; 0: the longest bar
	Ref     int64 // a dashed line, such as a mean; 0: none
	RefText string
	Table   Table
}

const step = 3 // rem from a bar to the next

func (c Chart) top() int64 {
	t := max(c.Top, 1)
	if c.Top > 0 {
		return t
	}
	for _, b := range c.Bars {
		t = max(t, b.N)
	}
	return max(t, c.Ref)
}

func (c Chart) width(n int64) string { return percent(workflow.Money(n), workflow.Money(c.top())) }

func (c Chart) height() string {
	tenths := len(c.Bars) * step * 10
	if c.Ref > 0 {
		tenths += 15
	}
	return rem(tenths)
}

// rem is a length in tenths of a rem.
func rem(tenths int) string { return fmt.Sprintf("%d.%drem", tenths/10, tenths%10) }

func barY(i, tenths int) string { return rem(i*step*10 + tenths) }

func (c Chart) sentence() string {
	if c.Label != "" {
		return c.Label
	}
	parts := make([]string, len(c.Bars))
	for i, b := range c.Bars {
		parts[i] = b.Label + " " + b.Value
	}
	return c.Title + ": " + strings.Join(parts, ", ")
}

// Spread is how far some sheets lie apart, on a scale that all rows share.
type Spread struct {
	From, To int64   // of the scale
	Dots     []int64 // one a sheet
	Mean     int64
	Text     string // the numbers under it: "de 81 à 90, écart 9"
}

func (s Spread) at(n int64) string {
	return percent(workflow.Money(max(min(n, s.To), s.From)-s.From), workflow.Money(s.To-s.From))
}

func (s Spread) lowest() int64 {
	m := s.To
	for _, n := range s.Dots {
		m = min(m, n)
	}
	return m
}

func (s Spread) highest() int64 {
	m := s.From
	for _, n := range s.Dots {
		m = max(m, n)
	}
	return m
}
