package locale

import "strings"

// Traditional spelling (hyphens below a hundred only), as Belgian notaries write.
var (
	unitsFR = [...]string{
		"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
		"onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
	}
	tensFR = [...]string{"", "", "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "quatre-vingt", "nonante"}
)

func wordsFR(n uint64) string {
	if n == 0 {
		return unitsFR[0]
	}
	var out []string
	for _, c := range chunks(n) {
		switch {
		case c.n == 0:
		case c.size == 1:
			out = append(out, below1000FR(c.n, true))
		case c.size == 1000 && c.n == 1:
			out = append(out, "mille")
		case c.size == 1000:
			out = append(out, below1000FR(c.n, false), "mille")
		case c.size == 1_000_000:
			out = append(out, noun(below1000FR(c.n, true), c.n == 1, "million"))
		default:
			out = append(out, noun(wordsFR(c.n), c.n == 1, "milliard"))
		}
	}
	return strings.Join(out, " ")
}

// below1000FR spells 1 to 999. cent and quatre-vingt take an s at the end, also
// before million and milliard, which are nouns, but not before mille.
func below1000FR(n uint64, end bool) string {
	hundreds, rest := n/100, n%100
	var out []string
	switch {
	case hundreds == 1:
		out = append(out, "cent")
	case hundreds > 1 && rest == 0 && end:
		out = append(out, unitsFR[hundreds], "cents")
	case hundreds > 1:
		out = append(out, unitsFR[hundreds], "cent")
	}
	if rest > 0 {
		out = append(out, below100FR(rest, end))
	}
	return strings.Join(out, " ")
}

func below100FR(n uint64, end bool) string {
	if n < 20 {
		return unitsFR[n]
	}
	ten, unit := n/10, n%10
	switch {
	case unit == 0 && ten == 8 && end:
		return "quatre-vingts"
	case unit == 0:
		return tensFR[ten]
	case unit == 1 && ten != 8:
		return tensFR[ten] + " et un"
	}
	return tensFR[ten] + "-" + unitsFR[unit]
}

// eurosFR: round millions are a noun, and take d'.
func eurosFR(n uint64) string {
	if n > 0 && n%1_000_000 == 0 {
		return wordsFR(n) + " d'euros"
	}
	return noun(wordsFR(n), n < 2, "euro")
}
