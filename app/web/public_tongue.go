package web

import (
	"strings"
	"unicode"

	"tremplin/locale"
)

// telling are words that sentences of one language have and those of the other
// have not.
var telling = map[locale.Language]string{
	locale.FR: " le les des du un une et est sont peut peuvent dans pour avec sur que qui quoi quel quelle quels quelles combien comment quand où pas nous notre nos vous votre vos ce cette ces faut il elle au aux ou ",
	locale.NL: " het een en is zijn kan kunnen mag mogen moet moeten van voor met op dat die wat welke hoeveel hoe wanneer waar niet wij we ons onze u uw dit deze er hij zij bij naar ook wie worden wordt of ",
}

// tongueOf is the language that a text is in, as far as its words tell; "" where
// they do not.
func tongueOf(text string) locale.Language {
	n := map[locale.Language]int{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for l, words := range telling {
			if strings.Contains(words, " "+word+" ") {
				n[l]++
			}
		}
	}
	switch {
	case n[locale.FR] > n[locale.NL]:
		return locale.FR
	case n[locale.NL] > n[locale.FR]:
		return locale.NL
	default:
		return ""
	}
}
