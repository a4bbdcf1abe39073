package document

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"tremplin/locale"
)

// TestSameFactsInBothLanguages: French and Dutch say the same facts as often,
// each in a block of the same form.
func TestSameFactsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, k := range append(plainPapers(), oddPapers()...) {
		p := paperOf(t, k)
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			fr, frBlocks := mentions(t, p, locale.FR)
			nl, nlBlocks := mentions(t, p, locale.NL)
			if len(fr) == 0 {
				t.Error("no facts")
			}
			count := map[string]int{}
			for _, m := range fr {
				count[m.mark]++
			}
			for _, m := range nl {
				count[m.mark]--
			}
			for _, name := range slices.Sorted(maps.Keys(count)) {
				if n := count[name]; n != 0 {
					t.Errorf("%s is said %+d times more in French", name, n)
				}
			}
			if len(frBlocks) != len(nlBlocks) {
				t.Errorf("%d blocks in French, %d in Dutch", len(frBlocks), len(nlBlocks))
			}
			for i := range min(len(frBlocks), len(nlBlocks)) {
				if f, n := form(frBlocks[i]), form(nlBlocks[i]); f != n {
					t.Errorf("block %d is %s in French, %s in Dutch: %q, %q", i+1, f, n, parts(frBlocks[i]), parts(nlBlocks[i]))
				}
			}
		})
	}
}

// form is what a block is, without its words.
func form(b locale.Block) string {
	return fmt.Sprint(b.Kind, b.Level, len(b.Items), len(b.Head), len(b.Rows), b.Align, b.Total)
}
