package app

import (
	"slices"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// WideSpread is from how many points out of 100 between the highest and the lowest
// sheet a line of the ranking is flagged for discussion, in hundredths. No source
// gives it: it is a fifth of the scale.
const WideSpread workflow.Number = 20_00

// flags are what there is to say of a line.
func (c *Compared) flags(i int) (out []RankFlag) {
	r := &c.Rows[i]
	if len(r.Each) > 1 && r.Spread.Number() >= WideSpread {
		out = append(out, RankSpread)
	}
	if r.Scored() && r.Below() {
		out = append(out, RankBelow)
	}
	if len(r.Each) < c.Call.Rules().Quorum && c.whole(i) {
		out = append(out, RankMissing)
	}
	if r.Tied {
		out = append(out, RankTied)
	}
	return out
}

// whole: the reader sees every sheet of a line's dossier, so that none is missing
// only to them.
func (c *Compared) whole(i int) bool {
	f := c.b.file(c.Rows[i].ID)
	return !slices.ContainsFunc(f.Sheets, func(x *workflow.Sheet) bool { return !c.who.Sight.Sheet(c.call, f, x) })
}

// tie is what put a line after the one before it, where both have the same total:
// the first of the call's list of ties that differs, or else the dossier's number.
func (c *Compared) tie(i int) string {
	if i == 0 || !c.Rows[i].Tied || !c.Rows[i-1].Scored() || c.Rows[i].Total.Cmp(c.Rows[i-1].Total) != 0 {
		return ""
	}
	a, b := &c.Rows[i-1], &c.Rows[i]
	for _, t := range c.Call.Rules().Ties {
		if t == ranking.BySubmission {
			if !a.SubmittedAt.Equal(b.SubmittedAt) {
				return t
			}
			continue
		}
		at := slices.IndexFunc(a.Criteria, func(x CriterionScore) bool { return x.ID == t })
		if at >= 0 && a.Criteria[at].Mean.Cmp(b.Criteria[at].Mean) != 0 {
			return t
		}
	}
	return tieNumber
}

// tieNumber decides where the call's list of ties does not.
const tieNumber = "number"
