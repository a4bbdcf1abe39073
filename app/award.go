package app

import (
	"cmp"
	"context"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// Awarding is a call's board of awards: what is still to be decided in the
// committee's order, then the reserve in its own, then what is decided.
type Awarding struct {
	*View // of the call, with what may be done there

	Lines    []AwardLine
	Next     string // the cursor of what follows; "" if nothing does
	Counts   map[AwardGroup]int
	Judging  int            // dossiers that the committee still has
	Asked    workflow.Money // by all that compete
	Signed   workflow.Money // of what is committed
	Reserved []workflow.Placed
	Fits     *ReserveFit // of the reserve, who could be awarded with what is free
	Letters  int         // that deciding the call would send
}

// ReserveFit is the first of the reserve whom what is free pays for whole; or else the
// first of all, whom it pays for in part.
type ReserveFit struct {
	File   *workflow.Submission
	Title  string
	Amount workflow.Money         // that could be awarded
	Whole  workflow.Money         // that it would get if there were enough
	Passes []*workflow.Submission // better places that it would pass over: an award wants a departure
}

// AwardLine is a dossier on the board.
type AwardLine struct {
	File  *workflow.Submission
	Title string
	Group AwardGroup
	Rank  int // in the committee's ranking; 0 without one
	Acts  []Act
}

// AwardGroup is a part of the board.
type AwardGroup string

// The parts of the board, in their order.
const (
	AwardOpen    AwardGroup = "open" // an opinion, and no decision
	AwardReserve AwardGroup = "reserve"
	AwardDone    AwardGroup = "done"
)

var awardGroups = []AwardGroup{AwardOpen, AwardReserve, AwardDone}

// AwardBoard is the board of a call's awards to whoever may read its books, from
// after a dossier ("": the beginning). One snapshot is read: which dossiers there
// are, what of them has changed since they were last read, and the titles of those
// shown; only on these is the engine asked what may be done.
func (a *App) AwardBoard(ctx context.Context, who *Viewer, call, after string, limit int) (*Awarding, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Awarding, error) {
		c, err := booksOf(tx, who, call)
		if err != nil {
			return nil, err
		}
		id := c.Ref().Dossier
		b, err := a.judged.of(tx, c)
		if err != nil {
			return nil, err
		}
		out := &Awarding{View: &View{}, Counts: map[AwardGroup]int{}}
		for _, f := range b.files {
			out.count(f)
		}
		if out.Counts[AwardOpen]+out.Judging == 0 { // what is still to be decided comes before the reserve
			out.Fits = b.fits(c)
		}
		lines, next := b.page(after, limit)
		out.Lines, out.Next = lines, next
		return out, a.fillAwards(tx, who, out, b, id)
	})
}

func (w *Awarding) count(f *workflow.Submission) {
	if g := groupOf(f); g != "" {
		w.Counts[g]++
	}
	if f.State() == workflow.SubmissionUnderReview {
		w.Judging++
	}
	if LetterDue(f) {
		w.Letters++
	}
	if competes(f) {
		w.Asked += f.Requested
	}
	if f.Signed > 0 {
		w.Signed += f.Committed
	}
	if f.State() == workflow.SubmissionReserve && f.Verdict != nil {
		w.Reserved = append(w.Reserved, workflow.Placed{Submission: f.Ref().Dossier, Place: f.Verdict.Place})
	}
}

// groupOf is the part of the board that a dossier is in; "" for none.
func groupOf(f *workflow.Submission) AwardGroup {
	switch {
	case f.State() == workflow.SubmissionRanked:
		return AwardOpen
	case f.State() == workflow.SubmissionReserve:
		return AwardReserve
	case f.Verdict != nil && f.State() != workflow.SubmissionUnderReview:
		return AwardDone
	}
	return ""
}

