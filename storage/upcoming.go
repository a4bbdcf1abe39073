package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// Upcoming is a dossier with a date ahead that somebody has to keep.
type Upcoming struct {
	Dossier string
	What    string // draft, signing, report
	On      string // the date, as the database keeps it: another one is another reminder
}

// What lies ahead.
const (
	AheadDraft   = "draft"   // the call closes, and it is not submitted
	AheadSigning = "signing" // the award lapses, and it is not signed by all
	AheadReport  = "report"  // the final report falls due
)

// Upcoming lists dossiers that may have to be submitted, signed or reported on
// within so many days. It knows no states: whether they still have to, who
// reminds finds out.
func (s *Store) Upcoming(ctx context.Context, now time.Time, draft, signing, report int) ([]Upcoming, error) {
	today := workflow.DateOf(now)
	var out []Upcoming
	for _, q := range []struct {
		what, sql string
		args      []any
	}{
		{
			AheadDraft, `SELECT s.id, c.closes_at FROM submissions s JOIN calls c ON c.id = s.call_id
WHERE s.submitted_at IS NULL AND c.closes_at > ? AND c.closes_at <= ? ORDER BY s.id`,
			[]any{whole(now), whole(now.AddDate(0, 0, draft))},
		},
		{
			AheadSigning, "SELECT id, due_at FROM submissions WHERE awarded > 0 AND signed = 0 AND letter_on <> '' AND due_at > ? AND due_at <= ? ORDER BY id",
			[]any{whole(now), whole(now.AddDate(0, 0, signing))},
		},
		{
			AheadReport, "SELECT id, report_due FROM submissions WHERE report_due >= ? AND report_due <= ? ORDER BY id",
			[]any{string(today), string(today.Plus(0, report))},
		},
	} {
		err := eachRow(s.read.orm.WithContext(ctx).Raw(q.sql, q.args...), func(scan func(...any) error) error {
			u := Upcoming{What: q.what}
			if q.what == AheadReport {
				err := scan(&u.Dossier, &u.On)
				out = append(out, u)
				return err
			}
			var at time.Time
			err := scan(&u.Dossier, &at)
			u.On = string(workflow.DateOf(at))
			out = append(out, u)
			return err
		})
		if err != nil {
			return nil, wrapped("upcoming", err)
		}
	}
	return out, nil
}
