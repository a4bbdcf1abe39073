package document

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"tremplin/locale"
)

// Every fact of a paper can be replaced by a mark of its own. What the marks
// are then found in tells what a text says, whatever the words: in French and
// in Dutch, in a table or in a sentence.

var mark = regexp.MustCompile(`⟦([^⟧]+)⟧`)

// marked are the facts with a mark in place of each, and what the marks stand for.
func marked(f locale.Facts, path string, stands map[string]locale.Fact) locale.Facts {
	out := locale.Facts{Is: map[string]locale.Fact{}, If: f.If, Each: map[string][]locale.Facts{}}
	for name, fact := range f.Is {
		m := path + name
		stands[m] = fact
		out.Is[name] = locale.Said("⟦" + m + "⟧")
	}
	for name, items := range f.Each {
		for i, item := range items {
			out.Each[name] = append(out.Each[name], marked(item, fmt.Sprintf("%s%s.%d.", path, name, i+1), stands))
		}
		if items == nil {
			out.Each[name] = nil
		}
	}
	return out
}

// mention is a fact where a text says it.
type mention struct {
	mark  string
	table bool
	fact  locale.Fact
}

// mentions are those of a paper in one language, in the order of the text, and
// the blocks that they stand in.
func mentions(t *testing.T, p *Paper, l locale.Language) ([]mention, []locale.Block) {
	t.Helper()
	stands := map[string]locale.Fact{}
	facts := marked(p.Facts, "", stands)
	facts.Is["document_hash"] = locale.Said("⟦document_hash⟧")
	filled, err := locale.Compose(p.Edition, l, p.Sections, facts)
	if err != nil {
		t.Fatal(err)
	}
	var all []mention
	for _, b := range filled.Blocks {
		for _, part := range parts(b) {
			for _, m := range mark.FindAllStringSubmatch(part, -1) {
				all = append(all, mention{mark: m[1], table: b.Kind == locale.Table, fact: stands[m[1]]})
			}
		}
	}
	return all, filled.Blocks
}

// parts are the texts of a block: paragraphs, items, cells.
func parts(b locale.Block) []string {
	var out []string
	add := func(runs []locale.Run) {
		var s strings.Builder
		for _, r := range runs {
			s.WriteString(r.Text)
		}
		if s.Len() > 0 {
			out = append(out, s.String())
		}
	}
	add(b.Runs)
	for _, item := range b.Items {
		add(item)
	}
	for _, cell := range b.Head {
		add(cell)
	}
	for _, row := range b.Rows {
		for _, cell := range row {
			add(cell)
		}
	}
	return out
}
