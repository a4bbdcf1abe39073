package storage

import (
	"context"
	"time"
)

// LetterJob is work ordered for a dossier of a call, and how it stands.
type LetterJob struct {
	Dossier, Kind, State, Error, Unique string
	N                                   int64
}

// JobsIn lists the work of some kinds ordered for the dossiers of a call.
func (s *Store) JobsIn(ctx context.Context, call string, kinds []string) ([]LetterJob, error) {
	var out []LetterJob
	q := s.read.orm.WithContext(ctx).Raw("SELECT dossier_id, kind, state, last_error, coalesce(unique_key, ''), id FROM jobs "+
		"WHERE dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) AND kind IN ? ORDER BY id", call, kinds)
	err := eachRow(q, func(scan func(...any) error) error {
		var j LetterJob
		err := scan(&j.Dossier, &j.Kind, &j.State, &j.Error, &j.Unique, &j.N)
		out = append(out, j)
		return err
	})
	return out, wrapped("jobs", err)
}

// MailsIn counts what became of the messages of some kinds about the dossiers of a
// call, by dossier and state.
func (s *Store) MailsIn(ctx context.Context, call string, kinds []string) (map[string]map[string]int, error) {
	out := map[string]map[string]int{}
	q := s.read.orm.WithContext(ctx).Raw("SELECT dossier_id, state, count(*) FROM mail_log "+
		"WHERE dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) AND kind IN ? GROUP BY dossier_id, state", call, kinds)
	err := eachRow(q, func(scan func(...any) error) error {
		var dossier, state string
		var n int
		err := scan(&dossier, &state, &n)
		if out[dossier] == nil {
			out[dossier] = map[string]int{}
		}
		out[dossier][state] = n
		return err
	})
	return out, wrapped("mails", err)
}

// LettersSent tells when the last letter of a decision went, by dossier of a call;
// UTC.
func (s *Store) LettersSent(ctx context.Context, call string) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	q := s.read.orm.WithContext(ctx).Raw("SELECT dossier_id, at FROM events "+
		"WHERE dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) AND entity = 'submission' AND action = 'notify' ORDER BY dossier_id, seq", call)
	err := eachRow(q, func(scan func(...any) error) error {
		var dossier string
		var at time.Time
		err := scan(&dossier, &at)
		out[dossier] = at.UTC()
		return err
	})
	return out, wrapped("letters", err)
}
