package storage

import (
	"context"
	"maps"
	"slices"
	"time"

	"tremplin/workflow"
)

// Scanned is what the scanner said of the bytes of a file.
type Scanned struct {
	Hash      string
	State     string // clean, infected
	Signature string // the name of what was found
	At        time.Time
}

// What a scanner says.
const (
	ScanClean    = "clean"
	ScanInfected = "infected"
)

// LogScan writes down what the scanner said; of the same bytes, the last word
// counts.
func (tx *Tx) LogScan(s Scanned) {
	tx.out = append(tx.out, stmt{
		sql: `INSERT INTO scans (hash, state, signature, at) VALUES (?, ?, ?, ?)
ON CONFLICT (hash) DO UPDATE SET state = excluded.state, signature = excluded.signature, at = excluded.at`,
		args: []any{s.Hash, s.State, clip(s.Signature), whole(s.At)},
	})
}

// Scans is what the scanner said of bytes, by their hash; what it has not looked
// at is left out.
func (tx *Tx) Scans(hashes []string) (map[string]Scanned, error) {
	out := make(map[string]Scanned, len(hashes))
	if len(hashes) == 0 {
		return out, nil
	}
	err := tx.each(tx.orm.Raw("SELECT hash, state, signature, at FROM scans WHERE hash IN ?", hashes), func(scan func(...any) error) error {
		var s Scanned
		err := scan(&s.Hash, &s.State, &s.Signature, &s.At)
		s.At = s.At.UTC()
		out[s.Hash] = s
		return err
	})
	return out, wrapped("scans", err)
}

// Infected are the attached files of dossiers in which a virus was found: by
// dossier, their names by id.
func (tx *Tx) Infected(dossiers ...*workflow.Submission) (map[string]map[string]string, error) {
	out, hashes := map[string]map[string]string{}, map[string]bool{}
	for _, s := range dossiers {
		for _, f := range s.Files {
			if f.State() == "attached" {
				hashes[f.Hash] = true
			}
		}
	}
	said, err := tx.Scans(slices.Collect(maps.Keys(hashes)))
	if err != nil {
		return nil, err
	}
	var bad []*workflow.File
	var refs []string
	for _, s := range dossiers {
		for _, f := range s.Files {
			if f.State() == "attached" && said[f.Hash].State == ScanInfected {
				bad, refs = append(bad, f), append(refs, f.Name.Ref)
			}
		}
	}
	names, err := tx.Texts(refs)
	for _, f := range bad {
		of := f.Ref().Dossier
		if out[of] == nil {
			out[of] = map[string]string{}
		}
		out[of][f.Ref().ID] = names[f.Name.Ref]
	}
	return out, err
}

// Attached lists files that are attached, after one (zero: from the first), by
// dossier.
func (tx *Tx) Attached(after workflow.Ref, limit int) ([]*workflow.File, error) {
	var out []*workflow.File
	err := tx.each(tx.orm.Raw(`SELECT dossier_id, id, state, body FROM parts
WHERE entity = 'file' AND state = 'attached' AND (dossier_id > ? OR dossier_id = ? AND id > ?) ORDER BY dossier_id, id LIMIT ?`,
		after.Dossier, after.Dossier, after.ID, Page{Limit: limit}.limit()), func(scan func(...any) error) error {
		ref, f := workflow.Ref{Entity: workflow.EntityFile}, &workflow.File{}
		var state, body string
		if err := scan(&ref.Dossier, &ref.ID, &state, &body); err != nil {
			return err
		}
		out = append(out, f)
		return revive(f, ref, state, body)
	})
	return out, wrapped("files", err)
}

// ClaimScans is Claim for files to be scanned.
func (s *Store) ClaimScans(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Job, error) {
	return s.claim(ctx, laneScans, now, n, lease)
}

// NextScan is NextJob for files to be scanned.
func (s *Store) NextScan(ctx context.Context) (time.Time, bool, error) { return s.next(ctx, laneScans) }
