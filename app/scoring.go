package app

import (
	"context"
	"slices"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
)

// Scoring is what a member of a committee has to score. What it has a conflict
// with is nowhere in it.
type Scoring struct {
	*View // of the call, with what may be done there

	Mine   []Scored
	Others []*workflow.Submission // before the committee, and scored by others
}

// Scored is a submission with the member's own sheet.
type Scored struct {
	File  *workflow.Submission
	Sheet *workflow.Sheet
	Done  int // criteria with a score and its reason, as saved
	Of    int
	Copy  WorkingCopy // what was typed and not saved; version 0: nothing
}

// Sealed reports whether the sheet counts.
func (s *Scored) Sealed() bool {
	return s.Sheet.State() == sheetSealed || s.Sheet.State() == sheetModerated
}

// Open reports whether the committee still waits for it.
func (s *Scored) Open() bool {
	return !s.Sealed() && s.File.State() == workflow.SubmissionUnderReview
}

// Scoring is a member's own part of a call's committee. To who does not sit there
// it is not there.
func (a *App) Scoring(ctx context.Context, who *Viewer, call string) (*Scoring, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Scoring, error) {
		v, err := a.seatedView(tx, who, call)
		if err != nil {
			return nil, err
		}
		files, err := filesIn(tx, who.Sight, v.Call, competes)
		if err != nil {
			return nil, err
		}
		copies, err := tx.WorkingCopiesIn(v.Call.Ref().Dossier, copySection(who.ID()))
		if err != nil {
			return nil, err
		}
		out := &Scoring{View: v}
		for i, f := range files {
			f = who.Sight.Numbered(v.Call, f)
			files[i] = f
			x := sheetOf(f, who.ID())
			if x == nil {
				out.Others = append(out.Others, f)
				continue
			}
			out.Mine = append(out.Mine, Scored{
				File: f, Sheet: x, Of: len(v.Call.Edition(f.Edition).Criteria), Done: done(x), Copy: copies[f.Ref().Dossier],
			})
		}
		return out, tx.LoadTitles(files...)
	})
}

// SheetsBeside are the dossiers before and after one, by their numbers, among those of
// its call that the viewer has a sheet of, with their titles; nil where there is none.
func (a *App) SheetsBeside(ctx context.Context, who *Viewer, dossier string) (before, after *workflow.Submission, err error) {
	err = a.Store.View(ctx, func(tx *storage.Tx) error {
		call, _, _ := strings.Cut(dossier, ".")
		found, err := tx.Call(who.Sight, call)
		if err != nil {
			return err
		}
		b, err := a.judged.of(tx, found.Dossier)
		if err != nil {
			return err
		}
		var mine []*workflow.Submission
		for _, f := range b.files {
			if competes(f) && who.Sight.Bench(found.Dossier, f) && sheetOf(f, who.ID()) != nil {
				mine = append(mine, f)
			}
		}
		slices.SortFunc(mine, byNumber)
		at := slices.IndexFunc(mine, func(f *workflow.Submission) bool { return f.Ref().Dossier == dossier })
		if at < 0 {
			return nil // it competes no more
		}
		beside := mine[max(0, at-1):min(len(mine), at+2)]
		titles, err := b.titles(tx, who.House, beside)
		if err != nil {
			return err
		}
		if at > 0 {
			before = titled(mine[at-1], titles)
		}
		if at+1 < len(mine) {
			after = titled(mine[at+1], titles)
		}
		return nil
	})
	return before, after, err
}

// titled is a dossier of one's own, with its title.
func titled(f *workflow.Submission, titles func(*workflow.Submission) string) *workflow.Submission {
	n := *f
	if f.Proposal != nil {
		p := *f.Proposal
		p.Title.Body = titles(f)
		n.Proposal = &p
	}
	return &n
}

// done counts the criteria of which nothing lacks. A list reads no reasons' words,
// and knows whether there are any.
func done(x *workflow.Sheet) (n int) {
	for _, s := range x.Scores {
		if !s.Reasons.Empty() {
			n++
		}
	}
	return n
}

// seatedView is a call to who sits on its committee today.
func (a *App) seatedView(tx *storage.Tx, who *Viewer, call string) (*View, error) {
	v, err := a.lookAtCall(tx, who, call)
	if err != nil {
		return nil, err
	}
	if !who.Sight.Committee || v.Call.Appointed(who.ID()) == nil {
		return nil, workflow.NotThere()
	}
	return v, nil
}

// copies of sheets stand beside those of the proposal's sections, each under its
// member.
const copyOfSheet = "sheet "

func copySection(person string) string { return copyOfSheet + person }

// ofSheet tells the copy of a sheet from one of a proposal.
func ofSheet(section string) bool { return strings.HasPrefix(section, copyOfSheet) }

// ownSheet is what forbids the viewer to fill in the own sheet of a dossier that it
// sees now; nil if nothing does.
func (a *App) ownSheet(tx *storage.Tx, who *Viewer, dossier string) (*workflow.Error, error) {
	found, err := tx.Submission(who.Sight, dossier)
	if err != nil {
		return nil, err
	}
	x := sheetOf(found.Dossier, who.ID())
	if x == nil || !who.Sight.Committee {
		return nil, workflow.NotThere()
	}
	c, p, err := a.caseOf(tx, who, found.Dossier.CallID)
	if err != nil {
		return nil, err
	}
	c.File, c.On = found.Dossier, x
	for _, o := range p.OffersOf(&c, []workflow.Action{"save"}) {
		return o.Blocked, nil
	}
	return nil, workflow.NotThere()
}

