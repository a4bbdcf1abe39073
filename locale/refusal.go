package locale

import (
	"maps"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fieldFact is the name under which texts find the field that they are about.
const fieldFact = "(field)"

// Refusal is why something is refused, as one sentence: where, what is wrong,
// what to do. Kind, code, field and facts are those of the engine's error. A
// form that shows the sentence beside its field leaves field empty.
//
// Where a code means something else in another kind, it has a text for each;
// what has no text at all is said by its kind, with the code.
func Refusal(l Language, kind, code, field string, facts map[string]any) string {
	key := "refusal." + kind + "." + code
	if !Has(l, key) {
		key = "refusal." + code
	}
	if !Has(l, key) {
		return Name(l, "refusal", "kind", kind) + " (" + code + ")"
	}
	f := maps.Clone(facts)
	if f == nil {
		f = map[string]any{}
	}
	f[fieldFact] = field
	s := Text(l, key, f)
	if field == "" {
		return s
	}
	return Where(l, field) + colon(l) + lower(s)
}

func colon(l Language) string {
	if l == FR {
		return nbsp + ": "
	}
	return ": "
}

// Where names a field by its path: "budget[2].amount" is "Budget n° 3, montant
// demandé". Places count from 1.
func Where(l Language, path string) string {
	steps := strings.Split(path, ".")
	var out []string
	var names []string
	for _, step := range steps {
		name, place, listed := strings.Cut(step, "[")
		names = append(names, name)
		s := label(l, names)
		if n, err := strconv.Atoi(strings.TrimSuffix(place, "]")); listed && err == nil {
			s += " " + Name(l, "word", "number") + nbsp + strconv.Itoa(n+1)
		}
		if len(out) > 0 {
			s = lower(s)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// Field is the label of an input, by its path: "Montant demandé".
func Field(l Language, path string) string {
	steps := strings.Split(path, ".")
	for i, s := range steps {
		steps[i], _, _ = strings.Cut(s, "[")
	}
	return label(l, steps)
}

// label is that of the longest end of the path that has one.
func label(l Language, names []string) string {
	for i := range names {
		if s, ok := plain(l, "field."+strings.Join(names[i:], ".")); ok {
			return s
		}
	}
	return names[len(names)-1]
}

func lastOf(path string) string {
	name, _, _ := strings.Cut(path[strings.LastIndex(path, ".")+1:], "[")
	return name
}

// lower begins a text that now stands inside a sentence, but leaves names that
// are written in capitals.
func lower(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(second) || unicode.IsDigit(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}
