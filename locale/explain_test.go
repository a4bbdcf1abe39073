package locale_test

import (
	"strings"
	"testing"

	"tremplin/locale"
)

func TestExplained(t *testing.T) {
	for _, c := range []struct {
		lang       locale.Language
		kind, code string
		want       string
	}{
		{locale.EN, "refused", "over_envelope", "The call budget is not enough"},
		{locale.FR, "refused", "over_envelope", "Le budget de l'appel ne suffit pas ; "},
		{locale.FR, "refused", "arrears", "La même SISP doit encore … pour le projet … ; "},
		{locale.NL, "refused", "of_no_text", locale.Name(locale.NL, "refusal", "kind", "refused")},
	} {
		got := strings.ReplaceAll(locale.Explained(c.lang, c.kind, c.code), "\u00a0", " ")
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s %s: %q, want it to begin with %q", c.lang, c.code, got, c.want)
		}
		if strings.ContainsAny(got, "{}[]|") {
			t.Errorf("%s %s: %q shows its own notation", c.lang, c.code, got)
		}
	}
}
