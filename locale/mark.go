package locale

import (
	"fmt"
	"regexp"
	"strings"
)

// node is a piece of a section's body.
type node struct {
	kind  kind
	text  string // the words; or the name of a variable, a condition, a loop, a section
	nodes []node // within a condition or a loop; a subject's
	other []node // where the condition does not hold
	off   bool   // an include without an appeal to the funder
	line  int
}

type kind int

const (
	words     kind = iota
	variable       // {name}
	condition      // [si x]…[sinon x]…[fin si x]
	loop           // [pour chaque x]…[fin pour chaque x]
	include        // + B10
	subject        // *Objet : …*
)

// internalAppeal is the condition that an include can put off.
const internalAppeal = "internal_appeal"

// What a mark does to the node that it names.
type act int

const (
	opens act = iota
	turns     // to what holds otherwise
	closes
)

type mark struct {
	starts string
	kind   kind
	act    act
}

// marks are told from each other by how they start, the longer ones first.
var marks = map[Language][]mark{
	FR: {
		{"pour chaque ", loop, opens},
		{"fin pour chaque ", loop, closes},
		{"si ", condition, opens},
		{"sinon ", condition, turns},
		{"fin si ", condition, closes},
	},
	NL: {
		{"voor elke ", loop, opens},
		{"einde voor elke ", loop, closes},
		{"indien ", condition, opens},
		{"anders ", condition, turns},
		{"einde indien ", condition, closes},
	},
}

var (
	token   = regexp.MustCompile(`\{[^{}]*\}|\[[^\[\]]*\]`)
	square  = regexp.MustCompile(`\[[^\[\]]*\]`)
	name    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	object  = regexp.MustCompile(`^\*(?:Objet|Betreft)[ \x{a0}\x{202f}]?: ?(.+)\*$`)
	shared  = regexp.MustCompile(`\+ ([A-Z]+[0-9]+[a-z]?)( \((?:sans recours interne|zonder beroep bij de BGHM)\))?`)
	strange = regexp.MustCompile(`[{}\[\]\x00-\x1f\x7f]`)
)

// builder puts the lines of a body together.
type builder struct {
	section  *section
	language Language
	at       int
	nodes    []node // of what is open innermost
	open     []frame
}

// frame is a condition or a loop that is not closed yet.
type frame struct {
	node   node
	before []node // what stood before it
	turned bool
}

func (b *builder) wrong(format string, args ...any) error {
	return fmt.Errorf("locale: %s:%d: %s: %s", b.section.file, b.at, b.section.id, fmt.Sprintf(format, args...))
}

// line takes in one line. One that holds only marks or includes leaves no line.
func (b *builder) line(at int, text string) error {
	b.at = at
	bare := token.ReplaceAllString(text, "")
	if n := strings.Count(bare, "**"); n%2 != 0 || strings.Count(strings.ReplaceAll(bare, "**", ""), "*")%2 != 0 {
		return b.wrong("an asterisk too many or too few")
	}
	if m := object.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		return b.subject(m[1])
	}
	switch rest := square.ReplaceAllString(text, ""); {
	case isBlank(rest) && !isBlank(text):
		return b.inline(text, true)
	case shared.MatchString(rest) && isBlank(shared.ReplaceAllString(rest, "")):
		return b.includes(text)
	}
	if err := b.inline(text, false); err != nil {
		return err
	}
	b.words("\n")
	return nil
}

// subject takes in the subject of a letter, which leaves no line.
func (b *builder) subject(text string) error {
	in := &builder{section: b.section, language: b.language, at: b.at}
	if err := in.inline(text, false); err != nil {
		return err
	}
	nodes, err := in.finish()
	b.nodes = append(b.nodes, node{kind: subject, nodes: nodes, line: b.at})
	return err
}

// includes takes in a line of shared sections, under marks or not.
func (b *builder) includes(text string) error {
	for text != "" {
		in, sq := shared.FindStringSubmatchIndex(text), square.FindStringIndex(text)
		switch {
		case in != nil && (sq == nil || in[0] < sq[0]):
			b.nodes = append(b.nodes, node{kind: include, text: text[in[2]:in[3]], off: in[4] >= 0, line: b.at})
			text = text[in[1]:]
		case sq != nil:
			if err := b.mark(text[sq[0]+1 : sq[1]-1]); err != nil {
				return err
			}
			text = text[sq[1]:]
		default:
			text = ""
		}
	}
	return nil
}

