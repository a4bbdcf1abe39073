package workflow

import "slices"

// Sight is what an actor may see, known from its roles alone. The queries of
// storage say the same in SQL; a property test says that both agree.
type Sight struct {
	Person    string
	Funder    bool     // the funder's side: everything but drafts
	Orgs      []string // SISPs and partners whose dossiers are the actor's own
	Committee bool     // dossiers of the calls that appoint it, but for conflicts
	Mandates  []string // organisations with which the actor has a conflict
	Keeper    bool     // keeps people and settings; sees no dossier
	Hidden    []string // calls with a dossier in conflict by the mandates of today, whatever the seat says
}

// SightOf works out an actor's sight that day.
func SightOf(h *House, a Actor, on Date) Sight {
	s := Sight{Person: a.Person}
	for _, g := range a.Grants {
		if !g.On(on) {
			continue
		}
		switch g.Role {
		case Officer, Director, FunderSig, Finance, Auditor, Clock, Engine, Import:
			s.Funder = true
		case Editor, SispSig, PartnerSig:
			if g.Org != "" && !slices.Contains(s.Orgs, g.Org) {
				s.Orgs = append(s.Orgs, g.Org)
			}
		case CommitteeMember, CommitteeChair:
			s.Committee = true
		case Admin:
			s.Keeper = true
		}
	}
	s.Mandates = h.MandatesOf(a.Person)
	return s
}

// Call reports whether the call may be seen at all.
func (s Sight) Call(c *Call) bool {
	if s.Funder || s.Committee && c.Appointed(s.Person) != nil {
		return true
	}
	return c.state != CallDraft && c.state != CallValidated
}

// Submission reports whether the dossier may be seen. What may not be seen
// answers "not found".
func (s Sight) Submission(c *Call, f *Submission) bool {
	if slices.Contains(s.Orgs, f.Sisp) || slices.ContainsFunc(s.Orgs, f.Joins) {
		return true
	}
	if f.SubmittedAt.IsZero() { // a draft, or what ended as one, is the SISP's and its partners' alone
		return false
	}
	if s.Committee && c.Appointed(s.Person) != nil {
		return !s.Conflicted(f)
	}
	return s.Funder
}

// Conflicted reports a conflict of interest, by person or by legal entity
// (PROCESS.md, The committee).
func (s Sight) Conflicted(f *Submission) bool {
	return slices.ContainsFunc(s.Mandates, func(org string) bool { return org == f.Sisp || f.Joins(org) }) ||
		slices.ContainsFunc(f.Sheets, func(x *Sheet) bool { return x.Person == s.Person && x.state == SheetConflict })
}

// Sums reports whether totals, line and free amount of the call may be seen:
// by the funder's side always; by its committee while no conflict in the call
// stands; by everyone else once the results are public.
func (s Sight) Sums(c *Call, conflicted bool) bool {
	if c.PublishedOn != "" {
		return true
	}
	if s.Committee && c.Appointed(s.Person) != nil {
		return !conflicted && !s.ConflictedIn(c)
	}
	return s.Funder
}

// Books reports whether all of the call's awards, letters, entries and chains may be
// read: by the funder's side, but never by who sits on its committee and has a conflict
// there. That results are public opens the sums to all, and the dossier to nobody.
func (s Sight) Books(c *Call) bool { return s.Funder && !s.ConflictedIn(c) && s.Sums(c, false) }

// Numbers reports whether the numbers of the call's dossiers may be seen: to a
// member with a conflict in the call a gap in them would tell what is hidden, until
// the results are public. It knows them by the names that they had before.
func (s Sight) Numbers(c *Call) bool {
	return c.PublishedOn != "" || !s.onCommittee(c) || !s.ConflictedIn(c)
}

// Numbered is the dossier as this sight may call it: without a number where that
// may not be seen, of others' dossiers.
func (s Sight) Numbered(c *Call, f *Submission) *Submission {
	if s.Numbers(c) || s.of(f.Sisp) || f.Number == 0 {
		return f
	}
	n := *f
	n.Number = 0
	return &n
}

// Sheet reports whether the scores of a sheet may be seen: one's own; to the
// committee others' once one's own is sealed; to the funder's side all.
func (s Sight) Sheet(c *Call, f *Submission, x *Sheet) bool {
	if !s.Submission(c, f) || s.onCommittee(c) && s.Conflicted(f) {
		return false
	}
	if x.Person == s.Person {
		return true
	}
	if s.onCommittee(c) {
		return slices.ContainsFunc(f.Sheets, func(own *Sheet) bool {
			return own.Person == s.Person && (own.state == "sealed" || own.state == "moderated")
		})
	}
	return s.Funder
}

// Shown is the state that the SISP and its partners are shown: from rank to its
// letter a submission is under review (PROCESS.md, Who takes part).
func Shown(f *Submission) State { return shown(f.state, f.LetterOn != "") }

// shown is a state as it is shown when its letter has, or has not, gone.
func shown(state State, told bool) State {
	switch state {
	case SubmissionRanked:
		return SubmissionUnderReview
	case SubmissionReserve, SubmissionAwarded, SubmissionRejected:
		if !told {
			return SubmissionUnderReview
		}
	}
	return state
}

// State is the dossier's state as this sight has it. The committee learns what
// the funder decided when everyone does.
func (s Sight) State(c *Call, f *Submission) State {
	if s = s.on(c, f); s.Funder {
		return f.state
	}
	if s.judges(c, f) {
		if Shown(f) != f.state {
			return SubmissionRanked
		}
		return f.state
	}
	return Shown(f)
}

