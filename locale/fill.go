package locale

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// filling is a text that is being filled in. A value stands in it as a place
// that is printed only when the text has its form: nothing that somebody wrote
// can become a heading, a cell or a condition.
type filling struct {
	edition  *edition
	language Language
	section  string
	out      strings.Builder
	values   []value
	wrong    []error
}

// value is a variable of a section, and what is to be printed.
type value struct {
	name, section string
	fact          Fact
}

// A place is the number of its value between these; no text holds them.
const (
	placeOpen  = '\x01'
	placeClose = '\x02'
)

// fill writes nodes with what the scope says.
func (c *filling) fill(nodes []node, s *scope) {
	for i := range nodes {
		switch n := &nodes[i]; n.kind {
		case words:
			c.out.WriteString(n.text)
		case variable:
			c.place(n.text, s)
		case condition:
			c.fill(c.chosen(n, s), s)
		case loop:
			for _, item := range c.items(n, s) {
				c.fill(n.nodes, &scope{facts: &item, up: s})
			}
		case include:
			c.include(n, s)
		case subject: // stands where the text has its variable
		}
	}
}

func (c *filling) place(name string, s *scope) {
	fact, ok := find(s, name, variables)
	if !ok {
		c.miss(c.section, "nobody says what %s is", "{"+name+"}")
	}
	c.out.WriteByte(placeOpen)
	c.out.WriteString(strconv.Itoa(len(c.values)))
	c.out.WriteByte(placeClose)
	if !ok {
		fact = Unknown() // told already
	}
	c.values = append(c.values, value{name, c.section, fact})
}

// chosen is the part of a condition that holds.
func (c *filling) chosen(n *node, s *scope) []node {
	holds, ok := find(s, n.text, conditions)
	if !ok {
		c.miss(c.section, "nobody says whether %s", n.text)
	}
	if holds {
		return n.nodes
	}
	return n.other
}

func (c *filling) items(n *node, s *scope) []Facts {
	all, ok := find(s, n.text, loops)
	if !ok {
		c.miss(c.section, "nobody says each %s", n.text)
	}
	return all
}

// include writes a shared section, apart from what stands around it.
func (c *filling) include(n *node, s *scope) {
	if n.off {
		s = &scope{facts: &Facts{If: map[string]bool{internalAppeal: false}}, up: s}
	}
	within := c.section
	c.section = n.text
	c.out.WriteString("\n\n")
	c.fill(c.edition.sections[n.text].body[c.language], s)
	c.out.WriteString("\n\n")
	c.section = within
}

// subject is the first subject that nodes say, on one line.
func (c *filling) subject(nodes []node, s *scope) (string, bool) {
	for i := range nodes {
		switch n := &nodes[i]; n.kind {
		case subject:
			in := &filling{edition: c.edition, language: c.language, section: c.section}
			in.fill(n.nodes, s)
			text := plainly((&writer{filling: in}).runs(in.out.String(), how{flat: true}))
			c.wrong = append(c.wrong, in.wrong...)
			return text, true
		case condition:
			if text, ok := c.subject(c.chosen(n, s), s); ok {
				return text, true
			}
		case words, variable, loop, include:
		}
	}
	return "", false
}

func (c *filling) miss(section, format string, args ...any) {
	err := fmt.Errorf("locale: %s in %s: %s", section, c.language, fmt.Sprintf(format, args...))
	if !slices.ContainsFunc(c.wrong, func(e error) bool { return e.Error() == err.Error() }) {
		c.wrong = append(c.wrong, err)
	}
}

// print is a value as it stands in the text.
func (c *filling) print(v value, table bool) string {
	if key, ok := v.fact.nameless(c.language); ok {
		c.miss(v.section, "%s has no name for %q", "{"+v.name+"}", key)
	}
	s := literal(v.fact.print(c.language, table))
	if s == "" && v.fact.Kind != FactBlank {
		c.miss(v.section, "%s is empty", "{"+v.name+"}")
	}
	return s
}

// nameless is a key of the catalogue that the fact has and that has no text.
func (f Fact) nameless(l Language) (string, bool) {
	if f.Kind == FactNamed {
		_, ok := plain(l, f.Text)
		return f.Text, !ok
	}
	for _, x := range f.List {
		if key, ok := x.nameless(l); ok {
			return key, true
		}
	}
	return "", false
}

// literal is what somebody wrote without what nobody sees: its line ends are
// "\n", and it has no other control characters, nor space around it.
func literal(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.ContainsFunc(s, unicode.IsControl) {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.Map(func(r rune) rune {
			switch {
			case r == '\r' || r == '\n':
				return '\n'
			case r == '\t':
				return ' '
			case unicode.IsControl(r):
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimSpace(s)
}

// opensSentences holds for values that begin with an article, and so with a
// small letter, of which texts make the first word of a sentence.
func opensSentences(v value) bool {
	if v.fact.Kind != FactBoth && v.fact.Kind != FactNamed {
		return false
	}
	switch v.name {
	case "deciding_body", "appeal_body", "partner_short_name":
		return true
	default:
		return strings.HasPrefix(v.name, "lb_")
	}
}

// capital gives a text a capital first letter; the Dutch ij is one letter.
func capital(l Language, s string) string {
	if l == NL && strings.HasPrefix(s, "ij") {
		return "IJ" + s[2:]
	}
	for i, r := range s {
		if i == 0 {
			return string(unicode.ToUpper(r)) + s[len(string(r)):]
		}
	}
	return s
}
