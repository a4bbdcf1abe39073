package locale

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// An edition of the texts lies in files of sections: "## C5 · Durée / Duur",
// then a body under "### FR" and one under "### NL". Other heads, notes (">")
// and rules ("---") are for who reads the files.
type edition struct {
	sections map[string]*section
}

// section is one that documents are put together from.
type section struct {
	id, file string
	body     map[Language][]node
}

var (
	sectionHead  = regexp.MustCompile(`^## ([A-Z]+[0-9]+[a-z]?) · \S.* / \S`)
	languageHead = regexp.MustCompile(`^### (FR|NL)$`)
)

func readEdition(dir fs.FS) (*edition, error) {
	names, err := fs.Glob(dir, "*.md")
	if err != nil {
		return nil, fmt.Errorf("locale: %w", err)
	}
	e := &edition{sections: map[string]*section{}}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		if err := e.read(name, string(data)); err != nil {
			return nil, err
		}
	}
	for _, s := range e.sections {
		if err := e.link(s); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// read takes in the sections of a file.
func (e *edition) read(file, text string) error {
	var s *section // none above the first, nor below a head that is no section's
	var b *builder
	finish := func() error {
		if b == nil {
			return nil
		}
		nodes, err := b.finish()
		s.body[b.language], b = nodes, nil
		return err
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \r")
		wrong := func(what string) error { return fmt.Errorf("locale: %s:%d: %s: %q", file, i+1, what, line) }
		switch id, l := sectionHead.FindStringSubmatch(line), languageHead.FindStringSubmatch(line); {
		case hasAny(line, "# ", "## "):
			if err := finish(); err != nil {
				return err
			}
			switch s = nil; {
			case id == nil && strings.HasPrefix(line, "## "):
				return wrong("no head of a section")
			case id != nil && e.sections[id[1]] != nil:
				return wrong("is there twice")
			case id != nil:
				s = &section{id: id[1], file: file, body: map[Language][]node{}}
				e.sections[s.id] = s
			}
		case strings.HasPrefix(line, "### "):
			if err := finish(); err != nil {
				return err
			}
			if s == nil || l == nil || s.body[Language(strings.ToLower(l[1]))] != nil {
				return wrong("no language here")
			}
			b = &builder{section: s, language: Language(strings.ToLower(l[1]))}
		case hasAny(line, "#", ">") || line == "---":
		case b != nil:
			if err := b.line(i+1, line); err != nil {
				return err
			}
		case s != nil && line != "":
			return wrong("text in no language")
		}
	}
	return finish()
}

// link checks that a section is in both languages and includes what there is.
func (e *edition) link(s *section) error {
	for _, l := range []Language{FR, NL} {
		if s.body[l] == nil {
			return fmt.Errorf("locale: %s: %s: nothing in %s", s.file, s.id, l)
		}
		if err := e.included(s, s.body[l], []string{s.id}); err != nil {
			return err
		}
	}
	return nil
}

func (e *edition) included(s *section, nodes []node, within []string) error {
	for _, n := range nodes {
		if n.kind == include {
			in := e.sections[n.text]
			if in == nil || slices.Contains(within, n.text) {
				return fmt.Errorf("locale: %s:%d: %s: cannot include %s", s.file, n.line, s.id, n.text)
			}
			for _, body := range in.body {
				if err := e.included(in, body, append(slices.Clip(within), n.text)); err != nil {
					return err
				}
			}
		}
		if err := e.included(s, append(slices.Clip(n.nodes), n.other...), within); err != nil {
			return err
		}
	}
	return nil
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

func hasAny(s string, starts ...string) bool {
	return slices.ContainsFunc(starts, func(p string) bool { return strings.HasPrefix(s, p) })
}