// Told is the history as it may be told. To the SISP and its partners the
// committee's work never is; to them and to the committee the funder's decision
// is once its letter went, and a decision taken back before that never. States
// are told as they were shown at the time.
func (s Sight) Told(c *Call, f *Submission, past []Happened) (out []Happened) {
	if s = s.on(c, f); s.Funder {
		if !s.Numbers(c) { // a paper is named by the dossier's number
			return slices.DeleteFunc(slices.Clone(past), func(e Happened) bool { return e.On.Entity == EntityDocument })
		}
		return past
	}
	sent := letters(f.ref, past)
	var known bool // the letter of the decision that stands at this point
	for i, e := range past {
		was := known
		switch {
		case e.On.Entity == EntityDocument: // the documents themselves say who may read them
			continue
		case e.On != f.ref && e.On.Entity != EntityCondition:
		case verdicts[e.Action]:
			known = sent[i]
		case e.Action == "notify":
			known = true
		}
		if (verdicts[e.Action] && e.On == f.ref || e.On.Entity == EntityCondition) && !known {
			continue
		}
		if !s.judges(c, f) {
			if e.On.Entity == EntitySheet || hidden[e.Action] {
				continue
			}
			if e.On == f.ref {
				e.From, e.To = shown(e.From, was), shown(e.To, known)
			}
		}
		out = append(out, e)
	}
	return out
}

// letters tells of each verdict whether its letter went, and was not taken back
// before.
func letters(f Ref, past []Happened) map[int]bool {
	out, last := map[int]bool{}, -1
	for i, e := range past {
		switch {
		case e.On != f:
		case verdicts[e.Action]:
			last = i
		case e.Action == "reconsider":
			last = -1
		case e.Action == "notify" && last >= 0:
			out[last] = true
		}
	}
	return out
}

func (s Sight) of(org string) bool { return slices.Contains(s.Orgs, org) }

// ConflictedIn reports whether somebody who sits on the call's committee has a
// conflict there: the seat says so, or a dossier that is hidden by mandates that
// came later, as by a merger.
func (s Sight) ConflictedIn(c *Call) bool {
	m := c.Appointed(s.Person)
	return m != nil && (m.Conflict || slices.Contains(s.Hidden, c.ref.Dossier))
}

func (s Sight) onCommittee(c *Call) bool { return s.Committee && c.Appointed(s.Person) != nil }

// judges reports whether the dossier is before this sight as before its committee:
// who is shown its own organisation's has a conflict there, and has it as its SISP.
func (s Sight) judges(c *Call, f *Submission) bool { return s.onCommittee(c) && !s.Conflicted(f) }

// on is the sight as it is of one dossier: a conflict on its committee comes before the
// funder's roles. Who acts for its SISP besides has it as the SISP has.
func (s Sight) on(c *Call, f *Submission) Sight {
	s.Funder = s.Funder && !(s.onCommittee(c) && s.Conflicted(f))
	return s
}

// Chain reports whether all events of the dossier may be known, with their numbers: by
// the funder's side, but where a conflict hides some.
func (s Sight) Chain(c *Call, f *Submission) bool { return s.on(c, f).Funder }

// Bench reports whether the dossier may stand in the lists in which a committee
// works: what somebody who sits there has a conflict with is in none of them, even
// where its SISP, as which it is shown the dossier, is its own.
func (s Sight) Bench(c *Call, f *Submission) bool {
	return s.Submission(c, f) && (c.Appointed(s.Person) == nil || !s.Conflicted(f))
}

// Advised reports whether the committee's opinion of the dossier may be seen: by its
// SISP and its partners never.
func (s Sight) Advised(c *Call, f *Submission) bool { return s.on(c, f).Funder || s.judges(c, f) }

var (
	hidden   = map[Action]bool{"rank": true, "reopen_opinion": true, "answer_conflict": true, "reconsider": true}
	verdicts = map[Action]bool{"award": true, "reject": true, "place_in_reserve": true}
)

// seen reports whether the actor may see what the case is about. In the house
// who may do what is the roles' matter.
func (c *Case) seen() bool {
	if c.On.Ref().Dossier == HouseID {
		return true
	}
	if slices.ContainsFunc(c.Actor.Grants, func(g Grant) bool { return g.Role == Engine }) {
		return true // what was submitted may be a draft again when its receipt is filed
	}
	s := SightOf(c.House, c.Actor, c.Today)
	if !s.Call(c.Call) || c.File != nil && !s.Submission(c.Call, c.File) {
		return false
	}
	x, ok := c.On.(*Sheet)
	return !ok || s.Sheet(c.Call, c.File, x)
}

// onceSeen reports whether the actor could see it on some day of its roles: who
// may sign no more is told so (refused/mandate).
func (c *Case) onceSeen() bool {
	n := *c
	n.Actor.Grants = slices.Clone(c.Actor.Grants)
	for i := range n.Actor.Grants {
		n.Actor.Grants[i].From, n.Actor.Grants[i].Until = "", ""
	}
	return n.seen()
}

// Veiled reports whether the actor is shown another state than the true one.
func (c *Case) Veiled() bool {
	return c.File != nil && SightOf(c.House, c.Actor, c.Today).State(c.Call, c.File) != c.File.State()
}

// MayHide reports whether the state that the actor is shown may stand for another, be
// it the true one or not. What an act would lead to from there is told of neither: that
// nothing is told would tell.
func (c *Case) MayHide() bool {
	if c.File == nil {
		return false
	}
	s := SightOf(c.House, c.Actor, c.Today)
	switch shown := s.State(c.Call, c.File); {
	case s.on(c.Call, c.File).Funder:
		return false
	case s.judges(c.Call, c.File): // while the committee sits nothing is decided
		return shown == SubmissionRanked && c.Call.state != CallInCommittee
	default:
		return shown == SubmissionUnderReview
	}
}
