package page

import (
	"slices"
	"strings"
)

// part is a piece of a text; New marks what the other version does not have.
type part struct {
	Text string
	New  bool
}

// parts are a text's words, those marked that another text lacks: what stands
// in the longest row of words that both share is the same.
func parts(text, other string) []part {
	a, b := strings.Fields(text), strings.Fields(other)
	if len(a)*len(b) > 4_000_000 { // too long to compare: both are shown whole
		return []part{{Text: text}}
	}
	same := common(a, b)
	var out []part
	for i, w := range a {
		if n := len(out); n > 0 && out[n-1].New == !same[i] {
			out[n-1].Text += " " + w
			continue
		}
		out = append(out, part{Text: w, New: !same[i]})
	}
	return out
}

// common marks the words of a that are in the longest common row of a and b.
func common(a, b []string) []bool {
	long := make([][]int32, len(a)+1)
	for i := range long {
		long[i] = make([]int32, len(b)+1)
	}
	for i, v := range slices.Backward(a) {
		for j, w := range slices.Backward(b) {
			if v == w {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	out := make([]bool, len(a))
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out[i] = true
			i, j = i+1, j+1
		case long[i+1][j] >= long[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
