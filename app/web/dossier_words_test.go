package web

import (
	"net/http"
	"testing"
)

// TestADeliverableIsCalledByItsTitle: on the home page as on the dossier, and the
// act, which says that it is a deliverable, is not followed by that word again.
func TestADeliverableIsCalledByItsTitle(t *testing.T) {
	w := begun(t, "deliverable.deliver")
	const title = "Recueil"
	for _, path := range []string{"/", "/dossiers/tiny-2025.a", "/dossiers/tiny-2025.a/deliverable/1/do/deliverable.deliver"} {
		w.as("ed_alfa").get(path).is(http.StatusOK).says("Remettre le livrable : "+title).hides("livrable : Livrable", "Livrable 1")
	}
}
