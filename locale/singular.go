package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// singulars are what texts count, each as it is said of many and of one: they
// are written for many, which most numbers are.
var singulars = map[Language][][2]string{
	FR: {
		{"jours ouvrables", "jour ouvrable"},
		{"jours", "jour"},
		{"ans", "an"},
		{"tranches", "tranche"},
		{"offres", "offre"},
		{"habitantes ou habitants", "habitante ou habitant"},
		{"grilles d’évaluation scellées", "grille d’évaluation scellée"},
	},
	NL: {
		{"werkdagen", "werkdag"},
		{"dagen", "dag"},
		{"maanden", "maand"},
		{"schijven", "schijf"},
		{"offertes", "offerte"},
		{"bewoners", "bewoner"},
		{"beoordelingsroosters", "beoordelingsrooster"},
	},
}

// singular is a text behind the number 1.
func singular(l Language, text string) string {
	counted := strings.TrimLeft(text, " "+nbsp+narrow)
	space := text[:len(text)-len(counted)]
	for _, w := range singulars[l] {
		rest, ok := strings.CutPrefix(counted, w[0])
		if ok && !unicode.IsLetter(first(rest)) {
			return space + w[1] + rest
		}
	}
	return text
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
