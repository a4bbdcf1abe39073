package locale

import "strings"

// And joins names: "A, B et C".
func And(l Language, names []string) string { return join(l, names, "and") }

// Or joins alternatives: "A, B ou C".
func Or(l Language, names []string) string { return join(l, names, "or") }

func join(l Language, names []string, word string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + Name(l, "word", word) + " " + names[last]
}

// Quote puts a text in the marks of the language: « … », "…", “…”.
func Quote(l Language, s string) string {
	switch l {
	case NL, EN:
		return "“" + s + "”"
	default:
		return "«" + nbsp + s + nbsp + "»"
	}
}
