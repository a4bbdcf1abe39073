package workflow

import "slices"

// Show is the dossier as this sight may have it: a copy without what it may not
// learn. Whoever may not see the dossier at all must not be shown it. To the
// SISP and its partners the committee's work never shows, and a decision once
// its letter went; to the committee the funder's decision likewise, and others'
// scores once one's own are sealed (PROCESS.md, Who takes part; The committee).
func (s Sight) Show(p *Programme, c *Call, f *Submission) *Submission {
	s = s.on(c, f)
	n := *s.Numbered(c, f)
	n.Documents = slices.DeleteFunc(slices.Clone(f.Documents), func(d *Document) bool {
		k := p.Document(jobDocument + d.Kind)
		return k == nil || !s.Document(k, c, f)
	})
	if s.Funder {
		return &n
	}
	n.state = s.State(c, f)
	n.Sheets = slices.DeleteFunc(slices.Clone(f.Sheets), func(x *Sheet) bool { return !s.Sheet(c, f, x) || !s.judges(c, f) })
	n.Reasons, n.Mandate = Text{}, Mandate{} // of whichever act came last: the history tells those that may be told
	if untold(f) {
		n.Verdict, n.Conditions = nil, nil
		n.Awarded, n.Committed, n.SignBy = 0, 0, ""
	}
	if s.judges(c, f) {
		n.Account, n.Contacts = "", nil
		return &n
	}
	n.Opinion = nil
	if n.Verdict != nil && n.Verdict.Kind == "reserve" {
		v := *n.Verdict
		v.Place = 0 // a place tells how many stand before
		n.Verdict = &v
	}
	return &n
}

// untold: what was decided has had no letter. It may have ended since, by the
// SISP's own withdrawal, and is not told then either.
func untold(f *Submission) bool {
	return f.LetterOn == "" || f.state == SubmissionRanked || f.state == SubmissionUnderReview
}

// ShowCall is the call as this sight may have it. Conflicted says that its
// member has a conflict in the call.
func (s Sight) ShowCall(c *Call, conflicted bool) *Call {
	n := *c
	if !s.Sums(c, conflicted) {
		n.Envelope, n.Committed, n.Released, n.Paid = 0, 0, 0, 0
	}
	if s.Funder {
		return &n
	}
	if !s.onCommittee(c) {
		n.Members, n.Present = nil, nil
	}
	n.Reasons, n.Mandate = Text{}, Mandate{}
	n.Documents = nil
	n.Meetings = s.meetings(c)
	n.Questions = slices.DeleteFunc(slices.Clone(c.Questions), func(q *Question) bool {
		return q.state != "published" && !s.of(q.Org)
	})
	return &n
}

// meetings are told to who takes part, without the names of who was there; to
// nobody else.
func (s Sight) meetings(c *Call) []*Meeting {
	if len(s.Orgs) == 0 && !s.onCommittee(c) {
		return nil
	}
	out := make([]*Meeting, 0, len(c.Meetings))
	for _, m := range c.Meetings {
		n := *m
		n.Present = nil
		out = append(out, &n)
	}
	return out
}
