package storage

import (
	"encoding/json"

	"tremplin/workflow"
)

// Linked is an event with what makes it a link of its chain: the hash before it,
// and which rows and lines of the ledger it left.
type Linked struct {
	Past

	Prev   string
	Rows   []RowLeft
	Ledger []workflow.Entry
	Broken string // what of it cannot be read
}

// RowLeft is a row as an event left it, without what stands in it.
type RowLeft struct {
	Entity string // of a part, of the dossier itself; or text, file
	ID     string
	State  string
}

// Chain lists the links of a dossier's chain after one, in order, as they are kept:
// one that somebody changed is listed too, also where a column holds what it cannot.
func (tx *Tx) Chain(dossier string, after int64, limit int) ([]Linked, error) {
	rows, err := (&verifier{tx: tx}).rows("SELECT "+eventColumns+" FROM events WHERE dossier_id = ? AND seq > ? ORDER BY seq LIMIT ?", dossier, after, Page{Limit: limit}.limit())
	if err != nil {
		return nil, wrapped("chain", err)
	}
	out := make([]Linked, 0, len(rows))
	for _, r := range rows {
		e, bad := eventOf(r)
		l := e.linked()
		if bad != "" {
			l.Broken = bad
		}
		out = append(out, l)
	}
	return out, nil
}

func (e *eventRow) linked() Linked {
	l := Linked{Past: e.past(), Prev: e.Prev}
	if e.Input != "" && !json.Valid([]byte(e.Input)) {
		l.Broken = "input"
	}
	var rows []rowThen
	var lines []entryThen
	if e.Rows != "" && json.Unmarshal([]byte(e.Rows), &rows) != nil {
		l.Broken = "rows"
	}
	if e.Ledger != "" && json.Unmarshal([]byte(e.Ledger), &lines) != nil {
		l.Broken = "ledger"
	}
	for _, r := range rows {
		l.Rows = append(l.Rows, RowLeft{r.Entity, r.ID, r.State})
	}
	for _, x := range lines {
		l.Ledger = append(l.Ledger, workflow.Entry{Kind: workflow.EntryKind(x.Kind), Amount: workflow.Money(x.Amount)})
	}
	return l
}

// HeadOf is how many events a dossier has, and the hash of the last.
func (tx *Tx) HeadOf(dossier string) (n int64, hash string, err error) {
	err = tx.each(tx.orm.Raw("SELECT seq, hash FROM events WHERE dossier_id = ? ORDER BY seq DESC LIMIT 1", dossier), func(scan func(...any) error) error {
		return scan(&n, &hash)
	})
	return n, hash, wrapped("chain", err)
}
