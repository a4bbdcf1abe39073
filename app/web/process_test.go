package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/locale"
)

// TestProcessIsDrawnFromTheTables: whoever reads the rules reads each of them,
// and each refusal that is linked has its explanation.
func TestProcessIsDrawnFromTheTables(t *testing.T) {
	w := newWorld(t, 0)
	b := w.nobody()
	list := b.get("/process/refusals?lang=en").is(http.StatusOK)
	for _, l := range w.app.Programme().Lifecycles {
		page := b.get("/process/" + string(l.Entity)).is(http.StatusOK)
		for i := range l.Rules {
			r := &l.Rules[i]
			page.says(string(l.Entity)+"."+string(r.Action), locale.Role(locale.EN, r.By[0]))
			for _, no := range r.Refusals() {
				id := no.Kind.String() + "-" + string(no.Code)
				if !strings.Contains(page.body, "#"+id) || !strings.Contains(list.body, `id="`+id+`"`) {
					t.Errorf("%s.%s: %s is not linked, or not explained", l.Entity, r.Action, id)
				}
			}
		}
	}
	b.get("/process").is(http.StatusOK).says("Lifecycle", "Call for projects")
	b.get("/process/roles").is(http.StatusOK).says("Who may do what")
	b.get("/process/nothing").is(http.StatusNotFound)
}
