package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Bench is a call's committee at its work, as the funder's side sees it: who sits,
// who scores what, what conflicts do.
type Bench struct {
	*View // of the call, with what may be done there

	Seats    []Seat // who sits, the chair first; then who did
	Rows     []BenchRow
	Next     string // the cursor of what follows; "" if nothing does
	Files    int    // all that lie before the committee
	Clashes  []Clash
	Assigns  bool      // the reader may assign sheets now
	Reminds  bool      // and remind who owes some
	Reminded time.Time // today already; UTC, zero: not yet
	Sends    bool      // mails leave the house
}

// Seat is a member with the sheets that it has in the call.
type Seat struct {
	Member   *workflow.Member
	Mandates []string // organisations: a conflict by legal entity
	Load     Load
}

// Load is how many sheets somebody has, by where they stand.
type Load struct{ Assigned, Draft, Sealed, Conflict int }

// Owed are the sheets that are still to be sealed.
func (l Load) Owed() int { return l.Assigned + l.Draft }

// Sum are all sheets that count or will.
func (l Load) Sum() int { return l.Owed() + l.Sealed }

// BenchRow is a submission, with a cell for each of the seats that are held.
type BenchRow struct {
	File   *workflow.Submission
	Quorum int
	Sealed int // sheets that count
	Open   int // sheets that may still come
	Cells  []BenchCell
	Acts   []Act
}

// Short is how many sheets are not even assigned.
func (r *BenchRow) Short() int { return max(0, r.Quorum-r.Sealed-r.Open) }

// Act finds an act on the submission itself; nil if the role does not know it.
func (r *BenchRow) Act(name string) *Act {
	for i := range r.Acts {
		if r.Acts[i].Name() == name {
			return &r.Acts[i]
		}
	}
	return nil
}

// BenchCell is how one member stands to one submission: the state of the sheet;
// conflict also where only the mandates say so; "" without either.
type BenchCell struct {
	Person string
	State  workflow.State
	Free   bool // a sheet may be assigned
}

// Bench is the committee of a call to whoever on the funder's side may know all
// of it, from after a dossier ("": the beginning).
func (a *App) Bench(ctx context.Context, who *Viewer, call, after string, limit int) (*Bench, error) {
	b, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Bench, error) {
		if _, err := booksOf(tx, who, call); err != nil {
			return nil, err
		}
		v, err := a.lookAtCall(tx, who, call)
		if err != nil {
			return nil, err
		}
		files, err := filesIn(tx, who.Sight, v.Call, benched)
		if err != nil {
			return nil, err
		}
		b := &Bench{View: v, Files: len(files), Reminds: a.knows(who, workflow.EntitySheet, "assign"), Sends: a.Mailer != nil}
		b.seats(who, files)
		if b.Clashes, err = clashes(tx, b, files); err != nil {
			return nil, err
		}
		return b, a.benchRows(tx, who, b, files, after, limit)
	})
	if err != nil {
		return nil, err
	}
	b.Reminded, err = a.Store.OrderedAt(ctx, b.Call.Ref().Dossier, owingJob(b.Call.Ref().Dossier, who.Today).Unique)
	return b, err
}

// benched: the dossier lies before the committee, or may come there.
func benched(f *workflow.Submission) bool {
	return !f.SubmittedAt.IsZero() && f.State() != "draft" && (competes(f) || slices.Contains([]workflow.State{"submitted", "incomplete", "eligible", "under_appeal"}, f.State()))
}

// filesIn are those of a call's dossiers that may stand before its committee as this
// sight has it and are to be kept, by their numbers.
func filesIn(tx *storage.Tx, see workflow.Sight, c *workflow.Call, keep func(*workflow.Submission) bool) ([]*workflow.Submission, error) {
	const page = 500
	var out []*workflow.Submission
	for after := ""; ; {
		some, err := tx.Submissions(see, storage.Filter{Call: c.Ref().Dossier, Page: storage.Page{After: after, Limit: page}})
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			after = f.Dossier.Ref().Dossier
			if see.Bench(c, f.Dossier) && keep(f.Dossier) {
				out = append(out, f.Dossier)
			}
		}
		if len(some) < page {
			break
		}
	}
	slices.SortStableFunc(out, byNumber)
	return out, nil
}

// byNumber is the order of the numbers.
func byNumber(x, y *workflow.Submission) int {
	return cmp.Or(x.Number-y.Number, cmp.Compare(x.Ref().Dossier, y.Ref().Dossier))
}

// seatOrder is in which order members are named.
var seatOrder = []string{"chair", "acting_chair", "member", "substitute"}

func (b *Bench) seats(who *Viewer, files []*workflow.Submission) {
	load := map[string]*Load{}
	for _, m := range b.Call.Members {
		b.Seats = append(b.Seats, Seat{Member: m, Mandates: who.House.MandatesOf(m.Person)})
		load[m.Person] = &Load{}
	}
	for _, f := range files {
		for _, x := range f.Sheets {
			if l := load[x.Person]; l != nil {
				l.count(x.State(), f.State() == workflow.SubmissionUnderReview)
			}
		}
	}
	for i := range b.Seats {
		b.Seats[i].Load = *load[b.Seats[i].Member.Person]
	}
	rank := func(s Seat) int {
		if s.Member.State() != workflow.MemberAppointed {
			return len(seatOrder)
		}
		return slices.Index(seatOrder, s.Member.As)
	}
	slices.SortStableFunc(b.Seats, func(x, y Seat) int { return rank(x) - rank(y) })
}

