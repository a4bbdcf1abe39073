package storage

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"tremplin/workflow"
)

// Get answers a question on one snapshot.
func Get[T any](ctx context.Context, s *Store, question func(*Tx) (T, error)) (T, error) {
	var out T
	err := s.View(ctx, func(tx *Tx) (err error) {
		out, err = question(tx)
		return err
	})
	return out, err
}

// Page is a part of a list: what comes after a cursor ("" is the beginning), at
// most so many.
type Page struct {
	After string
	Limit int
}

// pageSize holds for a page that says no limit of its own.
const pageSize = 100

func (p Page) limit() int {
	if p.Limit < 1 || p.Limit > 1000 {
		return pageSize
	}
	return p.Limit
}

// Found is a dossier as it was read, with its version.
type Found[D workflow.Dossier] struct {
	Dossier D
	Version int64
	Due     time.Time // when the clock looks next; zero: never

	head string
	sums sums
}

// Call finds a call by its id or its reference. One that may not be seen is not
// found. It may be shared: nobody edits it.
func (tx *Tx) Call(see workflow.Sight, idOrReference string) (*Found[*workflow.Call], error) {
	found, err := tx.heldCalls(tx.orm.Table("calls").Select(callHeads).Scopes(visibleCalls(see)).
		Where("calls.id = ? OR calls.reference = ?", idOrReference, idOrReference).Order("calls.id"))
	if err != nil || len(found) == 0 {
		return nil, notThereOr(err)
	}
	for _, c := range found {
		if c.Dossier.Ref().Dossier == idOrReference { // another's reference may be the same
			return c, nil
		}
	}
	return found[0], nil
}

// Calls lists the calls that may be seen, the newest first. They may be shared:
// nobody edits them.
func (tx *Tx) Calls(see workflow.Sight, p Page) ([]*Found[*workflow.Call], error) {
	q := tx.orm.Table("calls").Scopes(visibleCalls(see)).Order("calls.opens_at DESC NULLS FIRST, calls.id DESC").Limit(p.limit())
	if p.After != "" {
		last := maySeeCall(see)
		q = q.Where("EXISTS (SELECT 1 FROM calls c WHERE c.id = ? AND c.id IN (SELECT calls.id FROM calls WHERE "+last.sql+") AND (calls.opens_at < c.opens_at OR calls.opens_at IS NOT NULL AND c.opens_at IS NULL "+
			"OR (calls.opens_at = c.opens_at OR calls.opens_at IS NULL AND c.opens_at IS NULL) AND calls.id < c.id))", append([]any{p.After}, last.args...)...)
	}
	return tx.heldCalls(q.Select(callHeads))
}

// Submission finds a dossier with all its parts. One that may not be seen is not
// found.
func (tx *Tx) Submission(see workflow.Sight, id string) (*Found[*workflow.Submission], error) {
	var ids []string
	if err := tx.orm.Table("submissions").Scopes(visibleSubmissions(see)).Where("submissions.id = ?", id).Pluck("submissions.id", &ids).Error; err != nil {
		return nil, wrapped("submission", err)
	}
	found, err := tx.submissions(ids)
	if err != nil || len(found) == 0 {
		return nil, notThereOr(err)
	}
	return found[0], nil
}

// SispOf is the organisation that carries a dossier. One that may not be seen is not
// found.
func (tx *Tx) SispOf(see workflow.Sight, id string) (string, error) {
	var sisps []string
	err := tx.orm.Table("submissions").Scopes(visibleSubmissions(see)).Where("submissions.id = ?", id).Pluck("submissions.sisp", &sisps).Error
	if err != nil || len(sisps) == 0 {
		return "", notThereOr(wrapped("submission", err))
	}
	return sisps[0], nil
}

// Sees reports whether a dossier may be seen.
func (tx *Tx) Sees(see workflow.Sight, id string) (bool, error) {
	var n int64
	err := tx.orm.Table("submissions").Scopes(visibleSubmissions(see)).Where("submissions.id = ?", id).Count(&n).Error
	return n > 0, wrapped("submission", err)
}

// Filter narrows a list of submissions; an empty field does not.
type Filter struct {
	Call, Sisp string
	Page
}

// Submissions lists the dossiers that may be seen, with all their parts, call by
// call in the order of their numbers. The cursor is the last one's id.
func (tx *Tx) Submissions(see workflow.Sight, f Filter) ([]*Found[*workflow.Submission], error) {
	q := tx.orm.Table("submissions").Scopes(visibleSubmissions(see)).
		Order("submissions.call_id, submissions.number, submissions.id").Limit(f.limit())
	if f.Call != "" {
		q = q.Where("submissions.call_id = ?", f.Call)
	}
	if f.Sisp != "" {
		q = q.Where("submissions.sisp = ?", f.Sisp)
	}
	if f.After != "" {
		last := tx.orm.Table("submissions").Select("submissions.call_id, submissions.number, submissions.id").Where("submissions.id = ?", f.After).Scopes(visibleSubmissions(see))
		q = q.Where("(submissions.call_id, submissions.number, submissions.id) > (?)", last)
	}
	var ids []string
	if err := q.Pluck("submissions.id", &ids).Error; err != nil {
		return nil, wrapped("submissions", err)
	}
	return tx.submissions(ids)
}

// callHeads say whether a call is the cached one, and what of it moves without its
// chain.
const callHeads = "calls.id, calls.head, calls.due_at, calls.entries, calls.envelope, calls.committed, calls.released, calls.paid"

// calls are those of these ids, in their order.
func (tx *Tx) calls(ids []string) ([]*Found[*workflow.Call], error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := tx.heldCalls(tx.orm.Raw("SELECT "+callHeads+" FROM calls WHERE id IN ?", ids))
	slices.SortFunc(found, func(a, b *Found[*workflow.Call]) int {
		return slices.Index(ids, a.Dossier.Ref().Dossier) - slices.Index(ids, b.Dossier.Ref().Dossier)
	})
	return found, err
}