// SheetCopy is what a member typed into the own sheet and has not saved; version 0
// if nothing. Nobody else is shown it.
func (a *App) SheetCopy(ctx context.Context, who *Viewer, dossier string) (WorkingCopy, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (WorkingCopy, error) {
		if _, err := a.ownSheet(tx, who, dossier); err != nil {
			return WorkingCopy{}, err
		}
		all, err := tx.WorkingCopies(dossier)
		return all[copySection(who.ID())], err
	})
}

// SaveSheetCopy keeps what was typed into the own sheet, as [App.SaveWorkingCopy]
// does of a proposal: no act, and refused once the sheet cannot be filled in.
func (a *App) SaveSheetCopy(ctx context.Context, who *Viewer, w WorkingCopy) (WorkingCopy, error) {
	w.Section = copySection(who.ID())
	all, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[string]WorkingCopy, error) {
		blocked, err := a.ownSheet(tx, who, w.Dossier)
		if err == nil && blocked != nil {
			err = blocked
		}
		if err != nil {
			return nil, err
		}
		all, err := tx.WorkingCopies(w.Dossier)
		return map[string]WorkingCopy{w.Section: all[w.Section]}, err
	})
	if err != nil {
		return w, err
	}
	return a.keepCopy(ctx, who, w, all)
}

// DropSheetCopy takes it away: it was saved for good.
func (a *App) DropSheetCopy(ctx context.Context, who *Viewer, w WorkingCopy) error {
	if w.Version == 0 {
		return nil
	}
	return a.Store.DropWorkingCopy(ctx, w.Dossier, copySection(who.ID()), w.Version)
}

// Deliberation is a call before its committee: what each dossier has and lacks.
// What the reader may not see is in no list and in no number of it.
type Deliberation struct {
	*View

	Rows     []Deliberated // in the order of the ranking
	Seats    []Seat        // who sits; the load is of the dossiers shown
	Sums     bool          // totals may be told
	Conflict bool          // the reader has one in this call
	Leads    bool          // the reader leads: as chair, or in the chair's place
}

// Deliberated is a dossier in deliberation.
type Deliberated struct {
	Ranked
	BenchRow

	Missing []string // members whose sheets are not sealed
	Recused []string // members who leave the room
	Broken  bool     // a conflict took a sheet out, and the quorum is not there again
}

// Deliberation shows a call's deliberation to who sits on its committee, and to the
// funder's side where it may know the call's books.
func (a *App) Deliberation(ctx context.Context, who *Viewer, call string) (*Deliberation, error) {
	ranked, err := a.Compare(ctx, who, call)
	if err != nil {
		return nil, err
	}
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Deliberation, error) {
		v, err := a.lookAtCall(tx, who, call)
		if err != nil {
			return nil, err
		}
		seat := v.Call.Appointed(who.ID())
		if seat == nil {
			if _, err := booksOf(tx, who, call); err != nil {
				return nil, err
			}
		}
		files, err := filesIn(tx, who.Sight, v.Call, competes)
		if err != nil {
			return nil, err
		}
		b := &Bench{View: v}
		b.seats(who, files)
		out := &Deliberation{View: v, Seats: b.Held(), Sums: ranked.Sums, Conflict: conflictIn(v.Call, who)}
		out.Leads = seat != nil && !out.Conflict && (seat.As == "chair" || seat.As == "acting_chair") && who.Sight.Committee
		if err := a.benchRows(tx, who, b, files, "", len(files)+1); err != nil {
			return nil, err
		}
		var shown []*workflow.Submission
		for i := range ranked.Rows {
			at := slices.IndexFunc(b.Rows, func(r BenchRow) bool { return r.File.Ref().Dossier == ranked.Rows[i].ID })
			if at < 0 { // it left between two looks
				continue
			}
			d := Deliberated{Ranked: ranked.Rows[i], BenchRow: b.Rows[at]}
			d.fill()
			d.File = who.Sight.Show(a.Programme(), v.Call, d.File)
			shown = append(shown, d.File)
			out.Rows = append(out.Rows, d)
		}
		return out, loadOpinions(tx, shown)
	})
}

func (d *Deliberated) fill() {
	for _, c := range d.Cells {
		switch c.State {
		case workflow.SheetConflict:
			d.Recused = append(d.Recused, c.Person)
		case sheetAssigned, sheetDraft:
			d.Missing = append(d.Missing, c.Person)
		}
	}
	took := slices.ContainsFunc(d.File.Sheets, func(x *workflow.Sheet) bool { return x.State() == workflow.SheetConflict && len(x.Scores) > 0 })
	d.Broken = d.File.State() == workflow.SubmissionUnderReview && (took && d.Sealed < d.Quorum || len(d.Recused) > 0 && d.Sealed+d.Open < d.Quorum)
}

// loadOpinions reads the texts of dossiers that have an opinion: titles are there.
func loadOpinions(tx *storage.Tx, files []*workflow.Submission) error {
	var all []workflow.Dossier
	for _, f := range files {
		if f.Opinion != nil {
			all = append(all, f)
		}
	}
	return tx.LoadTexts(all...)
}
