package storage

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
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
	days, err := tx.days(see, w)
	if err != nil {
		return nil, err
	}
	all = append(all, days...)
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

// days lists what falls due on a day: final reports, and parts.
func (tx *Tx) days(see workflow.Sight, w Span) ([]Dated, error) {
	q := w.days(see)
	var out []Dated
	err := tx.each(tx.orm.Raw(q.sql, q.args...), func(scan func(...any) error) error {
		var d Dated
		var on string
		if err := scan(&d.What, &on, &d.Dossier, &d.Part); err != nil {
			return err
		}
		d.At = workflow.Date(on).Start()
		out = append(out, d)
		return nil
	})
	return out, wrapped("dated", err)
}

// days is one statement for them all, each kind in its order.
func (w Span) days(see workflow.Sight) condition {
	seen, from := maySeeSubmission(see), "parts, submissions"
	if w.Call != "" {
		seen = allOf(condition{"submissions.call_id = ?", []any{w.Call}}, seen)
		from = "submissions CROSS JOIN parts" // in this order: the days of all other calls are many
	}
	all := []condition{w.day(DatedReport, "submissions", "submissions.report_due", "submissions.id", "''", seen)}
	for _, e := range slices.Sorted(maps.Keys(w.Parts)) {
		of := condition{sql: "parts.dossier_id = submissions.id AND parts.entity = '" + string(e) + "' AND parts.state IN " + literals(w.Parts[e])}
		all = append(all, w.day(string(e), from, "parts.due_on", "parts.dossier_id", "parts.id", of, seen))
	}
	var each []string
	var args []any
	for i, c := range all {
		each = append(each, "SELECT * FROM ("+c.sql+") d"+strconv.Itoa(i))
		args = append(args, c.args...)
	}
	return condition{strings.Join(each, " UNION ALL "), args}
}

// day finds what falls due on the day that a column names.
func (w Span) day(what, from, day, id, part string, where ...condition) condition {
	where = append(where, condition{sql: day + " <> ''"})
	if !w.From.IsZero() {
		where = append(where, condition{day + " >= ?", []any{string(workflow.DateOf(w.From))}})
	}
	if !w.To.IsZero() {
		where = append(where, condition{day + " < ?", []any{string(workflow.DateOf(w.To))}})
	}
	if at := w.After.At; !at.IsZero() {
		on := string(workflow.DateOf(at))
		where = append(where, condition{day + " > ? OR " + day + " = ? AND " + id + " >= ?", []any{on, on, w.After.Dossier}})
	}
	c := allOf(where...)
	return condition{
		"SELECT '" + what + "' AS what, " + day + " AS due, " + id + " AS dossier, " + part + " AS part FROM " + from + " WHERE " + c.sql + " ORDER BY 2, 3 LIMIT " + strconv.Itoa(w.Limit),
		c.args,
	}
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
	q := tx.orm.Raw("SELECT p.person, p.state, count(*) FROM parts p WHERE p."+isSheet+" AND p.dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) GROUP BY 1, 2", call)
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
