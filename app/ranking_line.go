package app

import "tremplin/workflow"

// Cut is where the envelope ends in a ranking, read from the top: the first line
// that is not paid for wholly, and all after it, are below.
type Cut struct {
	Above int            // lines above; all that are ranked where the envelope pays for each
	Sum   workflow.Money // of the lines above
	Left  workflow.Money // of the envelope, after them
	Next  workflow.Money // what the first line below asks; 0 where none is below
}

// Short is how much is missing for the first line below; 0 where none is.
func (c Cut) Short() workflow.Money { return max(c.Next-c.Left, 0) }

// cutOf draws the line through amounts.
func cutOf(rows []Ranked, envelope workflow.Money, of func(*Ranked) workflow.Money) Cut {
	c := Cut{Left: envelope}
	for i := range rows {
		if !rows[i].Whole() { // listed after what is ranked
			return c
		}
		m := of(&rows[i])
		if m > c.Left {
			c.Next = m
			return c
		}
		c.Above, c.Sum, c.Left = i+1, c.Sum+m, c.Left-m
	}
	return c
}

// Requested is the line by what was asked for; only where sums may be told.
func (c *Compared) Requested() Cut {
	return cutOf(c.Rows, c.Total, func(r *Ranked) workflow.Money { return r.Requested })
}

// Advised is the line by what the committee advises, and until it does by what was
// asked for; only where sums may be told.
func (c *Compared) Advised() Cut { return cutOf(c.Rows, c.Total, (*Ranked).Amount) }

// Advises reports whether the committee has advised an amount for any line.
func (c *Compared) Advises() bool {
	for i := range c.Rows {
		if c.Rows[i].Opinion != "" {
			return true
		}
	}
	return false
}
