package api

import (
	"net/http"
	"slices"
	"testing"

	"tremplin/app"
	"tremplin/app/document"
)

// TestTextsOfDocumentsAreNoRules: what only documents may tell is published to
// nobody, and told to nobody but the funder's side.
func TestTextsOfDocumentsAreNoRules(t *testing.T) {
	w := begun(t, "call.validate", 1)
	texts := []any{map[string]any{"id": "intro", "text": map[string]any{"fr": "Bienvenue", "nl": "Welkom"}}}
	for _, id := range document.Texts {
		texts = append(texts, map[string]any{"id": id, "text": map[string]any{"fr": "Pour les lettres", "nl": "Voor de brieven"}})
	}
	w.as("off").with("If-Match", "*").post(theCall+"/actions/update", map[string]any{"texts": texts}).is(http.StatusOK)
	w.as("dir").post(theCall+"/actions/validate", map[string]any{}).is(http.StatusOK)
	ids := func(c Call) (out []string) {
		for _, x := range c.Rules.Texts {
			out = append(out, x.ID)
		}
		return out
	}
	if got := ids(read[Call](w.as("off").get(theCall).is(http.StatusOK))); len(got) != len(document.Texts)+1 {
		t.Errorf("the officer is told %v", got)
	}
	w.now = tiny(t).Steps[1].At
	if _, err := w.app.Clock(t.Context(), app.Tick{Until: w.now}); err != nil { // it opens
		t.Fatal(err)
	}
	public := Prefix + "/public/calls"
	for who, got := range map[string]Call{
		"nobody":            read[PublicCall](w.nobody().get(public + "/tiny-2025").is(http.StatusOK)).Call,
		"nobody, of a list": read[List[Call]](w.nobody().get(public).is(http.StatusOK)).Items[0],
		"a SISP":            read[Call](w.as("ed_alfa").get(theCall).is(http.StatusOK)),
		"a SISP, of a list": read[List[Call]](w.as("ed_alfa").get(pathCalls).is(http.StatusOK)).Items[0],
		"a partner":         read[Call](w.as("sig_asbl").get(theCall).is(http.StatusOK)),
	} {
		if got := ids(got); !slices.Equal(got, []string{"intro"}) {
			t.Errorf("%s is told %v", who, got)
		}
	}
}
