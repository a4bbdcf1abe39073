package pdf

// colour is red, green, blue.
type colour [3]int

// text is how a kind of text is set.
type text struct {
	size    float64 // pt
	leading float64 // mm from line to line
	before  float64 // mm above, not at the head of a page
	after   float64 // mm below; of what is below one and above the next the greater counts
	colour  colour
	strong  bool
}

// layout is everything that decides how a document looks. Layouts stand side by
// side: a change of looks is a new one, and whoever changes how slabs are made
// in a way that moves anything adds a field here that keeps the old way.
// Lengths are millimetres.
type layout struct {
	width, height            float64 // of the page
	left, right, top, bottom float64 // margins; text ends above bottom
	first                    float64 // the upper margin of the first page
	header, footer           float64 // baselines, from the upper edge
	body                     text
	headings                 [3]text
	least                    [2]text // a level 1 heading too long for its size: more than 3 lines, more than 4
	cell, label, value       text    // of tables; of tables of label and value
	crowded                  text    // of tables with many columns
	crowd                    int     // how many are many
	party, small             text    // of signature blocks; running head, foot and notes
	sender, address          text    // the letterhead
	indent                   float64 // of lists
	listGap                  float64 // between items
	pad                      float64 // left and right in a cell
	padV                     float64 // above and below in a cell
	around                   float64 // above and below tables and signatures
	qr                       float64
	signRoom, writeRoom      float64 // to sign, to write on a line
	signGap                  float64 // between two signature blocks
	longWord                 float64 // share of the measure: what a word may want of a column
	bullet                   float64 // from the sign to the text
	markTop                  float64
	cutRow                   float64 // share of a page: rows are cut only if they are higher
	mostHead                 float64 // share of a page: a header that is higher is not repeated
	tail                     float64 // share of a page: a last page with less is worth a tighter try
	tight                    float64 // what spaces are then multiplied with
	ink, soft, accent        colour
	rule, tint               colour
}

// layouts are all that documents were ever made under.
var layouts = map[int]layout{1: layout1()}

func layout1() layout {
	ink, soft, accent := colour{30, 34, 40}, colour{88, 96, 106}, colour{20, 64, 98}
	return layout{
		width: 210, height: 297,
		left: 26, right: 26, top: 27, bottom: 25, first: 17,
		header: 15.5, footer: 283,
		body: text{size: 10, leading: 4.9, after: 2.3, colour: ink},
		headings: [3]text{
			{size: 17, leading: 7.5, before: 7, after: 3.2, colour: accent, strong: true},
			{size: 11.5, leading: 5.4, before: 6.2, after: 2, colour: accent, strong: true},
			{size: 10, leading: 4.9, before: 4.6, after: 1.6, colour: ink, strong: true},
		},
		least: [2]text{
			{size: 14.5, leading: 6.5, before: 7, after: 3.2, colour: accent, strong: true},
			{size: 12.5, leading: 5.7, before: 7, after: 3.2, colour: accent, strong: true},
		},
		cell:    text{size: 9, leading: 4.2, colour: ink},
		crowded: text{size: 8.5, leading: 4, colour: ink}, crowd: 6,
		label:   text{size: 9, leading: 4.5, colour: soft},
		value:   text{size: 9.5, leading: 4.5, colour: ink},
		party:   text{size: 10, leading: 4.7, colour: ink, strong: true},
		small:   text{size: 7.5, leading: 3.4, colour: soft},
		sender:  text{size: 11, leading: 5, colour: accent, strong: true},
		address: text{size: 8.5, leading: 3.9, colour: soft},
		indent:  10, listGap: 1.3,
		pad: 2, padV: 1.35, around: 3,
		qr: 24, signRoom: 22, writeRoom: 8, signGap: 8,
		longWord: 0.28, bullet: 4.5, markTop: 4,
		cutRow: 0.45, mostHead: 0.3, tail: 0.14, tight: 0.72,
		ink: ink, soft: soft, accent: accent,
		rule: colour{198, 204, 211}, tint: colour{237, 241, 245},
	}
}

// measure is how wide text runs.
func (l layout) measure() float64 { return l.width - l.left - l.right }

// depth is how much stands on a page.
func (l layout) depth() float64 { return l.height - l.top - l.bottom }
