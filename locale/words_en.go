package locale

import "strings"

var (
	unitsEN = [...]string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
		"eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	tensEN = [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
)

func wordsEN(n uint64) string {
	if n == 0 {
		return unitsEN[0]
	}
	var out []string
	for _, c := range chunks(n) {
		switch {
		case c.n == 0:
		case c.size == 1 && c.n < 100 && len(out) > 0:
			out = append(out, "and", below100EN(c.n))
		case c.size == 1:
			out = append(out, below1000EN(c.n))
		case c.size == 1000:
			out = append(out, below1000EN(c.n), "thousand")
		case c.size == 1_000_000:
			out = append(out, below1000EN(c.n), "million")
		default:
			out = append(out, wordsEN(c.n), "billion")
		}
	}
	return strings.Join(out, " ")
}

func below1000EN(n uint64) string {
	hundreds, rest := n/100, n%100
	switch {
	case hundreds == 0:
		return below100EN(rest)
	case rest == 0:
		return unitsEN[hundreds] + " hundred"
	}
	return unitsEN[hundreds] + " hundred and " + below100EN(rest)
}

func below100EN(n uint64) string {
	if n < 20 {
		return unitsEN[n]
	}
	if n%10 == 0 {
		return tensEN[n/10]
	}
	return tensEN[n/10] + "-" + unitsEN[n%10]
}
