package storage

import (
	"context"
	"time"
)

// OrderedAt is when work about a dossier was ordered under its unique key; zero if
// it never was.
func (s *Store) OrderedAt(ctx context.Context, dossier, unique string) (time.Time, error) {
	var at time.Time
	q := s.read.orm.WithContext(ctx).Raw("SELECT created_at FROM jobs WHERE dossier_id = ? AND unique_key = ? ORDER BY id LIMIT 1", dossier, unique)
	err := eachRow(q, func(scan func(...any) error) error {
		err := scan(&at)
		at = at.UTC()
		return err
	})
	return at, wrapped("jobs", err)
}
