// Package pdf prints documents: the same document gives the same bytes, in any
// process. It lays out blocks of text and knows no rule; what a document says
// is decided before. HTML gives the accessible twin of what Print prints.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"tremplin/locale"
)

// Latest is the layout that new documents are made under. A document keeps the
// layout that it was made under, so that it can be made again to the byte.
const Latest = 1

// Mark is what a document is if it is not the real thing.
type Mark int

// The marks. One that is not None stands at the head of every page.
const (
	None          Mark = iota
	Draft              // not issued yet
	Demonstration      // made from invented facts
)

// Document is what is printed.
type Document struct {
	Layout   int             // Latest for a new document
	Language locale.Language // of Blocks, and of what the printer adds
	Title    string          // one line; the document's own heading stands in Blocks
	Subject  string          // for the file's properties
	Author   string          // the body that issues it
	Number   string          // for example EMP-2023-03
	Version  string
	Hash     string // of the facts, in hexadecimal; 16 characters are printed
	CheckURL string // where the document can be checked; empty: no QR code
	Mark     Mark
	Made     time.Time // a fact too: when it was issued, never when it is printed
	Head     []string  // the letterhead, the sender's name first
	Blocks   []locale.Block
}

// The ways in which a document cannot be printed at all.
var (
	ErrLayout = errors.New("pdf: this layout does not exist")
	ErrMade   = errors.New("pdf: a document needs its date")
)

// Print writes d as a PDF file. It fails when the layout is unknown, the date
// is missing or the address does not fit into a QR code, and when w does. No
// text makes it fail.
func Print(w io.Writer, d Document) error {
	l, ok := layouts[d.Layout]
	if !ok {
		return fmt.Errorf("%w: %d", ErrLayout, d.Layout)
	}
	if d.Made.IsZero() {
		return ErrMade
	}
	s := &setter{layout: l, doc: d, words: wordsOf(d.Language)}
	pages := s.pages()
	var raw bytes.Buffer
	if err := s.draw(&raw, pages); err != nil {
		return fmt.Errorf("pdf: document %s: %w", d.Number, err)
	}
	file, err := s.finish(raw.Bytes())
	if err != nil {
		return fmt.Errorf("pdf: document %s: %w", d.Number, err)
	}
	_, err = w.Write(file)
	return err
}
