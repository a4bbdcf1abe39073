package storage

import (
	"bufio"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// Head is the end of a chain: its number of events and the hash of the last.
type Head struct {
	Dossier string `json:"dossier"`
	Version int64  `json:"version"`
	Head    string `json:"head"`
}

// Checkpoint is the heads of all chains at a moment, kept outside: a chain does
// not show its own lost end.
type Checkpoint struct {
	At    time.Time
	heads map[string]Head
}

// Len is how many chains it knows.
func (c *Checkpoint) Len() int { return len(c.heads) }

// A checkpoint file is lines of JSON: a header, the heads, and the signature of
// all lines before it.
type checkpointHeader struct {
	Checkpoint int       `json:"tremplin_checkpoint"` // the format
	At         time.Time `json:"at"`
	Count      int64     `json:"count"`
}

type checkpointSignature struct {
	Signature string `json:"signature"`
}

const (
	checkpointFormat  = 1
	checkpointContext = "tremplin checkpoint 1"
)

const allHeads = "SELECT id, version, head, 0 AS kind FROM houses UNION ALL SELECT id, version, head, 1 FROM calls UNION ALL SELECT id, version, head, 2 FROM submissions"

// Heads gives the head of each chain: the house, calls, submissions, by id.
func (tx *Tx) Heads(each func(Head) error) error {
	err := tx.each(tx.orm.Raw(allHeads+" ORDER BY 4, 1"), func(scan func(...any) error) error {
		var h Head
		var kind int
		if err := scan(&h.Dossier, &h.Version, &h.Head, &kind); err != nil {
			return err
		}
		return each(h)
	})
	return wrapped("heads", err)
}

// WriteCheckpoint writes the heads of all chains, signed.
func (s *Store) WriteCheckpoint(ctx context.Context, w io.Writer, key ed25519.PrivateKey, now time.Time) error {
	sum := sha512.New()
	buf := bufio.NewWriter(w)
	lines := json.NewEncoder(io.MultiWriter(buf, sum))
	err := s.View(ctx, func(tx *Tx) error {
		var n int64
		if err := tx.orm.Raw("SELECT count(*) FROM (" + allHeads + ") AS heads").Scan(&n).Error; err != nil {
			return err
		}
		if err := lines.Encode(checkpointHeader{checkpointFormat, whole(now), n}); err != nil {
			return err
		}
		return tx.Heads(func(h Head) error { return lines.Encode(h) })
	})
	if err != nil {
		return wrapped("checkpoint", err)
	}
	sig, err := key.Sign(nil, sum.Sum(nil), checkpointOptions())
	if err != nil {
		return wrapped("checkpoint", err)
	}
	if err := json.NewEncoder(buf).Encode(checkpointSignature{base64.StdEncoding.EncodeToString(sig)}); err != nil {
		return wrapped("checkpoint", err)
	}
	return wrapped("checkpoint", buf.Flush())
}

func checkpointOptions() *ed25519.Options {
	return &ed25519.Options{Hash: crypto.SHA512, Context: checkpointContext}
}

// ReadCheckpoint reads a checkpoint and checks its signature.
func ReadCheckpoint(r io.Reader, key ed25519.PublicKey) (*Checkpoint, error) {
	c := &Checkpoint{heads: map[string]Head{}}
	sum := sha512.New()
	in := bufio.NewReader(r)
	var header checkpointHeader
	if err := readLine(in, sum, &header); err != nil {
		return nil, wrapped("checkpoint", err)
	}
	if header.Checkpoint != checkpointFormat {
		return nil, fmt.Errorf("storage: checkpoint: format %d, want %d", header.Checkpoint, checkpointFormat)
	}
	c.At = header.At
	for range header.Count {
		var h Head
		if err := readLine(in, sum, &h); err != nil {
			return nil, wrapped("checkpoint", err)
		}
		c.heads[h.Dossier] = h
	}
	var sig checkpointSignature
	if err := readLine(in, nil, &sig); err != nil {
		return nil, wrapped("checkpoint", err)
	}
	raw, err := base64.StdEncoding.DecodeString(sig.Signature)
	if err != nil {
		return nil, wrapped("checkpoint", err)
	}
	if err := ed25519.VerifyWithOptions(key, sum.Sum(nil), raw, checkpointOptions()); err != nil {
		return nil, wrapped("checkpoint", err)
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, errors.New("storage: checkpoint: something follows the signature")
	}
	return c, nil
}

func readLine(in *bufio.Reader, sum hash.Hash, into any) error {
	line, err := in.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("cut off: %w", err)
	}
	if sum != nil {
		_, _ = sum.Write(line)
	}
	return json.Unmarshal(line, into)
}

// anchored compares a chain with the checkpoint: what it knew must be there.
func (v *verifier) anchored(f *chainFold) {
	if v.checkpoint == nil {
		return
	}
	h, ok := v.checkpoint.heads[f.id]
	if !ok || h.Version < 1 {
		return
	}
	v.seen[f.id] = true
	switch {
	case int64(len(f.events)) < h.Version:
		v.find("events", f.id, "%d events, the checkpoint knew %d", len(f.events), h.Version)
	case f.events[h.Version-1].Hash != h.Head:
		v.find("events", f.key(h.Version), "is not the event that the checkpoint knew")
	}
}

// missingChains names chains of the checkpoint that are nowhere.
func (v *verifier) missingChains() {
	if v.checkpoint == nil {
		return
	}
	for id := range v.checkpoint.heads {
		if !v.seen[id] {
			v.find("events", id, "the whole chain is missing")
		}
	}
}
