package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// workbook is one that is being written: each sheet a stream of its own, so that
// rows of several can come in turn and none is kept in memory.
type workbook struct {
	file     *excelize.File
	language locale.Language
	head     int // styles
	money    int
	number   int
	day      int
	moment   int
	sum      hash.Hash // of the cells: the library orders a file's parts by chance
}

// stream is a sheet that rows are put on.
type stream struct {
	book *workbook
	out  *excelize.StreamWriter
	next int
}

// widths of columns, in letters.
const (
	wide  = 42
	usual = 16
)

// writeWorkbook writes the call, its dossiers with their parts, and its ledger.
// What it gives is a hash of all that stands in the cells.
func writeWorkbook(to io.Writer, x *app.Extract, l locale.Language) (string, error) {
	b, err := newWorkbook(l)
	if err != nil {
		return "", err
	}
	defer b.file.Close() //nolint:errcheck // only takes temporary files away
	if err := errors.Join(b.call(x.Call), b.files(x), b.ledger(x)); err != nil {
		return "", err
	}
	if err := b.file.DeleteSheet(first); err != nil {
		return "", wrapped(err)
	}
	b.file.SetActiveSheet(0)
	_, err = b.file.WriteTo(to)
	return hex.EncodeToString(b.sum.Sum(nil)), wrapped(err)
}

// first is the sheet that a new workbook brings along.
const first = "Sheet1"

func newWorkbook(l locale.Language) (*workbook, error) {
	b := &workbook{file: excelize.NewFile(), language: l, sum: sha256.New()}
	amounts, days, moments := "#,##0.00", "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
	if l == "" {
		days, moments = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	}
	for _, s := range []struct {
		into  *int
		style excelize.Style
	}{
		{&b.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
		{&b.money, excelize.Style{CustomNumFmt: &amounts}},
		{&b.number, excelize.Style{}},
		{&b.day, excelize.Style{CustomNumFmt: &days}},
		{&b.moment, excelize.Style{CustomNumFmt: &moments}},
	} {
		n, err := b.file.NewStyle(&s.style)
		if err != nil {
			return nil, errors.Join(wrapped(err), b.file.Close())
		}
		*s.into = n
	}
	return b, nil
}

// sheet begins one, with its headings in a row that stays in sight.
func (b *workbook) sheet(name string, columns []string) (*stream, error) {
	title := heading(b.language, "sheet", name)
	b.sum.Write([]byte(title + "\x00"))
	if _, err := b.file.NewSheet(title); err != nil {
		return nil, wrapped(err)
	}
	out, err := b.file.NewStreamWriter(title)
	if err != nil {
		return nil, wrapped(err)
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = excelize.Cell{StyleID: b.head, Value: heading(b.language, "column", c)}
		width := float64(usual)
		switch c {
		case "title", "theme", "sisp", "partners", "objectives", "organisation", "label", "role", "value":
			width = wide
		}
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return nil, wrapped(err)
		}
	}
	err = errors.Join(
		out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		out.SetRow("A1", heads),
	)
	return &stream{book: b, out: out, next: 2}, wrapped(err)
}

// put adds a row.
func (s *stream) put(row []cell) error {
	at, err := excelize.CoordinatesToCellName(1, s.next)
	if err != nil {
		return wrapped(err)
	}
	s.next++
	out := make([]any, len(row))
	for i, c := range row {
		out[i] = s.book.cell(c)
		s.book.sum.Write([]byte(plain(c, s.book.language) + "\x00"))
	}
	return wrapped(s.out.SetRow(at, out))
}

// hundred turns cents into euros. A workbook's numbers are binary fractions; to
// the cent they hold up to amounts far beyond any here.
const hundred = 100

func (b *workbook) cell(c cell) any {
	switch v := c.(type) {
	case workflow.Money:
		return excelize.Cell{StyleID: b.money, Value: float64(v) / hundred}
	case workflow.Number:
		return excelize.Cell{StyleID: b.number, Value: float64(v) / hundred}
	case workflow.Date:
		if v == "" {
			return nil
		}
		return excelize.Cell{StyleID: b.day, Value: wall(v.Start())}
	case time.Time:
		return excelize.Cell{StyleID: b.moment, Value: wall(v)}
	case int:
		return v
	case nil:
		return nil
	default:
		if s := plain(v, b.language); s != "" {
			return s
		}
		return nil
	}
}

// wall is a moment as the clock on the wall in Brussels has it: a workbook knows
// no zones.
func wall(t time.Time) time.Time {
	t = t.In(workflow.Brussels)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

func (b *workbook) call(c *workflow.Call) error {
	s, err := b.sheet("call", []string{"name", "value"})
	if err != nil {
		return err
	}
	for i, fact := range callFacts(c) {
		if err := s.put([]cell{heading(b.language, "column", callNames[i]), fact}); err != nil {
			return err
		}
	}
	return wrapped(s.out.Flush())
}

// files puts each dossier on all its sheets before the next is read.
func (b *workbook) files(x *app.Extract) error {
	all := append([]sheet{dossiers}, parts...)
	streams := make([]*stream, len(all))
	for i, t := range all {
		var err error
		if streams[i], err = b.sheet(t.name, t.columns); err != nil {
			return err
		}
	}
	for f, err := range x.Files() {
		if err != nil {
			return err
		}
		d := of(x, f)
		for i, t := range all {
			for _, row := range t.rows(d) {
				if err := streams[i].put(row); err != nil {
					return err
				}
			}
		}
	}
	for _, s := range streams {
		if err := s.out.Flush(); err != nil {
			return wrapped(err)
		}
	}
	return nil
}

func (b *workbook) ledger(x *app.Extract) error {
	s, err := b.sheet("ledger", ledger)
	if err != nil {
		return err
	}
	for p, err := range x.Ledger() {
		if err != nil {
			return err
		}
		if err := s.put(posted(&p)); err != nil {
			return err
		}
	}
	return wrapped(s.out.Flush())
}
