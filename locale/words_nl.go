package locale

import "strings"

var (
	unitsNL = [...]string{
		"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
		"elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
	}
	tensNL = [...]string{"", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"}
)

// wordsNL: one word up to and with duizend, then a space; spaces around miljoen
// (Taalunie). Alone, and before miljoen, one is één.
func wordsNL(n uint64) string {
	switch {
	case n == 0:
		return unitsNL[0]
	case n == 1:
		return "één"
	case n >= 1100 && n < 1200: // "duizend honderd" nobody says
		return "elfhonderd" + rest100NL(n%100)
	}
	var out []string
	for _, c := range chunks(n) {
		switch {
		case c.n == 0:
		case c.size == 1:
			out = append(out, below1000NL(c.n))
		case c.size == 1000 && c.n == 1:
			out = append(out, "duizend")
		case c.size == 1000:
			out = append(out, below1000NL(c.n)+"duizend")
		case c.size == 1_000_000:
			out = append(out, oneNL(c.n), "miljoen")
		default:
			out = append(out, oneNL(c.n), "miljard")
		}
	}
	return strings.Join(out, " ")
}

func oneNL(n uint64) string {
	if n < 1000 && n != 1 {
		return below1000NL(n)
	}
	return wordsNL(n)
}

func below1000NL(n uint64) string {
	hundreds := n / 100
	switch {
	case hundreds == 0:
		return below100NL(n)
	case hundreds == 1:
		return "honderd" + rest100NL(n%100)
	}
	return unitsNL[hundreds] + "honderd" + rest100NL(n%100)
}

func rest100NL(n uint64) string {
	if n == 0 {
		return ""
	}
	return below100NL(n)
}

func below100NL(n uint64) string {
	if n < 20 {
		return unitsNL[n]
	}
	ten, unit := n/10, n%10
	if unit == 0 {
		return tensNL[ten]
	}
	and := "en"
	if strings.HasSuffix(unitsNL[unit], "e") { // tweeëntwintig, drieëndertig
		and = "ën"
	}
	return unitsNL[unit] + and + tensNL[ten]
}

// eurosNL: euro stays singular after a number.
func eurosNL(n uint64) string { return wordsNL(n) + " euro" }
