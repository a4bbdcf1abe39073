package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// Upcoming is a dossier with a date ahead that somebody has to keep.
type Upcoming struct {
	Dossier string
	What    string // draft, signing, report, deliverable, late
	Part    string // id of the deliverable
	On      string // the date, as the database keeps it: another one is another reminder
}

// What lies ahead.
const (
	AheadDraft   = "draft"   // the call closes, and it is not submitted
	AheadSigning = "signing" // the award lapses, and it is not signed by all
	AheadReport  = "report"  // the final report falls due

	AheadDeliverable = "deliverable" // one falls due
	LateDeliverable  = "late"        // one fell due not long ago
)

// Ahead is how many days before a date it is listed. What is late is listed as
// long after.
type Ahead struct{ Draft, Signing, Report, Deliverable int }

// Upcoming lists dossiers that may have to be submitted, signed or reported on
// within so many days, or whose deliverables may be due. It knows no states:
// whether they still have to, who reminds finds out.
func (s *Store) Upcoming(ctx context.Context, now time.Time, days Ahead) ([]Upcoming, error) {
	today := workflow.DateOf(now)
	var out []Upcoming
	for _, q := range []struct {
		what, sql string
		args      []any
	}{
		{
			AheadDraft, `SELECT s.id, c.closes_at FROM submissions s JOIN calls c ON c.id = s.call_id
WHERE s.submitted_at IS NULL AND c.closes_at > ? AND c.closes_at <= ? ORDER BY s.id`,
			[]any{whole(now), whole(now.AddDate(0, 0, days.Draft))},
		},
		{
			AheadSigning, "SELECT id, due_at FROM submissions WHERE awarded > 0 AND signed = 0 AND letter_on <> '' AND due_at > ? AND due_at <= ? ORDER BY id",
			[]any{whole(now), whole(now.AddDate(0, 0, days.Signing))},
		},
		{
			AheadReport, "SELECT id, '', report_due FROM submissions WHERE report_due >= ? AND report_due <= ? ORDER BY id",
			[]any{string(today), string(today.Plus(0, days.Report))},
		},
		{
			AheadDeliverable, "SELECT dossier_id, id, due_on FROM parts WHERE entity = 'deliverable' AND due_on >= ? AND due_on <= ? ORDER BY dossier_id, id",
			[]any{string(today), string(today.Plus(0, days.Deliverable))},
		},
		{
			LateDeliverable, "SELECT dossier_id, id, due_on FROM parts WHERE entity = 'deliverable' AND due_on >= ? AND due_on < ? ORDER BY dossier_id, id",
			[]any{string(today.Plus(0, -days.Deliverable)), string(today)},
		},
	} {
		err := eachRow(s.read.orm.WithContext(ctx).Raw(q.sql, q.args...), func(scan func(...any) error) error {
			u := Upcoming{What: q.what}
			var err error
			if q.what == AheadDraft || q.what == AheadSigning {
				var at time.Time
				err = scan(&u.Dossier, &at)
				u.On = string(workflow.DateOf(at))
			} else {
				err = scan(&u.Dossier, &u.Part, &u.On)
			}
			out = append(out, u)
			return err
		})
		if err != nil {
			return nil, wrapped("upcoming", err)
		}
	}
	return out, nil
}
