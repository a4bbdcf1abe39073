package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	box        = '□' // what cannot be printed is seen to be missing
	noBreak    = '\u00a0'
	softHyphen = '\u00ad'
	firmHyphen = '\u2011' // printed as a hyphen that ends no line
	mayBreak   = '\u200b'
)

// clean makes text printable in face f: line ends are \n, marks are joined to
// their letters where there is a letter for both, what has no shape is dropped
// and what has one that f lacks becomes a box. What says where a line may end
// stays, for the setter.
func clean(text string, f face) string {
	if isPlain(text) {
		return text
	}
	out := make([]rune, 0, len(text))
	last := rune(0)
	for _, r := range compose(text) {
		printed, ok := printable(r, last, f)
		last = r
		if ok {
			out = append(out, printed)
		}
	}
	return string(out)
}

// isPlain holds for most text: nothing to clean.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// latin are letters and signs without a mark among them, nor anything unseen.
func latin(r rune) bool { return r > ' ' && r < 0x7f || r > 0xa0 && r < 0x250 && r != softHyphen }

// printable is what stands for r after last, and whether anything does.
func printable(r, last rune, f face) (rune, bool) {
	if latin(r) && f.has(r) {
		return r, true
	}
	switch r {
	case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return '\n', true
	case '\n':
		return '\n', last != '\r'
	case '\t', ' ':
		return ' ', true
	case softHyphen, mayBreak, firmHyphen:
		return r, true
	}
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		return 0, false
	case f.has(r):
		return r, true
	case unicode.Is(unicode.Zs, r):
		return noBreak, true
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0, false
	default:
		return box, true
	}
}

// visual turns what is written from right to left, so that it is read, and
// copied, in its own order.
func visual(text string) string {
	if !strings.ContainsFunc(text, fromRight) {
		return text
	}
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !fromRight(runes[i]) {
			i++
			continue
		}
		end := i + 1 // after the last of its letters, words and all
		for j := end; j < len(runes) && (fromRight(runes[j]) || runes[j] == ' ' || unicode.Is(unicode.Mn, runes[j])); j++ {
			if runes[j] != ' ' {
				end = j + 1
			}
		}
		slices.Reverse(runes[i:end])
		for k := i; k < end; k++ { // marks stand behind their letter
			from := k
			for k < end-1 && unicode.Is(unicode.Mn, runes[k]) {
				k++
			}
			slices.Reverse(runes[from : k+1])
		}
		i = end
	}
	return string(runes)
}

func fromRight(r rune) bool {
	return r >= 0x590 && r < 0x900 && unicode.IsLetter(r) || r >= 0xfb1d && r < 0xfe00 && unicode.IsLetter(r)
}

// compose joins marks with the letters before them.
func compose(text string) []rune {
	out := make([]rune, 0, utf8.RuneCountInString(text))
	for _, r := range text {
		if n := len(out); n > 0 && r >= 0x300 && unicode.Is(unicode.Mn, r) {
			if joined, ok := composed()[[2]rune{out[n-1], r}]; ok {
				out[n-1] = joined
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

// property makes text fit for a file's properties, which know no line ends and
// no character beyond the first 65536.
func property(text string) string {
	text = strings.ToValidUTF8(text, string(unicode.ReplacementChar))
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		case r > 0xffff:
			return unicode.ReplacementChar
		}
		return r
	}, text)), " ")
}
