package export

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// Format is how a call leaves the house.
type Format string

// The formats (INTERFACES.md, tremplin export).
const (
	XLSX   Format = "xlsx"      // a workbook: the call, its dossiers with their parts, its ledger
	CSV    Format = "csv"       // its dossiers, a line each
	Giving Format = "360giving" // supported projects as open data (360Giving Data Standard 1.4)
	kinds         = "text/csv; charset=utf-8"
	kindx         = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	kindj         = "application/json"
)

// Formats are all of them.
var Formats = []Format{XLSX, CSV, Giving}

// Known reports whether there is such a format.
func (f Format) Known() bool { return slices.Contains(Formats, f) }

// Type is the media type of a format.
func (f Format) Type() string {
	switch f {
	case XLSX:
		return kindx
	case CSV:
		return kinds
	default:
		return kindj
	}
}

// File is how a file with a call in this format is named: "EMP-2023.xlsx".
func (f Format) File(reference string) string {
	if f == Giving {
		return reference + "-360giving.json"
	}
	return reference + "." + string(f)
}

// Wanted says what of which call is written, and for whom.
type Wanted struct {
	Call   string // its id or its reference
	Format Format
	// Language of headings and words, for people. "" is for programs: names and
	// codes as the API has them, decimal points, commas between cells.
	Language locale.Language
	Site     string // the site's own address, for links in open data; "" for none
}

// Write writes a call as one person may have it. What may not be seen is not
// found; nothing is written then. Open data is the same for everybody, and not
// found before the call's results are public.
func Write(ctx context.Context, a *app.App, who *app.Viewer, w Wanted, to io.Writer) error {
	_, err := write(ctx, a, who, w, to)
	return err
}

// write also gives a hash of what the facts are; "" where that of the bytes does.
func write(ctx context.Context, a *app.App, who *app.Viewer, w Wanted, to io.Writer) (sum string, err error) {
	switch w.Format {
	case XLSX:
		err = a.Extract(ctx, who, w.Call, func(x *app.Extract) (err error) {
			sum, err = writeWorkbook(to, x, w.Language)
			return err
		})
	case CSV:
		err = a.Extract(ctx, who, w.Call, func(x *app.Extract) error { return writeLines(to, x, w.Language) })
	case Giving:
		err = a.OpenCall(ctx, w.Call, func(c *app.OpenCall) error { return writeGiving(to, c, w.Site) })
	default:
		err = &workflow.Error{Kind: workflow.Invalid, Code: CodeFormat, Field: "format", Facts: map[string]any{"one_of": Names()}}
	}
	return sum, err
}

// CodeFormat refuses a format that there is not.
const CodeFormat workflow.Code = "choice"

// Prepared is an export that is there whole, on the disk: whoever fetches it
// slowly holds nothing else up, and one that fails is never half sent.
type Prepared struct {
	Size int64
	Tag  string // hash of its facts: the same while these are
	Type string // media type
	Name string // of the file
	file *os.File
}

// Prepare writes an export into a file of its own. Whoever got it closes it.
func Prepare(ctx context.Context, a *app.App, who *app.Viewer, w Wanted) (*Prepared, error) {
	c, err := a.CallOf(ctx, who, w.Call)
	if err != nil {
		return nil, err
	}
	w.Call = c.Ref().Dossier
	f, err := os.CreateTemp("", "tremplin-export-*")
	if err != nil {
		return nil, wrapped(err)
	}
	p := &Prepared{Type: w.Format.Type(), Name: w.Format.File(c.Reference), file: f}
	sum := sha256.New()
	out := bufio.NewWriter(io.MultiWriter(f, sum))
	p.Tag, err = write(ctx, a, who, w, out)
	err = errors.Join(err, wrapped(out.Flush()))
	if err == nil {
		p.Size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.Tag = cmp.Or(p.Tag, hex.EncodeToString(sum.Sum(nil)))
	return p, nil
}

// Read gives its bytes.
func (p *Prepared) Read(b []byte) (int, error) { return p.file.Read(b) }

// Close takes the file away.
func (p *Prepared) Close() error { return errors.Join(p.file.Close(), os.Remove(p.file.Name())) }

// Names are those of all formats.
func Names() []string {
	out := make([]string, len(Formats))
	for i, f := range Formats {
		out[i] = string(f)
	}
	return out
}

// harmless is a text that no spreadsheet takes for a formula, whoever wrote it:
// one that begins like a formula gets an apostrophe before it.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// heading names a column, or a sheet, in the reader's language; for programs by
// its own name.
func heading(l locale.Language, kind, name string) string {
	if l == "" {
		return name
	}
	return locale.Name(l, "export", kind, name)
}

func wrapped(err error) error {
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
