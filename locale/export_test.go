package locale

import (
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Keys lists the texts of a language with their placeholders, in the order in
// which they are written there.
func Keys(l Language) map[string][]string {
	out := map[string][]string{}
	for k := range texts()[l].plain {
		out[k] = nil
	}
	for k, p := range texts()[l].patterns {
		out[k] = p.holes()
	}
	return out
}

// Formats are the known ways to print a fact.
func Formats() []string { return formats }

// ParsePattern reads a text with holes.
func ParsePattern(s string) error {
	_, err := parsePattern(s)
	return err
}

// Fill prints a text that is in no file.
func Fill(l Language, s string, facts map[string]any) (string, error) {
	p, err := parsePattern(s)
	if err != nil {
		return "", err
	}
	return p.Execute(data{l, facts})
}

// Load reads all texts anew.
func Load() error {
	bundle := i18n.NewBundle(language.French)
	for _, l := range Languages {
		if _, err := load(bundle, l); err != nil {
			return err
		}
	}
	return nil
}
