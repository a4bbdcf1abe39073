package web

import (
	"net/http"
	"strings"
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

// TestADossierLeadsToItsCall: to the board for those who work on the call, to the
// public page for its applicants.
func TestADossierLeadsToItsCall(t *testing.T) {
	w := newWorld(t, all)
	for who, want := range map[string]string{
		"off": "/calls/tiny-2025/work", "dg": "/calls/tiny-2025/work", "chair": "/calls/tiny-2025/work", "sig_alfa": "/calls/tiny-2025", "sig_asbl": "/calls/tiny-2025",
	} {
		page := w.as(who).get("/dossiers/tiny-2025.a").is(http.StatusOK).body
		_, crumbs, _ := strings.Cut(page, `class="crumbs"`)
		if crumbs, _, _ = strings.Cut(crumbs, "</nav>"); !strings.Contains(crumbs, `href="`+want+`"`) {
			t.Errorf("%s is led by %s", who, crumbs)
		}
		w.as(who).get(want).is(http.StatusOK)
	}
}