// inline takes in text with variables and marks.
func (b *builder) inline(text string, onlyMarks bool) error {
	for text != "" {
		at := token.FindStringIndex(text)
		if at == nil {
			at = []int{len(text), len(text)}
		}
		static, sign := text[:at[0]], text[at[0]:at[1]]
		text = text[at[1]:]
		if strange.MatchString(static) {
			return b.wrong("what is %q?", static)
		}
		if !onlyMarks {
			b.words(typeset(b.language, static))
		}
		switch {
		case strings.HasPrefix(sign, "["):
			if err := b.mark(sign[1 : len(sign)-1]); err != nil {
				return err
			}
		case sign != "":
			v := sign[1 : len(sign)-1]
			if !name.MatchString(v) {
				return b.wrong("no name: %s", sign)
			}
			b.nodes = append(b.nodes, node{kind: variable, text: v, line: b.at})
		}
	}
	return nil
}

func (b *builder) words(text string) {
	if text == "" {
		return
	}
	if n := len(b.nodes); n > 0 && b.nodes[n-1].kind == words {
		b.nodes[n-1].text += text
		return
	}
	b.nodes = append(b.nodes, node{kind: words, text: text, line: b.at})
}

// mark opens, turns or closes a condition or a loop.
func (b *builder) mark(text string) error {
	for _, m := range marks[b.language] {
		x, ok := strings.CutPrefix(text, m.starts)
		if !ok {
			continue
		}
		if !name.MatchString(x) {
			return b.wrong("no name: [%s]", text)
		}
		return b.act(m, x)
	}
	return b.wrong("no mark: [%s]", text)
}

func (b *builder) act(m mark, x string) error {
	if m.act == opens {
		b.open = append(b.open, frame{node: node{kind: m.kind, text: x, line: b.at}, before: b.nodes})
		b.nodes = nil
		return nil
	}
	if len(b.open) == 0 {
		return b.wrong("[%s%s] and nothing is open", m.starts, x)
	}
	f := &b.open[len(b.open)-1]
	if f.node.kind != m.kind || f.node.text != x || m.act == turns && f.turned {
		return b.wrong("[%s%s] and what is open is %s of line %d", m.starts, x, f.node.text, f.node.line)
	}
	if f.turned {
		f.node.other = b.nodes
	} else {
		f.node.nodes = b.nodes
	}
	if m.act == turns {
		f.turned, b.nodes = true, nil
		return nil
	}
	b.nodes = append(f.before, f.node)
	b.open = b.open[:len(b.open)-1]
	return nil
}

// finish is the body, once all its lines are in.
func (b *builder) finish() ([]node, error) {
	if n := len(b.open); n > 0 {
		return nil, b.wrong("%s of line %d is not closed", b.open[n-1].node.text, b.open[n-1].node.line)
	}
	if b.nodes == nil {
		b.nodes = []node{}
	}
	return b.nodes, nil
}

var (
	apostrophes = strings.NewReplacer("'", "’")
	signs       = []string{" %", narrow + "%", " €", nbsp + "€", "'", "’"}
	spaces      = map[Language]*strings.Replacer{
		FR: strings.NewReplacer(append([]string{
			" :", nbsp + ":", " »", nbsp + "»", "« ", "«" + nbsp, "n° ", "n°" + nbsp,
			" ;", narrow + ";", " !", narrow + "!", " ?", narrow + "?",
			nbsp + ";", narrow + ";", nbsp + "!", narrow + "!", nbsp + "?", narrow + "?",
		}, signs...)...),
		NL: strings.NewReplacer(append([]string{"nr. ", "nr." + nbsp}, signs...)...),
	}
)

// typeset gives the words of a text the spaces and apostrophes of print, which
// nobody types.
func typeset(l Language, text string) string { return spaces[l].Replace(text) }
