package storage

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"time"
)

// Why a backup is not restored.
var (
	ErrDamaged = errors.New("the backup is damaged")
	ErrNewer   = errors.New("the backup is of a newer program")
)

// maxLine is more than any row takes: the largest are proposals, and chunks of
// files.
const maxLine = 64 << 20

// ReadBackup reads a backup to its end and checks all of it.
func ReadBackup(r io.Reader) (Backup, error) {
	b, err := readBackup(r, func(in *backupReader, t backupTable) error {
		for {
			row, err := in.row(t)
			if err != nil || row == nil {
				return err
			}
		}
	})
	return b, sayBackup(err)
}

// readBackup gives each table to f, which has to read all of its rows.
func readBackup(r io.Reader, f func(*backupReader, backupTable) error) (Backup, error) {
	in, b, err := newBackupReader(r)
	if err != nil {
		return b, err
	}
	var seen []string
	for range b.Tables {
		var t backupTable
		line, err := in.line()
		if err != nil {
			return b, err
		}
		if err := json.Unmarshal(line, &t); err != nil || t.Table == "" || len(t.Columns) == 0 || slices.Contains(seen, t.Table) {
			return b, damaged("no table begins where one should")
		}
		seen = append(seen, t.Table)
		in.rows.Reset()
		in.n = 0
		if err := f(in, t); err != nil {
			return b, err
		}
	}
	b.Rows = in.all
	return b, in.end()
}

// backupReader reads lines and hashes them.
type backupReader struct {
	in     *bufio.Reader
	sum    hash.Hash
	rows   hash.Hash
	n, all int64
}

func newBackupReader(r io.Reader) (*backupReader, Backup, error) {
	zip, err := gzip.NewReader(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return nil, Backup{}, damaged("it does not begin as one that `tremplin backup` wrote")
	}
	in := &backupReader{in: bufio.NewReaderSize(zip, 64<<10), sum: sha256.New(), rows: sha256.New()}
	line, err := in.line()
	if err != nil {
		return nil, Backup{}, err
	}
	var b Backup
	switch bad := json.Unmarshal(line, &b); {
	case bad != nil || b.Format < 1:
		return nil, b, damaged("it does not begin as one that `tremplin backup` wrote")
	case b.Format > backupFormat:
		return nil, b, newer("format %d, this program reads %d", b.Format, backupFormat)
	}
	want, err := newest()
	if err != nil {
		return nil, b, err
	}
	if b.Schema > want {
		return nil, b, newer("schema %d, this program knows %d", b.Schema, want)
	}
	return in, b, nil
}

// line reads one, with its end. It holds until the next is read.
func (r *backupReader) line() ([]byte, error) {
	line, err := r.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		long := bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(long) < maxLine {
			line, err = r.in.ReadSlice('\n')
			long = append(long, line...)
		}
		line = long
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, damaged("it is cut off after %d rows", r.all)
	case err != nil:
		return nil, damaged("it cannot be unpacked after %d rows", r.all)
	}
	_, _ = r.sum.Write(line)
	return line, nil
}

// row is the next of a table; nil after the last, if their count and hash hold.
func (r *backupReader) row(t backupTable) ([]any, error) {
	line, err := r.line()
	if err != nil {
		return nil, err
	}
	if line[0] != '[' {
		var total backupTotal
		sum := hex.EncodeToString(r.rows.Sum(nil))
		if err := json.Unmarshal(line, &total); err != nil || total.Table != t.Table || total.Rows != r.n || total.Sum != sum {
			return nil, damaged("what table %s holds is not what was written", t.Table)
		}
		return nil, nil
	}
	_, _ = r.rows.Write(line)
	r.n++
	r.all++
	var cells []json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil || len(cells) != len(t.Columns) {
		return nil, damaged("row %d of table %s cannot be read", r.n, t.Table)
	}
	row := make([]any, len(cells))
	for i, c := range t.Columns {
		if row[i], err = read(cells[i], c); err != nil {
			return nil, damaged("row %d of table %s, column %s cannot be read", r.n, t.Table, c.Name)
		}
	}
	return row, nil
}

// end checks the last line, and that nothing follows.
func (r *backupReader) end() error {
	sum := hex.EncodeToString(r.sum.Sum(nil))
	line, err := r.line()
	if err != nil {
		return err
	}
	var total backupTotal
	if err := json.Unmarshal(line, &total); err != nil || total.Table != "" || total.Rows != r.all || total.Sum != sum {
		return damaged("it holds something else than was written")
	}
	if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged("something follows its end")
	}
	return nil
}

// read is a value as the database takes it.
func read(cell json.RawMessage, c backupColumn) (any, error) {
	if string(cell) == "null" {
		return nil, nil //nolint:nilnil // a value that is none
	}
	switch c.Kind {
	case kindText:
		if cell[0] == '{' {
			return into(cell, func(o odd) any { return string(o.Base64) })
		}
		return into(cell, func(s string) any { return s })
	case kindInt:
		return into(cell, func(n int64) any { return n })
	case kindTime:
		return into(cell, func(t time.Time) any { return whole(t) })
	case kindBytes:
		return into(cell, func(b []byte) any { return b })
	default:
		return nil, fmt.Errorf("no kind: %q", c.Kind)
	}
}

func into[T any](cell json.RawMessage, f func(T) any) (any, error) {
	var v T
	err := json.Unmarshal(cell, &v)
	return f(v), err
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

func newer(format string, args ...any) error {
	return fmt.Errorf("%w (%s)", ErrNewer, fmt.Sprintf(format, args...))
}

// sayBackup adds what to do.
func sayBackup(err error) error {
	switch {
	case errors.Is(err, ErrDamaged):
		return fault(err, "%s: take another copy of it, or an older one", err)
	case errors.Is(err, ErrNewer):
		return fault(err, "%s: restore it with that program", err)
	default:
		return err
	}
}
