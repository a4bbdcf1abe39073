package storage

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"tremplin/workflow"
)

// Dated is something that falls due, in a dossier or in a part of one.
type Dated struct {
	At      time.Time // the moment; of a day its beginning in Brussels
	Dossier string
	What    string // [DatedClock], [DatedReport], or the entity of the part
	Part    string // its id
}

// What falls due beside parts.
const (
	DatedClock  = "clock"  // the clock looks at the dossier
	DatedReport = "report" // the final report is out
)

// Compare orders what falls due: by moment, then by dossier.
func (d Dated) Compare(o Dated) int {
	return cmp.Or(d.At.Compare(o.At), cmp.Compare(d.Dossier, o.Dossier), cmp.Compare(d.What, o.What), cmp.Compare(d.Part, o.Part))
}

// Span narrows what falls due. What is zero does not.
type Span struct {
	From, To time.Time // To itself is excluded
	Call     string
	After    Dated                                // the last one of the page before
	Parts    map[workflow.Entity][]workflow.State // parts whose days are kept, and where they then stand
	Limit    int

	Unclocked bool // without what the clock does
}

// Has tells whether something falls due within.
func (w Span) Has(d Dated) bool {
	return (w.From.IsZero() || !d.At.Before(w.From)) && (w.To.IsZero() || d.At.Before(w.To)) && (w.After.At.IsZero() || d.Compare(w.After) > 0)
}

// Dated lists what falls due in the dossiers that may be seen, by its moment.
func (tx *Tx) Dated(see workflow.Sight, w Span) ([]Dated, error) {
	var all []Dated
	var err error
	if !w.Unclocked {
		if all, err = tx.clocked(see, w); err != nil {
			return nil, err
		}
	}
	days := func(what string, q *gorm.DB, day, id string) error {
		found, err := tx.datedBy(what, w, q, day, id)
		all = append(all, found...)
		return err
	}
	seen := func(q *gorm.DB) *gorm.DB {
		if w.Call != "" {
			q = q.Where("submissions.call_id = ?", w.Call)
		}
		return q.Scopes(visibleSubmissions(see))
	}
	err = days(DatedReport, seen(tx.orm.Table("submissions").Select("submissions.report_due, submissions.id, ''")).Where("submissions.report_due <> ''"), "submissions.report_due", "submissions.id")
	for _, e := range slices.Sorted(maps.Keys(w.Parts)) {
		if err != nil {
			return nil, err
		}
		q := tx.orm.Table("parts").Joins( //nolint:forbidigo // a join of its own writing, not an association
			"JOIN submissions ON submissions.id = parts.dossier_id").Select("parts.due_on, parts.dossier_id, parts.id").
			Where("parts.entity = ? AND parts.state IN ? AND parts.due_on <> ''", string(e), words(w.Parts[e]))
		err = days(string(e), seen(q), "parts.due_on", "parts.dossier_id")
	}
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d Dated) bool { return !w.Has(d) })
	slices.SortFunc(all, Dated.Compare)
	return all[:min(len(all), w.Limit)], nil
}

// clocked is where the clock acts: in calls, and in their dossiers. A dossier's
// moment is the end of a last day: it is told as that day.
func (tx *Tx) clocked(see workflow.Sight, w Span) ([]Dated, error) {
	calls := tx.orm.Table("calls").Select("calls.due_at, calls.id").Scopes(visibleCalls(see))
	files := tx.orm.Table("submissions").Select("submissions.due_at, submissions.id").Scopes(visibleSubmissions(see))
	if w.Call != "" {
		calls, files = calls.Where("calls.id = ?", w.Call), files.Where("submissions.call_id = ?", w.Call)
	}
	out, err := tx.clockedIn("calls", calls, w, 0)
	if err != nil {
		return nil, err
	}
	more, err := tx.clockedIn("submissions", files, w, time.Microsecond)
	return append(out, more...), err
}

func (tx *Tx) clockedIn(table string, q *gorm.DB, w Span, before time.Duration) ([]Dated, error) {
	due := table + ".due_at"
	q = q.Where(due + " IS NOT NULL").Order(due + ", " + table + ".id").Limit(w.Limit)
	if !w.From.IsZero() {
		q = q.Where(due+" >= ?", whole(w.From.Add(before)))
	}
	if !w.To.IsZero() {
		q = q.Where(due+" < ?", whole(w.To.Add(before)))
	}
	if at := w.After.At; !at.IsZero() {
		at = whole(at.Add(before))
		q = q.Where("("+due+" > ? OR "+due+" = ? AND "+table+".id > ?)", at, at, w.After.Dossier)
	}
	var out []Dated
	err := tx.each(q, func(scan func(...any) error) error {
		d := Dated{What: DatedClock}
		err := scan(&d.At, &d.Dossier)
		d.At = d.At.UTC().Add(-before)
		out = append(out, d)
		return err
	})
	return out, wrapped("clocked", err)
}

