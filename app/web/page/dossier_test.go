package page_test

import (
	"fmt"
	"strings"
	"testing"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
)

// TestManyActsFold: a project with many deliverables has many acts; those beyond
// the first open, and none is left out.
func TestManyActsFold(t *testing.T) {
	for n, folds := range map[int]bool{1: false, 15: false, 16: true, 60: true} {
		m := page.Dossier{Frame: page.Frame{Lang: locale.FR}}
		for i := range n {
			m.Can = append(m.Can, ui.Act{Name: fmt.Sprintf("act %d.", i), Href: "/"})
		}
		out := render(t, m.Show())
		if strings.Contains(out, "<details>") != folds {
			t.Errorf("%d acts fold: %v", n, !folds)
		}
		for _, a := range m.Can {
			if !strings.Contains(out, a.Name) {
				t.Errorf("of %d acts, %q is not there", n, a.Name)
			}
		}
	}
}
