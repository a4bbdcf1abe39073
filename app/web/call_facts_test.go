package web

import (
	"net/http"
	"slices"
	"testing"

	"tremplin/app/scenario"
)

// TestPublishingNamesWhatIsPublished: before results go out for good, each
// project and its amount is shown, with their sum; the call is named.
func TestPublishingNamesWhatIsPublished(t *testing.T) {
	decided := slices.IndexFunc(tiny(t).Steps, func(s *scenario.Step) bool { return s.Do == "call.decide" }) + 1
	b := newWorld(t, decided).as("off")
	at := "/calls/tiny-2025/do/call.publish_results"
	sure := b.get(at).is(http.StatusOK).says("TINY-2025", "Total 12.000,00 €", "Cette décision ne s'efface pas.").hides("Continuer")
	b.post(at, sure.hidden()).leads("/calls/tiny-2025/work") // one page says it all
	b.get(at).is(http.StatusOK).says("Déjà publiés", "publier de nouveau met la page publique à jour")
}

// TestPublishingBeforeTheLetters is told, and not refused.
func TestPublishingBeforeTheLetters(t *testing.T) {
	w := begun(t, "call.decide")
	w.do("dg", "call.decide", "tiny-2025", nil)
	w.as("off").get("/calls/tiny-2025/do/call.publish_results").is(http.StatusOK).says("Lettres de décision 0 sur 2 classées")
}
