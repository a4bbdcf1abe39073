package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

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

// Texts is an edition of the documents' texts.
type Texts struct{ e *edition }

// ReadTexts reads an edition from anywhere.
func ReadTexts(dir fs.FS) (Texts, error) {
	e, err := readEdition(dir)
	return Texts{e}, err
}

// Compose puts facts into its sections.
func (t Texts) Compose(l Language, sections []string, f Facts) (Filled, error) {
	return t.e.compose(l, sections, f)
}

// Names are those that its sections use.
func (t Texts) Names(sections []string) (Used, error) { return t.e.names(sections) }

// Sections are the names of its sections.
func (t Texts) Sections() []string { return slices.Sorted(maps.Keys(t.e.sections)) }

// Newest is Edition among others.
func Newest(all []string, on string) string { return newest(all, on) }

// Literal is what somebody wrote, as it is printed.
func Literal(s string) string { return literal(s) }

// Form is how a section is made in one language: its marks, includes and
// subjects in their order, and its variables in that of the alphabet.
func (t Texts) Form(id string, l Language) (marks, names []string) {
	var look func(nodes []node)
	look = func(nodes []node) {
		for _, n := range nodes {
			switch n.kind {
			case words:
				continue
			case variable:
				names = append(names, n.text)
				continue
			case condition, loop, include, subject:
				marks = append(marks, fmt.Sprintf("%d %s %v", n.kind, n.text, n.off))
			}
			look(n.nodes)
			marks = append(marks, "else")
			look(n.other)
			marks = append(marks, "end")
		}
	}
	look(t.e.sections[id].body[l])
	slices.Sort(names)
	return marks, names
}
