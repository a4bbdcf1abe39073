package locale

import "strings"

// Explained is what a refusal code says in general: its sentence, without what
// hangs on the case. Facts that it cannot do without are dots.
func Explained(l Language, kind, code string) string {
	key := "refusal." + code
	if s, ok := plain(l, key); ok {
		return s
	}
	c := texts()[l]
	if c == nil {
		c = texts()[FR]
	}
	p := c.patterns[key]
	if p == nil {
		return Name(l, "refusal", "kind", kind)
	}
	var b strings.Builder
	for _, x := range p.parts {
		if x.hole != nil {
			b.WriteString("…")
		}
		b.WriteString(x.text)
	}
	return b.String()
}