// fillAwards asks the engine what may be done with the call, and with each of the
// lines; and reads their titles.
func (a *App) fillAwards(tx *storage.Tx, who *Viewer, out *Awarding, b *judged, id string) error {
	files := make([]*workflow.Submission, 0, len(out.Lines))
	for i := range out.Lines {
		files = append(files, out.Lines[i].File)
	}
	beside, err := tx.Beside([]string{id}, nil, a.now())
	if err != nil {
		return err
	}
	found := beside.Calls[id]
	p, err := a.of(found.Dossier)
	if err != nil {
		return err
	}
	now := a.now()
	base := workflow.Case{
		Now: now, Today: workflow.DateOf(now), Actor: who.Actor, Hidden: who.Sight.Hidden, House: who.House, Call: found.Dossier,
		Counts: beside.Counts[id], Reserve: out.Reserved,
	}
	on := base
	on.On, on.All = found.Dossier, b.files
	for _, o := range p.Offers(&on) {
		out.Acts = append(out.Acts, Act{o, found.Dossier.Ref()})
	}
	told, err := tx.Tell(found)
	if err != nil {
		return err
	}
	out.Call, out.Version = who.Sight.ShowCall(told[0].Dossier, false), found.Version
	if out.Fits != nil {
		files = append(files, out.Fits.File)
	}
	titles, err := b.titles(tx, who.House, files)
	if err != nil {
		return err
	}
	if out.Fits != nil {
		out.Fits.Title = titles(out.Fits.File)
	}
	for i := range out.Lines {
		l := &out.Lines[i]
		l.Title = titles(l.File)
		c := base
		c.File, c.On = l.File, l.File
		for _, o := range p.OffersOf(&c, awardActs) {
			l.Acts = append(l.Acts, Act{o, l.File.Ref()})
		}
	}
	return nil
}

// fits finds who of the reserve could be awarded with what is free, once the call is
// through its first decisions; nil if nobody could.
func (b *judged) fits(c *workflow.Call) *ReserveFit {
	var passed []*workflow.Submission
	var part *ReserveFit
	for _, f := range b.files { // the reserve stands in its order
		if groupOf(f) != AwardReserve {
			continue
		}
		r := c.Edition(f.Edition)
		e := ranking.EntryOf(f)
		whole := ranking.LimitsOf(r, c.Free()).Grant(&e)
		switch free := c.Free(); {
		case whole > 0 && whole <= free:
			return &ReserveFit{File: f, Amount: whole, Whole: whole, Passes: passed}
		case part == nil && len(passed) == 0 && free > 0 && free >= r.Min:
			part = &ReserveFit{File: f, Amount: free, Whole: whole}
		}
		passed = append(passed, f)
	}
	return part
}

// awardActs are those that the board offers on a line.
var awardActs = []workflow.Action{"award", "place_in_reserve", "reject", "reconsider", "answer_conflict", "uphold", "dismiss"}

// compare orders the board: by group, on the reserve by its places, else by rank;
// what has none comes last.
func (b *judged) compare(x, y *workflow.Submission) int {
	order := func(f *workflow.Submission) int {
		if i := slices.Index(awardGroups, groupOf(f)); i >= 0 {
			return i
		}
		return len(awardGroups)
	}
	place := func(f *workflow.Submission) int {
		if f.State() == workflow.SubmissionReserve && f.Verdict != nil {
			return f.Verdict.Place
		}
		return cmp.Or(b.place(f), len(b.files)+1)
	}
	return cmp.Or(order(x)-order(y), place(x)-place(y), x.Number-y.Number, cmp.Compare(x.Ref().Dossier, y.Ref().Dossier))
}

// page is the lines after a dossier, and the cursor of what follows them.
func (b *judged) page(after string, limit int) (lines []AwardLine, next string) {
	from := 0
	if after != "" {
		from = slices.IndexFunc(b.files, func(f *workflow.Submission) bool { return f.Ref().Dossier == after }) + 1
	}
	for _, f := range b.files[from:] {
		g := groupOf(f)
		if g == "" {
			break // the others come last
		}
		if len(lines) == limit {
			return lines, lines[limit-1].File.Ref().Dossier
		}
		lines = append(lines, AwardLine{File: f, Title: "", Group: g, Rank: b.place(f)})
	}
	return lines, ""
}
