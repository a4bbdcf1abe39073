package ui

import "fmt"

// Flow is a lifecycle as a picture: its states from top to bottom, and an arc
// for each way from one to another.
type Flow struct {
	Label  string // the whole in a sentence
	States []string
	Ways   []Way
}

// Way leads from a state to another, by their places; From is -1 for what makes
// a new thing.
type Way struct{ From, To int }

// Measures of the picture, in its own units: those of a small screen's text.
const (
	flowPitch = 34
	flowName  = 230 // where the names end and the line begins
	flowReach = 9   // how far an arc reaches out for each state that it passes
	flowWidth = 520
)

func (f Flow) height() int { return flowPitch*len(f.States) + flowPitch/2 }

func (f Flow) viewBox() string { return fmt.Sprintf("0 0 %d %d", flowWidth, f.height()) }

func flowY(i int) int { return flowPitch*i + flowPitch/2 + 4 }

// way draws a step to the next state straight, all others as an arc.
func (w Way) way() string {
	from, to := flowY(w.From), flowY(w.To)
	if w.To == w.From+1 {
		return fmt.Sprintf("M%d %dV%d", flowName+16, from, to-8)
	}
	x := flowName + 22
	out := x + 14 + flowReach*max(w.To-w.From, w.From-w.To)
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x, from, out, from, out, to, x+5, to)
}

// head is the arrow's.
func (w Way) head() string {
	to := flowY(w.To)
	if w.To == w.From+1 {
		return fmt.Sprintf("M%d %dl-4 -7h8z", flowName+16, to-6)
	}
	return fmt.Sprintf("M%d %dl8 -4v8z", flowName+23, to)
}

// back leads to a state before.
func (w Way) back() bool { return w.To < w.From }

func number(n int) string { return fmt.Sprint(n) }
