package locale_test

import (
	"strings"
	"testing"

	"tremplin/locale"
)

// TestOneIsSingular: what a text counts is said of one as of many.
func TestOneIsSingular(t *testing.T) {
	for _, c := range []struct {
		n      int
		fr, nl string
	}{
		{1, "elles demandent 1 offre, ou", "vragen zij 1 offerte, of"},
		{3, "elles demandent 3 offres, ou", "vragen zij 3 offertes, of"},
	} {
		f := locale.Facts{Is: map[string]locale.Fact{"quote_threshold": locale.Euros[int64](250000), "quote_count": locale.Counted(c.n), "lb_procurement": locale.Both("la loi", "de wet")}}
		used, err := locale.Names("2023-01-01", []string{"C14"})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range used.Variables {
			if _, ok := f.Is[name]; !ok {
				f.Is[name] = locale.Said("x")
			}
		}
		for l, want := range map[locale.Language]string{locale.FR: c.fr, locale.NL: c.nl} {
			filled, err := locale.Compose("2023-01-01", l, []string{"C14"}, f)
			if err != nil {
				t.Fatal(err)
			}
			if text := drawn(filled.Blocks); !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %s", l, want, text)
			}
		}
	}
}
