package locale

// A document's text, once its facts are filled in, is a list of blocks. The
// printer lays them out; the site shows the same blocks as a page.

// BlockKind is what a block is.
type BlockKind int

// The kinds of blocks.
const (
	Paragraph BlockKind = iota // Runs
	Heading                    // Runs, Level 1 to 3
	Bullets                    // Items, unnumbered
	Numbers                    // Items, each with its own number as its first run
	Table                      // Rows
	Signature                  // Runs name the party; Rows are label and value ("" is a line to write on)
	PageBreak                  // what follows begins a page: an annex
)

// Align is how a column stands.
type Align int

// The ways in which a column stands.
const (
	Left  Align = iota
	Right       // figures
	Centre
)

// Run is text of one face.
type Run struct {
	Text         string
	Bold, Italic bool
}

// Block is one piece of a document.
type Block struct {
	Kind  BlockKind
	Level int
	Runs  []Run     // lines within are parted by "\n"
	Items [][]Run   // of Bullets and Numbers
	Head  [][]Run   // the header row of a table; none: a table of label and value
	Rows  [][][]Run // cells of a table
	Align []Align   // of a table's columns
	Total bool      // the last row is a sum
}
