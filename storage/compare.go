package storage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tremplin/workflow"
)

var partAll = append([]string{"dossier_id", "entity", "id", "n", "state", "body"}, partFacts...)

// ownColumns are those of a dossier's own row, its id first.
func ownColumns(e workflow.Entity) []string {
	base := []string{"id", "version", "head", "state", "body", "due_at"}
	switch e {
	case workflow.EntityCall:
		return append(append(base, callColumns...), sumColumns...)
	case workflow.EntitySubmission:
		return append(base, submissionColumns...)
	default:
		return base
	}
}

// ownRow compares a dossier's row with what its events say.
func (v *verifier) ownRow(f *chainFold, rows [][]any) {
	table := tableOf(f.entity)
	switch {
	case len(rows) > 1:
		v.find(table, f.id, "is there %d times", len(rows))
	case f.dossier == nil && len(rows) > 0:
		v.find(table, f.id, "no event made it")
		return
	case f.dossier == nil:
		if len(f.events) > 0 {
			v.find("events", f.id, "they do not say what the dossier is")
		}
		return
	case len(rows) == 0:
		v.find(table, f.id, "is missing")
		return
	}
	version, head := f.head()
	want := []any{f.id, version, head, f.own.State, string(f.own.Body), dueOf(f.due)}
	switch x := f.dossier.(type) {
	case *workflow.Call:
		want = append(want, callValues(x)...) // the sums are the ledger's
	case *workflow.Submission:
		want = append(want, submissionValues(x, v.call.call)...)
	}
	for _, r := range rows {
		v.compare(table, f.id, ownColumns(f.entity), r, want)
	}
}

func dueOf(s string) any {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return nil
	}
	return t
}

// partRows compares the parts of a dossier with what its events say.
func (v *verifier) partRows(f *chainFold, rows [][]any) {
	there := map[string]bool{}
	for _, r := range rows {
		id := fmt.Sprintf("%v/%v", r[1], r[2])
		key := f.id + "/" + id
		p := f.parts[id]
		switch {
		case p == nil:
			v.find("parts", key, "no event made it")
			continue
		case there[id]:
			v.find("parts", key, "is there twice")
		}
		there[id] = true
		want := []any{f.id, p.Entity, p.ID, p.N, p.State, string(p.Body)}
		if p.subject != nil {
			want = append(want, partValues(p.subject)...)
		}
		v.compare("parts", key, partAll, r, want)
	}
	for id := range f.parts {
		if !there[id] {
			v.find("parts", f.id+"/"+id, "is missing")
		}
	}
}

// compare names each column that differs.
func (v *verifier) compare(table, key string, columns []string, got, want []any) {
	for i, w := range want {
		if g, w := shown(got[i]), shown(w); g != w {
			v.find(table, key, "%s is %s, the events say %s", columns[i], brief(g), brief(w))
		}
	}
}

// shown is a value of a column as both databases give it.
func shown(x any) string {
	switch x := x.(type) {
	case nil:
		return "null"
	case int64:
		return strconv.FormatInt(x, 10)
	case string:
		return strconv.Quote(x)
	case []byte:
		return strconv.Quote(string(x))
	case time.Time:
		return instant(x)
	default:
		return fmt.Sprintf("%T %v", x, x)
	}
}

func brief(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// table reads whole rows of dossiers, by the dossier's id, their first column.
func (v *verifier) table(name string, columns []string, by string, ids []string) (map[string][][]any, error) {
	rows, err := v.rows("SELECT "+strings.Join(columns, ", ")+" FROM "+name+" WHERE "+by+" IN ?", ids)
	out := map[string][][]any{}
	for _, r := range rows {
		id := fmt.Sprint(r[0])
		out[id] = append(out[id], r)
	}
	return out, err
}

// rows reads values as the database has them.
func (v *verifier) rows(q string, args ...any) ([][]any, error) {
	rows, err := v.tx.orm.Raw(q, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out [][]any
	for rows.Next() {
		r := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range r {
			into[i] = &r[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return slices.Clip(out), rows.Err()
}
