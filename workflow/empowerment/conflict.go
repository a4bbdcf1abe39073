package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// Conflicts of interest that come after a sheet was sealed or a seat given: an
// organisation has another name, or was absorbed. The house's own act touches no
// dossier; the engine notes what follows from it in each call (docs/adr/0016).

var (
	// somethingFound: there is something to note.
	somethingFound = w.Guard{Code: "nothing_found", Holds: func(c *w.Case) bool { return len(sheetsUnnoted(c))+len(seatsUnnoted(c)) > 0 }}
	// conflictsNoted: a sheet in conflict that still counts is taken out first.
	conflictsNoted = w.Guard{Code: "conflict_unrecorded", Holds: func(c *w.Case) bool { return len(sheetsUnnoted(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		var on []string
		for _, x := range sheetsUnnoted(c) {
			if id := x.Ref().Dossier; !slices.Contains(on, id) {
				on = append(on, id)
			}
		}
		return map[string]any{"submissions": on}
	}}
	// sheetsNoted, opinionAnswered: once the call is decided no act of its own waits
	// for a conflict any more, so that each decision on a dossier does (PROCESS.md,
	// invariant 11). Until then it is `decide` that waits.
	sheetsNoted = w.Guard{Code: "conflict_unrecorded", Holds: func(c *w.Case) bool {
		return c.Call.State() == Deliberated || len(sheetsInConflict(c)) == 0
	}, Facts: thisFile}
	opinionAnswered = w.Guard{Code: "conflict_unanswered", Holds: func(c *w.Case) bool {
		return c.Call.State() == Deliberated || !opinionFlagged.Holds(c)
	}, Facts: thisFile}
)

func thisFile(c *w.Case) map[string]any {
	return map[string]any{"submissions": []string{c.File.Ref().Dossier}}
}

// atStake: the committee's opinion of the dossier is still to come, or still to be
// decided on, as in reserve. What was decided before a conflict came up stays; where an
// appeal brings it back, `uphold` looks again.
func atStake(c *w.Case, s *w.Submission) bool {
	switch s.State() {
	case UnderReview, Ranked, Reserve:
		return true
	case Awarded, Rejected:
		return c.Call.State() == Deliberated
	default:
		return false
	}
}

// sheetsUnnoted are those of members whom their mandates of today put in conflict
// with a dossier at stake, and that do not say so.
func sheetsUnnoted(c *w.Case) (out []w.Subject) {
	for _, s := range c.All {
		if atStake(c, s) {
			x := *c
			x.File = s
			out = append(out, sheetsInConflict(&x)...)
		}
	}
	return out
}

// seatsUnnoted are those of members in conflict in the call, while anything is at
// stake there.
func seatsUnnoted(c *w.Case) (out []w.Subject) {
	if !slices.ContainsFunc(c.All, func(s *w.Submission) bool { return atStake(c, s) }) {
		return nil
	}
	for _, m := range c.Call.Members {
		if m.State() == w.MemberAppointed && !m.Conflict && conflictInCall(c, m.Person) {
			out = append(out, m)
		}
	}
	return out
}

// seatsOfRanked are the seats in conflict with a dossier that came back with its
// opinion. One that comes for the first time is `open_review`'s matter.
func seatsOfRanked(c *w.Case) []w.Subject {
	if c.File.State() != Ranked {
		return nil
	}
	return seatsInConflict(c)
}
