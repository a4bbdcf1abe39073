package ui

import (
	"strings"
	"unicode"
)

// Marks that turn the direction of what follows them. First-strong-isolate and
// pop-directional-isolate keep a name's own direction within it.
const (
	isolate = '\u2068'
	resume  = '\u2069'
)

// leftward are the scripts that are written from right to left.
var leftward = []*unicode.RangeTable{unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam}

// turner tells a mark that turns or marks a direction and shows nothing.
func turner(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c'
}

// turns tells a text that would change the direction of what stands beside it.
func turns(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return turner(r) || unicode.In(r, leftward...) })
}

// Isolate is somebody's text as sentences take it: its direction, and the marks
// in it, change nothing outside of it.
func Isolate(s string) string {
	if !turns(s) {
		return s
	}
	bare := strings.Map(func(r rune) rune {
		if turner(r) {
			return -1
		}
		return r
	}, s)
	return string(isolate) + bare + string(resume)
}

// isolated tells a text in which Isolate has been at work.
func isolated(s string) bool { return strings.ContainsRune(s, isolate) }
