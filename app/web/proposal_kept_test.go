package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestWhatIsNotKeptIsNamed: what saves itself says which section it could not
// keep, in words and not by its id.
func TestWhatIsNotKeptIsNamed(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.as("ed_alfa")
	long := url.Values{"texts.0.key": {"summary"}, "texts.0.value": {strings.Repeat("x", 1<<20)}}
	for lang, want := range map[string]string{"fr": "« Description » n'est pas gardé. Ceci est trop grand", "nl": "is niet bewaard. Dit is te groot"} {
		form := with(b.get(draftA+"/edit/description?lang="+lang), "texts.0.key", "summary", "texts.0.value", long.Get("texts.0.value"))
		b.post(draftA+"/save/description", form).is(http.StatusBadRequest).says(want).hides("description", "texts")
	}
}
