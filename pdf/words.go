package pdf

import (
	"strings"

	"tremplin/locale"
)

// words are what the printer itself says.
type words struct {
	tag       string // for /Lang and lang=
	page      string // %d of %d
	number    string
	version   string
	hash      string
	check     string
	draft     string
	demo      string
	byHand    string // for those who cannot see that a line is left open
	signature string
}

var wordsFor = map[locale.Language]words{
	locale.FR: {
		tag: "fr-BE", page: "page %d sur %d", number: "n°", version: "version", hash: "empreinte",
		check: "Vérifier ce document", draft: "Brouillon – sans valeur", demo: "Démonstration – sans valeur",
		byHand: "à remplir à la main", signature: "Signature",
	},
	locale.NL: {
		tag: "nl-BE", page: "pagina %d van %d", number: "nr.", version: "versie", hash: "hashwaarde",
		check: "Dit document controleren", draft: "Ontwerp – zonder waarde", demo: "Demonstratie – zonder waarde",
		byHand: "met de hand in te vullen", signature: "Handtekening",
	},
	locale.EN: {
		tag: "en", page: "page %d of %d", number: "no.", version: "version", hash: "hash",
		check: "Check this document", draft: "Draft – not valid", demo: "Demonstration – not valid",
		byHand: "to be filled in by hand", signature: "Signature",
	},
}

// wordsOf are the words of l, French where there is no such language.
func wordsOf(l locale.Language) words {
	if w, ok := wordsFor[l]; ok {
		return w
	}
	return wordsFor[locale.FR]
}

// of is what a mark says; nothing for None.
func (w words) of(m Mark) string {
	switch m {
	case Draft:
		return w.draft
	case Demonstration:
		return w.demo
	default:
		return ""
	}
}

// identity is number, version and short hash, as every page shows them.
func (d Document) identity(w words) string {
	var parts []string
	if d.Number != "" {
		parts = append(parts, w.number+"\u00a0"+d.Number)
	}
	if d.Version != "" {
		parts = append(parts, w.version+"\u00a0"+d.Version)
	}
	if d.Hash != "" {
		parts = append(parts, w.hash+"\u00a0"+short(d.Hash))
	}
	return strings.Join(parts, " · ")
}

// short is as much of a hash as people compare.
func short(hash string) string {
	if r := []rune(hash); len(r) > 16 {
		return string(r[:16])
	}
	return hash
}
