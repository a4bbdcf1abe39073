package web

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tremplin/workflow"
)

// cut takes "submission.award" apart.
func cut(act string) (workflow.Entity, workflow.Action) {
	e, a, _ := strings.Cut(act, ".")
	return workflow.Entity(e), workflow.Action(a)
}

// lowered begins what now stands inside a sentence.
func lowered(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// upperFirst begins a line.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// many is a title over so many of something.
func (v *visit) many(key string, n int) string {
	if n == 1 {
		key += "_one"
	}
	return v.t(key)
}
