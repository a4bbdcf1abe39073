package locale_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tremplin/locale"
)

// source is what the files say: by language and key the forms of a text.
func source(t *testing.T) map[locale.Language]map[string][]string {
	t.Helper()
	out := map[locale.Language]map[string][]string{}
	for _, l := range locale.Languages {
		out[l] = map[string][]string{}
		files, err := filepath.Glob(filepath.Join("text", string(l), "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no texts in %s: %v", l, err)
		}
		for _, f := range files {
			read(t, f, out[l])
		}
	}
	return out
}

// read decodes by hand, so that a key that is there twice does not pass unseen.
func read(t *testing.T, file string, into map[string][]string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			t.Fatalf("%s: %v: %v", file, key, err)
		}
		k := key.(string)
		if into[k] != nil {
			t.Errorf("%s: %s is there twice", file, k)
		}
		into[k] = formsOf(t, file, raw)
	}
	if _, err := d.Token(); err != nil && err != io.EOF {
		t.Fatalf("%s: %v", file, err)
	}
}

func formsOf(t *testing.T, file string, raw json.RawMessage) []string {
	t.Helper()
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var forms map[string]string
	if err := json.Unmarshal(raw, &forms); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if names := slices.Sorted(maps.Keys(forms)); !slices.Equal(names, []string{"one", "other"}) {
		t.Fatalf("%s: forms %v, want one and other", file, names)
	}
	return []string{forms["one"], forms["other"]}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// TestLanguagesSayTheSame: the same keys, forms and placeholders in all three.
func TestLanguagesSayTheSame(t *testing.T) {
	all := source(t)
	for _, l := range []locale.Language{locale.NL, locale.EN} {
		for key, fr := range all[locale.FR] {
			other := all[l][key]
			if len(other) != len(fr) {
				t.Errorf("%s: %d forms in French, %d in %s", key, len(fr), len(other), l)
				continue
			}
			for i := range fr {
				a, b := placeholder.FindAllString(fr[i], -1), placeholder.FindAllString(other[i], -1)
				if !slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
					t.Errorf("%s: %v in French, %v in %s", key, a, b, l)
				}
			}
		}
		for key := range all[l] {
			if all[locale.FR][key] == nil {
				t.Errorf("%s is in %s and not in French", key, l)
			}
		}
	}
	for _, l := range locale.Languages {
		if got := locale.Keys(l); len(got) != len(all[l]) {
			t.Errorf("%s: %d texts in the files, %d read", l, len(all[l]), len(got))
		}
	}
}

// TestTypography: spaces that keep signs on their line, and none too many.
func TestTypography(t *testing.T) {
	for l, texts := range source(t) {
		for key, forms := range texts {
			for _, s := range forms {
				for _, bad := range []string{"  ", " ,", " .", "·", "’", "...", " €", "[ ]", "( "} {
					if strings.Contains(s, bad) {
						t.Errorf("%s %s: %q in %q", l, key, bad, s)
					}
				}
				switch {
				case wrongQuotes(l, s):
					t.Errorf("%s %s: %q quotes with other signs than %s", l, key, s, locale.Quote(l, "…"))
				case s == "" || s != strings.TrimSpace(s):
					t.Errorf("%s %s: %q is empty or has spaces around it", l, key, s)
				case l == locale.FR && (spaceBefore.MatchString(s) || noSpaceBefore.MatchString(s)):
					t.Errorf("%s %s: %q wants a no-break space before its sign", l, key, s)
				case l != locale.FR && signAfterSpace.MatchString(s):
					t.Errorf("%s %s: %q has a space before its sign", l, key, s)
				}
			}
		}
	}
}

var (
	spaceBefore    = regexp.MustCompile(`( [;:!?»%])|« `)
	noSpaceBefore  = regexp.MustCompile(`[^\x{a0}\x{202f}0-9|\]][;!?]|[a-zé]:[^0-9a-z]`)
	signAfterSpace = regexp.MustCompile(`[ \x{a0}\x{202f}][;:!?]`)
)

// wrongQuotes: each language quotes with one pair of signs. A straight sign stays what is
// typed on a keyboard, as in what a machine is told.
func wrongQuotes(l locale.Language, s string) bool {
	bad := "„‘«»\""
	if l == locale.FR {
		bad = "„‘“”\""
	}
	return strings.ContainsAny(s, bad) || singleQuoted.MatchString(s)
}

var singleQuoted = regexp.MustCompile(`(^|[ (])'[^']*[^' ]'([ ,.;:!?)]|$)`)

