package locale

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
)

// Filled is a document's text in one language, its facts in their places.
type Filled struct {
	Subject string // of a letter; empty where the text has none
	Blocks  []Block
}

// shelf is a folder of editions of texts, by the day from which they hold, each
// read at first use.
type shelf func() (map[string]func() (*edition, error), error)

var documentTexts, mailTexts = shelfIn("text/documents"), shelfIn("text/mails")

func shelfIn(dir string) shelf {
	return sync.OnceValues(func() (map[string]func() (*edition, error), error) {
		dirs, err := files.ReadDir(dir)
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		out := map[string]func() (*edition, error){}
		for _, d := range dirs {
			out[d.Name()] = sync.OnceValues(func() (*edition, error) {
				sub, err := fs.Sub(files, dir+"/"+d.Name())
				if err != nil {
					return nil, fmt.Errorf("locale: %w", err)
				}
				return readEdition(sub)
			})
		}
		return out, nil
	})
}

// days are those from which the shelf's editions hold, in their order.
func (s shelf) days() []string {
	all, err := s()
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(all))
}

// Editions are the days from which editions of the texts hold, in their order.
func Editions() []string { return documentTexts.days() }

// Edition is that of the texts which holds on a day, "2023-12-14": the newest
// that is not after it, or else the oldest.
func Edition(on string) string { return newest(Editions(), on) }

func newest(all []string, on string) string {
	out := ""
	for _, name := range all {
		if out == "" || name <= on {
			out = name
		}
	}
	return out
}

func (s shelf) edition(name string) (*edition, error) {
	all, err := s()
	if err != nil {
		return nil, err
	}
	read, ok := all[name]
	if !ok {
		return nil, fmt.Errorf("locale: no edition %q of the texts", name)
	}
	return read()
}

// Compose puts facts into the sections of an edition of the texts. What a text
// names and the facts lack, or have without a word in it, is an error: no
// document says nothing where it should say something.
func Compose(edition string, l Language, sections []string, f Facts) (Filled, error) {
	e, err := documentTexts.edition(edition)
	if err != nil {
		return Filled{}, err
	}
	return e.compose(l, sections, f)
}

// subjectName is the variable that a letter's own text fills.
const subjectName = "letter_subject"

func (e *edition) compose(l Language, sections []string, f Facts) (Filled, error) {
	bodies, err := e.bodies(l, sections)
	if err != nil {
		return Filled{}, err
	}
	c := &filling{edition: e, language: l}
	around := &scope{facts: &f}
	var out Filled
	for i, body := range bodies {
		c.section = sections[i]
		if s, ok := c.subject(body, around); ok {
			out.Subject = s
			around = &scope{facts: &Facts{Is: map[string]Fact{subjectName: Said(s)}}, up: around}
			break
		}
	}
	for i, body := range bodies {
		c.section = sections[i]
		c.fill(body, around)
		c.out.WriteString("\n\n")
	}
	w := &writer{filling: c}
	out.Blocks = w.write(c.out.String())
	if len(c.wrong) > 0 {
		return Filled{}, errors.Join(c.wrong...)
	}
	return out, nil
}

func (e *edition) bodies(l Language, sections []string) ([][]node, error) {
	if l != FR && l != NL {
		return nil, fmt.Errorf("locale: no documents in %q", l)
	}
	out := make([][]node, len(sections))
	for i, id := range sections {
		s := e.sections[id]
		if s == nil {
			return nil, fmt.Errorf("locale: no section %s", id)
		}
		out[i] = s.body[l]
	}
	return out, nil
}

// Used are the names that texts use, each once, in the order of the alphabet.
type Used struct{ Variables, Conditions, Loops []string }

// Names are those that sections use, with what they include: what has to be
// given to have them filled whatever the case. The subject of a letter that
// says its own is not among them, nor what stands under a condition that an
// include puts off.
func Names(edition string, sections []string) (Used, error) {
	e, err := documentTexts.edition(edition)
	if err != nil {
		return Used{}, err
	}
	return e.names(sections)
}

func (e *edition) names(sections []string) (Used, error) {
	bodies, err := e.bodies(FR, sections)
	if err != nil {
		return Used{}, err
	}
	seen := map[kind]map[string]bool{variable: {}, condition: {}, loop: {}}
	own := false
	var look func(nodes []node, off bool)
	look = func(nodes []node, off bool) {
		for _, n := range nodes {
			switch n.kind {
			case variable, loop:
				seen[n.kind][n.text] = true
			case include:
				look(e.sections[n.text].body[FR], off || n.off)
				continue
			case subject:
				own = true
			case condition:
				if off && n.text == internalAppeal {
					look(n.other, off)
					continue
				}
				seen[condition][n.text] = true
			case words:
			}
			look(n.nodes, off)
			look(n.other, off)
		}
	}
	for _, body := range bodies {
		look(body, false)
	}
	if own {
		delete(seen[variable], subjectName)
	}
	sorted := func(k kind) []string { return slices.Sorted(maps.Keys(seen[k])) }
	return Used{sorted(variable), sorted(condition), sorted(loop)}, nil
}

// scope is where names are looked up: first here, then around.
type scope struct {
	facts *Facts
	up    *scope
}

func find[V any](s *scope, name string, in func(*Facts) map[string]V) (V, bool) {
	for ; s != nil; s = s.up {
		if v, ok := in(s.facts)[name]; ok {
			return v, true
		}
	}
	var none V
	return none, false
}

func variables(f *Facts) map[string]Fact  { return f.Is }
func conditions(f *Facts) map[string]bool { return f.If }
func loops(f *Facts) map[string][]Facts   { return f.Each }