// count adds a sheet; one that is not sealed is owed while its dossier is reviewed.
func (l *Load) count(s workflow.State, reviewed bool) {
	switch {
	case s == sheetAssigned && reviewed:
		l.Assigned++
	case s == sheetDraft && reviewed:
		l.Draft++
	case s == sheetSealed, s == sheetModerated:
		l.Sealed++
	case s == workflow.SheetConflict:
		l.Conflict++
	}
}

// States of sheets that pages look for.
const (
	sheetAssigned  workflow.State = "assigned"
	sheetDraft     workflow.State = "draft"
	sheetSealed    workflow.State = "sealed"
	sheetModerated workflow.State = "moderated"
	sheetVoid      workflow.State = "void"
)

// Held are the seats that are held.
func (b *Bench) Held() []Seat {
	return slices.DeleteFunc(slices.Clone(b.Seats), func(s Seat) bool { return s.Member.State() != workflow.MemberAppointed })
}

// Owing are the members with sheets that are not sealed.
func (b *Bench) Owing() (out []string) {
	for _, s := range b.Held() {
		if s.Load.Owed() > 0 {
			out = append(out, s.Member.Person)
		}
	}
	return out
}

// sheetOf is somebody's sheet that is not void; nil if there is none.
func sheetOf(f *workflow.Submission, person string) *workflow.Sheet {
	i := slices.IndexFunc(f.Sheets, func(x *workflow.Sheet) bool { return x.Person == person && x.State() != sheetVoid })
	if i < 0 {
		return nil
	}
	return f.Sheets[i]
}

// owes: the member has a sheet there that is not sealed.
func owes(f *workflow.Submission, person string) bool {
	x := sheetOf(f, person)
	return x != nil && f.State() == workflow.SubmissionUnderReview && (x.State() == sheetAssigned || x.State() == sheetDraft)
}

// stands is how a member stands to a submission.
func stands(s Seat, f *workflow.Submission) BenchCell {
	c := BenchCell{Person: s.Member.Person}
	if x := sheetOf(f, c.Person); x != nil {
		c.State = x.State()
	}
	if (workflow.Sight{Person: c.Person, Mandates: s.Mandates}).Conflicted(f) {
		c.State = workflow.SheetConflict
	}
	c.Free = c.State == ""
	return c
}

func (b *Bench) row(f *workflow.Submission) BenchRow {
	r := BenchRow{File: f, Quorum: b.Call.Edition(f.Edition).Quorum}
	for _, x := range f.Sheets {
		switch x.State() {
		case sheetSealed, sheetModerated:
			r.Sealed++
		case sheetAssigned, sheetDraft:
			r.Open++
		}
	}
	for _, s := range b.Held() {
		r.Cells = append(r.Cells, stands(s, f))
	}
	return r
}

// benchActs are those that the committee's page offers on a submission.
var benchActs = []workflow.Action{"assign", "declare_conflict", "rank", "reopen_opinion", "answer_conflict"}

// benchRows fills the page's part of the matrix, and asks the engine what may be
// done with each of its submissions.
func (a *App) benchRows(tx *storage.Tx, who *Viewer, b *Bench, files []*workflow.Submission, after string, limit int) error {
	id := b.Call.Ref().Dossier
	from := 0
	if after != "" {
		from = slices.IndexFunc(files, func(f *workflow.Submission) bool { return f.Ref().Dossier == after }) + 1
	}
	files = files[from:]
	if len(files) > limit {
		files = files[:limit]
		b.Next = files[limit-1].Ref().Dossier
	}
	base, p, err := a.caseOf(tx, who, id)
	if err != nil {
		return err
	}
	for _, f := range files {
		r := b.row(f)
		c := base
		c.File, c.On = f, f
		for _, o := range p.Offers(&c) {
			if slices.Contains(benchActs, o.Action) {
				r.Acts = append(r.Acts, Act{o, f.Ref()})
				b.Assigns = b.Assigns || o.Action == "assign" && o.Blocked == nil
			}
		}
		b.Rows = append(b.Rows, r)
	}
	return tx.LoadTitles(files...)
}

// caseOf is what the engine is asked with on a call's dossiers, without one of them.
func (a *App) caseOf(tx *storage.Tx, who *Viewer, call string) (workflow.Case, *workflow.Programme, error) {
	beside, err := tx.Beside([]string{call}, nil, a.now())
	if err != nil {
		return workflow.Case{}, nil, err
	}
	found := beside.Calls[call]
	p, err := a.of(found.Dossier)
	now := a.now()
	return workflow.Case{
		Now: now, Today: workflow.DateOf(now), Actor: who.Actor, Hidden: who.Sight.Hidden, House: who.House, Call: found.Dossier, Counts: beside.Counts[call],
	}, p, err
}

// knows: one of the person's roles of today knows the act somewhere.
func (a *App) knows(who *Viewer, e workflow.Entity, act workflow.Action) bool {
	rules := a.Programme().Table(e)
	for i := range rules {
		if rules[i].Action == act && slices.ContainsFunc(who.Actor.Grants, func(g workflow.Grant) bool {
			return g.On(who.Today) && slices.Contains(rules[i].By, g.Role)
		}) {
			return true
		}
	}
	return false
}
