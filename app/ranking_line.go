package app

import "tremplin/workflow/ranking"

// Reach is how far the envelope goes down a ranking, and Nearness how near its line a
// dossier stands.
//
//nolint:revive // together they have one comment
type (
	Reach    = ranking.Reach
	Nearness = ranking.Nearness
)

// Reaches are the line by what was requested, and by what the committee advises (until
// it does, by what was requested); only where Lined.
func (c *Compared) Reaches() (requested, advised Reach) {
	return ranking.ReachOf(ranking.LimitsOf(c.call.Rules(), c.Total), c.Rows)
}

// Advises reports whether the committee has advised an amount for any line.
func (c *Compared) Advises() bool {
	for i := range c.Rows {
		if c.Rows[i].Opinion != "" {
			return true
		}
	}
	return false
}
