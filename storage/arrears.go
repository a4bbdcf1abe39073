package storage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tremplin/workflow"
)

// What a SISP owes on projects signed earlier holds back its payments (PROCESS.md,
// invariant 5). By a merger the debts of what was absorbed are its heir's: all that
// have one heir are one SISP here.

// arrearsOf are projects of the same SISP, signed earlier, with when their report
// and their repayment are due.
const arrearsOf = `SELECT s.id, s.signed_at, s.report_due, coalesce((SELECT min(p.due_on) FROM parts p
WHERE p.dossier_id = s.id AND p.entity = 'recovery' AND p.state = '` + demanded + `'), ''), me.id
FROM submissions me JOIN submissions s ON s.signed_at < me.signed_at AND `

// ofSame and ofMerged say when two dossiers are of the same SISP: by name, and
// among those that a merger has made one.
const ofSame = "s.sisp = me.sisp"

func ofMerged(sisps []string) condition {
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(sisps)), ", ")
	c := condition{sql: "s.sisp <> me.sisp AND s.sisp IN (" + marks + ") AND me.sisp IN (" + marks + ")"}
	for range 2 {
		for _, x := range sisps {
			c.args = append(c.args, x)
		}
	}
	return c
}

// readArrears finds what of these is past its date.
func readArrears(r *reading, ask Ask, same condition) stmt {
	return stmt{
		sql:  arrearsOf + same.sql + " WHERE me.id = ? ORDER BY s.signed_at, s.id",
		args: append(slices.Clone(same.args), ask.Submission),
		each: func(scan func(...any) error) error {
			_, found, err := scanArrears(scan, workflow.DateOf(ask.Now))
			r.arrears = append(r.arrears, found...)
			return err
		},
	}
}

// holdArrears adds what those owe that a merger has made one with the dossier's
// SISP. It is known only once the house is read.
func (tx *Tx) holdArrears(ask Ask) error {
	h, _ := tx.read.house.dossier.(*workflow.House)
	if h == nil || tx.read.file == nil || !ask.Exclusive || ask.House || ask.Submission == "" {
		return nil
	}
	mine := tx.read.file.submission().Sisp
	for _, sisps := range h.Merged() {
		if !slices.Contains(sisps, mine) {
			continue
		}
		if err := tx.send([]stmt{readArrears(tx.read, ask, ofMerged(sisps))}); err != nil {
			return err
		}
		inTheirOrder(tx.read.arrears)
	}
	return nil
}

// arrears are the same of many dossiers at once.
func (tx *Tx) arrears(b *Beside, dossiers []string, today workflow.Date) error {
	h, err := tx.House()
	if err != nil {
		return err
	}
	same := []condition{{sql: ofSame}}
	for _, sisps := range h.Merged() {
		same = append(same, ofMerged(sisps))
	}
	for _, c := range same {
		q := tx.orm.Raw(arrearsOf+c.sql+" WHERE me.id IN ? ORDER BY me.id, s.signed_at, s.id", append(c.args, dossiers)...)
		err := tx.each(q, func(scan func(...any) error) error {
			me, found, err := scanArrears(scan, today)
			b.Arrears[me] = append(b.Arrears[me], found...)
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, all := range b.Arrears {
		inTheirOrder(all)
	}
	return nil
}

// inTheirOrder sorts arrears by when their projects were signed.
func inTheirOrder(all []workflow.Arrear) {
	slices.SortStableFunc(all, func(x, y workflow.Arrear) int {
		return cmp.Or(x.Signed.Compare(y.Signed), strings.Compare(x.Submission, y.Submission))
	})
}

func scanArrears(scan func(...any) error, today workflow.Date) (me string, out []workflow.Arrear, err error) {
	var id, report, repayment string
	var signed time.Time
	if err := scan(&id, &signed, &report, &repayment, &me); err != nil {
		return "", nil, err
	}
	for _, owes := range []struct{ what, since string }{{"report", report}, {"repayment", repayment}} {
		if since := workflow.Date(owes.since); since != "" && since < today {
			out = append(out, workflow.Arrear{Submission: id, Signed: signed.UTC(), Owes: owes.what, Since: since})
		}
	}
	return me, out, nil
}
