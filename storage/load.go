package storage

import (
	"errors"
	"slices"
	"time"

	"tremplin/workflow"
)

// reading is what a transaction has read of what it is about.
type reading struct {
	house, call, file *held
	all               []*held
	past              []workflow.Happened
	counts            map[workflow.State]int
	reserve           []workflow.Placed
	arrears           []workflow.Arrear

	rows loading
}

// loading is the rows from which a reading is made.
type loading struct {
	house, call, file *dossierRow
	houseParts        []partRow
	callParts         []partRow
	fileParts         []partRow
	all               []*dossierRow
	allParts          []partRow
}

// load reads, in one go behind first, all that the ask names. Bodies of the
// house and of the call are fetched only if another than the cached event is
// their last.
func (tx *Tx) load(ask Ask, first []stmt) error {
	r := &reading{}
	tx.read = r
	stmts := append(first, headOfHouse(&r.rows))
	if !ask.House && ask.Call != "" {
		stmts = append(stmts, headOfCall(&r.rows, ask.Call))
	}
	if ask.Submission != "" {
		stmts = append(stmts, readFile(&r.rows, ask)...)
		stmts = append(stmts, readReserve(r, ask))
	}
	if ask.All {
		stmts = append(stmts, readAll(&r.rows, ask)...)
	}
	if ask.Past {
		stmts = append(stmts, readPast(r, ask))
	}
	if ask.Exclusive && !ask.House {
		if !ask.Uncounted {
			stmts = append(stmts, readCounts(r, ask))
		}
		if ask.Submission != "" {
			stmts = append(stmts, readArrears(r, ask, condition{sql: ofSame}))
		}
	}
	if err := tx.send(stmts); err != nil {
		return err
	}
	return tx.hold(ask)
}

// hold makes dossiers of the rows, fetching the bodies that no cache has.
func (tx *Tx) hold(ask Ask) error {
	r, c := tx.read, tx.s.cache
	var missing []stmt
	if row := r.rows.house; row != nil {
		if r.house = c.at(row.id, row.head); r.house == nil {
			missing = append(missing, bodyOf("houses", row), partsOf(&r.rows.houseParts, row.id), headAgain("houses", row))
		}
	} else {
		r.house = emptyHouse()
	}
	if row := r.rows.call; row != nil {
		if r.call = c.at(row.id, row.head); r.call == nil {
			missing = append(missing, bodyOf("calls", row), partsOf(&r.rows.callParts, row.id), headAgain("calls", row))
		}
	}
	if len(missing) > 0 {
		if err := tx.send(missing); err != nil {
			return err
		}
	}
	if err := errors.Join(r.holdShared(c), r.holdFiles(ask)); err != nil {
		return err
	}
	return tx.holdArrears(ask)
}

// holdShared makes and caches the house and the call.
func (r *reading) holdShared(c *cache) (err error) {
	if r.house == nil {
		if r.house, err = hold(workflow.EntityHouse, r.rows.house, r.rows.houseParts); err != nil {
			return err
		}
		c.keep(workflow.HouseID, r.house)
	}
	row := r.rows.call
	if row == nil {
		return nil
	}
	if r.call == nil {
		if r.call, err = hold(workflow.EntityCall, row, r.rows.callParts); err != nil {
			return err
		}
		c.keep(row.id, r.call)
	}
	now := *r.call
	now.sums, now.due = row.sums, row.due // not part of the chain's last event
	r.call = &now
	return nil
}

// holdFiles makes the dossier acted in and, where they were asked for, all
// others of the call; it is one of them.
func (r *reading) holdFiles(ask Ask) error {
	if !ask.All {
		if r.rows.file == nil {
			return nil
		}
		var err error
		r.file, err = hold(workflow.EntitySubmission, r.rows.file, r.rows.fileParts)
		return err
	}
	parts := r.rows.allParts
	for _, row := range r.rows.all {
		n := slices.IndexFunc(parts, func(p partRow) bool { return p.dossier != row.id })
		var mine []partRow
		if len(parts) > 0 && parts[0].dossier == row.id {
			if n < 0 {
				n = len(parts)
			}
			mine, parts = parts[:n], parts[n:]
		}
		h, err := hold(workflow.EntitySubmission, row, mine)
		if err != nil {
			return err
		}
		r.all = append(r.all, h)
		if row.id == ask.Submission {
			r.file = h
		}
	}
	return nil
}

// Case is what a decision looks at: the house, the call, the dossier, and what
// else was asked for. Who acts on what, by which chance and as what new id is
// the caller's to fill in.
func (tx *Tx) Case() (*workflow.Case, error) {
	r := tx.read
	if r == nil {
		return nil, errors.New("storage: case: the transaction asked for none")
	}
	c := &workflow.Case{
		Now: whole(tx.ask.Now), Today: workflow.DateOf(tx.ask.Now),
		Past: r.past, Counts: r.counts, Reserve: r.reserve, Arrears: r.arrears,
	}
	c.House, _ = r.house.dossier.(*workflow.House)
	if tx.ask.House {
		return c, nil
	}
	if tx.ask.NewCall {
		if r.call != nil {
			return nil, errStale
		}
		return c, nil
	}
	if r.call == nil || tx.ask.Submission != "" && r.file == nil {
		return nil, workflow.NotThere()
	}
	c.Call = r.call.call()
	c.File = r.file.submission()
	if c.File != nil {
		bad, err := tx.Infected(c.File)
		if err != nil {
			return nil, err
		}
		c.Infected = bad[c.File.Ref().Dossier]
	}
	for _, h := range r.all {
		c.All = append(c.All, h.submission())
	}
	return c, nil
}

// Version is the number of events in the chain acted on: the dossier's, or
// else the call's or the house's. A request may carry the one that it saw.
func (tx *Tx) Version() int64 {
	switch r := tx.read; {
	case r == nil:
		return 0
	case r.file != nil:
		return r.file.version
	case r.call != nil:
		return r.call.version
	default:
		return r.house.version
	}
}

// Load is for a view: it reads on the transaction's snapshot what a decision
// would look at, so that what is offered is what would be decided.
func (tx *Tx) Load(ask Ask) (*workflow.Case, error) {
	if tx.write {
		return nil, errors.New("storage: load: an update reads what it asked for")
	}
	if err := tx.s.resolve(tx.ctx, &ask); err != nil {
		return nil, err
	}
	ask.Exclusive = ask.Exclusive || !ask.House // counts and arrears: nothing waits here
	tx.ask = ask
	if err := tx.load(ask, nil); err != nil {
		return nil, err
	}
	return tx.Case()
}

// utc is a time as it was written.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
