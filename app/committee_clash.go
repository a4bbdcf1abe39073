package app

import (
	"slices"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Clash is a conflict of interest of a member with a submission, how it was found,
// and what it has led to.
type Clash struct {
	File    *workflow.Submission
	Person  string
	From    ClashFrom
	Orgs    []string // by which mandates
	Reasons string
	At      time.Time // UTC; zero where only the mandates say so
	Scored  bool      // the member had scored: the sheet is taken out of every sum
	Then    ClashThen
	Sealed  int
	Quorum  int
	StepIn  []Seat // members without conflict who have no sheet there
}

// ClashFrom is how a conflict was found.
type ClashFrom string

// A conflict is shown by mandates, declared by the member, or entered by an
// officer (PROCESS.md, The committee).
const (
	ClashMandate ClashFrom = "mandate"
	ClashMember  ClashFrom = "member"
	ClashOfficer ClashFrom = "officer"
)

// ClashThen is what became of the opinion.
type ClashThen string

// A conflict takes nothing where the quorum holds; leaves it short; has reopened
// the opinion; flags it after conclude, until it is answered.
const (
	ClashHolds    ClashThen = "holds"
	ClashShort    ClashThen = "short"
	ClashReopened ClashThen = "reopened"
	ClashFlagged  ClashThen = "flagged"
	ClashAnswered ClashThen = "answered"
)

// clashes are all conflicts of the committee, by dossier, then in the order of the
// seats. What led to them is read of all dossiers at once.
func clashes(tx *storage.Tx, b *Bench, files []*workflow.Submission) ([]Clash, error) {
	type met struct {
		file *workflow.Submission
		seat Seat
	}
	var all []met
	var ids []string
	var why []string // references of what was said
	for _, f := range files {
		for _, s := range b.Seats {
			x := sheetOf(f, s.Member.Person)
			if stands(s, f).State != workflow.SheetConflict || s.Member.State() != workflow.MemberAppointed && x == nil {
				continue
			}
			all, ids = append(all, met{f, s}), append(ids, f.Ref().Dossier)
			if x != nil && !x.Reasons.Empty() {
				why = append(why, x.Reasons.Ref)
			}
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	past, err := tx.Turns(slices.Compact(ids), "declare_conflict", "reopen_opinion")
	if err != nil {
		return nil, err
	}
	words, err := tx.Texts(why)
	if err != nil {
		return nil, err
	}
	out, named := make([]Clash, 0, len(all)), make([]*workflow.Submission, 0, len(all))
	for _, m := range all {
		out, named = append(out, b.clash(m.file, m.seat, past[m.file.Ref().Dossier], words)), append(named, m.file)
	}
	return out, tx.LoadTitles(named...)
}

func (b *Bench) clash(f *workflow.Submission, s Seat, past []storage.Past, words map[string]string) Clash {
	r := b.row(f)
	c := Clash{File: f, Person: s.Member.Person, From: ClashMandate, Sealed: r.Sealed, Quorum: r.Quorum, StepIn: b.stepIn(&r)}
	for _, org := range s.Mandates {
		if org == f.Sisp || f.Joins(org) {
			c.Orgs = append(c.Orgs, org)
		}
	}
	if x := sheetOf(f, c.Person); x != nil && x.State() == workflow.SheetConflict {
		c.Reasons, c.Scored = words[x.Reasons.Ref], len(x.Scores) > 0
		c.found(x, past)
	}
	c.Then = c.outcome(r.Open, past)
	return c
}

// found reads of the history when the conflict came up, and by whom.
func (c *Clash) found(x *workflow.Sheet, past []storage.Past) {
	for i := range past {
		if past[i].On != x.Ref() || past[i].Action != "declare_conflict" {
			continue
		}
		c.At = past[i].At
		switch {
		case x.ByMandate:
			c.From = ClashMandate
		case past[i].By == x.Person:
			c.From = ClashMember
		default:
			c.From = ClashOfficer
		}
	}
}

// outcome is what the conflict has led to, as things stand, with so many sheets that
// may still come.
func (c *Clash) outcome(open int, past []storage.Past) ClashThen {
	o := c.File.Opinion
	switch {
	case o != nil && o.Flagged && !o.Answer.Empty():
		return ClashAnswered
	case o != nil && o.Flagged:
		return ClashFlagged
	case o != nil || c.Sealed >= c.Quorum:
		return ClashHolds
	}
	for i := range past { // by what the conflict caused, in the same moment
		if past[i].On == c.File.Ref() && past[i].Action == "reopen_opinion" && past[i].At.Equal(c.At) {
			return ClashReopened
		}
	}
	if c.Sealed+open >= c.Quorum {
		return ClashHolds
	}
	return ClashShort
}

// stepIn are those who might score in the place of who may not: substitutes behind
// the members.
func (b *Bench) stepIn(r *BenchRow) []Seat {
	held := b.Held()
	return slices.DeleteFunc(slices.Clone(held), func(s Seat) bool {
		i := slices.IndexFunc(r.Cells, func(c BenchCell) bool { return c.Person == s.Member.Person })
		return i < 0 || !r.Cells[i].Free
	})
}
