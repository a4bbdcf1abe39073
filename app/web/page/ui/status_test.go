package ui_test

import (
	"slices"
	"testing"

	"tremplin/app/web/page/ui"
	"tremplin/workflow/empowerment"
)

// TestShapesAreOfStatesThatThereAre: a misspelt state would look neutral for ever.
func TestShapesAreOfStatesThatThereAre(t *testing.T) {
	p := empowerment.V1()
	for e, shapes := range ui.Shapes {
		for shape, states := range shapes {
			for _, s := range states {
				if !slices.Contains(p.States(e), s) {
					t.Errorf("%s %s: there is no state %s", e, shape, s)
				}
				if ui.ShapeOf(e, s) != shape {
					t.Errorf("%s %s is in two rows", e, s)
				}
			}
		}
	}
}
