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
// A code may have a text of its own for a field; what has no text, or lacks a
// fact that its text needs, is said by its kind, with the code.
func Refusal(l Language, kind, code, field string, facts map[string]any) string {
	s, err := sentence(l, code, field, facts)
	if err != nil {
		s = Name(l, "refusal", "kind", kind) + " (" + code + ")"
	}
	if field == "" {
		return s
	}
	return Where(l, field) + colon(l) + lower(s)
}

func sentence(l Language, code, field string, facts map[string]any) (string, error) {
	f := make(map[string]any, len(facts)+1)
	maps.Copy(f, facts)
	f[fieldFact] = field
	if own := "refusal." + code + "." + lastOf(field); field != "" && Has(l, own) {
		return fill(l, own, f)
	}
	return fill(l, "refusal."+code, f)
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

// Label is the label of an input of one action: "amount" of submission.award is
// "Montant octroyé".
func Label[E, A ~string](l Language, entity E, action A, path string) string {
	return Field(l, string(entity)+"."+string(action)+"."+path)
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
