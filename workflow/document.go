package workflow

import "time"

// Document is a document that was made and filed (PROCESS.md, Documents): the
// same facts in each of its languages.
type Document struct {
	Life    `json:"-"`
	Kind    string    `json:"kind"`         // of [Programme.Documents]
	To      string    `json:"to,omitempty"` // the part that it is about, "version/1"
	Number  string    `json:"number"`       // EMP-2023-03-L04
	Version int       `json:"version"`      // from 1: how often a document of this number was made
	Edition string    `json:"edition"`      // of the texts: a day
	Layout  int       `json:"layout"`       // of the printer
	Facts   string    `json:"facts"`        // SHA-256 of the facts, hex: printed on every page, and the file that keeps them
	Size    int       `json:"size"`         // of the facts, bytes
	Made    time.Time `json:"made"`         // the moment of the act that it tells of
	Prints  []Print   `json:"prints"`
}

// Print is a document in one language.
type Print struct {
	Language string `json:"language" name:"language" need:"yes" oneof:"fr,nl"`
	Hash     string `json:"hash" name:"hash" need:"yes" max:"64"` // SHA-256 of the PDF's bytes, hex
	Size     int    `json:"size" name:"size" need:"yes" min:"1"`  // bytes
}

func (d *Document) clone() Subject { n := *d; return &n }

// Files are the files that a document needs, each hash with its size in bytes.
func (d *Document) Files() map[string]int {
	out := map[string]int{d.Facts: d.Size}
	for _, p := range d.Prints {
		out[p.Hash] = p.Size
	}
	return out
}

// In is the print in a language; nil where there is none.
func (d *Document) In(language string) *Print {
	for i := range d.Prints {
		if d.Prints[i].Language == language {
			return &d.Prints[i]
		}
	}
	return nil
}

// Audience is who may read a document.
type Audience string

// The audiences. The funder's side reads all.
const (
	ForParties   Audience = "parties"   // the SISP and its partners
	ForSisp      Audience = "sisp"      // the SISP alone
	ForFunder    Audience = "funder"    // nobody else
	ForCommittee Audience = "committee" // the committee, but for who has a conflict in the call
)

// DocumentKind is a kind of document that a programme makes. An act orders it
// with a job of the kind "document." and its name.
type DocumentKind struct {
	Name     string   // award
	Code     string   // in the document's number: L04
	Sections []string // of the texts, in their order
	For      Audience
	Decision bool // it has reasons of its own and names the appeal routes
	All      bool // it tells of every dossier of the call
	Running  bool // its act may come again: each such paper has a number of its own
}

// JobDocument is the job that makes a document of that kind.
func JobDocument(name string) JobOf { return JobOf{Kind: jobDocument + name} }

const jobDocument = "document."

// Document finds a kind of document by the job that makes it; nil if it makes none.
func (p *Programme) Document(job string) *DocumentKind {
	for i := range p.Documents {
		if jobDocument+p.Documents[i].Name == job {
			return &p.Documents[i]
		}
	}
	return nil
}

// Document reports whether somebody who sees the dossier may read a document of
// that kind. A seat with a conflict in the call comes before the funder's roles:
// papers of the call tell what is hidden, the committee's always, others until the
// results are public; so do the numbers on papers of dossiers. Of the own one its SISP
// reads what any SISP does.
func (s Sight) Document(k *DocumentKind, c *Call, f *Submission) bool {
	switch {
	case f != nil && s.onCommittee(c) && s.Conflicted(f): // its SISP, or its partner, all the same
		return k.For == ForParties && s.Submission(c, f) || k.For == ForSisp && s.of(f.Sisp)
	case s.onCommittee(c) && s.ConflictedIn(c):
		return s.Funder && k.For != ForCommittee && c.PublishedOn != ""
	case s.Funder:
		return true
	case s.onCommittee(c):
		return k.For == ForCommittee && f == nil
	case f == nil:
		return false
	case k.For == ForParties:
		return s.Submission(c, f)
	default:
		return k.For == ForSisp && s.of(f.Sisp)
	}
}
