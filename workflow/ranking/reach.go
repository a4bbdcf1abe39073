package ranking

import "tremplin/workflow"

// Reach is how far an amount goes down the ranking. Amounts are cents. What cannot
// be funded (no quorum, under a threshold, advised against, outside the limits)
// counts for nothing; it stands where its place is.
type Reach struct {
	Rows    int // of the ranking, from the top, above the line
	Sum     workflow.Money
	Left    workflow.Money
	Next    string         // the first that does not fit whole; "": all fit
	Amount  workflow.Money // of Next
	Missing workflow.Money // of that amount: Left pays for the rest
	Fit     []string       // further down, those that Left would still pay for whole, each beside the ones before it
}

// ReachOf draws the line where the envelope ends, twice: by what was requested and
// by what a scenario would grant, which is what the committee advises once it does.
func ReachOf(l Limits, ranked []Ranked) (requested, advised Reach) {
	in := candidates(l, ranked)
	return reach(l, ranked, in, func(e *Entry) workflow.Money { return e.Requested }), reach(l, ranked, in, l.Grant)
}

func reach(l Limits, ranked []Ranked, in []int, amount func(*Entry) workflow.Money) Reach {
	out := Reach{Rows: len(ranked), Left: l.Envelope}
	spare := workflow.Money(0)
	for _, i := range in {
		e := &ranked[i].Entry
		m := amount(e)
		switch {
		case out.Next != "":
			if m <= spare {
				spare -= m
				out.Fit = append(out.Fit, e.ID)
			}
		case m > out.Left:
			out.Rows, out.Next, out.Amount, out.Missing, spare = i, e.ID, m, m-out.Left, out.Left
		default:
			out.Sum += m
			out.Left -= m
		}
	}
	return out
}
