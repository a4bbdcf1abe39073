package ranking

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"tremplin/workflow"
)

// What 64 bits hold without a look at each sum: 1.000 sheets of 32 criteria.
const (
	maxFactor   = 1 << 26
	maxScore    = 1 << 20 // hundredths: some 10.000 points on one criterion
	maxCriteria = 32
	maxSheets   = 1000
)

// weights are the call's rules as factors of raw scores.
type weights struct {
	criteria []workflow.Criterion
	factor   []*big.Int // from hundredths on the criterion's scale to points out of 100, times whole
	whole    *big.Int   // the common denominator
	small    []int64    // factor, where 64 bits are enough for all sums; else nil
	ties     []string
	quorum   int
	row      []int64   // of the sheet at hand
	columns  [][]int64 // hundredths, per criterion, of the sheets at hand
}

func weightsOf(rules *workflow.Rules) *weights {
	n := len(rules.Criteria)
	w := &weights{
		criteria: rules.Criteria, ties: rules.Ties, quorum: rules.Quorum, whole: big.NewInt(1),
		factor: make([]*big.Int, n), row: make([]int64, n), columns: make([][]int64, n),
	}
	for _, c := range rules.Criteria {
		w.whole = multiple(w.whole, scale(c))
	}
	for i, c := range rules.Criteria {
		w.factor[i] = new(big.Int).Div(w.whole, scale(c))
		w.factor[i].Mul(w.factor[i], big.NewInt(int64(c.Weight)))
	}
	w.whole.Mul(w.whole, big.NewInt(100))
	w.narrow()
	return w
}

// narrow keeps the factors as plain numbers where every sum of them fits.
func (w *weights) narrow() {
	small := make([]int64, len(w.factor))
	for i, f := range w.factor {
		if !f.IsInt64() || f.Int64() > maxFactor {
			return
		}
		small[i] = f.Int64()
	}
	if len(small) <= maxCriteria && w.whole.IsInt64() && w.whole.Int64() <= maxFactor*maxScore {
		w.small = small
	}
}

func scale(c workflow.Criterion) *big.Int { return big.NewInt(int64(max(c.Max, 1))) }

// weigh counts the sheets that score every criterion, as sealed ones do.
func (w *weights) weigh(r *Ranked) {
	byPerson := func(a, b Sheet) int { return strings.Compare(a.Person, b.Person) }
	if !slices.IsSortedFunc(r.Sheets, byPerson) {
		r.Sheets = slices.Clone(r.Sheets)
		slices.SortStableFunc(r.Sheets, byPerson)
	}
	for i := range w.columns {
		w.columns[i] = w.columns[i][:0]
	}
	var sums []*big.Int
	if w.small == nil || len(r.Sheets) > maxSheets || slices.ContainsFunc(r.Sheets, beyond) {
		sums = w.wide(r)
	} else {
		w.plain(r)
	}
	if sums != nil {
		w.mean(r, sums)
	}
	r.Criteria = make([]CriterionScore, len(w.criteria))
	for i, c := range w.criteria {
		r.Criteria[i] = criterion(c, w.columns[i])
	}
	r.Missing = max(w.quorum-len(r.Each), 0)
}

// beyond: a score on no scale of ours.
func beyond(s Sheet) bool {
	return slices.ContainsFunc(s.Scores, func(x workflow.Score) bool { return x.Score > maxScore || x.Score < -maxScore })
}

// plain sums in 64 bits.
func (w *weights) plain(r *Ranked) {
	whole := w.whole.Int64()
	each := make([]SheetTotal, 0, len(r.Sheets))
	sum, high, low := int64(0), int64(0), int64(0)
	for _, s := range r.Sheets {
		if !w.read(s) {
			continue
		}
		total := int64(0)
		for i, score := range w.row {
			total += score * w.small[i]
		}
		if len(each) == 0 {
			high, low = total, total
		}
		sum, high, low = sum+total, max(high, total), min(low, total)
		each = append(each, SheetTotal{s.Person, exact(total, whole)})
	}
	if len(each) > 0 {
		r.Each, r.Total, r.Spread = each, exact(sum, whole*int64(len(each))), exact(high-low, whole)
	}
}

// wide sums without a limit.
func (w *weights) wide(r *Ranked) (sums []*big.Int) {
	for _, s := range r.Sheets {
		if !w.read(s) {
			continue
		}
		total, x := new(big.Int), new(big.Int)
		for i, score := range w.row {
			total.Add(total, x.Mul(x.SetInt64(score), w.factor[i]))
		}
		sums = append(sums, total)
		r.Each = append(r.Each, SheetTotal{s.Person, exactly(new(big.Rat).SetFrac(total, w.whole))})
	}
	return sums
}

func (w *weights) mean(r *Ranked, sums []*big.Int) {
	sum, high, low := new(big.Int), sums[0], sums[0]
	for _, x := range sums {
		sum.Add(sum, x)
		if x.Cmp(high) > 0 {
			high = x
		}
		if x.Cmp(low) < 0 {
			low = x
		}
	}
	n := new(big.Int).Mul(w.whole, big.NewInt(int64(len(sums))))
	r.Total = exactly(new(big.Rat).SetFrac(sum, n))
	r.Spread = exactly(new(big.Rat).SetFrac(new(big.Int).Sub(high, low), w.whole))
}

// read takes a sheet's scores into row and columns, in the order of the
// criteria. It reports false of a sheet that leaves one out.
func (w *weights) read(s Sheet) bool {
	for i, c := range w.criteria {
		at := i // where a sheet lists them as the call does
		if at >= len(s.Scores) || s.Scores[at].Criterion != c.ID {
			at = slices.IndexFunc(s.Scores, func(x workflow.Score) bool { return x.Criterion == c.ID })
		}
		if at < 0 {
			return false
		}
		w.row[i] = int64(s.Scores[at].Score)
	}
	for i, score := range w.row {
		w.columns[i] = append(w.columns[i], score)
	}
	return len(w.row) > 0
}

func criterion(c workflow.Criterion, scores []int64) CriterionScore {
	out := CriterionScore{ID: c.ID}
	if len(scores) == 0 {
		return out
	}
	sum, high, low := int64(0), scores[0], scores[0]
	for _, s := range scores {
		sum, high, low = sum+s, max(high, s), min(low, s)
	}
	n := int64(len(scores))
	out.Mean = exact(sum, n*100)
	out.Spread = exact(high-low, 100)
	out.Below = sum < n*int64(c.Threshold)
	return out
}

// class is 0 for what is ranked, 1 for what has too few sheets, 2 for what has none.
func (r *Ranked) class() int {
	switch {
	case r.Whole():
		return 0
	case r.Scored():
		return 1
	}
	return 2
}

// compare is negative where a comes before b.
func (w *weights) compare(a, b *Ranked) int {
	if c := cmp.Or(cmp.Compare(a.class(), b.class()), b.Total.Cmp(a.Total)); c != 0 {
		return c
	}
	for _, tie := range w.ties {
		if c := w.tie(tie, a, b); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.ID, b.ID))
}

func (w *weights) tie(name string, a, b *Ranked) int {
	if name == BySubmission {
		return a.SubmittedAt.Compare(b.SubmittedAt)
	}
	i := slices.IndexFunc(w.criteria, func(c workflow.Criterion) bool { return c.ID == name })
	if i < 0 {
		return 0
	}
	return b.Criteria[i].Mean.Cmp(a.Criteria[i].Mean)
}