// heldCalls are the calls of a query for their heads, in its order: only those are
// read whose last event is another than the cached one's.
func (tx *Tx) heldCalls(q *gorm.DB) ([]*Found[*workflow.Call], error) {
	now := map[string]*held{}
	var ids, missing []string
	err := tx.each(q, func(scan func(...any) error) error {
		r := &dossierRow{}
		s := &r.sums
		if err := scan(&r.id, &r.head, &r.due, &s.entries, &s.envelope, &s.committed, &s.released, &s.paid); err != nil {
			return err
		}
		ids = append(ids, r.id)
		h := tx.s.cache.at(r.id, r.head)
		if h == nil {
			missing = append(missing, r.id)
			return nil
		}
		n := *h
		n.sums, n.due = r.sums, utc(r.due) // not part of the chain's last event
		now[r.id] = &n
		return nil
	})
	if err != nil {
		return nil, wrapped("calls", err)
	}
	read, err := tx.readCalls(missing)
	if err != nil {
		return nil, err
	}
	for id, h := range read {
		now[id] = h
		if !tx.write {
			tx.s.cache.keep(id, h)
		}
	}
	out := make([]*Found[*workflow.Call], 0, len(ids))
	for _, id := range ids {
		if h := now[id]; h != nil {
			out = append(out, found(h, h.call()))
		}
	}
	return out, nil
}

func (tx *Tx) readCalls(ids []string) (map[string]*held, error) {
	hs, err := tx.dossiers(workflow.EntityCall, "SELECT id, id, version, head, state, body, due_at, entries, envelope, committed, released, paid FROM calls WHERE id IN ?", ids)
	out := make(map[string]*held, len(hs))
	for _, h := range hs {
		out[h.dossier.Ref().Dossier] = h
	}
	return out, err
}

// Tell gives the calls with the bodies of their texts. They may be shared: nobody
// edits them.
func (tx *Tx) Tell(calls ...*Found[*workflow.Call]) ([]*Found[*workflow.Call], error) {
	if _, err := tx.House(); err != nil {
		return nil, err
	}
	house := tx.read.house.head
	var missing []string
	told := map[string]*held{}
	for _, f := range calls {
		id := f.Dossier.Ref().Dossier
		if told[id] = tx.s.cache.toldAt(id, f.head, house); told[id] == nil {
			missing = append(missing, id)
		}
	}
	read, err := tx.readCalls(missing)
	if err != nil {
		return nil, err
	}
	own := make([]workflow.Dossier, 0, len(read))
	for _, h := range read {
		own = append(own, h.dossier)
	}
	if err := tx.LoadTexts(own...); err != nil {
		return nil, err
	}
	for id, h := range read {
		h.house, told[id] = house, h
		if !tx.write {
			tx.s.cache.keepTold(id, h)
		}
	}
	out := make([]*Found[*workflow.Call], 0, len(calls))
	for _, f := range calls {
		h := told[f.Dossier.Ref().Dossier]
		if h == nil {
			return nil, errStale
		}
		n := *h
		n.sums, n.due = f.sums, h.due
		x := found(&n, n.call())
		x.Due = f.Due
		out = append(out, x)
	}
	return out, nil
}

func (tx *Tx) submissions(ids []string) ([]*Found[*workflow.Submission], error) {
	hs, err := tx.dossiers(workflow.EntitySubmission, "SELECT "+fileColumns+", 0, 0, 0, 0, 0 FROM submissions WHERE id IN ?", ids)
	out := make([]*Found[*workflow.Submission], 0, len(hs))
	for _, h := range hs {
		out = append(out, found(h, h.submission()))
	}
	return out, err
}

func found[D workflow.Dossier](h *held, d D) *Found[D] {
	f := &Found[D]{Dossier: d, Version: h.version, head: h.head, sums: h.sums}
	if h.due != nil {
		f.Due = *h.due
	}
	return f
}

// dossiers reads dossiers with their parts, in the order of ids.
func (tx *Tx) dossiers(entity workflow.Entity, q string, ids []string) ([]*held, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows := map[string]*dossierRow{}
	err := tx.each(tx.orm.Raw(q, ids), func(scan func(...any) error) error {
		r := &dossierRow{}
		s := &r.sums
		err := scan(&r.id, &r.callID, &r.version, &r.head, &r.state, &r.body, &r.due, &s.entries, &s.envelope, &s.committed, &s.released, &s.paid)
		r.due = utc(r.due)
		rows[r.id] = r
		return err
	})
	if err != nil {
		return nil, wrapped("dossiers", err)
	}
	parts := map[string][]partRow{}
	err = tx.each(tx.orm.Raw("SELECT "+partColumns+" FROM parts WHERE dossier_id IN ? ORDER BY dossier_id, n", ids), func(scan func(...any) error) error {
		var p partRow
		err := p.scan(scan)
		parts[p.dossier] = append(parts[p.dossier], p)
		return err
	})
	if err != nil {
		return nil, wrapped("parts", err)
	}
	out := make([]*held, 0, len(ids))
	for _, id := range ids {
		if rows[id] == nil {
			continue
		}
		h, err := hold(entity, rows[id], parts[id])
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// each runs f on every row of an answer. Meanwhile the transaction can ask
// nothing else.
func (*Tx) each(q *gorm.DB, f func(scan func(...any) error) error) error { return eachRow(q, f) }

func eachRow(q *gorm.DB, f func(scan func(...any) error) error) error {
	rows, err := q.Rows()
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func notThereOr(err error) error {
	if err != nil {
		return err
	}
	return workflow.NotThere()
}
