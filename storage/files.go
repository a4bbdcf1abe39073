package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"tremplin/workflow"
)

// CodeTooLarge refuses a file beyond the limit.
const CodeTooLarge workflow.Code = "too_large"

const (
	chunkSize = 256 << 10
	inMemory  = 1 << 20 // what is larger waits in a temporary file while it comes in
	headSize  = 3 << 10 // enough to tell what kind of file it is
)

// File is what was stored.
type File struct {
	Hash string // SHA-256, hex
	Size int64
	Head []byte // its first bytes
}

// PutFile stores what r gives, once for each content. It is read to its end
// before a transaction begins, so that a slow sender holds up nobody.
func (s *Store) PutFile(ctx context.Context, r io.Reader, limit int64) (File, error) {
	sp, err := spoolFrom(r, limit)
	if err != nil {
		return File{}, err
	}
	defer sp.discard()
	err = s.Update(ctx, Ask{}, func(tx *Tx) error { return tx.putFile(sp) })
	return sp.file, err
}

// Put stores bytes in the transaction that also names them.
func (tx *Tx) Put(b []byte) (File, error) {
	sp := &spool{}
	sum := sha256.Sum256(b)
	sp.bytes.Write(b)
	sp.file = File{Hash: hex.EncodeToString(sum[:]), Size: int64(len(b)), Head: b[:min(headSize, len(b))]}
	return sp.file, tx.putFile(sp)
}

// putFile writes the chunks unless they are there; a file that was erased comes
// back.
func (tx *Tx) putFile(sp *spool) error {
	known, erased := false, false
	err := tx.send([]stmt{{
		sql:  "SELECT erased_by IS NOT NULL FROM files WHERE hash = ?",
		args: []any{sp.file.Hash},
		each: func(scan func(...any) error) error { known = true; return scan(&erased) },
	}})
	if err != nil || known && !erased {
		return err
	}
	first := stmt{sql: "INSERT INTO files (hash, size, chunks) VALUES (?, ?, ?)", args: []any{sp.file.Hash, sp.file.Size, sp.chunks()}}
	if erased {
		first = stmt{sql: "UPDATE files SET erased_by = NULL WHERE hash = ?", args: []any{sp.file.Hash}, must: 1}
	}
	if err := tx.send([]stmt{first}); err != nil {
		return err
	}
	content, err := sp.open()
	if err != nil {
		return wrapped("file", err)
	}
	buf := make([]byte, chunkSize)
	for n := range sp.chunks() {
		size, err := io.ReadFull(content, buf)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return wrapped("file", err)
		}
		if err := tx.send([]stmt{{sql: "INSERT INTO file_chunks (hash, n, bytes) VALUES (?, ?, ?)", args: []any{sp.file.Hash, n, buf[:size]}}}); err != nil {
			return err
		}
	}
	return nil
}

// FileSize is the size of a stored file; false if its bytes are not there.
func (tx *Tx) FileSize(hash string) (size int64, ok bool, err error) {
	err = tx.each(tx.orm.Raw("SELECT size FROM files WHERE hash = ? AND erased_by IS NULL", hash), func(scan func(...any) error) error {
		ok = true
		return scan(&size)
	})
	return size, ok, wrapped("file", err)
}

// OpenFile gives the bytes of a file, chunk by chunk as they are read.
func (s *Store) OpenFile(ctx context.Context, hash string) (io.ReadCloser, int64, error) {
	var rows []struct{ Size, Chunks int64 }
	err := s.read.orm.WithContext(ctx).Raw("SELECT size, chunks FROM files WHERE hash = ? AND erased_by IS NULL", hash).Scan(&rows).Error
	if err != nil {
		return nil, 0, wrapped("file", err)
	}
	if len(rows) == 0 {
		return nil, 0, workflow.NotThere()
	}
	return &fileReader{ctx: ctx, s: s, hash: hash, chunks: rows[0].Chunks}, rows[0].Size, nil
}

type fileReader struct {
	ctx       context.Context //nolint:containedctx // Read has none; the file is read within one request
	s         *Store
	hash      string
	n, chunks int64
	left      []byte
}

func (f *fileReader) Read(p []byte) (int, error) {
	if len(f.left) == 0 {
		if f.n == f.chunks {
			return 0, io.EOF
		}
		row := f.s.read.db.QueryRowContext(f.ctx, f.s.sql("SELECT bytes FROM file_chunks WHERE hash = ? AND n = ?"), f.hash, f.n)
		if err := row.Scan(&f.left); err != nil {
			return 0, fmt.Errorf("storage: file %s, chunk %d: %w", f.hash, f.n, err)
		}
		f.n++
	}
	n := copy(p, f.left)
	f.left = f.left[n:]
	return n, nil
}

func (f *fileReader) Close() error { f.left, f.n = nil, f.chunks; return nil }

// spool holds a file until its hash is known: in memory, or beside it.
type spool struct {
	file  File
	bytes bytes.Buffer
	disk  *os.File
}

func spoolFrom(r io.Reader, limit int64) (*spool, error) {
	sp := &spool{}
	sum := sha256.New()
	in := io.TeeReader(io.LimitReader(r, limit+1), sum)
	n, err := io.CopyN(&sp.bytes, in, inMemory)
	if err == nil { // there is more
		n, err = sp.toDisk(in)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		sp.discard()
		return nil, wrapped("file", err)
	}
	if n > limit {
		sp.discard()
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: CodeTooLarge, Facts: map[string]any{"limit": limit}}
	}
	if sp.disk == nil {
		sp.file.Head = bytes.Clone(sp.bytes.Bytes()[:min(headSize, sp.bytes.Len())])
	}
	sp.file.Hash, sp.file.Size = hex.EncodeToString(sum.Sum(nil)), n
	return sp, nil
}

func (sp *spool) toDisk(in io.Reader) (n int64, err error) {
	if sp.disk, err = os.CreateTemp("", "tremplin-upload-"); err != nil {
		return 0, err
	}
	sp.file.Head = bytes.Clone(sp.bytes.Bytes()[:headSize])
	return io.Copy(sp.disk, io.MultiReader(&sp.bytes, in))
}

// open reads it from its beginning, as often as a transaction is tried.
func (sp *spool) open() (io.Reader, error) {
	if sp.disk == nil {
		return bytes.NewReader(sp.bytes.Bytes()), nil
	}
	_, err := sp.disk.Seek(0, io.SeekStart)
	return sp.disk, err
}

func (sp *spool) chunks() int64 { return (sp.file.Size + chunkSize - 1) / chunkSize }

func (sp *spool) discard() {
	if sp.disk != nil {
		_ = sp.disk.Close()
		_ = os.Remove(sp.disk.Name())
	}
}
