// Package locale says things in French, Dutch and English: names of what the
// engine knows, refusals as sentences, amounts, dates and amounts in words. It
// knows no rules: callers hand it identifiers and facts. Texts lie in text/, a
// folder per language, the same keys in each; the tests hold how they are written.
package locale

import (
	"strings"

	"golang.org/x/text/language"
)

// Language is one that everything can be said in.
type Language string

// The languages. The law knows French and Dutch; English is for comfort.
const (
	FR Language = "fr"
	NL Language = "nl"
	EN Language = "en"
)

// Languages are all of them, the default first.
var Languages = []Language{FR, NL, EN}

var matcher = language.NewMatcher([]language.Tag{language.French, language.Dutch, language.English})

// Parse reads "fr", "nl" or "en"; anything else is the default, and false.
func Parse(s string) (Language, bool) {
	switch l := Language(s); l {
	case FR, NL, EN:
		return l, true
	default:
		return FR, false
	}
}

// Match is the best language for an Accept-Language header.
func Match(accept string) Language {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return FR
	}
	_, i, sure := matcher.Match(tags...)
	if sure == language.No {
		return FR
	}
	return Languages[i]
}

// Name is a text without arguments: Name(FR, "state", "call", "open"). Where
// there is none it is the last part of the key, which shows without hurting.
func Name(l Language, key ...string) string {
	if s, ok := plain(l, strings.Join(key, ".")); ok {
		return s
	}
	return key[len(key)-1]
}

// Has reports whether a key, with or without arguments, has a text.
func Has(l Language, key string) bool {
	if _, ok := plain(l, key); ok {
		return true
	}
	_, ok := texts()[l].patterns[key]
	return ok
}

// Action names what can be done: "Octroyer".
func Action[E, A ~string](l Language, entity E, action A) string {
	return Name(l, "action", string(entity), string(action))
}

// State names where a thing stands: "Octroyée".
func State[E, S ~string](l Language, entity E, state S) string {
	return Name(l, "state", string(entity), string(state))
}

// Entity names a kind of thing: "Candidature".
func Entity[E ~string](l Language, entity E) string { return Name(l, "entity", string(entity)) }

// Role names what somebody acts as.
func Role[R ~string](l Language, role R) string { return Name(l, "role", string(role)) }

// Ledger names a kind of ledger entry.
func Ledger[K ~string](l Language, kind K) string { return Name(l, "ledger", string(kind)) }

// Choice names a value of a field that offers several: Choice(FR, "opinion", "favourable").
func Choice[V ~string](l Language, field string, value V) string {
	return Name(l, "choice", field, string(value))
}