// datedBy is what falls due on a day that a column names.
func (tx *Tx) datedBy(what string, w Span, q *gorm.DB, day, id string) ([]Dated, error) {
	if !w.From.IsZero() {
		q = q.Where(day+" >= ?", string(workflow.DateOf(w.From)))
	}
	if !w.To.IsZero() {
		q = q.Where(day+" < ?", string(workflow.DateOf(w.To)))
	}
	if at := w.After.At; !at.IsZero() {
		on := string(workflow.DateOf(at))
		q = q.Where("("+day+" > ? OR "+day+" = ? AND "+id+" >= ?)", on, on, w.After.Dossier)
	}
	var out []Dated
	err := tx.each(q.Order(day+", "+id).Limit(w.Limit), func(scan func(...any) error) error {
		d, on := Dated{What: what}, ""
		if err := scan(&on, &d.Dossier, &d.Part); err != nil {
			return err
		}
		d.At = workflow.Date(on).Start()
		out = append(out, d)
		return nil
	})
	return out, wrapped("dated", err)
}

// SignedIn is how much of what a call has committed is signed, in cents.
func (tx *Tx) SignedIn(call string) (workflow.Money, error) {
	var sum int64
	err := tx.each(tx.orm.Raw("SELECT CAST(COALESCE(SUM(CASE WHEN signed < committed THEN signed ELSE committed END), 0) AS BIGINT) FROM submissions WHERE call_id = ? AND signed > 0", call),
		func(scan func(...any) error) error { return scan(&sum) })
	return workflow.Money(sum), wrapped("signed", err)
}

// SheetsIn counts the sheets of a call, by the member and by where they stand.
func (tx *Tx) SheetsIn(call string) (map[string]map[workflow.State]int, error) {
	out := map[string]map[workflow.State]int{}
	q := tx.orm.Raw("SELECT p.person, p.state, count(*) FROM parts p WHERE p.entity = ? AND p.dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) GROUP BY 1, 2", string(workflow.EntitySheet), call)
	err := tx.each(q, func(scan func(...any) error) error {
		var person, state string
		var n int
		err := scan(&person, &state, &n)
		if out[person] == nil {
			out[person] = map[workflow.State]int{}
		}
		out[person][workflow.State(state)] = n
		return err
	})
	return out, wrapped("sheets", err)
}

// In lists the dossiers of calls, of one if it is named, that stand in a state
// and may be seen, with all their parts.
func (tx *Tx) In(see workflow.Sight, call string, state workflow.State, limit int) ([]*Found[*workflow.Submission], error) {
	q := asListed(tx.orm.Table("submissions")).Where("submissions.state = ?", string(state)).Scopes(visibleSubmissions(see)).Limit(limit)
	if call != "" {
		q = q.Where("submissions.call_id = ?", call)
	}
	var ids []string
	if err := q.Pluck("submissions.id", &ids).Error; err != nil {
		return nil, wrapped("standing", err)
	}
	return tx.submissions(ids)
}

// Dossiers are calls and submissions by their ids, as far as they may be seen.
func (tx *Tx) Dossiers(see workflow.Sight, calls, files []string) (map[string]*Found[*workflow.Call], map[string]*Found[*workflow.Submission], error) {
	var may []string
	if len(files) > 0 {
		if err := tx.orm.Table("submissions").Where("submissions.id IN ?", files).Scopes(visibleSubmissions(see)).Pluck("submissions.id", &may).Error; err != nil {
			return nil, nil, wrapped("dossiers", err)
		}
	}
	found, err := tx.submissions(may)
	if err != nil {
		return nil, nil, err
	}
	of := map[string]*Found[*workflow.Submission]{}
	for _, f := range found {
		of[f.Dossier.Ref().Dossier] = f
		if !slices.Contains(calls, f.Dossier.CallID) {
			calls = append(calls, f.Dossier.CallID)
		}
	}
	known, err := tx.calls(calls)
	by := map[string]*Found[*workflow.Call]{}
	for _, c := range known {
		if see.Call(c.Dossier) {
			by[c.Dossier.Ref().Dossier] = c
		}
	}
	return by, of, err
}
