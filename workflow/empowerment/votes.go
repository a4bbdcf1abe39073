package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// A vote counts those who may vote: no more than hold a seat without conflict when the
// opinion is given, and no more than were there without conflict when the committee
// concludes. Fewer are none's business: who was there need not have voted.

var (
	votesOfSeats = w.Check[rankIn]{Code: "votes_over", Field: "votes", Holds: func(c *w.Case, in rankIn) bool {
		return cast(in.Votes) <= len(voters(c, c.File, seatedNow))
	}, Facts: func(c *w.Case, in rankIn) map[string]any {
		return map[string]any{"votes": cast(in.Votes), "voters": len(voters(c, c.File, seatedNow))}
	}}

	// votesStand: a conflict found since takes a vote that was counted. The opinion is
	// reopened, and given again without it.
	votesStand = w.Guard{Code: "votes_conflicted", Holds: func(c *w.Case) bool { return len(overVoted(c, seatedOnce)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"submissions": overVoted(c, seatedOnce)}
	}}
	votersPresent = w.Check[presentIn]{Code: "votes_over", Field: "present", Holds: func(c *w.Case, in presentIn) bool {
		return len(overVoted(c, in.seated(c))) == 0
	}, Facts: func(c *w.Case, in presentIn) map[string]any {
		return map[string]any{"submissions": overVoted(c, in.seated(c))}
	}}
)

func cast(v *w.Votes) int {
	if v == nil {
		return 0
	}
	return v.For + v.Against + v.Abstain
}

func seatedNow(m *w.Member) bool { return m.State() == w.MemberAppointed }

// seatedOnce: who was dismissed since may have voted before.
func seatedOnce(*w.Member) bool { return true }

// seated are the seats of those who were there: by this list, or by that of an earlier
// sitting, from which the call was sent back.
func (in presentIn) seated(c *w.Case) func(*w.Member) bool {
	there := slices.Concat(in.Present, c.Call.Present)
	return func(m *w.Member) bool {
		return slices.ContainsFunc(there, func(a w.Attendee) bool { return a.Person == m.Person })
	}
}

// voters are those of these seats that have no conflict with the submission.
func voters(c *w.Case, f *w.Submission, seated func(*w.Member) bool) (out []string) {
	for _, m := range c.Call.Members {
		if seated(m) && !(w.Sight{Person: m.Person, Mandates: c.House.MandatesOf(m.Person)}).Conflicted(f) {
			out = append(out, m.Person)
		}
	}
	return out
}

// overVoted are the submissions with more votes than these seats could cast.
func overVoted(c *w.Case, seated func(*w.Member) bool) (out []string) {
	for _, f := range c.All {
		if f.State() == Ranked && f.Opinion != nil && cast(f.Opinion.Votes) > len(voters(c, f, seated)) {
			out = append(out, f.Ref().Dossier)
		}
	}
	return out
}

// likePresent are all who sit.
func likePresent(c *w.Case, in values) {
	var there []any
	for _, m := range c.Call.Members {
		there = append(there, m.Person)
	}
	if len(there) > 0 {
		in["present"] = there
	}
}
