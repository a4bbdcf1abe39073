package pdf

// A Strip is where the setter put something, in mm from the upper edge.
type Strip struct {
	Top, Bottom float64
	Keep        bool // wants to stand with the next
	Begins      bool // where a page must begin
}

// Strips are where the pages of d have what.
func Strips(d Document) [][]Strip {
	s := &setter{layout: layouts[d.Layout], doc: d, words: wordsOf(d.Language)}
	var out [][]Strip
	for _, page := range s.pages() {
		var strips []Strip
		for _, p := range page {
			strips = append(strips, Strip{Top: p.y, Bottom: p.y + p.h, Keep: p.keep, Begins: p.page})
		}
		out = append(out, strips)
	}
	return out
}

// Printed is text as face regular prints it.
func Printed(text string) string { return printedAs(clean(text, regular)) }

// Foot is where text must end, in mm from the upper edge.
func Foot(version int) float64 { return layouts[version].height - layouts[version].bottom }

// Depth is how high the text of a page may be, in mm.
func Depth(version int) float64 { return layouts[version].depth() }
