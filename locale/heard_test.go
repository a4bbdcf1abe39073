package locale_test

import (
	"sort"
	"strings"

	"tremplin/locale"
)

// numerals are what the spelling of numbers is made of, in the simplest way that
// a listener could take them.
var numerals = map[locale.Language]map[string]int64{
	locale.FR: {
		"zéro": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
		"onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
		"cinquante": 50, "soixante": 60, "septante": 70, "quatre-vingts": 80, "quatre-vingt": 80, "nonante": 90, "et": 0, "-": 0,
		"cents": 100, "cent": 100, "mille": 1000, "millions": 1e6, "million": 1e6, "milliards": 1e9, "milliard": 1e9,
	},
	locale.NL: {
		"nul": 0, "één": 1, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10,
		"elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19,
		"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90,
		"en": 0, "ën": 0, "honderd": 100, "duizend": 1000, "miljoen": 1e6, "miljard": 1e9,
	},
	locale.EN: {
		"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
		"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
		"and": 0, "-": 0, "hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9,
	},
}

// heard adds up the numerals of a spelling, the longest first; -1 where it hears
// something else.
func heard(l locale.Language, s string) int64 {
	var words []string
	for w := range numerals[l] {
		words = append(words, w)
	}
	sort.Slice(words, func(i, j int) bool {
		return len(words[i]) > len(words[j]) || len(words[i]) == len(words[j]) && words[i] < words[j]
	})
	var billions, total, group int64
	for s != "" {
		w := first(words, s)
		if w == "" {
			if s[0] != ' ' {
				return -1
			}
			s = s[1:]
			continue
		}
		s = s[len(w):]
		switch v := numerals[l][w]; {
		case v == 100:
			group = group/1000*1000 + max(group%1000, 1)*100
		case v == 1e9:
			billions, total, group = (total+group)*v, 0, 0
		case v >= 1000:
			total, group = total+max(group, 1)*v, 0
		default:
			group += v
		}
	}
	return billions + total + group
}

func first(words []string, s string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}
