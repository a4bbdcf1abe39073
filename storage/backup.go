package storage

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
)

// A backup is lines of JSON, compressed by gzip, the same for both kinds of
// database: a header; for each table a line with its columns, a line for each
// row, and a line that counts and hashes these; in the end a line that hashes
// all before it. docs/operations.md describes it for who has to read one without
// this program.
const backupFormat = 1

// Backup tells what a backup holds.
type Backup struct {
	Format  int       `json:"tremplin_backup"`
	Schema  int64     `json:"schema"` // number of the last migration
	Program string    `json:"program,omitempty"`
	At      time.Time `json:"at"` // when it was begun: it shows one moment not before
	Tables  int       `json:"tables"`

	Rows int64 `json:"-"`
}

// notInBackups are tables whose rows are of a moment: sessions and links that
// were ended since would hold again, and brakes are of this hour. Tokens, which
// would too, [Restore] ends: a move from one database to another keeps them.
var notInBackups = []string{versions, "sessions", "account_links", "sign_in_brakes"}

// Kinds of columns, which both databases have.
const (
	kindText  = "text"
	kindInt   = "integer"
	kindTime  = "time"
	kindBytes = "bytes"
)

type backupColumn struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

type backupTable struct {
	Table   string         `json:"table"`
	Columns []backupColumn `json:"columns"`
}

type backupTotal struct {
	Table string `json:"table,omitempty"` // "": of all tables
	Rows  int64  `json:"rows"`
	Sum   string `json:"sha256"`
}

// Backup writes all that the database holds at one moment, while others go on.
// Rows are never more than one at a time in memory.
func (s *Store) Backup(ctx context.Context, w io.Writer, program string) (Backup, error) {
	b := Backup{Format: backupFormat, Program: program, At: s.stamp()}
	out := newBackupWriter(w)
	err := s.View(ctx, func(tx *Tx) error {
		err := tx.orm.Raw("SELECT max(version_id) FROM " + versions + " WHERE is_applied").Scan(&b.Schema).Error
		if err != nil {
			return err
		}
		tables, err := tablesToKeep(s.dialect, tx.orm)
		if err != nil {
			return err
		}
		b.Tables = len(tables)
		if err := out.line(b); err != nil {
			return err
		}
		for _, t := range tables {
			if err := out.table(tx, t); err != nil {
				return fmt.Errorf("table %s: %w", t.Table, err)
			}
		}
		return nil
	})
	if err == nil {
		err = out.end()
	}
	b.Rows = out.all
	return b, wrapped("backup", err)
}

// backupWriter hashes what it writes, before it is compressed.
type backupWriter struct {
	zip   *gzip.Writer
	lines *json.Encoder
	buf   *bufio.Writer
	sum   hash.Hash // of everything
	rows  hash.Hash // of the table's rows
	n     int64
	all   int64
}

func newBackupWriter(w io.Writer) *backupWriter {
	// Files are mostly compressed already: a better level takes longer for nothing.
	zip, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // the level is one of its own
	b := &backupWriter{zip: zip, sum: sha256.New(), rows: sha256.New(), buf: bufio.NewWriterSize(zip, 64<<10)}
	b.lines = json.NewEncoder(io.MultiWriter(b.buf, b.sum, onlyRows{b}))
	b.lines.SetEscapeHTML(false)
	return b
}

// onlyRows hashes the lines that are rows.
type onlyRows struct{ b *backupWriter }

func (o onlyRows) Write(line []byte) (int, error) {
	if len(line) > 0 && line[0] == '[' {
		return o.b.rows.Write(line)
	}
	return len(line), nil
}

func (b *backupWriter) line(v any) error { return b.lines.Encode(v) }

func (b *backupWriter) table(tx *Tx, t backupTable) error {
	if err := b.line(t); err != nil {
		return err
	}
	b.rows.Reset()
	b.n = 0
	names := make([]string, len(t.Columns))
	cells, into, row := make([]any, len(names)), make([]any, len(names)), make([]any, len(names))
	for i, c := range t.Columns {
		names[i], into[i] = `"`+c.Name+`"`, &cells[i]
	}
	err := tx.each(tx.orm.Raw("SELECT "+strings.Join(names, ", ")+` FROM "`+t.Table+`"`), func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			var err error
			if row[i], err = written(cells[i], c); err != nil {
				return err
			}
		}
		b.n++
		return b.line(row)
	})
	if err != nil {
		return err
	}
	b.all += b.n
	return b.line(backupTotal{t.Table, b.n, hex.EncodeToString(b.rows.Sum(nil))})
}

func (b *backupWriter) end() error {
	if err := b.line(backupTotal{Rows: b.all, Sum: hex.EncodeToString(b.sum.Sum(nil))}); err != nil {
		return err
	}
	if err := b.buf.Flush(); err != nil {
		return err
	}
	return b.zip.Close()
}

// odd is a text that is no UTF-8, which JSON would change; SQLite holds such.
type odd struct {
	Base64 []byte `json:"base64"`
}

// written is a value as a backup has it. The column's kind decides, not what the
// driver made of the value.
func written(v any, c backupColumn) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil //nolint:nilnil // a value that is none
	case string:
		if c.Kind == kindText {
			return plainOrOdd(x), nil
		}
	case []byte:
		switch c.Kind {
		case kindBytes:
			return x, nil
		case kindText:
			return plainOrOdd(string(x)), nil
		}
	case int64:
		if c.Kind == kindInt {
			return x, nil
		}
	case time.Time:
		if c.Kind == kindTime {
			return x.UTC(), nil
		}
	}
	return nil, fmt.Errorf("column %s holds a %T, which is no %s", c.Name, v, c.Kind)
}

func plainOrOdd(s string) any {
	if utf8.ValidString(s) {
		return s
	}
	return odd{[]byte(s)}
}

// tablesToKeep are the tables with their columns, each after those that its rows
// name.
func tablesToKeep(d dialect, db *gorm.DB) ([]backupTable, error) {
	var names []string
	if err := db.Raw(d.tables()).Scan(&names).Error; err != nil {
		return nil, err
	}
	var needs []struct{ Source, Target string }
	if err := db.Raw(d.references()).Scan(&needs).Error; err != nil {
		return nil, err
	}
	before := map[string][]string{}
	for _, n := range needs {
		before[n.Source] = append(before[n.Source], n.Target)
	}
	var out []backupTable
	for _, name := range neededFirst(names, before) {
		columns, err := columnsToKeep(d, db, name)
		if err != nil {
			return nil, err
		}
		out = append(out, backupTable{name, columns})
	}
	return out, nil
}

func columnsToKeep(d dialect, db *gorm.DB, table string) ([]backupColumn, error) {
	var found []struct{ Name, Kind string }
	if err := db.Raw(d.columns(), table).Scan(&found).Error; err != nil {
		return nil, err
	}
	out := make([]backupColumn, len(found))
	for i, f := range found {
		kind := d.kind(f.Kind)
		if kind == "" {
			return nil, fmt.Errorf("table %s: a backup has no place for column %s, a %s", table, f.Name, f.Kind)
		}
		out[i] = backupColumn{f.Name, kind}
	}
	return out, nil
}
