package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// Compared is a call's ranking as one person may have it. Its rows are shared with
// other readers: nobody edits them.
type Compared struct {
	Call  *workflow.Call // as that person is shown it
	Rows  []Ranked
	Sums  bool           // cumulative amounts and the envelope may be told
	Lined bool           // and the line: the rows are all there, and so is every sheet
	Total workflow.Money // of the envelope

	b       *judged
	call    *workflow.Call // as it is
	version int64
	who     *Viewer
	key     string // of this way of having the ranking
}

// Compare ranks the dossiers of a call that the committee judges, for it and for
// the funder's side. Of the sheets those count that the reader may see, so that
// no mean tells what others scored before one's own sheet is sealed. Who has a
// conflict gets the others alone, renumbered, and no sums.
func (a *App) Compare(ctx context.Context, who *Viewer, call string) (*Compared, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Compared, error) { return a.compare(tx, who, call) })
}

func (a *App) compare(tx *storage.Tx, who *Viewer, call string) (*Compared, error) {
	found, err := tx.Call(who.Sight, call)
	if err != nil {
		return nil, err
	}
	c := found.Dossier
	conflict := conflictIn(c, who)
	if !who.Sight.Funder && (!who.Sight.Committee || c.Appointed(who.ID()) == nil) {
		return nil, workflow.NotThere()
	}
	b, err := a.judged.of(tx, c)
	if err != nil {
		return nil, err
	}
	told, err := tx.Tell(found)
	if err != nil {
		return nil, err
	}
	out := &Compared{Call: who.Sight.ShowCall(told[0].Dossier, conflict), Sums: who.Sight.Sums(c, conflict), b: b, call: c, version: found.Version, who: who}
	out.Rows, out.key = b.rows(c, who)
	// Published or not, of a part there are no sums: who has a conflict would take them
	// for those of all.
	if out.Sums = out.Sums && len(out.Rows) == len(b.ranked); !out.Sums {
		out.Rows = ranking.Without(out.Rows, func(string) bool { return false })
		return out, nil
	}
	out.Total = c.Envelope
	out.Lined = !out.Blind()
	return out, nil
}

// competes: the committee judges the dossier, or has judged it, and it was neither
// taken back nor refused on its form.
func competes(f *workflow.Submission) bool {
	return f.State() != "withdrawn" && f.State() != "expired" && f.State() != "ineligible" &&
		(f.State() == workflow.SubmissionUnderReview || f.Opinion != nil)
}

// RankWanted says which lines of a ranking are wanted, and in which order. Neither
// changes a place.
type RankWanted struct {
	Sort   RankOrder
	Theme  string
	Sisp   string
	Flag   RankFlag
	After  string // the dossier of the line before the first
	Limit  int
	Lesser bool // the other way round

	// Known reports whether the reader has what comes of this state of the call
	// already: then no lines are made. May be nil.
	Known func(RankMark) bool
}

// RankMark tells two states of a ranking apart, as one person may have it: what is made
// of the same mark is the same. It holds on to what it tells apart.
type RankMark struct {
	b       *judged
	house   *workflow.House
	version int64 // of the call
	total   workflow.Money
	key     string
}

// Kept reports whether the state is kept to be met again: that of a very large call is
// made anew each time, and so has a mark of its own.
func (m RankMark) Kept() bool { return !m.b.passing }

func (c *Compared) mark() RankMark { return RankMark{c.b, c.who.House, c.version, c.Total, c.key} }

// RankOrder is an order of the lines.
type RankOrder string

// The orders; any other name is that of a criterion. What is equal stays in the
// order of the ranking.
const (
	RankByPlace     RankOrder = ""
	RankByTitle     RankOrder = "title"
	RankBySisp      RankOrder = "sisp"
	RankBySpread    RankOrder = "spread"    // the widest first
	RankByRequested RankOrder = "requested" // the most first
)

// RankFlag narrows a ranking to the lines of which something is to be said.
type RankFlag string

// The flags.
const (
	RankSpread  RankFlag = "spread"  // the sheets lie far apart
	RankBelow   RankFlag = "below"   // a criterion is under its threshold
	RankMissing RankFlag = "missing" // fewer sheets count than the quorum
	RankTied    RankFlag = "tied"
)

// RankFlags are all flags, in the order in which they are offered.
var RankFlags = []RankFlag{RankSpread, RankBelow, RankMissing, RankTied}

