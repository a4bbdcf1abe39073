package web

import (
	"net/http"
	"testing"

	"tremplin/app"
	"tremplin/workflow"
)

// TestHistoryKeepsTheRole: as what somebody acted is what the trail kept then,
// whatever became of the role.
func TestHistoryKeepsTheRole(t *testing.T) {
	w := newWorld(t, all)
	const role = "Gestionnaire de projet de la SISP"
	w.as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK).says(role)
	admin := app.Draft{Entity: workflow.EntityPerson, ID: "root", Values: map[string]any{"name": "Root", "roles": []any{map[string]any{"role": "admin"}}}}
	if _, err := w.app.Import(t.Context(), admin, "test", w.now); err != nil {
		t.Fatal(err)
	}
	w.do("root", "person.revoke", "", map[string]any{"person": "ed_alfa", "role": "sisp_editor"})
	w.as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK).says(role)
}