// TestDutchIsDutch refuses the French turns that the texts avoid.
func TestDutchIsDutch(t *testing.T) {
	for key, forms := range source(t)[locale.NL] {
		for _, s := range forms {
			for _, bad := range []string{"op vraag van", "vraag tot", "hernemen", "weerhouden", "beroep doen op", "mits ", "ten laatste", "avenant", "enveloppe", "bijlage in te", "zich beroepen"} {
				if strings.Contains(strings.ToLower(s), bad) {
					t.Errorf("%s: %q in %q", key, bad, s)
				}
			}
		}
	}
}

func TestPatterns(t *testing.T) {
	facts := map[string]any{"a": "x", "n": 2, "empty": "", "nil": nil}
	for in, want := range map[string]string{
		"plain":                   "plain",
		"{a} and {n|n}":           "x and 2",
		"so[ ({a})]!":             "so (x)!",
		"so[ ({b})]!":             "so!",
		"so[ ({empty})][ {nil}]!": "so!",
		"so[ {a} {b}]!":           "so!",
		"{n|money}":               "€0.02",
	} {
		got, err := locale.Fill(locale.EN, in, facts)
		if err != nil {
			t.Errorf("%q: %v", in, err)
		}
		same(t, in, got, want)
	}
	if _, err := locale.Fill(locale.EN, "{b}", facts); err == nil {
		t.Error("a missing fact is no error")
	}
	for _, bad := range []string{"{", "{}", "{a|nothing}", "[a", "a]", "[a[b]]", "{a"} {
		if locale.ParsePattern(bad) == nil {
			t.Errorf("%q is a pattern", bad)
		}
	}
}

func FuzzParsePattern(f *testing.F) {
	for _, s := range []string{"a[ ({b|when})]", "{a|name:x:y}", "[[", "]", "{|}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if locale.ParsePattern(s) != nil {
			return
		}
		if _, err := locale.Fill(locale.NL, s, map[string]any{}); err != nil && !strings.Contains(s, "{") {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func TestTextWithoutWords(t *testing.T) {
	same(t, "no such key", locale.Text(locale.FR, "nothing.here", nil), "nothing.here")
	same(t, "no such name", locale.Name(locale.NL, "state", "call", "dreaming"), "dreaming")
	same(t, "no such language", locale.Name("de", "state", "call", "open"), "Ouvert")
	same(t, "a text without arguments", locale.Text(locale.EN, "word.and", nil), "and")
	same(t, "a fact is missing", locale.Text(locale.EN, "refusal.unscreened", nil), "refusal.unscreened")
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		l    locale.Language
		n    int
		want string
	}{
		{locale.FR, 0, "0 dépense attend"},
		{locale.FR, 1, "1 dépense attend"},
		{locale.FR, 2, "2 dépenses attendent"},
		{locale.FR, 1_000_000, "1.000.000 dépenses attendent"},
		{locale.NL, 0, "0 uitgaven moeten"},
		{locale.NL, 1, "1 uitgave moet"},
		{locale.EN, 0, "0 expenses still have"},
		{locale.EN, 1, "1 expense still has"},
	} {
		got := locale.Text(c.l, "refusal.spending_unjudged", map[string]any{"left": c.n})
		if !strings.HasPrefix(got, c.want+" ") {
			t.Errorf("%s %d: %q, want %q", c.l, c.n, got, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for accept, want := range map[string]locale.Language{
		"": locale.FR, "nl": locale.NL, "nl-BE,nl;q=0.9,fr;q=0.8": locale.NL, "fr-BE": locale.FR, "en-GB,nl;q=0.5": locale.EN,
		"de": locale.FR, "zh,de;q=0.3": locale.FR, "de,nl;q=0.1": locale.NL, "nonsense;;q=": locale.FR,
	} {
		if got := locale.Match(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
	for in, known := range map[string]bool{"fr": true, "nl": true, "en": true, "de": false, "": false} {
		if l, ok := locale.Parse(in); ok != known || ok && string(l) != in {
			t.Errorf("%q: %s, %v", in, l, ok)
		}
	}
}

func TestFormatsAreAllPrinted(t *testing.T) {
	facts := map[string]any{"v": "x.y"}
	for _, f := range locale.Formats() {
		got, err := locale.Fill(locale.FR, fmt.Sprintf("[{v|%s}]", f), facts)
		if err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if slices.Contains([]string{"n", "money", "number", "score", "share", "limit", "size"}, f) != (got == "") {
			t.Errorf("%s prints %q of a text", f, got)
		}
	}
}
