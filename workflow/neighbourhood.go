package workflow

import (
	"maps"
	"slices"
)

// Reported are the problems that may be reported of a neighbourhood, in the order
// of the sector's survey of 2023, which had each marked from 1 to 10.
var Reported = []string{"gangs", "mental_health", "vandalism", "cleanliness", "poverty", "isolation", "illiteracy", "languages", "digital"}

// InOrder lists the problems of a neighbourhood as the survey does, and then those
// that it does not know.
func InOrder(problems map[string]int) []string {
	out := make([]string, 0, len(problems))
	for _, key := range Reported {
		if _, ok := problems[key]; ok {
			out = append(out, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(problems)) {
		if !slices.Contains(Reported, key) {
			out = append(out, key)
		}
	}
	return out
}
