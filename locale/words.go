package locale

// Words spells a whole number, in Belgian French (septante, nonante), Dutch or
// British English.
func Words[N ~int | ~int64](l Language, n N) string {
	s := speller(l)
	if n < 0 {
		return s.minus + " " + s.spell(-uint64(n))
	}
	return s.spell(uint64(n))
}

// MoneyWords spells cents: "soixante-deux mille sept cents euros".
func MoneyWords[M ~int64](l Language, cents M) string {
	s := speller(l)
	sign, n := "", uint64(cents)
	if cents < 0 {
		sign, n = s.minus+" ", -n
	}
	euros, rest := n/100, n%100
	switch {
	case rest == 0:
		return sign + s.euros(euros)
	case euros == 0:
		return sign + s.cents(rest)
	}
	return sign + s.euros(euros) + " " + s.and + " " + s.cents(rest)
}

// spelling is how a language writes numbers and euros out.
type spelling struct {
	minus, and string
	spell      func(uint64) string
	euros      func(uint64) string
	cents      func(uint64) string
}

func speller(l Language) spelling {
	switch l {
	case NL:
		return spelling{"min", "en", wordsNL, eurosNL, func(n uint64) string { return wordsNL(n) + " cent" }}
	case EN:
		return spelling{"minus", "and", wordsEN, func(n uint64) string { return noun(wordsEN(n), n == 1, "euro") }, func(n uint64) string { return noun(wordsEN(n), n == 1, "cent") }}
	default:
		return spelling{"moins", "et", wordsFR, eurosFR, func(n uint64) string { return noun(wordsFR(n), n < 2, "centime") }}
	}
}

func noun(number string, single bool, name string) string {
	if !single {
		name += "s"
	}
	return number + " " + name
}

// chunk is a power of a thousand in a number.
type chunk struct {
	size uint64
	n    uint64 // how many of it: below a thousand, but for the largest
}

// chunks cuts a number into groups, the largest first, up to thousand millions.
func chunks(n uint64) []chunk {
	out := []chunk{{1e9, n / 1e9}, {1e6, n / 1e6 % 1000}, {1e3, n / 1e3 % 1000}, {1, n % 1000}}
	for len(out) > 1 && out[0].n == 0 {
		out = out[1:]
	}
	return out
}
