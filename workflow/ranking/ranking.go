// Package ranking sums scores and amounts for the committee: the ranking, what
// could be funded with what is left, and who might score what. It is pure and
// exact: orders are by fractions, amounts are whole cents. It advises and
// decides nothing.
package ranking

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"tremplin/workflow"
)

// BySubmission in a call's list of ties puts what came in earlier first; all
// other names in the list are criteria.
const BySubmission = "submitted_at"

// Entry is a submission as the committee compares it.
type Entry struct {
	ID          string // the dossier
	Number      int    // in the call; 0: none yet
	SubmittedAt time.Time
	Requested   workflow.Money
	Advised     workflow.Money // counts once there is an opinion
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
	Place      int              // from 1, each once
	Tied       bool             // a neighbour has the same total: the call's list of ties, or its number, decided
	Total      Exact            // mean of the sheets' totals, out of 100
	Spread     Exact            // between the highest and the lowest of them
	Each       []SheetTotal     // in the order of the members' ids
	Criteria   []CriterionScore // in the order of the call
	Cumulative workflow.Money   // amounts up to and with this one; 0 in what Without gives
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
// ties, then by number and id. What no sheet counts for comes last. The order
// of the entries does not matter.
func Rank(rules *workflow.Rules, entries []Entry) []Ranked {
	w := weightsOf(rules)
	order := make([]*Ranked, len(entries))
	for i := range entries {
		order[i] = w.weigh(entries[i])
	}
	slices.SortFunc(order, func(a, b *Ranked) int { return w.compare(a, b) })
	out := make([]Ranked, len(order))
	for i, r := range order {
		out[i] = *r
	}
	number(out)
	sum := workflow.Money(0)
	for i := range out {
		sum += out[i].Amount()
		out[i].Cumulative = sum
	}
	return out
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

// Line is how many of the ranking, from the top, the amount pays for: the first
// that does not fit and all after it are below the line.
func Line(ranked []Ranked, envelope workflow.Money) int {
	sum := workflow.Money(0)
	for i := range ranked {
		if sum += ranked[i].Amount(); sum > envelope {
			return i
		}
	}
	return len(ranked)
}

func number(ranked []Ranked) {
	same := func(i, j int) bool {
		return j >= 0 && j < len(ranked) && ranked[i].Scored() && ranked[j].Scored() && ranked[i].Total.Cmp(ranked[j].Total) == 0
	}
	for i := range ranked {
		ranked[i].Place = i + 1
		ranked[i].Tied = same(i, i-1) || same(i, i+1)
	}
}

// weights are the call's rules as factors of raw scores.
type weights struct {
	criteria []workflow.Criterion
	factor   []*big.Int // from hundredths on the criterion's scale to points out of 100, times whole
	whole    *big.Int   // the common denominator: one fraction is cut per sheet, not one per score
	ties     []string
}

func weightsOf(rules *workflow.Rules) weights {
	w := weights{criteria: rules.Criteria, ties: rules.Ties, factor: make([]*big.Int, len(rules.Criteria)), whole: big.NewInt(1)}
	for _, c := range rules.Criteria {
		w.whole = multiple(w.whole, scale(c))
	}
	for i, c := range rules.Criteria {
		w.factor[i] = new(big.Int).Div(w.whole, scale(c))
		w.factor[i].Mul(w.factor[i], big.NewInt(int64(c.Weight)))
	}
	w.whole.Mul(w.whole, big.NewInt(100))
	return w
}

func scale(c workflow.Criterion) *big.Int { return big.NewInt(int64(max(c.Max, 1))) }

// weigh counts the sheets that score every criterion, as sealed ones do.
func (w weights) weigh(e Entry) *Ranked {
	e.Sheets = slices.Clone(e.Sheets)
	slices.SortStableFunc(e.Sheets, func(a, b Sheet) int { return strings.Compare(a.Person, b.Person) })
	r := &Ranked{Entry: e, Criteria: make([]CriterionScore, len(w.criteria))}
	columns := make([][]int64, len(w.criteria)) // hundredths, per criterion
	for _, s := range e.Sheets {
		row, ok := w.row(s)
		if !ok {
			continue
		}
		total, x := new(big.Int), new(big.Int)
		for i, score := range row {
			columns[i] = append(columns[i], score)
			total.Add(total, x.Mul(x.SetInt64(score), w.factor[i]))
		}
		r.Each = append(r.Each, SheetTotal{s.Person, Exact{new(big.Rat).SetFrac(total, w.whole)}})
	}
	for i, c := range w.criteria {
		r.Criteria[i] = criterion(c, columns[i])
	}
	r.Total, r.Spread = meanOf(r.Each)
	return r
}

func (w weights) row(s Sheet) ([]int64, bool) {
	row := make([]int64, len(w.criteria))
	for i, c := range w.criteria {
		at := slices.IndexFunc(s.Scores, func(x workflow.Score) bool { return x.Criterion == c.ID })
		if at < 0 {
			return nil, false
		}
		row[i] = int64(s.Scores[at].Score)
	}
	return row, len(row) > 0
}

func criterion(c workflow.Criterion, scores []int64) CriterionScore {
	out := CriterionScore{ID: c.ID}
	if len(scores) == 0 {
		return out
	}
	sum := int64(0)
	for _, s := range scores {
		sum += s
	}
	n := int64(len(scores))
	out.Mean = Exact{big.NewRat(sum, n*100)}
	out.Spread = Exact{big.NewRat(slices.Max(scores)-slices.Min(scores), 100)}
	out.Below = sum < n*int64(c.Threshold)
	return out
}

func meanOf(each []SheetTotal) (mean, spread Exact) {
	if len(each) == 0 {
		return Exact{}, Exact{}
	}
	sum, high, low := new(big.Rat), each[0].Total, each[0].Total
	for _, t := range each {
		sum.Add(sum, t.Total.rat())
		if t.Total.Cmp(high) > 0 {
			high = t.Total
		}
		if t.Total.Cmp(low) < 0 {
			low = t.Total
		}
	}
	return Exact{sum.Mul(sum, big.NewRat(1, int64(len(each))))}, Exact{new(big.Rat).Sub(high.rat(), low.rat())}
}

// compare is negative where a comes before b.
func (w weights) compare(a, b *Ranked) int {
	if a.Scored() != b.Scored() {
		if a.Scored() {
			return -1
		}
		return 1
	}
	if c := b.Total.Cmp(a.Total); c != 0 {
		return c
	}
	for _, tie := range w.ties {
		if c := w.tie(tie, a, b); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.ID, b.ID))
}

func (w weights) tie(name string, a, b *Ranked) int {
	if name == BySubmission {
		return a.SubmittedAt.Compare(b.SubmittedAt)
	}
	i := slices.IndexFunc(w.criteria, func(c workflow.Criterion) bool { return c.ID == name })
	if i < 0 {
		return 0
	}
	return b.Criteria[i].Mean.Cmp(a.Criteria[i].Mean)
}