// RankLine is a line of a ranking with its dossier.
type RankLine struct {
	Ranked

	File   *workflow.Submission // as it stands: only what the ranking tells is told of it
	Title  string
	Flags  []RankFlag
	Hidden bool           // its scores, until one's own sheet is sealed
	Asked  workflow.Money // requested by those that count, up to and with this line; 0 where it does not count, or the line may not be told
	Tie    string         // what put it after its neighbour of the same total: a criterion, "submitted_at", or "number"; "" where nothing did
}

// Has reports whether the line has a flag.
func (l *RankLine) Has(f RankFlag) bool { return slices.Contains(l.Flags, f) }

// RankPage is some lines of a ranking.
type RankPage struct {
	*Compared

	Lines []RankLine
	Found int    // how many lines there are, of those wanted
	Next  string // the cursor of what follows; "" if nothing does
}

// RankPage gives the lines of a call's ranking that are wanted, unless they are known.
func (a *App) RankPage(ctx context.Context, who *Viewer, call string, w RankWanted) (*RankPage, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*RankPage, error) {
		c, err := a.compare(tx, who, call)
		if err != nil {
			return nil, err
		}
		if w.Known != nil && w.Known(c.mark()) {
			return &RankPage{Compared: c}, nil
		}
		files := make([]*workflow.Submission, len(c.Rows))
		for i := range c.Rows {
			files[i] = c.b.file(c.Rows[i].ID)
		}
		titles, err := c.b.titles(tx, who.House, files)
		if err != nil {
			return nil, err
		}
		lines := make([]RankLine, 0, len(c.Rows))
		asked := workflow.Money(0)
		for i := range c.Rows {
			l := RankLine{Ranked: c.Rows[i], File: who.Sight.Numbered(c.call, files[i]), Title: titles(files[i]), Flags: c.flags(i), Hidden: !c.whole(i), Tie: c.tie(i)}
			l.Counts = l.Counts && c.Lined
			if l.Counts {
				asked += l.Requested
				l.Asked = asked
			} else {
				l.Cumulative = 0
			}
			if w.wants(&l) {
				lines = append(lines, l)
			}
		}
		w.sort(who.House, lines)
		out := &RankPage{Compared: c, Found: len(lines)}
		out.Lines, out.Next = cutAfter(lines, w.After, w.Limit, func(l RankLine) string { return l.ID })
		return out, nil
	})
}

// cutAfter is a page of a list that is there whole.
func cutAfter[T any](all []T, after string, limit int, id func(T) string) (page []T, next string) {
	if after != "" {
		all = all[slices.IndexFunc(all, func(x T) bool { return id(x) == after })+1:]
	}
	if limit > 0 && len(all) > limit {
		return all[:limit], id(all[limit-1])
	}
	return all, ""
}

func (w *RankWanted) wants(l *RankLine) bool {
	p := l.File.Proposal
	return (w.Sisp == "" || l.File.Sisp == w.Sisp) && (w.Theme == "" || p != nil && p.Theme == w.Theme) && (w.Flag == "" || l.Has(w.Flag))
}

// sort puts the lines into another order than the ranking's.
func (w *RankWanted) sort(h *workflow.House, lines []RankLine) {
	var by func(a, b *RankLine) int
	switch w.Sort {
	case RankByPlace:
		by = func(a, b *RankLine) int { return a.Place - b.Place }
	case RankByTitle:
		by = func(a, b *RankLine) int { return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)) }
	case RankBySisp:
		by = func(a, b *RankLine) int { return strings.Compare(sispName(h, a.File), sispName(h, b.File)) }
	case RankBySpread:
		by = func(a, b *RankLine) int { return b.Spread.Cmp(a.Spread) }
	case RankByRequested:
		by = func(a, b *RankLine) int { return cmp.Compare(b.Requested, a.Requested) }
	default:
		by = byCriterion(string(w.Sort))
	}
	slices.SortStableFunc(lines, func(a, b RankLine) int {
		if w.Lesser {
			return by(&b, &a)
		}
		return by(&a, &b)
	})
}

// byCriterion puts the highest mean of a criterion first.
func byCriterion(id string) func(a, b *RankLine) int {
	mean := func(l *RankLine) ranking.Exact {
		for _, c := range l.Criteria {
			if c.ID == id {
				return c.Mean
			}
		}
		return ranking.Exact{}
	}
	return func(a, b *RankLine) int { return mean(b).Cmp(mean(a)) }
}

func sispName(h *workflow.House, f *workflow.Submission) string {
	if o := h.Org(f.Sisp); o != nil {
		return strings.ToLower(o.Name.FR)
	}
	return f.Sisp
}
