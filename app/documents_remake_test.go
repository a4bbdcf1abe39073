package app

import (
	"strings"
	"testing"

	"tremplin/storage"
	"tremplin/workflow"
)

// TestWhatCannotBeRemadeIsAFinding: a document that breaks what makes it again
// stops the check of no other.
func TestWhatCannotBeRemadeIsAFinding(t *testing.T) {
	a := New(nil) // reading from no database breaks off
	found, err := a.remake(t.Context(), []*storage.Filed{{Document: &workflow.Document{Number: "EMP-2023-03-L04-1"}}})
	if err != nil || len(found) != 1 || found[0].Table != "documents" || !strings.Contains(found[0].Problem, "cannot be made again") {
		t.Errorf("found %v, %v", found, err)
	}
}
