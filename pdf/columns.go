package pdf

import (
	"math"

	"tremplin/locale"
)

// shares are ways to part width among columns, in mm. No word is cut while there
// is room for all; what is left goes to those that want more, and then to text.
func shares(natural, least []float64, align []locale.Align, width float64) [][]float64 {
	switch {
	case sum(least) > width:
		return [][]float64{squeeze(least, align, width)}
	case sum(natural) > width:
		return [][]float64{
			divide(natural, least, width, 1), divide(natural, least, width, 0.7), divide(natural, least, width, 0),
		}
	default:
		return [][]float64{stretch(natural, align, width)}
	}
}

// squeeze cuts words: figures keep their width where that leaves half the room,
// and columns of text that want more than their part get less.
func squeeze(least []float64, align []locale.Align, width float64) []float64 {
	cols := make([]float64, len(least))
	fixed := make([]bool, len(least))
	figures, texts := 0.0, 0
	for i, w := range least {
		if fixed[i] = align[i] == locale.Right; fixed[i] {
			figures += w
		} else {
			texts++
		}
	}
	if figures > width/2 || texts == 0 {
		clear(fixed)
		figures, texts = 0, len(least)
	}
	free := width - figures
	part := free / float64(texts)
	small, over := 0.0, 0.0
	for i, w := range least {
		if !fixed[i] {
			small += min(w, part)
			over += max(0, w-part)
		}
	}
	for i, w := range least {
		cols[i] = w
		if !fixed[i] {
			cols[i] = min(w, part) + (free-small)*max(0, w-part)/over
		}
	}
	return cols
}

// divide gives columns what they want that are narrower than a share of the fair
// part, and the others more the more they hold.
func divide(natural, least []float64, width, fair float64) []float64 {
	n := len(natural)
	cols := make([]float64, n)
	narrow := make([]bool, n)
	must, free, left := sum(least), width, n
	for again := true; again; {
		again = false
		for i, w := range natural {
			// What it takes beyond its least must not be another's least.
			if !narrow[i] && w <= fair*free/float64(left) && free-w >= must-least[i] {
				cols[i], narrow[i], again = w, true, left > 1
				free, must, left = free-w, must-least[i], left-1
			}
		}
	}
	weight := func(i int) float64 { return math.Sqrt(natural[i] - least[i]) }
	total := 0.0
	for i := range n {
		if !narrow[i] {
			total += weight(i)
		}
	}
	for i := range n {
		if !narrow[i] {
			cols[i] = least[i] + (free-must)*weight(i)/max(total, 1e-9)
		}
	}
	return cols
}

// stretch gives what is too much to columns of text, to each as to its size.
func stretch(natural []float64, align []locale.Align, width float64) []float64 {
	cols := make([]float64, len(natural))
	total, texts := sum(natural), 0.0
	for i, w := range natural {
		if align[i] == locale.Left {
			texts += w
		}
	}
	for i, w := range natural {
		switch {
		case texts == 0:
			cols[i] = w * width / total
		case align[i] == locale.Left:
			cols[i] = w + (width-total)*w/texts
		default:
			cols[i] = w
		}
	}
	return cols
}

func sum(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total
}
