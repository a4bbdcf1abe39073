// Package document says what the documents of the programme say: it gathers the
// facts of each from a case as it stood, and has them put into words by locale
// and onto pages by pdf. It reads nothing and decides nothing.
package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/workflow"
)

// Languages are those that every document is made in.
var Languages = []locale.Language{locale.FR, locale.NL}

// Paper is a document in no language yet: all that its print hangs on, and so
// what its hash is of.
type Paper struct {
	Kind     string       `json:"kind"`
	Edition  string       `json:"edition"` // of the texts
	Layout   int          `json:"layout"`  // of the printer
	Sections []string     `json:"sections"`
	Number   string       `json:"number"`
	Version  int          `json:"version"` // 0: a working copy, filed nowhere
	Mark     pdf.Mark     `json:"mark,omitempty"`
	Site     string       `json:"site"` // where it can be checked
	Made     time.Time    `json:"made"`
	Facts    locale.Facts `json:"facts"`
}

var (
	// ErrUnknownKind says that nothing here knows what such a document says.
	ErrUnknownKind = errors.New("document: unknown kind")
	// ErrMayNot says, wrapped, why a document may not be made of these facts.
	ErrMayNot = errors.New("document: may not be made")
)

// Make gathers the facts of a document. It fails when the case lacks what the
// document has to say.
func Make(k *workflow.DocumentKind, s *Source) (*Paper, error) {
	say, ok := says[k.Name]
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrUnknownKind, k.Name)
	}
	s.kind = k
	edition := locale.Edition(string(workflow.DateOf(s.At)))
	p := &Paper{
		Kind: k.Name, Edition: edition, Layout: pdf.Latest, Sections: k.Sections,
		Number: s.number(), Version: s.version(), Mark: s.mark(), Site: s.Settings.Site, Made: s.At.UTC(),
	}
	facts, err := say(s)
	if err != nil {
		return nil, fmt.Errorf("document: %s %s: %w", k.Name, p.Number, err)
	}
	facts.Is["document_number"] = locale.Said(p.Number)
	facts.Is["document_version"] = locale.Counted(p.Version)
	p.Facts = facts
	kept, err := p.JSON()
	if err != nil {
		return nil, fmt.Errorf("document: facts: %w", err)
	}
	return Read(kept) // what is printed now is what will be printed from what is kept
}

// JSON is the paper as it is kept; its hash is the hash of the facts.
func (p *Paper) JSON() ([]byte, error) { return json.Marshal(p) }

// Read is the paper that was kept.
func Read(b []byte) (*Paper, error) {
	p := &Paper{}
	if err := json.Unmarshal(b, p); err != nil {
		return nil, fmt.Errorf("document: facts: %w", err)
	}
	return p, nil
}

// Hash is the SHA-256 of the facts, in hexadecimal.
func (p *Paper) Hash() (string, error) {
	b, err := p.JSON()
	if err != nil {
		return "", fmt.Errorf("document: facts: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Print writes the paper as PDF in one language: the same bytes each time.
func (p *Paper) Print(w io.Writer, l locale.Language) error {
	d, err := p.In(l)
	if err != nil {
		return err
	}
	return pdf.Print(w, d)
}

// HTML writes the accessible twin of what Print prints: a piece of a page, which
// says the same.
func (p *Paper) HTML(w io.Writer, l locale.Language) error {
	d, err := p.In(l)
	if err != nil {
		return err
	}
	return pdf.HTML(w, d)
}

// hashShown is how much of the hash is printed in a text.
const hashShown = 16

// In is the paper in one language, ready to be laid out.
func (p *Paper) In(l locale.Language) (pdf.Document, error) {
	hash, err := p.Hash()
	if err != nil {
		return pdf.Document{}, err
	}
	f := p.Facts
	f.Is = map[string]locale.Fact{}
	maps.Copy(f.Is, p.Facts.Is)
	f.Is["document_hash"] = locale.Said(hash[:hashShown])
	filled, err := locale.Compose(p.Edition, l, p.Sections, f)
	if err != nil {
		return pdf.Document{}, fmt.Errorf("document: %s %s: %w", p.Kind, p.Number, err)
	}
	title := strings.ReplaceAll(locale.Name(l, "document", p.Kind), "'", "’") // as texts are set
	if filled.Subject != "" {                                                 // goes on behind « Objet : », and so begins small
		first, n := utf8.DecodeRuneInString(filled.Subject)
		title = string(unicode.ToUpper(first)) + filled.Subject[n:]
	}
	version, check := "", "" // a working copy is filed nowhere
	if p.Version > 0 {
		version, check = fmt.Sprint(p.Version), fmt.Sprintf("%s/check/%s/%s", p.Site, p.Number, hash[:hashShown])
	}
	return pdf.Document{
		Layout: p.Layout, Language: l, Title: title + " – " + p.Number, Subject: p.say(l, "call_reference"), Author: p.say(l, "funder_name"),
		Number: p.Number, Version: version, Hash: hash, Mark: p.Mark, Made: p.Made,
		CheckURL: check,
		Head:     []string{p.say(l, "funder_name"), p.say(l, "das_name"), p.say(l, "funder_address")},
		Blocks:   filled.Blocks,
	}, nil
}

// say is one of the facts by itself.
func (p *Paper) say(l locale.Language, name string) string {
	f, ok := p.Facts.Is[name]
	if !ok {
		return ""
	}
	return f.In(l)
}

// says is what each kind of document says.
var says = together(lettersSay, contractsSay, moneySay, minutesSay, midtermSay, finalReviewSay, programmeReportSay)

func together(all ...map[string]func(*Source) (locale.Facts, error)) map[string]func(*Source) (locale.Facts, error) {
	out := map[string]func(*Source) (locale.Facts, error){}
	for _, some := range all {
		maps.Copy(out, some)
	}
	return out
}
