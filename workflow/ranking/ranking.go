// Package ranking sums scores and amounts for the committee: the ranking, what
// could be funded with what is left, and who might score what. It is pure and
// exact: orders are by fractions, amounts are whole cents. It advises and
// decides nothing.
package ranking

import (
	"slices"
	"time"

	"tremplin/workflow"
)

// BySubmission in a call's list of ties puts what came in earlier first; all
// other names in the list are criteria.
const BySubmission = "submitted_at"

// Entry is a submission as the committee compares it.
type Entry struct {
	ID          string // the dossier
	Sisp        string // that carries it
	Theme       string // of the call
	Number      int    // in the call; 0: none yet
	SubmittedAt time.Time
	Requested   workflow.Money // cents
	Advised     workflow.Money // cents; counts once there is an opinion
	Opinion     string         // "" until rank
	Sheets      []Sheet
}

// Sheet is a member's scores that count: sealed, as moderated, no conflict.
type Sheet struct {
	Person string
	Scores []workflow.Score
}

// Ranked is an entry in its place.
type Ranked struct {
	Entry
	Place      int              // from 1, each once; where Whole is false only where it is listed
	Tied       bool             // a neighbour has the same total: the call's list of ties, or its number, decided
	Total      Exact            // mean of the sheets' totals, out of 100
	Spread     Exact            // between the highest and the lowest of them, in points
	Apart      int              // from which spread on the sheets of the call disagree, in points
	Missing    int              // sheets to the quorum of the call
	Each       []SheetTotal     // in the order of the members' ids
	Criteria   []CriterionScore // in the order of the call
	Counts     bool             // could be funded: by Limits.Why of the call nothing keeps it out
	Cumulative workflow.Money   // what those that count would be granted, up to and with this one; 0 in what Without gives
}

// SheetTotal is a member's weighted total, out of 100.
type SheetTotal struct {
	Person string
	Total  Exact
}

// CriterionScore is how the sheets judge one criterion, on its own scale.
type CriterionScore struct {
	ID     string
	Mean   Exact
	Spread Exact
	Below  bool // the mean is under the call's threshold
}

// Scored reports whether any sheet counts.
func (r *Ranked) Scored() bool { return len(r.Each) > 0 }

// Whole reports whether the submission is ranked: its quorum of sheets counts, or
// the committee gave its opinion, which stands without a sheet that a conflict took
// out (answer_conflict). What is not whole is listed after what is.
func (r *Ranked) Whole() bool { return r.Scored() && (r.Missing == 0 || r.Opinion != "") }

// Wide reports whether the sheets disagree: two or more count, and they lie as far
// apart as the call says, or farther.
func (r *Ranked) Wide() bool {
	return len(r.Each) > 1 && r.Spread.Cmp(exact(int64(r.Apart), 1)) >= 0
}

// Below reports whether any criterion is under its threshold.
func (r *Ranked) Below() bool {
	return slices.ContainsFunc(r.Criteria, func(c CriterionScore) bool { return c.Below })
}

// Amount is what the project would get: what the committee advises, and until
// it does, what was requested.
func (e *Entry) Amount() workflow.Money {
	if e.Opinion != "" {
		return e.Advised
	}
	return e.Requested
}

// Rank puts the entries in order: by mean total, then by the call's list of
// ties, then by number and id. What has fewer sheets than the quorum follows, in
// the same order, and what no sheet counts for comes last. The order of the
// entries does not matter.
func Rank(rules *workflow.Rules, entries []Entry) []Ranked {
	w := weightsOf(rules)
	order := make([]*Ranked, len(entries))
	all := make([]Ranked, len(entries))
	for i := range entries {
		all[i].Entry, all[i].Apart = entries[i], rules.Wide()
		w.weigh(&all[i])
		order[i] = &all[i]
	}
	slices.SortFunc(order, w.compare)
	out := make([]Ranked, len(order))
	for i, r := range order {
		out[i] = *r
	}
	number(out)
	accumulate(LimitsOf(rules, 0), out)
	return out
}

// accumulate adds up what the line of the envelope is drawn by: what cannot be funded
// counts for nothing in either.
func accumulate(l Limits, ranked []Ranked) {
	sum := workflow.Money(0)
	for i := range ranked {
		r := &ranked[i]
		if r.Counts = l.Why(r) == ""; r.Counts {
			sum += l.Grant(&r.Entry)
		}
		r.Cumulative = sum
	}
}

// Without is the ranking for somebody who may not see some of it: renumbered,
// so that no gap shows, and without sums, which would tell the same.
func Without(ranked []Ranked, hidden func(id string) bool) []Ranked {
	out := make([]Ranked, 0, len(ranked))
	for i := range ranked {
		if hidden(ranked[i].ID) {
			continue
		}
		r := ranked[i]
		r.Cumulative = 0
		out = append(out, r)
	}
	number(out)
	return out
}

// Line is how many of the ranking, from the top, stand above the line where the amount
// (cents) ends: the first that counts and does not fit, and all after it, are below.
// It is ReachOf's line by what the committee advises.
func Line(ranked []Ranked, envelope workflow.Money) int {
	for i := range ranked {
		if ranked[i].Counts && ranked[i].Cumulative > envelope {
			return i
		}
	}
	return len(ranked)
}

func number(ranked []Ranked) {
	same := func(i, j int) bool {
		return j >= 0 && j < len(ranked) && ranked[i].Scored() && ranked[i].class() == ranked[j].class() && ranked[i].Total.Cmp(ranked[j].Total) == 0
	}
	for i := range ranked {
		ranked[i].Place = i + 1
		ranked[i].Tied = same(i, i-1) || same(i, i+1)
	}
}
