package web

import (
	"net/http"
	"testing"
)

// TestADraftEndsAtAnHour: until when it can be sent is said to the minute.
func TestADraftEndsAtAnHour(t *testing.T) {
	begun(t, "submission.submit").as("sig_alfa").get("/dossiers/tiny-2025.a").is(http.StatusOK).says("Au plus tard vendredi 14 mars 2025, 17:00")
}
